"""A set-based pass from a file to a typed table; wrong cells are sought only where counted."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection as Database

from biaochi.facts.cells import SQL_TYPES, as_read, is_odd, value_of
from biaochi.facts.explain import blank, wrong
from biaochi.facts.shapes import Column
from biaochi.facts.sqltext import name, names
from biaochi.facts.wording import MOST_SHOWN, Tally

BAD_ROW = '"#bad"'
ROW = "row_no"
COUNTED = "count(*) OVER ()"
_FILLS = {("evidence", "status"): "'verified'"}
_DERIVED = {"evidence": {"event": 'coalesce("incident", "id")'}}


@dataclass(frozen=True)
class Source:
    """A file as a relation: where each column is found and of which type; rows of files before."""

    table: str
    file: str
    relation: str
    row: str
    cells: dict[str, tuple[str, str]]
    before: int = 0


def place_of(sources: Sequence[Source], row: int) -> tuple[str, int]:
    """Return the file and the line of a row of a table read from these sources."""
    source = sources[bisect_left([s.before for s in sources], row) - 1]
    return source.file, row - source.before


def derived_of(table: str) -> tuple[str, ...]:
    """Return the columns that a table gets beyond its file."""
    return tuple(_DERIVED.get(table, ()))


def absent_of(columns: Sequence[Column], sources: Sequence[Source]) -> frozenset[str]:
    """Return the columns of a table that stay blank, as no source has them."""
    filled = {n for s in sources for n in s.cells}
    by_default = {n for t, n in _FILLS if any(s.table == t for s in sources)}
    return frozenset(c.name for c in columns) - filled - by_default


def table_sql(table: str, columns: Sequence[Column]) -> str:
    """Return the SQL that creates the empty typed table."""
    typed = [f"{name(c.name)} {SQL_TYPES[c.kind]}" for c in columns]
    typed += [f"{ROW} BIGINT", *(f"{name(n)} VARCHAR" for n in derived_of(table))]
    return f"CREATE TABLE {name(table)} ({', '.join(typed)})"


def fill(con: Database, *, source: Source, columns: Sequence[Column], tally: Tally) -> None:
    """Read a source into its table; each wrong or blank cell goes to the tally."""
    present = [c for c in columns if c.name in source.cells]
    bad = " OR ".join(_is_wrong(c) for c in present)
    values = [_stored(c, source) for c in columns]
    derived = [f"{sql} AS {name(n)}" for n, sql in _DERIVED.get(source.table, {}).items()]
    keep = "INSERT INTO {}" if source.before else "CREATE TABLE {} AS"
    con.execute(
        f"{keep.format(name(source.table))} "
        f"SELECT {names(c.name for c in columns)}, {', '.join([ROW, *derived, BAD_ROW])} FROM "
        f"(SELECT {', '.join(values)}, {ROW}, {bad} AS {BAD_ROW} FROM ({_read(source, present)}))"
    )
    found = con.execute(
        f"SELECT count(*) FROM {name(source.table)} WHERE {BAD_ROW} AND {ROW} > {source.before}"
    ).fetchall()[0][0]
    if found:
        _tell(con, source=source, present=present, tally=tally)


def _read(source: Source, present: Sequence[Column]) -> str:
    """Return the SQL of the non-blank rows: ``x`` as read, ``v`` its value, per column."""
    cells = [(c, *source.cells[c.name]) for c in present]
    raws = [f"{raw} AS {_r(c)}, {is_odd(raw, type_name)} AS {_o(c)}" for c, raw, type_name in cells]
    reads = [f"{as_read(_r(c), c, type_name, odd=_o(c))} AS {_x(c)}" for c, _, type_name in cells]
    values = [f"{value_of(_x(c), c, type_name, odd=_o(c))} AS {_v(c)}" for c, _, type_name in cells]
    some = " OR ".join(f"{_x(c)} IS NOT NULL" for c in present)
    inner = f"SELECT {source.row} + {source.before} AS {ROW}, {', '.join(raws)}"
    middle = f"SELECT *, {', '.join(reads)} FROM ({inner} FROM {source.relation})"
    return f"SELECT *, {', '.join(values)} FROM ({middle}) WHERE {some}"


def _r(column: Column) -> str:
    return name("r " + column.name)


def _o(column: Column) -> str:
    return name("o " + column.name)


def _x(column: Column) -> str:
    return name("x " + column.name)


def _v(column: Column) -> str:
    return name("v " + column.name)


def _is_wrong(column: Column) -> str:
    return f"({_v(column)} IS NULL{'' if column.required else f' AND {_x(column)} IS NOT NULL'})"


def _stored(column: Column, source: Source) -> str:
    value = _v(column) if column.name in source.cells else "NULL"
    value = f"CAST({value} AS {SQL_TYPES[column.kind]})"
    default = _FILLS.get((source.table, column.name))
    return f"{f'coalesce({value}, {default})' if default else value} AS {name(column.name)}"


def _tell(con: Database, *, source: Source, present: Sequence[Column], tally: Tally) -> None:
    read = _read(source, present)
    for column in present:
        for missing in (False, True):
            where = f"{_v(column)} IS NULL AND {_x(column)} IS {'' if missing else 'NOT '}NULL"
            if not missing or column.required:
                sql = (
                    f"SELECT {ROW}, CAST({_x(column)} AS VARCHAR), {COUNTED} FROM ({read}) "
                    f"WHERE {where} ORDER BY {ROW} LIMIT {MOST_SHOWN}"
                )
                _add(con.execute(sql).fetchall(), column=column, source=source, tally=tally)


def _add(rows: Sequence[tuple[Any, ...]], *, column: Column, source: Source, tally: Tally) -> None:
    for place, (row, text, total) in enumerate(rows, 1):
        line = row - source.before
        if text is None:
            problem = blank(column, file=source.file, line=line)
        else:
            problem = wrong(column, text, file=source.file, line=line)
        alike = total - len(rows) if place == len(rows) else 0
        tally.add(problem, alike=alike)
