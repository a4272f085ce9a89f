"""Sign in 登录: the password, then what else is wanted; every try and refusal leaves a trail."""

import hmac
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from biaochi.access.models import User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.accounts import attempts, factors
from biaochi.accounts.shapes import Passed, Step
from biaochi.errors import Problem, Refusal
from biaochi.trail.events import Event
from biaochi.trail.services import About, record

NOBODY = Actor(user=0, login="", name="未登录")
_AGAIN = "请核对后再试；忘记密码的，请找系统管理员。"


def sign_in(*, login: str, password: str, address: str, at: datetime) -> Passed:
    """Check a name and a password; says what is still wanted before the person may enter.

    Not one transaction: the try is counted before the password is compared, and stays counted.
    """
    user = User.objects.unscoped(Why.LOGIN).filter(login=login.strip()).first()
    _count(user, login=login, address=address, at=at)
    if not _is_right(user, password):
        _refused(user, "password", address=address, at=at)
        raise _wrong()
    step = _step(user)
    if step is Step.IN:
        _let_in(user, address=address, at=at)
    return Passed(user=user.pk, step=step)


def prove_factor(*, user: int, code: str, address: str, at: datetime) -> Passed:
    """Check the code of the second factor after the password was right."""
    found = _known(user)
    _count(found, login=found.login, address=address, at=at)
    step = factors.step_of(
        code, secret=factors.secret_of(found), at=at, after=found.factor_step
    ) if found.second_factor else None  # fmt: skip
    if step is None or not _used_once(found, step):
        _refused(found, "factor", address=address, at=at)
        raise _wrong()
    _let_in(found, address=address, at=at)
    return Passed(user=found.pk, step=Step.IN)


def prove_opening(*, user: int, code: str, address: str, at: datetime) -> Passed:
    """Check the code the security administrator handed over 开通码; it opens once."""
    found = _known(user)
    _count(found, login=found.login, address=address, at=at)
    if not found.opening_code or not check_password(code.strip(), found.opening_code):
        _refused(found, "opening", address=address, at=at)
        raise _wrong()
    if found.second_factor:
        return Passed(user=found.pk, step=Step.FACTOR)
    _let_in(found, address=address, at=at)
    return Passed(user=found.pk, step=Step.IN)


def prove_again(*, actor: Actor, password: str, address: str, at: datetime) -> None:
    """Check the password of somebody signed in, before a grant, an export, a decision."""
    user = _known(actor.user)
    _count(user, login=user.login, address=address, at=at)
    if not check_password(password, user.password):
        _refused(user, "again", address=address, at=at)
        raise _wrong()
    attempts.forgiven(login=user.login, address=address, at=at)


@transaction.atomic
def entered(*, user: int, session: str) -> None:
    """Keep which session is the one; an earlier one of the same person ends."""
    User.objects.unscoped(Why.LOGIN).filter(pk=user).update(session=fingerprint(session))


@transaction.atomic
def sign_out(*, actor: Actor, at: datetime) -> None:
    """Leave 退出."""
    User.objects.unscoped(Why.LOGIN).filter(pk=actor.user).update(session="")
    record(Event.SIGNED_OUT, actor=actor, at=at, about=About(kind="user", ident=actor.login))


def fingerprint(session: str) -> str:
    """Return what is kept of a session's key."""
    return sha256(session.encode()).hexdigest() if session else ""


def is_current(user: User, session: str) -> bool:
    """Tell whether this is the one session the user has."""
    return bool(user.session) and hmac.compare_digest(user.session, fingerprint(session))


def _count(user: User | None, *, login: str, address: str, at: datetime) -> None:
    left = attempts.counted(login=login, address=address, at=at)
    if left:
        _refused(user, "wait", address=address, at=at)
        found = f"还要等 {left} 秒"
        raise Refusal((Problem("SIGN-WAIT", "失败后稍等再试", found, "请到时再试。"),))


def _is_right(user: User | None, password: str) -> bool:
    if user is None or not user.is_active or user.system or not user.has_usable_password():
        make_password(password)  # takes as long as comparing would
        return False
    return check_password(password, user.password)


def _step(user: User) -> Step:
    if user.awaits:
        expected, do = "安全管理员开通后再登录", "请联系安全管理员。"
        raise Refusal((Problem("SIGN-UNRELEASED", expected, "尚未开通", do),))
    if user.opening_code:
        return Step.OPENING
    return Step.FACTOR if user.second_factor else Step.IN


def _known(ident: int) -> User:
    found: User | None = User.objects.unscoped(Why.LOGIN).filter(pk=ident, is_active=True).first()
    if found is None:
        raise _wrong()
    return found


def _used_once(user: User, step: int) -> bool:
    rows = User.objects.unscoped(Why.LOGIN).filter(pk=user.pk, factor_step__lt=step)
    return bool(rows.update(factor_step=step))


def _let_in(user: User, *, address: str, at: datetime) -> None:
    attempts.forgiven(login=user.login, address=address, at=at)
    actor = Actor(user=user.pk, login=user.login, name=user.name)
    about = About(kind="user", ident=user.login)
    record(Event.SIGNED_IN, actor=actor, at=at, about=about, detail={"address": address})


def _refused(user: User | None, why: str, *, address: str, at: datetime) -> None:
    event = Event.SIGN_IN_DELAYED if why == "wait" else Event.SIGN_IN_REFUSED
    about = About(kind="user", ident=user.login if user else "?")
    record(event, actor=NOBODY, at=at, about=about, detail={"address": address, "why": why})


def _wrong() -> Refusal:
    return Refusal((Problem("SIGN-WRONG", "正确的登录名、密码和验证码", "对不上", _AGAIN),))
