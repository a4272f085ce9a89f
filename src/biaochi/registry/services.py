"""Writes about units and officials: in one transaction each, with a trace in the trail."""

from datetime import datetime

from django.db import transaction

from biaochi.access import policy
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.clock import local
from biaochi.errors import Refusal, refusal, refuse
from biaochi.registry import codes, idnumbers, names
from biaochi.registry.homes import refresh_home
from biaochi.registry.models import Person, Unit
from biaochi.registry.queries import person_sheet
from biaochi.registry.shapes import PersonSaid, PersonSheet, UnitSaid
from biaochi.registry.tree import renumber
from biaochi.trail.editing import keep_before, locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record, seen

PERSON, UNIT = "人员", "单位"


@transaction.atomic
def add_unit(*, said: UnitSaid, code: str = "", actor: Actor, at: datetime) -> str:
    """Add a unit below another (新建单位); returns its code, made here unless one was chosen."""
    parent = _unit(said.parent, actor=actor, act=Act.EDIT_UNITS, label="上级单位")
    _named(said.name, label="名称")
    code = codes.chosen(code, actor=actor, act=Act.EDIT_UNITS) if code else codes.new_code("u")
    unit = Unit(code=code, parent=parent)
    _say_unit(unit, said)
    unit.save(force_insert=True)
    renumber()
    unit.refresh_from_db()
    record(Event.UNIT_ADDED, actor=actor, at=at, about=unit)
    return code


@transaction.atomic
def change_unit(*, code: str, said: UnitSaid, version: int, actor: Actor, at: datetime) -> None:
    """Rename, move, reorder or close a unit (修改单位)."""
    rows = Unit.objects.visible_to(actor, Act.EDIT_UNITS).filter(code=code)
    unit = locked(rows, what=UNIT, version=version)
    _named(said.name, label="名称")
    keep_before(unit, actor=actor, at=at)
    unit.parent = _new_parent(unit, said.parent, actor=actor)
    if said.closed_on:
        _may_close(unit)
    _say_unit(unit, said)
    unit.version += 1
    unit.save()
    renumber()
    unit.refresh_from_db()
    record(Event.UNIT_CHANGED, actor=actor, at=at, about=unit)


@transaction.atomic
def add_person(
    *, said: PersonSaid, unit: str, code: str = "", actor: Actor, at: datetime
) -> str:  # fmt: skip
    """Add an official of a unit (新建人员); returns his code, made here unless one was chosen."""
    home = _unit(unit, actor=actor, act=Act.EDIT_PEOPLE, label="所在单位")
    code = codes.chosen(code, actor=actor, act=Act.EDIT_PEOPLE) if code else codes.new_code("p")
    person = Person(code=code, home=home, tier=_only_tier(actor), sort_post="9")
    _say_person(person, said, actor=actor)
    person.save(force_insert=True)
    record(Event.PERSON_ADDED, actor=actor, at=at, about=person)
    return code


