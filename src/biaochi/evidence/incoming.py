"""Evidence that another system sends: taken in once however often it is sent, all rows or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Span
from biaochi.errors import Problem, Refusal
from biaochi.evidence import queries, services
from biaochi.evidence.models import Evidence
from biaochi.evidence.shapes import Draft, EvidenceLine, Items
from biaochi.registry import subjects


@dataclass(frozen=True)
class Sent:
    """One row with the key its sender gave it."""

    key: str
    draft: Draft


@dataclass(frozen=True)
class Got:
    """The row as it stands now; new: it had not been sent before."""

    line: EvidenceLine
    new: bool


def take(
    sent: Sequence[Sent], *, items_at: Callable[[Span], Items], actor: Actor, at: datetime
) -> list[Got]:
    """Take in every row or none (接收证据); a row sent again is answered as the first time."""
    try:
        return _take(sent, items_at=items_at, actor=actor, at=at)
    except IntegrityError:  # the same key came twice at the same moment: now the first is there
        return _take(sent, items_at=items_at, actor=actor, at=at)


@transaction.atomic
def _take(
    sent: Sequence[Sent], *, items_at: Callable[[Span], Items], actor: Actor, at: datetime
) -> list[Got]:
    found: list[Got] = []
    problems: list[Problem] = []
    for number, row in enumerate(sent, start=1):
        try:
            found.append(_one(row, items_at=items_at, actor=actor, at=at))
        except Refusal as refusal:
            problems += [replace(p, line=number if len(sent) > 1 else 0) for p in refusal.problems]
    if problems:
        raise Refusal(tuple(problems))
    return found


def code_of(actor: Actor, key: str) -> str:
    """Return the code a row gets: the same for the same sender and key."""
    return "A" + sha256(f"{actor.user}\n{key}".encode()).hexdigest()[:30]


def _one(row: Sent, *, items_at: Callable[[Span], Items], actor: Actor, at: datetime) -> Got:
    code = code_of(actor, row.key)
    if Evidence.objects.unscoped(Why.UNIQUE).filter(code=code).exists():
        line = queries.state(actor, code=code)
        if line.draft != _plain(row.draft):
            do = "换一个 key；要改已报的，请另报更正。"
            problem = Problem("EVIDENCE-KEY", "与第一次相同的内容", row.key, do)
            raise Refusal((problem,))
        return Got(line, new=False)
    items = items_at(_span(row.draft, actor=actor))
    services.report(row.draft, items=items, actor=actor, at=at, code=code)
    return Got(queries.state(actor, code=code), new=True)


def _span(draft: Draft, *, actor: Actor) -> Span:
    act = Act.REPORT_EVIDENCE
    if draft.person:
        found = subjects.person(actor, act, code=draft.person)
    else:
        found = subjects.unit(actor, act, code=draft.unit)
    if found is None:
        said = draft.person or draft.unit or "空白"
        do = "请核对编号；不在范围内的同样查无此项。"
        problem = Problem("FACT-REFERENCE", "范围内的人员或单位", said, do)
        raise Refusal((problem,))
    return found.span


def _plain(draft: Draft) -> Draft:
    """Return a draft as it would come back: one hundred is one hundred however it was written."""
    value = draft.value
    if value is not None and value.is_finite():
        plain = value.normalize()
        value = plain.quantize(1) if plain == plain.to_integral_value() else plain
    return replace(draft, value=value, unit="" if draft.person else draft.unit)
