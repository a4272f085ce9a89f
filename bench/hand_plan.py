"""The measures of the bench pack as a DuckDB plan written by hand: the yardstick for the emitted.

Same memory limit, threads and batches of parts as the engine; the same outputs: every person's
figures and verdicts, findings and the evidence under them as Parquet, and the results digest.  It
knows what the engine has to find out: no value is blank, everyone holds one post and has scores.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb

from bench.by_hand import (
    CAP,
    FIGURES,
    FLAGS,
    GRADED,
    ITEMS,
    LISTED,
    MILLIONTHS,
    PERSON_HEAD,
    QUARTER,
    QUARTERS,
    RULES,
    WEIGHTS,
    whole,
)
from bench.costs import say
from bench.opened import MEMORY_MIB, THREADS
from biaochi.batch.parts import BYTES_PER_PERSON, MOST_TOGETHER
from biaochi.engine.amounts import DigestParts
from biaochi.facts.prepared import Prepared, open_prepared
from biaochi.vocabulary.limits import HEX_PIECE, HEX_PIECES

PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
_COUNTED = (
    f"status = 'verified' AND value <> 0 AND item IN ({str(ITEMS)[1:-1]})"
    " AND occurred_on BETWEEN DATE '2017-01-01' AND DATE '2017-12-31'"
)
_MARKED = "period IN ('2017Q1', '2017Q2', '2017Q3', '2017Q4')"
_PLACED = """
CREATE TEMP TABLE placed AS SELECT person, unit, total, band, g16, l16, l15,
 rank() OVER (PARTITION BY unit ORDER BY total DESC) AS place,
 rank() OVER (PARTITION BY county, post ORDER BY total DESC) AS place_post,
 band IN ('优秀', '称职') AS may
FROM (SELECT *, CASE WHEN total >= 9000 THEN '优秀' WHEN total >= 7000 THEN '称职'
 WHEN total >= 6000 THEN '基本称职' ELSE '不称职' END AS band FROM summed)"""
_CHOSEN = """
CREATE TEMP TABLE chosen AS SELECT p.*, total = lowest AND n > 1 AS is_last,
 may AND rank() OVER (PARTITION BY p.unit, may ORDER BY total DESC) - 1
 + count(*) OVER (PARTITION BY p.unit, may, total) <= n // 5 AS excellent
