"""Run an emitted plan on Spark, over typed Parquet files of the facts."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biaochi.batch.duck import overflow
from biaochi.batch.sqlrun import SqlRun
from biaochi.engine.dialects import SPARK
from biaochi.engine.plan import Plan
from biaochi.engine.sqltext import Step, literal, name
from biaochi.errors import Problem, Refusal
from biaochi.facts.store import Store

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Files = Mapping[str, Sequence[str]]
NEEDED: Mapping[str, str] = {
    # Results depend on these: an overflow is an error, names keep their case, no text is replaced.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.variable.substitute": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.cteRecursionRowLimit": "-1",
    "spark.sql.analyzer.maxIterations": "1000",
    "spark.sql.optimizer.maxIterations": "1000",
}
_LOCAL: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.default.parallelism": "2",
    "spark.driver.memory": "3g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
}
_ARITHMETIC = ("OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE", "CAST_INVALID_INPUT")
_name = SPARK.quote


class Spark:
    """A session, and the files that hold the facts.

    Relations that are used more than once are kept in memory, or, where executors may be lost, as
    Parquet in the folder ``work``.
    """

    dialect = SPARK

    def __init__(self, session: "SparkSession", files: Files, work: str = "") -> None:
        self.session, self.work = session, work
        self.made: list[str] = []
        self.post_columns: Sequence[str] = ()
        for setting, value in NEEDED.items():
            session.conf.set(setting, value)
        for table, paths in files.items():
            frame = session.read.parquet(*paths)
            frame.createOrReplaceTempView(_name(table))
            if table == "posts":
                self.post_columns = frame.columns

    def clean(self) -> None:
        """Forget every relation of an earlier run, and its cached rows."""
        for relation in self.made:
            self.session.catalog.dropTempView(_name(relation))
        self.session.catalog.clearCache()
        self.made = []

    def make(self, step: Step) -> None:
        """Create a view; the rows of a table are computed once and kept."""
        with told():
            frame = self.session.sql(step.select)
            self._keep(step.name, frame if step.kind == "view" else self._computed(frame))

    def listed(self, table: str, idents: Sequence[str]) -> None:
        """Create a view of ids."""
        frame = self.session.createDataFrame([(i,) for i in idents], "id string")
        self._keep(table, frame)

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Return the rows of a query."""
        with told():
            return [tuple(row) for row in self.session.sql(sql).collect()]

    def _keep(self, relation: str, frame: "DataFrame") -> None:
        frame.createOrReplaceTempView(_name(relation))
        self.made.append(relation)

    def _computed(self, frame: "DataFrame") -> "DataFrame":
        """Cut the plan here: what stands on the relation starts from its rows."""
        if not self.work:
            return frame.localCheckpoint(eager=True)
        path = f"{self.work}/{len(self.made)}.parquet"
        frame.write.mode("overwrite").parquet(path)
        return self.session.read.parquet(path)


class SparkRun(SqlRun):
    """A run of a plan in a Spark session."""

    def __init__(self, plan: Plan, spark: Spark) -> None:
        super().__init__(plan, spark)


def session(settings: Mapping[str, str] | None = None) -> "SparkSession":
    """Return the session of ``spark-submit``, or one on this machine."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  an extra: asked for only here
    except ImportError as error:
        found, do = "没有安装", "请执行 pip install 'biaochi[spark]'，并装好 Java 17。"
        raise Refusal((Problem("RUN-EXTRA", "pyspark（连接 Spark）", found, do),)) from error
    builder = SparkSession.builder.appName("biaochi")
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # spark-submit sets it, and knows the cluster
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.master("local[2]")
        for setting, value in _LOCAL.items():
            builder = builder.config(setting, value)
    for setting, value in (settings or {}).items():
        builder = builder.config(setting, value)
    return builder.getOrCreate()


def export(store: Store, folder: Path) -> Files:
    """Write the typed tables of a store as Parquet, one file each."""
    found = {}
    for table in store.columns:
        path = folder / f"{table}.parquet"
        options = "FORMAT parquet, COMPRESSION zstd"
        store.con.execute(f"COPY {name(table)} TO {literal(str(path))} ({options})")
        found[table] = [str(path)]
    return found


@contextmanager
def told() -> Iterator[None]:
    """Turn what Spark refuses into a refusal: a number too large, or anything else."""
    from py4j.protocol import Py4JError  # noqa: PLC0415  comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JError) as error:
        lines = str(error).strip().splitlines()
        codes = [line for line in lines if any(code in line for code in _ARITHMETIC)]
        if codes:
            raise overflow("Spark", codes[0]) from error
        said = next((line for line in lines if "Exception: [" in line), lines[0])
        do = "请核对集群的内存、空间和版本（4.1 或更新）。"
        raise Refusal((Problem("RUN-FAILED", "执行完毕", f"Spark：{said}", do),)) from error
