"""Relations between subjects, and figures that travel along them once."""

import pytest

from biaochi.packs.shapes import (
    Collect,
    Compute,
    Numeric,
    Parameter,
    Relation,
    Roll,
    Score,
    Subject,
)
from tests.core.engine.building import (
    NEG,
    agreed,
    facts,
    formulas,
    pack,
    people,
    posts,
    ran,
    refused_quantity,
    units,
)

BY = {
    "members": Relation(of="unit", to="person", by="members"),
    "heads": Relation(of="unit", to="person", by="members", where="role = chief"),
    "posts": Relation(of="person", to="unit", by="posts_held"),
    "team": Relation(of="person", to="person", by="colleagues", mine="role = 'head'"),
    "line": Relation(of="person", to="unit", by="line"),
    "staff": Relation(of="person", to="person", by="line_members", where="role = 'staff'"),
    "mentor": Relation(of="person", to="person", by="links", kind="带"),
    "mentored": Relation(of="person", to="person", by="links", kind="带", reversed=True),
    "parent": Relation(of="unit", to="unit", by="parent"),
    "children": Relation(of="unit", to="unit", by="children"),
    "under": Relation(of="unit", to="unit", by="descendants"),
    "named": Relation(of="matter", to="person", by="named", where="item = 'N1'"),
    "places": Relation(of="matter", to="unit", by="named"),
}
GIVEN = facts(
    people=people("A", "B", "C", "D"), units=units(U1=None, U2="U1", U3="U2"),
    posts=[
        *posts("A U1 head", "B U1 staff", "C U2 staff", "D U2 head"),
        *posts("D U1 staff", to="2016-12-31"), *posts("C U1 staff", from_="2018-01-01"),
        {**posts("A U1 deputy")[0], "post": "分管", "line_of": "U2"},
    ],
    links=[
        {"kind": "带", "from": "A", "to": "B"}, {"kind": "带", "from": "A", "to": "A"},
        {"kind": "带", "from": "A", "to": "C", "to_on": "2016-12-31"},
        {"kind": "帮", "from": "A", "to": "D"},
    ],
    evidence=[
        {"item": "N1", "person": "A", "unit": "U1", "matter": "m1", "value": "-3"},
        {"item": "N2", "person": "B", "matter": "m1", "value": "-2"},
        {"item": "N1", "person": "C", "matter": "m1", "status": "reported"},
        {"item": "N1", "person": "D", "value": "-1"},
    ],
)  # fmt: skip
FAR = {
    "members": {"U1": "AB", "U2": "CD"}, "heads": {"U1": "A", "U2": "D"},
    "posts": {"A": ["U1"], "B": ["U1"], "C": ["U2"], "D": ["U2"]},
    "team": {"A": "B", "D": "C"}, "line": {"A": ["U2"]}, "staff": {"A": "C"},
    "mentor": {"A": "B"}, "mentored": {"B": "A"}, "parent": {"U2": ["U1"], "U3": ["U2"]},
    "children": {"U1": ["U2"], "U2": ["U3"]}, "under": {"U1": ["U2", "U3"], "U2": ["U3"]},
    "named": {"m1": "A"}, "places": {"m1": ["U1"]},
}  # fmt: skip
PARTS = {
    "catalogues": {"neg": NEG}, "relations": BY, "subjects": {"matter": Subject(key="matter")},
    "parameters": {"chief": Parameter(value="head")},
}  # fmt: skip
POINTS = Collect(op="sum", what="value", from_="neg", unit="points")


def test_each_relation_finds_its_far_ends_in_both_executors():
    counts = {
        f"n_{name}": Roll(of=r.of, roll=f"of_{r.to}", from_=name, take="count")
        for name, r in BY.items()
    }
    quantities = formulas(of_person="1") | formulas(of="unit", of_unit="1") | counts
    run = ran(pack(quantities=quantities, **PARTS), GIVEN)
    found = {name: dict(run.interpreter.pairs(name)) for name in BY}
    assert found == {n: {k: tuple(v) for k, v in far.items()} for n, far in FAR.items()}
    agreed(run, GIVEN)
    assert run.interpreter.far("parent", "U1") == ()


