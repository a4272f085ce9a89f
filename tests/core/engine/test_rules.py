"""Verdicts and suggested effects.  A finding opens a question and never moves a post."""

from datetime import date

import pytest

from biaochi.packs.shapes import (
    Alternative,
    Attribute,
    Collect,
    Effect,
    Measure,
    NamedList,
    Parameter,
    Relation,
    Requires,
    Roll,
    Score,
    Span,
)
from tests.core.engine.building import (
    LABEL,
    NEG,
    agreed,
    effect,
    exception,
    facts,
    formulas,
    pack,
    people,
    posts,
    ran,
    rule,
    units,
)

POINTS = {"points": Collect(op="sum", what="value", from_="neg", unit="points")}
PARTS = {
    "catalogues": {"neg": NEG},
    "attributes": {
        "leading": Attribute(kind="flag"), "told": Attribute(kind="date"),
        "bonus": Attribute(kind="number"), "dead": Attribute(kind="flag"),
    },
    "parameters": {"blank": Parameter(unit="months"), "half": Parameter(value="6", unit="months")},
    "relations": {"heads": Relation(of="unit", to="person", by="members", where="role = 'head'")},
    "lists": {"unfit": NamedList(label="不适宜建议名单")},
    "measures": (Measure(id="removal", label="免职"),),
}  # fmt: skip
OVER = {"item": "N1", "value": "-11"}


def judged(rules, world, exceptions=None, **asked):
    made = pack(quantities=POINTS, rules=rules, exceptions=exceptions or {}, **PARTS)
    run = ran(made, world, **asked)
    agreed(run, world)
    return run


@pytest.mark.parametrize(
    ("value", "verdict"), [("-10", "not_met"), ("-10.5", "met"), (None, "undetermined")]
)
def test_over_ten_points_is_met_only_above_ten(value, verdict):
    world = facts(people=people("A"), evidence=[{"item": "N3", "person": "A", "value": value}])
    run = judged(rule("over", "points > 10"), world)
    assert run.verdicts("A") == {"over": verdict}
    assert [f.verdict for f in run.findings()] == ([verdict] if verdict != "not_met" else [])
    assert [f.verdict for f in run.findings(every=True)] == [verdict]


@pytest.mark.parametrize(
    ("span", "verdict"),
    [(Span(from_="2017-12-31"), "met"), (Span(from_="2018-01-01"), "not_in_force"),
     (Span(to="2017-12-31"), "met"), (Span(to="2017-12-30"), "not_in_force"), (None, "met"),
     (Span(from_="2017-01-01", to="2017-12-31"), "met")],
)  # fmt: skip
def test_outside_its_span_a_rule_is_not_in_force(span, verdict):
    world = facts(people=people("A"))
    run = judged(rule("r", "true", in_force=span), world)
    assert run.verdicts("A") == {"r": verdict}


def test_a_rule_inherits_the_span_of_its_pack():
    made = pack(rules=rule("r", "true"), in_force=Span(from_="2018-01-01"))
    assert ran(made, facts(people=people("A"))).verdicts("A") == {"r": "not_in_force"}


EXCEPTIONS = exception("pioneer", "leading") | exception("gone", "dead")


@pytest.mark.parametrize(
    ("leading", "dead", "verdict", "held"),
    [
        (False, False, "met", ()),
        (True, False, "not_met", ("pioneer",)),
        (False, True, "not_met", ("gone",)),
        (True, True, "undetermined", ("pioneer", "gone")),
        (None, False, "undetermined", ("pioneer",)),
        (True, None, "undetermined", ("pioneer", "gone")),
    ],
)
def test_an_exception_exempts_and_two_at_once_are_for_people_to_settle(
    leading, dead, verdict, held
):
    world = facts(
        people=people("A", leading=leading, dead=dead), evidence=[{**OVER, "person": "A"}]
    )
    rules = rule("over", "points > 10", unless=("pioneer", "gone"))
    run = judged(rules, world, EXCEPTIONS)
    (found,) = run.findings(every=True)
    assert (found.verdict, found.exceptions) == (verdict, held)


