"""Narrow rows by one condition after another, sharing the steps that figures have in common.

Most figures of a table begin alike: verified, by the as-of day, of this catalogue, in this year.
Each such step is taken once per subject and remembered.
"""

from collections.abc import Iterable, Sequence
from itertools import compress

from biaochi.engine.closures import function
from biaochi.engine.expr import Col, Env, Expr, Function, Lit, Op, columns
from biaochi.engine.operations import Scalar
from biaochi.engine.plan import Gather
from biaochi.facts.shapes import Row
from biaochi.timeline import WorkingDays

Narrowed = tuple[Sequence[Row], Sequence[Row]]


def conjuncts(expr: Expr) -> list[Expr]:
    """The parts of a conjunction, in order."""
    if isinstance(expr, Op) and expr.name == "and":
        return conjuncts(expr.args[0]) + conjuncts(expr.args[1])
    return [expr]


class Steps:
    """Conditions of a plan's rows as numbered steps; those on the row alone are shared."""

    def __init__(self, nodes: Iterable[Gather], working: WorkingDays) -> None:
        self.numbers: dict[tuple[int, Expr], int] = {}
        self.tests: dict[int, Function] = {}
        self.shared: dict[int, bool] = {}
        self.values: dict[int, tuple[str, Scalar] | None] = {}
        self.paths = {node.name: self._path(node, working) for node in nodes}

    def _path(self, node: Gather, working: WorkingDays) -> tuple[int, ...]:
        """The numbered steps of a node's condition, shared ones first."""
        start = Op(f"{node.of}/{node.table}/{node.key}/{node.relation}", ())
        steps = [self._number(0, start, working)]
        for part in sorted(conjuncts(node.where), key=_asks_subject):
            steps.append(self._number(steps[-1], part, working))
        return tuple(steps)

    def _number(self, before: int, part: Expr, working: WorkingDays) -> int:
        key = (before, part)
        if key not in self.numbers:
            number = self.numbers[key] = len(self.numbers) + 1
            if before:
                self.tests[number] = function(part, working)
                self.values[number] = _column_value(part)
            self.shared[number] = self.shared.get(before, True) and not _asks_subject(part)
        return self.numbers[key]


class Narrower:
    """The rows left after each step, for each subject that was asked about."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self._found: dict[tuple[int, str], Narrowed] = {}
        self._sorted: dict[tuple[int, str, str], dict[Scalar, list[Row]] | None] = {}

    def narrowed(self, node: Gather, ident: str, cells: Env, rows: Iterable[Row]) -> Narrowed:
        """Rows that count, and rows of which it cannot be told."""
        path = self.steps.paths[node.name]
        at = len(path) - 1
        while at > 0 and (path[at], ident) not in self._found:
            at -= 1
        kept: Narrowed = self._found[path[at], ident] if at else (list(rows), ())
        for number, before in zip(path[at + 1 :], path[at:], strict=False):
            kept = self._next(number, (before, ident), cells, kept)
            if self.steps.shared[number]:
                self._found[number, ident] = kept
        return kept

    def _next(self, number: int, before: tuple[int, str], cells: Env, rows: Narrowed) -> Narrowed:
        """One step; rows asked for by one value after another are sorted out once."""
        wanted = self.steps.values.get(number)
        if wanted is None or not self.steps.shared[number]:
            return _step(self.steps.tests[number], cells, rows)
        key = (*before, wanted[0])
        if key not in self._sorted:
            self._sorted[key] = _by_value(wanted[0], rows)
        groups = self._sorted[key]
        if groups is None:
            return _step(self.steps.tests[number], cells, rows)
        return groups.get(wanted[1], ()), ()


def _asks_subject(expr: Expr) -> bool:
    return any(not c.row for c in columns(expr))


def _step(test: Function, cells: Env, rows: Narrowed) -> Narrowed:
    """One more condition: no drops a row, a doubt keeps it doubtful."""
    sure, doubtful = rows
    answers = [test(cells, r) for r in sure]
    if not doubtful and None not in answers:
        return list(compress(sure, answers)), ()
    open_ = [r for r in doubtful if test(cells, r) is not False]
    open_ += [r for r, answer in zip(sure, answers, strict=True) if answer is None]
    return list(compress(sure, answers)), open_


def _column_value(part: Expr) -> tuple[str, Scalar] | None:
    """The column and value of ``column = value``."""
    if isinstance(part, Op) and part.name == "eq":
        column, value = part.args
        if isinstance(column, Col) and column.row and isinstance(value, Lit):
            return (column.name, value.value) if value.value is not None else None
    return None


def _by_value(column: str, rows: Narrowed) -> dict[Scalar, list[Row]] | None:
    """Rows under the values of a column; None where some row is doubtful or lacks it."""
    if rows[1]:
        return None
    found: dict[Scalar, list[Row]] = {}
    for row in rows[0]:
        found.setdefault(row[column], []).append(row)
    return None if None in found else found
