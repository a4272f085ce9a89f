"""Aggregations of fact rows as SQL: plain figures share a pass, the others have their own."""

from collections.abc import Iterator, Mapping, Sequence

from biaochi.engine import sqlscan
from biaochi.engine.dialects import BYTES
from biaochi.engine.expr import Expr
from biaochi.engine.kinds import DATE, FLAG, LABEL, NUMBER
from biaochi.engine.needing import row_columns
from biaochi.engine.plan import Gather
from biaochi.engine.sqlscan import AGGREGATES, OF_ITS_KIND, Part
from biaochi.engine.sqltext import TYPES, Known, Writer, edges, literal, name, typed_blank


def gathered(nodes: Sequence[Gather], subjects: str, known: Known) -> Iterator[Part]:
    """Joins that bring the figures, and the columns made of them; ``subjects``: their columns."""
    together: dict[tuple[str, str, str], list[Gather]] = {}
    for node in nodes:
        if _is_plain(node, known):
            together.setdefault((node.table, node.key, node.relation), []).append(node)
        else:
            yield _alone(node, subjects, known)
    for at, those in enumerate(together.values()):
        yield sqlscan.scan(those, f"scan{at}", known)


def _is_plain(node: Gather, known: Known) -> bool:
    """Can the figure share one pass over the rows with others?"""
    if node.when is not None or node.trim or node.needs:
        return False
    return not node.each or bool(sqlscan.keys(node, sqlscan.writer(node, known)))


def counting_rows(node: Gather, tables: Mapping[str, str], *, focused: bool) -> str:
    """The rows that count or might count, each with its subject; only of subjects in focus."""
    rows, key = sqlscan.source(node, tables.get(node.of, ""))
    writer = Writer(table=node.table)
    test = f"({writer.text(node.where)}) IS NOT FALSE"
    if node.take == "sum":
        test += f" AND ({writer.text(node.value)}) IS DISTINCT FROM 0"
    focus = f" AND {key} IN (SELECT id FROM focus)" if focused and node.key else ""
    listed = ", ".join(f"r.{name(c)}" for c in row_columns(node))
    order = f"r.kind{BYTES}, r.period{BYTES}" if node.table == "duties" else "r.row_no"
    return f'SELECT {listed}, {key} AS "#subject" FROM {rows} WHERE {test}{focus} ORDER BY {order}'


def _alone(node: Gather, subjects: str, known: Known) -> Part:
    """A figure that needs its own pass."""
    rows, key = sqlscan.source(node, subjects)
    writer = sqlscan.writer(node, known)
    alias = name(node.name + "#j")
    of = node.typed.kind if node.take in OF_ITS_KIND else LABEL
    listed = [
        f"{key} AS k",
        f"{typed_blank(writer.text(node.where), FLAG)} AS w",
        f"{typed_blank(writer.text(node.value), of)} AS v",
        *(f"{writer.text(e)} AS e{i}" for i, e in enumerate(node.each)),
        f"{_or_blank(writer, node.cap, NUMBER)} AS c",
        f"{_or_blank(writer, node.when, DATE)} AS d",
    ]
    there = f" WHERE {key} IS NOT NULL" if node.key else ""
    inner = f"SELECT {', '.join(listed)} FROM {rows}{there}"
    if node.each:
        text = _per_key(node, inner)
    elif node.when is not None:
        text = _at_end(node, inner)
    else:
        text = _trimmed(node, inner) if node.trim else _plain(node, inner)
    return f"LEFT JOIN ({text}) {alias} ON {alias}.k = s.id", [_settled(node, alias)]


def _or_blank(writer: Writer, expr: Expr | None, kind: str) -> str:
    return typed_blank("NULL" if expr is None else writer.text(expr), kind)


def _settled(node: Gather, alias: str) -> str:
    """The figure once doubt and emptiness are settled, as a column."""
    n, doubt, empty = f"COALESCE({alias}.n, 0)", f"{alias}.u = 1", literal(node.empty)
    text = f"CASE WHEN {doubt} THEN NULL WHEN {n} = 0 THEN {empty} ELSE {alias}.a END"
    if node.take == "exists" and not node.each:
        text = f"CASE WHEN {n} > 0 THEN TRUE WHEN {doubt} THEN NULL ELSE {empty} END"
    return f"CAST({text} AS {TYPES[node.typed.kind]}) AS {name(node.name)}"