@transaction.atomic
def change_person(
    *, code: str, said: PersonSaid, version: int, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Change what is said about an official himself (修改人员)."""
    rows = Person.objects.visible_to(actor, Act.EDIT_PEOPLE).filter(code=code)
    person = locked(rows, what=PERSON, version=version)
    keep_before(person, actor=actor, at=at)
    _say_person(person, said, actor=actor)
    person.version += 1
    person.save()
    record(Event.PERSON_CHANGED, actor=actor, at=at, about=person, reason=reason)


@transaction.atomic
def read_id_number(*, code: str, reason: str, actor: Actor, at: datetime) -> str:
    """Return the whole id number of an official to somebody who says why (查看身份证号)."""
    rows = Person.objects.visible_to(actor, Act.SEE_ID_NUMBER).filter(code=code)
    person = rows.first()
    if person is None or not person.id_number:
        raise not_found("身份证号")
    if not reason.strip():
        raise refusal(
            "EDIT-REQUIRED", expected="查看的理由", found="空", do="请写明为何要看全号。",
            label="理由",
        )  # fmt: skip
    number = idnumbers.unseal(person.id_number, person=code)
    record(Event.ID_NUMBER_READ, actor=actor, at=at, about=person, reason=reason.strip())
    return number


@transaction.atomic
def read_person(*, code: str, actor: Actor, at: datetime) -> PersonSheet:
    """Return the page of an official and leave the trace that it was opened (查看人员)."""
    sheet = person_sheet(actor, code)
    if sheet is None:
        raise not_found(PERSON)
    seen(Event.PERSON_READ, actor=actor, at=at, kind="person", ident=code)
    return sheet


def settle_home(person: Person, *, at: datetime) -> None:
    """Work out the home of an official after one of his posts changed."""
    refresh_home(person, on=local(at).date())


def _say_unit(unit: Unit, said: UnitSaid) -> None:
    unit.name, unit.type, unit.kind = said.name.strip(), said.type.strip(), said.kind.strip()
    unit.order, unit.closed_on, unit.extra = said.order, said.closed_on, dict(said.extra)
    names.fill_unit(unit)


def _say_person(person: Person, said: PersonSaid, *, actor: Actor) -> None:
    _named(said.name, label="姓名")
    person.name, person.sex, person.birth_on = said.name.strip(), said.sex, said.birth_on
    person.extra = dict(said.extra)
    names.fill(person)
    number = said.id_number
    if number is None and person.id_number:
        number = idnumbers.unseal(person.id_number, person=person.code)
        refuse(idnumbers.problems(number, birth_on=person.birth_on, sex=person.sex))
    elif number is not None:
        _set_id_number(person, number, actor=actor)


def _set_id_number(person: Person, number: str, *, actor: Actor) -> None:
    """Check and seal an id number; an empty one takes it away.

    Whether somebody out of sight has the same number is not looked at: the answer would tell.
    """
    number = idnumbers.plain(number)
    if not number:
        person.id_number, person.id_digest, person.id_tail = b"", "", ""
        return
    refuse(idnumbers.problems(number, birth_on=person.birth_on, sex=person.sex))
    found = idnumbers.digest(number)
    same = Person.objects.visible_to(actor, Act.SEE_PEOPLE).filter(id_digest=found)
    other = same.exclude(code=person.code).order_by("pk").first()
    if other is not None:
        raise refusal(
            "EDIT-TWICE", expected="一个号码只登记一人", found=f"{other.name}（{other.code}）已用",
            do="请核对是否同一人。", label=idnumbers.LABEL,
        )  # fmt: skip
    person.id_digest = found
    person.id_tail = idnumbers.tail_digest(idnumbers.tail_of(number))
    person.id_number = idnumbers.seal(number, person=person.code)


def _unit(code: str, *, actor: Actor, act: Act, label: str) -> Unit:
    if not code:
        raise refusal(
            "EDIT-REQUIRED", expected=label, found="空", do="请从列表中选择。", label=label
        )
    unit: Unit | None = Unit.objects.visible_to(actor, act).filter(code=code).first()
    if unit is None:
        raise refusal(
            "EDIT-VALUE", expected=f"您范围内的{label}", found=code, do="请从列表中选择。",
            label=label,
        )  # fmt: skip
    return unit


def _new_parent(unit: Unit, code: str, *, actor: Actor) -> Unit | None:
    """Return where the unit hangs from now on; the top of somebody's part stays where it is."""
    old: Unit | None = unit.parent
    if old is None or not _reaches(old, actor=actor):
        if code in ("", getattr(old, "code", "")):
            return old
        raise _misplaced("由上一级调整", "您范围内最高的单位", "请由上一级的人员办理。")
    parent = _unit(code, actor=actor, act=Act.EDIT_UNITS, label="上级单位")
    if unit.first <= parent.first <= unit.last:
        raise _misplaced("不在本单位之内的上级", parent.name, "请另选上级单位。")
    return parent


def _reaches(unit: Unit, *, actor: Actor) -> bool:
    rows = Unit.objects.visible_to(actor, Act.EDIT_UNITS).filter(pk=unit.pk)
    return bool(rows.exists())


def _may_close(unit: Unit) -> None:
    below = Unit.objects.unscoped(Why.ABOUT).filter(parent=unit, closed_on=None)
    if below.exists():
        raise _misplaced("下级单位先撤销或划转", "还有没撤销的", "请先办下级单位。")
    people = Person.objects.unscoped(Why.ABOUT).filter(home=unit).exclude(post="")
    if people.exists():
        raise _misplaced("没有在任人员", "还有人在任", "请先登记他们的去向。")


def _misplaced(expected: str, found: str, do: str) -> Refusal:
    return refusal("EDIT-TREE", expected=expected, found=found, do=do, label="上级单位")


def _named(text: str, *, label: str) -> None:
    if not names.plain(text):
        raise refusal("EDIT-REQUIRED", expected=label, found="空", do="请填写。", label=label)


def _only_tier(actor: Actor) -> str:
    """Return the tier of whoever works for one tier only, so that he sees whom he entered."""
    reaches = policy.reaches(actor, Act.EDIT_PEOPLE)
    found = {t for r in reaches for t in r.tiers}
    return min(found) if found and all(r.tiers for r in reaches) else ""
