"""Quantities collected from rows, in every table, window and way of combining."""

from random import Random

from biaochi.packs.shapes import Collect

WINDOWS = [
    "period",
    "all",
    {"quarter": "1"},
    {"quarter": "2"},
    {"half": "1"},
    {"half": "2"},
    {"month": "3"},
    {"months": "12"},
    {"months": "7"},
    {"years": "2"},
    {"reading": "window", "options": {"calendar": "period", "rolling": {"months": "12"}}},
]


DATED = [
    {"since": "joined"},
    {"until": "add_months(joined, 6)"},
    {"since": "since_then", "until": "open_day"},
    {"since": "date('2017-02-28')", "until": "period_end"},
]


def collected(random: Random, missing: str) -> dict[str, object]:
    def over(table: str = "evidence") -> object:
        return random.choice(
            WINDOWS + (DATED if table not in {"scores", "results", "events"} else [])
        )

    empty = lambda: random.choice([None, "zero", "undetermined"])  # noqa: E731
    found: dict[str, object] = {
        "points": Collect(op="sum", what="value", from_="neg", unit="points"),
        "bonus": Collect(op="sum", what="value", from_="pos", over=over(), empty=empty()),
        "mixed": Collect(
            op="sum", what="value", from_="mix", over=over(), at_least="-20", at_most="20.5"
        ),
        "capped": Collect(
            op="sum",
            what="value",
            from_="neg",
            over="all",
            each="item",
            cap="catalogue",
            then=random.choice(["sum", "max", "min"]),
        ),
        "per_month": Collect(
            op="sum",
            what="value",
            from_="neg",
            over="all",
            each=random.choice(["month", "quarter", "half"]),
            cap="3",
            then=random.choice(["sum", "max", "count"]),
        ),
        "worst": Collect(
            op=random.choice(["max", "min"]), what="value", from_="neg", over="all", empty=empty()
        ),
        "means": Collect(op="mean", what="value", from_="heavy", over="all"),
        "held_down": Collect(
            op="mean", what="value", from_="neg", over="all", at_most="2", at_least="0.5"
        ),
        "mean_of_items": Collect(
            op="sum", what="value", from_="neg", over="all", each="item", then="mean"
        ),
        "trimmed": Collect(
            op="trimmed_mean",
            what="value",
            from_="evidence",
            over="all",
            trim=random.choice([1, 2]),
        ),
        "count_all": Collect(op="count", what="rows", from_="evidence", over=over()),
        "matters": Collect(
            op="distinct", what="matter", from_="evidence", over="all", where="known(matter)"
        ),
        "sources": Collect(op="distinct", what="source", from_="neg", over=over()),
        "events_all": Collect(op="distinct", what="event", from_="evidence", over="all"),
        "rounds": Collect(
            op=random.choice(["max", "sum", "count"]), what="round", from_="evidence", over="all"
        ),
        "first_day": Collect(op="min", what="occurred_on", from_="evidence", over="all"),
        "first_item": Collect(op="first", what="item", from_="evidence", over="all"),
        "latest_value": Collect(
            op="latest", what="value", from_="neg", over="all", where="known(value)"
        ),
        "known_moment": Collect(
            op="count",
            what="rows",
            from_="evidence",
            over="all",
            where="recorded_at >= since_then and days_between(occurred_on, recorded_at) < 300",
        ),
        "any_reported": Collect(
            op="exists",
            what="rows",
            from_="neg",
            over=over(),
            where=random.choice([None, "known(due_on)", "done_on > due_on", "tagged('重')"]),
            empty=random.choice([None, "undetermined"]),
        ),
        "overdue_count": Collect(
            op="count",
            what="rows",
            from_="evidence",
            over="all",
            where=random.choice(
                [
                    "done_on > due_on",
                    "days_between(due_on, done_on) > 20 or not known(due_on)",
                    "done_on > add_working_days(due_on, 3)",
                ]
            ),
        ),
        "own_filter": Collect(
            op="sum",
            what="value",
            from_="neg",
            over="all",
            where=random.choice(
                [
                    "value > seniority",
                    "aspect = '德' and leading",
                    "occurred_on >= joined",
                    "aspect in ['德'] or undetermined",
                    "value / 3 > 1/3",
                ]
            ),
        ),
        "from_source": Collect(op="count", what="rows", from_="heavy", over=over()),
        "scores_sum": Collect(
            op=random.choice(["sum", "mean", "min", "max"]),
            what="value",
            from_="scores",
            over=over("scores"),
            where="component = 'daily'",
            empty=empty(),
        ),
        "decided": Collect(
            op=random.choice(["sum", "mean", "count"]),
            what=random.choice(["value"]),
            from_="results",
            over={"years": "4"},
            where="quantity = 'total'",
            empty=empty(),
        ),
        "found": Collect(
            op="exists",
            what="rows",
            from_="determinations",
            over=over(),
            where="outcome = '成立' and rule = 'over'",
        ),
        "taken": Collect(op="latest", what="measure", from_="measures", over="all"),
        "away": Collect(
            op="exists", what="rows", from_="absences", over=over(), where="kind = '病假'"
        ),
        "posts_now": Collect(op="count", what="rows", from_="posts", over=over(), where="load > 1"),
        "away_since": Collect(op="exists", what="rows", from_="absences", over={"since": "joined"}),
        "linked": Collect(op="count", what="rows", from_="links", over=over()),
        "votes_rows": Collect(
            op="sum",
            what="votes",
            from_="ballots",
            over=random.choice(WINDOWS),
            where="option = '优秀'",
            empty=empty(),
        ),
        "unit_points": Collect(
            of="unit", op="sum", what="value", from_="neg", over=over_unit(random)
        ),
        "unit_overdue": Collect(
            of="unit",
            op="count",
            what="rows",
            from_="duties",
            where=random.choice(
                ["overdue", "late", "done and nil", "kind = 'return' and not done"]
            ),
        ),
        "unit_due": Collect(
            of="unit",
            op=random.choice(["first", "latest", "min", "max"]),
            what="due_on",
            from_="duties",
        ),
        "unit_returns": Collect(
            of="unit",
            op="count",
            what="rows",
            from_="events",
            over=random.choice(["period", "all", {"quarter": "2"}, {"half": "1"}]),
            where="nil",
        ),
        "persons": Collect(
            of="unit",
            op="sum",
            what="value",
            from_="neg",
            over="all",
            each="person",
            cap="2.5",
            then="sum",
        ),
        "all_points": Collect(of="whole", op="sum", what="value", from_="neg", over="all"),
        "all_rows": Collect(
            of="whole", op="count", what="rows", from_="evidence", over="all", where="value > 1"
        ),
        "all_above": Collect(
            of="whole",
            op="count",
            what="rows",
            from_="neg",
            over="all",
            where="value > all_rows / 100",
        ),
        "all_people": Collect(of="whole", op="count", what="rows", from_="people", where="leading"),
        "matter_rows": Collect(of="matter", op="count", what="rows", from_="evidence", over="all"),
        "matter_points": Collect(of="matter", op="sum", what="value", from_="neg", over="all"),
        "incident_points": Collect(
            of="incident", op="max", what="value", from_="evidence", over="all", empty=empty()
        ),
        "round_rows": Collect(of="turn", op="count", what="rows", from_="evidence"),
    }
    return found


def over_unit(random: Random) -> object:
    """A window for a unit."""
    return random.choice(WINDOWS)