SCORES = [("A", "3"), ("B", "4"), ("C", "2"), ("D", "5")]


@pytest.mark.parametrize("missing", ["block", "exclude", "zero"])
def test_what_a_missing_member_does_is_as_stated(missing):
    rolls = {f"q{at}": {"take": t} for at, t in enumerate(["sum", "mean", "min", "max", "count"])}
    quantities = {"score": Score(score="分")} | {
        n: Roll(of="unit", roll="score", from_="members", missing=missing, **more)
        for n, more in rolls.items()
    }
    rows = [{"person": p, "component": "分", "period": "2017", "value": v} for p, v in SCORES[:3]]
    given = facts(**{**GIVEN.tables, "scores": rows})
    run = ran(pack(quantities=quantities, **PARTS), given)
    agreed(run, given)
    expected = {
        "block": ["undetermined"] * 5, "exclude": ["2", "2", "2", "2", "1"],
        "zero": ["2", "1", "0", "2", "2"],
    }  # fmt: skip
    assert [run.value("U1", n) for n in rolls] == ["7", "3.5", "3", "4", "2"]
    assert [run.value("U2", n) for n in rolls] == expected[missing]
    nobody = ["0", "undetermined", "undetermined", "undetermined", "0"]
    assert [run.value("U3", n) for n in rolls] == nobody


def test_any_and_all_are_settled_by_one_and_count_only_what_holds():
    quantities = {
        "score": Score(score="分"),
        "good": Compute(formula="score > 3"),
        **{
            t: Roll(of="unit", roll="good", from_="members", take=t)
            for t in ("any", "all", "count")
        },
        "zero": Roll(of="unit", roll="good", from_="members", take="any", missing="zero"),
        "some": Roll(of="unit", roll="good", from_="members", take="all", missing="exclude"),
    }
    rows = [{"person": p, "component": "分", "period": "2017", "value": v} for p, v in SCORES[:3]]
    given = facts(**{**GIVEN.tables, "scores": rows})
    run = ran(pack(quantities=quantities, **PARTS), given)
    agreed(run, given)
    names = ("any", "all", "count", "zero", "some")
    found = {u: [run.value(u, n) for n in names] for u in ("U1", "U2", "U3")}
    assert found == {
        "U1": ["true", "false", "1", "true", "false"],
        "U2": ["undetermined", "false", "undetermined", "false", "false"],
        "U3": ["false", "undetermined", "0", "false", "undetermined"],
    }


def test_one_event_carried_by_several_people_travels_once():
    rows = [
        {"item": "N1", "person": p, "value": v, "incident": i}
        for p, v, i in (("A", "-3", "i1"), ("B", "-4", "i1"), ("B", "-1", None))
    ]
    given = facts(**{**GIVEN.tables, "evidence": rows})
    quantities = {
        "points": Collect(op="sum", what="value", from_="neg", scale=1),
        "cases": Collect(op="count", what="rows", from_="neg"),
        "each": Roll(of="unit", roll="points", from_="members"),
        "once": Roll(of="unit", roll="points", from_="members", each_event="once", share="1/2"),
        "many": Roll(of="unit", roll="cases", from_="members", each_event="once"),
    }  # fmt: skip
    run = ran(pack(quantities=quantities, **PARTS), given)
    agreed(run, given)
    found = {u: [run.value(u, n) for n in ("each", "once", "many")] for u in ("U1", "U2")}
    assert found == {"U1": ["8", "2.5", "2"], "U2": ["0", "0", "0"]}


def test_a_relation_to_ends_that_are_not_registered_carries_nothing():
    links = [{"kind": "带", "from": "A", "to": "nobody"}]
    given = facts(**{**GIVEN.tables, "links": links})
    quantities = formulas(one="1") | {"q": Roll(roll="one", from_="mentor")}
    run = ran(pack(quantities=quantities, **PARTS), given)
    agreed(run, given)
    assert run.value("A", "q") == "0"


