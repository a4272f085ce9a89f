"""What a remedy makes of determinations, and which findings rest on what it takes back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.findings.models import Determination, Finding, Handling
from biaochi.findings.queries import said_by
from biaochi.trail.events import Event
from biaochi.trail.services import record
from biaochi.vocabulary import office


@dataclass(frozen=True, kw_only=True)
class Rested:
    """A finding that rests on something, or is about whom it was about."""

    ident: int
    run: int
    rule: str
    label: str
    subject: str
    verdict: str
    period: str
    cites: tuple[str, ...]

    @property
    def verdict_label(self) -> str:
        """The verdict in Chinese."""
        return office.chinese(office.VERDICTS, self.verdict)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A finding as a remedy is against it: what was done with it, by whom, on what it rests."""

    ident: int
    person: str
    label: str
    rule: str
    evidence: tuple[str, ...]
    handlers: tuple[tuple[int, str, str], ...]
    seen: int


def determinations_of(
    matter: str, *, before: datetime | None = None
) -> list[tuple[str, str, str]]:  # fmt: skip
    """Return what was determined in a matter and stands, or did before a moment.

    The code, the day and outcome in words, and the rule or item it is about.
    """
    return [(r.code, f"{r.on} {r.outcome}", r.rule or r.item) for r in _of(matter, before)]


def _of(matter: str, before: datetime | None = None) -> list[Determination]:
    held = Determination.counted()
    if before is not None:
        held = Q(recorded_at__lt=before) & (Q(retired_at=None) | Q(retired_at__gte=before))
    rows = Determination.objects.unscoped(Why.ABOUT).filter(held)
    found = rows.filter(Q(note=matter) | Q(note__startswith=f"{matter} "))
    return list(found.order_by("pk"))


@transaction.atomic
def retire_determinations(
    matter: str, *, reason: str, actor: Actor, at: datetime, but: str = ""
) -> int:  # fmt: skip
    """Take back what was determined in a matter (撤销认定), but for one outcome if it is named."""
    found = [row for row in _of(matter) if not but or row.outcome != but]
    for row in found:
        row.retired_at = at
        row.version += 1
        row.save(update_fields=["retired_at", "version"])
        record(Event.DETERMINATION_RETIRED, actor=actor, at=at, about=row, reason=reason)
    return len(found)


def determined_since(codes: Collection[str]) -> datetime | None:
    """Return since when the first of these determinations is known."""
    rows = Determination.objects.unscoped(Why.ABOUT).filter(code__in=sorted(codes))
    return min((r.recorded_at for r in rows if r.recorded_at), default=None)


def resting_on(
    codes: Collection[str], *, person: str, runs: Collection[int]
) -> list[Rested]:  # fmt: skip
    """Return the findings of these runs about somebody, and others' that cite one of the codes."""
    text = Finding.objects.unscoped(Why.ABOUT).annotate(said=Cast("content", CharField()))
    cited = Q(subject=person)
    for code in codes:
        cited |= Q(said__contains=code)
    rows = text.filter(cited, run__in=sorted(runs)).select_related("run__period")
    return [
        Rested(
            ident=row.pk, run=row.run_id, rule=row.rule, label=row.label, subject=row.subject,
            verdict=row.verdict, period=row.run.period.title,
            cites=tuple(c for c in sorted(codes) if c in row.said),
        )
        for row in rows.order_by("pk")
    ]  # fmt: skip


def asked(ident: int) -> Asked | None:
    """Return a finding somebody handled; None where nobody did, or there is none."""
    row = Finding.objects.unscoped(Why.ABOUT).select_related("run", "person").filter(pk=ident)
    finding = row.first()
    if finding is None or finding.person is None:
        return None
    done = list(said_by(Handling.objects.unscoped(Why.ABOUT), finding).order_by("pk"))
    if not done:
        return None
    handlers = tuple(
        (h.user, h.user_name, f"{office.chinese(office.HANDLINGS, h.act)}提示") for h in done
    )
    return Asked(
        ident=finding.pk, person=finding.person.code, label=finding.label, rule=finding.rule,
        evidence=tuple(finding.content.get("evidence", ())), handlers=handlers, seen=done[-1].pk,
    )  # fmt: skip


def handled_about(person: str) -> list[tuple[int, str]]:
    """Return (ident, label) of the findings about an official that somebody handled."""
    done = Handling.objects.unscoped(Why.ABOUT).filter(finding__person__code=person)
    found = {h.finding_id: h for h in done.select_related("finding__run__period").order_by("pk")}
    return [(pk, _called(h)) for pk, h in sorted(found.items())]


def _called(row: Handling) -> str:
    done = office.chinese(office.HANDLINGS, row.act)
    return f"{row.finding.label}（{row.finding.run.period.title}，{done}）"
