"""One part of prepared facts as a store: found by a person or a unit, opened as it was checked."""

import duckdb

from biaochi.facts.prepared import PART, Prepared
from biaochi.facts.shapes import TABLES
from biaochi.facts.sqltext import literal, name
from biaochi.facts.store import Store

_MOST = 5


def part_of(prepared: Prepared, table: str, ident: str) -> str | None:
    """Return the part in which a person or unit is registered; None if there is no such id."""
    found = _sought(prepared, table, TABLES[table].unique[0], ident)
    return found[0][1] if found else None


def namesakes(prepared: Prepared, table: str, called: str) -> tuple[str, ...]:
    """Return the ids of the people or units of that name, the first few."""
    return tuple(ident for ident, _ in _sought(prepared, table, "name", called))


def _sought(prepared: Prepared, table: str, column: str, value: str) -> list[tuple[str, str]]:
    rows = prepared.select(table, prepared.names)
    if not rows:
        return []
    key = TABLES[table].unique[0]
    sql = f"SELECT {key}, {name(PART)} FROM ({rows}) WHERE {name(column)} = {literal(value)}"
    with duckdb.connect(":memory:") as con:
        found: list[tuple[str, str]] = con.execute(f"{sql} ORDER BY 1 LIMIT {_MOST}").fetchall()
    return found


def open_part(prepared: Prepared, part: str) -> Store:
    """Read one part, and what all parts share, into memory; its digest is that of all the facts."""
    con = duckdb.connect(":memory:")
    try:
        prepared.open(con, (part,), make="TABLE")
    except BaseException:
        con.close()
        raise
    counts = {t: sum(p.rows for p in prepared.pieces(t, (part,))) for t in TABLES}
    _, empty = prepared.blanks((part,))
    return Store(
        con, {t: prepared.columns(t) for t in TABLES},
        frozenset(t for t, rows in counts.items() if rows), prepared.digest, counts,
        absent={t: frozenset(c for of, c in empty if of == t) for t in TABLES},
    )  # fmt: skip
