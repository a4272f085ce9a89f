"""What everybody does with his own account: the password, the second factor."""

from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction

from biaochi.access.models import FormerPassword, User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.accounts import factors, passwords
from biaochi.errors import Problem, Refusal
from biaochi.trail.events import Event
from biaochi.trail.services import record


@transaction.atomic
def change_password(*, actor: Actor, old: str, new: str, at: datetime) -> None:
    """Set a new password 改密码; the opening code is used up and all sessions end."""
    user = _own(actor)
    if not check_password(old, user.password):
        raise Refusal((Problem("SIGN-WRONG", "现在的密码", "对不上", "请重新填写现在的密码。"),))
    set_password(user, new, at=at)
    user.must_change, user.opening_code = False, ""
    _save(user)
    record(Event.PASSWORD_CHANGED, actor=actor, at=at, about=user)


@transaction.atomic
def set_factor(*, actor: Actor, secret: str, code: str, at: datetime) -> None:
    """Take a second factor into use 设置第二因子, once its first code is right."""
    user = _own(actor)
    step = factors.step_of(code, secret=secret, at=at, after=0)
    if step is None:
        do = "请核对手机的时间，再填写此刻显示的动态码。"
        raise Refusal((Problem("FACTOR-CODE", "六位动态码", "对不上", do),))
    user.second_factor, user.factor_step = factors.kept(user, secret=secret), step
    _save(user)
    record(Event.SECOND_FACTOR_SET, actor=actor, at=at, about=user)


def set_password(user: User, new: str, *, at: datetime) -> None:
    """Check and set a password on a row that is about to be saved; ends its sessions."""
    with_factor = bool(user.second_factor) or factors.wanted_of(user)
    passwords.check(new, user=user, factor=with_factor)
    if user.password and user.has_usable_password():
        FormerPassword(user=user, hash=user.password, at=at).save(force_insert=True)
    user.set_password(new)
    user.password_at = at
    user.session = ""


def _own(actor: Actor) -> User:
    found: User = User.objects.unscoped(Why.LOGIN).select_for_update().get(pk=actor.user)
    return found


def _save(user: User) -> None:
    user.version += 1
    user.save()