FROM placed p JOIN (SELECT unit, min(total) AS lowest, count(*) AS n FROM placed GROUP BY unit) u
 ON u.unit = p.unit"""


def statements() -> Iterator[str]:
    """The relations of a batch, one after another."""
    yield f"CREATE TEMP TABLE scored AS {_scored()}"
    yield f"CREATE TEMP TABLE deducted AS {_deducted()}"
    yield f"CREATE TEMP TABLE past AS {_past()}"
    yield f"CREATE TEMP TABLE summed AS {_summed()}"
    yield _PLACED
    yield _CHOSEN
    yield f"CREATE TEMP TABLE done AS {_done()}"


def _scored() -> str:
    sums = ", ".join(
        f"sum(CASE WHEN component = 'G{n:02d}' THEN v END) AS s{n},"
        f" count(CASE WHEN component = 'G{n:02d}' THEN 1 END) AS n{n}"
        for n in range(1, 13)
    )
    means = ", ".join(
        f"CAST((2 * s{n} + n{n}) // (2 * n{n}) AS BIGINT) AS {g}" for n, g in enumerate(GRADED, 1)
    )
    weighed = " + ".join(f"coalesce({w} * {g}, 0)" for w, g in zip(WEIGHTS, GRADED, strict=True))
    there = " + ".join(
        f"CASE WHEN {g} IS NULL THEN 0 ELSE {w} END" for w, g in zip(WEIGHTS, GRADED, strict=True)
    )
    return (
        f"SELECT *, (2 * ({weighed}) + ({there})) // (2 * ({there})) AS achievement FROM"
        f" (SELECT person, {means} FROM (SELECT person, {sums} FROM (SELECT person, component,"
        f" value // {MILLIONTHS} AS v FROM scores WHERE {_MARKED}) GROUP BY person))"
    )


def _deducted() -> str:
    capped = " + ".join(
        f"least(coalesce(sum(CASE WHEN item = '{i}' THEN v END), 0), {CAP})" for i in ITEMS
    )
    quarters = ", ".join(
        f"coalesce(sum(CASE WHEN q = {n} THEN v END), 0) AS {name}"
        for n, name in enumerate(QUARTERS, 1)
    )
    return (
        f"SELECT person, {capped} AS deductions_capped, sum(v) AS deductions_total, {quarters}"
        f" FROM (SELECT person, item, abs(value // {MILLIONTHS}) AS v, quarter(occurred_on) AS q"
        f" FROM evidence WHERE {_COUNTED}) GROUP BY person"
    )


def _past() -> str:
    return (
        "SELECT person, max(CASE WHEN period = '2016' THEN label END) AS g16,"
        " max(CASE WHEN period = '2016' THEN value END) AS l16,"
        " max(CASE WHEN period = '2015' THEN value END) AS l15"
        " FROM results WHERE period IN ('2015', '2016') AND quantity IN ('grade', 'is_last')"
        " GROUP BY person"
    )


def _summed() -> str:
    sums = ["deductions_capped", "deductions_total", *QUARTERS]
    given = ", ".join(f"CAST(coalesce({s}, 0) AS BIGINT) AS {s}" for s in sums)
    least = "greatest(achievement * 10 - deductions_capped, 0)"
    return (
        f"SELECT *, CAST((2 * {least} + 10) // 20 AS BIGINT) AS total FROM"
        f" (SELECT people.person, county, unit, post, {', '.join(GRADED)},"
        f" CAST(achievement AS BIGINT) AS achievement, {given}, g16, l16, l15"
        " FROM people JOIN posts USING (person) LEFT JOIN scored USING (person)"
        " LEFT JOIN deducted USING (person) LEFT JOIN past USING (person)"
        " WHERE \"from\" <= DATE '2017-12-31' AND coalesce(\"to\" >= DATE '2017-12-31', true))"
    )


def _done() -> str:
    over = [f"{q} > {QUARTER}" for q in QUARTERS]
    two = " OR ".join(f"({a} AND {b})" for a, b in pairwise(over))
    listed = ["s." + f for f in FIGURES[: FIGURES.index("two_quarters")]]
    verdicts = ", ".join(f'{column} AS "rule:{rule}"' for rule, column in _verdicts().items())
    return (
        f"SELECT *, {verdicts} FROM (SELECT *, grade = '不称职' AND coalesce(g16 = '不称职', false)"
        " AS two_years, is_last AND coalesce(l16 = 1000000 AND l15 = 1000000, false) AS three_last"
        f" FROM (SELECT s.person AS id, {', '.join(listed)}, {two} AS two_quarters, s.total, place,"
        " place_post, is_last, band, excellent, CASE WHEN excellent THEN '优秀' WHEN band = '优秀'"
        " THEN '称职' ELSE band END AS grade, c.g16, c.l16, c.l15"
        " FROM summed s JOIN chosen c USING (person)))"
    )


def _verdicts() -> dict[str, str]:
    return {r: c.replace("rule:listed", f"deductions_total > {LISTED}") for r, c in RULES.items()}


def _evidence() -> str:
    """What lies under the findings: deductions; under places also marks and earlier years."""
    rank = "rule IN ('three-last', 'two-years')"
    return (
        "SELECT f.rule, f.subject, e.id AS reference FROM evidence e"
        f" JOIN found f ON f.subject = e.person WHERE {_COUNTED} UNION ALL"
        " SELECT f.rule, f.subject, concat_ws(':', 'scores', s.person, s.component, s.period)"
        f" FROM scores s JOIN found f ON f.subject = s.person AND {rank} WHERE {_MARKED}"
        " UNION ALL"
        " SELECT f.rule, f.subject, concat_ws(':', 'results', r.person, r.period, r.quantity)"
        " FROM results r JOIN found f ON f.subject = r.person WHERE"
        " rule = 'three-last' AND quantity = 'is_last' AND period IN ('2015', '2016')"
        " OR rule = 'two-years' AND quantity = 'grade' AND period = '2016'"
    )


def batches(prepared: Prepared, memory: int) -> Iterator[list[str]]:
    """Parts taken together, as the engine takes them."""
    batch: list[str] = []
    people = 0
    for part in prepared.names:
        here = prepared.parts[part].rows("people")
        if batch and people + here > min(MOST_TOGETHER, memory // BYTES_PER_PERSON):
            yield batch
            batch, people = [], 0
        batch.append(part)
        people += here
    if batch:
        yield batch


def hashed(con: duckdb.DuckDBPyConnection, line: str, table: str) -> tuple[int, ...]:
    """How many rows, and the sums of the pieces of their hashes."""
    pieces = ", ".join(
        f"sum(CAST('0x' || substr(h, {first}, {HEX_PIECE}) AS BIGINT))"
        for first in range(1, HEX_PIECES * HEX_PIECE, HEX_PIECE)
    )
    sql = f"SELECT count(*), {pieces} FROM (SELECT sha256({line}) AS h FROM {table})"
    [found] = con.execute(sql).fetchall()
    return tuple(map(int, found))


def run_batch(prepared: Prepared, batch: Sequence[str], out: Path) -> DigestParts:
    """Compute one batch, write its three files, return its part of the digest."""
    config = {
        "memory_limit": f"{MEMORY_MIB * 6 // 10}MiB", "threads": THREADS,
        "temp_directory": str(out / "spill"), "preserve_insertion_order": False,
    }  # fmt: skip
    with duckdb.connect(config=config) as con:
        prepared.open(con, batch)
        for statement in statements():
            con.execute(statement)
        cells = [
            f"CASE WHEN \"{f}\" THEN 'T' ELSE 'F' END" if f in FLAGS else f'"{f}"' for f in FIGURES
        ]
        person = hashed(con, f"concat_ws(chr(31), id, {', '.join(cells)})", "done")
        unit = hashed(con, "unit", "units")
        found = " UNION ALL ".join(
            f"SELECT '{r}' AS rule, id AS subject, 'met' AS verdict FROM done WHERE \"rule:{r}\""
            for r in RULES
        )
        con.execute(f"CREATE TEMP TABLE found AS {found}")
        figures = ", ".join(f'"{f}"' for f in FIGURES)
        written = {
            "person": f"SELECT id, {figures} FROM done",
            "findings": "SELECT * FROM found",
            "evidence": _evidence(),
        }
        for name, sql in written.items():
            con.execute(f"COPY ({sql}) TO '{out / f'{name}-{batch[0]}.parquet'}' ({PARQUET})")
    return DigestParts({PERSON_HEAD: person, "unit": unit})


def main(folder: Path, out: Path) -> None:
    """Run every batch and print the digest."""
    prepared = open_prepared(folder)
    out.mkdir(parents=True, exist_ok=True)
    digest = whole()
    for batch in batches(prepared, MEMORY_MIB * 2**20):
        digest = digest.add(run_batch(prepared, batch, out))
    say(digest=digest.digest())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
