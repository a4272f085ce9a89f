"""A score of a component in a period; said again, the new one takes the old one's place."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.evidence.amounts import stored
from biaochi.evidence.models import Score
from biaochi.trail.events import Event
from biaochi.trail.services import record


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """A score of an official; ``person_key`` is for the foreign key only."""

    person_key: int
    component: str
    period: str
    value: Decimal | None = None
    label: str = ""
    source: str = ""


@transaction.atomic
def record_score(said: Scoring, *, actor: Actor, at: datetime) -> None:
    """Write down a score of an official the actor may act on (登记评分)."""
    _retire(said, actor=actor, at=at)
    row = Score(
        person_id=said.person_key, component=said.component, period=said.period,
        value=stored(said.value), label=said.label, source=said.source, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record(Event.SCORE_RECORDED, actor=actor, at=at, about=row)


@transaction.atomic
def drop_score(said: Scoring, *, actor: Actor, at: datetime) -> None:
    """Take back the score of a component in a period."""
    _retire(said, actor=actor, at=at)


def _retire(said: Scoring, *, actor: Actor, at: datetime) -> None:
    rows = Score.objects.unscoped(Why.ABOUT).filter(
        Score.counted(), person=said.person_key, component=said.component, period=said.period
    )
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        row.retired_at = at
        row.version += 1
        row.save(update_fields=["retired_at", "version"])
        record(Event.REPLACED, actor=actor, at=at, about=row)
