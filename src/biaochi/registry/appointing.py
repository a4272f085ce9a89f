"""Writes about posts, absences and relations: a correction is a new row, the old one retires."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.errors import Problem, Refusal, refusal, refuse
from biaochi.facts.shapes import ROLES
from biaochi.registry.models import Absence, Appointment, Link, Person, Unit
from biaochi.registry.queries import held_by
from biaochi.registry.services import settle_home
from biaochi.registry.shapes import AbsenceSaid, GradeSaid, LinkSaid, PostRow, PostSaid
from biaochi.trail.editing import locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.models import COMMITTED
from biaochi.trail.services import record

POST, ABSENCE, LINK = "任职", "缺勤", "关系"
_FAR = date.max

Check = Callable[[PostSaid, Sequence[PostRow]], Iterable[Problem]]
"""What a room above has to say about an appointment, given every post the official ever held."""


@transaction.atomic
def appoint(
    *, person: str, said: PostSaid, actor: Actor, at: datetime, check: Check | None = None
) -> int:
    """Record that an official holds a post from a day (登记任职); returns the row's number.

    ``check`` is asked once the official is locked; what it finds refuses the appointment.
    """
    holder = _person(person, actor=actor)
    row = _post(holder, said, actor=actor, at=at)
    _not_twice(row)
    if check is not None:
        refuse(check(said, held_by(holder.code, on=said.from_on)))
    row.save(force_insert=True)
    record(Event.APPOINTED, actor=actor, at=at, about=row)
    settle_home(holder, at=at)
    return int(row.pk)


@transaction.atomic
def correct_appointment(
    *, ident: int, said: PostSaid, version: int, reason: str, actor: Actor, at: datetime
) -> int:
    """Put a right row in the place of a wrong one (更正任职); both stay on record."""
    old = _locked(Appointment, ident, what=POST, version=version, actor=actor)
    return _replaced(old, said, event=Event.APPOINTMENT_CORRECTED, reason=reason, by=(actor, at))


@transaction.atomic
def end_appointment(
    *, ident: int, last_on: date, version: int, reason: str, actor: Actor, at: datetime
) -> int:
    """Record the last day of a post (登记免职)."""
    old = _locked(Appointment, ident, what=POST, version=version, actor=actor)
    said = PostSaid(
        unit=old.unit.code, post=old.post, from_on=old.from_on, to_on=last_on, role=old.role,
        tier=old.tier, level=old.level, grade=old.grade,
        line_of=old.line_of.code if old.line_of else "", main=old.main, order=old.order,
    )  # fmt: skip
    return _replaced(old, said, event=Event.APPOINTMENT_ENDED, reason=reason, by=(actor, at))


@transaction.atomic
def regrade(
    *, ident: int, said: GradeSaid, version: int, reason: str, actor: Actor, at: datetime
) -> int:
    """Record a new grade in the same post from a day (登记职级变动); the row before ends then."""
    old = _locked(Appointment, ident, what=POST, version=version, actor=actor)
    _filled(said.grade, label="职级")
    if said.from_on <= old.from_on:
        raise _wrong("生效日期", f"晚于任职首日 {old.from_on}", f"{said.from_on}")
    before = said.from_on - timedelta(days=1)
    end_appointment(ident=ident, last_on=before, version=version, reason=reason, actor=actor, at=at)
    goes_on = PostSaid(
        unit=old.unit.code, post=old.post, from_on=said.from_on, to_on=old.to_on, role=old.role,
        tier=old.tier, level=old.level, grade=said.grade,
        line_of=old.line_of.code if old.line_of else "", main=old.main, order=old.order,
    )  # fmt: skip
    return appoint(person=old.person.code, said=goes_on, actor=actor, at=at)


@transaction.atomic
def add_absence(*, person: str, said: AbsenceSaid, actor: Actor, at: datetime) -> int:
    """Record leave, secondment, suspension or probation (登记缺勤)."""
    row = _absence(_person(person, actor=actor), said, at=at)
    row.save(force_insert=True)
    record(Event.ABSENCE_ADDED, actor=actor, at=at, about=row)
    return int(row.pk)


@transaction.atomic
def correct_absence(
    *, ident: int, said: AbsenceSaid, version: int, reason: str, actor: Actor, at: datetime
) -> int:
    """Put a right row in the place of a wrong absence (更正缺勤)."""
    old = _locked(Absence, ident, what=ABSENCE, version=version, actor=actor)
    new = _absence(old.person, said, at=at)
    new.version = old.version + 1
    return _swapped(old, new, event=Event.ABSENCE_CORRECTED, reason=reason, by=(actor, at))


@transaction.atomic
def add_link(*, place: str, said: LinkSaid, actor: Actor, at: datetime) -> int:
    """Record another relation, kept by a unit (登记关系)."""
    unit = Unit.objects.visible_to(actor, Act.EDIT_PEOPLE).filter(code=place).first()
    if unit is None:
        raise not_found("单位")
    _ordered(said.from_on or date.min, said.to_on)
    ends = {"起点编号": said.from_code, "终点编号": said.to_code}
    for label, code in {"关系种类": said.kind, **ends}.items():
        _filled(code, label=label)
    row = Link(
        kind=said.kind, from_code=said.from_code, to_code=said.to_code, from_on=said.from_on,
        to_on=said.to_on, place=unit, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record(Event.LINK_ADDED, actor=actor, at=at, about=row)
    return int(row.pk)


@transaction.atomic
def end_link(
    *, ident: int, last_on: date, version: int, reason: str, actor: Actor, at: datetime
) -> int:
    """Record the last day of a relation (结束关系)."""
    old = _locked(Link, ident, what=LINK, version=version, actor=actor)
    _ordered(old.from_on or date.min, last_on)
    new = Link(
        kind=old.kind, from_code=old.from_code, to_code=old.to_code, from_on=old.from_on,
        to_on=last_on, place=old.place, recorded_at=at, version=old.version + 1,
    )  # fmt: skip
    return _swapped(old, new, event=Event.LINK_ENDED, reason=reason, by=(actor, at))


def _replaced(
    old: Appointment, said: PostSaid, *, event: Event, reason: str, by: tuple[Actor, datetime]
) -> int:
    actor, at = by
    new = _post(old.person, said, actor=actor, at=at, kept=(old.unit, old.line_of))
    new.version, new.extra = old.version + 1, old.extra
    _not_twice(new, but=old.pk)
    pk = _swapped(old, new, event=event, reason=reason, by=by)
    settle_home(old.person, at=at)
    return pk


def _swapped(
    old: Any, new: Any, *, event: Event, reason: str, by: tuple[Actor, datetime]  # noqa: ANN401 (rows of one model)
) -> int:  # fmt: skip
    """Retire the old row at the moment the new one is known; both versions are in the trail."""
    actor, at = by
    if not reason.strip():
        raise refusal("EDIT-REQUIRED", expected="理由", found="空", do="请写明依据。", label="理由")
    old.retired_at = at
    old.save(update_fields=["retired_at"])
    record(Event.REPLACED, actor=actor, at=at, about=old)
    new.save(force_insert=True)
    detail = {"replaces": old.pk}
    record(event, actor=actor, at=at, about=new, reason=reason.strip(), detail=detail)
    return int(new.pk)


def _locked(model: Any, ident: int, *, what: str, version: int, actor: Actor) -> Any:  # noqa: ANN401 (a row of any of three models)
    rows = model.objects.visible_to(actor, Act.EDIT_PEOPLE).filter(COMMITTED, pk=ident)
    return locked(rows, what=what, version=version)


def _person(code: str, *, actor: Actor) -> Person:
    rows = Person.objects.visible_to(actor, Act.EDIT_PEOPLE).filter(code=code)
    person: Person = locked(rows, what="人员")
    return person


def _post(
    person: Person, said: PostSaid, *, actor: Actor, at: datetime,
    kept: tuple[Unit | None, Unit | None] = (None, None),
) -> Appointment:  # fmt: skip
    """Return a new row; units are chosen within reach, or stay what they were."""
    _filled(said.post, label="职务")
    _ordered(said.from_on, said.to_on)
    if person.birth_on and said.from_on <= person.birth_on:
        raise _wrong("任职首日", "晚于出生日期", f"{said.from_on}")
    if said.role and said.role not in ROLES:
        raise _wrong("角色", "列表中的角色", said.role)
    unit = _unit(said.unit, actor=actor, kept=kept[0], label="任职单位")
    line = _unit(said.line_of, actor=actor, kept=kept[1], label="分管单位")
    if unit is None:
        raise _wrong("任职单位", "您范围内的单位", said.unit or "空")
    return Appointment(
        person=person, unit=unit, post=said.post.strip(), from_on=said.from_on, to_on=said.to_on,
        role=said.role, tier=said.tier.strip(), level=said.level.strip(),
        grade=said.grade.strip(), line_of=line, main=said.main, order=said.order, recorded_at=at,
    )  # fmt: skip


def _absence(person: Person, said: AbsenceSaid, *, at: datetime) -> Absence:
    _filled(said.kind, label="缺勤种类")
    _ordered(said.from_on, said.to_on)
    return Absence(
        person=person, kind=said.kind.strip(), from_on=said.from_on, to_on=said.to_on,
        recorded_at=at,
    )  # fmt: skip


def _unit(code: str, *, actor: Actor, kept: Unit | None, label: str) -> Unit | None:
    if not code:
        return None
    if kept is not None and kept.code == code:
        return kept
    rows = Unit.objects.visible_to(actor, Act.EDIT_PEOPLE).filter(code=code)
    unit: Unit | None = rows.first()
    if unit is None:
        raise _wrong(label, "您范围内的单位", code)
    return unit


def _not_twice(row: Appointment, *, but: int = 0) -> None:
    """Refuse two spans of the same post that overlap: the rules would count it twice."""
    until = row.to_on or _FAR
    same = Appointment.objects.unscoped(Why.ABOUT).filter(
        Appointment.counted(), Q(to_on__isnull=True) | Q(to_on__gte=row.from_on),
        person=row.person, unit=row.unit, post=row.post, from_on__lte=until,
    )  # fmt: skip
    other = same.exclude(pk=but).order_by("from_on", "pk").first()
    if other is not None:
        raise refusal(
            "EDIT-TWICE", expected="同一职务的任期不重叠",
            found=f"{other.from_on} 起已任「{other.post}」",
            do="请更正原来的一行，或给它补上末日。", label="任职首日",
        )  # fmt: skip


def _ordered(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise _wrong("末日", f"不早于首日 {first}", f"{last}")


def _filled(text: str, *, label: str) -> None:
    if not text.strip():
        raise refusal("EDIT-REQUIRED", expected=label, found="空", do="请填写。", label=label)


def _wrong(label: str, expected: str, found: str) -> Refusal:
    return refusal("EDIT-VALUE", expected=expected, found=found, do="请改正。", label=label)
