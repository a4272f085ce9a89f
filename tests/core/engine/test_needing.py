"""What a plan needs of fact rows, and that it says the same of what is left."""

from datetime import datetime

import pytest

from biaochi.batch.assess import Ready
from biaochi.engine.needing import wanted
from biaochi.packs.shapes import Collect, Duty, Earlier, Relation, Roll, Score, Subject
from tests.core.engine.building import (
    NEG,
    facts,
    formulas,
    pack,
    people,
    plan_of,
    ran,
    rule,
    stored,
)

POINTS = {"points": Collect(op="sum", what="value", from_="neg")}
CITED = {"id", "item", "person", "status", "supersedes", "count", "value", "occurred_on"}
ROWS = [
    {"item": "N1", "person": "A", "value": "0"},
    {"item": "N1", "person": "A", "value": "1"},
    {"item": "N2", "person": "A"},
    {"item": "N2", "person": "A", "value": "0", "status": "reported"},
    {"item": "N1", "person": "A", "value": "9", "id": "old"},
    {"item": "N1", "person": "B", "value": "0", "supersedes": "old"},
    {"item": "N2", "person": "B", "value": "3"},
]
WORLD = facts(people=people("A", "B"), evidence=ROWS)


def needed(quantities, **more):
    return wanted(plan_of(pack(quantities=quantities, catalogues={"neg": NEG}, **more)))


def test_a_table_gives_the_columns_that_its_figures_ask_and_cite():
    found = needed(POINTS | {"s": Score(score="分")})
    assert found.keys() == {"evidence", "scores"}
    assert found["evidence"].columns == CITED
    assert found["scores"].columns == {"person", "unit", "component", "period", "value"}


def test_earlier_years_duties_and_moments_add_theirs():
    calendar = (Duty(id="季报", label="季报", every="quarter", due="1 days"),)
    late = Collect(op="count", what="rows", from_="duties", where="late")
    quantities = {"before": Earlier(earlier="总分"), "late": late}
    plan = plan_of(
        pack(quantities=quantities, calendar=calendar),
        known_by=datetime(2018, 1, 1),
    )
    found = wanted(plan)
    assert found["results"].columns == {
        "person", "quantity", "period", "value", "label", "recorded_at",
    }  # fmt: skip
    assert found["events"].columns >= {"subject", "due_on", "done_on", "nil", "recorded_at"}
    assert "duties" not in found


def test_subjects_and_relations_made_of_evidence_keep_their_columns():
    matters = {
        "subjects": {"matter": Subject(key="matter")},
        "relations": {"named": Relation(of="matter", to="person", by="named", where="round = 1")},
    }
    matters["relations"]["staff"] = Relation(of="unit", to="person", by="members")
    along = formulas(p="1") | {"m": Roll(of="matter", roll="p", from_="named")}
    along["staffed"] = Roll(of="unit", roll="p", from_="staff")
    found = needed(POINTS | along, **matters)["evidence"]
    assert found.columns >= {"matter", "round", "person"}
    assert not found.where
    keyed = needed(POINTS, subjects=matters["subjects"])["evidence"]
    assert "matter" in keyed.columns
    assert not keyed.where


KEPT_WHOLE = {
    "a count": {"n": Collect(op="count", what="rows", from_="neg")},
    "a sum of days": {"n": Collect(op="sum", what="count", from_="neg", empty="undetermined")},
    "a sum that asks the subject": {
        "n": Collect(op="sum", what="value", from_="neg", where="value > half"),
        **formulas(half="2"),
    },
    "two columns": {"n": Collect(op="sum", what="round", from_="neg")},
    "what is no column": {"n": Collect(op="sum", what="rows", from_="neg")},
}  # fmt: skip


@pytest.mark.parametrize("what", KEPT_WHOLE)
def test_rows_of_zero_are_wanted_by(what):
    assert not needed(POINTS | KEPT_WHOLE[what])["evidence"].where


def test_rows_of_zero_are_left_out_where_all_figures_are_sums():
    more = {"capped": Collect(op="sum", what="value", from_="neg", each="item", cap="catalogue")}
    assert "r.status = 'reported'" in needed(POINTS | more)["evidence"].where


def test_without_rows_of_zero_everything_said_is_the_same():
    made = pack(quantities=POINTS, catalogues={"neg": NEG}, rules=rule("r", "points > 2"))
    full = ran(made, WORLD)
    with stored(made, WORLD) as store:
        ready = Ready(full.plan, store)
        run, cells = ready.about("person", "A")
    left = [r["row_no"] for r in run.view.tables["evidence"]]
    assert left == [3, 4, 5, 7]  # no zero, what is replaced, or another's; each correction
    assert cells["person"]["A"] == full.cells["person"]["A"]
    node = full.plan.node("points")
    for listed in ("counting", "pending"):
        alone, among = (getattr(r, listed)(node, "A") for r in (run, full.interpreter))
        assert [r["id"] for r in alone] == [r["id"] for r in among]


def test_nobody_and_matters_cannot_be_told_alone():
    made = pack(quantities=POINTS, catalogues={"neg": NEG})
    with stored(made, WORLD) as store:
        ready = Ready(plan_of(made), store)
        assert ready.about("person", "X") is None
        assert ready.about("whole", "whole") is None
        assert ready.about("person", "B") is not None
