"""Small cases in which the two executors, or the language and its meaning, once differed."""

from datetime import date

import pytest

from biaochi.engine.compile import Asked, compile_pack
from biaochi.errors import Refusal
from biaochi.packs.shapes import (
    Band,
    Bands,
    Collect,
    Compute,
    Deadline,
    Duty,
    Earlier,
    ExceptionRule,
    Group,
    Lookup,
    Map,
    Numeric,
    Pack,
    Quota,
    Relation,
    Roll,
    Rule,
    Service,
    Span,
    Subject,
    Terms,
)
from tests.agreement.running import both, opened
from tests.agreement.variants import (
    ATTRIBUTES,
    BASIS,
    CATALOGUES,
    LABEL,
    PARAMETERS,
    RELATIONS,
)

FACTS = {
    "people": [
        {"person": "P1", "world": "甲", "birth_on": "1970-01-31", "leading": "是"},
        {"person": "P2", "world": "乙"},
        {"person": "P3", "world": "丙", "leading": "是"},
    ],
    "units": [{"unit": "U1", "type": "局"}],
    "posts": [
        {"person": "P1", "unit": "U1", "post": "局长", "from": "2016-01-31", "to": "2016-12-31"},
        {"person": "P1", "unit": "U1", "post": "书记", "from": "2016-01-31", "to": "2016-12-31"},
        {"person": "P2", "unit": "U1", "post": "科员", "from": "2017-01-01"},
    ],
    "evidence": [
        {
            "id": "E1",
            "item": "A1",
            "person": "P1",
            "value": "3",
            "occurred_on": "2017-02-01",
            "recorded_at": "2017-02-02 08:00",
            "due_on": "2017-04-28",
            "done_on": "2017-05-03",
        },
        {
            "id": "E2",
            "item": "A1",
            "person": "P1",
            "occurred_on": "2017-03-01",
            "count": "90",
            "recorded_at": "2017-03-01",
            "due_on": "2017-04-28",
            "done_on": "2017-05-04",
        },
        {
            "id": "E3",
            "item": "A3",
            "person": "P2",
            "occurred_on": "2017-03-01",
            "recorded_at": "2017-03-01",
        },
    ],
    "absences": [{"person": "P2", "kind": "病假", "from": "2017-01-05", "to": "2017-02-01"}],
    "results": [
        {"person": "P1", "period": "2016", "quantity": "q", "value": "88"},
        {"unit": "U1", "period": "2016", "quantity": "q", "value": "7"},
    ],
    "calendar": [{"date": "2017-05-01", "kind": "holiday"}],
}
C = Collect


def made(quantities: dict, **more: object) -> Pack:
    given = {
        "catalogues": CATALOGUES,
        "relations": RELATIONS,
        "attributes": ATTRIBUTES,
        "parameters": PARAMETERS,
        "subjects": {"matter": Subject(key="matter"), "incident": Subject(key="incident")},
        "groups": {"each": Group(by=("world",), members="leading")},
        "numeric": Numeric(scale=2, rounding="half_up", largest="100", rows="100"),
    }
    return Pack(
        id="edges",
        title="边角",
        in_force=Span(),
        documents=(),
        quantities=quantities,
        **given | more,
    )


def cells(pack: Pack, column: str) -> dict[str, object]:
    """The column of every subject, the same on both executors."""
    plan = compile_pack(pack, Asked(period="2017"))
    with opened(pack, FACTS) as store:
        one, two = both(plan, store)
    assert one.cells == two.cells
    assert one.digest == two.digest
    assert one.findings == two.findings
    of = next(n.of for n in plan.nodes if n.name == column)
    return {ident: row[column] for ident, row in one.cells[of].items()}


def test_an_open_day_leaves_everything_on_it_open():
    for formula in ("open_day < as_of", "known(add_months(open_day, 1))", "year_of"):
        if formula == "year_of":
            found = cells(
                made({"q": Compute(formula="years_between(open_day, birth_on) > 1")}), "q"
            )
        else:
            found = cells(made({"q": Compute(formula=formula)}), "q")
        assert found["P1"] in {None, False}
    for after in ("5 working_days", "3 months", "10 days"):
        assert cells(made({"q": Deadline(deadline="open_day", after=after)}), "q")["P1"] is None


