"""Packs that use every operator of the language, with its modes chosen by a random source."""

import re
from dataclasses import replace
from random import Random

from biaochi.packs.shapes import (
    Alternative, Attribute, Ballot, Band, Bands, Basis, Bottom, BySheet, Catalogue, Change, Choose,
    Collect, Compute, Deadline, Document, Duty, Earlier, Effect, ExceptionRule, Group, GroupFigure,
    Item, Label, Last, Lookup, Map, Monitor, Numeric, OptionMean, Override, Pack, Parameter,
    Pattern, Percentile, Pool, Quota, Rank, RankScore, Reading, Relation, Relative, Requires, Roll,
    Rule, Score, Service, Sheet, Source, Span, Statistic, Streak, Subject, Terms, VoteShare, Votes,
    Weighted,
)  # fmt: skip
from tests.agreement.worlds import LARGEST, OPTIONS

BASIS = Basis(document="d", clause="第一条")
LABEL = Label(zh="规则", en="rule")
ITEMS = (
    Item(code="A1", aspect="德", points="2", cap="3", tags=("重",)),
    Item(code="A2", aspect="德", points="1.5"), Item(code="A3", aspect="能", cap="0.5"),
    Item(code="A4", aspect="能", points="0"),
)  # fmt: skip
CATALOGUES = {
    "neg": Catalogue(id="neg", label=LABEL, sign="takes", items=ITEMS),
    "pos": Catalogue(
        id="pos", label=LABEL, sign="adds",
        items=(Item(code="B1", points="3", tags=("重",)), Item(code="B2", points="0.25", cap="10")),
    ),
    "mix": Catalogue(id="mix", label=LABEL, sign="either", items=(Item(code="C1", points="-4"),)),
}  # fmt: skip
PARAMETERS = {
    "line": Parameter(value="2.5", unit="points"), "third": Parameter(value="1/3", unit="share"),
    "open_number": Parameter(), "open_day": Parameter(unit="date"), "term": Parameter(value="15", unit="working_days"),
    "open_term": Parameter(unit="days"), "open_label": Parameter(unit="label"),
    "since_then": Parameter(value="2017-03-01"), "线": Parameter(value="10%"),
    "dated": Parameter(values={"2016-01-01": "3", "2017-10-01": "4"}),
}  # fmt: skip
RELATIONS = {
    "staff": Relation(of="unit", to="person", by="members"),
    "heads": Relation(of="unit", to="person", by="members", where="role = 'head'"),
    "places_held": Relation(of="person", to="unit", by="posts_held", where="from <= add_working_days(date('2017-02-20'), 10)"),
    "team": Relation(of="person", to="person", by="colleagues", mine="role in ['head', 'deputy']"),
    "line_units": Relation(of="person", to="unit", by="line"),
    "line_staff": Relation(of="person", to="person", by="line_members", where="not (role = 'head')"),
    "nominated": Relation(of="person", to="person", by="links", kind="nominator"),
    "nominators": Relation(of="person", to="person", by="links", kind="nominator", reversed=True, where="known(from_on)"),
    "projects": Relation(of="person", to="unit", by="links", kind="project"),
    "above": Relation(of="unit", to="unit", by="parent"),
    "below": Relation(of="unit", to="unit", by="children"),
    "under": Relation(of="unit", to="unit", by="descendants"),
    "named_people": Relation(of="matter", to="person", by="named"),
    "named_units": Relation(of="incident", to="unit", by="named", where="item in ['A1', 'A2']"),
}  # fmt: skip
ATTRIBUTES = {
    "world": Attribute(), "area": Attribute(of="unit", from_="units"), "leading": Attribute(kind="flag"), "seniority": Attribute(kind="number"),
    "joined": Attribute(kind="date"), "band": Attribute(), "load": Attribute(kind="number", from_="posts"),
    "size": Attribute(of="unit", kind="number", from_="units"),
}  # fmt: skip
WINDOWS = [
    "period", "all", {"quarter": "1"}, {"quarter": "2"}, {"half": "1"}, {"half": "2"}, {"month": "3"},
    {"months": "12"}, {"months": "7"}, {"years": "2"},
    {"reading": "window", "options": {"calendar": "period", "rolling": {"months": "12"}}},
]  # fmt: skip
DATED = [
    {"since": "joined"}, {"until": "add_months(joined, 6)"}, {"since": "since_then", "until": "open_day"},
    {"since": "date('2017-02-28')", "until": "period_end"},
]  # fmt: skip
USED_BY_RULES = {
    "points", "total", "near", "found", "daily", "unit_overdue", "matter_points", "any_reported",
    "count_all", "is_last", "limit2", "all_people", "all_rows", "first_day",
}  # fmt: skip
AMOUNTS = ["points", "bonus", "mixed", "achievement", "daily", "seniority", "count_all", "line", "capped", "worst"]
RATIOS = ["good_share", "points_share"]
FLAGS = ["leading", "any_reported", "near", "in_quota", "deep", "last_year_last"]
LABELS = ["grade", "unit", "role", "sex", "band", "score_label"]
DAYS = ["birth_on", "joined", "as_of", "period_start", "period_end", "first_day", "limit", "open_day"]


