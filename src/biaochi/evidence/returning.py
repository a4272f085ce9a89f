"""Returns: what a unit or an official owed for a period, and that it came (已报送, 零报告)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.clock import local
from biaochi.errors import Problem, Refusal
from biaochi.evidence.models import Return
from biaochi.evidence.shapes import ReturnLine
from biaochi.registry import subjects
from biaochi.trail.editing import not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record

_PERIOD = re.compile(r"(19|20|21)[0-9]{2}(Q[1-4]|H[12]|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something owed by an official or a unit for a period, done or not.

    ``matter``: the matter it belongs to, where one period may hold several of a kind.
    """

    kind: str
    subject: str
    period: str
    due_on: date | None = None
    done_on: date | None = None
    nil: bool = False
    matter: str = ""


@dataclass(frozen=True, kw_only=True)
class Filed(Due):
    """What somebody says he returns; nil: there was nothing to report."""

    done_on: date


@transaction.atomic
def file_return(filed: Filed, *, kinds: dict[str, str], actor: Actor, at: datetime) -> None:
    """Say that a return has been made (报送); said again, the new one takes the old one's place."""
    if filed.kind not in kinds:
        _refuse("FACT-CHOICE", "规则包日历里的事项", filed.kind or "空白", "事项")
    if not _PERIOD.fullmatch(filed.period):
        _refuse("FACT-PERIOD", "2017、2017Q1、2017H1 或 2017-03", filed.period or "空白", "时期")
    if filed.done_on > local(at).date():
        _refuse("FACT-DATE", "不晚于今天", f"{filed.done_on}", "实报日期")
    unit = subjects.unit(actor, Act.REPORT_EVIDENCE, code=filed.subject)
    person = None if unit else subjects.person(actor, Act.REPORT_EVIDENCE, code=filed.subject)
    if unit is None and person is None:
        raise not_found("人员或单位")
    keys = (unit.key if unit else None, person.key if person else None)
    _put(filed, keys=keys, actor=actor, at=at)


@transaction.atomic
def note_return(filed: Due, *, person_key: int, actor: Actor, at: datetime) -> None:
    """Write down what an official owes in a matter the actor may move, and that it came."""
    _put(filed, keys=(None, person_key), actor=actor, at=at)


@transaction.atomic
def redate_return(filed: Due, *, person_key: int, actor: Actor, at: datetime) -> None:
    """Put the day by which it is owed right, where it is kept with another one (重算应报日期)."""
    if _kept(filed).exclude(due_on=filed.due_on).exists():
        _put(filed, keys=(None, person_key), actor=actor, at=at)


@transaction.atomic
def drop_return(filed: Due, *, actor: Actor, at: datetime) -> None:
    """Take back that something is owed: the matter it was owed in was withdrawn."""
    _retire(filed, actor=actor, at=at)


def _put(filed: Due, *, keys: tuple[int | None, int | None], actor: Actor, at: datetime) -> None:
    _retire(filed, actor=actor, at=at)
    unit, person = keys
    made = Return.objects.create(
        kind=filed.kind, subject=filed.subject, period=filed.period, due_on=filed.due_on,
        done_on=filed.done_on, nil=filed.nil, recorded_at=at, unit_id=unit, person_id=person,
        matter=filed.matter,
    )  # fmt: skip
    record(Event.RETURN_FILED, actor=actor, at=at, about=made)


def _retire(filed: Due, *, actor: Actor, at: datetime) -> None:
    for row in _kept(filed).select_for_update(of=("self",)).order_by("pk"):
        row.retired_at = at
        row.version += 1
        row.save(update_fields=["retired_at", "version"])
        record(Event.RETURN_FILED, actor=actor, at=at, about=row, detail={"replaced": True})


def _kept(filed: Due) -> QuerySet[Any]:
    found: QuerySet[Any] = Return.objects.unscoped(Why.ABOUT).filter(
        Return.counted(), kind=filed.kind, subject=filed.subject, period=filed.period,
        matter=filed.matter,
    )  # fmt: skip
    return found


def returns(actor: Actor) -> QuerySet[Any]:
    """Return the rows within reach, for a list."""
    found: QuerySet[Any] = (
        Return.objects.visible_to(actor, Act.SEE_EVIDENCE)
        .filter(Return.counted())
        .select_related("person", "unit")
    )
    return found


def lines(found: list[Any]) -> list[ReturnLine]:
    """Return rows of a list as shapes."""
    return [
        ReturnLine(
            kind=r.kind, subject=r.subject, subject_name=(r.person or r.unit).name,
            period=r.period, due_on=r.due_on, done_on=r.done_on, nil=r.nil, version=r.version,
        )
        for r in found
    ]  # fmt: skip


def _refuse(code: str, expected: str, found: str, column: str) -> None:
    raise Refusal((Problem(code, expected, found, "请核对后重填。", column_name=column),))
