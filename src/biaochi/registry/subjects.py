"""Officials and units as something else is about them: their number, name and place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Span
from biaochi.registry.homes import current_q
from biaochi.registry.models import Absence, Appointment, Link, Person, Unit
from biaochi.registry.shapes import PersonStanding

_FOUND = 20
_OF_POST = ("pk", "version", "post", "role", "level", "grade", "from_on", "main")


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


def standing(code: str, *, on: date) -> PersonStanding:
    """Return what procedures ask of an official the actor was already allowed to see."""
    row = Person.objects.unscoped(Why.ABOUT).select_related("home").get(code=code)
    held = Appointment.objects.unscoped(Why.ABOUT).filter(
        Appointment.counted(), current_q(on), person=row
    )
    told = held.values_list(*_OF_POST, named=True)
    posts = sorted(told, key=lambda p: (p.main is not True, p.from_on, p.pk))
    main = posts[0] if posts else None
    away = Absence.objects.unscoped(Why.ABOUT).filter(Absence.counted(), current_q(on), person=row)
    return PersonStanding(
        code=row.code, name=row.name, unit=row.home.code if row.home else "", tier=row.tier,
        extra=row.extra, post=main.pk if main else 0, post_version=main.version if main else 0,
        post_name=main.post if main else "", role=main.role if main else "",
        level=main.level if main else "", grade=main.grade if main else "",
        since=main.from_on if main else None,
        absences=tuple(away.order_by("from_on", "pk").values_list("kind", "from_on")),
        links=_links(row.code, on=on), sex=row.sex, birth_on=row.birth_on,
    )  # fmt: skip


def heads_among(codes: Collection[str], *, on: date) -> frozenset[str]:
    """Return those of these officials who head a unit on a day."""
    rows = Appointment.objects.unscoped(Why.ABOUT).filter(
        Appointment.counted(), current_q(on), person__code__in=sorted(codes), role="head"
    )
    return frozenset(rows.values_list("person__code", flat=True))


def unit_names(codes: Collection[str]) -> dict[str, str]:
    """Return what units are called that were named in something the actor may see."""
    rows = Unit.objects.unscoped(Why.ABOUT).filter(code__in=sorted(codes))
    return dict(rows.order_by("first").values_list("code", "name"))


def _links(code: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """Return (other end, kind) of the relations that hold on a day."""
    begun = Q(from_on=None) | Q(from_on__lte=on)
    lasting = Q(to_on=None) | Q(to_on__gte=on)
    rows = Link.objects.unscoped(Why.ABOUT).filter(
        Link.counted(), begun, lasting, Q(from_code=code) | Q(to_code=code)
    )
    ends = rows.order_by("pk").values_list("from_code", "to_code", "kind")
    return tuple((there if here == code else here, kind) for here, there, kind in ends)


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


def unit_name(code: str) -> str:
    """Return what a unit is called that stands in a record the actor may already see."""
    rows = Unit.objects.unscoped(Why.ABOUT).filter(code=code)
    return str(rows.values_list("name", flat=True).first() or "")
