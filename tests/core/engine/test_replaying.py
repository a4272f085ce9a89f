"""The same facts, asked about as of another day, or as they were known then."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from biaochi.engine.amounts import exact, number_text, results_digest, scalar_text
from biaochi.engine.expr import Lit
from biaochi.engine.kinds import DATE, FLAG, LABEL, NUMBER, RATIO, Typed
from biaochi.packs.shapes import Attribute, Collect, Score, Subject
from tests.core.engine.building import (
    NEG,
    agreed,
    effect,
    facts,
    formulas,
    pack,
    people,
    posts,
    ran,
    row,
    rule,
    units,
)  # fmt: skip

PARTS = {
    "catalogues": {"neg": NEG},
    "subjects": {"matter": Subject(key="matter")},
    "attributes": {"load": Attribute(kind="number", from_="posts")},
}
MADE = pack(
    quantities={
        "points": Collect(op="sum", what="value", from_="neg"),
        "share": formulas(x="points / (points + 1)")["x"].__class__(
            formula="points / (points + 1)", unit="share"),
        "score": Score(score="实绩"), "hidden": Score(score="实绩", internal=True),
    },
    rules=rule("over", "points > 10", effects=effect()), **PARTS,
)  # fmt: skip
EVIDENCE = [
    {"id": "E1", "item": "N1", "person": "A", "value": "-11", "occurred_on": "2017-03-01",
     "recorded_at": "2017-03-05T08:00:00"},
    {"id": "E2", "item": "N1", "person": "A", "value": "-4", "occurred_on": "2017-03-01",
     "recorded_at": "2017-06-01T00:00:00", "supersedes": "E1"},
    {"id": "E3", "item": "N2", "person": "A", "value": "-7", "occurred_on": "2017-09-01",
     "recorded_at": "2017-09-02T00:00:00"},
]  # fmt: skip
SCORE = {"person": "A", "component": "实绩", "period": "2017", "value": "88.10"}
WORLD = facts(
    people=people("A", "B"),
    evidence=EVIDENCE,
    scores=[{**SCORE, "recorded_at": "2018-01-05"}, {**SCORE, "person": "B"}],
)


@pytest.mark.parametrize(
    ("asked", "points", "verdict"),
    [
        ({}, "11", "met"),
        ({"as_of": date(2017, 8, 31)}, "4", "not_met"),
        ({"as_of": date(2017, 2, 28)}, "0", "not_met"),
        ({"known_by": datetime.fromisoformat("2017-03-05T08:00")}, "11", "met"),
        ({"known_by": datetime.fromisoformat("2017-03-05T07:59")}, "0", "not_met"),
        ({"known_by": datetime.fromisoformat("2017-06-01T00:00")}, "4", "not_met"),
        (
            {"as_of": date(2017, 3, 31), "known_by": datetime.fromisoformat("2018-01-01")},
            "4",
            "not_met",
        ),
    ],
)  # fmt: skip
def test_a_result_is_replayed_by_day_and_by_what_was_known(asked, points, verdict):
    run = ran(MADE, WORLD, **asked)
    agreed(run, WORLD)
    assert run.value("A", "points") == points
    assert run.verdicts("A") == {"over": verdict}


def test_a_row_without_recorded_time_is_not_known_by_any_time():
    run = ran(MADE, WORLD, known_by=datetime.fromisoformat("2030-01-01T00:00"))
    assert run.values("score") == {"A": "88.1", "B": "undetermined"}


def test_a_correction_replaces_what_it_supersedes_and_never_counts_beside_it():
    assert ran(MADE, WORLD).trace("A", "points").evidence == ("E2", "E3")


def test_the_digest_is_the_same_for_any_order_of_rows_and_another_for_other_results():
    run = ran(MADE, WORLD)
    first = results_digest(run.plan, run.cells)
    assert first.startswith("sha256:")
    for start in range(5):
        tables = {t: [*r[start:], *r[:start]][::-1] for t, r in WORLD.tables.items()}
        again = ran(MADE, replace(WORLD, tables=tables))
        assert results_digest(again.plan, again.cells) == first
    backwards = {k: dict(reversed(rows.items())) for k, rows in run.cells.items()}
    assert results_digest(run.plan, backwards) == first
    less = facts(people=people("A", "B"), evidence=EVIDENCE[:2], scores=[SCORE])
    other = ran(MADE, less)
    assert results_digest(other.plan, other.cells) != first


def test_an_irrelevant_fact_changes_nothing():
    tables = {
        **WORLD.tables,
        "absences": [row("absences", 2, {"person": "B", "kind": "假", "from": "2017-01-01"})],
    }
    one, two = ran(MADE, WORLD), ran(MADE, replace(WORLD, tables=tables))
    assert results_digest(one.plan, one.cells) == results_digest(two.plan, two.cells)


def test_attributes_come_from_the_post_held_that_day_the_main_one_first():
    held = [
        *posts("A U1 deputy", to="2017-05-31"),
        *posts("A U2 head", from_="2017-06-01", load=2_500_000),
        *posts("B U1 head", "B U2 staff"),
        *posts("C U1 head", main=True),
        *posts("C U2 staff"),
    ]
    world = facts(people=people("A", "B", "C", "D"), units=units(U1=None, U2=None), posts=held)
    made = pack(quantities=formulas(r="role", u="unit", n="load", f="post_from"), **PARTS)
    now, then = ran(made, world), ran(made, world, as_of=date(2017, 5, 31))
    agreed(now, world)
    agreed(then, world)
    assert now.values("r") == {"A": "head", "B": "undetermined", "C": "head", "D": "undetermined"}
    assert [now.value("A", n) for n in "unf"] == ["U2", "2.5", "2017-06-01"]
    assert then.value("A", "r") == "deputy"


@pytest.mark.parametrize(
    ("amount", "scale", "places", "text"),
    [(88100, 3, 2, "88.10"), (88100, 3, 0, "88.1"), (-5, 1, 0, "-0.5"), (0, 2, 0, "0"),
     (1200, 0, 2, "1200"), (5, 3, 0, "0.005"), (-1050, 2, 2, "-10.50")],
)  # fmt: skip
def test_a_scaled_integer_is_written_exactly(amount, scale, places, text):
    assert number_text(amount, scale, places) == text


def test_values_are_written_by_their_kind_and_read_back_for_comparison():
    texts = [
        scalar_text(Typed(kind, Lit(None)), value, below)
        for kind, value, below in (
            (FLAG, True, 1),
            (FLAG, False, 1),
            (RATIO, 20, 60),
            (RATIO, 20, 0),
            (LABEL, "优", 1),
            (DATE, date(2017, 1, 2), 1),
            (NUMBER, 5, 1),
            (NUMBER, None, 1),
            (RATIO, 1, None),
        )
    ]
    assert texts == [
        "true", "false", "20/60", "undetermined", "优", "2017-01-02", "5", "undetermined",
        "undetermined",
    ]  # fmt: skip
    assert exact("20/60") == exact("1/3")
    assert exact("10.00") == 10
    assert exact("1/0") == "1/0"
    assert exact("优秀") == "优秀"
