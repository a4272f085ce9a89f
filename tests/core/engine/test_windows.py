"""Which rows a window takes, in every kind of table."""

from datetime import date

import pytest

from biaochi.packs.shapes import Attribute, Ballot, Collect, Duty, Parameter, Reading, Votes
from tests.core.engine.building import NEG, agreed, facts, pack, people, ran, refused_quantity

READING = {"reading": "window", "options": {"calendar": "period", "rolling": {"months": "12"}}}
DAYS = [
    "2014-12-31", "2015-01-01", "2016-10-15", "2016-10-16", "2016-12-31", "2017-01-01",
    "2017-03-31", "2017-04-01", "2017-06-30", "2017-07-01", "2017-10-15", "2017-10-16",
]  # fmt: skip
TAKEN = {
    "period": DAYS[5:11], "all": DAYS[:11], "quarter 1": DAYS[5:7], "quarter 4": DAYS[10:11],
    "half 1": DAYS[5:9], "half 2": DAYS[9:11], "month 3": DAYS[6:7], "months 12": DAYS[3:11],
    "years 1": DAYS[5:11], "years 3": DAYS[1:11],
}  # fmt: skip
PARTS = {
    "catalogues": {"neg": NEG}, "attributes": {"joined": Attribute(kind="date")},
    "parameters": {"april": Parameter(value="2017-04-01"), "open": Parameter(unit="date")},
    "readings": {
        "window": Reading(asks="按自然年？", options={"calendar": "自然年", "rolling": "滚动"},
                          chosen="calendar"),
    },
    "ballots": {"review": Ballot(question="总体", options=("优秀",))},
}  # fmt: skip
AS_OF = date(2017, 10, 15)


def window(text):
    unit, _, count = text.partition(" ")
    return {unit: count} if count else unit


def counted(table, over, **more):
    return Collect(op="count", what="rows", from_=table, over=over, **more)


def of_every_day(table, column, **more):
    return [{"person": "A", **more, column: day} for day in DAYS]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("evidence", of_every_day("evidence", "occurred_on", item="N1")),
        ("measures", [{"id": d, "measure": "免职", "person": "A", "on": d} for d in DAYS]),
        ("determinations", [{"id": d, "subject": "A", "outcome": "是", "on": d} for d in DAYS]),
        ("ballots", [{"session": d, "subject": "A", "votes": "1", "question": "总体",
                      "option": "优秀", "held_on": d} for d in DAYS]),
    ],
)  # fmt: skip
def test_a_dated_row_is_taken_by_its_day(table, rows):
    given = facts(people=people("A"), **{table: rows})
    quantities = {f"q{at}": counted(table, window(w)) for at, w in enumerate(TAKEN)}
    run = ran(pack(quantities=quantities, **PARTS), given, as_of=AS_OF)
    agreed(run, given)
    found = {w: int(run.value("A", f"q{at}")) for at, w in enumerate(TAKEN)}
    assert found == {w: len(days) for w, days in TAKEN.items()}


@pytest.mark.parametrize(
    ("table", "first", "last", "more"),
    [
        ("posts", "from", "to", {"unit": "U", "post": "职"}),
        ("absences", "from", "to", {"kind": "假"}),
        ("links", "from_on", "to_on", {"kind": "带", "from": "A", "to": "B"}),
    ],
)
def test_a_span_is_taken_by_every_window_it_touches(table, first, last, more):
    spans = [("2016-01-01", "2016-12-31"), ("2016-12-31", "2017-01-01"), ("2017-04-01", None),
             ("2017-10-16", None)]  # fmt: skip
    rows = [{"person": "A", **more, first: a, last: b} for a, b in spans]
    if table == "links":
        rows.append({**more, first: None, last: None})
        rows = [{k: v for k, v in r.items() if k != "person"} for r in rows]
    given = facts(people=people("A", "B"), **{table: rows})
    over = ["period", "all", "quarter 1", "months 12", "years 2"]
    quantities = {f"q{at}": counted(table, window(w)) for at, w in enumerate(over)}
    run = ran(pack(quantities=quantities, **PARTS), given, as_of=AS_OF)
    agreed(run, given)
    expected = [2, 3, 1, 3, 3]
    found = [int(run.value("A", f"q{at}")) for at in range(len(over))]
    assert found == [n + (table == "links") for n in expected]


