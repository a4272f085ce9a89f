"""Reads of accounts and grants: for the administrators, without business data."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from biaochi.access.models import Grant, Token, User
from biaochi.access.scoping import Scoped, Why
from biaochi.access.shapes import Act, Actor
from biaochi.accounts.shapes import Account, GrantLine, Holder, NamedUnit, TokenLine
from biaochi.registry.models import Unit
from biaochi.trail.editing import not_found


def accounts(actor: Actor, act: Act) -> Scoped:
    """Return the rows of accounts the actor handles, for lists."""
    rows: Scoped = User.objects.visible_to(actor, act)
    return rows


def account(actor: Actor, act: Act, *, ident: int) -> Account:
    """Return one account; refused as not found where it is none of the actor's."""
    found = accounts(actor, act).filter(pk=ident).first()
    if found is None:
        raise not_found("账号")
    return account_of(found)


def account_of(user: User) -> Account:
    """Return what is shown of an account."""
    return Account(
        ident=user.pk, login=user.login, name=user.name, admin=user.admin, person=user.person,
        system=user.system, active=user.is_active, awaits=user.awaits,
        must_change=user.must_change, has_factor=bool(user.second_factor),
        created_at=user.created_at, last_login=user.last_login, version=user.version,
    )  # fmt: skip


def grants(actor: Actor) -> Scoped:
    """Return the rows of grants, for lists."""
    rows: Scoped = Grant.objects.visible_to(actor, Act.MANAGE_GRANTS)
    return rows.select_related("user", "granted_by")


def grant_lines(rows: list[Grant]) -> list[GrantLine]:
    """Return grants as they are shown; the names of their units in one look-up."""
    named = {u.code: u.name for u in _units([g.unit for g in rows])}
    return [
        GrantLine(
            ident=g.pk, user=g.user.pk, login=g.user.login, name=g.user.name, role=g.role,
            unit=g.unit, unit_name=named.get(g.unit, g.unit), tiers=tuple(g.tiers),
            from_on=g.from_on, to_on=g.to_on, by=g.granted_by.name, at=g.granted_at,
            revoked_at=g.revoked_at, version=g.version,
        )
        for g in rows
    ]  # fmt: skip


def tokens(actor: Actor, *, user: int) -> list[TokenLine]:
    """Return the keys of another system, newest first."""
    rows = Token.objects.visible_to(actor, Act.MANAGE_ACCOUNTS).filter(user=user)
    return [
        TokenLine(
            ident=t.pk, login=t.user.login, name=t.user.name, label=t.label,
            created_at=t.created_at, expires_on=t.expires_on, revoked_at=t.revoked_at,
            version=t.version,
        )
        for t in rows.select_related("user").order_by("-pk")
    ]  # fmt: skip


def units_to_grant(actor: Actor) -> tuple[NamedUnit, ...]:
    """Return the names of the tree, nothing else: a grant has to say where it holds."""
    if not accounts(actor, Act.MANAGE_GRANTS).exists():
        return ()
    rows = Unit.objects.unscoped(Why.ACTOR).filter(closed_on=None).order_by("first")
    return tuple(NamedUnit(u.code, u.name, u.depth) for u in rows.only("code", "name", "depth"))


def _units(codes: list[str]) -> list[Unit]:
    return list(Unit.objects.unscoped(Why.ACTOR).filter(code__in=sorted(set(codes))))


def holders(*, roles: Collection[str], unit: str, on: date) -> list[Holder]:
    """Return who holds one of these roles over a unit on a day, by name; for who acts there."""
    here = Unit.objects.unscoped(Why.ACTOR).filter(code=unit).values("first")
    above = Unit.objects.unscoped(Why.ACTOR).filter(
        first__lte=Subquery(here), last__gte=Subquery(here)
    )
    grants = _granted(roles, on=on).filter(unit__in=above.values("code"))
    found = set(grants.values_list("user__name", "user", "user__person"))
    return [Holder(user=key, name=name, person=person) for name, key, person in sorted(found)]


def acting(role: str, *, on: date) -> frozenset[int]:
    """Return the accounts that hold a role anywhere on a day; numbers only."""
    return frozenset(_granted({role}, on=on).values_list("user", flat=True))


def _granted(roles: Collection[str], *, on: date) -> QuerySet[Any]:
    """Grants of these roles to people who can sign in, as of a day."""
    found: QuerySet[Any] = Grant.objects.unscoped(Why.ACTOR).filter(
        Q(to_on=None) | Q(to_on__gte=on), role__in=sorted(roles), from_on__lte=on, revoked_at=None,
        user__is_active=True,
    )  # fmt: skip
    return found
