"""What findings somebody took up suggest to bar, with their days; a suggestion, not a decision."""

from dataclasses import dataclass
from datetime import date

from biaochi.access.scoping import Why
from biaochi.findings.grounds import taken_up
from biaochi.findings.models import Finding

_BAR = "bar"


@dataclass(frozen=True, kw_only=True)
class FoundBar:
    """One suggested bar: of what, since when, until when (None: nobody stated it)."""

    label: str
    what: str
    start: date
    until: date | None
    clause: str


def bars_found(person: str) -> list[FoundBar]:
    """Return the bars suggested by findings taken up about an official the actor may see."""
    idents = [int(ident) for ident in taken_up(person)]
    rows = Finding.objects.unscoped(Why.ABOUT).filter(pk__in=idents, verdict="met")
    return [
        FoundBar(
            label=row.label, what=effect.get("what", ""), clause=row.content["basis"]["clause"],
            start=date.fromisoformat(effect["begins"]),
            until=date.fromisoformat(effect["ends"]) if effect.get("ends") else None,
        )
        for row in rows.order_by("pk")
        for effect in row.content["effects"]
        if effect["kind"] == _BAR and _is_day(effect.get("begins", ""))
    ]  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
