"""One pass over the rows of a table and key for all plain figures, as SQL.

What all figures ask of a row is asked once, as is every condition and value they share.  A total
per key of a known list (each item capped by itself) is a column per key, not a second grouping.
Where only sums are asked for and none differs from "no row", rows of zero are passed over.
"""

from collections.abc import Mapping, Sequence

from biaochi.engine.closures import function
from biaochi.engine.expr import Col, Expr, Lit, Op, columns
from biaochi.engine.kinds import FLAG, LABEL
from biaochi.engine.plan import WHOLE_ID, Gather
from biaochi.engine.sqlpairs import relation_table
from biaochi.engine.sqltext import TYPES, Known, Writer, conjuncts, literal, name, typed_blank
from biaochi.engine.sqlviews import view
from biaochi.vocabulary.limits import MOST_KEYS_SIDE_BY_SIDE

Part = tuple[str, list[str]]
AGGREGATES: Mapping[str, str] = {
    "sum": "sum", "min": "min", "max": "max", "count": "count", "distinct": "count",
}  # fmt: skip

OF_ITS_KIND = ("sum", "min", "max", "first", "latest")


def writer(node: Gather, known: Known) -> Writer:
    """The writer of expressions over the node's rows."""
    return Writer(table=node.table, known=known)


def source(node: Gather, subjects: str) -> tuple[str, str]:
    """Rows joined to what says whom they concern; and the expression of that key."""
    rows = f"{view(node.table)} r"
    if not node.key:
        beside = f" CROSS JOIN {subjects} s" if node.needs else ""
        return rows + beside, literal(WHOLE_ID)
    key = f"CAST(r.{name(node.key)} AS VARCHAR)"
    if node.relation:
        rows = f"{relation_table(node.relation)} p JOIN {rows} ON {key} = p.far"
        key = "p.near"
    if node.needs:
        rows = f"{rows} JOIN {subjects} s ON s.id = {key}"
    return rows, key


def scan(nodes: Sequence[Gather], alias: str, known: Known) -> Part:
    """The join that brings every figure of the nodes, and their columns."""
    made = _Scan(nodes, writer(nodes[0], known))
    found = [made.settled(node, alias) for node in nodes]
    return f"LEFT JOIN ({made.text(nodes[0])}) {alias} ON {alias}.k = s.id", found


def common(nodes: Sequence[Gather], writer: Writer) -> list[Expr]:
    """What the figures all ask of a row, and can always tell."""
    asked = [[c for c in conjuncts(n.where) if not writer.nullable(c)] for n in nodes]
    return [c for c in asked[0] if all(c in those for those in asked)]


def passes_zero(nodes: Sequence[Gather], writer: Writer) -> bool:
    """Does a row of zero add nothing to any of the figures, and leave none in doubt?"""
    return all(_ignores_zero(n, writer) and not writer.nullable(n.where) for n in nodes)


def without_zero(nodes: Sequence[Gather], writer: Writer) -> str:
    """Leave out rows that add nothing to any of these sums; the plain column where that will do."""
    only = zero_column(nodes, writer)
    if only is not None:
        return f"{writer.text(only)} <> 0"
    texts = [
        f"({writer.text(v)}) IS DISTINCT FROM 0" for v in dict.fromkeys(n.value for n in nodes)
    ]
    return f"({' OR '.join(texts)})"


def zero_column(nodes: Sequence[Gather], writer: Writer) -> Expr | None:
    """The one column that is zero exactly when each node's value is, if there is one."""
    plain = {_zero_with(n.value, writer) for n in nodes}
    return plain.pop() if len(plain) == 1 else None


