"""Two results on the same facts, and everyone for whom something changes."""

import pytest

from biaochi.engine.whatif import Changed, changes, with_parameters
from biaochi.errors import Refusal
from biaochi.packs.shapes import Collect, Parameter, Span
from tests.core.engine.building import NEG, facts, formulas, pack, people, ran, rule

POINTS = {"points": Collect(op="sum", what="value", from_="neg")}
LINE = {"line": Parameter(values={"2010-01-01": "10"}, unit="")}
ROWS = [
    {"item": "N3", "person": p, "value": v} for p, v in (("A", "-8"), ("B", "-8.5"), ("C", "-11"))
]
WORLD = facts(people=people("A", "B", "C", "D"), evidence=ROWS)


def made(rules=None, quantities=None, **parts):
    rules = rule("over", "points > line") if rules is None else rules
    return pack(
        quantities=quantities or POINTS,
        catalogues={"neg": NEG},
        parameters=LINE,
        rules=rules,
        **parts,
    )


def changed(before, after, was=WORLD, now=WORLD):
    one, two = ran(before, was), ran(after, now)
    return changes((one.plan, one.cells), (two.plan, two.cells))


def finding(subject, name, before, after):
    return Changed(
        kind="person", subject=subject, what="finding", name=name, before=before, after=after
    )


def test_a_lower_line_adds_exactly_the_people_between():
    lower = with_parameters(made(), {"line": "8"})
    assert lower.parameters["line"] == Parameter(value="8")
    assert changed(made(), lower) == [finding("B", "over", "not_met", "met")]
    assert changed(made(), made()) == []


def test_an_unknown_parameter_is_refused_with_the_nearest_name():
    with pytest.raises(Refusal) as caught:
        with_parameters(made(), {"lien": "8"})
    (problem,) = caught.value.problems
    assert (problem.code, problem.found, problem.do) == ("FORM-NAME", "lien", "是不是「line」？")


def test_a_rule_that_came_or_went_changes_only_what_it_found():
    other = rule("other", "points > 10") | rule("asleep", "true", in_force=Span(to="2000-01-01"))
    found = changed(made(), made(other))
    assert found == [
        *(finding(p, "asleep", "not_met", "not_in_force") for p in "A"),
        finding("B", "asleep", "not_met", "not_in_force"),
        finding("C", "asleep", "not_met", "not_in_force"), finding("C", "other", "not_met", "met"),
        finding("C", "over", "met", "not_met"), finding("D", "asleep", "not_met", "not_in_force"),
    ]  # fmt: skip


def test_quantities_are_compared_where_both_have_them_of_the_same_kind():
    before = POINTS | formulas(a="1", c="1", e="points") | formulas(of="unit", d="1")
    after = POINTS | formulas(a="2", b="1", d="1", e="points / 3")
    found = changed(made({}, before), made({}, after))
    assert {(c.subject, c.name, c.before, c.after) for c in found if c.subject in "AC"} == {
        ("A", "a", "1", "2"),
        ("A", "e", "8", "2.67"),
        ("C", "a", "1", "2"),
        ("C", "e", "11", "3.67"),
    }
    assert {c.what for c in found} == {"quantity"}


def test_who_is_only_in_one_of_the_facts_is_compared_with_nothing():
    fewer = facts(people=people("A", "B"), evidence=ROWS)
    assert changed(made(), made(), was=fewer) == [finding("C", "over", "not_met", "met")]
