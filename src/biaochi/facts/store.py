"""Facts once read: typed tables in an in-memory database, and the same as plain rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from types import TracebackType
from typing import Any, Protocol, Self

from biaochi.errors import Problem
from biaochi.facts.load import ROW, Source, derived_of, place_of
from biaochi.facts.shapes import TABLES, Column, Facts, Row, Wanted
from biaochi.facts.sqltext import literal, name, names

_REGISTRY = frozenset({"people", "units", "posts", "links", "calendar"})
_CONCERNS = {
    "people": ("person",), "posts": ("person",), "measures": ("person",), "absences": ("person",),
    "evidence": ("person", "unit"), "scores": ("person", "unit"), "results": ("person", "unit"),
    "ballots": ("subject",), "determinations": ("subject",), "events": ("subject",),
}  # fmt: skip
BEYOND = _CONCERNS.keys() - _REGISTRY
_REPLACED = "supersedes"
_TIMELESS = frozenset({"people", "units", "calendar"})


class Cursor(Protocol):
    """The rows of a query."""

    def fetchall(self) -> list[Any]:
        """Return all of them."""


class Tables(Protocol):
    """A database that holds the facts."""

    def execute(self, query: str, /) -> Cursor:
        """Run a statement."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True)
class Store:
    """Checked facts.  ``con`` holds one table per file of the folder, empty when it is missing.

    ``sources`` are the files that the rows of a table came from, where they are still known;
    ``absent``: the columns of a table that none of its files has, so that all rows are blank there.
    """

    con: Tables
    columns: Mapping[str, tuple[Column, ...]]
    present: frozenset[str]
    digest: str
    counts: Mapping[str, int]
    warnings: tuple[Problem, ...] = field(default=())
    absent: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sources: Mapping[str, Sequence[Source]] = field(default_factory=dict)

    def place(self, table: str, row: int) -> tuple[str, int]:
        """Return the file and the line of a row; the table and its row where no file is known."""
        sources = self.sources.get(table)
        return place_of(sources, row) if sources else (table, row)

    def close(self) -> None:
        """Let go of the data."""
        self.con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()


def facts(store: Store) -> Facts:
    """Return all rows as plain values: text, integers (numbers in millionths), days, flags."""
    tables = {t: _rows(store, t, "") for t in store.columns}
    return Facts(tables=tables, digest=store.digest)


def registry(store: Store) -> Facts:
    """Return people, units, posts, links and calendar; the other tables without rows."""
    tables = {t: _rows(store, t, "") if t in _REGISTRY else [] for t in store.columns}
    return Facts(tables=tables, digest=store.digest)


def facts_about(
    store: Store, idents: Collection[str], registered: Facts | None = None,
    wanted: Mapping[str, Wanted] | None = None,
) -> Facts:  # fmt: skip
    """Return the rows that concern these people and units; units, links and calendar whole.

    Corrections are kept whomever they concern, so that what they replace stays replaced.
    ``registered``: the registry, where it was read already.  ``wanted``: what is needed of the
    other tables; none of a table that is not named.
    """
    known = registry(store) if registered is None else registered
    tables = registered_about(known, idents)
    texts = ", ".join(["NULL", *map(literal, sorted(idents))])
    for table in BEYOND:
        if wanted is None:
            where = concerning(store, table, lambda _: texts)
            tables[table] = _rows(store, table, f" WHERE {where}")
        elif table in wanted:
            where = concerning(store, table, lambda _: texts, also=wanted[table].where)
            tables[table] = _rows(store, table, f" WHERE {where}", wanted[table].columns)
    return Facts(tables=tables, digest=store.digest)


def registered_about(known: Facts, idents: Collection[str]) -> dict[str, Sequence[Row]]:
    """Return the registry on these people and units: units, links and calendar whole."""
    tables = dict(known.tables)
    for table in _CONCERNS.keys() & _REGISTRY:
        [key] = _CONCERNS[table]
        tables[table] = [r for r in known.tables[table] if r[key] in idents]
    return tables


