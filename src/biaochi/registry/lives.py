"""Officials with every post they held and what leave they are on, for what runs out one day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.registry.models import Absence, Appointment, Person
from biaochi.registry.queries import post_row
from biaochi.registry.shapes import PostRow

_MANY = 500


@dataclass(frozen=True, kw_only=True)
class Away:
    """A leave that goes on: its kind and its first day."""

    kind: str
    from_on: date


@dataclass(frozen=True, kw_only=True)
class Lived:
    """An official: where he belongs in the tree (``place``), his posts, the leave he is on."""

    code: str
    name: str
    unit: str
    tier: str
    place: int
    sex: str
    birth_on: date | None
    posts: tuple[PostRow, ...]
    away: tuple[Away, ...]
    extra: Mapping[str, str] = field(default_factory=dict)


def life(code: str, *, on: date) -> Lived | None:
    """Return one official the actor was already allowed to see."""
    rows = Person.objects.unscoped(Why.ABOUT).filter(code=code).select_related("home")
    return next(iter(_lived(rows, on=on)), None)


def lives(actor: Actor, act: Act, *, on: date) -> Iterable[Lived]:
    """Yield the officials on whom the actor may do this act, in the order of the tree.

    They are read some hundreds at a time: a county has thousands.
    """
    rows = Person.objects.visible_to(actor, act).select_related("home")
    keys = list(rows.order_by("home__first", "code").values_list("pk", flat=True))
    for first in range(0, len(keys), _MANY):
        some = Person.objects.unscoped(Why.ABOUT).filter(pk__in=keys[first : first + _MANY])
        yield from _lived(some.select_related("home").order_by("home__first", "code"), on=on)


def _lived(people: Iterable[Any], *, on: date) -> Sequence[Lived]:
    rows = list(people)
    about = {"person__in": [p.pk for p in rows]}
    posts: dict[int, list[PostRow]] = defaultdict(list)
    held = Appointment.objects.unscoped(Why.ABOUT).filter(Appointment.counted(), **about)
    joined = held.select_related("person", "unit", "line_of").order_by("from_on", "pk")
    for row in joined:
        posts[row.person_id].append(post_row(row, on=on))
    away: dict[int, list[Away]] = defaultdict(list)
    off = Absence.objects.unscoped(Why.ABOUT).filter(Absence.counted(), **about, from_on__lte=on)
    for leave in off.order_by("from_on", "pk"):
        if leave.to_on is None or leave.to_on >= on:
            away[leave.person_id].append(Away(kind=leave.kind, from_on=leave.from_on))
    return [
        Lived(
            code=p.code, name=p.name, unit=p.home.name if p.home else "", tier=p.tier,
            place=p.home.first if p.home else 0, sex=p.sex, birth_on=p.birth_on,
            posts=tuple(posts[p.pk]), away=tuple(away[p.pk]), extra=p.extra,
        )
        for p in rows
    ]  # fmt: skip
