"""Expressions as SQL text: a closed subset, every literal written out, nothing interpolated raw."""

from dataclasses import dataclass, field
from datetime import date, datetime

from biaochi.engine.expr import Col, Expr, Lit, Op
from biaochi.engine.operations import OPERATIONS, Scalar
from biaochi.facts.shapes import TABLES

TYPES = {
    "number": "BIGINT", "ratio": "BIGINT", "flag": "BOOLEAN", "label": "VARCHAR", "date": "DATE",
}  # fmt: skip
_ALWAYS_THERE = {
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.required
} | {("evidence", "status"), ("evidence", "event"), ("duties", "done")}
_NEVER_NULL = ("known",)
_KLEENE = ("and", "or", "known")
_MAKES_NULL = ("case", "div_half_up", "div_half_even", "div_floor", "div_ceil", "add_working_days")


@dataclass(frozen=True)
class Step:
    """One named relation of a script: a table made once, or a view."""

    name: str
    select: str
    kind: str = "table"


@dataclass(frozen=True)
class Known:
    """What holds of these facts: (table, column) without a blank, and with nothing but blanks.

    It only spares work; a script written without it gives the same answers.
    """

    filled: frozenset[tuple[str, str]] = frozenset()
    empty: frozenset[tuple[str, str]] = frozenset()


NOTHING = Known()


def name(text: str) -> str:
    """Quote an identifier."""
    return '"' + text.replace('"', '""') + '"'


def literal(value: Scalar | datetime) -> str:
    """Write a constant."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value) if 0 <= value <= 2 else f"CAST({value} AS BIGINT)"
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True)
class Writer:
    """Writes expressions over a subject alias and, where rows are read, a row alias."""

    subject: str = "s"
    row: str = "r"
    table: str = ""
    kept: dict[Expr, str] = field(default_factory=dict)
    known: Known = NOTHING

    def text(self, expr: Expr) -> str:
        """The expression in SQL."""
        if expr in self.kept:
            return self.kept[expr]
        if isinstance(expr, Lit):
            return literal(expr.value)
        if isinstance(expr, Col):
            return f"{self.row if expr.row else self.subject}.{name(expr.name)}"
        return self._operation(expr)

    def _operation(self, expr: Op) -> str:
        args = [self.text(a) for a in expr.args]
        if _is_blank(expr.name, args):
            return "NULL"
        if expr.name == "in":
            return f"({args[0]} IN ({', '.join(args[1:])}))"
        if expr.name == "case":
            return _case(args)
        if expr.name == "else" and not self.nullable(expr.args[0]):
            return args[0]
        return f"({OPERATIONS[expr.name].sql.format(*args)})"

    def nullable(self, expr: Expr) -> bool:
        """Could the expression be undetermined?"""
        if isinstance(expr, Lit):
            return expr.value is None
        if isinstance(expr, Col):
            place = (self.table, expr.name)
            return not expr.row or not (place in _ALWAYS_THERE or place in self.known.filled)
        if expr.name in _NEVER_NULL:
            return False
        if expr.name == "else":
            return all(self.nullable(a) for a in expr.args)
        if expr.name in {"div_floor", "div_exact"} and isinstance(expr.args[1], Lit):
            return self.nullable(expr.args[0])
        return expr.name in _MAKES_NULL or any(self.nullable(a) for a in expr.args)


def _case(args: list[str]) -> str:
    pairs = zip(args[1:-1:2], args[2:-1:2], strict=True)
    branches = " ".join(f"WHEN {k} THEN {v}" for k, v in pairs)
    fallback = "" if args[-1] == "NULL" else f" WHEN {args[0]} IS NULL THEN NULL"
    if not branches:
        return f"(CASE{fallback} ELSE {args[-1]} END)" if fallback else "NULL"
    if fallback:
        tests = zip(args[1:-1:2], args[2:-1:2], strict=True)
        branches = " ".join(f"WHEN {args[0]} = {k} THEN {v}" for k, v in tests)
        return f"(CASE{fallback} {branches} ELSE {args[-1]} END)"
    return f"(CASE {args[0]} {branches} END)"


def _is_blank(operation: str, args: list[str]) -> bool:
    """Is the answer blank whatever the rows hold?  A bare NULL has no type in PostgreSQL."""
    if operation in _KLEENE:
        return False
    if operation == "else":
        return {*args} == {"NULL"}
    if operation == "if":
        return args[0] == "NULL" or {*args[1:]} == {"NULL"}
    if operation == "case":
        return args[0] == "NULL" or {*args[2:-1:2], args[-1]} == {"NULL"}
    return "NULL" in (args[:1] if operation == "in" else args)


def edges(kind: str) -> tuple[str, str]:
    """The least and the greatest of a kind; PostgreSQL has no min and max of flags."""
    return ("bool_and", "bool_or") if kind == "flag" else ("min", "max")


def typed_blank(text: str, kind: str) -> str:
    """A column needs a type even where it is blank in every row."""
    return f"CAST(NULL AS {TYPES[kind]})" if text == "NULL" else text


def conjuncts(expr: Expr) -> list[Expr]:
    """The parts of a conjunction."""
    if isinstance(expr, Op) and expr.name == "and":
        return conjuncts(expr.args[0]) + conjuncts(expr.args[1])
    return [expr]


def repeated(exprs: list[Expr]) -> list[Expr]:
    """Operations whose text would be written more than once, innermost first."""
    found: dict[Expr, None] = {}

    def visit(expr: Expr) -> None:
        if not isinstance(expr, Op):
            return
        for at, arg in enumerate(expr.args):
            visit(arg)
            if isinstance(arg, Op) and at in OPERATIONS[expr.name].repeats:
                found.setdefault(arg)

    for expr in exprs:
        visit(expr)
    return list(found)
