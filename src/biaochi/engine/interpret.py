"""The plain-Python executor: the meaning of the language, one subject at a time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import compress
from typing import Any

from biaochi.engine.closures import Answers, Columns, answers, function
from biaochi.engine.expr import Expr, Op
from biaochi.engine.folding import Fold, fold
from biaochi.engine.grouping import group_cells, places_cells
from biaochi.engine.narrowing import Narrowed, Narrower, Narrowing, Steps, Through, asks_subject
from biaochi.engine.operations import Scalar
from biaochi.engine.pairs import Far, pairs
from biaochi.engine.plan import (
    BELOW,
    GRADED,
    AnyNode,
    Carry,
    Compute,
    Gather,
    Group,
    Past,
    Places,
    Plan,
    Served,
)
from biaochi.engine.tables import SubjectRows, View, duties, subjects, view
from biaochi.facts.shapes import Facts, Row
from biaochi.timeline import WorkingDays, months_between
from biaochi.vocabulary.limits import MOST_PLANS_KEPT

Cells = dict[str, SubjectRows]
_ONE = 10**6


@dataclass(frozen=True)
class Prepared:
    """A plan's conditions and aggregations as functions, ready for any facts.

    ``values``: what each row gives a figure; ``same`` numbers those worth remembering by row.
    """

    steps: Steps
    folds: Mapping[str, Fold]
    values: Mapping[str, Answers]
    same: Mapping[str, int]
    columns: Columns


@lru_cache(maxsize=MOST_PLANS_KEPT)
def prepare(plan: Plan, working: WorkingDays) -> Prepared:
    """Turn a plan into functions once; a warm process reuses them."""
    nodes = [n for n in plan.nodes if isinstance(n, Gather)]
    numbers: dict[Expr, int] = {}
    same = {n.name: numbers.setdefault(n.value, len(numbers)) for n in nodes if _is_long(n.value)}
    return Prepared(
        Steps(nodes, working), {n.name: fold(n, working) for n in nodes},
        {n.name: answers(n.value, working) for n in nodes}, same, Columns(working),
    )  # fmt: skip


def _is_long(value: Expr) -> bool:
    """Does it ask about the row alone, and take longer than to remember?"""
    nested = isinstance(value, Op) and any(isinstance(a, Op) for a in value.args)
    return nested and not asks_subject(value)


class Interpreter:
    """One run of a plan over plain rows: current rows, relations, and the cells found."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self.plan = plan
        seen = view(plan, facts)
        self.cells: Cells = subjects(plan, seen)
        self.view = View({**seen.tables, "duties": duties(plan, seen, self.cells)}, seen.working)
        self._indexes: dict[tuple[str, str], Mapping[str, list[Row]]] = {}
        self._pairs: dict[str, Far] = {}
        self.prepared = prepare(plan, seen.working)
        self.columns = self.prepared.columns
        self._values: dict[int, dict[int, Scalar]] = {}
        self._narrower = Narrower(self.prepared.steps, self.view.tables)

    def focus(self, idents: Iterable[str]) -> None:
        """Say whose rows will be asked for: all of them are at hand."""

    def run(self) -> Cells:
        """Fill in every node's column for every subject."""
        for node in self.plan.nodes:
            _RUN[type(node)](self, node)
        return self.cells

    def rows(self, kind: str) -> list[dict[str, Scalar]]:
        """The columns of every subject of a kind."""
        return list(self.cells[kind].values())

    def fill(self, kind: str, name: str, values: Iterable[Scalar]) -> None:
        """Give every subject of a kind its value of a column."""
        for cells, value in zip(self.cells[kind].values(), values, strict=True):
            cells[name] = value

    def index(self, table: str, column: str) -> Mapping[str, list[Row]]:
        """Rows of a table by a column, built once."""
        key = (table, column)
        if key not in self._indexes:
            self._indexes[key] = self.view.by(table, column)
        return self._indexes[key]

    def pairs(self, relation: str) -> Far:
        """Pairs of a relation, built once."""
        if relation not in self._pairs:
            self._pairs[relation] = pairs(self.plan, self.view, self.plan.relations[relation])
        return self._pairs[relation]

    def far(self, relation: str, ident: str) -> tuple[str, ...]:
        """Related subjects of one."""
        return self.pairs(relation).get(ident, ())

    def values(self, node: Gather) -> Answers:
        """What each row gives a figure; figures with the same expression share their answers."""
        act = self.prepared.values[node.name]
        if node.name not in self.prepared.same:
            return act
        known = self._values.setdefault(self.prepared.same[node.name], {})
        new = [r for r in self._narrower.left(node) if id(r) not in known]
        known.update(zip(map(id, new), act({}, new), strict=True))
        return lambda _, rows: [known[id(r)] for r in rows]

    @property
    def working(self) -> WorkingDays:
        """The calendar working days are counted on."""
        return self.view.working

    def counting(self, node: Gather, ident: str) -> list[Row]:
        """Rows that count or might count for the subject; a zero in a sum counts for nothing."""
        kept, doubtful = self.narrowed(node, ident)
        rows = sorted([*kept, *doubtful], key=_written) if doubtful else list(kept)
        if node.take != "sum":
            return rows
        values = self.prepared.values[node.name](self.cells[node.of][ident], rows)
        return [r for r, value in zip(rows, values, strict=True) if value != 0]

    def having(self, node: Gather) -> frozenset[str]:
        """Subjects with rows that count or might count."""
        return frozenset(i for i in self.cells[node.of] if self.counting(node, i))

    def narrowed(self, node: Gather, ident: str) -> Narrowed:
        """Rows that count for the subject, and rows of which it cannot be told."""
        return self.narrowing(node)(ident, self.cells[node.of][ident])

    def narrowing(self, node: Gather) -> Narrowing:
        """The same as a function of subject and columns, for one subject after another."""
        return self._narrower.narrowing(node, self._through(node))

    def _through(self, node: Gather) -> Through | None:
        return partial(self.far, node.relation) if node.relation else None

    def pending(self, node: Gather, ident: str) -> list[Row]:
        """Reported rows that would count once verified."""
        rows = self._narrower.all_rows(node, self._through(node))(ident, {})[0]
        reported = [r for r in rows if r.get("status") == "reported"]
        if not reported:
            return []
        where, cells = function(node.where, self.working), self.cells[node.of][ident]
        return [r for r in reported if where(cells, {**r, "status": "verified"})]

    def served(self, ident: str) -> list[Row]:
        """Posts of a person."""
        return list(self.index("posts", "person").get(ident, ()))