def number(random: Random, depth: int) -> str:
    """A formula that is an amount."""
    kind = random.randrange(14) if depth else random.randrange(3)
    if kind == 0:
        return random.choice(["0", "1", "2", "0.5", "80%", "1/3", "2.25", "1000", "open_number", "third", "dated"])
    if kind <= 2:
        return random.choice(AMOUNTS + RATIOS)
    a, b, c = (number(random, depth - 1) for _ in range(3))
    simple = random.choice(AMOUNTS)
    return [
        f"({a} + {b})", f"({a} - {b})", f"({simple} * {b})", f"({a} / {simple})",
        f"min({a}, {b})", f"max({a}, {b}, {c})", f"abs({a})", f"-({a})",
        f"(if {flag(random, depth - 1)} then {a} else {b})",
        random.choice([f"floor({a})", f"ceil({a})", f"round({a}, {random.randrange(4)})",
                       f"clamp({a}, {random.choice(['0', '-1/3', simple])}, {c})"]),
        random.choice([f"count_true({flag(random, 0)}, {flag(random, 0)})", f"days_between({day(random, 1)}, {day(random, 1)})",
                       f"months_between({day(random, 1)}, {day(random, 1)})", f"years_between({day(random, 0)}, {day(random, 1)})"]),
    ][kind - 3]  # fmt: skip


def flag(random: Random, depth: int) -> str:
    """A formula that is a condition."""
    if not depth:
        return random.choice([*FLAGS, "undetermined", "true", "known(points)", "sex = '男'"])
    sign = random.choice(["=", "!=", "<", "<=", ">", ">="])
    a, b = number(random, depth - 1), number(random, depth - 1)
    return random.choice([
        f"{a} {sign} {b}", f"{a} {sign} {b}",
        f"({flag(random, depth - 1)} and {flag(random, depth - 1)})",
        f"({flag(random, depth - 1)} or {flag(random, depth - 1)})",
        f"not ({flag(random, depth - 1)})", f"known({a})",
        f"{random.choice(LABELS)} in ['优秀', '男', '局', 'head']",
        f"{random.choice(LABELS)} {random.choice(['=', '!='])} {random.choice(LABELS)}",
        f"{day(random, depth - 1)} {sign} {day(random, depth - 1)}",
        f"(if {flag(random, depth - 1)} then {flag(random, depth - 1)} else {flag(random, depth - 1)})",
    ])  # fmt: skip


def day(random: Random, depth: int) -> str:
    """A formula that is a day."""
    if not depth:
        return random.choice([*DAYS, "date('2016-02-29')"])
    inner = day(random, depth - 1)
    return random.choice([
        inner, f"add_days({inner}, {random.choice(['0', '-3', 'count_all', '40'])})",
        f"add_months({inner}, {random.choice(['1', '-1', '13', 'count_all'])})",
        f"add_years({inner}, {random.choice(['1', '-4', 'count_all'])})",
        f"add_working_days({inner}, {random.choice(['1', '5', '20'])})",
    ])  # fmt: skip


