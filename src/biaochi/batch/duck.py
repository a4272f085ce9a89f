"""Run an emitted plan on DuckDB over the tables of a store."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from typing import Any

import duckdb

from biaochi.batch.sqlrun import SqlRun
from biaochi.engine.dialects import DUCKDB
from biaochi.engine.plan import Plan
from biaochi.engine.sqltext import Known, Step, literal, name
from biaochi.errors import Problem, Refusal
from biaochi.facts.store import Store, Tables, blanks

_AT_ONCE = 1000
_STOPPED = "Query interrupted"
_FULL = "No space left on device"


class Duck:
    """The database of a store."""

    dialect = DUCKDB

    def __init__(self, store: Store) -> None:
        self.con: Tables = store.con
        self.post_columns: Sequence[str] = [c.name for c in store.columns["posts"]]

    def clean(self) -> None:
        """Drop the temporary relations of an earlier run."""
        views = self.rows("SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal")
        for (view,) in views:
            self._run(f"DROP VIEW {name(view)}")
        for (table,) in self.rows("SELECT table_name FROM duckdb_tables() WHERE temporary"):
            self._run(f"DROP TABLE {name(table)}")

    def make(self, step: Step) -> None:
        """Create a temporary table or view."""
        self._run(f"CREATE TEMP {step.kind.upper()} {name(step.name)} AS {step.select}")

    def listed(self, table: str, idents: Sequence[str]) -> None:
        """Create a temporary table of ids."""
        self._run(f"CREATE OR REPLACE TEMP TABLE {name(table)} (id VARCHAR)")
        for start in range(0, len(idents), _AT_ONCE):
            listed = ", ".join(f"({literal(i)})" for i in idents[start : start + _AT_ONCE])
            self._run(f"INSERT INTO {name(table)} VALUES {listed}")

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Return the rows of a query."""
        with told_in_words():
            return self.con.execute(sql).fetchall()

    def _run(self, sql: str) -> None:
        with told_in_words():
            self.con.execute(sql)


def known(store: Store) -> Known:
    """What holds of all rows of the store, so that the script need not ask it of each."""
    filled, empty = blanks(store)
    return Known(filled, empty)


class DuckRun(SqlRun):
    """A run of a plan on the facts of a store."""

    def __init__(self, plan: Plan, store: Store) -> None:
        from biaochi.engine.sql import Wish  # noqa: PLC0415  see SqlRun

        super().__init__(plan, Duck(store), Wish(known=known(store)))


@contextmanager
def told_in_words() -> Iterator[None]:
    """Refuse what a run cannot help: numbers beyond 64 bits, memory or disk that is used up.

    A run stopped from the keyboard in the middle of a statement ends like any other.
    """
    try:
        yield
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise overflow("DuckDB", str(error)) from error
    except RuntimeError as error:
        if _STOPPED in str(error):
            raise KeyboardInterrupt from error
        raise
    except (duckdb.OutOfMemoryException, duckdb.IOException, OSError) as error:
        full = isinstance(error, OSError) and error.errno in {ENOSPC, EDQUOT}
        if not (full or isinstance(error, duckdb.OutOfMemoryException) or _FULL in str(error)):
            raise
        raise _used_up(str(error)) from error


def _used_up(said: str) -> Refusal:
    do = (
        "分部分计算的，可用 --memory 多给些内存，或用 --threads 1 少用几个线程；"
        "内存放不下的临时写在磁盘上（分部分计算时在结果文件夹里），请看那里还有没有空余。"
    )
    found = said.splitlines()[0] if said else "不够"
    return Refusal((Problem("RUN-MEMORY", "够用的内存和磁盘", found, do),))


def overflow(engine: str, said: str) -> Refusal:
    """Return the refusal of a run whose numbers grew beyond what was proved of them."""
    do = "请核对事实里的数值和行数是否超出规则包 numeric 所写的上限。"
    found = f"{engine}：{said.splitlines()[0]}" if said else engine
    return Refusal((Problem("RUN-OVERFLOW", "64 位整数之内的中间结果", found, do),))
