"""Whose facts decide what is said about one subject: its closed set of people and units.

A place in a group needs every member of that group, what is carried along a relation needs the
far end, and so on from one column to the next.  Only registry tables (people, units, posts,
links) are looked at.  ``None`` means that everyone's facts may matter.
"""

from collections.abc import Mapping

from biaochi.engine.pairs import Far, pairs
from biaochi.engine.plan import (
    GRADED,
    WHOLE,
    AnyNode,
    Carry,
    Gather,
    Group,
    Places,
    Plan,
)
from biaochi.engine.scopes import PERSON, UNIT
from biaochi.engine.tables import SubjectRows, subjects, view
from biaochi.facts.shapes import Facts

Closed = Mapping[str, frozenset[str]]
_REGISTERED = (PERSON, UNIT)


def closed_set(plan: Plan, registry: Facts, kind: str, ident: str) -> Closed | None:
    """The people and units whose facts decide every column and verdict of the subject."""
    return Closing(plan, registry).around(kind, ident)


class Closing:
    """Closed sets under one plan and registry, one subject after another."""

    def __init__(self, plan: Plan, registry: Facts) -> None:
        self.plan = plan
        self.seen_facts = view(plan, registry)
        by = {c for n in plan.nodes if isinstance(n, Group | Places) for c in n.by}
        self.cells = subjects(plan, self.seen_facts, by)
        self.nodes: dict[str, AnyNode] = {n.name: n for n in plan.nodes}
        self._beyond: dict[str, tuple[AnyNode, ...]] = {}
        self._pairs: dict[str, Far] = {}
        self._groups: dict[tuple[str, tuple[str, ...]], Mapping[tuple[object, ...], list[str]]] = {}

    def around(self, kind: str, ident: str) -> Closed | None:
        """Follow everything said about the subject."""
        todo = [(kind, ident, node.name) for node in self.plan.of(kind)]
        for rule in self.plan.rules:
            if rule.subject and self.plan.relations[rule.subject].to == kind:
                those = self.far(rule.subject).items()
                todo += [(rule.of, near, rule.column) for near, far in those if ident in far]
        found: dict[str, set[str]] = {k: set() for k in _REGISTERED}
        found.setdefault(kind, set()).add(ident)
        done: set[tuple[str, str, str]] = set()
        while todo:
            item = todo.pop()
            if item in done:
                continue
            done.add(item)
            if item[0] not in _REGISTERED:
                return None
            found[item[0]].add(item[1])
            for node in self._looking_beyond(item[2]):
                needed = self._needed(item[0], item[1], node)
                if needed is None:
                    return None
                todo += needed
        return {k: frozenset(v) for k, v in found.items()}

    def _looking_beyond(self, name: str) -> tuple[AnyNode, ...]:
        """The nodes under a column that look at other subjects than its own."""
        if name not in self._beyond:
            node = self.nodes.get(name.removesuffix(GRADED).removesuffix("/"))
            found: dict[str, AnyNode] = {}
            if node is not None:
                for need in sorted(node.needs):
                    found |= {n.name: n for n in self._looking_beyond(need)}
                if isinstance(node, Group | Places) or _relation(node):
                    found[node.name] = node
            self._beyond[name] = tuple(found.values())
        return self._beyond[name]

    def _needed(self, kind: str, ident: str, node: AnyNode) -> list[tuple[str, str, str]] | None:
        """Columns of others that a node needs; None if they cannot be told beforehand."""
        if isinstance(node, Group | Places):
            peers = self._peers(kind, ident, node)
            if peers is None or getattr(node, "mode", "") == "largest_remainder":
                return None
            return [(kind, peer, need) for peer in peers for need in ("", *node.needs)]
        relation = _relation(node)
        to = self.plan.relations[relation].to
        need = node.far if isinstance(node, Carry) else ""
        return [(to, far, need) for far in self.far(relation).get(ident, ())]

    def _peers(self, kind: str, ident: str, node: Group | Places) -> list[str] | None:
        """Everyone in the same group; None where groups are made of computed columns."""
        if any(column not in self.plan.subjects[kind].attributes for column in node.by):
            return None
        key = (kind, node.by)
        if key not in self._groups:
            self._groups[key] = _grouped(self.cells[kind], node.by)
        own = self.cells[kind].get(ident, {})
        return self._groups[key].get(tuple(own.get(c) for c in node.by), [])

    def far(self, relation: str) -> Far:
        """Pairs of a relation."""
        if relation not in self._pairs:
            shape = self.plan.relations[relation]
            self._pairs[relation] = pairs(self.plan, self.seen_facts, shape)
        return self._pairs[relation]


def _relation(node: AnyNode) -> str:
    return node.relation if isinstance(node, Carry | Gather) else ""


def _grouped(rows: SubjectRows, by: tuple[str, ...]) -> Mapping[tuple[object, ...], list[str]]:
    found: dict[tuple[object, ...], list[str]] = {}
    for ident, cells in rows.items():
        found.setdefault(tuple(cells[c] for c in by), []).append(ident)
    return found


def needs_everyone(plan: Plan, kind: str) -> bool:
    """Can the closed set never be told from the registry alone?"""
    evidence = any(r.by == "named" for r in plan.relations.values())
    return kind not in _REGISTERED or kind == WHOLE or evidence