def test_both_exceptions_are_named_and_the_run_goes_on():
    world = facts(
        people=[*people("A", leading=True, dead=True), *people("B", leading=False, dead=False)],
        evidence=[{**OVER, "person": p} for p in "AB"],
    )
    run = judged(rule("over", "points > 10", unless=("pioneer", "gone")), world, EXCEPTIONS)
    both, met = run.findings()
    assert [m.needs for m in both.missing] == [
        "例外「例外pioneer」与「例外gone」同时成立，须人工认定适用哪一个"
    ]
    assert (met.subject, met.verdict, met.missing) == ("B", "met", ())


def test_what_a_rule_requires_must_be_there_too():
    requires = Requires(
        prior_intervention="told < as_of", confirmation="leading", legal_review=True
    )
    world = facts(
        people=[
            *people("A", told=date(2017, 1, 1), leading=True),
            *people("B", told=None, leading=True),
            *people("C", told=date(2017, 1, 1), leading=False),
            *people("D", told=date(2018, 1, 1), leading=None),
        ],
        evidence=[{**OVER, "person": p} for p in "ABCD"],
    )
    run = judged(rule("over", "points > 10", requires=requires, channel="c", owner="组织部"), world)
    verdicts = {f.subject: f.verdict for f in run.findings(every=True)}
    assert verdicts == {"A": "met", "B": "undetermined", "C": "not_met", "D": "not_met"}
    found = run.findings()
    assert [(f.legal_review, f.channel, f.owner) for f in found] == [(True, "c", "组织部")] * 2
    assert found[0].evidence == ("E2",)
    assert [m.needs for m in found[1].missing] == ["「told」未登记，或几个现任职务不一致"]


def suggested(effects, exceptions=None, **cells):
    world = facts(people=people("A", **{"leading": True, "dead": False} | cells))
    run = judged(rule("r", "true", effects=effects), world, exceptions)
    (found,) = run.findings()
    return found.effects


def test_an_effect_with_a_begin_and_a_length_says_its_days():
    (found,) = suggested(effect(kind="bar", what="promotion", from_="told", lasts="half"),
                         told=date(2017, 8, 31))  # fmt: skip
    assert (found.begins, found.ends, found.lasts) == ("2017-08-31", "2018-02-28", "6 months")
    (found,) = suggested(effect(kind="bar", from_="told", lasts="half"), told=None)
    assert (found.begins, found.ends) == ("undetermined", "")
    (found,) = suggested(effect(kind="bar", from_="as_of", lasts="blank"))
    assert (found.begins, found.ends, found.lasts) == ("2017-12-31", "", "")
    (found,) = suggested(effect(kind="bar", lasts="1 years"))
    assert (found.begins, found.ends, found.lasts) == ("", "", "1 years")


def test_an_effect_in_working_days_goes_by_the_calendar_in_the_facts():
    world = facts(people=people("A"), calendar=[{"date": "2018-01-01", "kind": "holiday"}])
    run = judged(rule("r", "true", effects=effect(from_="as_of", lasts="1 working_days")), world)
    assert run.findings()[0].effects[0].ends == "2018-01-02"


@pytest.mark.parametrize(
    ("parts", "bonus", "amount"),
    [
        ({"amount": "10%", "base": "bonus"}, 12_345_000_000, "1234.50"),
        ({"amount": "1/3", "base": "bonus"}, 100_000_000, "33.33"),
        ({"amount": "10%"}, None, "0.1"), ({"amount": "1/3"}, None, "1/3"),
        ({"amount": "10%", "base": "bonus"}, None, "undetermined"), ({}, None, ""),
        ({"amount": "bonus / (bonus - bonus)"}, 1_000_000, "undetermined"),
    ],
)  # fmt: skip
def test_an_amount_times_its_base_is_money_rounded_once(parts, bonus, amount):
    (found,) = suggested(effect(kind="pay_share", **parts), bonus=bonus)
    assert found.amount == amount


