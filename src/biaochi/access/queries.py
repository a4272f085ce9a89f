"""Who somebody is at this moment."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from biaochi.access.models import Grant, Office, User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor, Admin, Reach, Role, Span


def grants_of(user: int, *, on: date) -> list[tuple[str, str, list[str]]]:
    """Return (role, unit, tiers) of the grants in force on a day."""
    rows = Grant.objects.unscoped(Why.ACTOR).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=on), user=user, from_on__lte=on, revoked_at=None
    )
    return list(rows.order_by("pk").values_list("role", "unit", "tiers"))


def actor_of(
    user: User, *, grants: list[tuple[str, str, list[str]]], spans: Mapping[str, Span]
) -> Actor:
    """Return who the user is; a grant on a unit that is gone reaches nothing."""
    reaches = tuple(
        Reach(role=Role(role), span=spans[unit], unit=unit, tiers=frozenset(tiers))
        for role, unit, tiers in grants
        if unit in spans
    )
    admin = Admin(user.admin) if user.admin else None
    return Actor(
        user=user.pk, login=user.login, name=user.name, person=user.person, admin=admin,
        reaches=() if admin else reaches, system=user.system,
    )  # fmt: skip


def user_with(*, ident: int) -> User | None:
    """Return an active user by number, for the doors that already know who it is."""
    found: User | None = User.objects.unscoped(Why.ACTOR).filter(pk=ident, is_active=True).first()
    return found


def office_name() -> str:
    """Return the name of this office; blank before the first run."""
    found = Office.objects.unscoped(Why.ACTOR).order_by("pk").first()
    return found.name if found else ""
