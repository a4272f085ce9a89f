"""Tallied votes: exact shares, turnout, option means, small groups kept hidden."""

import pytest

from biaochi.packs.shapes import Ballot, Compute, Numeric, OptionMean, Parameter, Votes, VoteShare
from tests.core.engine.building import agreed, facts, pack, people, ran, refused_quantity

OPTIONS = ("优秀", "称职", "不称职")
PARTS = {
    "ballots": {
        "review": Ballot(question="总体", options=OPTIONS, label="年度测评"),
        "leaders": Ballot(question="总体", options=OPTIONS, where="rater_group = '领导'"),
        "late": Ballot(question="总体", options=OPTIONS, where="held_on > period_start"),
    },
    "parameters": {"five": Parameter(value="5"), "blank": Parameter(unit="share")},
}
MEAN = {"option_mean": {"优秀": "100", "称职": "80", "不称职": "50"}, "from_": "review"}
WEIGHTS = {"领导": "60%", "群众": "40%"}


def tally(subject, group, *votes, **more):
    """Rows of one rater group; valid is the sum, two more were cast, four more eligible."""
    valid = sum(votes)
    base = {"valid": valid, "cast": valid + 2, "eligible": valid + 4} | more
    return [
        {"session": "s", "subject": subject, "rater_group": group, "question": "总体",
         "option": o, "votes": n, "period": "2017", **base}
        for o, n in zip(OPTIONS, votes, strict=True)
    ]  # fmt: skip


GIVEN = facts(
    people=people("A", "B", "C"),
    ballots=[
        *tally("A", "领导", 2, 1, 0), *tally("A", "群众", 20, 30, 10),
        *tally("B", "领导", 1, 1, 2), *tally("B", "群众", 0, 0, 0),
        {**tally("A", "群众", 5, 5, 5)[0], "question": "廉洁"},
    ],
)  # fmt: skip


def voted(given=GIVEN, **shapes):
    run = ran(pack(quantities=shapes, **PARTS), given)
    agreed(run, given)
    return run


def test_votes_and_bases_are_counted_once_per_session_and_group():
    run = voted(
        good=Votes(votes=("优秀", "称职"), from_="review"),
        valid=Votes(votes="valid", from_="review"),
        cast=Votes(votes="cast", from_="review"),
        eligible=Votes(votes="eligible", from_="review"),
        mass=Votes(votes=("优秀",), from_="review", rater_groups=("群众",)),
        led=Votes(votes=("优秀",), from_="leaders", unit="票"),
    )
    assert run.values("good") == {"A": "53", "B": "2", "C": "undetermined"}
    assert run.values("valid") == {"A": "63", "B": "4", "C": "undetermined"}
    assert [run.value("A", n) for n in ("cast", "eligible", "mass", "led")] == [
        "67",
        "71",
        "20",
        "2",
    ]
    assert run.plan.node("led").typed.unit == "票"


def test_a_share_is_a_pair_compared_without_division():
    run = voted(
        share=VoteShare(share=("优秀",), from_="review", base="valid", rater_groups=("群众",)),
        third=Compute(formula="share >= 1/3"), over=Compute(formula="share > 1/3"),
        none=VoteShare(share=("优秀",), from_="leaders", base="cast"),
    )  # fmt: skip
    assert run.value("A", "share") == "20/60"
    assert (run.value("A", "third"), run.value("A", "over")) == ("true", "false")
    assert run.value("B", "share") == "undetermined"
    assert run.value("A", "none") == "2/5"


def test_few_votes_are_kept_hidden_and_said_to_be_few():
    run = voted(
        share=VoteShare(share=("优秀",), from_="review", base="valid", suppress_below="five"),
        good=Votes(votes=("优秀",), from_="review", suppress_below="5"),
        mean=OptionMean(**MEAN, suppress_below="5"),
        enough=Votes(votes=("优秀",), from_="review", suppress_below="4"),
    )  # fmt: skip
    assert [run.value("A", n) for n in ("share", "good", "mean")] == ["22/63", "22", "82.22"]
    assert [run.value("B", n) for n in ("share", "good", "mean")] == ["undetermined"] * 3
    assert run.value("B", "enough") == "1"
    assert run.needs("B", "good") == ["有效票少于最低票数，不予显示"]