def _collected(random: Random, missing: str) -> dict[str, object]:
    def over(table: str = "evidence") -> object:
        return random.choice(WINDOWS + (DATED if table not in {"scores", "results", "events"} else []))

    empty = lambda: random.choice([None, "zero", "undetermined"])  # noqa: E731
    found: dict[str, object] = {
        "points": Collect(op="sum", what="value", from_="neg", unit="points"),
        "bonus": Collect(op="sum", what="value", from_="pos", over=over(), empty=empty()),
        "mixed": Collect(op="sum", what="value", from_="mix", over=over(), at_least="-20", at_most="20.5"),
        "capped": Collect(op="sum", what="value", from_="neg", over="all", each="item", cap="catalogue", then=random.choice(["sum", "max", "min"])),
        "per_month": Collect(op="sum", what="value", from_="neg", over="all", each=random.choice(["month", "quarter", "half"]), cap="3", then=random.choice(["sum", "max", "count"])),
        "worst": Collect(op=random.choice(["max", "min"]), what="value", from_="neg", over="all", empty=empty()),
        "means": Collect(op="mean", what="value", from_="heavy", over="all"),
        "held_down": Collect(op="mean", what="value", from_="neg", over="all", at_most="2", at_least="0.5"),
        "mean_of_items": Collect(op="sum", what="value", from_="neg", over="all", each="item", then="mean"),
        "trimmed": Collect(op="trimmed_mean", what="value", from_="evidence", over="all", trim=random.choice([1, 2])),
        "count_all": Collect(op="count", what="rows", from_="evidence", over=over()),
        "matters": Collect(op="distinct", what="matter", from_="evidence", over="all", where="known(matter)"),
        "sources": Collect(op="distinct", what="source", from_="neg", over=over()),
        "events_all": Collect(op="distinct", what="event", from_="evidence", over="all"),
        "rounds": Collect(op=random.choice(["max", "sum", "count"]), what="round", from_="evidence", over="all"),
        "first_day": Collect(op="min", what="occurred_on", from_="evidence", over="all"),
        "first_item": Collect(op="first", what="item", from_="evidence", over="all"),
        "latest_value": Collect(op="latest", what="value", from_="neg", over="all", where="known(value)"),

        "known_moment": Collect(op="count", what="rows", from_="evidence", over="all", where="recorded_at >= date('2017-07-01') and days_between(occurred_on, recorded_at) < 300"),
        "any_reported": Collect(op="exists", what="rows", from_="neg", over=over(), where=random.choice([None, "known(due_on)", "done_on > due_on", "tagged('重')"]), empty=random.choice([None, "undetermined"])),
        "overdue_count": Collect(op="count", what="rows", from_="evidence", over="all", where=random.choice(["done_on > due_on", "days_between(due_on, done_on) > 20 or not known(due_on)", "done_on > add_working_days(due_on, 3)"])),
        "own_filter": Collect(op="sum", what="value", from_="neg", over="all", where=random.choice(["value > seniority", "aspect = '德' and leading", "occurred_on >= joined", "aspect in ['德'] or undetermined", "value / 3 > 1/3"])),
        "from_source": Collect(op="count", what="rows", from_="heavy", over=over()),
        "scores_sum": Collect(op=random.choice(["sum", "mean", "min", "max"]), what="value", from_="scores", over=over("scores"), where="component = 'daily'", empty=empty()),
        "decided": Collect(op=random.choice(["sum", "mean", "count"]), what=random.choice(["value"]), from_="results", over={"years": "4"}, where="quantity = 'total'", empty=empty()),
        "found": Collect(op="exists", what="rows", from_="determinations", over=over(), where="outcome = '成立' and rule = 'over'"),
        "taken": Collect(op="latest", what="measure", from_="measures", over="all"),
        "away": Collect(op="exists", what="rows", from_="absences", over=over(), where="kind = '病假'"),
        "posts_now": Collect(op="count", what="rows", from_="posts", over=over(), where="load > 1"),
        "linked": Collect(op="count", what="rows", from_="links", over=over()),
        "votes_rows": Collect(op="sum", what="votes", from_="ballots", over=random.choice(WINDOWS), where="option = '优秀'", empty=empty()),
        "unit_points": Collect(of="unit", op="sum", what="value", from_="neg", over=over_unit(random)),
        "unit_overdue": Collect(of="unit", op="count", what="rows", from_="duties", where=random.choice(["overdue", "late", "done and nil", "kind = 'return' and not done"])),
        "unit_due": Collect(of="unit", op=random.choice(["first", "latest", "min", "max"]), what="due_on", from_="duties"),
        "unit_returns": Collect(of="unit", op="count", what="rows", from_="events", over=random.choice(["period", "all", {"quarter": "2"}, {"half": "1"}]), where="nil"),
        "persons": Collect(of="unit", op="sum", what="value", from_="neg", over="all", each="person", cap="2.5", then="sum"),
        "all_points": Collect(of="whole", op="sum", what="value", from_="neg", over="all"),
        "all_rows": Collect(of="whole", op="count", what="rows", from_="evidence", over="all", where="value > 1"),
        "all_above": Collect(of="whole", op="count", what="rows", from_="neg", over="all", where="value > all_rows / 100"),
        "all_people": Collect(of="whole", op="count", what="rows", from_="people", where="leading"),
        "matter_rows": Collect(of="matter", op="count", what="rows", from_="evidence", over="all"),
        "matter_points": Collect(of="matter", op="sum", what="value", from_="neg", over="all"),
        "incident_points": Collect(of="incident", op="max", what="value", from_="evidence", over="all", empty=empty()),
        "round_rows": Collect(of="turn", op="count", what="rows", from_="evidence"),
    }  # fmt: skip
    return found


