"""Earlier years: only decided results count, and an ungraded year does as the pack says."""

import pytest

from biaochi.packs.shapes import (
    Ballot,
    Change,
    Compute,
    Earlier,
    Numeric,
    Pattern,
    Score,
    Streak,
    VoteShare,
)
from tests.core.engine.building import agreed, facts, formulas, pack, people, ran, refused_quantity

GRADE = {"grade": Score(score="等次", kind="label")}


def given(**years):
    """Decided grades by person: ``A="2016 优秀, 2015 -"``; a dash is an ungraded year."""
    rows = []
    for person, text in years.items():
        for part in filter(None, text.split(", ")):
            year, what = part.split(" ")
            value = {} if what == "-" else {"value": what} if what[0].isdigit() else {"label": what}
            rows.append({"person": person, "period": year, "quantity": "grade", **value})
    scores = [{"person": p, "component": "等次", "period": "2017", "label": "优秀"} for p in years]
    return facts(people=people(*years), results=rows, scores=scores)


def remembered(world, quantities, **asked):
    run = ran(pack(quantities=quantities), world, **asked)
    agreed(run, world)
    return run


def test_an_earlier_result_is_read_as_the_kind_asked_for():
    world = given(A="2016 优秀", B="2016 1", C="2016 88.125", D="2016 -", F="")
    kinds = ("label", "number", "flag")
    quantities = GRADE | {k: Earlier(earlier="grade", kind=k) for k in kinds}
    run = remembered(world, quantities)
    found = {i: [run.value(i, k) for k in kinds] for i in "ABCDF"}
    none = "undetermined"
    assert found == {
        "A": ["优秀", none, none], "B": [none, "1", "true"], "C": [none, "88.125", none],
        "D": [none] * 3, "F": [none] * 3,
    }  # fmt: skip


def test_a_missing_year_and_an_ungraded_one_are_told_apart():
    run = remembered(given(D="2016 -", F=""), GRADE | {"q": Earlier(earlier="grade", kind="label")})
    assert run.needs("D", "q") == ["2016 年「grade」未定等次"]
    assert run.needs("F", "q") == ["2016 年「grade」没有结果"]


def test_an_earlier_quarter_is_the_same_quarter_a_year_back():
    rows = [{"person": "A", "period": "2016Q2", "quantity": "分", "value": "-2.5"}]
    quantities = {"now": Compute(formula="4"), "then": Earlier(earlier="分", years="1")}
    run = remembered(facts(people=people("A"), results=rows), quantities, period="2017Q2")
    assert run.value("A", "then") == "-2.5"


def test_a_change_is_this_period_minus_the_decided_result():
    rows = [{"person": "A", "period": "2015", "quantity": "total", "value": "80.5"}]
    quantities = formulas(total="88") | {"q": Change(change="total", years="2")}
    run = remembered(facts(people=people("A", "B"), results=rows), quantities)
    assert run.values("q") == {"A": "7.5", "B": "undetermined"}


STREAK = {"streak": "grade = '优秀'", "times": "3"}
YEARS = {
    "A": "2016 优秀, 2015 优秀", "B": "2016 优秀, 2015 称职", "C": "2016 优秀, 2015 -",
    "D": "2016 -, 2015 优秀, 2014 优秀", "F": "2016 -, 2015 优秀, 2014 称职",
    "G": "2016 优秀", "H": "2016 称职", "J": "2016 -, 2015 -, 2014 优秀, 2013 优秀",
}  # fmt: skip
STREAKS = {
    "breaks": "true false false false false undetermined false false",
    "asks": "true false undetermined undetermined undetermined undetermined false undetermined",
    "skips": "true false undetermined true false undetermined false undetermined",
}


@pytest.mark.parametrize("ungraded", STREAKS)
def test_three_years_running(ungraded):
    run = remembered(given(**YEARS), GRADE | {"q": Streak(**STREAK, ungraded_year=ungraded)})
    assert " ".join(run.values("q").values()) == STREAKS[ungraded]


