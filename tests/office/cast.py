"""The cast: 青石县 with two units, the neighbour 宁溪县, and an account for each role."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from biaochi.access.models import Grant, User
from biaochi.access.shapes import Actor
from biaochi.registry import names
from biaochi.registry.homes import refresh_homes
from biaochi.registry.models import Appointment, Person, Unit
from biaochi.registry.tree import renumber
from biaochi.trail.models import Head
from biaochi.web.signed import acting

AT = datetime(2018, 1, 15, 1, 0, tzinfo=UTC)
UNITS = (
    ("qs", "青石县", None), ("qs-fin", "青石县财政局", "qs"), ("qs-edu", "青石县教育局", "qs"),
    ("nx", "宁溪县", None), ("nx-fin", "宁溪县财政局", "nx"),
)  # fmt: skip
PEOPLE = (
    ("du", "杜文清", "qs-fin", "局长", "head", "正科"),
    ("fan", "范守义", "qs-fin", "副局长", "deputy", "副科"),
    ("geng", "耿建新", "qs-edu", "局长", "head", "正科"),
    ("han", "韩立新", "qs-edu", "副局长", "deputy", "副科"),
    ("zhu", "祝远山", "nx-fin", "局长", "head", "正科"),
)  # fmt: skip
STAFF = (
    ("an", "安静仪", "officer", "qs"), ("bai", "白景明", "verifier", "qs"),
    ("cheng", "程立群", "decider", "qs"), ("jin", "金外县", "officer", "nx"),
    ("rui", "芮填报", "reporter", "qs-fin"), ("li", "黎联络", "liaison", "qs"),
    ("sheng", "盛监督", "supervisor", "qs"), ("ning", "宁提名", "nominator", "qs"),
    ("pan", "潘复核", "panel", "qs"),
)  # fmt: skip
ADMINS = (
    ("xi", "席系统", "system"),
    ("ouyang", "欧阳安全", "security"),
    ("shen", "申审计", "audit"),
)


@dataclass(frozen=True)
class World:
    """Everybody, by short name."""

    units: dict[str, Unit]
    people: dict[str, Person]
    users: dict[str, User]

    def actor(self, login: str) -> Actor:
        """Who this user is, as a request would find out."""
        found = acting(self.users[login])
        assert found is not None
        return found


_KEPT: list[tuple[World, list[Grant], list[Appointment]]] = []


def world() -> World:
    """Put the cast on stage; made once in a process, then copied: nearly every test asks for it."""
    Head.objects.get_or_create(pk=1)
    if not _KEPT:
        _KEPT.append(_made())
        return deepcopy(_KEPT[0][0])
    found, grants, held = deepcopy(_KEPT[0])
    for rows in (found.units, found.people, found.users):
        _put(list(rows.values()))
    _put(grants)
    _put(held)
    return found


def _put(rows: list[Any]) -> None:
    type(rows[0])._base_manager.bulk_create(rows)


def _made() -> tuple[World, list[Grant], list[Appointment]]:
    units = _units()
    users = {login: _user(login, name) for login, name, _, _ in STAFF}
    grants = [
        Grant.objects.create(
            user=users[login], role=role, unit=unit, from_on=date(2015, 1, 1),
            granted_by=users[login], granted_at=AT,
        )
        for login, _, role, unit in STAFF
    ]  # fmt: skip
    users |= {login: _user(login, name, admin=admin) for login, name, admin in ADMINS}
    people, held = {}, []
    for code, name, unit, post, role, tier in PEOPLE:
        people[code] = Person(
            code=code, name=name, home=units[unit], tier=tier, post=post, birth_on=date(1970, 5, 1)
        )
        names.fill(people[code])
        people[code].save()
        held.append(Appointment.objects.create(
            person=people[code], unit=units[unit], post=post, role=role, tier=tier, main=True,
            from_on=date(2014, 3, 1), recorded_at=AT,
        ))  # fmt: skip
        users[code] = _user(code, name, person=code)
    refresh_homes(AT.date())
    for person in people.values():
        person.refresh_from_db()
    return World(units, people, users), grants, held


def _units() -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for code, name, parent in UNITS:
        made[code] = Unit.objects.create(
            code=code, name=name, parent=made.get(parent or ""), type="县直部门"
        )
    renumber()
    for unit in made.values():
        unit.refresh_from_db()
    return made


def _user(login: str, name: str, **more: str) -> User:
    user = User(login=login, name=name, created_at=AT, **more)
    user.set_unusable_password()
    user.save()
    return user