def _written(row: Row) -> tuple[int, str]:
    """The order of writing; derived rows by their period."""
    number = row.get("row_no")
    return (number, "") if isinstance(number, int) else (0, f"{row['kind']} {row['period']}")


def interpret(plan: Plan, facts: Facts) -> Cells:
    """Run a plan over plain rows; returns kind → subject → column → value."""
    return Interpreter(plan, facts).run()


def _compute(run: Interpreter, node: Compute) -> None:
    run.fill(node.of, node.name, run.columns(node.expr)(run.rows(node.of)))
    if node.below is not None:
        run.fill(node.of, node.name + BELOW, run.columns(node.below)(run.rows(node.of)))


def _gather(run: Interpreter, node: Gather) -> None:
    act, narrowed, values = run.prepared.folds[node.name], run.narrowing(node), run.values(node)
    for ident, cells in run.cells[node.of].items():
        kept, doubtful = narrowed(ident, cells)
        cells[node.name] = act(cells, kept, bool(doubtful), values)


def _past(run: Interpreter, node: Past) -> None:
    found = {
        str(r[node.of]): r
        for r in run.view.tables["results"]
        if r["quantity"] == node.quantity and r["period"] == node.period and r[node.of] is not None
    }
    for ident, cells in run.cells[node.of].items():
        row = found.get(ident)
        cells[node.name] = None if row is None else _decided(node, row)
        known = row is not None and (row["value"] is not None or row["label"] is not None)
        cells[node.name + GRADED] = None if row is None else known


def _decided(node: Past, row: Row) -> Scalar:
    value, text = row["value"], row["label"]
    if node.typed.kind == "label":
        return None if text is None else str(text)
    if node.typed.kind == "flag":
        return {0: False, _ONE: True}.get(value) if isinstance(value, int) else None
    return value


def _group(run: Interpreter, node: Group) -> None:
    run.fill(node.of, node.name, group_cells(node, run.rows(node.of), run.columns))


def _places(run: Interpreter, node: Places) -> None:
    run.fill(node.of, node.name, places_cells(node, run.rows(node.of), run.columns))


def _carry(run: Interpreter, node: Carry) -> None:
    relation = run.plan.relations[node.relation]
    values_there = run.columns(node.value)(run.rows(relation.to))
    there = dict(zip(run.cells[relation.to], values_there, strict=True))
    far = run.pairs(node.relation)
    for ident, cells in run.cells[node.of].items():
        values = [there[f] for f in far.get(ident, ()) if f in there]
        cells[node.name] = carried(node, values)


def carried(node: Carry, values: list[Scalar]) -> Scalar:
    """Combine the values of related subjects; a missing one blocks or is left out."""
    if node.exclude:
        values = [v for v in values if v is not None]
    if not values:
        return node.empty
    settles = {"any": True, "all": False}
    if node.take in settles:
        if settles[node.take] in values:
            return settles[node.take]
        return None if None in values else not settles[node.take]
    if None in values:
        return None
    found: Scalar = _TAKE[node.take](values)
    return found


def _served(run: Interpreter, node: Served) -> None:
    where = answers(node.where, run.working)
    held = run.index("posts", "person")
    for ident, cells in run.cells[node.of].items():
        rows = held.get(ident, [])
        counts = where(cells, rows)
        cells[node.name] = None if None in counts else served(node, list(compress(rows, counts)))


def served(node: Served, rows: list[Row]) -> int:
    """Days or whole months of merged spans, up to and with the last day."""
    spans: list[tuple[date, date]] = []
    for row in rows:
        first, last = row["from"], row["to"]
        end = min(last, node.until) if isinstance(last, date) else node.until
        if isinstance(first, date) and first <= end:
            spans.append((first, end))
    merged: list[tuple[date, date]] = []
    for first, end in sorted(spans):
        if merged and first <= merged[-1][1] + date.resolution:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((first, end))
    if node.unit == "days":
        return sum((end - first).days + 1 for first, end in merged)
    return sum(months_between(first, end + date.resolution) for first, end in merged)


def _tally(values: list[Any]) -> int:
    return sum(v is not False for v in values)


_TAKE: Mapping[str, Callable[[list[Any]], Any]] = {
    "sum": sum, "min": min, "max": max, "count": _tally, "known": len,
}  # fmt: skip
_RUN: Mapping[type[AnyNode], Callable[[Interpreter, Any], None]] = {
    Compute: _compute, Gather: _gather, Past: _past, Group: _group, Places: _places,
    Carry: _carry, Served: _served,
}  # fmt: skip
