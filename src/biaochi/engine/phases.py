"""What of a plan can be computed inside a closed part of the facts, and what needs them all.

A *part* holds everything about its people.  A column is *local* when no fact outside of the part
can change it: its rows concern the subject, its comparison groups do not reach beyond the part,
and what is carried along a relation comes from inside.  The rest is *wide* and is computed once,
over the short table of all subjects.  Which groups are closed is measured on the facts, never
assumed; the answers are the same either way.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from biaochi.engine.amounts import digest_columns
from biaochi.engine.expr import columns
from biaochi.engine.plan import (
    AnyNode,
    Carry,
    Gather,
    Group,
    Places,
    Plan,
    PlannedRule,
    cell_names,
    reads,
)
from biaochi.engine.rules import EXCEPTION
from biaochi.engine.scopes import PERSON, UNIT
from biaochi.engine.sqlfindings import read_for_evidence

_TABLES: Mapping[str, str] = {PERSON: "people", UNIT: "units"}
_OVER_ALL_GROUPS = "largest_remainder"
_BY_POSTS = ("members", "posts_held", "line", "colleagues", "line_members")
_BY_UNITS = ("parent", "children", "descendants")
Columns = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Layout:
    """How facts lie: kinds of subjects with a part of their own, and columns closed by part."""

    kinds: Collection[str] = ()
    closed: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Phases:
    """What each part makes, and what is left.

    ``local``: by kind, the columns a part makes and keeps (wide columns or evidence may read some
    of them); ``wide``: what is made once over all, of kinds that lie in parts and of others;
    ``rules``: those whose verdicts the parts give, ``other_rules`` the rest.
    """

    local: Columns
    wide: Columns
    rules: frozenset[str]
    other_rules: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The rules and, by kind, the columns that the rows of one part explain in full."""

    rules: frozenset[str]
    columns: Columns


def reach(plan: Plan, layout: Layout) -> Reach:
    """Tell what can be explained from one part alone: what is shown with a verdict included."""
    local = _local(plan, layout)
    rules = (r.id for r in plan.rules if _stays(plan, r, layout) and _told_with(r) <= local)
    kinds = {kind: frozenset(c for k, c in local if k == kind) for kind in plan.subjects}
    return Reach(rules=frozenset(rules), columns=kinds)


def wanted(plan: Plan) -> Columns:
    """The columns of each kind that a run hands over: public quantities and verdicts."""
    return {kind: frozenset(digest_columns(plan, kind)) for kind in plan.subjects}


def phases(plan: Plan, layout: Layout) -> Phases:
    """Split the plan by what the layout keeps together."""
    local = _local(plan, layout)
    asked = wanted(plan)
    wide = {k: frozenset(c for c in those if (k, c) not in local) for k, those in asked.items()}
    read = _read_by(plan, {(k, c) for k, those in wide.items() for c in those}, local)
    kept = {k: frozenset(c for c in those if (k, c) in local) for k, those in asked.items()}
    rules = {r.id for r in plan.rules if (r.of, r.column) in local and _stays(plan, r, layout)}
    for kind, those in read_for_evidence(plan, {r.id for r in plan.rules}).items():
        read |= {(kind, c) for c in those if (kind, c) in local}
    kept = {k: kept[k] | {c for kind, c in read if kind == k} for k in layout.kinds}
    wide = {k: those for k, those in wide.items() if those or k not in layout.kinds}
    others = {r.id for r in plan.rules} - rules
    return Phases(local=kept, wide=wide, rules=frozenset(rules), other_rules=frozenset(others))


def _stays(plan: Plan, rule: PlannedRule, layout: Layout) -> bool:
    return not rule.subject or _closed(plan, rule.subject, layout)


def _told_with(rule: PlannedRule) -> set[tuple[str, str]]:
    """Every column that an explanation of the rule looks at, its suggested effects included."""
    own = [rule.when_expr, *(e for _, _, e in rule.requires), *(e for _, e in rule.exceptions)]
    found = {(rule.of, rule.column), *((rule.of, c.name) for expr in own for c in columns(expr))}
    for effect in rule.effects:
        typed = [t for t in (effect.when, effect.amount, effect.start, *effect.alternatives) if t]
        exprs = [e for t in typed for e in (t.expr, t.below) if e is not None]
        found |= {(effect.of, c.name) for e in exprs for c in columns(e)}
        found |= {(effect.of, f"{EXCEPTION}{name}") for name in effect.effect.blocked_by}
    return found


def _local(plan: Plan, layout: Layout) -> set[tuple[str, str]]:
    found = {(k, a) for k, s in plan.subjects.items() if k in layout.kinds for a in s.attributes}
    for node in plan.nodes:
        inside = node.of in layout.kinds and all(p in found for p in reads(plan, node))
        if inside and _is_closed(plan, node, layout):
            found |= {(node.of, c) for c in cell_names(node)}
    return found


def _is_closed(plan: Plan, node: AnyNode, layout: Layout) -> bool:
    """Do the rows, peers and related subjects of the node lie in the subject's own part?"""
    if isinstance(node, Gather):
        return bool(node.key) and (not node.relation or _closed(plan, node.relation, layout))
    if isinstance(node, Carry):
        return _closed(plan, node.relation, layout)
    if isinstance(node, Places) and node.mode == _OVER_ALL_GROUPS:
        return False
    if isinstance(node, Group | Places):
        return any(_one_part(plan, node.of, c, layout) for c in node.by)
    return True


def _one_part(plan: Plan, kind: str, column: str, layout: Layout) -> bool:
    """Does every value of the attribute lie in one part?"""
    posts = plan.subjects[kind].from_posts.get(column)
    place = f"posts.{posts}" if posts else f"{_TABLES.get(kind, '')}.{column}"
    return place in layout.closed


def _closed(plan: Plan, relation: str, layout: Layout) -> bool:
    shape = plan.relations[relation]
    if shape.of not in layout.kinds or shape.to not in layout.kinds:
        return False
    if shape.by in _BY_POSTS:
        return UNIT in layout.kinds
    return (
        UNIT in layout.kinds
        if shape.by in _BY_UNITS
        else (shape.by == "links" and "links" in layout.closed)
    )


def _read_by(
    plan: Plan, asked: Collection[tuple[str, str]], local: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Local columns that the wide ones read, directly or on the way."""
    needed, read = set(asked), set()
    for node in reversed(plan.nodes):
        if any((node.of, c) in needed and (node.of, c) not in local for c in cell_names(node)):
            places = reads(plan, node)
            needed |= places
            read |= {p for p in places if p in local}
    return read
