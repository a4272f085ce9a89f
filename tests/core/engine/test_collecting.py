"""Rows of a table become one figure of a subject."""

from datetime import date

import pytest

from biaochi.packs.shapes import Catalogue, Collect, Item, Numeric, Parameter, Source, Subject
from tests.core.engine.building import (
    LABEL,
    NEG,
    agreed,
    facts,
    formulas,
    pack,
    people,
    plan_of,
    posts,
    ran,
    refused_quantity,
    units,
)

ADDS = Catalogue(id="pos", label=LABEL, sign="adds", items=(Item(code="P1", points="3"),))
MIXED = Catalogue(id="mix", label=LABEL, items=(Item(code="M1", points="-4"),))
PARTS = {
    "catalogues": {
        "neg": NEG, "pos": ADDS, "mix": MIXED, "bare": Catalogue(id="bare", label=LABEL),
    },
    "parameters": {"blank": Parameter(), "four": Parameter(value="4")},
    "sources": {
        "heavy": Source(table="neg", where="item in ['N1', 'N2']"),
        "heavier": Source(table="heavy", where="item = 'N1'"),
        "plain": Source(table="evidence"),
    },
    "subjects": {"matter": Subject(key="matter"), "turn": Subject(key="round")},
}  # fmt: skip
ROWS = [
    {"item": "N1", "person": "A", "value": "-2.5", "matter": "m1", "incident": "i1", "round": "1"},
    {"item": "N1", "person": "A", "count": "2", "occurred_on": "2017-04-01", "incident": "i1"},
    {"item": "N2", "person": "A", "occurred_on": "2017-04-30", "matter": "m1", "source": "巡察"},
    {"item": "N3", "person": "A", "value": "0", "unit": "U1", "occurred_on": "2017-12-31"},
    {"item": "N3", "person": "A", "value": "-1", "status": "reported"},
    {"item": "N3", "person": "A", "value": "-1", "status": "withdrawn"},
    {"item": "P1", "person": "A", "matter": "m2"},
    {"item": "M1", "person": "A"},
    {"item": "M1", "person": "A", "value": "2.25"},
    {"item": "N3", "person": "B"},
]
GIVEN = facts(people=people("A", "B", "C"), units=units(U1=None, U2=None), evidence=ROWS)


def neg(**more):
    return Collect(**({"op": "sum", "what": "value", "from_": "neg"} | more))


FIGURES = {
    "points times count, or the value": (neg(), "8", "undetermined", "0"),
    "what adds": (neg(from_="pos"), "3", "0", "0"),
    "what may do either, as published": (neg(from_="mix"), "-1.75", "0", "0"),
    "a catalogue without items": (neg(from_="bare"), "0", "0", "0"),
    "the evidence table has plain values": (
        neg(from_="evidence", where="item = 'M1' and known(value)"),
        "2.25",
        "0",
        "0",
    ),
    "rows": (neg(op="count", what="rows"), "4", "1", "0"),
    "a column that is blank in one row": (
        neg(op="count", what="source"),
        "undetermined",
        "undetermined",
        "0",
    ),
    "incidents, or rows without one": (neg(op="distinct", what="event"), "3", "1", "0"),
    "aspects": (neg(op="distinct", what="aspect"), "2", "1", "0"),
    "at least one": (neg(op="exists", what="rows"), "true", "true", "false"),
    "none that is doubtful": (
        neg(op="exists", what="rows", where="source = '信访'"),
        "undetermined",
        "undetermined",
        "false",
    ),
    "nothing means undetermined": (
        neg(from_="pos", empty="undetermined"),
        "3",
        "undetermined",
        "undetermined",
    ),
    "nothing means zero": (neg(op="max", empty="zero"), "4", "undetermined", "0"),
    "mean": (neg(op="mean"), "2", "undetermined", "undetermined"),
    "mean without the ends": (neg(op="trimmed_mean"), "2", "undetermined", "undetermined"),
    "mean without too many": (
        neg(op="trimmed_mean", trim=2),
        "undetermined",
        "undetermined",
        "undetermined",
    ),
    "the least": (neg(op="min"), "0", "undetermined", "undetermined"),
    "the greatest day": (
        neg(op="max", what="occurred_on"),
        "2017-12-31",
        "2017-03-01",
        "undetermined",
    ),
    "the first": (neg(op="first"), "2.5", "undetermined", "undetermined"),
    "the latest label": (neg(op="latest", what="item"), "N3", "N3", "undetermined"),
    "the latest day by itself": (
        neg(op="latest", what="occurred_on"),
        "2017-12-31",
        "2017-03-01",
        "undetermined",
    ),
    "at least and at most": (neg(at_least="5", at_most="four"), "4", "undetermined", "4"),
    "at most": (neg(at_most="7.5"), "7.5", "undetermined", "0"),
    "rounded": (neg(scale=0), "8", "undetermined", "0"),
    "a source": (neg(from_="heavy"), "8", "0", "0"),
    "a source of a source": (neg(from_="heavier"), "6.5", "0", "0"),
    "a source of the plain table": (neg(op="count", what="rows", from_="plain"), "7", "1", "0"),
    "a tag": (neg(where="tagged('重')"), "6.5", "0", "0"),
    "a catalogue by its name": (
        neg(op="count", what="rows", from_="evidence", where="catalogue = 'pos'"),
        "1",
        "0",
        "0",
    ),
    "per item, capped by the catalogue": (
        neg(each="item", cap="catalogue"),
        "4.5",
        "undetermined",
        "0",
    ),
    "per month, each at most": (neg(each="month", cap="3"), "5.5", "undetermined", "0"),
    "per quarter, the greatest": (neg(each="quarter", then="max"), "5.5", "undetermined", "0"),
    "per half, the least": (neg(each="half", then="min"), "0", "undetermined", "0"),
    "how many items": (neg(each="item", then="count"), "3", "undetermined", "0"),
    "the greatest of each item": (
        neg(op="max", each="item"),
        "5.5",
        "undetermined",
        "undetermined",
    ),
    "mean of the months": (neg(each="month", then="mean"), "2.67", "undetermined", "undetermined"),
    "by aspect": (
        neg(op="count", what="rows", from_="evidence", where="aspect = '勤'"),
        "3",
        "0",
        "0",
    ),
    "by no aspect": (neg(op="count", what="rows", where="aspect = '廉'"), "0", "0", "0"),
    "a doubt that another condition settles": (
        neg(op="count", what="rows", where="source = '巡察' and item = 'N2'"),
        "1",
        "0",
        "0",
    ),
    "rounded in the condition": (
        neg(op="count", what="rows", from_="pos", where="round(count, 1) = 1 or true"),
        "1",
        "0",
        "0",
    ),
    "by a key that is blank": (
        neg(each="matter", then="count", op="count", what="rows"),
        "2",
        "1",
        "0",
    ),
    "a cap left open": (neg(each="item", cap="blank"), "undetermined", "undetermined", "0"),
}


