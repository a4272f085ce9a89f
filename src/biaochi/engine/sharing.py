"""What two plans have in common: columns that cannot differ, whatever the facts."""

from collections.abc import Mapping
from dataclasses import fields, replace

from biaochi.engine.plan import AnyNode, Carry, Gather, Plan, cell_names, reads

_SAID = {
    "label": "", "text": "", "basis": None, "internal": True, "path": "", "readings": (),
    "cases": (), "catalogue": "",
}  # fmt: skip


def shared(one: Plan, other: Plan) -> Mapping[str, frozenset[str]]:
    """By kind of subject, the columns of ``other`` that mean the same in ``one``.

    A column is shared when its node is the same but for its wording, and so is all it reads.
    """
    if (one.period, one.as_of, one.known_by) != (other.period, other.as_of, other.known_by):
        return {}
    found = {
        (kind, a) for kind, subject in other.subjects.items() for a in subject.attributes
        if kind in one.subjects and one.subjects[kind] == subject
    }  # fmt: skip
    there = {n.name: n for n in one.nodes}
    for node in other.nodes:
        was = there.get(node.name)
        if was is None or _unsaid(was) != _unsaid(node) or not _same_relation(one, other, node):
            continue
        if all(place in found for place in reads(other, node)):
            found |= {(node.of, c) for c in cell_names(node)}
    return {k: frozenset(c for kind, c in found if kind == k) for k in other.subjects}


def _unsaid(node: AnyNode) -> AnyNode:
    """The node without what is only said about it."""
    own = {f.name for f in fields(node)}
    return replace(node, **{k: v for k, v in _SAID.items() if k in own})  # type: ignore[arg-type]


def _same_relation(one: Plan, other: Plan, node: AnyNode) -> bool:
    if not isinstance(node, Carry | Gather) or not node.relation:
        return True
    return one.relations.get(node.relation) == other.relations[node.relation]
