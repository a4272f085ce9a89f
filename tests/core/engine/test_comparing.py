"""Places, last, bottom, relative values and quotas inside a group."""

import pytest

from biaochi.packs.shapes import (
    Bottom,
    Group,
    GroupFigure,
    Last,
    Numeric,
    Percentile,
    Quota,
    Rank,
    RankScore,
    Relative,
    Score,
)
from tests.core.engine.building import agreed, facts, pack, people, posts, ran, units

ALL = {"within": "all"}
GROUPS = {
    "all": Group(),
    "team": Group(by=("unit",)),
    "heads": Group(members="role = 'head'"),
    "known": Group(members="known(total)"),
}
TEAM = dict(zip("ABCDF", ("90", "85", "85", "60", "60"), strict=True))


def given(scores, held=()):
    rows = [
        {"person": p, "component": "总分", "period": "2017", "value": v} for p, v in scores.items()
    ]
    there = dict.fromkeys([*scores, *(h.split()[0] for h in held)])
    return facts(people=people(*there), units=units(U1=None, U2=None), scores=rows,
                 posts=posts(*held))  # fmt: skip


def compared(world, **shapes):
    quantities = {"total": Score(score="总分")} | shapes
    numeric = Numeric(scale=2, rounding="half_up", largest="200", rows="10")
    run = ran(pack(quantities=quantities, groups=GROUPS, numeric=numeric), world)
    agreed(run, world)
    return run


def row(run, name):
    return " ".join(run.values(name).values())


def test_places_with_ties_go_by_the_stated_way():
    ways = ("min", "dense", "max")
    shapes = {t: Rank(rank="total", order="desc", ties=t, **ALL) for t in ways}
    shapes |= {f"up_{t}": Rank(rank="total", order="asc", ties=t, **ALL) for t in ways}
    run = compared(given(TEAM), **shapes)
    assert [row(run, n) for n in shapes] == [
        "1 2 2 4 4", "1 2 2 3 3", "1 3 3 5 5", "5 3 3 1 1", "3 2 2 1 1", "5 4 4 2 2",
    ]  # fmt: skip


def test_last_and_bottom_at_a_tied_edge():
    run = compared(
        given(TEAM), counts=Last(last="total", joint="counts", **ALL),
        alone=Last(last="total", joint="not", **ALL),
        first=Last(last="total", joint="not", order="asc", **ALL),
        all_in=Bottom(bottom="total", places="3", **ALL),
        all_out=Bottom(bottom="total", places="3", ties="all_out", **ALL),
    )  # fmt: skip
    assert row(run, "counts") == "false false false true true"
    assert row(run, "alone") == "false false false false false"
    assert row(run, "first") == "true false false false false"
    assert row(run, "all_in") == "false true true true true"
    assert row(run, "all_out") == "false false false true true"


def test_nobody_is_last_alone():
    run = compared(
        given({"A": "90"}), last=Last(last="total", joint="counts", **ALL),
        low=Bottom(bottom="total", places="1", **ALL),
        share=Percentile(percentile="total", **ALL),
    )  # fmt: skip
    assert [row(run, n) for n in ("last", "low", "share")] == ["false", "false", "undetermined"]


def test_figures_of_a_group_and_values_relative_to_it():
    kinds = ("size", "best", "worst", "mean", "median", "total")
    shapes = {f"of_{k}": GroupFigure(group=k, by="total", scale=2, **ALL) for k in kinds}
    shapes["members"] = GroupFigure(group="size", **ALL)
    shapes |= {f"to_{t}": Relative(relative="total", to=t, times="100", **ALL)
               for t in ("best", "mean", "median")}  # fmt: skip
    shapes["share"] = Percentile(percentile="total", **ALL)
    run = compared(given({"A": "90", "B": "80", "C": "75", "D": "60"}), **shapes)
    found = {n: run.value("B", n) for n in shapes}
    assert found == {
        "of_size": "4",
        "of_best": "90",
        "of_worst": "60",
        "of_mean": "76.25",
        "of_median": "77.5",
        "of_total": "305",
        "members": "4",
        "to_best": "88.89",
        "to_mean": "104.92",
        "to_median": "103.23",
        "share": "2/3",
    }


def test_a_place_gives_a_score_not_under_the_least():
    run = compared(
        given(TEAM), place=Rank(rank="total", order="desc", ties="min", **ALL),
        score=RankScore(rank_score="place", first="200", step="4"),
        floored=RankScore(rank_score="place", first="200", step="4", at_least="190"),
    )  # fmt: skip
    assert row(run, "score") == "200 196 196 188 188"
    assert row(run, "floored") == "200 196 196 190 190"


def test_one_unknown_member_blocks_the_comparison_or_is_left_out():
    shapes = {
        m: Rank(rank="total", order="desc", ties="min", missing=m, **ALL)
        for m in ("block", "exclude")
    }
    run = compared(given(TEAM | {"B": None}), **shapes)
    assert row(run, "block") == " ".join(["undetermined"] * 5)
    assert row(run, "exclude") == "1 undetermined 2 3 3"