WRONG = {
    "along no relation": (Roll(of="unit", roll="points", from_="membres"), "FORM-NAME", "membres"),
    "of no quantity": (Roll(of="unit", roll="x", from_="members"), "FORM-NAME", "x"),
    "from another end": (
        Roll(roll="points", from_="members"),
        "FORM-SUBJECT",
        "members 从 unit 到",
    ),
    "to another end": (Roll(roll="points", from_="posts"), "FORM-SUBJECT", "posts 从 person 到"),
    "any of numbers": (
        Roll(of="unit", roll="points", from_="members", take="any"),
        "FORM-KIND",
        "数",
    ),
    "the sum of labels": (Roll(of="unit", roll="kind", from_="members"), "FORM-KIND", "文字"),
    "zero for a label": (
        Roll(of="unit", roll="kind", from_="members", take="count", missing="zero"),
        "FORM-KIND",
        "文字",
    ),
    "events of a formula": (
        Roll(of="unit", roll="kind", from_="members", each_event="once"),
        "FORM-KIND",
        "kind",
    ),
    "events already per item": (
        Roll(of="unit", roll="items", from_="members", each_event="once"),
        "FORM-KIND",
        "items",
    ),
    "events of the latest": (
        Roll(of="unit", roll="last", from_="members", each_event="once"),
        "FORM-KIND",
        "last",
    ),
    "events of another table": (
        Roll(of="unit", roll="held", from_="members", each_event="once"),
        "FORM-SOURCE",
        "held",
    ),
    "events that are clamped": (
        Roll(of="unit", roll="capped", from_="members", each_event="once"),
        "FORM-SOURCE",
        "capped",
    ),
    "events by a figure of the person": (
        Roll(of="unit", roll="own", from_="members", each_event="once"),
        "FORM-SUBJECT",
        "own",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_roll_is_refused(what):
    shape, code, found = WRONG[what]
    quantities = {
        "points": POINTS, "kind": Compute(formula="'甲'"), "limit": Compute(formula="2"),
        "items": Collect(op="sum", what="value", from_="neg", each="item"),
        "last": Collect(op="latest", what="item", from_="neg"),
        "held": Collect(op="count", what="rows", from_="posts"),
        "capped": Collect(op="sum", what="value", from_="neg", at_most="3"),
        "own": Collect(op="sum", what="value", from_="neg", where="limit > 1 and item = 'N1'"),
    }  # fmt: skip
    problem = refused_quantity(shape, quantities=quantities, **PARTS)
    assert problem.code == code
    assert problem.found.startswith(found)


@pytest.mark.parametrize(
    ("relation", "found"),
    [(Relation(of="person", to="unit", by="members"), "person → unit"),
     (Relation(of="dog", to="person", by="links"), "dog → person"),
     (Relation(of="unit", to="dog", by="links"), "unit → dog"),
     (Relation(of="unit", to="person", by="named"), "unit"),
     (Relation(of="unit", to="whole", by="named"), "whole"),
     (Relation(of="unit", to="person", by="members", where="points > 1"), "points")],
)  # fmt: skip
def test_a_relation_is_refused_between(relation, found):
    shape = Roll(of=relation.of if relation.of != "dog" else "unit", roll="one", from_="r")
    quantities = formulas(one="1")
    problem = refused_quantity(shape, quantities=quantities, relations={"r": relation})
    assert problem.found == f"{found}（quantities.q）"


def test_a_sum_over_too_many_is_refused():
    numeric = Numeric(scale=6, largest="1000000000", rows="1000000")
    shape = Roll(of="unit", roll="score", from_="members")
    quantities = {"score": Score(score="分")}
    problem = refused_quantity(shape, quantities=quantities, numeric=numeric, **PARTS)
    assert problem.code == "PLAN-OVERFLOW"
