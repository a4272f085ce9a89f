"""Earlier cases and letters on the same grounds, and which measure each ended in (同类情形)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from biaochi.access.scoping import Why
from biaochi.evidence.measuring import InForce, in_force_of
from biaochi.evidence.queries import items_of_evidence
from biaochi.findings.grounds import rules_of
from biaochi.matters.models import Matter, Step
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.contents import line, many
from biaochi.vocabulary.limits import MOST_SIMILAR

_CASE_MOVES = ("open", "verify", "propose", "confirm", "serve")
_LETTER_MOVES = ("draft", "redraft", "serve")


def similar_to(matter: MatterLine, grounds: Iterable[str], *, pack: str) -> tuple[str, ...]:
    """Return the measure of every decided case or served letter of others on one of these grounds.

    Under any version of the ``pack``, named by its id; whose they were is not told. His own are
    history, not like.
    Once served, what stands counts: what a remedy put in its place, nothing where it was revoked.
    """
    wanted = frozenset(grounds)
    if not wanted:
        return ()
    rows = Matter.objects.unscoped(Why.ABOUT).filter(kind__in=("case", "letter"), pack__code=pack)
    of_others = rows.exclude(pk=matter.key).exclude(person__code=matter.person)
    others = of_others.exclude(outcome="withdrawn").order_by("-pk")
    newest = list(others.values_list("pk", flat=True)[:MOST_SIMILAR])
    steps = Step.objects.unscoped(Why.ABOUT).filter(
        matter__in=newest, move__in={*_CASE_MOVES, *_LETTER_MOVES}
    )
    said: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    columns = ("matter__kind", "matter__code", "move", "given")
    for kind, code, move, given in steps.order_by("matter", "number").values_list(*columns):
        said[kind, code][move] = given  # the last of each
    force = in_force_of(code for _, code in said)
    ended = (
        _standing(_case(moves) if kind == "case" else _letter(moves), moves, force.get(code))
        for (kind, code), moves in said.items()
    )
    found = [one for one in ended if one is not None]
    return tuple(measure for measure, on in _resolved(found) if on & wanted)


Ended = tuple[str, set[str], set[str], set[str]]
"""A measure; its grounds, the findings and the evidence it rests on."""


def _standing(
    ended: Ended | None, moves: Mapping[str, Mapping[str, Any]], force: InForce | None
) -> Ended | None:
    if ended is None or "serve" not in moves:
        return ended
    return (force.measure, *ended[1:]) if force else None


def _case(moves: Mapping[str, Mapping[str, Any]]) -> Ended | None:
    if "confirm" not in moves or "propose" not in moves:
        return None
    upheld = set(many(moves.get("verify", {}), "upheld"))
    return line(moves["propose"], "measure"), upheld, set(), set()


def _letter(moves: Mapping[str, Mapping[str, Any]]) -> Ended | None:
    if "serve" not in moves:
        return None
    content = {**moves.get("draft", {}), **moves.get("redraft", {})}
    rests = set(many(content, "findings")), set(many(content, "evidence"))
    return line(content, "type"), set(), *rests


def _resolved(found: list[Ended]) -> Iterable[tuple[str, set[str]]]:
    """Yield (measure, grounds): findings stand for their rules, evidence for its item."""
    rules = rules_of({f for _, _, findings, _ in found for f in findings})
    items = items_of_evidence({c for *_, pieces in found for c in pieces})
    for measure, grounds, findings, pieces in found:
        named = {rules[f] for f in findings if f in rules} | {
            items[c] for c in pieces if c in items
        }
        yield measure, grounds | named