@pytest.mark.parametrize("step", ["days", "months", "years"])
def test_a_day_beyond_the_calendar_is_undetermined(step):
    pack = made({"q": Compute(formula=f"add_{step}(birth_on, 9000000)")})
    assert cells(pack, "q")["P1"] is None
    assert (
        cells(made({"q": Deadline(deadline="birth_on", after="99999 working_days")}), "q")["P1"]
        is None
    )


def test_a_moment_is_compared_by_its_day():
    pack = made({"q": C(op="count", what="rows", from_="neg", where="recorded_at > occurred_on")})
    assert cells(pack, "q")["P1"] == 1


def test_conditions_on_rows_count_working_days_on_the_calendar_of_the_facts():
    """28 April 2017 is a Friday, 1 May a holiday here: the third working day after is 4 May."""
    late = "done_on > add_working_days(due_on, 2)"
    assert cells(made({"q": C(op="count", what="rows", from_="neg", where=late)}), "q")["P1"] == 1


def test_the_whole_may_be_counted_against_its_own_figures():
    pack = made(
        {
            "all_rows": C(of="whole", op="count", what="rows", from_="evidence"),
            "q": C(of="whole", op="count", what="rows", from_="neg", where="value >= all_rows"),
            "n": C(
                of="whole",
                op="count",
                what="rows",
                from_="neg",
                where="known(value) and value >= all_rows",
            ),
        }
    )
    assert cells(pack, "q") == {"whole": None}
    assert cells(pack, "n") == {"whole": 1}


def test_lateness_without_a_due_day_is_undetermined():
    calendar = (Duty(id="return", label="报表", every="year", due="open_term"),)
    pack = made(
        {"q": C(of="unit", op="count", what="rows", from_="duties", where="late")},
        calendar=calendar,
    )
    assert cells(pack, "q")["U1"] is None


@pytest.mark.parametrize(("take", "expected"), [("count", 0), ("any", False), ("all", False)])
def test_a_missing_flag_counts_as_no_where_the_pack_says_nought(take, expected):
    pack = made(
        {
            "flagged": Compute(formula="seniority > 1"),
            "q": Roll(of="unit", roll="flagged", from_="staff", take=take, missing="zero"),
        }
    )
    assert cells(pack, "q")["U1"] == expected


def test_identical_spans_are_served_once():
    pack = made({"q": Service(service="months")})
    assert cells(pack, "q") == {"P1": 11, "P2": 12, "P3": 0}


def test_earlier_results_of_people_units_and_kinds_do_not_meet():
    pack = made(
        {
            "a": Earlier(earlier="q"),
            "b": Earlier(of="unit", earlier="q"),
            "c": Earlier(earlier="q", kind="label"),
        }
    )
    assert cells(pack, "a")["P1"] == 88 * 10**6
    assert cells(pack, "b")["U1"] == 7 * 10**6
    assert cells(pack, "c")["P1"] is None


def test_an_unknown_beginning_of_a_window_leaves_it_open():
    pack = made({"q": C(op="exists", what="rows", from_="absences", over={"since": "joined"})})
    assert cells(pack, "q") == {"P1": False, "P2": None, "P3": False}


def test_two_exceptions_that_may_both_hold_leave_the_verdict_open():
    exceptions = {
        "sure": ExceptionRule(id="sure", label=LABEL, basis=BASIS, when="true"),
        "maybe": ExceptionRule(id="maybe", label=LABEL, basis=BASIS, when="seniority > 1"),
    }
    rule = Rule(
        id="r", label=LABEL, basis=BASIS, when="true", opens="lead", unless=("sure", "maybe")
    )
    pack = made({}, rules={"r": rule}, exceptions=exceptions)
    assert set(cells(pack, "rule:r").values()) == {None}


def test_places_shared_out_by_remainders_need_the_size_of_every_group():
    pack = made(
        {
            "score": Compute(formula="1"),
            "q": Quota(
                quota="score", within="each", share="50%", places="largest_remainder", ties="all_in"
            ),
        }
    )
    assert cells(pack, "q") == {"P1": None, "P2": None, "P3": None}


def test_a_mean_stays_between_its_ends():
    pack = made({"q": C(op="mean", what="value", from_="neg", where="known(value)", at_most="2.5")})
    assert cells(pack, "q")["P1"] == 250


