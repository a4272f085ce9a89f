"""Aggregations of fact rows as SQL: one scan for all plain figures of a table and key."""

from collections.abc import Iterator, Mapping, Sequence

from biaochi.engine.citing import citing
from biaochi.engine.expr import Expr, columns
from biaochi.engine.plan import WHOLE_ID, Gather, Plan
from biaochi.engine.sqlpairs import relation_table
from biaochi.engine.sqltext import TYPES, Writer, conjuncts, literal, name
from biaochi.engine.sqlviews import view

Part = tuple[str, list[str]]
_AGGREGATES = {"sum": "sum", "min": "min", "max": "max", "count": "count", "distinct": "count"}


def gathered(plan: Plan, nodes: Sequence[Gather], tables: Mapping[str, str]) -> Iterator[Part]:
    """Joins that bring the figures, and the columns made of them."""
    together: dict[tuple[str, str, str], list[Gather]] = {}
    for node in nodes:
        if node.each or node.when is not None or node.trim or node.needs():
            yield _alone(plan, node, tables)
        else:
            together.setdefault((node.table, node.key, node.relation), []).append(node)
    for at, those in enumerate(together.values()):
        yield _scan(plan, those, f"scan{at}")


def _source(node: Gather, tables: Mapping[str, str]) -> tuple[str, str]:
    """Rows joined to what says whom they concern; and the expression of that key."""
    rows = f"{view(node.table)} r"
    if not node.key:
        beside = f" CROSS JOIN {tables[node.of]} s" if node.needs() else ""
        return rows + beside, literal(WHOLE_ID)
    key = f"CAST(r.{name(node.key)} AS VARCHAR)"
    if node.relation:
        rows = f"{relation_table(node.relation)} p JOIN {rows} ON {key} = p.far"
        key = "p.near"
    if node.needs():
        rows = f"{rows} JOIN {tables[node.of]} s ON s.id = {key}"
    return rows, key


def counting_rows(node: Gather, tables: Mapping[str, str], *, focused: bool) -> str:
    """The rows that count or might count, each with its subject; only of subjects in focus."""
    rows, key = _source(node, tables)
    writer = _writer(node)
    test = f"({writer.text(node.where)}) IS NOT FALSE"
    if node.take == "sum":
        test += f" AND ({writer.text(node.value)}) IS DISTINCT FROM 0"
    focus = f" AND {key} IN (SELECT id FROM focus)" if focused and node.key else ""
    listed = ", ".join(f"r.{name(c)}" for c in row_columns(node))
    order = "r.kind, r.period" if node.table == "duties" else "r.row_no"
    return f'SELECT {listed}, {key} AS "#subject" FROM {rows} WHERE {test}{focus} ORDER BY {order}'


def row_columns(node: Gather) -> list[str]:
    """The columns a reader of the node's rows needs: its conditions, and what cites a row."""
    exprs = [node.where, node.value, node.cap, node.when, *node.each]
    used = {c.name for e in exprs if e is not None for c in columns(e) if c.row}
    return sorted(used | set(citing(node.table)))


def _writer(node: Gather) -> Writer:
    return Writer(table=node.table)


def _scan(plan: Plan, nodes: Sequence[Gather], alias: str) -> Part:
    """One pass for every plain figure; what all of them ask of a row is asked once."""
    del plan
    writer = _writer(nodes[0])
    asked = [[c for c in conjuncts(n.where) if not writer.nullable(c)] for n in nodes]
    common = [c for c in asked[0] if all(c in those for those in asked)]
    rows, key = _source(nodes[0], {})
    texts: dict[str, str] = {}
    listed, found = ["q.k"], []
    for at, node in enumerate(nodes):
        rest = [c for c in conjuncts(node.where) if c not in common]
        test = texts.setdefault(_test(writer, rest), f"x{len(texts)}")
        value = texts.setdefault(writer.text(node.value), f"x{len(texts)}")
        doubtful = _doubtful(writer, node)
        listed += _figures(node, f"q.{test}", f"q.{value}", (str(at), doubtful))
        found.append(_settled(node, alias, str(at), doubtful))
    where = [writer.text(c) for c in common]
    if nodes[0].key:
        where.append(f"{key} IS NOT NULL")
    asks = f" WHERE {' AND '.join(where)}" if where else ""
    columned = "".join(f", {text} AS {column}" for text, column in texts.items())
    inner = f"SELECT {key} AS k{columned} FROM {rows}{asks}"
    grouped = f"SELECT {', '.join(listed)} FROM ({inner}) q GROUP BY q.k"
    return f"LEFT JOIN ({grouped}) {alias} ON {alias}.k = s.id", found


