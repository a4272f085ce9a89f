"""Quantities made of others: scores, places, what travels, what is remembered."""

from random import Random

from biaochi.packs.shapes import (
    Band,
    Bands,
    Bottom,
    BySheet,
    Change,
    Choose,
    Compute,
    Deadline,
    Earlier,
    GroupFigure,
    Last,
    Lookup,
    Map,
    OptionMean,
    Override,
    Pattern,
    Percentile,
    Quota,
    Rank,
    RankScore,
    Relative,
    Roll,
    Score,
    Service,
    Streak,
    Terms,
    Votes,
    VoteShare,
    Weighted,
)
from tests.agreement.worlds import OPTIONS


def scored(random: Random, missing: str) -> dict[str, object]:
    weights = {"achievement": "50%", "daily": "30%", "bonus": "20%"}
    ratios = {"good_share": "1/3", "daily": "2/3"}
    stated = random.choice(["block", "zero", "renormalise"])
    ballot = {"from_": "review", "suppress_below": random.choice([None, "5"])}
    return {
        "achievement": Score(score="achievement"),
        "daily": Score(score="daily"),
        "score_label": Score(score="daily", kind="label"),
        "before": Score(score="achievement", years_back=1),
        "unit_score": Score(of="unit", score="project"),
        "points_share": Compute(formula="points / count_all", unit="share"),
        "ratio": Compute(
            formula="points / (achievement - 60)",
            scale=random.choice([0, 2, 4]),
            rounding=random.choice([None, "floor", "ceil", "half_even", "half_up"]),
        ),
        "chosen": Choose(
            choose="window", options={"calendar": "points + 1", "rolling": "points / 3"}
        ),
        "total": Weighted(weighted=weights, missing=stated, scale=2),
        "thirds": Weighted(weighted=ratios, missing=stated),
        "sheeted": BySheet(
            by_sheet=("leaders", "others"), missing=stated, scale=random.choice([None, 1])
        ),
        "good_votes": Votes(
            votes=("优秀", "称职"), rater_groups=random.choice([(), ("群众", "领导")]), **ballot
        ),
        "valid_votes": Votes(votes=random.choice(["valid", "cast", "eligible"]), **ballot),
        "good_share": VoteShare(
            share=("优秀", "称职"), base=random.choice(["valid", "cast", "eligible"]), **ballot
        ),
        "opinion": OptionMean(
            option_mean={"优秀": "100", "称职": "85.5", "基本称职": "60", "不称职": "0"},
            scale=random.choice([None, 1, 3]),
            **ballot,
        ),
        "weighed": OptionMean(
            option_mean=dict(zip(OPTIONS, ["5", "3", "1", "0"], strict=True)),
            weights={"领导": "40%", "群众": "40%", "代表": "20%"},
            merge_below=random.choice([None, "3", "10"]),
            merge_into="群众",
            missing=stated,
            from_="review",
        ),
        "grade": Map(
            bands=Bands(
                on="total",
                table=(
                    Band(at_least="90", gives="优秀"),
                    Band(at_least="70", below="90", gives="称职"),
                    Band(above="60", below="70", when="leading", gives="基本称职"),
                    Band(at_most="60", gives="不称职"),
                ),
                overrides=(
                    Override(when="points > 10", gives="不称职"),
                    Override(when="good_share < 1/3", gives="基本称职"),
                ),
            )
        ),
        "rated": Map(
            bands=Bands(
                on="good_share",
                table=(
                    Band(at_least="85%", gives="100"),
                    Band(at_least="1/3", below="85%", gives="80.5"),
                    Band(below="1/3", gives="0"),
                ),
            )
        ),
        "looked": Lookup(
            lookup=random.choice(["grade", "unit", "score_label"]),
            table={"优秀": "1.2", "称职": "1", "不称职": "0"},
            otherwise=random.choice([None, "0.8"]),
        ),
        "named": Lookup(
            lookup="role",
            table={"head": "正", "deputy": "副"},
            otherwise=random.choice([None, "其他"]),
        ),
        "limit": Deadline(
            deadline=random.choice(["first_day", "joined", "open_day", "as_of"]),
            after=random.choice(
                ["15 working_days", "3 months", "2 years", "10 days", "term", "open_term"]
            ),
        ),
        "limit2": Deadline(
            deadline="first_day", after=random.choice(["5 working_days", "1 months"])
        ),
        "served": Service(
            service=random.choice(["days", "months", "years"]),
            where=random.choice([None, "role = 'head'", "load > seniority", "level = '正科'"]),
        ),
        "terms": Terms(
            terms=random.choice(["5 years", "18 months", "1 years"]),
            partial=random.choice(["counts", "not", "half"]),
            where=random.choice([None, "role in ['head', 'deputy']"]),
        ),
    }