def test_groups_are_apart_and_who_is_in_none_has_no_place():
    held = ("A U1 head", "B U1 staff", "C U2 head", "D U2 staff")
    rank = {"rank": "total", "order": "desc", "ties": "min"}
    run = compared(
        given(TEAM, held), team=Rank(**rank, within="team"), heads=Rank(**rank, within="heads"),
        lax=Rank(**rank, within="heads", missing="exclude"),
    )  # fmt: skip
    assert row(run, "team") == "1 2 1 2 undetermined"
    assert row(run, "heads") == " ".join(["undetermined"] * 5)
    assert row(run, "lax") == "1 undetermined 2 undetermined undetermined"


EIGHT = dict(zip("ABCDFGHJ", "98776543", strict=True))
QUOTA = {"quota": "total", "ties": "all_in"} | ALL
PLACES = {
    "floor": ({"share": "20%", "places": "floor"}, "A"),
    "ceil": ({"share": "20%", "places": "ceil"}, "AB"),
    "half_up": ({"share": "20%", "places": "half_up"}, "AB"),
    "all tied at the edge": ({"share": "3/8", "places": "floor"}, "ABCD"),
    "none tied at the edge": ({"share": "3/8", "places": "floor", "ties": "all_out"}, "AB"),
    "from the low end": ({"share": "25%", "places": "floor", "order": "asc"}, "HJ"),
    "everyone": ({"share": "1", "places": "largest_remainder"}, "ABCDFGHJ"),
    "of whom only": ({"share": "1/2", "places": "floor", "only": "total < 8"}, "CDFG"),
}  # fmt: skip


@pytest.mark.parametrize("what", PLACES)
def test_a_quota_gives_its_places_best_first(what):
    more, chosen = PLACES[what]
    run = compared(given(EIGHT), top=Quota(**(QUOTA | more)))
    found = run.values("top")
    assert {i for i, v in found.items() if v == "true"} == set(chosen)
    assert set(found.values()) == {"true", "false"} if len(chosen) < 8 else {"true"}


def test_a_tie_over_the_edge_may_be_left_to_ask():
    run = compared(given(EIGHT), top=Quota(**(QUOTA | {
        "share": "3/8", "places": "floor", "ties": "ask"})))  # fmt: skip
    assert row(run, "top") == "true true undetermined undetermined false false false false"
    assert run.needs("C", "top") == ["并列跨过名额，须人工决定"]


def test_the_largest_remainders_take_the_places_that_are_left():
    held = [f"{p} U1 staff" for p in "ABCDF"] + [f"{p} U2 staff" for p in "GHJ"]
    shape = Quota(**(QUOTA | {"within": "team", "share": "20%", "places": "largest_remainder"}))
    run = compared(given(EIGHT, held), top=shape)
    assert {i for i, v in run.values("top").items() if v == "true"} == {"A", "G"}


@pytest.mark.parametrize(("ties", "chosen"), [("all_in", "AD"), ("all_out", ""), ("ask", "?")])
def test_groups_tied_for_the_last_place_go_by_ties(ties, chosen):
    held = [f"{p} U1 staff" for p in "ABC"] + [f"{p} U2 staff" for p in "DFG"]
    scores = dict(zip("ABCDFG", "987654", strict=True))
    more = {"within": "team", "share": "20%", "places": "largest_remainder", "ties": ties}
    run = compared(given(scores, held), top=Quota(**(QUOTA | more)))
    found = run.values("top")
    if chosen == "?":
        assert set(found.values()) == {"undetermined"}
    else:
        assert {i for i, v in found.items() if v == "true"} == set(chosen)


def test_a_doubtful_candidate_blocks_a_quota_or_is_passed_over():
    scores = EIGHT | {"B": None}
    more = {"share": "1/4", "places": "floor"}
    run = compared(
        given(scores), block=Quota(**(QUOTA | more)),
        lax=Quota(**(QUOTA | more | {"missing": "exclude"})),
        only=Quota(**(QUOTA | more | {"missing": "exclude", "only": "role = 'head'"})),
        known=Quota(**(QUOTA | more | {"within": "known"})),
    )  # fmt: skip
    assert set(run.values("block").values()) == {"undetermined"}
    assert row(run, "lax") == "true undetermined true true false false false false"
    assert set(run.values("only").values()) == {"undetermined"}
    assert row(run, "known") == "true false false false false false false false"


def test_a_ratio_is_compared_only_after_it_is_rounded():
    run = compared(
        given(TEAM), half=RankScore(rank_score="total", first="1", step="1/3"),
        place=Rank(rank="half", order="desc", ties="min", **ALL),
    )  # fmt: skip
    assert row(run, "place") == "5 3 3 1 1"
