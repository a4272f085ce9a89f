"""Results of a run as other systems get them: row by row, recorded as read."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.models import Figure
from biaochi.appraisals.queries import run
from biaochi.trail.events import Event
from biaochi.trail.services import About, record


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One quantity of one subject; no value: not determined, or nothing was recorded."""

    ident: int
    subject: str
    kind: str
    name: str
    value: str | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows: of one quantity or of all, those after a row, so many."""

    name: str = ""
    after: int = 0
    limit: int = 100


@transaction.atomic
def figures(actor: Actor, ident: int, *, wanted: Wanted, at: datetime) -> tuple[list[Sent], int]:
    """Return some rows (导出结果) and where to go on; 0 where there are no more."""
    run(actor, ident)
    rows = Figure.objects.visible_to(actor, Act.SEE_RESULTS).filter(run=ident, pk__gt=wanted.after)
    if wanted.name:
        rows = rows.filter(name=wanted.name)
    some = list(rows.order_by("pk")[: wanted.limit + 1])
    about = About(kind="run", ident=str(ident))
    detail = {"name": wanted.name, "after": wanted.after, "limit": wanted.limit}
    record(Event.RESULTS_READ, actor=actor, at=at, about=about, detail=detail)
    kept = [
        Sent(
            ident=r.pk, subject=r.subject, kind="person" if r.person_id else "unit", name=r.name,
            value=r.value or None,
        )
        for r in some[: wanted.limit]
    ]  # fmt: skip
    return kept, kept[-1].ident if len(some) > wanted.limit else 0
