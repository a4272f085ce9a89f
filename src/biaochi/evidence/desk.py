"""What of evidence waits for somebody: how many, and the first few."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from biaochi.access.shapes import Act, Actor
from biaochi.evidence import queries
from biaochi.evidence.shapes import EvidenceLine


def to_verify(actor: Actor, *, most: int, shown: int) -> tuple[int, Sequence[EvidenceLine]]:
    """Return what waits for this verifier, oldest first."""
    return _some(queries.waiting(actor).order_by("pk"), most=most, shown=shown)


def to_answer(actor: Actor, *, most: int, shown: int) -> tuple[int, Sequence[EvidenceLine]]:
    """Return the evidence beside which somebody waits for an answer, oldest first."""
    return _some(queries.unanswered(actor).order_by("occurred_on", "pk"), most=most, shown=shown)


def own(actor: Actor, *, most: int, shown: int) -> tuple[int, Sequence[EvidenceLine]]:
    """Return what is reported about the actor himself and not yet verified, newest first."""
    rows = queries.rows(actor, Act.SEE_OWN).filter(status="reported").order_by("-pk")
    return _some(rows, most=most, shown=shown)


def _some(rows: QuerySet[Any], *, most: int, shown: int) -> tuple[int, Sequence[EvidenceLine]]:
    many = rows[: most + 1].count()
    return many, queries.lines(list(rows[:shown])) if many else []
