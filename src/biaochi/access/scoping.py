"""One predicate per model decides who sees a row; a query that did not ask it raises.

``Model.visible_q(actor, act)`` is the only place with rules of a model; ``objects`` is built from
``Scoped`` here.  Templates get shapes, never models, so no relation is followed behind its back.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet, Subquery

from biaochi.access import policy
from biaochi.access.shapes import Act, Actor, Reach


class Unasked(RuntimeError):
    """A query was about to run without having asked who may see its rows: a fault of ours."""


class Why(StrEnum):
    """Why a query may run without an actor.  A closed list; tests count the uses."""

    LOGIN = "nobody is known yet"
    ACTOR = "works out what an actor may see"
    RUN = "an appraisal reads every fact within its period"
    UNIQUE = "tells whether a key is taken, and says nothing else"
    TREE = "renumbers the organ tree"
    BATCH = "rows of a batch the actor was already allowed to see"
    TASK = "the worker takes the next task"
    TRAIL = "the trail writes what was done"
    SETUP = "first run, before there are users"
    HOMES = "works out the unit each official belongs to"
    ABOUT = "rows of an object the actor was already allowed to see"


class Scoped(QuerySet[Any]):
    """Rows that are only handed out after ``visible_to`` or ``unscoped`` was asked."""

    asked = False

    def visible_to(self, actor: Actor, act: Act) -> Self:
        """Keep the rows on which this actor may do this act."""
        kept = self.filter(self.model.visible_q(actor, act))
        kept.asked = True
        return kept

    def unscoped(self, why: Why) -> Self:
        """Keep all rows; the reason is one of a closed list."""
        kept = self.all()
        kept.asked = Why(why) is why
        return kept

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]  # what every filter goes through
        copy.asked = self.asked
        return copy

    def _check(self) -> None:
        if not self.asked:
            raise Unasked(f"{self.model.__name__}: visible_to() or unscoped() first")

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._check()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """Iterate without keeping rows, once asked."""
        self._check()
        return super().iterator(chunk_size)


def _guarded(name: str) -> Callable[..., Any]:
    inner = getattr(QuerySet, name)

    def guarded(self: Scoped, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (Django's own shapes)
        self._check()
        return inner(self, *args, **kwargs)

    guarded.__name__ = name
    guarded.__doc__ = f"Run {name}, once asked."
    return guarded


for _name in ("count", "exists", "aggregate", "update", "delete", "in_bulk", "explain"):
    setattr(Scoped, _name, _guarded(_name))

ScopedManager = models.Manager.from_queryset(Scoped)


def within(actor: Actor, act: Act, *, unit: str = "", tier: str = "") -> Q:
    """Return the predicate "inside a part of the tree where the actor may do this".

    ``unit``: the look-up path to the unit (``home__``, blank for the unit itself);
    ``tier``: the look-up path to the tier, blank where tiers do not matter.
    """
    found = nobody()
    for reach in policy.reaches(actor, act):
        first, last = _edges(reach)
        there = Q(**{f"{unit}first__gte": first, f"{unit}first__lte": last})
        if tier and reach.tiers:
            there &= Q(**{f"{tier}__in": sorted(reach.tiers)})
        found |= there
    return found


def _edges(reach: Reach) -> tuple[Any, Any]:
    """Return the numbers of a reach as of the statement that asks.

    The tree may be numbered anew between a request's beginning and its queries; numbers read at
    the beginning would then show a row of the unit next door.
    """
    if not reach.unit:
        return reach.span.first, reach.span.last
    units = apps.get_model("registry", "Unit")
    here = units._base_manager.filter(code=reach.unit)  # noqa: SLF001 (never shown, only compared)
    return Subquery(here.values("first")), Subquery(here.values("last"))


def nobody() -> Q:
    """Return a predicate no row meets."""
    return Q(pk__in=())


def anybody() -> Q:
    """Return a predicate every row meets."""
    return ~Q(pk__in=())