class _Scan:
    """Columns of rows and aggregates of them, each text once."""

    def __init__(self, nodes: Sequence[Gather], writer: Writer) -> None:
        self.nodes, self.writer = nodes, writer
        self.common = common(nodes, writer)
        self.passes_zero = passes_zero(nodes, writer)
        self.rows: dict[str, str] = {}
        self.figures: dict[str, str] = {}

    def row(self, text: str) -> str:
        """A column of the rows."""
        return "q." + self.rows.setdefault(text, f"x{len(self.rows)}")

    def figure(self, text: str) -> str:
        """An aggregate over a subject's rows."""
        return self.figures.setdefault(text, f"f{len(self.figures)}")

    def text(self, node: Gather) -> str:
        """The aggregates per key."""
        rows, key = source(node, "")
        where = [self.writer.text(c) for c in self.common]
        where += [f"{key} IS NOT NULL"] if node.key else []
        where += [without_zero(self.nodes, self.writer)] if self.passes_zero else []
        asks = f" WHERE {' AND '.join(where)}" if where else ""
        columned = "".join(f", {text} AS {column}" for text, column in self.rows.items())
        listed = "".join(f", {text} AS {column}" for text, column in self.figures.items())
        inner = f"SELECT {key} AS k{columned} FROM {rows}{asks}"
        return f"SELECT q.k{listed} FROM ({inner}) q GROUP BY q.k"

    def settled(self, node: Gather, alias: str) -> str:
        """The figure once doubt and emptiness are settled, as a column."""
        test, value = self.row(self._test(node)), self.row(self._value(node))
        number = f"{alias}.{self.figure(f'count(CASE WHEN {test} THEN 1 END)')}"
        doubt = self._doubt(node, test, value, alias)
        empty = literal(node.empty)
        if node.take == "exists":
            text = f"CASE WHEN {number} > 0 THEN TRUE{doubt} ELSE {empty} END"
        elif node.take == "count" and _counts_rows(node):
            zero = f"COALESCE({number}, 0)"
            text = f"CASE{doubt} WHEN {zero} = 0 THEN {empty} ELSE {zero} END"
            text = zero if not doubt and node.empty == 0 else text
        else:
            figure = self._aggregate(node, test, value, alias)
            text = f"CASE{doubt} WHEN COALESCE({number}, 0) = 0 THEN {empty} ELSE {figure} END"
            if not doubt:
                # An aggregate over no row is blank by itself.
                text = figure if node.empty is None else f"COALESCE({figure}, {empty})"
        return f"CAST({text} AS {TYPES[node.typed.kind]}) AS {name(node.name)}"

    def _test(self, node: Gather) -> str:
        rest = [c for c in conjuncts(node.where) if c not in self.common]
        return typed_blank(" AND ".join(self.writer.text(p) for p in rest) or "TRUE", FLAG)

    def _value(self, node: Gather) -> str:
        of = node.typed.kind if node.take in OF_ITS_KIND else LABEL
        return typed_blank(self.writer.text(node.value), of)

    def _doubt(self, node: Gather, test: str, value: str, alias: str) -> str:
        """The branch for rows of which it is not known whether, or how much, they count."""
        parts = []
        if self.writer.nullable(node.where):
            parts.append(f"{test} IS NULL")
        if node.take != "exists" and self.writer.nullable(node.value):
            parts.append(f"({test} AND {value} IS NULL)")
        if not parts:
            return ""
        figure = self.figure(f"max(CASE WHEN {' OR '.join(parts)} THEN 1 ELSE 0 END)")
        return f" WHEN {alias}.{figure} = 1 THEN NULL"

    def _aggregate(self, node: Gather, test: str, value: str, alias: str) -> str:
        if node.each:
            return self._side_by_side(node, value, alias)
        distinct = "DISTINCT " if node.take == "distinct" else ""
        text = f"{AGGREGATES[node.take]}({distinct}CASE WHEN {test} THEN {value} END)"
        return f"{alias}.{self.figure(text)}"

    def _side_by_side(self, node: Gather, value: str, alias: str) -> str:
        """The sum of each key's total, capped: one column per key."""
        column = self.writer.text(node.each[0])
        key = self.row(f"CASE WHEN {self._test(node)} THEN {column} END")
        parts = []
        for at, cap in keys(node, self.writer).items():
            figure = self.figure(f"sum(CASE WHEN {key} = {literal(at)} THEN {value} END)")
            total = f"COALESCE({alias}.{figure}, 0)"
            if cap is not None:
                total = f"LEAST({total}, {literal(cap)})"
            parts.append(total)
        return " + ".join(parts)


def keys(node: Gather, writer: Writer) -> Mapping[str, int | None]:
    """The keys a sum per key can have, each with its cap; none where they are not known."""
    if len(node.each) != 1 or (node.take, node.then, node.empty) != ("sum", "sum", 0):
        return {}
    key = node.each[0]
    if not isinstance(key, Col) or writer.nullable(key):
        return {}
    caps = {k: _cap(node, key, k) for k in _listed(node, key)}
    known = node.cap is None or all(isinstance(c, int) and c >= 0 for c in caps.values())
    return caps if known and 0 < len(caps) <= MOST_KEYS_SIDE_BY_SIDE else {}


def _listed(node: Gather, key: Col) -> tuple[str, ...]:
    """The values a condition of the node allows the key to have; none if it names none."""
    for part in conjuncts(node.where):
        if isinstance(part, Op) and part.name in {"in", "eq"} and part.args[0] == key:
            values = [a.value if isinstance(a, Lit) else None for a in part.args[1:]]
            return tuple(v for v in values if isinstance(v, str)) if None not in values else ()
    return ()


def _cap(node: Gather, key: Col, value: str) -> int | None:
    """The cap of one key; None where there is none, or it depends on more than the key."""
    if node.cap is None or any(c != key for c in columns(node.cap)):
        return None
    found = function(node.cap)({}, {key.name: value})
    return found if isinstance(found, int) else None


def _ignores_zero(node: Gather, writer: Writer) -> bool:
    summed = (node.take, node.then, node.empty, node.trim) == ("sum", "sum", 0, 0)
    return summed and (not node.each or bool(keys(node, writer)))


def _zero_with(expr: Expr, writer: Writer) -> Expr | None:
    """The filled number column that is zero exactly when the expression is, if there is one."""
    if isinstance(expr, Col):
        return None if writer.nullable(expr) else expr
    if isinstance(expr, Op) and expr.name in {"abs", "neg", "div_exact"}:
        return _zero_with(expr.args[0], writer)
    if isinstance(expr, Op) and expr.name == "else" and not writer.nullable(expr.args[0]):
        return _zero_with(expr.args[0], writer)
    return None


def _counts_rows(node: Gather) -> bool:
    return not list(columns(node.value))
