"""The properties of DESIGN 5, each on thousands of generated small worlds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaochi.batch.duck import DuckRun
from biaochi.batch.sqlrun import Cells
from biaochi.engine.amounts import results_digest
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.interpret import Interpreter
from biaochi.engine.plan import Gather, Plan
from biaochi.facts.store import facts
from biaochi.packs.shapes import Pack
from tests.agreement.running import Outcome, asked, differences, opened, outcome, planned
from tests.agreement.worlds import GRADES, YEAR, Rows, folder, shuffled
from tests.core.drawing import generated

RUNS, WORLDS = 10, 200  # 2,000 cases for each property
seeds = given(seed=st.integers(0, 2**32))
pytestmark = [pytest.mark.slow, pytest.mark.long]


def interpreted(pack: Pack, plan: Plan, rows: Rows) -> Outcome:
    with opened(pack, rows) as store:
        return outcome(plan, Interpreter(plan, facts(store)))


def cells_of(pack: Pack, plan: Plan, rows: Rows) -> Cells:
    """The figures alone, where nothing is asked about findings."""
    with opened(pack, rows) as store:
        return Interpreter(plan, facts(store)).run()


@generated(RUNS)
@seeds
def test_what_does_not_matter_changes_nothing(seed):
    """The order of facts; facts nobody asks for; how anybody is called."""
    random = Random(seed)
    pack, plan = planned(random, asked(random))
    rows = folder(random, WORLDS)
    before = interpreted(pack, plan, rows)
    for other in (shuffled(rows, random), with_irrelevant(rows, random)):
        after = interpreted(pack, plan, other)
        assert list(differences(plan, before, after)) == []
        assert (before.findings, before.digest) == (after.findings, after.digest)
        assert before.watched == after.watched
    assert_ids_never_decide(pack, plan, rows, before.cells)


def with_irrelevant(rows: Rows, random: Random) -> Rows:
    """Facts of every kind that no quantity asks for, about every person and unit."""
    found = {table: list(those) for table, those in rows.items()}

    def add(table: str, **row: str) -> None:
        found.setdefault(table, []).append({**row, "recorded_at": "2016-01-01"})

    for at, person in enumerate(rows["people"]):
        who = person["person"]
        world = who.split(".")[0]
        day = f"2017-0{random.randrange(1, 10)}-15"
        add(
            "evidence",
            id=f"{world}.x{at}",
            item="A1",
            person=who,
            occurred_on=day,
            value="7",
            status=random.choice(["withdrawn", "exempted"]),
            matter=f"{world}.m1",
        )
        add(
            "evidence",
            id=f"{world}.y{at}",
            item="A2",
            person=who,
            occurred_on="2019-01-01",
            value="7",
        )
        add("scores", person=who, component="其他", period="2017", value="1")
        add("results", person=who, quantity="其他", period="2016", value="1")
        add(
            "determinations",
            id=f"{world}.z{at}",
            subject=who,
            rule="其他",
            outcome="不成立",
            on=day,
        )
        add(
            "ballots",
            session=f"{world}.o",
            subject=who,
            question="其他",
            option="甲",
            votes="3",
            valid="5",
            cast="5",
            eligible="9",
            period="2017",
        )
    found["calendar"] = [*found["calendar"], {"date": "2035-01-01", "kind": "holiday"}]
    return found


def assert_ids_never_decide(pack: Pack, plan: Plan, rows: Rows, before: Cells) -> None:
    """Renaming every person, unit and row so that their order is reversed changes names only."""
    other = {
        t: [{k: renamed(v) for k, v in row.items()} for row in those] for t, those in rows.items()
    }
    after = cells_of(pack, plan, other)
    expected = {
        kind: {
            renamed(ident): {c: renamed(v) for c, v in row.items()} for ident, row in those.items()
        }
        for kind, those in before.items()
    }
    assert {kind: dict(those) for kind, those in after.items()} == expected


def renamed(value: object) -> object:
    """``w1.p2`` to ``w1.p97``; whatever is not an id of ours stays."""
    if not isinstance(value, str):
        return value
    world, dot, rest = value.partition(".")
    ours = dot and world[0] == "w" and rest[1:].isdecimal() and rest[0] in "pueimbdt"
    return f"{world}.{rest[0]}{99 - int(rest[1:])}" if ours else value


@generated(RUNS)
@seeds
def test_a_settled_answer_stays_when_a_missing_fact_arrives(seed):
    """Kleene: what is known does not depend on what is not."""
    random = Random(seed)
    question = replace(asked(random), known_by=random.choice([None, datetime(2017, 6, 30)]))
    pack, plan = planned(random, question, sound=True)
    rows = folder(random, WORLDS)
    before = cells_of(pack, plan, rows)
    assert list(turned(plan, before, cells_of(pack, plan, completed(rows, random)))) == []


def turned(plan: Plan, before: Cells, after: Cells) -> Iterator[str]:
    """Cells that were determined and are not the same now."""
    for node in plan.nodes:
        for ident, row in before[node.of].items():
            other = after[node.of][ident]
            was, now = row[node.name], other[node.name]
            if node.typed.kind == "ratio":
                was, now = share(row, node.name), share(other, node.name)
            if was is not None and was != now:
                yield f"{ident} {node.name}: {was!r} → {now!r}"


def share(row: Mapping[str, object], name: str) -> object:
    top, below = row[name], row[f"{name}/"]
    return None if top is None or not below else (top * 10**12 // below, top * below)


def completed(rows: Rows, random: Random) -> Rows:
    """Fill in about half of what is unknown: attributes, values, scores, earlier results."""
    found = {t: [dict(row) for row in those] for t, those in rows.items()}

    def fill(table: str, column: str, *values: str) -> None:
        for row in found.get(table, []):
            if column not in row and random.randrange(2):
                row[column] = random.choice(values)

    fill("people", "sex", "男", "女")
    fill("people", "birth_on", "1960-02-29", "1980-01-31")
    fill("people", "joined", "2001-08-31", "2017-02-28")
    fill("people", "leading", "是", "否")
    fill("people", "seniority", "0", "-1.25", "9")
    fill("units", "size", "0", "3", "-4")
    fill("posts", "load", "1", "2.5")
    fill("evidence", "source", "巡察", "信访")
    fill("scores", "value", "0", "60", "88", "100")
    fill("scores", "label", *GRADES)
    for row in found.get("evidence", []):
        if row["item"] == "A3" and "value" not in row and random.randrange(2):
            row["value"] = random.choice(["1", "-3", "0"])
    _missing_rows(found, random)
    return found


def _missing_rows(found: Rows, random: Random) -> None:
    everyone = [("person", r["person"]) for r in found["people"]] + [
        ("unit", r["unit"]) for r in found["units"]
    ]
    scores = {
        (r.get("person", r.get("unit")), r["component"], r["period"]) for r in found["scores"]
    }
    results = {
        (r.get("person", r.get("unit")), r["quantity"], r["period"]) for r in found["results"]
    }
    for key, who in everyone:
        for component in ("achievement", "project"):
            for period in ("2017", "2016", "2017Q2"):
                if (who, component, period) not in scores and random.randrange(2):
                    found["scores"].append(
                        {
                            key: who,
                            "component": component,
                            "period": period,
                            "value": random.choice(["55", "90", "-1"]),
                            "recorded_at": "2016-01-01",
                        }
                    )
        for back in (1, 2, 3):
            period = str(YEAR - back)
            if (who, "grade", period) not in results and random.randrange(2):
                found["results"].append(
                    {
                        key: who,
                        "quantity": "grade",
                        "period": period,
                        "label": random.choice([*GRADES, ""]),
                        "recorded_at": "2016-01-01",
                    }
                )
            if (who, "is_last", period) not in results and random.randrange(2):
                found["results"].append(
                    {
                        key: who,
                        "quantity": "is_last",
                        "period": period,
                        "value": random.choice(["0", "1"]),
                        "recorded_at": "2016-01-01",
                    }
                )


@generated(RUNS)
@seeds
def test_a_past_horizon_sees_only_what_was_known_then(seed):
    random = Random(seed)
    horizon = random.choice(
        [datetime(2017, 6, 30), datetime(2017, 6, 30, 23, 59, 59), datetime(2017, 1, 1)]
    )
    question = Asked(
        period=random.choice(["2017", "2017H1"]), as_of=date(2017, 6, 30), known_by=horizon
    )
    pack, plan = planned(random, question)
    rows = folder(random, WORLDS)
    then = {
        table: [
            r
            for r in those
            if "recorded_at" not in r or datetime.fromisoformat(r["recorded_at"]) <= horizon
        ]
        for table, those in rows.items()
    }
    kept = {r["id"] for r in then.get("evidence", [])}
    for row in then.get("evidence", []):
        if row.get("supersedes", "") not in kept:
            row.pop("supersedes", None)
    unbounded = compile_pack(pack, replace(question, known_by=None))
    with opened(pack, rows) as store:
        before = outcome(plan, Interpreter(plan, facts(store)))
        assert before.digest == results_digest(plan, DuckRun(plan, store).run())
    assert list(differences(plan, before, interpreted(pack, unbounded, then))) == []


def test_the_generated_worlds_are_not_empty():
    """Answers of every kind come about: determined and not, met and not met."""
    random = Random(7)
    pack, plan = planned(random, Asked(period="2017"))
    found = cells_of(pack, plan, folder(random, WORLDS))
    verdicts = [row[rule.column] for rule in plan.rules for row in found[rule.of].values()]
    assert min(verdicts.count(v) for v in (True, False, None)) > 100
    empty = [
        node.name
        for node in plan.nodes
        if isinstance(node, Gather) and len({row[node.name] for row in found[node.of].values()}) < 2
    ]
    assert len(empty) < 10
