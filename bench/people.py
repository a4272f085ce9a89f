"""Prepared facts for N people, 31 indicators x 4 quarters: a county of 5,000 a part.

Every value is a function of (seed, person, quarter, indicator) through DuckDB's ``hash``, so any
county generates alone.  *Dense* facts record every deduction, zero or not; *sparse* ones only
those that take points away.  Three decided years stand before the year appraised.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

import duckdb

from biaochi.batch.assess import attribute_columns
from biaochi.engine.bind import checks, mark_of
from biaochi.facts.cells import SQL_TYPES
from biaochi.facts.columns import columns_of
from biaochi.facts.load import derived_of
from biaochi.facts.prepared import SHARED, Part, Prepared, closed_columns, save, write_part
from biaochi.facts.shapes import TABLES
from biaochi.packs.loader import load
from biaochi.packs.shapes import Pack

PACK = Path(__file__).parent / "pack"
COUNTY = 5_000
_UNIT = 20

_PERSON = (
    "(SELECT p, 'P' || d AS person, d FROM (SELECT p, lpad(CAST(p AS VARCHAR), 8, '0') AS d"
    " FROM range({p0}, {p1}) t(p)))"
)
_GRADED = "(SELECT i, printf('G%02d', i) AS code FROM range(1, 13) s(i))"
_DEDUCTED = "(SELECT i, printf('D%02d', i) AS code FROM range(13, 32) s(i))"
_QUARTER = "(SELECT q, printf('2017Q%d', q) AS period FROM range(1, 5) r(q))"
# Of each table: its columns, and rows in the order of people, so that nothing has to be sorted.
_ROWS = {
    "units": {
        "unit": "printf('U%06d', u)", "name": "printf('单位%06d', u)",
        "FROM": "range({u0}, {u1}) t(u)",
    },
    "people": {
        "person": "person", "name": "'人员' || d", "county": "{county}", "FROM": _PERSON,
    },
    "posts": {
        "person": "person", "unit": "printf('U%06d', p // 20)",
        "post": "printf('岗位%02d', p % 40)", "from": "DATE '2012-01-01'",
        "role": "CASE WHEN p % 20 = 0 THEN 'head' ELSE 'member' END",
        "tier": "printf('层级%d', p % 3)", "FROM": _PERSON,
    },
    "scores": {
        "person": "person", "component": "code", "period": "period", "source": "'季度报送'",
        "value": "CAST(600 + hash(p * 1000 + i * 10 + q) % 400 AS BIGINT) * 100000",
        "FROM": f"{_PERSON}, {_GRADED}, {_QUARTER}",
    },
    "evidence": {
        "id": "'E' || d || code || q", "item": "code", "person": "person", "value": "value",
        "occurred_on": "make_date(2017, CAST(q * 3 - 1 AS INTEGER), CAST(1 + p % 27 AS INTEGER))",
        "status": "'verified'", "source": "'季度报送'", "event": "'E' || d || code || q",
        "FROM": "(SELECT *, CAST(CASE WHEN hash(p * 1000 + i * 10 + q) % 10 = 0"
        f" THEN 50 + p % 50 * 2 ELSE 0 END AS BIGINT) * 10000 AS value FROM {_PERSON},"
        f" {_DEDUCTED}, {_QUARTER}) {{sparse}}",
    },
    "results": {
        "person": "person", "period": "CAST(y AS VARCHAR)", "quantity": "n.name",
        "value": "CASE WHEN n.name = 'is_last' THEN CAST(hash(p * 10 + y) % 20 = 0 AS BIGINT)"
        " * 1000000 END",
        "label": "CASE WHEN n.name = 'grade' THEN CASE WHEN hash(p * 10 + y) % 50 = 0"
        " THEN '不称职' ELSE '称职' END END",
        "FROM": f"{_PERSON}, range(2014, 2017) r(y), (VALUES ('grade'), ('is_last')) n(name)",
    },
}  # fmt: skip


def write_people(
    folder: Path, *, people: int, dense: bool = True, county: int = COUNTY
) -> Prepared:
    """Write prepared facts of that many people, ``county`` of them a part, and return them."""
    if county % _UNIT:
        raise ValueError(f"a county of {county} would share a unit of {_UNIT} with the next one")
    pack = load(PACK)
    parts = {SHARED: Part("bench", fits=(mark_of(checks(pack)),))}
    firsts, workers = range(0, people, county), min(os.cpu_count() or 1, -(-people // county))
    with ProcessPoolExecutor(workers) as pool:
        stripes = [firsts[n::workers] for n in range(workers)]
        works = [pool.submit(_stripe, folder, f, (people, county), dense=dense) for f in stripes]
        made = {name: part for work in works for name, part in work.result().items()}
    parts |= dict(sorted(made.items()))
    prepared = Prepared(folder, attribute_columns(pack), parts, frozenset())
    with duckdb.connect() as con:
        closed = closed_columns(con, prepared)
    prepared = Prepared(folder, attribute_columns(pack), parts, closed)
    save(prepared)
    return prepared


def _stripe(folder: Path, firsts: range, of: tuple[int, int], *, dense: bool) -> dict[str, Part]:
    """Write these counties of so many people, so many a county."""
    (people, county), pack, parts = of, load(PACK), {}
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("SET preserve_insertion_order = false")
        for first in firsts:
            part = f"C{first // county:04d}"
            where = "" if dense else "WHERE value <> 0"
            _fill(con, pack, (first, min(first + county, people)), county=part, sparse=where)
            parts[part] = _part(con, folder, part, pack, dense=dense)
    return parts


def _part(
    con: duckdb.DuckDBPyConnection, folder: Path, county: str, pack: Pack, *, dense: bool
) -> Part:
    digest = sha256(f"{county} {dense}".encode()).hexdigest()
    columns = {t: columns_of(t, attribute_columns(pack)) for t in TABLES}
    found = write_part(con, folder, county, digest=digest, columns=columns)
    return Part(found.digest, found.tables, (mark_of(checks(pack)),))


def _fill(
    con: duckdb.DuckDBPyConnection, pack: Pack, span: tuple[int, int], *, county: str, sparse: str
) -> None:
    first, last = span
    given = {
        "p0": first, "p1": last, "u0": first // _UNIT, "u1": -(-last // _UNIT),
        "county": f"'{county}'", "sparse": sparse,
    }  # fmt: skip
    for table in TABLES:
        made = _ROWS.get(table, {})
        typed = [(c.name, SQL_TYPES[c.kind]) for c in columns_of(table, attribute_columns(pack))]
        typed += [("row_no", "BIGINT"), *((n, "VARCHAR") for n in derived_of(table))]
        made = {**made, "row_no": "row_number() OVER () + 1"} if made else {}
        listed = ", ".join(f'CAST({made.get(c, "NULL")} AS {kind}) AS "{c}"' for c, kind in typed)
        rows = f"FROM {made['FROM']}" if made else "WHERE FALSE"
        con.execute(f'CREATE OR REPLACE TABLE "{table}" AS SELECT {listed} {rows}'.format(**given))


if __name__ == "__main__":
    write_people(Path(sys.argv[1]), people=int(sys.argv[2]), dense=sys.argv[3:] != ["sparse"])
