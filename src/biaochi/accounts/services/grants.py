"""Grants 授权: which role, for which part of the tree, for which tiers, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from biaochi.access.models import Grant, User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Role
from biaochi.accounts.services.people import ACCOUNT
from biaochi.clock import local
from biaochi.errors import Refusal, refusal
from biaochi.registry.queries import spans
from biaochi.trail.editing import locked
from biaochi.trail.events import Event
from biaochi.trail.services import record

GRANTABLE: tuple[Role, ...] = tuple(r for r in Role if r is not Role.SELF)
"""An official is himself by his account, not by a grant."""


@dataclass(frozen=True, kw_only=True)
class GrantSaid:
    """What a grant says."""

    user: int
    role: str
    unit: str
    from_on: date
    to_on: date | None = None
    tiers: Sequence[str] = ()


@transaction.atomic
def grant(*, said: GrantSaid, reason: str, actor: Actor, at: datetime) -> None:
    """Give somebody a role 授予角色; his sessions end, so that it holds from his next sign-in."""
    user = _holder(actor, said.user)
    _check(said, on=local(at).date())
    held = Grant.objects.visible_to(actor, Act.MANAGE_GRANTS).filter(
        user=user, role=said.role, unit=said.unit, revoked_at=None
    )
    tiers = sorted(set(said.tiers))
    if any(g.tiers == tiers and (g.to_on is None or g.to_on >= said.from_on) for g in held):
        raise _wrong("还没有的授权", "已有同样的", code="GRANT-TWICE")
    row = Grant(
        user=user, role=said.role, unit=said.unit, tiers=tiers, from_on=said.from_on,
        to_on=said.to_on, granted_by_id=actor.user, granted_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _end_sessions(user)
    record(Event.GRANTED, actor=actor, at=at, about=row, reason=reason)


@transaction.atomic
def revoke(*, ident: int, version: int, reason: str, actor: Actor, at: datetime) -> None:
    """Take a role back 收回角色, at once."""
    rows = Grant.objects.visible_to(actor, Act.MANAGE_GRANTS).filter(pk=ident, revoked_at=None)
    row = locked(rows, what="授权", version=version)
    row.revoked_at = at
    row.version += 1
    row.save()
    _end_sessions(row.user)
    record(Event.REVOKED, actor=actor, at=at, about=row, reason=reason)


def _holder(actor: Actor, ident: int) -> User:
    rows = User.objects.visible_to(actor, Act.MANAGE_GRANTS).filter(pk=ident, is_active=True)
    user: User = locked(rows, what=ACCOUNT)
    if user.pk == actor.user:
        do = "请由另一名安全管理员处理。"
        raise refusal("ACCOUNT-OWN", expected="别人的账号", found="自己的账号", do=do)
    if user.admin:
        do = "管理员不授业务角色；请为业务人员另建账号。"
        raise refusal("ACCOUNT-ADMIN", expected="业务账号", found=f"{user.name}是管理员", do=do)
    return user


def _check(said: GrantSaid, *, on: date) -> None:
    if said.role not in set(map(str, GRANTABLE)):
        raise _wrong("可以授予的角色", said.role or "没有选")
    if said.unit not in spans([said.unit]):
        raise _wrong("登记在册的单位", said.unit or "没有选")
    if said.from_on < on:
        raise _wrong(f"不早于今天（{on}）的生效日", str(said.from_on))
    if said.to_on is not None and said.to_on < said.from_on:
        raise _wrong("不早于生效日的末日", str(said.to_on))


def _wrong(expected: str, found: str, *, code: str = "GRANT-FORM") -> Refusal:
    return refusal(code, expected=expected, found=found, do="请改正后再提交。")


def _end_sessions(user: User) -> None:
    User.objects.unscoped(Why.ABOUT).filter(pk=user.pk).update(session="")
