"""Emit a plan as SQL text: a list of statements over the tables of a facts folder.

Subjects of each kind become a table that grows a few columns at a time; rows are scanned once
per table and key.  The text uses a small closed subset (integer ``//``, CASE, windows, joins), so
that another dialect is a matter of few templates.  The engine only writes; ``batch`` runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from biaochi.engine import sqlgather, sqlgroup, sqlpairs, sqlviews
from biaochi.engine.dialects import FENCE
from biaochi.engine.expr import Expr
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
    cell_names,
)
from biaochi.engine.sqltext import TYPES, Step, Writer, literal, name, repeated


@dataclass(frozen=True)
class Script:
    """Statements in order, and for each kind of subject the final table and its columns."""

    statements: tuple[str, ...]
    tables: dict[str, str]
    columns: dict[str, tuple[str, ...]]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The statements taken apart."""
        found = []
        for made in self.statements:
            head, select = made.split(" AS ", 1)
            _, _, kind, table = head.split(" ", 3)
            found.append(Step(table.strip('"'), select, kind.lower()))
        return tuple(found)


def emit(plan: Plan) -> Script:
    """Write the whole plan for DuckDB."""
    made = list(sqlviews.preamble(plan))
    tables = {kind: sqlviews.subject_table(kind) for kind in plan.subjects}
    columns = {k: ("id", *s.attributes) for k, s in plan.subjects.items()}
    for at, (kind, nodes) in enumerate(_levels(plan)):
        table = f"cells_{kind}_{at}"
        listed, source = _extended(plan, tables, kind, nodes)
        own = [f"s.{name(c)}" for c in columns[kind]]
        made.append(f"CREATE TEMP TABLE {name(table)} AS SELECT\n  "
                    + ",\n  ".join([*own, *listed]) + f"\nFROM {source}")  # fmt: skip
        tables = {**tables, kind: name(table)}
        columns[kind] += tuple(c for n in nodes for c in cell_names(n))
    return Script(tuple(made), tables, columns)


def _levels(plan: Plan) -> Iterable[tuple[str, list[AnyNode]]]:
    """Nodes that can be computed together, in an order that respects needs."""
    level: dict[tuple[str, str], int] = {}
    rounds: dict[tuple[int, str], list[AnyNode]] = {}
    for node in plan.nodes:
        own = [level[node.of, c] for c in node.needs() if (node.of, c) in level]
        if isinstance(node, Carry):
            to = plan.relations[node.relation].to
            own += [level[to, node.far]] if (to, node.far) in level else []
        here = 1 + max(own, default=-1)
        for column in cell_names(node):
            level[node.of, column] = here
        rounds.setdefault((here, node.of), []).append(node)
    for (_, kind), nodes in sorted(rounds.items(), key=lambda item: item[0]):
        yield kind, nodes


def _extended(
    plan: Plan, tables: dict[str, str], kind: str, nodes: Sequence[AnyNode]
) -> tuple[list[str], str]:
    """The columns one level adds, and what they are selected from."""
    gathers = [n for n in nodes if isinstance(n, Gather)]
    parts = list(sqlgather.gathered(plan, gathers, tables))
    for node in nodes:
        if isinstance(node, Carry):
            parts.append((_carry_join(plan, node, tables), [typed(node, _carried(node))]))
        elif isinstance(node, Served):
            column = typed(node, f"{name(node.name + '#j')}.v")
            parts.append((sqlviews.served(node, tables[kind]), [column]))
    past = [n for n in nodes if isinstance(n, Past)]
    if past:
        columns = [column for n in past for column in _past_columns(n)]
        parts.append((sqlviews.past_join(kind, past), columns))
    compared = [n for n in nodes if isinstance(n, Group | Places)]
    source, more, found = sqlgroup.compared(compared, tables[kind])
    parts += [(join, []) for join in more]
    parts.append(("", [typed(n, f) for n, f in found]))
    source, computed = _computed([n for n in nodes if isinstance(n, Compute)], source)
    listed = [column for _, columns in parts for column in columns] + computed
    return listed, f"{source} AS s" + "".join(f"\n{join}" for join, _ in parts if join)


