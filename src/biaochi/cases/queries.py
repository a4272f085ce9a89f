"""Reads of cases: actor first, shapes out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.evidence.measuring import InForce, in_force_of
from biaochi.matters import queries
from biaochi.matters.models import Step
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.contents import line, many

_TOLD = ("open", "verify", "propose", "meet", "serve")


@dataclass(frozen=True, kw_only=True)
class Served:
    """A decision that was served: about whom, on which day it was made, what was proposed.

    ``measure``: the one in force, a lighter one after a remedy; blank: the decision was revoked.
    """

    matter: str
    person: str
    pack: int | None
    on: date
    channel: str
    discovery: str
    measure: str
    rank: str
    tier: str
    proposal: Mapping[str, Any]
    upheld: tuple[str, ...] = ()


def served_cases(actor: Actor) -> list[Served]:
    """Return the decisions served in cases the actor may see, the first first."""
    found = queries.rows(actor, act=Act.SEE_MATTERS, kinds=("case",)).exclude(outcome="withdrawn")
    lines = {row.pk: queries.line_of(row) for row in found}
    steps = Step.objects.unscoped(Why.ABOUT).filter(matter__in=list(lines), move__in=_TOLD)
    said: dict[int, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for key, move, given in steps.order_by("matter", "number").values_list(
        "matter", "move", "given"
    ):  # fmt: skip
        said[key][move] = given
    served = {key: moves for key, moves in said.items() if "serve" in moves}
    force = in_force_of(lines[key].code for key in served)
    made = (_served(lines[key], moves, force) for key, moves in served.items())
    return sorted(made, key=lambda s: (s.on, s.matter))


def cases_of_finding(actor: Actor, *, person: str, finding: int) -> list[MatterLine]:
    """Return the cases that took up a finding, for its page; the newest first."""
    lines = queries.about(actor, person, kinds=("case",))
    steps = Step.objects.unscoped(Why.ABOUT).filter(
        matter__in=[m.key for m in lines], move__in=("open", "join")
    )
    taking = {
        key
        for key, given in steps.values_list("matter", "given")
        if str(finding) in many(given, "findings")
    }
    return [m for m in lines if m.key in taking]


def _served(
    matter: MatterLine, moves: Mapping[str, Mapping[str, Any]], force: Mapping[str, InForce]
) -> Served:  # fmt: skip
    held = force.get(str(matter.code), InForce(measure="", rank="", tier=""))
    return Served(
        matter=str(matter.code), person=matter.person, pack=matter.pack,
        on=date.fromisoformat(moves["meet"]["held_on"]), channel=line(moves["open"], "channel"),
        discovery=line(moves["open"], "discovery"), measure=held.measure, rank=held.rank,
        tier=held.tier, proposal=moves["propose"], upheld=many(moves["verify"], "upheld"),
    )  # fmt: skip
