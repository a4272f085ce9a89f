"""Dense synthetic facts: N people, 31 indicators, four quarters, two decided years."""

from pathlib import Path

import duckdb

_TABLES = {
    "units": (
        "SELECT printf('U%05d', u) AS unit, printf('单位%05d', u) AS name FROM range({units}) t(u)"
    ),
    "people": (
        "SELECT printf('P%07d', p) AS person, printf('人员%07d', p) AS name,"
        " printf('C%04d', p // 5000) AS county"
        " FROM range({people}) t(p)"
    ),
    "posts": (
        "SELECT printf('P%07d', p) AS person, printf('U%05d', p // 20) AS unit,"
        " printf('岗位%02d', p % 40) AS post, DATE '2012-01-01' AS \"from\","
        " CASE WHEN p % 20 = 0 THEN 'head' ELSE 'member' END AS role,"
        " printf('层级%d', p % 3) AS tier FROM range({people}) t(p)"
    ),
    "scores": (
        "SELECT printf('P%07d', p) AS person, printf('G%02d', i) AS component,"
        " printf('2017Q%d', q) AS period,"
        " CAST(60 + (hash(p * 1000 + i * 10 + q) % 400) / 10 AS DECIMAL(9, 1)) AS value"
        " FROM range({people}) t(p), range(1, 13) s(i), range(1, 5) r(q)"
    ),
    "evidence": (
        "SELECT printf('E%08d%02d%d', p, i, q) AS id, printf('D%02d', i) AS item,"
        " printf('P%07d', p) AS person,"
        " CAST(CASE WHEN hash(p * 1000 + i * 10 + q) % 10 = 0 THEN 0.5 + p % 50 * 0.02 ELSE 0 END"
        " AS DECIMAL(9, 2)) AS value,"
        " make_date(2017, CAST(q * 3 - 1 AS INTEGER), CAST(1 + p % 27 AS INTEGER)) AS occurred_on,"
        " 'verified' AS status, '季度报送' AS source"
        " FROM range({people}) t(p), range(13, 32) s(i), range(1, 5) r(q)"
    ),
    "results": (
        "SELECT printf('P%07d', p) AS person, CAST(y AS VARCHAR) AS period,"
        " n.name AS quantity,"
        " CASE WHEN n.name = 'is_last' THEN CAST(hash(p * 10 + y) % 20 = 0 AS INTEGER) END"
        " AS value,"
        " CASE WHEN n.name = 'grade' THEN CASE WHEN hash(p * 10 + y) % 50 = 0"
        " THEN '不称职' ELSE '称职' END END AS label"
        " FROM range({people}) t(p), range(2015, 2017) r(y),"
        " (VALUES ('grade'), ('is_last')) n(name)"
    ),
}


def write(folder: Path, *, people: int, form: str = "parquet") -> None:
    """Write the facts folder (value columns exact) in Parquet or CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    how = "(FORMAT parquet, COMPRESSION zstd)" if form == "parquet" else "(HEADER, DELIMITER ',')"
    for name, sql in _TABLES.items():
        text = sql.format(people=people, units=-(-people // 20))
        con.execute(f"COPY ({text}) TO '{folder}/{name}.{form}' {how}")
    con.close()