def test_each_way_to_collect_gives_its_figure_in_both_executors():
    shapes = {f"q{at}": shape for at, (shape, *_) in enumerate(FIGURES.values())}
    run = ran(pack(quantities=shapes, **PARTS), GIVEN)
    agreed(run, GIVEN)
    found = {what: [run.value(i, f"q{at}") for i in "ABC"] for at, what in enumerate(FIGURES)}
    expected = {what: list(texts) for what, (_, *texts) in FIGURES.items()}
    assert found == expected


def test_a_source_column_that_is_blank_leaves_a_filter_open():
    shape = neg(op="count", what="rows", where="source = '巡察'")
    run = ran(pack(quantities={"q": shape}, **PARTS), GIVEN)
    assert run.values("q") == {"A": "undetermined", "B": "undetermined", "C": "0"}


def test_a_catalogue_without_caps_or_points_limits_nothing():
    plain = Catalogue(id="plain", label=LABEL, items=(Item(code="X"),))
    shape = Collect(op="sum", what="value", from_="plain", each="item", cap="catalogue")
    given = facts(people=people("A"), evidence=[{"item": "X", "person": "A", "value": "9"}])
    run = ran(pack(quantities={"q": shape}, catalogues={"plain": plain}), given)
    assert run.value("A", "q") == "9"
    agreed(run, given)


def test_two_values_on_the_latest_day_are_undetermined_and_one_value_twice_is_not():
    rows = [{"item": "N1", "person": p, "value": v} for p, v in ("A1", "A2", "B1", "B1")]
    given = facts(people=people("A", "B"), evidence=rows)
    run = ran(pack(quantities={"q": neg(op="latest")}, **PARTS), given)
    assert run.values("q") == {"A": "undetermined", "B": "1"}
    agreed(run, given)


def test_a_latest_row_without_its_day_is_undetermined():
    shape = Collect(op="latest", what="option", from_="ballots")
    ballot = {"session": "s", "subject": "A", "option": "优秀", "votes": "1", "period": "2017"}
    run = ran(pack(quantities={"q": shape}), facts(people=people("A"), ballots=[ballot]))
    assert run.value("A", "q") == "undetermined"


def test_matters_and_rounds_are_subjects_of_their_own_and_the_whole_is_one():
    quantities = {
        "m": neg(of="matter"), "t": neg(of="turn", op="count", what="rows"),
        "w": neg(of="whole", op="count", what="rows"),
        "found": Collect(of="whole", op="count", what="rows", from_="people"),
    }  # fmt: skip
    run = ran(pack(quantities=quantities, **PARTS), GIVEN)
    agreed(run, GIVEN)
    assert run.values("m") == {"m1": "4", "m2": "0"}
    assert run.values("t") == {"1": "1"}
    assert (run.value("whole", "w"), run.value("whole", "found")) == ("5", "3")


def test_an_item_in_two_places_of_the_text_is_by_its_column():
    shape = neg(of="unit", op="count", what="rows")
    run = ran(pack(quantities={"q": shape}, **PARTS), GIVEN)
    assert run.values("q") == {"U1": "1", "U2": "0"}


