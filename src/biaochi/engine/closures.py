"""Expressions as plain Python functions of a subject's columns and a row's.

Common shapes (a column against a constant, membership, conjunctions) get a function of their
own, so that one page about one unit is answered in a few milliseconds; the rest go through the
operation table.  The meaning is the table's in either case.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from biaochi.engine.expr import Col, Env, Expr, Function, Lit, Op
from biaochi.engine.operations import (
    OPERATIONS,
    Scalar,
    strict,
)
from biaochi.timeline import WorkingDays
from biaochi.vocabulary.limits import FIRST_CALENDAR_DAY, LAST_CALENDAR_DAY

_WEEKDAYS = WorkingDays()


def _after(working: WorkingDays, day: date, count: int) -> date | None:
    """The working day, within the years the calendar is laid out for."""
    if not FIRST_CALENDAR_DAY <= day.isoformat() <= LAST_CALENDAR_DAY:
        return None
    found = working.after(day, count)
    return found if found.isoformat() <= LAST_CALENDAR_DAY else None


def function(expr: Expr, working: WorkingDays = _WEEKDAYS) -> Function:
    """Turn the expression into a function of (subject columns, row columns).

    ``working`` is the calendar that ``add_working_days`` counts on.
    """
    if isinstance(expr, Lit):
        value = expr.value
        return lambda _s, _r: value
    if isinstance(expr, Col):
        name = expr.name
        return (lambda _s, r: r[name]) if expr.row else (lambda s, _r: s[name])
    special = _SPECIAL.get(expr.name)
    found = special(expr, working) if special else None
    return found or _general(expr, working)


def _general(expr: Op, working: WorkingDays) -> Function:
    python = OPERATIONS[expr.name].python
    if expr.name == "add_working_days":
        python = strict(partial(_after, working))
    args = tuple(function(a, working) for a in expr.args)
    if len(args) == 1:
        (one,) = args
        return lambda s, r: python(one(s, r))
    if len(args) == 2:
        one, two = args
        return lambda s, r: python(one(s, r), two(s, r))
    return lambda s, r: python(*[a(s, r) for a in args])


def _known_constants(expr: Op) -> list[Scalar] | None:
    """The values after the first argument, if all are known constants."""
    values = [a.value for a in expr.args[1:] if isinstance(a, Lit)]
    return values if len(values) == len(expr.args) - 1 and None not in values else None


def _compared(expr: Op, working: WorkingDays) -> Function | None:
    """A column of the row against a constant."""
    column, values = expr.args[0], _known_constants(expr)
    if not isinstance(column, Col) or not column.row or values is None:
        return None
    del working
    name, (value,), test = column.name, values, _TESTS[expr.name]

    def compared(_s: Env, r: Env) -> Scalar:
        found = r[name]
        answer: bool | None = None if found is None else test(found, value)
        return answer

    return compared


def _member(expr: Op, working: WorkingDays) -> Function | None:
    """Membership in a set of constants."""
    values = _known_constants(expr)
    if values is None:
        return None
    one, those = function(expr.args[0], working), frozenset(values)

    def member(s: Env, r: Env) -> Scalar:
        found = one(s, r)
        return None if found is None else found in those

    return member


def _looked_up(expr: Op, working: WorkingDays) -> Function | None:
    """A constant table; the first of equal keys counts."""
    rest = expr.args[1:]
    if not all(isinstance(a, Lit) for a in rest):
        return None
    values = [a.value for a in rest if isinstance(a, Lit)]
    table: dict[Scalar, Scalar] = {}
    for key, value in zip(values[:-1:2], values[1::2], strict=True):
        table.setdefault(key, value)
    one, default = function(expr.args[0], working), values[-1]

    def looked_up(s: Env, r: Env) -> Scalar:
        found = one(s, r)
        return None if found is None else table.get(found, default)

    return looked_up


def _both(expr: Op, working: WorkingDays) -> Function:
    """Kleene's and: the second is not asked once the first says no."""
    one, two = (function(a, working) for a in expr.args)

    def both(s: Env, r: Env) -> Scalar:
        first = one(s, r)
        if first is False:
            return False
        second = two(s, r)
        return second if first is True or second is False else None

    return both


def _either(expr: Op, working: WorkingDays) -> Function:
    """Kleene's or: the second is not asked once the first says yes."""
    one, two = (function(a, working) for a in expr.args)

    def either(s: Env, r: Env) -> Scalar:
        first = one(s, r)
        if first is True:
            return True
        second = two(s, r)
        return second if first is False or second is True else None

    return either


def _fallback(expr: Op, working: WorkingDays) -> Function:
    """The first, or the second where the first is undetermined."""
    one, two = (function(a, working) for a in expr.args)

    def fallback(s: Env, r: Env) -> Scalar:
        found = one(s, r)
        return two(s, r) if found is None else found

    return fallback


def _scaled(expr: Op, working: WorkingDays) -> Function | None:
    """A recorded number brought to the pack's places."""
    values = _known_constants(expr)
    if values is None or not isinstance(values[0], int) or values[0] < 1:
        return None
    one, by = function(expr.args[0], working), values[0]

    def scaled(s: Env, r: Env) -> Scalar:
        found = one(s, r)
        return found // by if isinstance(found, int) else None

    return scaled


def _branch(expr: Op, working: WorkingDays) -> Function:
    """If-then-else: only the branch taken is worked out."""
    condition, yes, no = (function(a, working) for a in expr.args)

    def branch(s: Env, r: Env) -> Scalar:
        holds = condition(s, r)
        return None if holds is None else yes(s, r) if holds else no(s, r)

    return branch


_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}
_SPECIAL: Mapping[str, Callable[[Op, WorkingDays], Function | None]] = {
    **dict.fromkeys(_TESTS, _compared),
    "in": _member,
    "case": _looked_up,
    "and": _both,
    "or": _either,
    "if": _branch,
    "else": _fallback,
    "div_floor": _scaled,
    "div_exact": _scaled,
}
