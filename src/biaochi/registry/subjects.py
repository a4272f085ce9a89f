"""Officials and units as something else is about them: their number, name and place."""

from dataclasses import dataclass

from django.db.models import Q

from biaochi.access.shapes import Act, Actor, Span
from biaochi.registry.models import Person, Unit

_FOUND = 20


@dataclass(frozen=True, kw_only=True)
class Subject:
    """An official or a unit within reach of who asked; ``key`` is for foreign keys only."""

    key: int
    code: str
    name: str
    kind: str
    unit: str = ""
    span: Span


def person(actor: Actor, act: Act, *, code: str) -> Subject | None:
    """Return an official on whom the actor may do this act."""
    rows = Person.objects.visible_to(actor, act).filter(code=code).select_related("home")
    row = rows.first()
    return None if row is None else _of_person(row)


def unit(actor: Actor, act: Act, *, code: str) -> Subject | None:
    """Return a unit on which the actor may do this act."""
    row = Unit.objects.visible_to(actor, act).filter(code=code).first()
    return None if row is None else _of_unit(row)


def find(actor: Actor, act: Act, *, words: str) -> list[Subject]:
    """Return units and officials of this code, or with this in their name; the first of many."""
    if not words.strip():
        return []
    asked = Q(name__contains=words.strip()) | Q(code=words.strip())
    units = Unit.objects.visible_to(actor, act).filter(asked).order_by("first", "code")
    people = Person.objects.visible_to(actor, act).filter(asked).select_related("home")
    found = [_of_unit(u) for u in units[:_FOUND]]
    return found + [_of_person(p) for p in people.order_by("home__first", "code")[:_FOUND]]


def _of_person(row: Person) -> Subject:
    home = row.home
    span = Span(home.first, home.last) if home else Span(0, 0)
    return Subject(
        key=row.pk, code=row.code, name=row.name, kind="person",
        unit=home.name if home else "", span=span,
    )  # fmt: skip


def _of_unit(row: Unit) -> Subject:
    span = Span(row.first, row.last)
    return Subject(key=row.pk, code=row.code, name=row.name, kind="unit", unit="", span=span)