_DOUBT = "max(CASE WHEN q.w IS NULL OR (q.w AND q.v IS NULL) THEN 1 ELSE 0 END)"
_COUNT = "sum(CASE WHEN q.w THEN 1 ELSE 0 END)"


def _plain(node: Gather, inner: str) -> str:
    distinct = "DISTINCT " if node.take == "distinct" else ""
    aggregate = AGGREGATES.get(node.take, "max")
    doubt = _DOUBT if node.take != "exists" else "max(CASE WHEN q.w IS NULL THEN 1 ELSE 0 END)"
    return (
        f"SELECT q.k, {_COUNT} AS n, {doubt} AS u,"
        f" {aggregate}({distinct}CASE WHEN q.w THEN q.v END) AS a FROM ({inner}) q GROUP BY q.k"
    )


def _per_key(node: Gather, inner: str) -> str:
    """Aggregate per key, cap, then combine."""
    distinct = "DISTINCT " if node.take == "distinct" else ""
    figure = "max(CASE WHEN q.w THEN 1 END)"
    doubt = "max(CASE WHEN q.w IS NULL THEN 1 ELSE 0 END)"
    if node.take != "exists":
        figure = f"{AGGREGATES[node.take]}({distinct}CASE WHEN q.w THEN q.v END)"
        doubt = _DOUBT
    if node.cap is not None:
        doubt = (
            doubt[:-1].replace("THEN 1 ELSE 0 END", "OR (q.w AND q.c IS NULL) THEN 1 ELSE 0 END")
            + ")"
        )
        figure = f"LEAST({figure}, min(CASE WHEN q.w THEN q.c END))"
    keys = ", ".join(["q.k", *(f"q.e{i}" for i in range(len(node.each)))])
    grouped = (
        f"SELECT q.k, {_COUNT} AS n, {doubt} AS u, {figure} AS a FROM ({inner}) q GROUP BY {keys}"
    )
    then = "sum(CASE WHEN g.n > 0 THEN 1 ELSE 0 END)"
    if node.then != "count":
        then = f"{node.then}(CASE WHEN g.n > 0 THEN g.a END)"
    return f"SELECT g.k, sum(g.n) AS n, max(g.u) AS u, {then} AS a FROM ({grouped}) g GROUP BY g.k"


def _at_end(node: Gather, inner: str) -> str:
    """The value on the first or latest day; different values that day are undetermined."""
    edge = "min" if node.take == "first" else "max"
    marked = (
        f"SELECT q.*, {edge}(CASE WHEN q.w THEN q.d END) OVER (PARTITION BY q.k) AS edge"
        f" FROM ({inner}) q"
    )
    there = "CASE WHEN q.w AND q.d = q.edge THEN q.v END"
    doubt = _DOUBT.replace("q.v IS NULL", "(q.v IS NULL OR q.d IS NULL)")
    least, most = edges(node.typed.kind)
    return (
        f"SELECT q.k, {_COUNT} AS n, {doubt} AS u,"
        f" CASE WHEN {least}({there}) = {most}({there}) THEN {least}({there}) END AS a"
        f" FROM ({marked}) q GROUP BY q.k"
    )


def _trimmed(node: Gather, inner: str) -> str:
    """Sum or count without the lowest and highest rows."""
    marked = (
        "SELECT q.*, row_number() OVER (PARTITION BY q.k, q.w ORDER BY q.v) AS at,"
        f" count(*) OVER (PARTITION BY q.k, q.w) AS size FROM ({inner}) q"
    )
    kept = f"q.w AND q.at > {node.trim} AND q.at <= q.size - {node.trim}"
    figure = f"sum(CASE WHEN {kept} THEN {'1' if node.take == 'count' else 'q.v'} END)"
    return f"SELECT q.k, {_COUNT} AS n, {_DOUBT} AS u, {figure} AS a FROM ({marked}) q GROUP BY q.k"