def test_only_measures_that_fit_or_might_fit_are_proposed():
    propose = (
        Alternative(measure="removal", when="leading"), Alternative(measure="standby", when="dead"),
        Alternative(measure="talk"), Alternative(measure="later", when="told < as_of"),
    )  # fmt: skip
    (found,) = suggested((Effect(kind="propose", propose=propose),), told=None)
    assert found.measures == ("removal", "talk", "later")


def test_a_protected_state_blocks_an_effect_until_it_is_known_not_to_hold():
    shape = effect(kind="dismissal_procedure", blocked_by=("pioneer", "gone"), note="注")
    for dead, blocked in ((False, ("pioneer",)), (None, ("pioneer", "gone"))):
        (found,) = suggested(shape, EXCEPTIONS, dead=dead)
        assert (found.blocked_by, found.note) == (blocked, "注")


def test_an_effect_with_a_condition_is_left_out_or_marked_uncertain():
    assert suggested(effect(when="dead")) == ()
    (found,) = suggested(
        effect(when="leading", what="unfit", choices=("a", "b"), authority="常委会")
    )
    assert (found.certain, found.what, found.choices, found.authority) == (
        True, "unfit", ("a", "b"), "常委会")  # fmt: skip
    (found,) = suggested(effect(when="told < as_of"), told=None)
    assert not found.certain


UNITS = {
    "people": people("A", "B", "C", leading=True), "units": units(U1=None, U2=None, U3=None),
    "posts": posts("A U1 head", "B U1 head", "C U2 staff"),
    "evidence": [{**OVER, "unit": u} for u in ("U1", "U2")],
}  # fmt: skip


def test_a_rule_of_units_may_be_about_the_people_who_head_them():
    quantities = {"points": Collect(of="unit", op="sum", what="value", from_="neg")}
    rules = rule("over", "points > 10", of="unit", subject="heads", effects=effect(when="leading"))
    world = facts(**UNITS)
    run = ran(pack(quantities=quantities, rules=rules, **PARTS), world)
    agreed(run, world)
    found = [(f.subject, f.kind, f.about, len(f.effects)) for f in run.findings()]
    assert found == [("A", "person", "U1", 1), ("B", "person", "U1", 1), ("U2", "unit", "U2", 0)]
    assert [f.verdict for f in run.findings(every=True)] == ["met"] * 3 + ["not_met"]


def test_about_nobody_registered_the_finding_stays_with_the_unit():
    world = facts(**{**UNITS, "people": people("C")})
    quantities = {"points": Collect(of="unit", op="sum", what="value", from_="neg")}
    rules = rule("over", "points > 10", of="unit", subject="heads")
    run = ran(pack(quantities=quantities, rules=rules, **PARTS), world)
    assert [(f.subject, f.about) for f in run.findings()] == [("U1", "U1"), ("U2", "U2")]


def test_findings_cite_rows_through_every_step_once():
    quantities = {
        **POINTS,
        "score": Score(score="实绩"),
        "all": Roll(of="unit", roll="points", from_="heads"),
        "twice": Roll(of="unit", roll="double", from_="heads"),
        **formulas(double="points + points"),
    }
    rules = rule("r", "all + twice > 1", of="unit") | rule("s", "score > 1 or points > 1")
    world = facts(
        **{**UNITS, "evidence": [{**OVER, "person": p} for p in "AAB"]},
        scores=[{"person": "A", "component": "实绩", "period": "2017", "value": "5"}],
    )
    run = ran(pack(quantities=quantities, rules=rules, **PARTS), world)
    found = {(f.rule, f.subject): f.evidence for f in run.findings()}
    assert found["r", "U1"] == ("E2", "E3", "E4")
    assert found["s", "A"] == ("scores:A:实绩:2017", "E2", "E3")
    assert run.findings()[0].label == LABEL
