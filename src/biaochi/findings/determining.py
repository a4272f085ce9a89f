"""What a named person finds to be so (认定), and what is taken back of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.findings.models import Determination
from biaochi.trail.events import Event
from biaochi.trail.services import record


@dataclass(frozen=True, kw_only=True)
class Determining:
    """What is found about an official; ``person_key`` is for the foreign key only."""

    person_key: int
    person: str
    code: str
    outcome: str
    on: date
    by: str
    rule: str = ""
    item: str = ""
    note: str = ""


@transaction.atomic
def determine(said: Determining, *, actor: Actor, at: datetime) -> str:
    """Write down what was found of an official the actor may act on (认定); returns its code."""
    row = Determination(
        person_id=said.person_key, subject=said.person, code=said.code, rule=said.rule,
        item=said.item, outcome=said.outcome, on=said.on, by=said.by, note=said.note,
        recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record(Event.DETERMINED, actor=actor, at=at, about=row)
    return str(row.code)


@transaction.atomic
def retire_determinations(
    codes: Collection[str], *, reason: str, actor: Actor, at: datetime
) -> int:  # fmt: skip
    """Take back what was found (撤销认定): from now on nothing reckons with it."""
    rows = Determination.objects.unscoped(Why.ABOUT).filter(Determination.counted(), code__in=codes)
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        row.retired_at = at
        row.version += 1
        row.save(update_fields=["retired_at", "version"])
        record(Event.REPLACED, actor=actor, at=at, about=row, reason=reason)
    return len(found)
