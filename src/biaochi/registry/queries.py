"""Reads of the registry: actor first, shapes out."""

from collections.abc import Collection, Mapping

from biaochi.access.scoping import Why
from biaochi.access.shapes import Span
from biaochi.registry.models import Unit


def spans(codes: Collection[str]) -> Mapping[str, Span]:
    """Return where these units stand in the tree; units that are gone are left out."""
    if not codes:
        return {}
    rows = Unit.objects.unscoped(Why.ACTOR).filter(code__in=sorted(codes))
    return {u.code: Span(u.first, u.last) for u in rows.only("code", "first", "last")}
