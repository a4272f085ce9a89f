"""Findings and the evidence under them as SQL, for runs too large to walk person by person.

The same findings, and the same references under each, as ``engine.findings`` gives; effects and
reasons are told when one person is explained.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from biaochi.engine import sqlscan
from biaochi.engine.citing import citing
from biaochi.engine.expr import Expr, columns
from biaochi.engine.plan import (
    BELOW,
    GRADED,
    AnyNode,
    Carry,
    Gather,
    Past,
    Plan,
    PlannedRule,
    Served,
)
from biaochi.engine.sqlpairs import relation_table
from biaochi.engine.sqltext import NOTHING, Known, Writer, conjuncts, literal, name

FINDINGS = ("rule", "subject", "about", "verdict")
EVIDENCE = ("rule", "subject", "reference")
_POSTS = "posts"
Tables = Mapping[str, str]


def findings_select(plan: Plan, rules: Collection[str], tables: Tables) -> str:
    """Rows (rule, subject, about, verdict) of every verdict that is met or undetermined.

    ``about`` is the subject that was judged; where a rule speaks of others (the heads of a unit),
    ``subject`` is each of them.
    """
    parts = [_finding(r, tables) for r in plan.rules if r.id in rules and r.in_force]
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS {c}" for c in FINDINGS)
    return " UNION ALL ".join(parts) or f"SELECT {nothing} WHERE FALSE"


def _finding(rule: PlannedRule, tables: Tables) -> str:
    column = f"s.{name(rule.column)}"
    said = f"CASE WHEN {column} THEN 'met' ELSE 'undetermined' END"
    far, join = "s.id", ""
    if rule.subject:
        far = "COALESCE(p.far, s.id)"
        join = f" LEFT JOIN {relation_table(rule.subject)} p ON p.near = s.id"
    return (
        f"SELECT {literal(rule.id)} AS rule, {far} AS subject, s.id AS about, {said} AS verdict"
        f" FROM {tables[rule.of]} s{join} WHERE {column} IS NOT FALSE"
    )


@dataclass(frozen=True)
class _Under:
    """A node under a rule, and the relations that lead to its subject."""

    rule: PlannedRule
    hops: tuple[str, ...]
    node: Gather | Past | Served


def read_for_evidence(plan: Plan, rules: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Columns of subjects, by kind, that conditions on the rows under these rules read."""
    found: dict[str, set[str]] = {}
    for under in _under(plan, rules):
        found.setdefault(under.node.of, set()).update(under.node.needs)
    return {kind: frozenset(those) for kind, those in found.items()}


def relations_read(plan: Plan, rules: Collection[str]) -> frozenset[str]:
    """The relations that lead from these rules to whom they are about, and to evidence."""
    own = {r.subject for r in plan.rules if r.id in rules and r.subject}
    return frozenset(own | {hop for under in _under(plan, rules) for hop in under.hops})


def evidence_select(
    plan: Plan, rules: Collection[str], tables: Tables, known: Known = NOTHING
) -> str:
    """Rows (rule, subject judged, reference) of everything under those findings."""
    together: dict[tuple[object, ...], list[_Under]] = {}
    for under in _under(plan, rules):
        node = under.node
        key: tuple[object, ...] = (type(node), under.hops)
        if isinstance(node, Gather):
            alone = node.name if node.needs else ""
            key += (node.table, node.key, node.relation, alone)
        together.setdefault(key, []).append(under)
    # A row is cited once; only passes over the same table can meet the same row.
    by_table: dict[str, list[str]] = {}
    for those in together.values():
        select = _references(those, tables, known)
        by_table.setdefault(_table(those[0].node), []).append(select)
    parts = [" UNION ".join(selects) for selects in by_table.values()]
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS {c}" for c in EVIDENCE)
    return " UNION ALL ".join(f"({p})" for p in parts) or f"SELECT {nothing} WHERE FALSE"


def _under(plan: Plan, rules: Collection[str]) -> list[_Under]:
    nodes = {n.name: n for n in plan.nodes}
    found: dict[_Key, _Under] = {}
    for rule in plan.rules:
        if rule.id in rules and rule.in_force:
            needed = rule.needed
            for under in _walk(plan, nodes, (rule, ()), (rule.of, needed)):
                found[rule.id, under.hops, under.node.name] = under
    return list(found.values())


_Key = tuple[str, tuple[str, ...], str]


def _walk(
    plan: Plan,
    nodes: Mapping[str, AnyNode],
    way: tuple[PlannedRule, tuple[str, ...]],
    start: tuple[str, Expr],
) -> Iterator[_Under]:
    """Every node that reads rows, under an expression of that kind of subject."""
    rule, hops = way
    todo = [(start[0], c.name, hops) for c in columns(start[1])]
    seen = set()
    while todo:
        item = todo.pop()
        kind, column, hops = item
        node = nodes.get(column.removesuffix(GRADED).removesuffix(BELOW))
        if item in seen or node is None or node.of != kind:
            continue
        seen.add(item)
        if isinstance(node, Carry):
            to = plan.relations[node.relation].to
            todo += [(to, c.name, (*hops, node.relation)) for c in columns(node.value)]
            continue
        if isinstance(node, Gather | Past | Served):
            yield _Under(rule, hops, node)
        if not isinstance(node, Served):
            todo += [(kind, c, hops) for c in node.needs]