def over_unit(random: Random) -> object:
    """A window for a unit."""
    return random.choice(WINDOWS)


def _scored(random: Random, missing: str) -> dict[str, object]:
    weights = {"achievement": "50%", "daily": "30%", "bonus": "20%"}
    ratios = {"good_share": "1/3", "daily": "2/3"}
    stated = random.choice(["block", "zero", "renormalise"])
    ballot = {"from_": "review", "suppress_below": random.choice([None, "5"])}
    return {
        "achievement": Score(score="achievement"), "daily": Score(score="daily"),
        "score_label": Score(score="daily", kind="label"), "before": Score(score="achievement", years_back=1),
        "unit_score": Score(of="unit", score="project"),
        "points_share": Compute(formula="points / count_all", unit="share"),
        "ratio": Compute(formula="points / (achievement - 60)", scale=random.choice([0, 2, 4]), rounding=random.choice([None, "floor", "ceil", "half_even", "half_up"])),
        "chosen": Choose(choose="window", options={"calendar": "points + 1", "rolling": "points / 3"}),
        "total": Weighted(weighted=weights, missing=stated, scale=2),
        "thirds": Weighted(weighted=ratios, missing=stated),
        "sheeted": BySheet(by_sheet=("leaders", "others"), missing=stated, scale=random.choice([None, 1])),
        "good_votes": Votes(votes=("优秀", "称职"), rater_groups=random.choice([(), ("群众", "领导")]), **ballot),
        "valid_votes": Votes(votes=random.choice(["valid", "cast", "eligible"]), **ballot),
        "good_share": VoteShare(share=("优秀", "称职"), base=random.choice(["valid", "cast", "eligible"]), **ballot),
        "opinion": OptionMean(option_mean={"优秀": "100", "称职": "85.5", "基本称职": "60", "不称职": "0"}, scale=random.choice([None, 1, 3]), **ballot),
        "weighed": OptionMean(option_mean=dict(zip(OPTIONS, ["5", "3", "1", "0"], strict=True)), weights={"领导": "40%", "群众": "40%", "代表": "20%"}, merge_below=random.choice([None, "3", "10"]), merge_into="群众", missing=stated, from_="review"),
        "grade": Map(bands=Bands(on="total", table=(Band(at_least="90", gives="优秀"), Band(at_least="70", below="90", gives="称职"), Band(above="60", below="70", when="leading", gives="基本称职"), Band(at_most="60", gives="不称职")), overrides=(Override(when="points > 10", gives="不称职"), Override(when="good_share < 1/3", gives="基本称职")))),
        "rated": Map(bands=Bands(on="good_share", table=(Band(at_least="85%", gives="100"), Band(at_least="1/3", below="85%", gives="80.5"), Band(below="1/3", gives="0")))),
        "looked": Lookup(lookup=random.choice(["grade", "unit", "score_label"]), table={"优秀": "1.2", "称职": "1", "不称职": "0"}, otherwise=random.choice([None, "0.8"])),
        "named": Lookup(lookup="role", table={"head": "正", "deputy": "副"}, otherwise=random.choice([None, "其他"])),
        "limit": Deadline(deadline=random.choice(["first_day", "joined", "open_day", "as_of"]), after=random.choice(["15 working_days", "3 months", "2 years", "10 days", "term", "open_term"])),
        "limit2": Deadline(deadline="first_day", after=random.choice(["5 working_days", "1 months"])),
        "served": Service(service=random.choice(["days", "months", "years"]), where=random.choice([None, "role = 'head'", "load > seniority", "level = '正科'"])),
        "terms": Terms(terms=random.choice(["5 years", "18 months", "1 years"]), partial=random.choice(["counts", "not", "half"]), where=random.choice([None, "role in ['head', 'deputy']"])),
    }  # fmt: skip