def _doubtful(writer: Writer, node: Gather) -> bool:
    return writer.nullable(node.where) or (node.take != "exists" and writer.nullable(node.value))


def _test(writer: Writer, parts: Sequence[Expr]) -> str:
    return " AND ".join(writer.text(p) for p in parts) or "TRUE"


def _figures(node: Gather, test: str, value: str, which: tuple[str, bool]) -> list[str]:
    """Number of rows that count, whether any is doubtful, and the aggregate."""
    at, doubtful = which
    listed = [f"sum(CASE WHEN {test} THEN 1 ELSE 0 END) AS n{at}"]
    if doubtful:
        missing = "" if node.take == "exists" else f" OR ({test} AND {value} IS NULL)"
        listed.append(f"max(CASE WHEN {test} IS NULL{missing} THEN 1 ELSE 0 END) AS u{at}")
    if node.take == "exists" or (node.take == "count" and _counts_rows(node)):
        return listed
    distinct = "DISTINCT " if node.take == "distinct" else ""
    aggregate = _AGGREGATES[node.take]
    listed.append(f"{aggregate}({distinct}CASE WHEN {test} THEN {value} END) AS a{at}")
    return listed


def _settled(node: Gather, alias: str, at: str, doubtful: bool) -> str:
    """The figure once doubt and emptiness are settled, as a column."""
    n, u, a = f"COALESCE({alias}.n{at}, 0)", f"{alias}.u{at}", f"{alias}.a{at}"
    empty = literal(node.empty)
    doubt = f" WHEN {u} = 1 THEN NULL" if doubtful else ""
    if node.take == "exists" and not node.each:
        text = f"CASE WHEN {n} > 0 THEN TRUE{doubt} ELSE {empty} END"
    else:
        plain = (
            n if node.take == "count" and not node.each and not node.trim and not node.when else a
        )
        if plain == n and not _counts_rows(node):
            plain = a
        text = f"CASE{doubt} WHEN {n} = 0 THEN {empty} ELSE {plain} END"
    return f"CAST({text} AS {TYPES[node.typed.kind]}) AS {name(node.name)}"


def _counts_rows(node: Gather) -> bool:
    return not list(columns(node.value))


def _alone(plan: Plan, node: Gather, tables: Mapping[str, str]) -> Part:
    """A figure that needs its own pass."""
    del plan
    rows, key = _source(node, tables)
    writer = _writer(node)
    alias = name(node.name + "#j")
    listed = [
        f"{key} AS k",
        f"({writer.text(node.where)}) AS w",
        f"{writer.text(node.value)} AS v",
        *(f"{writer.text(e)} AS e{i}" for i, e in enumerate(node.each)),
        f"{'NULL' if node.cap is None else writer.text(node.cap)} AS c",
        f"{'NULL' if node.when is None else writer.text(node.when)} AS d",
    ]
    known = f" WHERE {key} IS NOT NULL" if node.key else ""
    inner = f"SELECT {', '.join(listed)} FROM {rows}{known}"
    if node.each:
        text = _per_key(node, inner)
    elif node.when is not None:
        text = _at_end(node, inner)
    else:
        text = _trimmed(node, inner) if node.trim else _plain(node, inner)
    return f"LEFT JOIN ({text}) {alias} ON {alias}.k = s.id", [_settled(node, alias, "", True)]


_DOUBT = "max(CASE WHEN q.w IS NULL OR (q.w AND q.v IS NULL) THEN 1 ELSE 0 END)"
_COUNT = "sum(CASE WHEN q.w THEN 1 ELSE 0 END)"


def _plain(node: Gather, inner: str) -> str:
    distinct = "DISTINCT " if node.take == "distinct" else ""
    aggregate = _AGGREGATES.get(node.take, "max")
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
        figure = f"{_AGGREGATES[node.take]}({distinct}CASE WHEN q.w THEN q.v END)"
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
    return (
        f"SELECT q.k, {_COUNT} AS n, {doubt} AS u,"
        f" CASE WHEN min({there}) = max({there}) THEN min({there}) END AS a"
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
