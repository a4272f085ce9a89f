"""Expressions on integers, flags, labels and days: the scalar part of a plan.

An expression is a literal, a column, or an operation from the closed table in
``engine.operations``.  ``None`` is *undetermined*.  Two readers give it meaning: ``function``
(plain Python) and ``engine.sqltext`` (SQL text).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from biaochi.engine.operations import OPERATIONS, Scalar

Env = Mapping[str, Scalar]
Function = Callable[[Env, Env], Scalar]


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """A constant; ``name`` is the parameter it came from."""

    value: Scalar
    name: str = ""

    def __eq__(self, other: object) -> bool:
        """The same constant of the same kind: 1 is not true here."""
        return (
            isinstance(other, Lit)
            and type(self.value) is type(other.value)
            and (self.value, self.name) == (other.value, other.name)
        )

    def __hash__(self) -> int:
        """In step with equality."""
        return hash((type(self.value), self.value, self.name))


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

BECAUSE = "!"
READING = "reading:"
TRUE = Lit(True)
FALSE = Lit(False)
UNKNOWN = Lit(None)


def because(sentence: str) -> Lit:
    """Undetermined, and what would settle it."""
    return Lit(None, f"{BECAUSE}{sentence}")


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
