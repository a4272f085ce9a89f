"""Which executor runs a plan: plain Python, DuckDB, PostgreSQL or Spark, with equal results."""

from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from biaochi.batch.duck import DuckRun
from biaochi.batch.postgres import Postgres, PostgresRun
from biaochi.batch.spark import Spark, SparkRun, export, session
from biaochi.batch.sqlrun import SqlRun
from biaochi.engine.interpret import Interpreter
from biaochi.engine.plan import Plan
from biaochi.errors import Problem, Refusal
from biaochi.facts.store import Store, facts

AUTO, INTERPRET, DUCK, POSTGRES, SPARK = "auto", "interpret", "duckdb", "postgres", "spark"
ENGINES = (AUTO, INTERPRET, DUCK, POSTGRES, SPARK)
SMALL = 20_000
Run = Interpreter | SqlRun


def chosen(engine: str, store: Store) -> str:
    """Name the executor; ``auto``: where the facts are, small ones in plain Python."""
    there = isinstance(store.con, Postgres)
    if engine != AUTO:
        if there != (engine == POSTGRES) and engine != INTERPRET:
            raise _elsewhere(engine, there=there)
        return engine
    if there:
        return POSTGRES
    return INTERPRET if _rows(store.counts) <= SMALL else DUCK


def _rows(counts: Mapping[str, int]) -> int:
    return sum(counts.values())


def _elsewhere(engine: str, *, there: bool) -> Refusal:
    expected = "事实文件夹" if there else "postgresql:// 开头的地址"
    found = "PostgreSQL 里的事实" if there else "事实文件夹"
    do = "请改写 --engine 或 --facts；要在 PostgreSQL 里算，先用 biaochi facts load 载入。"
    return Refusal((Problem("ASK-ENGINE", f"{engine} 用{expected}", found, do),))


def started(plan: Plan, store: Store, engine: str) -> Run:
    """Make the run of a plan on the executor of that name."""
    if engine == INTERPRET:
        return Interpreter(plan, facts(store))
    if isinstance(store.con, Postgres):
        return PostgresRun(plan, store.con)
    return _on_spark(plan, store) if engine == SPARK else DuckRun(plan, store)


def _on_spark(plan: Plan, store: Store) -> SparkRun:
    """Hand the facts to Spark as Parquet, in a folder that goes when the run does."""
    spark = session()
    folder = mkdtemp(prefix="biaochi-spark-")
    run = SparkRun(plan, Spark(spark, export(store, Path(folder))))
    finalize(run, rmtree, folder, ignore_errors=True)
    return run
