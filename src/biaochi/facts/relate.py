"""Run the checks over the loaded tables and tell each offending row by file and line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duckdb import DuckDBPyConnection as Database

from biaochi.errors import Problem
from biaochi.facts.checks import Check, all_checks, good
from biaochi.facts.load import COUNTED, ROW, Source, place_of
from biaochi.facts.shapes import TABLES
from biaochi.facts.sqltext import name
from biaochi.facts.wording import MOST_SHOWN, Tally, shown

_MOST_NAMED = 8


@dataclass(frozen=True)
class Loaded:
    """The tables that could be read, with the sources of each, and those that could not.

    ``known``: how many row numbers of a table belong to rows that were checked before.
    """

    con: Database
    sources: Mapping[str, Sequence[Source]]
    broken: frozenset[str] = frozenset()
    known: Mapping[str, int] = field(default_factory=dict)

    def has(self, table: str, column: str) -> bool:
        """Say whether a file of the table has the column."""
        return any(column in s.cells for s in self.sources.get(table, ()))

    def place(self, table: str, row: int) -> tuple[str, int]:
        """Return the file and the line of a row."""
        return place_of(self.sources[table], row)


def relate(loaded: Loaded, *, tally: Tally) -> None:
    """Tell everything wrong between rows and between tables."""
    for check in all_checks():
        if loaded.has(check.table, check.column) and loaded.broken.isdisjoint(check.needs):
            _run(check, loaded, tally)
    for table, key, up in (("units", "unit", "parent"), ("evidence", "id", "supersedes")):
        if loaded.has(table, up):
            _loops(loaded, table, (key, up), tally)


def _run(check: Check, loaded: Loaded, tally: Tally) -> None:
    if check.unless and loaded.con.execute(check.unless).fetchall()[0][0]:
        return
    sql = f"SELECT *, {COUNTED} FROM ({check.sql}) ORDER BY 1 LIMIT {MOST_SHOWN}"
    offending = loaded.con.execute(sql).fetchall()
    absent = [n for n in check.needs if n not in loaded.sources]
    if offending and absent:
        tally.add(_absent(check, absent[0], loaded.place(check.table, offending[0][0])[0]))
        return
    for place, (row, *fields, total) in enumerate(offending, 1):
        problem = _problem(check, row, fields, loaded)
        tally.add(problem, alike=total - len(offending) if place == len(offending) else 0)


def _problem(check: Check, row: int, fields: Sequence[Any], loaded: Loaded) -> Problem:
    file, line = loaded.place(check.table, row)
    said = [
        _line(check.table, value, loaded, beside=file) if i in check.rows else shown(value)
        for i, value in enumerate(fields)
    ]
    return Problem(
        check.code, check.expected, check.found.format(*said), check.do, file, line=line,
        column_name=check.column, level=check.level,
    )  # fmt: skip


def _line(table: str, row: int, loaded: Loaded, *, beside: str) -> str:
    file, line = loaded.place(table, row)
    return f"第{line}行" if file == beside else f" {file} 第{line}行"


def _absent(check: Check, table: str, file: str) -> Problem:
    label = TABLES[table].label
    do = f"请在同一文件夹里放入 {table}.csv（{label}），列出用到的全部编号。"
    return Problem(check.code, f"有 {table}（{label}）表", "没有这张表", do, file,
                   column_name=check.column)  # fmt: skip


def _loops(loaded: Loaded, table: str, columns: tuple[str, str], tally: Tally) -> None:
    key, up = map(name, columns)
    after = loaded.known.get(table, 0)
    sql = (
        f"SELECT {key}, {up}, {ROW} FROM {good(table)}"
        f" WHERE {up} IS NOT NULL AND {ROW} > {after} ORDER BY {ROW}"
    )
    above = {lower: (upper, row) for lower, upper, row in loaded.con.execute(sql).fetchall()}
    for members in circles({lower: upper for lower, (upper, _) in above.items()}):
        file, line = loaded.place(table, above[members[0]][1])
        found = " → ".join(shown(m) for m in [*members[:_MOST_NAMED], members[0]])
        do = f"请核对「{columns[1]}」列：顺着它往上，不能又回到自己。"
        expected = f"「{columns[1]}」不成环"
        tally.add(Problem("FACT-LOOP", expected, found, do, file, line=line,
                          column_name=columns[1]))  # fmt: skip


def circles(above: Mapping[str, str]) -> list[list[str]]:
    """Return each circle of a "one above each" relation once, from its first-named member.

    >>> circles({"a": "b", "b": "a", "c": "a"})
    [['a', 'b']]
    """
    seen: dict[str, str] = {}
    found = []
    for start in above:
        at = start
        while at in above and at not in seen:
            seen[at] = start
            at = above[at]
        if at in above and seen[at] == start:
            circle = [at]
            while (at := above[at]) != circle[0]:
                circle.append(at)
            found.append(circle)
    return found
