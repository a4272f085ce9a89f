"""A run part by part says the same as the interpreter on everything: digest, findings, evidence."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from biaochi.batch.assess import attribute_columns
from biaochi.batch.parts import assess_parts, part_run
from biaochi.batch.partwork import Limits
from biaochi.engine.findings import Finding
from biaochi.engine.interpret import Interpreter
from biaochi.facts.prepared import SHARED, Prepared, closed_columns, save, write_part
from biaochi.facts.shapes import TABLES
from biaochi.facts.store import Store, facts
from tests.agreement.running import asked, opened, outcome, planned
from tests.agreement.worlds import folder

READ = "SELECT * FROM read_parquet(?, hive_partitioning=false)"
RUNS, WORLDS, MOST_PARTS = 5, 100, 5
WHOSE = {
    "people": "person", "units": "unit", "posts": "person", "absences": "person",
    "measures": "person", "evidence": "id", "scores": "coalesce(person, unit)",
    "results": "coalesce(person, unit)", "ballots": "subject", "determinations": "subject",
    "events": "subject", "links": '"from"',
}  # fmt: skip
ALL = {"derandomize": True, "deadline": None, "database": None, "phases": [Phase.generate],
       "suppress_health_check": list(HealthCheck)}  # fmt: skip


def split(store: Store, columns: dict, folder: Path, *, parts: int, units_apart: bool) -> Prepared:
    """Prepared facts, each world of the store in one of the parts; or units shared by them all."""
    con, made = store.con, {}
    con.execute("CREATE SCHEMA IF NOT EXISTS part")
    for at in [SHARED, *map(str, range(parts))]:
        for table in TABLES:
            where = "FALSE" if at else "TRUE"
            if table in WHOSE:
                world = f"CAST(substr(split_part({WHOSE[table]}, '.', 1), 2) AS INTEGER)"
                where = f"{world} % {parts} = {at}" if at else "FALSE"
            if table == "units" and not units_apart:
                where = "FALSE" if at else "TRUE"
            con.execute(f"CREATE OR REPLACE VIEW part.{table} AS"
                        f" SELECT * FROM main.{table} WHERE {where}")  # fmt: skip
        con.execute("SET schema = 'part'")
        made[at] = write_part(con, folder, at, digest=f"{at}:{parts}", columns=store.columns)
        con.execute("SET schema = 'main'")
    prepared = Prepared(folder, columns, made, frozenset())
    with duckdb.connect() as other:
        prepared = Prepared(folder, columns, made, closed_columns(other, prepared))
    save(prepared)
    return prepared


def said(findings: list[Finding]) -> tuple[list, list]:
    """Findings and their evidence as the rows of the two tables."""
    rows = [(f.rule, f.subject, f.about or f.subject, f.verdict) for f in findings]
    under = {(f.rule, f.about or f.subject, e) for f in findings for e in f.evidence}
    return sorted(rows), sorted(under)


def written(out: Path) -> tuple[list, list]:
    """The rows of the two tables as they lie in the results."""
    found, evidence = [], set()
    with duckdb.connect() as con:
        for file in out.rglob("findings*/*.parquet"):
            found += con.execute(READ, [str(file)]).fetchall()
        for file in out.rglob("evidence*/*.parquet"):
            evidence |= set(con.execute(READ, [str(file)]).fetchall())
    return sorted(found), sorted(evidence)


def by_parts(plan_of, store: Store, place: Path, random: Random):
    """Run the plan over the store's facts split at random."""
    pack, question = plan_of
    prepared = split(
        store, attribute_columns(pack), place / "facts",
        parts=random.randint(1, MOST_PARTS), units_apart=random.random() < 0.7,
    )  # fmt: skip
    memory = random.choice([2**30, 3 * 2**28])
    run = part_run(pack, prepared, question, out=place / "out", limits=Limits(memory, 2))
    return assess_parts(run, told=lambda _: None)


@pytest.mark.slow
@settings(max_examples=RUNS, **ALL)
@given(seed=st.integers(0, 2**32))
def test_parts_say_the_same_as_the_interpreter(seed):
    random = Random(seed)
    question = asked(random)
    made, plan = planned(random, question)
    with opened(made, folder(random, WORLDS)) as store, TemporaryDirectory() as place:
        interpreted = outcome(plan, Interpreter(plan, facts(store)))
        summary = by_parts((made, question), store, Path(place), random)
        assert summary["results_digest"] == interpreted.digest
        assert written(Path(place) / "out") == said(interpreted.findings)
