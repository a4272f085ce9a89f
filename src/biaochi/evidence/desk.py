"""What of evidence and returns waits for somebody: how many, and the first few."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet

from biaochi.access.shapes import Act, Actor
from biaochi.evidence import queries
from biaochi.evidence.models import Return
from biaochi.evidence.shapes import EvidenceLine

_SOON = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A return that is due."""

    kind: str
    subject: str
    subject_name: str
    period: str
    due_on: date


def to_verify(actor: Actor, *, most: int, shown: int) -> tuple[int, Sequence[EvidenceLine]]:
    """Return what waits for this verifier, oldest first."""
    return _some(queries.waiting(actor).order_by("pk"), most=most, shown=shown)


def to_answer(actor: Actor, *, most: int, shown: int) -> tuple[int, Sequence[EvidenceLine]]:
    """Return the evidence beside which somebody waits for an answer, oldest first."""
    return _some(queries.unanswered(actor).order_by("pk"), most=most, shown=shown)


def own(actor: Actor, *, most: int, shown: int) -> tuple[int, Sequence[EvidenceLine]]:
    """Return what is reported about the actor himself and not yet verified, newest first."""
    rows = queries.rows(actor, Act.SEE_OWN).filter(status="reported").order_by("-pk")
    return _some(rows, most=most, shown=shown)


def overdue(actor: Actor, *, on: date, most: int, shown: int) -> tuple[int, Sequence[Owed]]:
    """Return the returns that should have come by a day, longest first."""
    return _owed(_open(actor).filter(due_on__lt=on), most=most, shown=shown)


def due(actor: Actor, *, on: date, most: int, shown: int) -> tuple[int, Sequence[Owed]]:
    """Return the returns that fall due in the two weeks from a day."""
    return _owed(_open(actor).filter(due_on__gte=on, due_on__lt=on + _SOON), most=most, shown=shown)


def _open(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Return.objects.visible_to(actor, Act.SEE_EVIDENCE).filter(
        Return.counted(), done_on__isnull=True, due_on__isnull=False
    )
    return rows.select_related("person", "unit").order_by(F("due_on"), "subject", "kind", "pk")


def _some(rows: QuerySet[Any], *, most: int, shown: int) -> tuple[int, Sequence[EvidenceLine]]:
    many = rows[: most + 1].count()
    return many, queries.lines(list(rows[:shown])) if many else []


def _owed(rows: QuerySet[Any], *, most: int, shown: int) -> tuple[int, Sequence[Owed]]:
    many = rows[: most + 1].count()
    some = list(rows[:shown]) if many else []
    return many, [
        Owed(
            kind=r.kind, subject=r.subject, subject_name=(r.person or r.unit).name
            if r.person or r.unit else r.subject,
            period=r.period, due_on=r.due_on,
        )
        for r in some
    ]  # fmt: skip
