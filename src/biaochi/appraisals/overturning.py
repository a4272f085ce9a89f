"""What a remedy asks of appraisals: which runs knew what it takes back, which results change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from biaochi.access.policy import may
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Span
from biaochi.appraisals.dossier import packs_in_use
from biaochi.appraisals.gather import people_of
from biaochi.appraisals.items import pack_with
from biaochi.appraisals.models import PackVersion, PastResult, Period, Run
from biaochi.appraisals.queries import FALLBACK, kept_pack, national
from biaochi.appraisals.services import kept
from biaochi.appraisals.storing import pack_of
from biaochi.evidence.dossier import number
from biaochi.packs.shapes import Pack
from biaochi.registry.models import Unit
from biaochi.tasks.services import ask
from biaochi.trail.editing import not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record


@dataclass(frozen=True, kw_only=True)
class Knew:
    """A run that knew something: of which appraisal, whether that is still open."""

    run: int
    number: int
    period: int
    title: str
    is_open: bool
    known_by: datetime


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """A decided result of an earlier year about an official."""

    ident: int
    person: str
    period: str
    quantity: str
    named: str
    value: str
    label: str
    recorded_at: datetime | None

    @property
    def text(self) -> str:
        """The result in words."""
        return f"{self.period} {self.named} {self.label or self.value}".strip()


def runs_knowing(person: str, *, since: datetime, until: datetime | None) -> list[Knew]:
    """Return the runs about an official that knew what was recorded then and not yet taken back."""
    rows = Run.objects.unscoped(Why.ABOUT).filter(done=True, known_by__gte=since)
    if until is not None:
        rows = rows.filter(known_by__lt=until)
    joined = rows.select_related("period__unit").defer("columns", "monitors").order_by("pk")
    return [
        Knew(
            run=row.pk, number=row.number, period=row.period_id, title=row.period.title,
            is_open=row.period.state == "open", known_by=row.known_by,
        )
        for row in joined if _covers(row, person)
    ]  # fmt: skip


def _covers(row: Run, person: str) -> bool:
    span = Span(row.period.unit.first, row.period.unit.last)
    return bool(people_of(span, known_by=row.known_by).filter(code=person).exists())


def ask_runs(periods: Mapping[int, str], *, reason: str, actor: Actor, at: datetime) -> list[int]:
    """Put a new computation of open appraisals in the queue, where the actor may; returns which."""
    mine = Period.objects.visible_to(actor, Act.RUN_APPRAISALS).filter(state="open")
    asked = []
    for period in mine.filter(pk__in=sorted(periods)).order_by("pk"):
        title = f"{reason}后重新计算：{period.title}"
        ask(kind="run", title=title, asked={"period": period.pk}, actor=actor, at=at)
        asked.append(int(period.pk))
    return asked


def may_run(actor: Actor) -> bool:
    """Tell whether the actor may ask for a computation at all."""
    return may(actor, Act.RUN_APPRAISALS)


def results_about(person: str) -> list[ResultLine]:
    """Return the decided results about an official the actor may already see."""
    rows = PastResult.objects.unscoped(Why.ABOUT).filter(PastResult.counted(), person__code=person)
    found = list(rows.select_related("person").order_by("period", "pk"))
    named = _named() if found else {}
    return [_line(row, named) for row in found]


def result_with(ident: int) -> ResultLine | None:
    """Return a decided result about an official, in force or not; None where there is none."""
    row = PastResult.objects.unscoped(Why.ABOUT).select_related("person").filter(pk=ident).first()
    return None if row is None or row.person is None else _line(row, _named())


def grades_in(quantity: str) -> tuple[str, ...]:
    """Return the grades of a quantity, best first, as the newest run with such a one has them."""
    for row in Run.objects.unscoped(Why.ABOUT).filter(done=True).order_by("-pk").only("columns"):
        for column in row.columns["columns"]:
            if column["name"] == quantity and column["order"]:
                return tuple(column["order"])
    return ()


@transaction.atomic
def retire_result(
    ident: int, *, label: str, reason: str, actor: Actor, at: datetime
) -> int | None:  # fmt: skip
    """Take a decided result back (撤销结果); with a label, put a better one in its place."""
    old = PastResult.objects.unscoped(Why.ABOUT).filter(PastResult.counted(), pk=ident).first()
    if old is None:
        raise not_found("结果")
    old.retired_at = at
    old.version += 1
    old.save(update_fields=["retired_at", "version"])
    record(Event.RESULT_RETIRED, actor=actor, at=at, about=old, reason=reason)
    if not label:
        return None
    new = PastResult.objects.create(
        person=old.person, unit=old.unit, period=old.period, quantity=old.quantity, label=label,
        recorded_at=at, extra=old.extra,
    )  # fmt: skip
    detail = {"replaces": old.pk}
    record(Event.RESULT_CHANGED, actor=actor, at=at, about=new, reason=reason, detail=detail)
    return int(new.pk)


def packs_over(unit: str) -> list[tuple[int, Pack]]:
    """Return the packs of open appraisals of a unit or one above it, the one opened last first."""
    here = Unit.objects.unscoped(Why.ABOUT).filter(code=unit).first()
    if here is None:
        return []
    rows = Period.objects.unscoped(Why.ABOUT).filter(
        state="open", unit__first__lte=here.first, unit__last__gte=here.first
    )
    found = {p.pack.pk: p.pack for p in rows.select_related("pack").order_by("-pk")}
    return [(pk, pack_of(version)) for pk, version in found.items()]


def remedies_over(pack: int | None, *, unit: str) -> tuple[int | None, Pack | None]:
    """Return the pack whose remedies hold: a matter's own, else one in force over his unit.

    None where neither has any: then the national ones hold.
    """
    own = kept_pack(pack)
    if own is not None and _has_remedies(own):
        return pack, own
    for ident, over in packs_over(unit):
        if _has_remedies(over):
            return ident, over
    return None, None


def _has_remedies(pack: Pack) -> bool:
    return any(p.covers for p in pack.procedures.values())


def fallback(*, actor: Actor, at: datetime) -> tuple[int, Pack]:
    """Return the national pack as it comes with the program, kept so that it stays as it is."""
    rows = PackVersion.objects.unscoped(Why.UNIQUE).filter(digest=national().digest)
    version: PackVersion = rows.first() or kept(builtin_id=FALLBACK, actor=actor, at=at)
    return int(version.pk), pack_of(version)


def _named() -> Mapping[str, str]:
    """What the packs in use call their quantities; that of the period opened last goes first."""
    return _named_in(packs_in_use())


@lru_cache(maxsize=8)
def _named_in(digests: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for digest in reversed(digests):
        found |= {k: q.label for k, q in pack_with(digest).quantities.items() if q.label}
    return found


def _line(row: PastResult, named: Mapping[str, str]) -> ResultLine:
    value = number(row.value)
    person = row.person
    return ResultLine(
        ident=row.pk, person=person.code if person else "", period=row.period,
        quantity=row.quantity, named=named.get(row.quantity, row.quantity),
        value="" if value is None else str(value), label=row.label,
        recorded_at=row.recorded_at,
    )  # fmt: skip
