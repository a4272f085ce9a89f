"""Reads of the registry: actor first, shapes out."""

from collections.abc import Collection, Mapping
from datetime import date

from biaochi.access.models import User
from biaochi.access.queries import actor_of, grants_of, user_with
from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor, Span
from biaochi.registry.models import Unit


def spans(codes: Collection[str]) -> Mapping[str, Span]:
    """Return where these units stand in the tree; units that are gone are left out."""
    if not codes:
        return {}
    rows = Unit.objects.unscoped(Why.ACTOR).filter(code__in=sorted(codes))
    return {u.code: Span(u.first, u.last) for u in rows.only("code", "first", "last")}


def who(user: User, *, on: date) -> Actor:
    """Return who a user is on a day: his grants, as far as they reach in the tree."""
    grants = grants_of(user.pk, on=on)
    return actor_of(user, grants=grants, spans=spans({unit for _, unit, _ in grants}))


def actor_with(*, user: int, on: date) -> Actor | None:
    """Return who the user of this number is on a day; None where he may no longer sign in."""
    found = user_with(ident=user)
    return None if found is None else who(found, on=on)
