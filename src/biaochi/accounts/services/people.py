"""Accounts 账号: the system administrator makes them, the security administrator opens them.

Two people stand behind every account somebody can use: who made the password does not have the
opening code, and who has the code does not have the password.
"""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from biaochi.access import policy
from biaochi.access.models import Grant, Token, User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Admin
from biaochi.accounts import passwords
from biaochi.errors import refusal
from biaochi.trail.editing import locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record
from biaochi.vocabulary.office import ADMINS

ACCOUNT = "账号"


@transaction.atomic
def add_account(
    *, login: str, name: str, actor: Actor, at: datetime, admin: str = "", person: str = ""
) -> str:
    """Make an account 新建账号 nobody can use yet; returns its first password, shown once."""
    _may_make(actor)
    user = User(login=_login(login), name=_name(name), admin=admin, person=person, created_at=at)
    _check_kind(user)
    return _made(user, actor=actor, at=at)


@transaction.atomic
def add_system(*, login: str, name: str, actor: Actor, at: datetime) -> None:
    """Make the account of another system 外部系统; it calls with a token and never signs in."""
    _may_make(actor)
    user = User(login=_login(login), name=_name(name), system=True, created_at=at)
    user.set_unusable_password()
    user.save(force_insert=True)
    record(Event.ACCOUNT_ADDED, actor=actor, at=at, about=user)


@transaction.atomic
def change_account(
    *, ident: int, name: str, person: str, version: int, actor: Actor, at: datetime
) -> None:
    """Correct whose account it is 修改账号; its sessions end.

    Tied to another official it opens that official's own record, so it has to be opened again.
    """
    user = _mine(actor, ident, version=version)
    if person not in {"", user.person}:
        user.awaits = user.must_change = True
    user.name, user.person = _name(name), person
    _check_kind(user)
    _save(user, Event.ACCOUNT_CHANGED, actor=actor, at=at)


@transaction.atomic
def disable(*, ident: int, version: int, reason: str, actor: Actor, at: datetime) -> None:
    """Let an account be used no more 停用; what it did stays where it is."""
    user = _mine(actor, ident, version=version)
    _not_own(user, actor)
    if user.admin:
        _not_last(user)
    user.is_active = False
    held = Token.objects.unscoped(Why.ABOUT).select_for_update().filter(user=user, revoked_at=None)
    for token in held.order_by("pk"):
        token.revoked_at = at
        token.version += 1
        token.save()
        record(Event.TOKEN_REVOKED, actor=actor, at=at, about=token, reason=reason)
    _save(user, Event.ACCOUNT_CHANGED, actor=actor, at=at, reason=reason)


@transaction.atomic
def reset(*, ident: int, version: int, reason: str, actor: Actor, at: datetime) -> str:
    """Give an account a new first password 重置; it has to be opened again before it is used.

    Also makes a disabled one usable again, and takes a lost second factor away.
    """
    user = _mine(actor, ident, version=version)
    _not_own(user, actor)
    if user.admin == Admin.SECURITY:
        _not_last(user, why="没有别的安全管理员来开通它")
    user.is_active = True
    _check_kind(user)
    user.second_factor = b""
    return _made(user, actor=actor, at=at, event=Event.CREDENTIALS_RESET, reason=reason)


@transaction.atomic
def release(*, ident: int, version: int, actor: Actor, at: datetime) -> str:
    """Open an account 开通; returns the opening code, shown once and handed over in person."""
    user = locked(
        User.objects.visible_to(actor, Act.MANAGE_GRANTS).filter(pk=ident, awaits=True),
        what=ACCOUNT, version=version,
    )  # fmt: skip
    _not_own(user, actor)
    code = passwords.made()
    user.awaits, user.opening_code = False, make_password(code)
    _save(user, Event.ACCOUNT_RELEASED, actor=actor, at=at)
    return code


def _made(
    user: User, *, actor: Actor, at: datetime, event: Event = Event.ACCOUNT_ADDED, reason: str = ""
) -> str:
    word = passwords.made()
    user.set_password(word)
    user.password_at = at
    user.must_change = user.awaits = True
    user.opening_code = ""
    _save(user, event, actor=actor, at=at, reason=reason)
    return word


def _may_make(actor: Actor) -> None:
    if not policy.may(actor, Act.MANAGE_ACCOUNTS):
        raise not_found(ACCOUNT)


def _mine(actor: Actor, ident: int, *, version: int) -> User:
    rows = User.objects.visible_to(actor, Act.MANAGE_ACCOUNTS).filter(pk=ident)
    found: User = locked(rows, what=ACCOUNT, version=version)
    return found


def _save(user: User, event: Event, *, actor: Actor, at: datetime, reason: str = "") -> None:
    if user.pk:
        user.version += 1
    user.session = ""
    user.save()
    record(event, actor=actor, at=at, about=user, reason=reason)


def _login(login: str) -> str:
    login = login.strip()
    if not login or any(c.isspace() for c in login):
        raise refusal("ACCOUNT-FORM", expected="没有空格的登录名", found=login or "没有填",
                      do="请另写一个。")  # fmt: skip
    if User.objects.unscoped(Why.UNIQUE).filter(login__iexact=login).exists():
        raise refusal("ACCOUNT-TAKEN", expected="没有用过的登录名", found=login, do="请另写一个。")
    return login


def _name(name: str) -> str:
    if not name.strip():
        raise refusal("ACCOUNT-FORM", expected="使用人的姓名", found="没有填", do="请填写。")
    return name.strip()


def _check_kind(user: User) -> None:
    """Nobody is two administrators, or an administrator and something else."""
    if not user.admin:
        return
    do = "业务账号和管理员账号须是不同的人。"
    if user.admin not in set(map(str, Admin)):
        raise refusal("ACCOUNT-FORM", expected="三种管理员之一", found=user.admin, do="请重选。")
    if user.person or _holds(user):
        raise refusal("ACCOUNT-ADMIN", expected="没有业务身份的账号", found=user.name, do=do)
    same = User.objects.unscoped(Why.UNIQUE).filter(name=user.name, is_active=True)
    other = same.exclude(pk=user.pk).exclude(admin="").first()
    if other is not None:
        found = f"{user.name}已是{ADMINS[other.admin][0]}"
        raise refusal("ACCOUNT-ADMIN", expected="一人只任一种管理员", found=found, do=do)


def _holds(user: User) -> bool:
    if not user.pk:
        return False
    held = Grant.objects.unscoped(Why.ABOUT).filter(user=user, revoked_at=None)
    return bool(held.exists())


def _not_own(user: User, actor: Actor) -> None:
    if user.pk == actor.user:
        do = "请由另一名管理员处理。"
        raise refusal("ACCOUNT-OWN", expected="别人的账号", found="自己的账号", do=do)


def _not_last(user: User, *, why: str = "停用后就没有了") -> None:
    same = User.objects.unscoped(Why.ABOUT).filter(admin=user.admin, is_active=True, awaits=False)
    # Locked in one order: two who disable each other at once do not both get through.
    others = [u.pk for u in same.select_for_update().order_by("pk") if u.pk != user.pk]
    if not others:
        title = ADMINS[user.admin][0]
        do = f"请先再建一名{title}。"
        raise refusal("ACCOUNT-LAST", expected=f"另有启用的{title}", found=why, do=do)
