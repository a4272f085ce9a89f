"""Formulas with numbers put in: exact, three-valued, rounded only where it is written."""

from datetime import date

import pytest

from biaochi.packs.shapes import Attribute, Compute, Numeric, Parameter, Weighted
from tests.core.engine.building import (
    agreed,
    effect,
    facts,
    formulas,
    pack,
    people,
    ran,
    refused,
    refused_quantity,
    rule,
)

ATTRIBUTES = {
    "points": Attribute(kind="number"),
    "x": Attribute(kind="number"),
    "y": Attribute(kind="number"),
    "leading": Attribute(kind="flag"),
    "joined": Attribute(kind="date"),
    "band": Attribute(),
}
PARAMETERS = {
    "open": Parameter(), "word": Parameter(unit="label"), "day": Parameter(unit="date"),
    "yes": Parameter(unit="flag"), "since": Parameter(value="2017-01-31"),
    "flagged": Parameter(value="true"), "named": Parameter(value="县"),
}  # fmt: skip


def valued(quantities, *, both=True, **cells):
    """Run the quantities for one person with these attributes; returns name → text."""
    given = facts(people=people("A", **cells))
    made = pack(quantities=quantities, attributes=ATTRIBUTES, parameters=PARAMETERS)
    run = ran(made, given)
    if both:
        agreed(run, given)
    return {n: run.value("A", n) for n in quantities}


def said(text, **cells):
    return valued({"q": Compute(formula=text)}, both=False, **cells)["q"]


@pytest.mark.parametrize(
    ("parts", "total"), [((88, 92, 85), "88.1"), ((62, 70, 55), "62.1"), ((100, 100, 100), "100")]
)
def test_a_weighted_total_is_exact(parts, total):
    quantities = formulas(**dict(zip("abc", map(str, parts), strict=True)))
    weights = {"a": "80%", "b": "10%", "c": "10%"}
    quantities["total"] = Weighted(weighted=weights, missing="block")
    assert valued(quantities)["total"] == total


def test_20_of_60_reaches_one_third_and_19_does_not():
    assert said("20 / 60 >= 1/3") == "true"
    assert said("x / 60 >= 1/3", x=20 * 10**6) == "true"
    assert said("x / 60 > 1/3", x=20 * 10**6) == "false"
    assert said("x / 60 >= 1/3", x=19_990_000) == "false"


@pytest.mark.parametrize(("points", "over"), [("10.0", "false"), ("10.5", "true")])
def test_10_is_not_over_10_and_10_and_a_half_is(points, over):
    cells = {"points": int(float(points) * 10**6)}
    assert said("points > 10", **cells) == over
    assert valued(formulas(q="points > 10.00", r="10 < points"), **cells) == {"q": over, "r": over}


TABLE = {
    "x + y": "4.5",
    "x - y": "0.5",
    "x * y": "5",
    "-x": "-2.5",
    "x / y": "1.25",
    "abs(y - x)": "0.5",
    "min(x, y, 3)": "2",
    "max(x, y, 1/3)": "2.5",
    "floor(x)": "2",
    "ceil(x)": "3",
    "floor(-x)": "-3",
    "ceil(-x)": "-2",
    "round(x)": "3",
    "round(-x)": "-3",
    "round(x / 3, 3)": "0.833",
    "round(x, 4)": "2.5",
    "clamp(x, 0, 2)": "2",
    "clamp(x, 3, 4)": "3",
    "clamp(x / y, 0, 1)": "1",
    "clamp(x, y, 9)": "2.5",
    "if x > y then x else y": "2.5",
    "if x < y then x else x / 3": "0.83",
    "if leading then '甲' else band": "甲",
    "x * 1/3": "0.83",
    "1/3 + 1/3": "0.67",
    "1/3 * 1/2": "0.17",
    "1 / 3": "0.33",
    "x = y or x != y": "true",
    "x <= y": "false",
    "band = '一'": "true",
    "band != '一'": "false",
    "band in ['二', '一']": "true",
    "x in [1, 2.5]": "true",
    "joined < as_of": "true",
    "leading = true": "true",
    "not leading": "false",
    "count_true(leading, x > y, x < y)": "2",
    "known(x)": "true",
    "known(x / 0.5)": "true",
    "known(x / (y - 2))": "false",
    "x / (y - 2)": "undetermined",
    "x / (y - 2) > 1": "undetermined",
    "days_between(joined, date('2010-03-01'))": "1",
    "months_between(joined, as_of)": "94",
    "years_between(joined, as_of)": "7",
    "years_between(as_of, joined)": "-7",
    "add_days(joined, 1)": "2010-03-01",
    "add_months(joined, 12)": "2011-02-28",
    "add_years(joined, -1)": "2009-02-28",
    "add_working_days(joined, 1)": "2010-03-01",
    "period_year": "2017",
    "period_start = date('2017-01-01')": "true",
    "period_end": "2017-12-31",
    "abs(x / -y)": "1.25",
    "x in [x, 7]": "true",
    "band in [band]": "true",
    "x / y + 1": "2.25",
    "x / y - y": "-0.75",
}
CELLS = {"x": 2_500_000, "y": 2_000_000, "leading": True, "band": "一"}


