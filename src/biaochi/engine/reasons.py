"""Why a cell is what it is: the evidence under it, and the facts that are missing for it.

Works on the cells of either executor; rows come from whoever holds them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from biaochi.engine.amounts import CellTable
from biaochi.engine.citing import reference
from biaochi.engine.closures import function
from biaochi.engine.expr import BECAUSE, READING, Col, Env, Expr, Function, Lit, Op, columns
from biaochi.engine.narrowing import conjuncts
from biaochi.engine.operations import Scalar
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
from biaochi.facts.shapes import TABLES, Row
from biaochi.timeline import WorkingDays
from biaochi.vocabulary.limits import MOST_VALUES_KEPT

_PEERS_NAMED = 2


@dataclass(frozen=True, order=True)
class Missing:
    """One missing fact: about whom, for which figure, and what would settle it."""

    subject: str
    quantity: str
    needs: str


_PERIOD = Col("period", row=True)


class Rows(Protocol):
    """Whoever holds the rows: under which conditions they count is the plan's business."""

    @property
    def working(self) -> WorkingDays:
        """The calendar working days are counted on."""

    def counting(self, node: Gather, ident: str) -> Sequence[Row]:
        """Rows that count or might count for the subject."""

    def pending(self, node: Gather, ident: str) -> Sequence[Row]:
        """Reported rows that would count once verified."""

    def served(self, ident: str) -> Sequence[Row]:
        """Posts of a person."""

    def far(self, relation: str, ident: str) -> Sequence[str]:
        """Related subjects."""


