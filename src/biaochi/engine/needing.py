"""What a plan needs of fact rows: the columns it reads and cites, and the rows that add something.

The registry (people, units, posts, links, calendar) is small and is read whole.
"""

from collections.abc import Iterator, Mapping

from biaochi.engine import sqlscan
from biaochi.engine.citing import citing
from biaochi.engine.expr import Col, Expr, Op, columns
from biaochi.engine.plan import Gather, Past, Plan
from biaochi.engine.sqltext import Writer, literal, name
from biaochi.facts.shapes import Wanted

_EVENT = ("kind", "subject", "period", "due_on", "done_on", "nil", "matter")
_EVIDENCE = ("id", "status", "supersedes")
_KEEP_ZERO = ("abs", "neg", "div_exact", "div_floor", "else")
_RESULT = ("quantity", "period", "value", "label")


def row_columns(node: Gather) -> list[str]:
    """The columns a reader of the node's rows needs: its conditions, and what cites a row."""
    exprs = [node.where, node.value, node.cap, node.when, *node.each]
    return sorted(_of_rows(*exprs) | set(citing(node.table)))


def wanted(plan: Plan) -> Mapping[str, Wanted]:
    """What is needed of every table that the plan reads beyond the registry."""
    found: dict[str, set[str]] = {}
    for table, names in _reads(plan):
        found.setdefault(table, set()).update(names)
    if plan.known_by is not None:
        for names_there in found.values():
            names_there.add("recorded_at")
    return {t: Wanted(frozenset(names), _adding(plan, t)) for t, names in found.items()}


def _reads(plan: Plan) -> Iterator[tuple[str, set[str]]]:
    for node in plan.nodes:
        if isinstance(node, Gather) and node.table != "duties":
            yield node.table, {*row_columns(node), *filter(None, [node.key])}
        elif isinstance(node, Past):
            yield "results", {node.of, *_RESULT}
    if plan.duties:
        yield "events", set(_EVENT)
    yield "evidence", {*_EVIDENCE, *(k.key for k in plan.subjects.values() if k.key)}
    for relation in plan.relations.values():
        if relation.by == "named":
            yield "evidence", {relation.to} | _of_rows(relation.mine, relation.where)


def _of_rows(*exprs: Expr | None) -> set[str]:
    return {c.name for e in exprs if e is not None for c in columns(e) if c.row}


def _adding(plan: Plan, table: str) -> str:
    """Rows that change a figure, or would once verified: zero adds nothing where all are sums."""
    nodes = [n for n in plan.nodes if isinstance(n, Gather) and n.table == table]
    if table != "evidence" or not nodes or _judges_rows(plan):
        return ""
    zero = {_zero_with(n.value) for n in nodes}
    column = zero.pop()
    if column is None or zero or not sqlscan.passes_zero(nodes, Writer(table=table)):
        return ""
    said = name(column)
    return f"(r.{said} <> 0 OR r.{said} IS NULL OR r.status = {literal('reported')})"


def _zero_with(expr: Expr) -> str | None:
    """The column of the row whose zero makes the expression zero, if there is one."""
    if isinstance(expr, Op) and expr.name in _KEEP_ZERO:
        return _zero_with(expr.args[0])
    return expr.name if isinstance(expr, Col) and expr.row else None


def _judges_rows(plan: Plan) -> bool:
    """Are there subjects or relations that evidence itself makes?"""
    by_rows = any(r.by == "named" for r in plan.relations.values())
    return by_rows or any(kind.key for kind in plan.subjects.values())