def _compared(random: Random, missing: str) -> dict[str, object]:
    group = lambda: random.choice(["world_all", "team", "tier", "leaders", "everyone"])  # noqa: E731
    order = lambda: random.choice(["desc", "asc"])  # noqa: E731
    miss = lambda: random.choice(["block", "exclude"])  # noqa: E731
    value = lambda: random.choice(["points", "total", "daily", "achievement", "count_all", "points - bonus"])  # noqa: E731
    found: dict[str, object] = {}
    for ties in ("min", "dense", "max"):
        found[f"place_{ties}"] = Rank(rank=value(), within=group(), order=order(), ties=ties, missing=miss())
    for figure in ("size", "best", "worst", "mean", "median", "total"):
        found[f"group_{figure}"] = GroupFigure(group=figure, within=group(), by=value(), order=order(), missing=miss())
    for to in ("best", "mean", "median"):
        found[f"to_{to}"] = Relative(relative=random.choice(["daily", "achievement"]), to=to, within=group(), times=random.choice(["1", "100", "1/3"]), order=order(), missing=miss())
    shared = [(p, t) for p in ("floor", "ceil", "half_up", "largest_remainder") for t in ("all_in", "all_out", "ask")]
    for at, (places, ties) in enumerate([*random.sample(shared, 2), ("largest_remainder", random.choice(["all_in", "ask"]))]):
        only = random.choice([None, "leading", "points < 2", "not is_last"])
        found[f"quota_{at}"] = Quota(quota=value(), within=group(), share=random.choice(["20%", "1/3", "50%", "1%", "0", "1"]), places=places, ties=ties, only=only, order=order(), missing=miss())
    return found | {
        "head_count": GroupFigure(group="size", within=group()),
        "is_last": Last(last=value(), within=group(), joint="counts", order=order(), missing=miss()),
        "alone_last": Last(last=value(), within=group(), joint="not", order=order(), missing=miss()),
        "near": Bottom(bottom=value(), within=group(), places=random.choice(["1", "3"]), order=order(), missing=miss()),
        "near_strict": Bottom(bottom=value(), within=group(), places="2", ties="all_out", order=order(), missing=miss()),
        "centile": Percentile(percentile=value(), within=group(), order=order(), missing=miss()),
        "in_quota": Quota(quota="total", within="world_all", share="1/3", places="half_up", ties=random.choice(["all_in", "all_out", "ask"]), missing=miss()),
        "by_place": RankScore(rank_score="place_min", first="200", step="4.5", at_least=random.choice([None, "190"])),
        "unit_place": Rank(of="unit", rank="unit_total", within="unit_type", order=order(), ties="min", missing=miss()),
        "unit_median": GroupFigure(of="unit", group="median", within="unit_type", by="size", missing=miss()),
    }  # fmt: skip