def test_a_condition_may_use_figures_of_the_subject():
    quantities = formulas(limit="250") | {
        "q": neg(where="days_between(occurred_on, as_of) > limit")
    }
    run = ran(pack(quantities=quantities, **PARTS), GIVEN)
    agreed(run, GIVEN)
    assert run.values("q") == {"A": "6.5", "B": "undetermined", "C": "0"}


def test_days_of_absence_count_inside_the_period_up_to_the_day_asked_for():
    rows = [
        {"person": "A", "kind": "病假", "from": "2016-12-30", "to": "2017-01-02"},
        {"person": "A", "kind": "病假", "from": "2017-06-29"},
        {"person": "B", "kind": "病假", "from": "2016-12-30", "to": "2016-12-31"},
    ]
    given = facts(people=people("A", "B"), absences=rows)
    shape = Collect(op="sum", what="days", from_="absences")
    run = ran(pack(quantities={"q": shape}), given, as_of=date(2017, 6, 30))
    agreed(run, given)
    assert run.values("q") == {"A": "4", "B": "0"}


WRONG = {
    "a table that is none": (neg(from_="evidance"), "FORM-SOURCE", "evidance"),
    "a column that is none": (neg(what="valeu"), "FORM-NAME", "valeu"),
    "a sum of labels": (neg(what="item"), "FORM-KIND", "文字"),
    "the greatest label": (neg(op="max", what="item"), "FORM-KIND", "文字"),
    "a key that is none": (neg(each="itme"), "FORM-NAME", "itme"),
    "the latest per key": (neg(op="latest", each="item"), "FORM-KIND", "latest 与 each 同用"),
    "any per key": (neg(op="exists", each="item"), "FORM-KIND", "exists 与 each 同用"),
    "then without a key": (neg(then="max"), "FORM-NAME", "then: max 而没有 each"),
    "at least one of none": (neg(op="exists", at_least="1"), "FORM-KIND", "exists 与"),
    "trimming nothing": (neg(op="trimmed_mean", trim=0), "FORM-NUMBER", "0"),
    "a cap finer than points": (neg(each="item", cap="0.005"), "FORM-NUMBER", "3 位小数"),
    "a cap without key": (neg(cap="3"), "FORM-NAME", "没有 each"),
    "the catalogue's cap per month": (neg(each="month", cap="catalogue"), "FORM-SOURCE", "neg"),
    "the catalogue's cap without one": (
        neg(from_="evidence", each="item", cap="catalogue"), "FORM-SOURCE", "evidence"),
    "a table without the subject": (
        Collect(of="unit", op="count", what="rows", from_="measures"), "FORM-SOURCE", "measures"),
    "a table without days": (
        Collect(op="latest", what="value", from_="scores"), "FORM-SOURCE", "scores"),
    "a clamped mean of days": (neg(op="mean", what="occurred_on"), "FORM-KIND", "日期"),
    "a tag nobody bears": (neg(where="tagged('轻')"), "FORM-NAME", "轻"),
    "a column of no subject": (
        Collect(of="whole", op="count", what="rows", from_="neg", where="x = 1"), "FORM-NAME", "x"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_collection_is_refused_of(what):
    shape, code, found = WRONG[what]
    problem = refused_quantity(shape, **PARTS)
    assert problem.code == code
    assert problem.found.startswith(found)


def test_a_sum_that_could_overflow_is_refused():
    numeric = Numeric(scale=6, largest="1000000000", rows="10000")
    problem = refused_quantity(neg(), **PARTS, numeric=numeric)
    assert problem.code == "PLAN-OVERFLOW"


def test_a_score_column_is_one_row_of_the_period_and_scores_start_undetermined():
    quantities = {
        "all": Collect(op="sum", what="value", from_="scores"),
        "n": Collect(op="count", what="rows", from_="scores"),
    }
    row = {"person": "A", "component": "实绩", "period": "2017", "value": "88"}
    given = facts(people=people("A", "B"), scores=[row])
    run = ran(pack(quantities=quantities), given)
    agreed(run, given)
    assert run.values("all") == {"A": "88", "B": "undetermined"}
    assert run.values("n") == {"A": "1", "B": "0"}


def test_posts_bring_the_attributes_a_pack_declares_and_registry_tables_have_no_window():
    quantities = {
        "heads": Collect(of="unit", op="count", what="rows", from_="posts", where="role = 'head'"),
        "days": Collect(of="whole", op="count", what="rows", from_="calendar"),
    }
    given = facts(
        people=people("A", "B"), units=units(U1=None), posts=posts("A U1 head", "B U1 staff"),
        calendar=[{"date": "2011-01-01", "kind": "holiday"}],
    )  # fmt: skip
    run = ran(pack(quantities=quantities), given)
    agreed(run, given)
    assert (run.value("U1", "heads"), run.value("whole", "days")) == ("1", "1")
    assert plan_of(pack(quantities=quantities)).node("heads").text == "role = 'head'"