def test_an_option_mean_is_over_all_votes_or_by_weighted_groups():
    run = voted(
        plain=OptionMean(**MEAN), weighted=OptionMean(**MEAN, weights=WEIGHTS),
        whole=OptionMean(**MEAN, weights=WEIGHTS, scale=0),
        even=OptionMean(**MEAN, weights=WEIGHTS, missing="renormalise"),
        zero=OptionMean(**MEAN, weights=WEIGHTS, missing="zero"),
    )  # fmt: skip
    assert [run.value("A", n) for n in ("plain", "weighted", "whole")] == ["82.22", "88.666", "89"]
    assert [run.value("B", n) for n in ("plain", "weighted", "even", "zero")] == [
        "70", "undetermined", "70", "42",
    ]  # fmt: skip
    assert run.values("plain")["C"] == "undetermined"


def test_a_small_group_joins_another_with_its_votes_and_weight():
    merged = OptionMean(**MEAN, weights=WEIGHTS, merge_below="five", merge_into="群众")
    run = voted(mean=merged)
    assert run.value("A", "mean") == "82.22"
    assert run.value("B", "mean") == "undetermined"


def test_a_group_large_enough_stays_by_itself():
    given = facts(
        people=people("A"), ballots=[*tally("A", "领导", 5, 0, 0), *tally("A", "群众", 0, 9, 0)]
    )
    run = voted(given, mean=OptionMean(**MEAN, weights=WEIGHTS, merge_below="5", merge_into="群众"))
    assert run.value("A", "mean") == "92"


def test_a_value_of_an_option_may_be_a_parameter_even_an_open_one():
    shape = {**MEAN, "option_mean": {**MEAN["option_mean"], "优秀": "five"}}
    run = voted(known=OptionMean(**shape), open=OptionMean(
        **{**MEAN, "option_mean": {"优秀": "blank", "称职": "80"}}))  # fmt: skip
    assert run.value("A", "known") == "49.05"
    assert run.value("A", "open") == "undetermined"
    assert "参数「blank」未填写" in run.needs("A", "open")


WRONG = {
    "of no ballot": (Votes(votes="valid", from_="reviews"), "FORM-SOURCE", "reviews"),
    "of no option": (Votes(votes=("优",), from_="review"), "FORM-OPTION", "优"),
    "of an option without value": (
        OptionMean(option_mean={"良": "1"}, from_="review"),
        "FORM-OPTION",
        "良",
    ),
    "weighted to 95 percent": (
        OptionMean(**MEAN, weights={"领导": "60%", "群众": "35%"}),
        "PLAN-WEIGHTS",
        "95%",
    ),
    "merged into nobody": (
        OptionMean(**MEAN, weights=WEIGHTS, merge_below="5", merge_into="代表"),
        "FORM-NAME",
        "代表",
    ),
    "of an open weight": (
        OptionMean(**MEAN, weights={"领导": "60%", "群众": "blank"}),
        "PLAN-WEIGHTS",
        "60%",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_votes_are_refused(what):
    shape, code, found = WRONG[what]
    problem = refused_quantity(shape, **PARTS)
    assert (problem.code, problem.found) == (code, f"{found}（quantities.q）")


def test_means_of_groups_need_a_written_rounding():
    shape = OptionMean(**MEAN, weights=WEIGHTS)
    problem = refused_quantity(shape, **PARTS, numeric=Numeric())
    assert problem.code == "PLAN-ROUNDING"


def test_a_ballot_may_be_told_apart_by_the_days_of_the_period():
    shape = Votes(votes="valid", from_="late")
    early, late = (
        facts(people=people("A"), ballots=tally("A", "群众", 1, 1, 1, held_on=day))
        for day in ("2017-01-01", "2017-01-02")
    )
    assert voted(early, q=shape).value("A", "q") == "undetermined"
    assert voted(late, q=shape).value("A", "q") == "3"