def concerning(
    store: Store, table: str, among: Callable[[str], str], *, also: str = ""
) -> str:  # fmt: skip
    """The condition on rows ``r`` of those ``also`` meant; every correction; nothing of blanks.

    ``among``: who is meant, as a column knows them, listed in SQL.
    """
    columns = [c for c in asked_columns(store, table) if c != _REPLACED]
    those = " OR ".join(f"r.{name(c)} IN ({among(c)})" for c in columns)
    return _corrections_too(store, table, f"({those}) AND {also}" if also and those else those)


def worth_copying(store: Store, table: str, also: str) -> str:
    """The condition on rows ``r`` that ``concerning`` may mean for somebody."""
    return _corrections_too(store, table, also)


def _corrections_too(store: Store, table: str, where: str) -> str:
    corrected = _REPLACED in asked_columns(store, table)
    return f"{where} OR r.{_REPLACED} IS NOT NULL" if corrected else where


def asked_columns(store: Store, table: str) -> list[str]:
    """The columns that ``concerning`` asks about."""
    listed = [*_CONCERNS[table], *([_REPLACED] if table == "evidence" else [])]
    return [c for c in listed if c not in store.absent.get(table, frozenset())]


def _rows(store: Store, table: str, where: str, wanted: Collection[str] | None = None) -> list[Row]:
    """The rows of a table in order, with the ``wanted`` columns or all; blank ones are not read."""
    if not store.counts[table]:
        return []
    written, blank = columns_read(store, table, wanted)
    sql = f"SELECT {names(written)} FROM {name(table)} r{where} ORDER BY {ROW}"
    found = store.con.execute(sql).fetchall()
    nothing = (None,) * len(blank)
    whole = (row + nothing for row in found) if nothing else found
    return list(map(dict, map(zip, repeat([*written, *blank]), whole)))


def columns_read(
    store: Store, table: str, wanted: Collection[str] | None
) -> tuple[list[str], list[str]]:
    """The ``wanted`` columns of a table or all, with the number of the row, and the blank ones."""
    absent = store.absent.get(table, frozenset())
    every = [*(c.name for c in store.columns[table]), *derived_of(table)]
    keys = [ROW, *(k for k in every if wanted is None or k in wanted)]
    return [k for k in keys if k not in absent], [k for k in keys if k in absent]


def blanks(store: Store) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Return the (table, column) pairs that every row fills, and those that no row fills."""
    filled, empty = set(), set()
    for table, columns in store.columns.items():
        counts = ", ".join(f"count({name(c.name)})" for c in columns)
        sql = f"SELECT count(*), {counts} FROM {name(table)}"
        [(rows, *those)] = store.con.execute(sql).fetchall()
        filled |= {(table, c.name) for c, n in zip(columns, those, strict=True) if n == rows}
        empty |= {(table, c.name) for c, n in zip(columns, those, strict=True) if n == 0}
    return frozenset(filled), frozenset(empty)


def missing_recorded(store: Store) -> tuple[Problem, ...]:
    """Return the tables whose rows do not all say when they were recorded (for ``--known-by``)."""
    problems = []
    for table in TABLES.keys() - _TIMELESS:
        if store.counts[table]:
            sql = f"SELECT count(*), min({ROW}) FROM {name(table)} WHERE recorded_at IS NULL"
            [(number, row)] = store.con.execute(sql).fetchall()
            if number:
                problems.append(_unrecorded(table, number, row))
    return tuple(sorted(problems, key=lambda p: p.file))


def _unrecorded(table: str, number: int, row: int) -> Problem:
    found = f"{number} 行空白，最先是第{row}行"
    do = "按得知时间（--known-by）重算时，每一行都要有 recorded_at；请补上，或不用 --known-by。"
    return Problem("FACT-RECORDED", "每一行都写明得知时间", found, do, table, line=row,
                   column_name="recorded_at")  # fmt: skip