def compared(random: Random, missing: str) -> dict[str, object]:
    group = lambda: random.choice(["world_all", "team", "tier", "leaders", "everyone"])  # noqa: E731
    order = lambda: random.choice(["desc", "asc"])  # noqa: E731
    miss = lambda: random.choice(["block", "exclude"])  # noqa: E731

    def value() -> str:
        return random.choice(
            ["points", "total", "daily", "achievement", "count_all", "points - bonus"]
        )

    found: dict[str, object] = {}
    for ties in ("min", "dense", "max"):
        found[f"place_{ties}"] = Rank(
            rank=value(), within=group(), order=order(), ties=ties, missing=miss()
        )
    for figure in ("size", "best", "worst", "mean", "median", "total"):
        found[f"group_{figure}"] = GroupFigure(
            group=figure, within=group(), by=value(), order=order(), missing=miss()
        )
    for to in ("best", "mean", "median"):
        found[f"to_{to}"] = Relative(
            relative=random.choice(["daily", "achievement"]),
            to=to,
            within=group(),
            times=random.choice(["1", "100", "1/3"]),
            order=order(),
            missing=miss(),
        )
    shared = [
        (p, t)
        for p in ("floor", "ceil", "half_up", "largest_remainder")
        for t in ("all_in", "all_out", "ask")
    ]
    for at, (places, ties) in enumerate(
        [*random.sample(shared, 2), ("largest_remainder", random.choice(["all_in", "ask"]))]
    ):
        only = random.choice([None, "leading", "points < 2", "not is_last"])
        found[f"quota_{at}"] = Quota(
            quota=value(),
            within=group(),
            share=random.choice(["20%", "1/3", "50%", "1%", "0", "1"]),
            places=places,
            ties=ties,
            only=only,
            order=order(),
            missing=miss(),
        )
    return found | {
        "shared_out": Quota(
            quota="points",
            within="leaders",
            share="1/3",
            places="largest_remainder",
            ties=random.choice(["all_in", "all_out", "ask"]),
            missing="block",
        ),
        "head_count": GroupFigure(group="size", within=group()),
        "is_last": Last(
            last=value(), within=group(), joint="counts", order=order(), missing=miss()
        ),
        "alone_last": Last(
            last=value(), within=group(), joint="not", order=order(), missing=miss()
        ),
        "near": Bottom(
            bottom=value(),
            within=group(),
            places=random.choice(["1", "3"]),
            order=order(),
            missing=miss(),
        ),
        "near_strict": Bottom(
            bottom=value(),
            within=group(),
            places="2",
            ties="all_out",
            order=order(),
            missing=miss(),
        ),
        "centile": Percentile(percentile=value(), within=group(), order=order(), missing=miss()),
        "in_quota": Quota(
            quota="total",
            within="world_all",
            share="1/3",
            places="half_up",
            ties=random.choice(["all_in", "all_out", "ask"]),
            missing=miss(),
        ),
        "by_place": RankScore(
            rank_score="place_min", first="200", step="4.5", at_least=random.choice([None, "190"])
        ),
        "unit_place": Rank(
            of="unit",
            rank="unit_total",
            within="unit_type",
            order=order(),
            ties="min",
            missing=miss(),
        ),
        "unit_median": GroupFigure(
            of="unit", group="median", within="unit_type", by="size", missing=miss()
        ),
    }


def carried(random: Random, missing: str) -> dict[str, object]:
    miss = lambda: random.choice(["block", "exclude", "zero"])  # noqa: E731
    take = lambda: random.choice(["sum", "mean", "min", "max", "count"])  # noqa: E731
    flags = lambda: random.choice(["any", "all", "count"])  # noqa: E731
    return {
        "staff_points": Roll(
            of="unit",
            roll="points",
            from_="staff",
            take="sum",
            share=random.choice(["1", "1/2", "30%"]),
            missing=miss(),
        ),
        "staff_take": Roll(of="unit", roll="daily", from_="staff", take=take(), missing=miss()),
        "staff_labels": Roll(
            of="unit",
            roll="grade",
            from_="staff",
            take="count",
            missing=random.choice(["block", "exclude"]),
        ),
        "staff_flags": Roll(of="unit", roll="is_last", from_="staff", take=flags(), missing=miss()),
        "staff_any": Roll(
            of="unit", roll="any_reported", from_="heads", take="any", missing=miss()
        ),
        "staff_all": Roll(
            of="unit", roll="any_reported", from_="staff", take="all", missing=miss()
        ),
        "unit_total": Compute(of="unit", formula="unit_points + staff_points - unit_overdue"),
        "from_units": Roll(
            roll="unit_points",
            from_=random.choice(["places_held", "line_units", "projects"]),
            take=take(),
            missing=miss(),
        ),
        "team_points": Roll(roll="points", from_="team", take=take(), missing=miss()),
        "line_once": Roll(
            roll=random.choice(["points", "events_all"]),
            from_=random.choice(["line_staff", "team", "nominated"]),
            each_event="once",
            share="1/2",
        ),
        "once": Roll(of="unit", roll="points", from_="staff", each_event="once"),
        "nominee": Roll(
            roll="points",
            from_=random.choice(["nominated", "nominators"]),
            take=take(),
            missing=miss(),
        ),
        "parents": Roll(
            of="unit",
            roll="unit_points",
            from_=random.choice(["above", "below"]),
            take=take(),
            missing=miss(),
        ),
        "tree": Roll(of="unit", roll="unit_points", from_="under", take="sum", missing=miss()),
        "matter_people": Roll(
            of="matter", roll="points", from_="named_people", take="sum", missing=miss()
        ),
        "incident_units": Roll(
            of="incident", roll="unit_points", from_="named_units", take=take(), missing=miss()
        ),
    }


def remembered(random: Random, missing: str) -> dict[str, object]:
    mode = lambda: random.choice(["breaks", "skips", "asks"])  # noqa: E731
    return {
        "total_before": Earlier(earlier="total"),
        "grade_before": Earlier(earlier="grade", kind="label", years="2"),
        "last_year_last": Earlier(earlier="is_last", kind="flag"),
        "unit_before": Earlier(of="unit", earlier="total"),
        "total_label": Earlier(earlier="total", kind="label"),
        "moved": Change(change="total", years=random.choice(["1", "2"])),
        "slipping": Pattern(
            pattern=("grade = '称职'", "total < 80", "is_last or total < 60"), ungraded_year=mode()
        ),
        "deep": Streak(
            streak="grade in ['不称职', '基本称职']",
            times=random.choice(["2", "3"]),
            ungraded_year=mode(),
        ),
        "deeper": Streak(
            streak="total < 80",
            times="2",
            ungraded_year="skips",
            look_back=random.choice([None, 3]),
        ),
    }
