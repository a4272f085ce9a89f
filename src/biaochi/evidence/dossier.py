"""What is recorded about somebody: evidence with states and answers, scores, measures."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.evidence.models import Evidence, EvidenceState, Measure, Reply, Score
from biaochi.facts.shapes import FACT_SCALE


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A change of state of a piece of evidence."""

    status: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was written beside a piece of evidence."""

    kind: str
    text: str
    by: str
    at: datetime
    answers: bool
    answered: bool


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A piece of evidence with everything that hangs on it."""

    code: str
    item: str
    value: Decimal | None
    count: int | None
    occurred_on: date
    source: str
    status: str
    note: str
    due_on: date | None
    done_on: date | None
    recorded_at: datetime | None
    superseded: bool
    states: tuple[Changed, ...]
    replies: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class Graded:
    """A score of a component in a period."""

    component: str
    period: str
    value: Decimal | None
    label: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A measure or a letter of earlier times."""

    code: str
    measure: str
    channel: str
    on: date
    post_after: str
    ends_on: date | None
    note: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """The part of a dossier that this room keeps."""

    evidence: tuple[Recorded, ...]
    scores: tuple[Graded, ...]
    measures: tuple[Taken, ...]


def held(actor: Actor, act: Act, *, person: str) -> Held:
    """Return what is recorded about an official, oldest first; five queries however much it is."""
    about = {"person__code": person}
    rows = Evidence.objects.visible_to(actor, act).filter(Evidence.counted(), **about)
    evidence = list(rows.select_related("batch").order_by("occurred_on", "code"))
    keys = [e.pk for e in evidence]
    beside = {"evidence__in": keys}
    states: dict[int, list[Changed]] = defaultdict(list)
    turns = EvidenceState.objects.unscoped(Why.ABOUT).filter(**beside).order_by("evidence", "pk")
    for s in turns:
        changed = Changed(status=s.status, reason=s.reason, by=s.user_name, at=s.at)
        states[s.evidence_id].append(changed)
    replies = _replies(keys)
    corrected = {e.supersedes for e in evidence if e.supersedes}
    scores = Score.objects.visible_to(actor, act).filter(Score.counted(), **about)
    measures = Measure.objects.visible_to(actor, act).filter(Measure.counted(), **about)
    return Held(
        evidence=tuple(
            Recorded(
                code=e.code, item=e.item, value=number(e.value), count=e.count,
                occurred_on=e.occurred_on, source=e.source, status=e.status, note=e.note,
                due_on=e.due_on, done_on=e.done_on, recorded_at=e.recorded_at,
                superseded=e.code in corrected, states=tuple(states[e.pk]),
                replies=tuple(replies[e.pk]),
            )
            for e in evidence
        ),
        scores=tuple(
            Graded(
                component=s.component, period=s.period, value=number(s.value), label=s.label,
                source=s.source,
            )
            for s in scores.order_by("period", "component", "pk")
        ),
        measures=tuple(
            Taken(
                code=m.code, measure=m.measure, channel=m.channel, on=m.on,
                post_after=m.post_after, ends_on=m.ends_on, note=m.note,
            )
            for m in measures.order_by("on", "code")
        ),
    )  # fmt: skip


def number(stored: int | None) -> Decimal | None:
    """Return a stored number of millionths as it was written, without idle zeros."""
    if stored is None:
        return None
    whole, part = divmod(abs(stored), 10**FACT_SCALE)
    said = f"{whole}.{part:0{FACT_SCALE}d}".rstrip("0").rstrip(".")
    return Decimal(f"-{said}" if stored < 0 else said)


def _replies(keys: list[int]) -> dict[int, list[Said]]:
    rows = list(
        Reply.objects.unscoped(Why.ABOUT).filter(evidence__in=keys).order_by("evidence", "pk")
    )
    answered = {r.answers_id for r in rows if r.answers_id}
    found: dict[int, list[Said]] = defaultdict(list)
    for r in rows:
        found[r.evidence_id].append(
            Said(
                kind=r.kind, text=r.text, by=r.user_name, at=r.at, answers=bool(r.answers_id),
                answered=r.pk in answered,
            )
        )  # fmt: skip
    return found