def test_every_function_gives_what_its_line_says_in_both_executors():
    quantities = {f"q{at}": Compute(formula=text) for at, text in enumerate(TABLE)}
    found = valued(quantities, joined=date(2010, 2, 28), **CELLS)
    assert dict(zip(TABLE, found.values(), strict=True)) == TABLE


OPEN = {
    "undetermined and false": "false", "undetermined and true": "undetermined",
    "undetermined or true": "true", "undetermined or false": "undetermined",
    "not undetermined": "undetermined", "open > 1": "undetermined",
    "open > 1 or leading": "true", "known(open)": "false", "open + x": "undetermined",
    "if undetermined then 1 else 1": "undetermined", "if leading then 1 else open": "1",
    "x > 1 and x > 2 and open = 1": "undetermined", "count_true(undetermined, leading)":
    "undetermined", "band = '一' and true": "true", "false or leading": "true",
    "false and undetermined": "false", "true or undetermined": "true",
    "undetermined and undetermined": "undetermined", "undetermined or undetermined": "undetermined",
    "band in ['一', word]": "true", "band in ['二', word]": "undetermined",
    "band = word": "undetermined", "word = '一' or leading": "true", "since < as_of": "true",
    "flagged": "true", "named = '县'": "true", "known(day)": "false", "known(yes)": "false",
}  # fmt: skip


def test_an_open_part_leaves_only_that_open_which_the_rest_does_not_settle():
    quantities = {f"q{at}": Compute(formula=text) for at, text in enumerate(OPEN)}
    found = valued(quantities, **CELLS)
    assert dict(zip(OPEN, found.values(), strict=True)) == OPEN


@pytest.mark.parametrize(
    ("mode", "texts"),
    [("half_up", ("0.13", "-0.13")), ("half_even", ("0.12", "-0.12")),
     ("floor", ("0.12", "-0.13")), ("ceil", ("0.13", "-0.12"))],
)  # fmt: skip
def test_a_division_rounds_once_as_the_pack_or_the_quantity_says(mode, texts):
    of_pack = pack(quantities=formulas(a="1 / 8", b="-1 / 8"),
                   numeric=Numeric(scale=2, rounding=mode))  # fmt: skip
    own = pack(
        quantities={
            "a": Compute(formula="1 / 8", scale=2, rounding=mode),
            "b": Compute(formula="0.125 * -1", scale=2, rounding=mode),
        },
        numeric=Numeric(scale=0),
    )
    for made in (of_pack, own):
        run = ran(made, facts(people=people("A")))
        assert (run.value("A", "a"), run.value("A", "b")) in {texts, ("0.125", "-0.125")}


def test_a_constant_division_that_ends_is_exact_and_only_a_stated_scale_cuts_it():
    quantities = {"a": Compute(formula="1 / 8"), "b": Compute(formula="1 / 8", scale=2)}
    assert valued(quantities) == {"a": "0.125", "b": "0.13"}


@pytest.mark.parametrize("formula", ["round(x)", "x / 3", "round(x / 3, 1)"])
def test_rounding_that_is_not_written_down_is_refused(formula):
    problem = refused_quantity(
        Compute(formula=formula), attributes=ATTRIBUTES, numeric=Numeric(scale=2)
    )
    assert (problem.code, problem.found) == ("PLAN-ROUNDING", "没有（quantities.q" + (
        ".formula）" if "round" in formula else "）"))  # fmt: skip


def test_a_share_is_kept_as_a_pair():
    quantities = {"q": Compute(formula="x / y", unit="share"), "r": Compute(formula="q > 1")}
    assert valued(quantities, **CELLS) == {"q": "25000/20000", "r": "true"}


def test_what_could_leave_64_bits_is_refused_when_the_pack_is_compiled():
    big = Numeric(scale=6, rounding="half_up", largest="1000000000000", rows="1000")
    problem = refused_quantity(Compute(formula="x * y"), attributes=ATTRIBUTES, numeric=big)
    assert problem.code == "PLAN-OVERFLOW"
    assert problem.do.startswith("请把 pack.yaml 中 numeric 的 largest")


def test_an_amount_of_an_effect_without_rounding_stays_exact():
    made = pack(
        rules=rule("r", "x > 1", effects=effect(kind="pay_share", amount="50%", base="x")),
        attributes=ATTRIBUTES, numeric=Numeric(scale=2),
    )  # fmt: skip
    (found,) = ran(made, facts(people=people("A", **CELLS))).findings()
    assert found.effects[0].amount == "1.25"


@pytest.mark.parametrize("scale", [-1, 10])
def test_a_quantity_has_at_most_nine_places(scale):
    problem = refused_quantity(Compute(formula="x / 3", scale=scale), attributes=ATTRIBUTES)
    assert (problem.code, problem.found) == ("FORM-NUMBER", f"{scale}（quantities.q）")


def test_places_and_bounds_of_a_pack_are_whole_and_possible():
    for field, text in (
        ("scale", 7),
        ("scale", -1),
        ("largest", "many"),
        ("rows", "0"),
        ("rows", "1.5"),
    ):
        (problem,) = refused(pack(numeric=Numeric(**{field: text})))
        assert (problem.code, problem.found) == ("FORM-NUMBER", f"{text}（numeric.{field}）")
    assert len(refused(pack(numeric=Numeric(scale=9, largest="-1", rows="x")))) == 3
