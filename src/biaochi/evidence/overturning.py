"""What a remedy makes of evidence and measures: withdrawn, made lighter, taken back.

Called once a panel has decided and the decision is served; who may do so was settled there.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from secrets import token_hex

from django.db import transaction
from django.db.models import Q

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.clock import local
from biaochi.evidence.amounts import stored
from biaochi.evidence.measuring import (
    LIGHTER,
    MeasureLine,
    MeasureSaid,
    measure_lines,
    record_measure,
)
from biaochi.evidence.models import Evidence, EvidenceState, Measure, Reply
from biaochi.trail.editing import not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record

_LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Somebody who had a hand in a piece of evidence: who, and what he did."""

    user: int
    name: str
    what: str


def hands_on(codes: Collection[str]) -> list[Hand]:
    """Return who reported, verified, exempted, withdrew or answered pieces of evidence."""
    return list(_hands(sorted(codes)))


def _hands(codes: list[str]) -> Iterator[Hand]:
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(code__in=codes).order_by("pk")
    for row in rows:
        yield Hand(user=row.reported_by, name=row.reported_by_name, what=f"填报 {row.code}")
    states = EvidenceState.objects.unscoped(Why.ABOUT).filter(evidence__code__in=codes)
    for state in states.exclude(status="reported").select_related("evidence").order_by("pk"):
        yield Hand(user=state.user, name=state.user_name, what=f"核实 {state.evidence.code}")
    answers = Reply.objects.unscoped(Why.ABOUT).filter(evidence__code__in=codes, kind="answer")
    for reply in answers.select_related("evidence").order_by("pk"):
        yield Hand(user=reply.user, name=reply.user_name, what=f"答复 {reply.evidence.code}")


@transaction.atomic
def overturn(code: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Withdraw a piece of evidence a remedy found untrue (撤销证据); nothing if it already is."""
    row = _counted(code)
    if row.status == "withdrawn":
        return
    before, row.status = row.status, "withdrawn"
    row.version += 1
    row.save(update_fields=["status", "version"])
    _state(row, before=before, reason=reason, actor=actor, at=at)
    record(Event.EVIDENCE_WITHDRAWN, actor=actor, at=at, about=row, reason=reason)


@transaction.atomic
def lessen(code: str, *, value: Decimal, reason: str, actor: Actor, at: datetime) -> str:
    """Put another number in the place of a piece of evidence (变更分值); returns the new code."""
    old = _counted(code)
    row = Evidence(
        **{
            f.attname: getattr(old, f.attname)
            for f in Evidence._meta.concrete_fields
            if not f.primary_key
        }
    )
    row.code, row.supersedes = f"E{local(at):%Y%m%d}-{token_hex(6)}", old.code
    row.value, row.recorded_at, row.batch_id, row.version = stored(value), at, None, 1
    row.save(force_insert=True)
    _state(row, before="", reason=reason, actor=actor, at=at)
    record(Event.EVIDENCE_CORRECTED, actor=actor, at=at, about=row, reason=reason)
    return str(row.code)


def measures_of(matter: str, *, before: datetime | None = None) -> list[MeasureLine]:
    """Return the measures a matter left, in force now or just before a moment.

    Their codes begin with that of the matter.
    """
    rows = Measure.objects.unscoped(Why.ABOUT).filter(code__startswith=matter)
    held = Measure.counted()
    if before is not None:
        held = Q(recorded_at__lt=before) & (Q(retired_at=None) | Q(retired_at__gte=before))
    lines = measure_lines(rows.filter(held).order_by("on", "pk"))
    return [m for m in lines if _is_of(m.code, matter)]


def _is_of(code: str, matter: str) -> bool:
    return code == matter or code.startswith(f"{matter}-")


@transaction.atomic
def lighten(
    code: str, *, measure: str, ends_on: date | None, actor: Actor, at: datetime
) -> str:  # fmt: skip
    """Record the lighter measure of a remedy (变更措施) with the day of the old one."""
    old = Measure.objects.unscoped(Why.ABOUT).filter(code=code).first()
    if old is None:
        raise not_found("措施")
    said = MeasureSaid(
        person_key=old.person_id, code=f"{code}{LIGHTER}"[-_LONGEST:], measure=measure, on=old.on,
        channel=old.channel, rank=old.rank, tier=old.tier, ends_on=ends_on, note=old.note,
    )  # fmt: skip
    return record_measure(said, actor=actor, at=at)


def known_since(codes: Collection[str]) -> datetime | None:
    """Return since when the first of these measures and pieces of evidence is known."""
    found = [
        row.recorded_at
        for model in (Measure, Evidence)
        for row in model.objects.unscoped(Why.ABOUT).filter(code__in=sorted(codes))
        if row.recorded_at
    ]
    return min(found, default=None)


def _counted(code: str) -> Evidence:
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(Evidence.counted(), code=code)
    row: Evidence | None = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise not_found("证据")
    return row


def _state(row: Evidence, *, before: str, reason: str, actor: Actor, at: datetime) -> None:
    EvidenceState.objects.create(
        evidence=row, status=row.status, before=before, reason=reason, user=actor.user,
        user_name=actor.name, at=at,
    )  # fmt: skip
