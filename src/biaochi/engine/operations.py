"""The closed table of scalar operations: each once, in Python and in SQL, beside each other.

``None`` is undetermined.  Flags follow Kleene's logic; every other operation is undetermined
when an argument is, unless its line says otherwise.  Integers are exact; the only divisions are
the four named roundings, which are undetermined for a zero divisor and need it positive.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from biaochi.timeline import (
    MONTHS_IN_YEAR,
    add_months,
    add_years,
    months_between,
    years_between,
)

Scalar = int | str | bool | date | None
Python = Callable[..., Any]


@dataclass(frozen=True)
class Operation:
    """``python`` and ``sql`` mean the same; ``repeats`` tells which arguments the text repeats.

    ``sql`` is spelled for each engine by ``engine.dialects``.
    """

    python: Python
    sql: str
    repeats: tuple[int, ...] = ()


def strict(plain: Python) -> Python:
    """Make a function undetermined when any argument is."""

    def wrapped(*args: Scalar) -> Scalar:
        found: Scalar = None if None in args else plain(*args)
        return found

    return wrapped


def _both(plain: Python) -> Python:
    def wrapped(a: Scalar, b: Scalar) -> Scalar:
        found: Scalar = None if a is None or b is None else plain(a, b)
        return found

    return wrapped


def _and(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _or(a: bool | None, b: bool | None) -> bool | None:
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def _if(c: bool | None, a: Scalar, b: Scalar) -> Scalar:
    return None if c is None else a if c else b


def _case(x: Scalar, *pairs: Scalar) -> Scalar:
    if x is None:
        return None
    for i in range(0, len(pairs) - 1, 2):
        if pairs[i] == x:
            return pairs[i + 1]
    return pairs[-1]


def half_up(a: int, b: int) -> int:
    """Nearest integer to a/b for b > 0, halves away from zero (ENGINE 4.4 rule 2).

    >>> [half_up(a, 2) for a in (-3, -1, 1, 3)]
    [-2, -1, 1, 2]
    """
    q = (2 * abs(a) + b) // (2 * b)
    return -q if a < 0 else q


def half_even(a: int, b: int) -> int:
    """Nearest integer to a/b for b > 0, halves to the even neighbour.

    >>> [half_even(a, 2) for a in (-3, -1, 1, 3)]
    [-2, 0, 0, 2]
    """
    q, r = divmod(a, b)
    return q + (2 * r > b or (2 * r == b and q % 2))


def _division(plain: Python) -> Python:
    return lambda a, b: None if a is None or b is None or b == 0 else plain(a, b)


_FLOOR = "CASE WHEN {0} >= 0 THEN ({0}) // ({1}) ELSE -((-({0}) + ({1}) - 1) // ({1})) END"
_DAY = "CAST({0} AS DATE)"  # an open constant has no type of its own
_MONTHS = (
    (
        "((EXTRACT(year FROM {hi}) - EXTRACT(year FROM {lo})) * 12 + EXTRACT(month FROM {hi})"
        " - EXTRACT(month FROM {lo}) - CASE WHEN EXTRACT(day FROM {hi}) < EXTRACT(day FROM {lo})"
        " THEN 1 ELSE 0 END)"
    )
    .replace("FROM {hi}", "FROM CAST({hi} AS DATE)")
    .replace("FROM {lo}", "FROM CAST({lo} AS DATE)")
)
_BETWEEN = (
    "CASE WHEN {1} >= {0} THEN "
    + _MONTHS.format(lo="{0}", hi="{1}")
    + " WHEN {1} < {0} THEN -"
    + _MONTHS.format(lo="{1}", hi="{0}")
    + " END"
)
_MONTH_KEY = (
    f"CAST(EXTRACT(year FROM {_DAY}) * {MONTHS_IN_YEAR} + EXTRACT(month FROM {_DAY}) - 1 AS BIGINT)"
)


def _months(times: int = 1) -> str:
    """SQL of a day moved by months; undetermined outside of the years 1 to 9999."""
    first, last = date.min.year * MONTHS_IN_YEAR, date.max.year * MONTHS_IN_YEAR + MONTHS_IN_YEAR
    count = f"{{1}} * {times}" if times > 1 else "{1}"
    return (
        f"CASE WHEN {{1}} BETWEEN -{last} AND {last}"
        f" AND {_MONTH_KEY} + {count} BETWEEN {first} AND {last - 1}"
        f" THEN plus_months({_DAY}, CAST({count} AS INTEGER)) END"
    )


_DAYS = (
    f"CASE WHEN {{1}} BETWEEN date_diff('day', {_DAY}, DATE '{date.min}')"
    f" AND date_diff('day', {_DAY}, DATE '{date.max}')"
    f" THEN plus_days({_DAY}, CAST({{1}} AS INTEGER)) END"
)


def _day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _within_calendar(plain: Python) -> Python:
    """Make a move of days undetermined where it leaves the years 1 to 9999."""

    def wrapped(day: date, count: int) -> date | None:
        try:
            found: date = plain(day, count)
        except (OverflowError, ValueError):
            return None
        return found

    return _both(wrapped)


def _unavailable(*_args: Scalar) -> Scalar:
    raise NotImplementedError


OPERATIONS: Mapping[str, Operation] = {
    "add": Operation(_both(lambda a, b: a + b), "({0} + {1})"),
    "sub": Operation(_both(lambda a, b: a - b), "({0} - {1})"),
    "mul": Operation(_both(lambda a, b: a * b), "({0} * {1})"),
    "neg": Operation(strict(lambda a: -a), "(-{0})"),
    "abs": Operation(strict(abs), "abs({0})"),
    "sign": Operation(
        strict(lambda a: (a > 0) - (a < 0)),
        "CASE WHEN {0} > 0 THEN 1 WHEN {0} < 0 THEN -1 WHEN {0} = 0 THEN 0 END",
        (0,),
    ),
    "least": Operation(
        _both(min), "CASE WHEN {0} <= {1} THEN {0} WHEN {0} > {1} THEN {1} END", (0, 1)
    ),
    "greatest": Operation(
        _both(max), "CASE WHEN {0} >= {1} THEN {0} WHEN {0} < {1} THEN {1} END", (0, 1)
    ),
    "div_half_up": Operation(
        _division(half_up),
        "CASE WHEN {1} = 0 THEN NULL WHEN {0} >= 0 THEN (2 * ({0}) + {1}) // (2 * ({1}))"
        " ELSE -((2 * -({0}) + {1}) // (2 * ({1}))) END",
        (0, 1),
    ),
    "div_half_even": Operation(
        _division(half_even),
        "CASE WHEN {1} = 0 THEN NULL WHEN (2 * abs({0}) + {1}) % (2 * ({1})) = 0"
        " AND ((2 * abs({0}) + {1}) // (2 * ({1}))) % 2 = 1"
        " THEN CASE WHEN {0} >= 0 THEN 1 ELSE -1 END"
        " * ((2 * abs({0}) + {1}) // (2 * ({1})) - 1)"
        " ELSE CASE WHEN {0} >= 0 THEN 1 ELSE -1 END"
        " * ((2 * abs({0}) + {1}) // (2 * ({1}))) END",
        (0, 1),
    ),
    "div_floor": Operation(
        _division(lambda a, b: a // b),
        "CASE WHEN {1} = 0 THEN NULL ELSE " + _FLOOR + " END",
        (0, 1),
    ),
    "div_exact": Operation(_both(lambda a, b: a // b), "({0} // ({1}))"),
    "div_ceil": Operation(
        _division(lambda a, b: -(-a // b)),
        "CASE WHEN {1} = 0 THEN NULL WHEN {0} > 0 THEN (({0}) + ({1}) - 1) // ({1})"
        " ELSE -((-({0})) // ({1})) END",
        (0, 1),
    ),
    "eq": Operation(_both(lambda a, b: a == b), "({0} = {1})"),
    "ne": Operation(_both(lambda a, b: a != b), "({0} <> {1})"),
    "lt": Operation(_both(lambda a, b: a < b), "({0} < {1})"),
    "le": Operation(_both(lambda a, b: a <= b), "({0} <= {1})"),
    "gt": Operation(_both(lambda a, b: a > b), "({0} > {1})"),
    "ge": Operation(_both(lambda a, b: a >= b), "({0} >= {1})"),
    "and": Operation(_and, "({0} AND {1})"),
    "or": Operation(_or, "({0} OR {1})"),
    "not": Operation(strict(lambda a: not a), "(NOT {0})"),
    "known": Operation(lambda a: a is not None, "({0} IS NOT NULL)"),
    "else": Operation(lambda a, b: b if a is None else a, "COALESCE({0}, {1})"),
    "if": Operation(_if, "CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END", (0,)),
    "case": Operation(_case, "", (0,)),
    "in": Operation(lambda a, *those: None if a is None else a in those, ""),
    "count": Operation(strict(int), "CASE WHEN {0} THEN 1 WHEN NOT {0} THEN 0 END", (0,)),
    "days_between": Operation(
        _both(lambda a, b: (b - a).days), "CAST(date_diff('day', {0}, {1}) AS BIGINT)"
    ),
    "months_between": Operation(_both(months_between), _BETWEEN, (0, 1)),
    "years_between": Operation(
        _both(years_between),
        "CASE WHEN {1} >= {0} THEN "
        + _MONTHS.format(lo="{0}", hi="{1}")
        + f" // {MONTHS_IN_YEAR} WHEN {{1}} < {{0}} THEN -("
        + _MONTHS.format(lo="{1}", hi="{0}")
        + f" // {MONTHS_IN_YEAR}) END",
        (0, 1),
    ),
    "add_days": Operation(_within_calendar(lambda d, n: d + timedelta(days=n)), _DAYS, (0, 1)),
    "add_months": Operation(_within_calendar(add_months), _months(), (0, 1)),
    "add_years": Operation(_within_calendar(add_years), _months(MONTHS_IN_YEAR), (0, 1)),
    "add_working_days": Operation(_unavailable, "add_working_days({0}, {1})"),
    "year": Operation(strict(lambda d: d.year), f"CAST(EXTRACT(year FROM {_DAY}) AS BIGINT)"),
    "month_key": Operation(
        strict(lambda d: d.year * MONTHS_IN_YEAR + d.month - 1),
        _MONTH_KEY,
        (0,),
    ),
    "day_of": Operation(strict(_day_of), _DAY),
}
