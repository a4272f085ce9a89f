"""What of findings stands in a dossier and on the desk; what was determined by a named person."""

from dataclasses import dataclass
from datetime import date

from biaochi.access.shapes import Act, Actor
from biaochi.findings import queries
from biaochi.findings.models import Determination
from biaochi.findings.shapes import FindingLine

_SAYS = ("met", "undetermined")


@dataclass(frozen=True, kw_only=True)
class Determined:
    """What a named person found to be so."""

    code: str
    rule: str
    item: str
    outcome: str
    on: date
    by: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """This room's part of a dossier."""

    findings: tuple[FindingLine, ...]
    determinations: tuple[Determined, ...]


def held(actor: Actor, act: Act, *, person: str) -> Held:
    """Return the findings of the newest runs that are met or open, and every determination."""
    found = queries.about(actor, person, act=act)
    said = Determination.objects.visible_to(actor, act).filter(
        Determination.counted(), person__code=person
    )
    return Held(
        findings=tuple(f for f in found if f.verdict in _SAYS),
        determinations=tuple(
            Determined(
                code=d.code, rule=d.rule, item=d.item, outcome=d.outcome, on=d.on, by=d.by,
                note=d.note,
            )
            for d in said.order_by("on", "code")
        ),
    )  # fmt: skip


def unhandled(actor: Actor, *, most: int, shown: int) -> tuple[int, list[FindingLine]]:
    """Return the findings that are met and that nobody has taken in hand, and how many."""
    rows = queries.rows(actor, act=Act.HANDLE_FINDINGS, waiting="open").filter(verdict="met")
    many = rows.order_by()[: most + 1].count()
    return many, queries.lines(list(queries.joined(rows)[:shown])) if many else []
