"""Expressions as plain Python functions, for many rows (or subjects) at once.

Each operation takes the columns of its arguments and gives one: no call for each row and node of
the expression.  An operation on one column and constants gets the quickest test there is; the
rest go through the operation table, whose meaning it is in either case.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from biaochi.engine.expr import Col, Env, Expr, Function, Lit, Op
from biaochi.engine.operations import OPERATIONS, Scalar, strict
from biaochi.timeline import WorkingDays
from biaochi.vocabulary.limits import FIRST_CALENDAR_DAY, LAST_CALENDAR_DAY

Answers = Callable[[Env, Sequence[Env]], list[Scalar]]
Column = Callable[[Sequence[Env]], list[Scalar]]
Test = Callable[[Any], Any]
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
    act = answers(expr, working)
    return lambda s, r: act(s, (r,))[0]


def over_subjects(expr: Expr, working: WorkingDays = _WEEKDAYS) -> Column:
    """Turn an expression on subjects into a function of one subject's columns after another."""
    return partial(_answers(expr, working, row=False), {})


class Columns:
    """Expressions on a plan's subjects as functions, each made once."""

    def __init__(self, working: WorkingDays) -> None:
        self.working = working
        self._made: dict[int, tuple[Expr, Column]] = {}

    def __call__(self, expr: Expr) -> Column:
        """The function of an expression; the expression is kept, so that its id stays its own."""
        if id(expr) not in self._made:
            self._made[id(expr)] = (expr, over_subjects(expr, self.working))
        return self._made[id(expr)][1]


def answers(expr: Expr, working: WorkingDays = _WEEKDAYS) -> Answers:
    """Turn the expression into a function of (subject columns, one row after another)."""
    return _answers(expr, working, row=True)


def _answers(expr: Expr, working: WorkingDays, *, row: bool) -> Answers:
    """The columns of the row, or else of the subject, differ from one answer to the next."""
    if isinstance(expr, Lit):
        value = expr.value
        return lambda _, those: [value] * len(those)
    if isinstance(expr, Col):
        name = expr.name
        if expr.row is row:
            return lambda _, those: [one[name] for one in those]
        return lambda same, those: [same[name]] * len(those)
    parts = [_answers(a, working, row=row) for a in expr.args]
    test = _test(expr)
    if test is not None:
        return partial(_tested, parts[0], test)
    if expr.name == "else":
        return partial(_first_known, parts)
    python = OPERATIONS[expr.name].python
    if expr.name == "add_working_days":
        python = strict(partial(_after, working))
    return partial(_together, python, _PLAIN.get(expr.name), parts)


def _together(
    python: Callable[..., Any], plain: Callable[..., Any] | None, parts: Sequence[Answers],
    same: Env, those: Sequence[Env],
) -> list[Scalar]:  # fmt: skip
    """An operation on columns, by Python's own where every argument is known."""
    found = [part(same, those) for part in parts]
    if plain is not None:
        for column in found:
            if None in column:
                break
        else:
            return list(map(plain, *found))
    return list(map(python, *found))


def _first_known(parts: Sequence[Answers], same: Env, those: Sequence[Env]) -> list[Scalar]:
    """The second is asked only where some first is undetermined."""
    one, two = parts
    found = one(same, those)
    if None not in found:
        return found
    return [b if a is None else a for a, b in zip(found, two(same, those), strict=True)]


def _tested(part: Answers, test: Test, same: Env, those: Sequence[Env]) -> list[Scalar]:
    """A test of every known value."""
    return [None if v is None else test(v) for v in part(same, those)]


def tested_column(expr: Expr) -> tuple[str, Test] | None:
    """The column of the row that alone decides, and the test of its known values."""
    column = expr.args[0] if isinstance(expr, Op) else None
    if not isinstance(expr, Op) or not isinstance(column, Col) or not column.row:
        return None
    test = _test(expr)
    return None if test is None else (column.name, test)


def _test(expr: Op) -> Test | None:
    """What is done to a known first argument, where all others are known constants."""
    rest = [a.value for a in expr.args[1:] if isinstance(a, Lit)]
    if not rest or len(rest) < len(expr.args) - 1:
        return None
    if expr.name == "case":
        *pairs, default = rest
        table = dict(zip(pairs[-2::-2], pairs[::-2], strict=True))  # the first of equal keys counts
        return lambda key: table.get(key, default)
    if None in rest:
        return None
    if expr.name == "in":
        return frozenset(rest).__contains__
    if expr.name in {"div_floor", "div_exact"} and isinstance(rest[0], int) and rest[0] > 0:
        return rest[0].__rfloordiv__
    return partial(_TURNED[expr.name], rest[0]) if expr.name in _TURNED else None


_PLAIN: Mapping[str, Callable[..., Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "neg": operator.neg,
    "abs": abs, "not": operator.not_, "least": min, "greatest": max,
}  # fmt: skip
_TURNED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.gt, "le": operator.ge,
    "gt": operator.lt, "ge": operator.le, "add": operator.add, "mul": operator.mul,
}  # fmt: skip
