"""The first run 首次建立: the office, the root of its tree, the three administrators."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from biaochi.access.models import Office, User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor, Admin
from biaochi.accounts import passwords
from biaochi.errors import Problem, Refusal, refuse
from biaochi.registry import calendars
from biaochi.registry.planting import plant
from biaochi.trail.events import Event
from biaochi.trail.services import record
from biaochi.vocabulary.office import ADMINS

FIRST = Actor(user=0, login="init", name="首次建立")
HOST = Actor(user=0, login="host", name="主机操作人")


@dataclass(frozen=True, kw_only=True)
class FirstAdmin:
    """One of the three; without a password one is made."""

    admin: Admin
    login: str
    name: str
    password: str = ""


@dataclass(frozen=True, kw_only=True)
class FirstRun:
    """What the operator answered."""

    office: str
    unit_code: str
    unit_name: str
    unit_type: str
    admins: tuple[FirstAdmin, ...]


def is_set_up() -> bool:
    """Tell whether somebody has an account already."""
    return bool(User.objects.unscoped(Why.SETUP).exists())


@transaction.atomic
def set_up(*, asked: FirstRun, at: datetime) -> dict[str, str]:
    """Make the office; returns the passwords that were made, by login, to be shown once."""
    if is_set_up():
        do = "升级用 biaochi upgrade；要重来，请另设 BIAOCHI_HOME。"
        raise Refusal((Problem("OFFICE-SET-UP", "还没有账号的库", "已有账号", do),))
    refuse(_faults(asked))
    office = Office(name=asked.office, set_up_at=at)
    office.save(force_insert=True)
    record(Event.OFFICE_SET_UP, actor=FIRST, at=at, about=office)
    plant(
        code=asked.unit_code, name=asked.unit_name, type=asked.unit_type, actor=FIRST, at=at
    )  # fmt: skip
    calendars.seed(actor=FIRST, at=at)
    return {a.login: word for a in asked.admins if (word := _made(a, at))}


@transaction.atomic
def recover(*, login: str, at: datetime) -> tuple[str, bool]:
    """Give an administrator nobody else can reset a new password 找回, from the host itself.

    Returns it, and whether the security administrator still has to open the account.  Who has the
    host has the database; what this adds is that it is on the trail.
    """
    rows = User.objects.unscoped(Why.SETUP).select_for_update().filter(login=login)
    user = rows.exclude(admin="").first()
    if user is None:
        do = "业务账号由系统管理员重置。"
        raise Refusal((Problem("NOT-FOUND", "一名管理员的登录名", login, do),))
    others = User.objects.unscoped(Why.SETUP).filter(admin=Admin.SECURITY, is_active=True)
    waits = others.filter(awaits=False).exclude(pk=user.pk).exists()
    word = passwords.made()
    user.set_password(word)
    user.is_active = user.must_change = True
    user.awaits, user.opening_code, user.second_factor, user.session = waits, "", b"", ""
    user.password_at = at
    user.version += 1
    user.save()
    record(Event.CREDENTIALS_RESET, actor=HOST, at=at, about=user)
    return word, waits


def check_password(asked: FirstAdmin) -> None:
    """Refuse a password that may not be set, before anything is made."""
    factor = False  # there is none yet when it is first used
    passwords.check(asked.password, user=User(login=asked.login, name=asked.name), factor=factor)


def _made(asked: FirstAdmin, at: datetime) -> str:
    word = "" if asked.password else passwords.made()
    user = User(
        login=asked.login, name=asked.name, admin=str(asked.admin), created_at=at,
        must_change=True, password_at=at,
    )  # fmt: skip
    if asked.password:
        check_password(asked)
    user.set_password(asked.password or word)
    user.save(force_insert=True)
    record(Event.ACCOUNT_ADDED, actor=FIRST, at=at, about=user)
    return word


def _faults(asked: FirstRun) -> Iterator[Problem]:
    texts = {"机关名称": asked.office, "根单位编号": asked.unit_code, "根单位名称": asked.unit_name}
    for label, text in texts.items():
        if not text.strip():
            yield _problem(label, "没有填")
    for admin in Admin:
        found = [a for a in asked.admins if a.admin == admin]
        if len(found) != 1 or not (found[0].login.strip() and found[0].name.strip()):
            yield _problem(f"一名{ADMINS[admin][0]}的登录名和姓名", "没有填全")
    for what, said in (
        ("三个不同的登录名", {a.login.casefold() for a in asked.admins}),
        ("三个不同的人", {a.name for a in asked.admins}),
    ):
        if len(said) != len(Admin):
            yield _problem(what, "有重复")


def _problem(expected: str, found: str) -> Problem:
    return Problem("OFFICE-ANSWERS", expected, found, "请补齐后重来，什么都还没有写下。")
