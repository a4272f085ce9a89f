"""Batches of imported rows as their owner sees them."""

from dataclasses import dataclass
from datetime import datetime

from biaochi.access.shapes import Act, Actor
from biaochi.trail.models import Batch

_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """A file that was brought and not yet taken in or given up."""

    ident: int
    kind: str
    file_name: str
    rows: int
    state: str
    created_at: datetime


def staged(actor: Actor) -> list[BatchLine]:
    """Return the batches the actor brought that still wait, newest first."""
    rows = Batch.objects.visible_to(actor, Act.IMPORT).filter(state="staged").order_by("-pk")
    return [
        BatchLine(
            ident=b.pk, kind=b.kind, file_name=b.file_name, rows=b.rows, state=b.state,
            created_at=b.created_at,
        )
        for b in rows[:_SHOWN]
    ]  # fmt: skip