def test_points_named_by_a_parameter_count():
    item = CATALOGUES["neg"].items[0]
    catalogue = {
        "neg": type(CATALOGUES["neg"])(
            id="neg",
            label=LABEL,
            sign="takes",
            items=(type(item)(code="A1", points="dated"), type(item)(code="A3")),
        )
    }
    pack = made({"q": C(op="sum", what="value", from_="neg")}, catalogues=catalogue)
    assert cells(pack, "q")["P1"] == 300 + 90 * 400


def test_bands_may_give_a_share():
    bands = Bands(
        on="days_between(birth_on, as_of)",
        table=(Band(at_least="1", gives="1/3"), Band(below="1", gives="2.5")),
    )
    assert cells(made({"q": Map(bands=bands)}), "q")["P1"] == 33


REFUSED = {
    "a cap finer than the figure": C(op="count", what="rows", from_="neg", each="item", cap="1.5"),
    "a cap finer than the pack": C(op="sum", what="value", from_="neg", each="item", cap="0.125"),
    "a cap that is a ratio": C(op="sum", what="value", from_="neg", each="item", cap="1/3"),
    "exists per key": C(op="exists", what="rows", from_="neg", each="item"),
    "mean per key": C(op="mean", what="value", from_="neg", each="item", then="max"),
    "then without each": C(op="sum", what="value", from_="neg", then="mean"),
    "days added up": C(op="max", what="occurred_on", from_="neg", each="item", then="sum"),
    "ends of a yes or no": C(op="exists", what="rows", from_="neg", at_least="1"),
    "nothing trimmed": C(op="trimmed_mean", what="value", from_="neg", trim=-1),
    "a window before the calendar": C(op="sum", what="value", from_="neg", over={"years": "3000"}),
    "months before the calendar": C(op="sum", what="value", from_="neg", over={"months": "99999"}),
    "a lookup of ratios": Lookup(lookup="sex", table={"男": "1/3", "女": "1"}),
    "an empty lookup": Lookup(lookup="sex", table={}),
    "no bands": Map(bands=Bands(on="seniority", table=())),
    "negative places": Compute(formula="5/3", scale=-1),
    "too many places": Compute(formula="5/3", scale=10),
    "labels as nought": Roll(of="unit", roll="named", from_="staff", take="count", missing="zero"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_not_be_meant_is_refused(what):
    quantities = {"named": Compute(formula="sex"), "q": REFUSED[what]}
    with pytest.raises(Refusal):
        compile_pack(made(quantities), Asked(period="2017"))


@pytest.mark.parametrize(
    "numeric",
    [
        Numeric(scale=7),
        Numeric(scale=-1),
        Numeric(largest="x"),
        Numeric(largest="1/3"),
        Numeric(rows="0"),
    ],
)
def test_bounds_that_no_fact_could_keep_are_refused(numeric):
    with pytest.raises(Refusal):
        compile_pack(made({}, numeric=numeric), Asked(period="2017"))


def test_a_relation_from_a_matter_leads_to_people_or_units():
    wrong = {"wrong": Relation(of="matter", to="incident", by="named")}
    quantities = {
        "one": Compute(of="incident", formula="1"),
        "q": Roll(of="matter", roll="one", from_="wrong"),
    }
    with pytest.raises(Refusal):
        compile_pack(made(quantities, relations=wrong), Asked(period="2017"))


@pytest.mark.parametrize("value", ["1.234", "101"])
def test_attributes_keep_the_places_and_bounds_of_the_pack(value):
    pack = made({})
    people = [{**FACTS["people"][0], "seniority": value}]
    with pytest.raises(Refusal):
        opened(pack, {"people": people})


def test_terms_and_service_stay_within_their_bounds():
    pack = made({"q": Terms(terms="1 months", partial="counts"), "d": Service(service="days")})
    plan = compile_pack(pack, Asked(period="2199", as_of=date(2199, 12, 31)))
    rows = {
        **FACTS,
        "posts": [
            {"person": "P1", "unit": "U1", "post": str(n), "from": "1900-01-01"} for n in range(90)
        ],
    }
    with opened(pack, rows) as store:
        one, two = both(plan, store)
    assert one.cells == two.cells
    for name in ("q", "d"):
        assert one.cells["person"]["P1"][name] <= plan.node(name).typed.most