class Reasons:
    """Evidence and missing facts under expressions, remembered per subject and column."""

    def __init__(self, plan: Plan, cells: CellTable, rows: Rows) -> None:
        self.plan, self.cells, self.rows = plan, cells, rows
        self.nodes: dict[str, AnyNode] = {n.name: n for n in plan.nodes}
        # By id: to hash an expression costs more than to evaluate it.  Those here are kept alive.
        self._functions: dict[int, Function] = {}
        self._reads: dict[int, tuple[str, ...]] = {}
        self._kept: list[Expr] = []
        # What one subject lacks leads to its peers, and from each of them to the same peers again.
        self._value = lru_cache(MOST_VALUES_KEPT)(self._evaluated)
        self._evidence: dict[tuple[str, str], tuple[str, ...]] = {}

    def column(self, kind: str, name: str) -> AnyNode | None:
        """The node behind a column of that kind of subject; None for an attribute."""
        node = self.nodes.get(name.removesuffix(GRADED).removesuffix(BELOW))
        return node if node is not None and node.of == kind else None

    def value(self, kind: str, ident: str, expr: Expr) -> Scalar:
        """Evaluate an expression of the subject."""
        if isinstance(expr, Col):
            return self.cells[kind][ident][expr.name]
        self._function(expr)
        return self._value(kind, ident, id(expr))

    def _function(self, expr: Expr) -> Function:
        if id(expr) not in self._functions:
            self._functions[id(expr)] = function(expr, self.rows.working)
            self._reads[id(expr)] = tuple(dict.fromkeys(c.name for c in columns(expr)))
            self._kept.append(expr)
        return self._functions[id(expr)]

    def _evaluated(self, kind: str, ident: str, number: int) -> Scalar:
        return self._functions[number](self.cells[kind][ident], {})

    def evidence(self, kind: str, ident: str, expr: Expr) -> tuple[str, ...]:
        """References of every row under the expression, in order of first use."""
        self._function(expr)
        found: dict[str, None] = {}
        for name in self._reads[id(expr)]:
            found |= dict.fromkeys(self._under(kind, ident, name))
        return tuple(found)

    def _under(self, kind: str, ident: str, name: str) -> tuple[str, ...]:
        node = self.column(kind, name)
        if node is None or ident not in self.cells[kind]:
            return ()
        key = (ident, node.name)
        if key not in self._evidence:
            self._evidence[key] = ()
            self._evidence[key] = tuple(dict.fromkeys(self._references(kind, ident, node)))
        return self._evidence[key]

    def _references(self, kind: str, ident: str, node: AnyNode) -> Iterator[str]:
        if isinstance(node, Gather):
            yield from sorted(reference(node.table, r) for r in self.rows.counting(node, ident))
            yield from self._of_columns(kind, ident, node)
        elif isinstance(node, Compute | Group | Places):
            yield from self._of_columns(kind, ident, node)
        elif isinstance(node, Past):
            if self.cells[kind][ident][node.name + GRADED] is not None:
                yield f"results:{ident}:{node.period}:{node.quantity}"
        elif isinstance(node, Carry):
            to = self.plan.relations[node.relation].to
            for far in self.rows.far(node.relation, ident):
                yield from self.evidence(to, far, node.value)
        else:
            for row in self._posts(ident, node):
                yield reference("posts", row)

    def _of_columns(self, kind: str, ident: str, node: AnyNode) -> Iterator[str]:
        for column in sorted(node.needs):
            yield from self._under(kind, ident, column)

    def _posts(self, ident: str, node: Served) -> Iterator[Row]:
        where, cells = self._function(node.where), self.cells[node.of][ident]
        return (r for r in self.rows.served(ident) if where(cells, r) is not False)

    def missing(self, kind: str, ident: str, expr: Expr) -> tuple[Missing, ...]:
        """What would settle an undetermined expression; nothing if it is determined."""
        found: dict[tuple[str, str], Missing] = {}
        for lack in sorted(set(self._lacks(kind, ident, expr, ""))):
            found.setdefault((lack.subject, lack.needs), lack)
        return tuple(found.values())

    def _lacks(self, kind: str, ident: str, expr: Expr, name: str) -> Iterator[Missing]:
        if self.value(kind, ident, expr) is not None:
            return
        if isinstance(expr, Lit):
            label = self.plan.labels.get(expr.name, expr.name)
            needs = f"参数「{label}」未填写" if expr.name else "规则写明此处须人工认定"
            if expr.name.startswith(READING):
                needs = f"口径未定：{label}"
            elif expr.name.startswith(BECAUSE):
                needs = expr.name.removeprefix(BECAUSE)
            yield Missing(ident, name, needs)
        elif isinstance(expr, Col):
            yield from self._lacks_column(kind, ident, expr)
        else:
            args = [a for a in expr.args if self.value(kind, ident, a) is None]
            if expr.name == "if":
                args = [self._deciding(kind, ident, expr.args)]
            elif expr.name == "case":
                args = args[:1] if self.value(kind, ident, expr.args[0]) is None else []
            if not args:
                yield Missing(ident, name, "除数为零或没有对应的档次")
            for arg in args:
                yield from self._lacks(kind, ident, arg, name)

    def _deciding(self, kind: str, ident: str, args: tuple[Expr, ...]) -> Expr:
        """The part of an if-then-else that leaves it open."""
        condition = self.value(kind, ident, args[0])
        return args[0] if condition is None else args[1] if condition else args[2]

    def _lacks_column(self, kind: str, ident: str, column: Col) -> Iterator[Missing]:
        node = self.column(kind, column.name)
        if node is None:
            label = self.plan.labels.get(column.name, column.name)
            yield Missing(ident, column.name, f"「{label}」未登记，或几个现任职务不一致")
        elif isinstance(node, Compute):
            yield from self._lacks(kind, ident, node.expr, node.name)
        elif isinstance(node, Gather):
            yield from self._lacks_rows(ident, node)
        elif isinstance(node, Past):
            graded = self.cells[kind][ident][node.name + GRADED]
            needs = "没有结果" if graded is None else "未定等次"
            yield Missing(ident, node.name, f"{node.period} 年「{self._label(node)}」{needs}")
        elif isinstance(node, Group | Places):
            yield from self._lacks_peers(kind, ident, node)
        elif isinstance(node, Carry):
            yield from self._lacks_far(ident, node)
        else:
            yield Missing(ident, node.name, "任职记录不足以判断")

    def _label(self, node: AnyNode) -> str:
        return node.label or self.plan.labels.get(node.name.split("#")[0], node.name)

    def _lacks_rows(self, ident: str, node: Gather) -> Iterator[Missing]:
        rows = self.rows.counting(node, ident)
        where, value = self._function(node.where), self._function(node.value)
        cells: Env = self.cells[node.of][ident]
        for row in rows:
            cited = reference(node.table, row)
            if where(cells, row) is None:
                yield Missing(ident, node.name, f"{cited} 的条件缺少内容，无法判断是否计入")
            elif value(cells, row) is None:
                yield Missing(ident, node.name, f"{cited} 没有填写分值")
        if not rows:
            what = self._label(node)
            label = TABLES[node.table].label if node.table in TABLES else "应办事项"
            asked = self._asked(node)
            yield Missing(ident, node.name, f"{label}表没有「{what}」{asked} 的记录")
        for name in sorted(node.needs):
            yield from self._lacks(node.of, ident, Col(name), name)

    def _asked(self, node: Gather) -> str:
        """Which period the rows were looked for in: the coarsest the condition names."""
        for part in conjuncts(node.where):
            if isinstance(part, Op) and part.name in {"eq", "in"} and part.args[0] == _PERIOD:
                names = [a.value for a in part.args[1:] if isinstance(a, Lit)]
                return str(names[0]) if names else self.plan.period_name
        return self.plan.period_name

    def _lacks_peers(self, kind: str, ident: str, node: Group | Places) -> Iterator[Missing]:
        own = node.value is not None and self.value(kind, ident, node.value) is None
        if own and node.value is not None:
            yield from self._lacks(kind, ident, node.value, node.name)
            return
        member = self.value(kind, ident, node.member)
        if member is None:
            yield from self._lacks(kind, ident, node.member, node.name)
            return
        if member is False:
            group = self.plan.labels.get(node.group, node.group)
            yield Missing(ident, node.name, f"不属于「{group}」的比较范围")
            return
        mine = [self.cells[kind][ident][c] for c in node.by]
        if None in mine:
            by = "、".join(self.plan.labels.get(c, c) for c in node.by)
            yield Missing(ident, node.name, f"「{by}」未登记，分不了组")
            return
        named = 0
        for peer, cells in self.cells[kind].items():
            if [cells[c] for c in node.by] != mine or named >= _PEERS_NAMED:
                continue
            if self._open_peer(kind, peer, node):
                named += 1
                yield Missing(peer, node.name, f"同组 {peer} 的「{self._label(node)}」所需的量待定")
        if not named:
            yield Missing(ident, node.name, "并列跨过名额，须人工决定")

    def _open_peer(self, kind: str, peer: str, node: Group | Places) -> bool:
        member = self.value(kind, peer, node.member)
        if member is False:
            return False
        exprs = [node.value, getattr(node, "only", None)]
        return member is None or any(
            e is not None and self.value(kind, peer, e) is None for e in exprs
        )

    def _lacks_far(self, ident: str, node: Carry) -> Iterator[Missing]:
        to = self.plan.relations[node.relation].to
        there = [f for f in self.rows.far(node.relation, ident) if f in self.cells[to]]
        for far in there:
            yield from self._lacks(to, far, node.value, node.far)
        if not there:
            label = self.plan.labels.get(node.relation, node.relation)
            yield Missing(ident, node.name, f"没有「{label}」关系中的人或单位")