def _carried(random: Random, missing: str) -> dict[str, object]:
    miss = lambda: random.choice(["block", "exclude", "zero"])  # noqa: E731
    take = lambda: random.choice(["sum", "mean", "min", "max", "count"])  # noqa: E731
    flags = lambda: random.choice(["any", "all", "count"])  # noqa: E731
    return {
        "staff_points": Roll(of="unit", roll="points", from_="staff", take="sum", share=random.choice(["1", "1/2", "30%"]), missing=miss()),
        "staff_take": Roll(of="unit", roll="daily", from_="staff", take=take(), missing=miss()),
        "staff_labels": Roll(of="unit", roll="grade", from_="staff", take="count", missing=random.choice(["block", "exclude"])),
        "staff_flags": Roll(of="unit", roll="is_last", from_="staff", take=flags(), missing=miss()),
        "staff_any": Roll(of="unit", roll="any_reported", from_="heads", take="any", missing=miss()),
        "staff_all": Roll(of="unit", roll="any_reported", from_="staff", take="all", missing=miss()),
        "unit_total": Compute(of="unit", formula="unit_points + staff_points - unit_overdue"),
        "from_units": Roll(roll="unit_points", from_=random.choice(["places_held", "line_units", "projects"]), take=take(), missing=miss()),
        "team_points": Roll(roll="points", from_="team", take=take(), missing=miss()),
        "line_once": Roll(roll=random.choice(["points", "events_all"]), from_=random.choice(["line_staff", "team", "nominated"]), each_event="once", share="1/2"),
        "once": Roll(of="unit", roll="points", from_="staff", each_event="once"),
        "nominee": Roll(roll="points", from_=random.choice(["nominated", "nominators"]), take=take(), missing=miss()),
        "parents": Roll(of="unit", roll="unit_points", from_=random.choice(["above", "below"]), take=take(), missing=miss()),
        "tree": Roll(of="unit", roll="unit_points", from_="under", take="sum", missing=miss()),
        "matter_people": Roll(of="matter", roll="points", from_="named_people", take="sum", missing=miss()),
        "incident_units": Roll(of="incident", roll="unit_points", from_="named_units", take=take(), missing=miss()),
    }  # fmt: skip


def _remembered(random: Random, missing: str) -> dict[str, object]:
    mode = lambda: random.choice(["breaks", "skips", "asks"])  # noqa: E731
    return {
        "total_before": Earlier(earlier="total"), "grade_before": Earlier(earlier="grade", kind="label", years="2"),
        "last_year_last": Earlier(earlier="is_last", kind="flag"),
        "unit_before": Earlier(of="unit", earlier="total"),
        "total_label": Earlier(earlier="total", kind="label"),
        "moved": Change(change="total", years=random.choice(["1", "2"])),
        "slipping": Pattern(pattern=("grade = '称职'", "total < 80", "is_last or total < 60"), ungraded_year=mode()),
        "deep": Streak(streak="grade in ['不称职', '基本称职']", times=random.choice(["2", "3"]), ungraded_year=mode()),
        "deeper": Streak(streak="total < 80", times="2", ungraded_year="skips", look_back=random.choice([None, 3])),
    }  # fmt: skip


def variant(random: Random, *, formulas: int = 6, sound: bool = False) -> Pack:
    """A pack with every operator and some formulas of its own.

    ``sound``: nothing that is meant to change when a missing fact arrives (``known``, a missing
    part left out, counted as nought or made up for).
    """
    quantities: dict[str, object] = {}
    for family in (_collected, _scored, _compared, _carried, _remembered):
        quantities |= family(random, "")
    quantities |= own(random, formulas)
    if sound:
        quantities = {n: _sound(q) for n, q in quantities.items() if "known(points)" not in repr(q) and not (n[0] in "nfd" and "known(" in repr(q))}
    return pack(random, thinned(random, quantities), sound=sound)


def _sound(quantity: object) -> object:
    if isinstance(quantity, Collect) and "known(value)" in (quantity.where or ""):
        return replace(quantity, where=None)
    return replace(quantity, missing="block") if hasattr(quantity, "missing") else quantity


def thinned(random: Random, quantities: dict[str, object]) -> dict[str, object]:
    """Leave out about half of what nothing else names: planning costs DuckDB more than rows."""
    named = set(re.findall(r"\w+", repr([*quantities.values(), RELATIONS]))) | USED_BY_RULES
    return {n: q for n, q in quantities.items() if n in named or random.randrange(2)}


def own(random: Random, many: int) -> dict[str, object]:
    """Formulas of the pack's own; those that could overflow are narrowed by ``scale``."""
    found: dict[str, object] = {}
    for at in range(many):
        found[f"n{at}"] = Compute(formula=number(random, random.choice([1, 2, 2, 3])), scale=random.choice([None, 0, 2]), rounding=random.choice([None, "floor", "ceil", "half_even"]))
        found[f"f{at}"] = Compute(formula=flag(random, random.choice([1, 2, 3])))
        found[f"d{at}"] = Compute(formula=day(random, random.choice([1, 2])))
    return found