def typed(node: AnyNode, text: str, column: str = "") -> str:
    """A column of the node's type under its name."""
    return f"CAST({text} AS {TYPES[node.typed.kind]}) AS {name(column or node.name)}"


def _past_columns(node: Past) -> list[str]:
    there = f"past.{name(node.name + '#there')}"
    value, label = f"past.{name(node.name)}", f"past.{name(node.name + '#label')}"
    text = {
        "label": label,
        "flag": f"CASE {value} WHEN 0 THEN FALSE WHEN 1000000 THEN TRUE END",
    }.get(node.typed.kind, value)
    graded = f"CASE WHEN {there} = 1 THEN ({value} IS NOT NULL OR {label} IS NOT NULL) END"
    return [typed(node, text), f"{graded} AS {name(node.name + GRADED)}"]


def _carry_join(plan: Plan, node: Carry, tables: dict[str, str]) -> str:
    far = tables[plan.relations[node.relation].to]
    value = Writer(subject="f").text(node.value)
    v = f"({value})"
    figures = {
        "any": f"max(CASE WHEN {v} THEN 1 WHEN NOT {v} THEN 0 END)",
        "all": f"min(CASE WHEN {v} THEN 1 WHEN NOT {v} THEN 0 END)",
        "count": f"sum(CASE WHEN {v} IS NOT NULL THEN 1 END)",
        "known": f"sum(CASE WHEN {v} IS NOT NULL THEN 1 END)",
    }
    if node.take == "count" and node.typed.kind == "number" and _is_flag(plan, node):
        figures["count"] = f"sum(CASE WHEN {v} THEN 1 WHEN NOT {v} THEN 0 END)"
    figure = figures.get(node.take, f"{node.take}({v})")
    alias = name(node.name + "#j")
    return (
        f"LEFT JOIN (SELECT p.near AS k, {figure} AS v, count(*) AS n,"
        f" sum(CASE WHEN {v} IS NULL THEN 1 ELSE 0 END) AS u"
        f" FROM {sqlpairs.relation_table(node.relation)} p JOIN {far} f ON f.id = p.far"
        f" GROUP BY p.near) AS {alias} ON {alias}.k = s.id"
    )


def _is_flag(plan: Plan, node: Carry) -> bool:
    return plan.node(node.far).typed.kind == "flag"


def _carried(node: Carry) -> str:
    alias = name(node.name + "#j")
    empty = literal(node.empty)
    none = f"COALESCE({alias}.n, 0) = 0"
    if node.exclude:
        none = f"COALESCE({alias}.n, 0) - COALESCE({alias}.u, 0) = 0"
    doubt = "FALSE" if node.exclude else f"{alias}.u > 0"
    if node.take in {"any", "all"}:
        settled = "1" if node.take == "any" else "0"
        return (
            f"CASE WHEN {none} THEN {empty} WHEN {alias}.v = {settled} THEN {settled} = 1"
            f" WHEN {doubt} THEN NULL ELSE {settled} = 0 END"
        )
    return f"CASE WHEN {none} THEN {empty} WHEN {doubt} THEN NULL ELSE {alias}.v END"


def _computed(nodes: Sequence[Compute], source: str) -> tuple[str, list[str]]:
    """Columns of expressions; texts that would be repeated are named one stage earlier."""
    exprs: list[Expr] = [e for n in nodes for e in (n.expr, n.below) if e is not None]
    kept: dict[Expr, str] = {}
    for at, expr in enumerate(repeated(exprs)):
        text = Writer(subject="t", kept=_under("t", kept)).text(expr)
        if text == "NULL":
            continue
        source = f"(SELECT t.*, {text} AS {name(f'#t{at}')} FROM {source} AS t{FENCE})"
        kept[expr] = name(f"#t{at}")
    writer = Writer(kept=_under("s", kept))
    found = []
    for node in nodes:
        found.append(typed(node, writer.text(node.expr)))
        if node.below is not None:
            found.append(typed(node, writer.text(node.below), node.name + BELOW))
    return source, found


def _under(alias: str, kept: dict[Expr, str]) -> dict[Expr, str]:
    return {expr: f"{alias}.{column}" for expr, column in kept.items()}
