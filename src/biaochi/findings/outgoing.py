"""Findings of a run as other systems get them, recorded as read."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import queries as appraisals
from biaochi.findings.queries import lines, rows
from biaochi.findings.shapes import FindingLine
from biaochi.trail.events import Event
from biaochi.trail.services import About, record

_JOINED = ("run__period", "person__home", "unit")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows: of one verdict or of all, those after a row, so many."""

    verdict: str = ""
    after: int = 0
    limit: int = 100


@transaction.atomic
def findings(
    actor: Actor, run: int, *, wanted: Wanted, at: datetime
) -> tuple[list[FindingLine], int]:
    """Return some findings (导出提示) and where to go on; 0 where there are no more."""
    appraisals.run(actor, run, act=Act.SEE_FINDINGS)
    found = rows(actor, run=run).filter(pk__gt=wanted.after)
    if wanted.verdict:
        found = found.filter(verdict=wanted.verdict)
    some = list(found.select_related(*_JOINED).order_by("pk")[: wanted.limit + 1])
    about = About(kind="run", ident=str(run))
    detail = {"verdict": wanted.verdict, "after": wanted.after, "limit": wanted.limit}
    record(Event.FINDINGS_READ, actor=actor, at=at, about=about, detail=detail)
    kept = lines(some[: wanted.limit])
    return kept, kept[-1].ident if len(some) > wanted.limit else 0
