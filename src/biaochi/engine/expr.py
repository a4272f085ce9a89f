"""Expressions on integers, flags, labels and days: the scalar part of a plan.

An expression is a literal, a column, or an operation from the closed table in
``engine.operations``.  ``None`` is *undetermined*.  Two readers give it meaning: ``function``
(plain Python) and ``engine.sqltext`` (SQL text).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from biaochi.engine.operations import OPERATIONS, Scalar, strict
from biaochi.timeline import WorkingDays
from biaochi.vocabulary.limits import FIRST_CALENDAR_DAY, LAST_CALENDAR_DAY

Env = Mapping[str, Scalar]
Function = Callable[[Env, Env], Scalar]


@dataclass(frozen=True, slots=True)
class Lit:
    """A constant; ``name`` is the parameter it came from."""

    value: Scalar
    name: str = ""


@dataclass(frozen=True, slots=True)
class Col:
    """A column of the subject, or (``row``) of the fact row being looked at."""

    name: str
    row: bool = False


@dataclass(frozen=True, slots=True)
class Op:
    """An operation of the closed table on its arguments."""

    name: str
    args: tuple["Expr", ...]


Expr = Lit | Col | Op

TRUE = Lit(True)
FALSE = Lit(False)
UNKNOWN = Lit(None)


def op(name: str, *args: Expr) -> Expr:
    """Build an operation, folding constants."""
    if all(isinstance(a, Lit) and not a.name for a in args) and name != "add_working_days":
        return Lit(OPERATIONS[name].python(*(a.value for a in args if isinstance(a, Lit))))
    return Op(name, args)


def lits(*values: Scalar) -> tuple[Lit, ...]:
    """Wrap plain values as literals."""
    return tuple(Lit(v) for v in values)


def all_of(*parts: Expr) -> Expr:
    """Conjunction (Kleene) of any number of flags."""
    found: Expr = TRUE
    for part in parts:
        if part == TRUE:
            continue
        found = part if found == TRUE else op("and", found, part)
    return found


def any_of(*parts: Expr) -> Expr:
    """Disjunction (Kleene) of any number of flags."""
    found: Expr = FALSE
    for part in parts:
        if part == FALSE:
            continue
        found = part if found == FALSE else op("or", found, part)
    return found


def columns(expr: Expr) -> Iterator[Col]:
    """Every column named in the expression, from left to right."""
    stack = [expr]
    while stack:
        here = stack.pop()
        if isinstance(here, Col):
            yield here
        elif isinstance(here, Op):
            stack.extend(reversed(here.args))


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
