"""Explain: the tree behind a quantity or finding, in Chinese sentences with clause and numbers.

The same walk serves both executors: it reads cells, and asks for the rows under them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from biaochi.engine.amounts import UNDETERMINED, scalar_text, text
from biaochi.engine.citing import reference
from biaochi.engine.closures import answers, function
from biaochi.engine.expr import Op
from biaochi.engine.folding import fold
from biaochi.engine.nothing import Nothing
from biaochi.engine.plan import (
    AnyNode,
    Carry,
    Compute,
    Gather,
    Group,
    Past,
    Places,
    PlannedRule,
)
from biaochi.engine.reasons import Missing, Reasons
from biaochi.engine.wording import said
from biaochi.facts.shapes import TABLES
from biaochi.packs.shapes import Basis
from biaochi.vocabulary.limits import DEEPEST_TRACE, MOST_SHOWN

ROUNDED_BY = {
    "div_half_up": "四舍五入", "div_half_even": "四舍六入五成双", "div_floor": "向下取整",
    "div_ceil": "向上取整",
}  # fmt: skip
VERDICTS = {
    "met": "成立", "not_met": "不成立", "undetermined": "待定", "not_in_force": "不在施行期内",
}  # fmt: skip
NOTHING = "没有记录"
_VALUES = {"true": "是", "false": "否", UNDETERMINED: "待定"}


@dataclass(frozen=True, kw_only=True)
class Trace:
    """One line of reasoning and what it rests on.

    ``nothing``: undetermined, and no fact is missing: nothing of the kind was ever recorded.
    """

    subject: str
    name: str
    label: str
    value: str
    sentence: str
    basis: Basis | None = None
    evidence: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    readings: tuple[str, ...] = ()
    nothing: bool = False
    parts: tuple["Trace", ...] = field(default=())


def shown(value: str) -> str:
    """A value as officers read it."""
    if value in _VALUES:
        return _VALUES[value]
    top, slash, below = value.partition("/")
    if slash and top.removeprefix("-").isdecimal() and below.isdecimal() and int(below):
        hundredths = (int(top) * 10**4 * 2 + int(below)) // (2 * int(below))
        return f"{value}（{hundredths // 100}.{hundredths % 100:02d}%）"
    return value


class Explainer:
    """Walks from a rule or quantity of one subject down to its rows."""

    def __init__(self, reasons: Reasons) -> None:
        self.reasons, self.plan = reasons, reasons.plan
        rows = reasons.rows
        self._nothing = Nothing(reasons.plan, reasons.cells, lambda n, i: bool(rows.counting(n, i)))
        self._told: dict[tuple[str, str, str, int], Trace] = {}

    def quantity(self, kind: str, ident: str, name: str, depth: int = 0) -> Trace:
        """Explain one column of a subject; KeyError if there is no such column."""
        place = (kind, ident, name, depth)
        if place not in self._told:
            self._told[place] = self._quantity(*place)
        return self._told[place]

    def _quantity(self, kind: str, ident: str, name: str, depth: int) -> Trace:
        node = self.reasons.nodes[name]
        nothing = self._nothing.of(kind, ident, name)
        missing = () if depth or nothing else self._missing(kind, ident, node)
        parts = () if depth >= DEEPEST_TRACE else tuple(self._parts(kind, ident, node, depth))
        evidence, pending = self._rows(ident, node)
        return Trace(
            subject=ident, name=name, label=self.label(name), value=self.value(kind, ident, name),
            sentence=self._sentence(kind, ident, node, evidence), basis=node.basis,
            evidence=evidence, pending=pending, missing=missing, readings=node.readings,
            nothing=nothing, parts=parts,
        )  # fmt: skip

    def rule(self, rule: PlannedRule, ident: str, verdict: str) -> Trace:
        """Explain a verdict: the condition with its numbers, then what each rests on."""
        kind = rule.of
        conditions = [self.said(kind, ident, rule.when)]
        conditions += [self.said(kind, ident, text) for _, text, _ in rule.requires]
        sentence = f"{rule.label.zh}：{VERDICTS[verdict]}。{'；'.join(conditions)}"
        clause = f"（{rule.basis.clause}）" if rule.basis.clause else ""
        for name, expr in rule.exceptions:
            holds = scalar_text(self.reasons.nodes[rule.column].typed,
                                self.reasons.value(kind, ident, expr))  # fmt: skip
            sentence += f"。例外「{self.plan.exceptions[name].zh}」：{shown(holds)}"
        exprs = (
            rule.when_expr,
            *(e for _, _, e in rule.requires),
            *(e for _, e in rule.exceptions),
        )
        found = [m for e in exprs for m in self.reasons.missing(kind, ident, e)]
        missing = tuple({(m.subject, m.needs): m for m in found}.values())
        node = self.reasons.nodes[rule.column]
        parts = tuple(self._parts(kind, ident, node, 0))
        return Trace(
            subject=ident, name=rule.id, label=rule.label.zh, value=verdict,
            sentence=f"{sentence}{clause}。", basis=rule.basis, missing=missing, parts=parts,
            readings=tuple(sorted({r for p in parts for r in _readings(p)})),
            evidence=self.reasons.evidence(kind, ident, rule.when_expr),
        )  # fmt: skip

    def label(self, name: str) -> str:
        """The Chinese name of a quantity, parameter or attribute."""
        plain = name.split("#", maxsplit=1)[0].split("@", maxsplit=1)[0]
        node = self.reasons.nodes.get(name)
        own = node.label if node is not None and node.label else ""
        return own or self.plan.labels.get(plain, plain)

    def value(self, kind: str, ident: str, name: str) -> str:
        """The exact text of a column."""
        typed = self.reasons.nodes[name].typed
        return text(typed, self.reasons.cells[kind][ident], name, places=self.plan.scale)

    def _read(self, kind: str, ident: str, name: str) -> str:
        nothing = self._nothing.of(kind, ident, name)
        return NOTHING if nothing else shown(self.value(kind, ident, name))

    def said(self, kind: str, ident: str, formula: str) -> str:
        """A formula with labels and the subject's numbers put in."""
        attributes = self.plan.subjects[kind].attributes
        cells = self.reasons.cells[kind][ident]

        def name(token: str) -> str:
            if token in self.reasons.nodes and self.reasons.nodes[token].of == kind:
                return f"{self.label(token)}({self._read(kind, ident, token)})"
            if token in self.plan.parameters:
                return f"{self.label(token)}({shown(self.plan.parameters[token])})"
            if token in attributes:
                return f"{self.label(token)}({shown(scalar_text(attributes[token], cells[token]))})"
            return self.label(token)

        return said(formula, name)

    def _missing(self, kind: str, ident: str, node: AnyNode) -> tuple[Missing, ...]:
        return self.reasons.missing(kind, ident, node.typed.expr)

    def _rows(self, ident: str, node: AnyNode) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Rows that count, and rows that would count once verified."""
        if not isinstance(node, Gather):
            return (), ()
        rows = self.reasons.rows
        counted = tuple(reference(node.table, r) for r in rows.counting(node, ident))
        return counted, tuple(reference(node.table, r) for r in rows.pending(node, ident))

    def _sentence(self, kind: str, ident: str, node: AnyNode, evidence: Sequence[str]) -> str:
        head = f"{self.label(node.name)}：{self._read(kind, ident, node.name)}"
        tail = "".join(self._tail(kind, ident, node, evidence))
        clause = f"（{node.basis.clause}）" if node.basis and node.basis.clause else ""
        return f"{head}{clause}{tail}"

    def _tail(self, kind: str, ident: str, node: AnyNode, evidence: Sequence[str]) -> Iterator[str]:
        if isinstance(node, Compute):
            if node.text:
                sign = "，" if node.cases else " = "
                yield f"{sign}{self.said(kind, ident, node.text)}"
            yield from self._case(kind, ident, node)
            if isinstance(node.expr, Op) and node.expr.name in ROUNDED_BY:
                yield f"，{ROUNDED_BY[node.expr.name]}到 {node.typed.scale} 位小数"
        elif isinstance(node, Gather):
            yield from self._gathered(ident, node, evidence)
        elif isinstance(node, Group | Places):
            group = self.plan.labels.get(node.group, node.group)
            yield f"，在「{group}」中比较"
        elif isinstance(node, Past):
            yield f"，{node.period} 年已定结果"
        elif isinstance(node, Carry):
            relation = self.plan.labels.get(node.relation, node.relation)
            far = self.reasons.rows.far(node.relation, ident)
            yield f"，由「{relation}」{len(far)} 个对象带入"
        if node.readings:
            chosen = [self.plan.reading_labels.get(r, "未选定") for r in node.readings]
            yield f"，口径：{'；'.join(chosen)}"

    def _case(self, kind: str, ident: str, node: Compute) -> Iterator[str]:
        """Which band or overriding condition decided."""
        for expr, called, formula in node.cases:
            if self.reasons.value(kind, ident, expr):
                condition = f"：{self.said(kind, ident, formula)}" if formula else ""
                yield f"，{called}{condition}"
                return

    def _gathered(self, ident: str, node: Gather, evidence: Sequence[str]) -> Iterator[str]:
        table = TABLES[node.table].label if node.table in TABLES else "应办事项"
        if evidence and node.table == "ballots":
            yield f"。依据：{table} {len(evidence)} 行"
        elif evidence:
            more = f" 等 {len(evidence)} 条" if len(evidence) > MOST_SHOWN else ""
            yield f"。依据（{table}）：{'、'.join(evidence[:MOST_SHOWN])}{more}"
        rows = self.reasons.rows
        pending = rows.pending(node, ident)
        if not pending:
            return
        where, cells = (
            function(node.where, self.reasons.rows.working),
            self.reasons.cells[node.of][ident],
        )
        kept = [r for r in rows.counting(node, ident) if where(cells, r)]
        values = answers(node.value, rows.working)
        value = fold(node, rows.working)(cells, [*kept, *pending], False, values)
        would = scalar_text(node.typed, value, places=self.plan.scale)
        cited = "、".join(reference(node.table, r) for r in pending[:MOST_SHOWN])
        yield f"。未列：{cited}（未核实，若属实则为 {shown(would)}）"

    def _parts(self, kind: str, ident: str, node: AnyNode, depth: int) -> Iterator[Trace]:
        """What the column is made of, through intermediate columns."""
        seen: dict[str, None] = {}
        for name in self._visible(node):
            seen.setdefault(name)
        for name in seen:
            yield self.quantity(kind, ident, name, depth + 1)
        if isinstance(node, Carry):
            to = self.plan.relations[node.relation].to
            for far in self.reasons.rows.far(node.relation, ident)[:MOST_SHOWN]:
                if far in self.reasons.cells[to]:
                    yield self.quantity(to, far, node.far, depth + 1)

    def _visible(self, node: AnyNode) -> Iterator[str]:
        """Columns worth a line of their own: named ones, rows, earlier years."""
        for column in sorted(node.needs):
            below = self.reasons.column(node.of, column)
            plain = "" if below is None else below.name
            if below is None or plain.endswith("#rows"):
                continue
            hidden = "#" in plain or ":" in plain
            if hidden and isinstance(below, Compute | Group):
                yield from self._visible(below)
            else:
                yield plain


def _readings(trace: Trace) -> Iterator[str]:
    yield from trace.readings
    for part in trace.parts:
        yield from _readings(part)


def lines(trace: Trace, depth: int = 0) -> Iterator[str]:
    """The tree as indented sentences."""
    yield "  " * depth + trace.sentence
    for missing in trace.missing:
        yield "  " * (depth + 1) + f"待补：{missing.needs}"
    for part in trace.parts:
        yield from lines(part, depth + 1)