def pack(random: Random, quantities: dict[str, object], *, sound: bool = False) -> Pack:
    """The pack around the quantities."""
    rules = {
        "over": Rule(
            id="over", label=LABEL, basis=BASIS, when="points > line", opens="verification",
            unless=("pioneer", "young"), effects=(Effect(kind="list", what="l", blocked_by=("young",)),
            Effect(kind="bar", what="promotion", from_="first_day", lasts="6 months", when="leading"),
            Effect(kind="pay_share", amount="10%", base="points"),
            Effect(kind="propose", propose=(Alternative(measure="removal", when="leading"), Alternative(measure="standby", when="not leading")))),
        ),
        "twice": Rule(id="twice", label=LABEL, basis=BASIS, when="total < 60 or near", opens="lead", unless=("pioneer",),
                      requires=Requires(prior_intervention="found", confirmation="leading" if sound else "known(daily)")),
        "unit_rule": Rule(id="unit_rule", label=LABEL, basis=BASIS, of="unit", subject="heads", when="unit_overdue > 1", opens="talk"),
        "matter_rule": Rule(id="matter_rule", label=LABEL, basis=BASIS, of="matter", subject="named_people", when="matter_points > 2", opens="talk"),
        "asleep": Rule(id="asleep", label=LABEL, basis=BASIS, when="leading", opens="talk", in_force=Span(from_="2018-01-01")),
    }  # fmt: skip
    for at, name in enumerate(n for n in quantities if n[0] == "f" and n[1:].isdecimal()):
        rules[f"r{at}"] = Rule(id=f"r{at}", label=LABEL, basis=BASIS, when=name, opens="lead", unless=random.choice([(), ("young",)]))
    exceptions = {
        "pioneer": ExceptionRule(id="pioneer", label=LABEL, basis=BASIS, when="any_reported and count_all > 2"),
        "young": ExceptionRule(id="young", label=LABEL, basis=BASIS, when="years_between(birth_on, as_of) < 40"),
    }
    group = lambda **kw: Group(**kw)  # noqa: E731
    return Pack(
        id="generated", title="生成", in_force=Span(from_="2015-01-01"), documents=(Document(id="d", title="文件"),),
        numeric=Numeric(scale=2, rounding=random.choice(["half_up", "half_even", "floor", "ceil"]), largest=LARGEST, rows="100"),
        parameters=PARAMETERS, attributes=ATTRIBUTES, relations=RELATIONS, catalogues=CATALOGUES,
        readings={"window": Reading(asks="口径", options={"calendar": "甲", "rolling": "乙"}, chosen=random.choice(["calendar", "rolling"]))},
        groups={
            "world_all": group(by=("world",)), "team": group(by=("world", "unit")),
            "tier": group(by=("world", "tier", "band")), "leaders": group(by=("world",), members="leading" if sound else "leading and known(achievement)"),
            "everyone": group(), "unit_type": group(of="unit", by=("area", "type"), members="size > 0"),
        },
        subjects={"matter": Subject(key="matter"), "incident": Subject(key="incident"), "turn": Subject(key="round")},
        ballots={"review": Ballot(question="总体", options=tuple(OPTIONS), where=random.choice([None, "rater_group != '代表'"]))},
        sources={"heavy": Source(table="neg", where="value >= 1")},
        sheets={
            "leaders": Sheet(label="领导", applies="leading", weights={"achievement": "60%", "daily": "40%"}),
            "others": Sheet(label="其他", applies=random.choice(["not leading", "role = 'staff' or sex = '男'"]), weights={"daily": "1/3", "bonus": "2/3"}),
        },
        quantities=quantities, rules=rules, exceptions=exceptions,
        monitors={"watch": Monitor(label=LABEL, basis=BASIS, within="tier", share="1%", actual="is_last", pool=Pool(by="total", order="asc", where="leading")),
                  "far": Monitor(label=LABEL, basis=BASIS, within="everyone", share="5%", base="all_people", actual="limit2 < as_of")},
        statistics={"sums": Statistic(label=LABEL, basis=BASIS, counts="persons", total="all_rows", parts={"a": "all_people", "b": "2"})},
        calendar=(
            Duty(id="return", label="报表", every="quarter", due=random.choice(["10 days", "5 working_days", "open_term", "1 months"])),
            Duty(id="report", label="报告", every=random.choice(["month", "half", "year"]), due="1 months", where="type = '局'"),
        ),
    )  # fmt: skip
