"""Random formulas over the names every generated pack has."""

from random import Random

AMOUNTS = [
    "points",
    "bonus",
    "mixed",
    "achievement",
    "daily",
    "seniority",
    "count_all",
    "line",
    "capped",
    "worst",
]


RATIOS = ["good_share", "points_share"]


FLAGS = ["leading", "any_reported", "near", "in_quota", "deep", "last_year_last"]


LABELS = ["grade", "unit", "role", "sex", "band", "score_label"]


DAYS = [
    "birth_on",
    "joined",
    "as_of",
    "period_start",
    "period_end",
    "first_day",
    "limit",
    "open_day",
]


def number(random: Random, depth: int) -> str:
    """A formula that is an amount."""
    kind = random.randrange(14) if depth else random.randrange(3)
    if kind == 0:
        return random.choice(
            ["0", "1", "2", "0.5", "80%", "1/3", "2.25", "1000", "open_number", "third", "dated"]
        )
    if kind <= 2:
        return random.choice(AMOUNTS + RATIOS)
    a, b, c = (number(random, depth - 1) for _ in range(3))
    simple = random.choice(AMOUNTS)
    return [
        f"({a} + {b})",
        f"({a} - {b})",
        f"({simple} * {b})",
        f"({a} / {simple})",
        f"min({a}, {b})",
        f"max({a}, {b}, {c})",
        f"abs({a})",
        f"-({a})",
        f"(if {flag(random, depth - 1)} then {a} else {b})",
        random.choice(
            [
                f"floor({a})",
                f"ceil({a})",
                f"round({a}, {random.randrange(4)})",
                f"clamp({a}, {random.choice(['0', '-1/3', simple])}, {c})",
            ]
        ),
        random.choice(
            [
                f"count_true({flag(random, 0)}, {flag(random, 0)})",
                f"days_between({day(random, 1)}, {day(random, 1)})",
                f"months_between({day(random, 1)}, {day(random, 1)})",
                f"years_between({day(random, 0)}, {day(random, 1)})",
            ]
        ),
    ][kind - 3]


def flag(random: Random, depth: int) -> str:
    """A formula that is a condition."""
    if not depth:
        return random.choice([*FLAGS, "undetermined", "true", "known(points)", "sex = '男'"])
    sign = random.choice(["=", "!=", "<", "<=", ">", ">="])
    a, b = number(random, depth - 1), number(random, depth - 1)
    return random.choice(
        [
            f"{a} {sign} {b}",
            f"{a} {sign} {b}",
            f"({flag(random, depth - 1)} and {flag(random, depth - 1)})",
            f"({flag(random, depth - 1)} or {flag(random, depth - 1)})",
            f"not ({flag(random, depth - 1)})",
            f"known({a})",
            f"{random.choice(LABELS)} in ['优秀', '男', '局', 'head']",
            f"{random.choice(LABELS)} {random.choice(['=', '!='])} {random.choice(LABELS)}",
            f"{day(random, depth - 1)} {sign} {day(random, depth - 1)}",
            f"(if {flag(random, 0)} then {flag(random, depth - 1)} else {flag(random, 0)})",
        ]
    )


def day(random: Random, depth: int) -> str:
    """A formula that is a day."""
    if not depth:
        return random.choice([*DAYS, "date('2016-02-29')"])
    inner = day(random, depth - 1)
    return random.choice(
        [
            inner,
            f"add_days({inner}, {random.choice(['0', '-3', 'count_all', '40'])})",
            f"add_months({inner}, {random.choice(['1', '-1', '13', 'count_all'])})",
            f"add_years({inner}, {random.choice(['1', '-4', 'count_all'])})",
            f"add_working_days({inner}, {random.choice(['1', '5', '20'])})",
        ]
    )
