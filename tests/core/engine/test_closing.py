"""Whose facts decide what is said about one subject."""

import pytest

from biaochi.engine.closing import closed_set, needs_everyone
from biaochi.packs.shapes import (
    Attribute,
    Collect,
    Group,
    Quota,
    Rank,
    Relation,
    Roll,
    Score,
    Subject,
)
from tests.core.engine.building import (
    NEG,
    facts,
    formulas,
    pack,
    people,
    plan_of,
    posts,
    rule,
    units,
)

GIVEN = facts(
    people=people("A", "B", "C", "D"), units=units(U1=None, U2="U1"),
    posts=posts("A U1 head", "B U1 staff", "C U2 head"),
    links=[{"kind": "带", "from": "C", "to": "D"}],
)  # fmt: skip
RELATIONS = {
    "staff": Relation(of="unit", to="person", by="members"),
    "pals": Relation(of="person", to="person", by="links", kind="带"),
    "named": Relation(of="matter", to="person", by="named"),
}
GROUPS = {"team": Group(by=("unit",)), "graded": Group(by=("grade",)), "all": Group()}
SHARE = {"quota": "total", "within": "team", "share": "1/2", "ties": "ask"}
RANK = {"order": "desc", "ties": "min"}
TOTAL = {"total": Score(score="分")}
POINTS = {"points": Collect(op="sum", what="value", from_="neg")}
AROUND = {
    "alone": (TOTAL, {}, "A", "A", ""),
    "his group": (
        TOTAL | {n: Rank(rank="total", within="team", **RANK) for n in "qr"},
        {},
        "A",
        "AB",
        "",
    ),
    "everyone": (TOTAL | {"q": Rank(rank="total", within="all", **RANK)}, {}, "A", "ABCD", ""),
    "a quota of his group": (TOTAL | {"q": Quota(**SHARE, places="floor")}, {}, "B", "AB", ""),
    "whom he carries": (POINTS | {"q": Roll(roll="points", from_="pals")}, {}, "C", "CD", ""),
    "whose events he carries": (
        POINTS | {"q": Roll(roll="points", from_="pals", each_event="once")},
        {},
        "C",
        "CD",
        "",
    ),
    "the unit that a rule about him judges": (
        POINTS | {"q": Roll(of="unit", roll="points", from_="staff")},
        rule("r", "q > 1", of="unit", subject="staff"),
        "B",
        "AB",
        "U1",
    ),
    "no unit if he has no post": (
        POINTS | {"q": Roll(of="unit", roll="points", from_="staff")},
        rule("r", "q > 1", of="unit", subject="staff") | rule("s", "points > 1"),
        "D",
        "D",
        "",
    ),
    "a stranger": (TOTAL, {}, "X", "X", ""),
}


def planned(quantities, rules):
    return plan_of(
        pack(
            quantities=quantities,
            rules=rules,
            relations=RELATIONS,
            groups=GROUPS,
            catalogues={"neg": NEG},
            subjects={"matter": Subject(key="matter")},
            attributes={"x": Attribute()},
        )
    )


@pytest.mark.parametrize("what", AROUND)
def test_the_facts_that_matter_are_those_of(what):
    quantities, rules, ident, those, there = AROUND[what]
    plan = planned(quantities, rules)
    found = closed_set(plan, GIVEN, "person", ident)
    assert found == {"person": frozenset(those), "unit": frozenset([there] if there else [])}
    assert not needs_everyone(plan, "person")


def test_groups_made_of_figures_and_largest_remainders_may_need_everyone():
    graded = {
        "grade": Score(score="等次", kind="label"),
        "q": Rank(rank="total", within="graded", **RANK),
    }
    remainder = {"q": Quota(**SHARE, places="largest_remainder")}
    for more in (graded, remainder):
        assert closed_set(planned(TOTAL | more, {}), GIVEN, "person", "A") is None


def test_the_whole_and_matters_need_everyone():
    plan = planned(formulas(of="whole", n="1") | formulas(of="matter", m="1"), {})
    assert closed_set(plan, GIVEN, "whole", "whole") is None
    assert closed_set(plan, GIVEN, "matter", "m1") is None
    assert needs_everyone(plan, "whole")
    assert needs_everyone(plan, "matter")
    assert not needs_everyone(plan, "unit")
    along = formulas(p="1") | {"m": Roll(of="matter", roll="p", from_="named")}
    assert needs_everyone(planned(along, {}), "unit")
