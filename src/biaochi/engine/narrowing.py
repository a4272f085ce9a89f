"""Narrow rows by one condition after another, sharing the steps that figures have in common.

Most figures of a table begin alike: verified, by the as-of day, of this catalogue, in this year.
Such a step looks at the row alone, so it is taken once for all figures and all subjects; only
what asks about the subject is left for each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from biaochi.engine.closures import Answers, Test, answers, tested_column
from biaochi.engine.expr import Env, Expr, Op, columns
from biaochi.engine.plan import Gather
from biaochi.engine.tables import Rows, by_column, sorted_out
from biaochi.facts.shapes import Row, Value
from biaochi.timeline import WorkingDays

Narrowed = tuple[Sequence[Row], Sequence[Row]]
Narrowing = Callable[[str, Env], Narrowed]
Through = Callable[[str], Iterable[str]]
Index = Mapping[str, Sequence[Row]]


def conjuncts(expr: Expr) -> list[Expr]:
    """The parts of a conjunction, in order."""
    if isinstance(expr, Op) and expr.name == "and":
        return conjuncts(expr.args[0]) + conjuncts(expr.args[1])
    return [expr]


@dataclass(frozen=True)
class _Step:
    """A condition on the row alone, after the step ``before`` (0: every row of the table)."""

    before: int
    test: Answers
    column: tuple[str, Test] | None


@dataclass(frozen=True)
class _Path:
    """The last shared step of a figure, and its conditions that ask about the subject."""

    table: str
    shared: int
    own: tuple[Answers, ...]


class Steps:
    """Conditions of a plan's rows as numbered steps."""

    def __init__(self, nodes: Iterable[Gather], working: WorkingDays) -> None:
        self._numbers: dict[tuple[str, int, Expr], int] = {}
        self.steps: dict[int, _Step] = {}
        self.paths = {node.name: self._path(node, working) for node in nodes}

    def _path(self, node: Gather, working: WorkingDays) -> _Path:
        at, own = 0, []
        for part in conjuncts(node.where):
            if asks_subject(part):
                own.append(answers(part, working))
            else:
                at = self._number(node.table, at, part, working)
        return _Path(node.table, at, tuple(own))

    def _number(self, table: str, before: int, part: Expr, working: WorkingDays) -> int:
        key = (table, before, part)
        if key not in self._numbers:
            number = self._numbers[key] = len(self._numbers) + 1
            self.steps[number] = _Step(before, answers(part, working), tested_column(part))
        return self._numbers[key]


class Narrower:
    """The rows of one run's tables that are left after each step."""

    def __init__(self, steps: Steps, tables: Mapping[str, Rows]) -> None:
        self.steps, self.tables = steps, tables
        self._found: dict[int, Narrowed] = {}
        self._values: dict[tuple[int, str], set[Value]] = {}
        self._sorted: dict[tuple[int, str], Mapping[Value, list[Row]]] = {}
        self._indexes: dict[tuple[str, int, str], tuple[Index, Index]] = {}

    def narrowing(self, node: Gather, far: Through | None) -> Narrowing:
        """Rows that count, and rows of which it cannot be told, as a function of the subject.

        ``far`` names the subjects whose rows are meant instead of the subject's own.
        """
        path = self.steps.paths[node.name]
        rows = self._concerning((path.table, path.shared, node.key), far)
        if not path.own:
            return rows

        def narrowed(ident: str, cells: Env) -> Narrowed:
            found = rows(ident, cells)
            for test in path.own:
                found = _step(test, cells, found)
            return found

        return narrowed

    def left(self, node: Gather) -> Sequence[Row]:
        """Rows that may count for some subject."""
        path = self.steps.paths[node.name]
        return self._rows(path.table, path.shared)[0]

    def all_rows(self, node: Gather, far: Through | None) -> Narrowing:
        """The rows that may concern the subject, before any condition."""
        return self._concerning((node.table, 0, node.key), far)

    def _concerning(self, place: tuple[str, int, str], far: Through | None) -> Narrowing:
        """The rows of a table left after a step that concern a subject by a column."""
        table, number, key = place
        left = self._rows(table, number)
        if not key:
            return lambda _ident, _cells: left
        if place not in self._indexes:
            self._indexes[place] = (by_column(left[0], key), by_column(left[1], key))
        sure, doubtful = self._indexes[place]
        if far is None:
            return lambda ident, _cells: (sure.get(ident, ()), doubtful.get(ident, ()))

        def through(ident: str, _cells: Env) -> Narrowed:
            those = far(ident)
            return _joined(sure, those), _joined(doubtful, those)

        return through

    def _rows(self, table: str, number: int) -> Narrowed:
        """Rows of the table left after a step."""
        if not number:
            return self.tables[table], ()
        if number not in self._found:
            step = self.steps.steps[number]
            rows = self._rows(table, step.before)
            quick = None
            if step.column is not None and not rows[1]:
                quick = self._by_column(*step.column, rows[0])
            self._found[number] = _step(step.test, {}, rows) if quick is None else (quick, ())
        return self._found[number]

    def _by_column(self, column: str, test: Test, rows: Sequence[Row]) -> Sequence[Row] | None:
        """The rows whose value passes, each value asked once; None where some row lacks it."""
        key = (id(rows), column)  # every list of rows is kept as long as this object
        if key not in self._values:
            self._values[key] = {r[column] for r in rows}
        values = self._values[key]
        if None in values:
            return None
        good = {v for v in values if test(v)}
        if len(good) == len(values):
            return rows
        if len(good) != 1:
            return [r for r in rows if r[column] in good]
        if key not in self._sorted:
            self._sorted[key] = sorted_out(rows, column)
        return self._sorted[key][good.pop()]


def _joined(index: Index, those: Iterable[str]) -> list[Row]:
    return [row for ident in those for row in index.get(ident, ())]


def asks_subject(expr: Expr) -> bool:
    """Does the expression look at anything but the row?"""
    return any(not c.row for c in columns(expr))


def _step(test: Answers, cells: Env, rows: Narrowed) -> Narrowed:
    """One more condition: no drops a row, a doubt keeps it doubtful."""
    sure, doubtful = rows
    found = test(cells, sure)
    if not doubtful and None not in found:
        return list(compress(sure, found)), ()
    open_ = [r for r, answer in zip(doubtful, test(cells, doubtful), strict=True)
             if answer is not False]  # fmt: skip
    open_ += [r for r, answer in zip(sure, found, strict=True) if answer is None]
    return list(compress(sure, found)), open_