PERIODS = ["2016", "2017", "2017H1", "2017H2", "2017Q1", "2017Q2", "2017Q4", "2017-01", "2017-10"]
NAMED = {
    "period": PERIODS[1:], "all": PERIODS, "quarter 1": ["2017Q1", "2017-01"],
    "half 1": ["2017H1", "2017Q1", "2017Q2", "2017-01"], "month 1": ["2017-01"],
    "months 12": [p for p in PERIODS[2:] if p not in {"2017H2", "2017Q4", "2017-10"}],
    "years 2": [p for p in PERIODS if p not in {"2017", "2017H2", "2017Q4", "2017-10"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("scores", [{"person": "A", "component": "c", "period": p} for p in PERIODS]),
        ("results", [{"person": "A", "quantity": "q", "period": p} for p in PERIODS]),
        ("events", [{"subject": "A", "kind": "报表", "period": p} for p in PERIODS]),
        ("ballots", [{"session": p, "subject": "A", "votes": "1", "period": p,
                      "held_on": "1999-01-01"} for p in PERIODS]),
    ],
)  # fmt: skip
def test_a_row_of_a_named_period_is_taken_when_all_of_it_lies_inside(table, rows):
    given = facts(people=people("A"), **{table: rows})
    quantities = {f"q{at}": counted(table, window(w)) for at, w in enumerate(NAMED)}
    run = ran(pack(quantities=quantities), given, as_of=AS_OF)
    agreed(run, given)
    found = {w: int(run.value("A", f"q{at}")) for at, w in enumerate(NAMED)}
    assert found == {w: len(names) for w, names in NAMED.items()}


def test_a_ballot_with_neither_period_nor_day_belongs_to_the_period_asked_for():
    rows = [{"session": "s", "subject": "A", "question": "总体", "option": "优秀", "votes": "3"}]
    given = facts(people=people("A"), ballots=rows)
    run = ran(pack(quantities={"q": Votes(votes=("优秀",), from_="review")}, **PARTS), given)
    assert run.value("A", "q") == "3"


EVENTS = {
    "since": ({"since": "joined"}, "4"),
    "since a parameter": ({"since": "april"}, "4"),
    "until, without that day": ({"until": "april"}, "7"),
    "between": ({"since": "joined", "until": "add_months(joined, 6)"}, "3"),
    "beyond the day asked for": ({"until": "date('2020-01-01')"}, "11"),
    "since an open day": ({"since": "open"}, "undetermined"),
}


def test_a_window_may_begin_and_end_with_days_of_the_subject():
    given = facts(
        people=people("A", joined=date(2017, 4, 1)),
        evidence=of_every_day("", "occurred_on", item="N1"),
    )
    quantities = {f"q{at}": counted("neg", over) for at, (over, _) in enumerate(EVENTS.values())}
    run = ran(pack(quantities=quantities, **PARTS), given, as_of=AS_OF)
    agreed(run, given)
    found = {what: run.value("A", f"q{at}") for at, what in enumerate(EVENTS)}
    assert found == {what: text for what, (_, text) in EVENTS.items()}


@pytest.mark.parametrize(("option", "count"), [("calendar", "6"), ("rolling", "8")])
def test_a_reading_chooses_the_window_and_is_noted(option, count):
    given = facts(people=people("A"), evidence=of_every_day("", "occurred_on", item="N1"))
    made = pack(quantities={"q": counted("neg", READING)}, **PARTS)
    run = ran(made, given, as_of=AS_OF, readings={"window": option})
    assert run.value("A", "q") == count
    assert run.plan.node("q").readings == ("window",)
    assert run.plan.readings == {"window": option}


DUTY = Duty(id="报表", label="季报", of="person", every="quarter", due="10 days")


def test_duties_of_the_period_are_all_expected_and_other_windows_go_by_the_day_due():
    quantities = {
        f"q{at}": counted("duties", window(w)) for at, w in enumerate(["period", "half 2", "all"])
    }
    run = ran(pack(quantities=quantities, calendar=(DUTY,)), facts(people=people("A")))
    agreed(run, facts(people=people("A")))
    assert [run.value("A", f"q{at}") for at in range(3)] == ["4", "2", "3"]


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ("yesterday", "PLAN-WINDOW"),
        ({}, "PLAN-WINDOW"),
        ({"quarter": "5"}, "PLAN-WINDOW"),
        ({"quarter": "0"}, "PLAN-WINDOW"),
        ({"half": "3"}, "PLAN-WINDOW"),
        ({"days": "3"}, "PLAN-WINDOW"),
        ({"month": "first"}, "PLAN-WINDOW"),
        ({"month": "1", "year": "2"}, "PLAN-WINDOW"),
        ({"since": "1"}, "FORM-KIND"),
        ({"reading": "x", "options": {}}, "PLAN-READING"),
        ({"reading": "window", "options": {"calendar": "period"}}, "PLAN-READING"),
    ],
)
def test_a_window_is_refused(over, code):
    assert refused_quantity(counted("neg", over), **PARTS).code == code


def test_a_window_by_an_unanswered_reading_is_refused():
    readings = {"window": Reading(asks="？", options={"calendar": "甲", "rolling": "乙"})}
    problem = refused_quantity(counted("neg", READING), **{**PARTS, "readings": readings})
    assert (problem.code, problem.found) == ("PLAN-READING", "window 未选定（quantities.q）")


def test_a_table_of_named_periods_has_no_window_by_days():
    problem = refused_quantity(counted("scores", {"since": "post_from"}), **PARTS)
    assert (problem.code, problem.found) == ("PLAN-WINDOW", "since/until（quantities.q）")


def test_since_an_open_day_it_cannot_be_told_which_periods_are_meant():
    quantities = {
        "q": counted("scores", {"since": "open"}),
        "r": counted("scores", {"since": "april"}),
    }
    rows = [{"person": "A", "component": "c", "period": p} for p in PERIODS]
    given = facts(people=people("A", "B"), scores=rows)
    run = ran(pack(quantities=quantities, **PARTS), given)
    agreed(run, given)
    assert run.values("q") == {"A": "undetermined", "B": "0"}
    assert run.value("A", "r") == "4"
