"""Measures as they are taken: a letter served, a period of observation begun, an adjustment."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.evidence.models import Measure
from biaochi.trail.editing import not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record

LIGHTER = "-R"
"""What a remedy adds to the code of a measure when it puts a lighter one in its place."""
_TAILS = tuple(LIGHTER * times for times in range(4))
"""Review, appeal and further appeal may each have done so."""


@dataclass(frozen=True, kw_only=True)
class MeasureSaid:
    """What was taken about an official; ``person_key`` is for the foreign key only."""

    person_key: int
    code: str
    measure: str
    on: date
    channel: str = ""
    rank: str = ""
    tier: str = ""
    post_after: str = ""
    grade_after: str = ""
    ends_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class MeasureLine:
    """A measure in one line, with whom it was taken about."""

    code: str
    person: str
    name: str
    unit: str
    measure: str
    on: date
    rank: str
    tier: str
    ends_on: date | None
    note: str
    channel: str = ""


@transaction.atomic
def record_measure(said: MeasureSaid, *, actor: Actor, at: datetime) -> str:
    """Write down a measure about an official the actor may act on (登记措施); returns its code."""
    row = Measure(
        person_id=said.person_key, code=said.code, measure=said.measure, on=said.on,
        channel=said.channel, rank=said.rank, tier=said.tier, post_after=said.post_after,
        grade_after=said.grade_after, ends_on=said.ends_on, note=said.note, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record(Event.MEASURE_RECORDED, actor=actor, at=at, about=row)
    return str(row.code)


@transaction.atomic
def retire_measures(codes: Collection[str], *, reason: str, actor: Actor, at: datetime) -> int:
    """Take measures back (撤销措施): from now on nothing reckons with them."""
    rows = Measure.objects.unscoped(Why.ABOUT).filter(Measure.counted(), code__in=codes)
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        row.retired_at = at
        row.version += 1
        row.save(update_fields=["retired_at", "version"])
        record(Event.MEASURE_RETIRED, actor=actor, at=at, about=row, reason=reason)
    return len(found)


@transaction.atomic
def state_end(code: str, *, ends_on: date, reason: str, actor: Actor, at: datetime) -> None:
    """Write down when the influence of a measure ends (填写影响期); known from this moment on."""
    rows = Measure.objects.unscoped(Why.ABOUT).filter(Measure.counted(), code=code)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise not_found("措施")
    row.ends_on, row.ends_known_at = ends_on, at
    row.version += 1
    row.save(update_fields=["ends_on", "ends_known_at", "version"])
    record(Event.MEASURE_END_STATED, actor=actor, at=at, about=row, reason=reason)


def measures(actor: Actor, *, act: Act, kinds: Collection[str] = ()) -> QuerySet[Any]:
    """Return the measures the actor may see, oldest first; ``measure_lines`` shapes them."""
    found: QuerySet[Any] = Measure.objects.visible_to(actor, act).filter(Measure.counted())
    return (found.filter(measure__in=kinds) if kinds else found).order_by("on", "pk")


def taken_about(person: str, *, kinds: Collection[str] = ()) -> list[MeasureLine]:
    """Return the measures about an official the actor was already allowed to see."""
    found: QuerySet[Any] = Measure.objects.unscoped(Why.ABOUT).filter(Measure.counted())
    found = found.filter(person__code=person).order_by("on", "pk")
    return measure_lines(found.filter(measure__in=kinds) if kinds else found)


def taken_about_many(people: Collection[str]) -> list[MeasureLine]:
    """Return the measures about officials whose list the actor was already allowed to see."""
    found: QuerySet[Any] = Measure.objects.unscoped(Why.ABOUT).filter(Measure.counted())
    return measure_lines(found.filter(person__code__in=sorted(people)).order_by("on", "pk"))


def measure_lines(found: Iterable[Any]) -> list[MeasureLine]:
    """Return rows as lines."""
    rows = found.select_related("person__home") if isinstance(found, QuerySet) else found
    return [
        MeasureLine(
            code=r.code, person=r.person.code, name=r.person.name, measure=r.measure, on=r.on,
            unit=r.person.home.name if r.person.home else "", rank=r.rank, tier=r.tier,
            ends_on=r.ends_on, note=r.note, channel=r.channel,
        )
        for r in rows
    ]  # fmt: skip


def first_of(code: str) -> str:
    """Return the code of the measure a matter itself left, of that or of a lighter one."""
    while code.endswith(LIGHTER):
        code = code.removesuffix(LIGHTER)
    return code


@dataclass(frozen=True, kw_only=True)
class InForce:
    """What a matter's decision still stands for: the measure, the rank and tier it was taken at."""

    measure: str
    rank: str
    tier: str


def in_force_of(matters: Iterable[str]) -> dict[str, InForce]:
    """Return the measure each matter left that is in force, by matter.

    A revoked one is not there; where a remedy put a lighter one in its place, it is that one.
    """
    codes = {f"{matter}-1{tail}": matter for matter in matters for tail in _TAILS}
    rows = Measure.objects.unscoped(Why.ABOUT).filter(Measure.counted(), code__in=sorted(codes))
    return {
        codes[r.code]: InForce(measure=r.measure, rank=r.rank, tier=r.tier)
        for r in rows.order_by("pk")
    }
