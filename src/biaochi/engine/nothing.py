"""Whether a quantity is undetermined only because nothing of its kind was ever recorded.

The last admonition of somebody who never had one has no day.  No fact is missing there, and nobody
can supply one.  Scores, votes and results of earlier years are due: without them facts are missing.
"""

from collections.abc import Callable, Mapping

from biaochi.engine.amounts import CellTable
from biaochi.engine.expr import Expr, Lit, Op
from biaochi.engine.plan import BELOW, AnyNode, Compute, Gather, Plan

_HAPPENS = frozenset({"evidence", "measures", "determinations", "absences"})
"""Tables of what may happen or not; the others hold what is due."""

_NO_VALUE = frozenset({"min", "max", "first", "latest"})
"""Aggregations that no row at all leaves without a value, unless a pack gives it one."""

AnyRows = Callable[[Gather, str], bool]


class Nothing:
    """Tells it of every subject of a run; ``any_rows``: has a figure rows that may count?"""

    def __init__(self, plan: Plan, cells: CellTable, any_rows: AnyRows) -> None:
        self.nodes: Mapping[str, AnyNode] = {n.name: n for n in plan.nodes}
        self.cells, self.any_rows = cells, any_rows
        self._may = {n.name: _may(n) for n in plan.nodes}

    def of(self, kind: str, ident: str, name: str) -> bool:
        """True where the quantity has no value, and had none to have."""
        node = self.nodes.get(name.removesuffix(BELOW))
        if node is None or node.of != kind or not self._may[node.name]:
            return False
        cells = self.cells[kind][ident]
        if cells[node.name] is not None:
            return False
        if isinstance(node, Gather):
            return not self.any_rows(node, ident)
        open_ = [c for c in node.needs if cells[c] is None]
        return bool(open_) and all(self.of(kind, ident, c) for c in open_)


def _may(node: AnyNode) -> bool:
    """Can the node be without a value for want of rows alone?"""
    if isinstance(node, Gather):
        return node.empty is None and node.take in _NO_VALUE and node.table in _HAPPENS
    return isinstance(node, Compute) and not _is_open(node.expr)


def _is_open(expr: Expr) -> bool:
    """Does an expression hold what a person has still to fill in or decide?"""
    if isinstance(expr, Lit):
        return expr.value is None
    return isinstance(expr, Op) and any(map(_is_open, expr.args))