def _concerned(rules: Sequence[PlannedRule], hops: Sequence[str], tables: Tables) -> str:
    """Rows (rule, id, k): a subject whose verdict is not "no", and where its rows are found."""
    joins, far = "", "s.id"
    for at, hop in enumerate(hops):
        joins += f" JOIN {relation_table(hop)} p{at} ON p{at}.near = {far}"
        far = f"p{at}.far"
    parts = (
        f"SELECT {literal(r.id)} AS rule, s.id AS id, {far} AS k FROM {tables[r.of]} s{joins}"
        f" WHERE s.{name(r.column)} IS NOT FALSE"
        for r in rules
    )
    return " UNION ALL ".join(parts)


def _references(those: Sequence[_Under], tables: Tables, known: Known) -> str:
    """One pass over rows of a table for every rule that stands on them."""
    node = those[0].node
    rules = {u.rule.id: u.rule for u in those}
    concerned = _concerned(list(rules.values()), those[0].hops, tables)
    rows, key = _rows(node, tables)
    if " JOIN " not in rows:
        # Few subjects are concerned: an engine asks long tests of their rows only.
        rows = f"(SELECT r.* FROM {rows} WHERE {key} IN (SELECT f.k FROM ({concerned}) f)) r"
    sieve = _sieve([u.node for u in those], known)
    # A test many rules share is written, and asked of a row, once.
    shared: dict[str, list[str]] = {}
    for under in those:
        shared.setdefault(_test(under.node, known, sieve), []).append(literal(under.rule.id))
    tests = (f"(c.rule IN ({', '.join(under)}) AND ({test}))" for test, under in shared.items())
    # As a case, the long test waits for the join; as a plain OR, engines ask it of every row read.
    asked = [f"CASE WHEN {' OR '.join(tests)} THEN TRUE ELSE FALSE END", *sieve.texts]
    return (
        f"SELECT c.rule, c.id AS subject, {_reference(_table(node))} AS reference FROM {rows}"
        f" JOIN ({concerned}) c ON c.k = {key} WHERE {' AND '.join(asked)}"
    )


@dataclass(frozen=True)
class _Sieve:
    """What all nodes ask of a row: the engine looks at it while it reads, and not again later."""

    common: Sequence[Expr] = ()
    texts: Sequence[str] = ()
    without_zero: bool = False


def _sieve(nodes: Sequence[Gather | Past | Served], known: Known) -> _Sieve:
    gathers = [n for n in nodes if isinstance(n, Gather)]
    if not gathers:
        return _Sieve()
    writer = sqlscan.writer(gathers[0], known)
    common = sqlscan.common(gathers, writer)
    texts = [writer.text(c) for c in common]
    if any(n.take != "sum" for n in gathers):
        return _Sieve(common, texts)
    texts.append(sqlscan.without_zero(gathers, writer))
    return _Sieve(common, texts, sqlscan.zero_column(gathers, writer) is not None)


def _table(node: Gather | Past | Served) -> str:
    if isinstance(node, Gather):
        return node.table
    return _POSTS if isinstance(node, Served) else "results"


def _rows(node: Gather | Past | Served, tables: Tables) -> tuple[str, str]:
    if isinstance(node, Gather):
        return sqlscan.source(node, tables.get(node.of, ""))
    if isinstance(node, Past):
        return "known_results r", f"r.{name(node.of)}"
    source = f"known_posts r JOIN {tables[node.of]} s ON s.id = r.person"
    return (source if node.needs else "known_posts r"), "r.person"


def _test(node: Gather | Past | Served, known: Known, sieve: _Sieve) -> str:
    """Does a row that passed the sieve count, or might it?  A zero in a sum counts for nothing."""
    if isinstance(node, Past):
        quantity, period = literal(node.quantity), literal(node.period)
        return f"r.quantity = {quantity} AND r.period = {period}"
    writer = Writer(table=node.table if isinstance(node, Gather) else _POSTS, known=known)
    rest = [writer.text(c) for c in conjuncts(node.where) if c not in sieve.common]
    tests = [f"({' AND '.join(rest)}) IS NOT FALSE"] if rest else []
    if isinstance(node, Gather) and node.take == "sum" and not sieve.without_zero:
        tests.append(f"({writer.text(node.value)}) IS DISTINCT FROM 0")
    return " AND ".join(tests) or "TRUE"


def _reference(table: str) -> str:
    """Cite a row as ``citing.reference`` does."""
    keys = citing(table)
    if keys == ("id",):
        return "r.id"
    if table == "results":
        return "concat_ws(':', 'results', COALESCE(r.person, r.unit), r.period, r.quantity)"
    listed = ", ".join(f"CAST(r.{name(k)} AS VARCHAR)" for k in keys)
    return f"concat_ws(':', {literal(table)}, {listed})"
