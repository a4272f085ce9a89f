"""Deadlines, length of service, terms of office."""

from datetime import date

import pytest

from biaochi.packs.shapes import Attribute, Deadline, Numeric, Parameter, Service, Terms
from tests.core.engine.building import agreed, facts, pack, people, ran, refused_quantity

PARTS = {
    "attributes": {"told": Attribute(kind="date"), "load": Attribute(kind="number", from_="posts")},
    "parameters": {
        "term": Parameter(values={"2010-01-01": "10", "2017-01-01": "15"}, unit="working_days"),
        "blank": Parameter(unit="days"), "points": Parameter(value="8", unit="points"),
        "later": Parameter(values={"2018-01-01": "1"}, unit="months"),
    },
}  # fmt: skip
CALENDAR = [
    {"date": "2017-10-02", "kind": "holiday"}, {"date": "2017-09-30", "kind": "workday"},
]  # fmt: skip


def timed(quantities, world, **asked):
    run = ran(pack(quantities=quantities, **PARTS), world, **asked)
    agreed(run, world)
    return run


DEADLINES = {
    "10 days": "2017-10-09", "1 months": "2017-10-29", "1 years": "2018-09-29",
    "2 working_days": "2017-10-03", "term": "2017-10-20", "blank": "undetermined",
    "later": "undetermined",
}  # fmt: skip


def test_the_last_day_to_act_is_counted_from_the_day_after():
    world = facts(people=people("A", told=date(2017, 9, 29)), calendar=CALENDAR)
    quantities = {
        f"q{at}": Deadline(deadline="told", after=after) for at, after in enumerate(DEADLINES)
    }
    run = timed(quantities, world)
    found = {after: run.value("A", f"q{at}") for at, after in enumerate(DEADLINES)}
    assert found == DEADLINES


def test_working_days_are_unknown_outside_of_the_calendar_that_is_laid_out():
    world = facts(
        people=[
            *people("A", told=date(2250, 12, 30)),
            *people("B", told=date(1899, 12, 1)),
            *people("C", told=None),
        ]
    )
    run = timed({"q": Deadline(deadline="told", after="5 working_days")}, world)
    assert set(run.values("q").values()) == {"undetermined"}


def held(*spans, **more):
    return [
        {"person": "A", "unit": "U", "post": f"职{n}", "role": "head", "from": a, "to": b, **more}
        for n, (a, b) in enumerate(spans)
    ]


SPANS = {
    "apart": ([("2015-01-01", "2015-01-31"), ("2015-03-01", "2015-03-31")], ("62", "2", "0")),
    "touching": ([("2015-01-01", "2015-06-30"), ("2015-07-01", "2016-01-31")], ("396", "13", "1")),
    "overlapping": (
        [("2015-01-01", "2015-12-31"), ("2015-06-01", "2015-07-01")],
        ("365", "12", "1"),
    ),
    "open": ([("2017-12-01", None)], ("31", "1", "0")),
    "in the future": ([("2018-01-01", None)], ("0", "0", "0")),
    "beyond the day": ([("2017-12-31", "2019-01-01")], ("1", "0", "0")),
}


@pytest.mark.parametrize("what", SPANS)
def test_service_counts_overlaps_once_up_to_the_day(what):
    spans, expected = SPANS[what]
    quantities = {u: Service(service=u, where="role = 'head'") for u in ("days", "months", "years")}
    quantities["all"] = Service(service="days")
    run = timed(quantities, facts(people=people("A"), posts=held(*spans)))
    assert tuple(run.value("A", u) for u in ("days", "months", "years")) == expected
    assert run.value("A", "all") == expected[0]


def test_a_post_that_may_or_may_not_count_leaves_service_open():
    posts = held(("2015-01-01", None), load=None)
    run = timed(
        {"q": Service(service="days", where="load > 1")},
        facts(people=people("A", "B"), posts=posts),
    )
    assert run.values("q") == {"A": "undetermined", "B": "0"}
    assert run.needs("A", "q") == ["任职记录不足以判断"]
    assert run.reasons.evidence("person", "A", run.plan.node("q").typed.expr) == (
        "posts:A:U:职0:2015-01-01",
    )


@pytest.mark.parametrize(("partial", "terms"), [("not", "1"), ("counts", "3"), ("half", "2")])
def test_a_part_of_a_term_counts_as_stated(partial, terms):
    spans = [("2005-01-01", "2009-12-31"), ("2010-01-01", "2012-06-30"), ("2016-01-01", None),
             ("2018-01-01", None)]  # fmt: skip
    shapes = {
        "q": Terms(terms="5 years", partial=partial),
        "m": Terms(terms="60 months", partial=partial, where="role = 'head'"),
        "none": Terms(terms="60 months", partial=partial, where="role = 'staff'"),
    }
    run = timed(shapes, facts(people=people("A"), posts=held(*spans)))
    assert [run.value("A", n) for n in shapes] == [terms, terms, "0"]


WRONG = {
    "service of a unit": (Service(of="unit", service="days"), "FORM-SUBJECT", "unit"),
    "terms of a unit": (Terms(of="unit", terms="5 years", partial="not"), "FORM-SUBJECT", "unit"),
    "terms in days": (Terms(terms="100 days", partial="not"), "FORM-DURATION", "100 days"),
    "a deadline from a number": (Deadline(deadline="1", after="1 days"), "FORM-KIND", "数"),
    "a deadline after points": (
        Deadline(deadline="told", after="points"),
        "FORM-DURATION",
        "points",
    ),
    "terms left open": (Terms(terms="blank", partial="not"), "FORM-OPEN", "blank 未填写"),
}


@pytest.mark.parametrize("what", WRONG)
def test_time_is_refused_as(what):
    shape, code, found = WRONG[what]
    problem = refused_quantity(shape, **PARTS, numeric=Numeric())
    assert problem.code == code
    assert problem.found.startswith(f"{found}（quantities.q")