def test_how_far_back_skipped_years_may_reach_is_stated():
    shapes = {f"q{n}": Streak(**STREAK, ungraded_year="skips", look_back=n) for n in (2, 4)}
    run = remembered(given(**YEARS), GRADE | shapes)
    assert [run.value("J", n) for n in shapes] == ["undetermined", "true"]


def test_a_pattern_has_a_condition_for_each_year_and_knows_what_does_not_change():
    near = "grade in ['称职', '不称职'] and name = '安'"
    shape = Pattern(pattern=(near, "grade = '称职'", "grade = '优秀'"), ungraded_year="breaks")
    run = remembered(
        given(A="2016 称职, 2015 不称职", B="2016 称职, 2015 不称职"), GRADE | {"q": shape}
    )
    assert run.values("q") == {"A": "true", "B": "false"}


def test_a_condition_without_any_result_is_never_ungraded():
    shape = Streak(streak="name = '安'", times="2", ungraded_year="asks")
    run = remembered(given(A="", B=""), GRADE | {"q": shape})
    assert run.values("q") == {"A": "true", "B": "false"}


def test_flags_and_numbers_of_earlier_years_are_used_as_they_are_now():
    rows = [
        {"person": p, "period": "2016", "quantity": q, "value": v}
        for p, q, v in (
            ("A", "last", "1"),
            ("A", "total", "59.999"),
            ("B", "last", "0"),
            ("B", "total", "60"),
        )
    ]
    quantities = formulas(total="88.5", last="total > 60", rounded="round(total, 1)") | {
        "q": Pattern(pattern=("last and round(total, 1) < 60", "last"), ungraded_year="asks"),
    }
    run = remembered(facts(people=people("A", "B"), results=rows), quantities)
    assert run.values("q") == {"A": "false", "B": "false"}


WRONG = {
    "of a matter": (Earlier(of="whole", earlier="x"), "FORM-SUBJECT", "whole"),
    "eleven years back": (Earlier(earlier="x", years="11"), "FORM-NUMBER", "11"),
    "half a year back": (Earlier(earlier="x", years="0.5"), "FORM-NUMBER", "0.5"),
    "no year back": (Earlier(earlier="x", years="0"), "FORM-NUMBER", "0"),
    "as a pair": (
        Streak(streak="share > 1/2", times="2", ungraded_year="asks"),
        "FORM-KIND",
        "比例",
    ),
    "eleven times": (
        Streak(streak="true", times="11", ungraded_year="asks"),
        "FORM-NUMBER",
        "11 年",
    ),
    "in no year": (Pattern(pattern=(), ungraded_year="asks"), "FORM-NUMBER", "0 年"),
    "skipping less than it looks back": (
        Streak(streak="true", times="3", ungraded_year="skips", look_back=1),
        "FORM-NUMBER",
        "3 年",
    ),
    "a change of labels": (Change(change="grade"), "FORM-KIND", "文字"),
    "by tags": (
        Streak(streak="tagged('重')", times="2", ungraded_year="asks"),
        "FORM-NAME",
        "tagged('重')",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_remembering_is_refused(what):
    shape, code, found = WRONG[what]
    quantities = GRADE | {"share": VoteShare(share=("好",), from_="b", base="valid")}
    ballots = {"b": Ballot(question="总体", options=("好",))}
    problem = refused_quantity(shape, quantities=quantities, ballots=ballots)
    assert (problem.code, problem.found) == (code, f"{found}（quantities.q）")


def test_rounding_of_an_earlier_year_is_the_packs():
    rows = [{"person": "A", "period": "2016", "quantity": "total", "value": "59.5"}]
    world = facts(people=people("A"), results=rows)
    quantities = formulas(total="59.5") | {
        "q": Streak(streak="round(total) = 59", times="2", ungraded_year="asks")
    }
    made = pack(quantities=quantities, numeric=Numeric(scale=1, rounding="floor"))
    assert ran(made, world).value("A", "q") == "true"
