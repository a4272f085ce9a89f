"""Relations between subjects as pairs, one step far."""

from collections.abc import Callable, Iterator, Mapping
from itertools import compress

from biaochi.engine.closures import answers, function
from biaochi.engine.plan import Plan, Relation
from biaochi.engine.tables import View, is_current
from biaochi.facts.shapes import Row

Pair = tuple[str, str]
Far = Mapping[str, tuple[str, ...]]


def pairs(plan: Plan, seen: View, relation: Relation) -> Far:
    """Far subjects of every near one, without repeats, never itself, in order of id."""
    found: dict[str, set[str]] = {}
    for near, far in _BY[relation.by](plan, seen, relation):
        if near != far or relation.of != relation.to:
            found.setdefault(near, set()).add(far)
    return {near: tuple(sorted(those)) for near, those in found.items()}


def _held(plan: Plan, seen: View, relation: Relation, *, mine: bool = False) -> Iterator[Row]:
    """Current posts that satisfy the far (or near) end's condition."""
    where = answers(relation.mine if mine else relation.where, seen.working)
    current = [r for r in seen.tables["posts"] if is_current(r, plan.as_of)]
    return compress(current, where({}, current))


def _members(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    return ((str(r["unit"]), str(r["person"])) for r in _held(plan, seen, relation))


def _posts_held(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    return ((str(r["person"]), str(r["unit"])) for r in _held(plan, seen, relation))


def _colleagues(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    there: dict[str, list[str]] = {}
    for row in _held(plan, seen, relation):
        there.setdefault(str(row["unit"]), []).append(str(row["person"]))
    for row in _held(plan, seen, relation, mine=True):
        yield from ((str(row["person"]), p) for p in there.get(str(row["unit"]), ()))


def _line(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    rows = _held(plan, seen, relation, mine=True)
    return ((str(r["person"]), str(r["line_of"])) for r in rows if r["line_of"] is not None)


def _line_members(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    there: dict[str, list[str]] = {}
    for row in _held(plan, seen, relation):
        there.setdefault(str(row["unit"]), []).append(str(row["person"]))
    for person, unit in _line(plan, seen, relation):
        yield from ((person, p) for p in there.get(unit, ()))


def _links(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    where = function(relation.where, seen.working)
    for row in seen.tables["links"]:
        named = row["kind"] == relation.kind
        if named and is_current(row, plan.as_of, "from_on", "to_on") and where({}, row):
            ends = (str(row["from"]), str(row["to"]))
            yield (ends[1], ends[0]) if relation.reversed else ends


def _parent(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    del plan, relation
    for row in seen.tables["units"]:
        if row["parent"] is not None:
            yield str(row["unit"]), str(row["parent"])


def _children(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    return ((far, near) for near, far in _parent(plan, seen, relation))


def _descendants(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    above = dict(_parent(plan, seen, relation))
    for unit in above:
        here = unit
        while here in above:
            here = above[here]
            yield here, unit


def _named(plan: Plan, seen: View, relation: Relation) -> Iterator[Pair]:
    key = plan.subjects[relation.of].key
    where = function(relation.where, seen.working)
    for row in seen.tables["evidence"]:
        near, far = row[key], row[relation.to]
        known = near is not None and far is not None and row["status"] == "verified"
        if known and where({}, row):
            yield str(near), str(far)


_BY: Mapping[str, Callable[[Plan, View, Relation], Iterator[Pair]]] = {
    "members": _members, "posts_held": _posts_held, "colleagues": _colleagues, "line": _line,
    "line_members": _line_members, "links": _links, "parent": _parent, "children": _children,
    "descendants": _descendants, "named": _named,
}  # fmt: skip
