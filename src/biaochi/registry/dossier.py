"""Who somebody is, where he served and where he was away: the registry's part of a dossier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.registry import idnumbers
from biaochi.registry.models import Absence, Appointment, Person, Unit


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A post held, as a dossier shows it."""

    unit: str
    unit_name: str
    post: str
    from_on: date
    to_on: date | None
    tier: str
    level: str
    grade: str
    main: bool | None


@dataclass(frozen=True, kw_only=True)
class Away:
    """An absence, as a dossier shows it."""

    kind: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, kw_only=True)
class Held:
    """The registry's part of a dossier."""

    code: str
    name: str
    sex: str
    birth_on: date | None
    unit: str
    unit_name: str
    tier: str
    post: str
    id_masked: str
    postings: tuple[Posting, ...]
    aways: tuple[Away, ...]

    @property
    def born(self) -> str:
        """Year and month of birth: all a page shows of the day."""
        return f"{self.birth_on:%Y.%m}" if self.birth_on else ""


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody of a team."""

    code: str
    name: str
    post: str
    tier: str
    unit: str
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class Team:
    """A unit with its people."""

    code: str
    name: str
    parent: str
    parent_name: str
    members: tuple[Member, ...]


def held(actor: Actor, act: Act, *, code: str) -> Held | None:
    """Return what the registry holds on somebody; None where the actor may not see him."""
    rows = Person.objects.visible_to(actor, act).filter(code=code).select_related("home")
    person = rows.first()
    if person is None:
        return None
    posts = Appointment.objects.unscoped(Why.ABOUT).filter(Appointment.counted(), person=person.pk)
    away = Absence.objects.unscoped(Why.ABOUT).filter(Absence.counted(), person=person.pk)
    return Held(
        code=person.code, name=person.name, sex=person.sex, birth_on=person.birth_on,
        unit=person.home.code if person.home else "",
        unit_name=person.home.name if person.home else "", tier=person.tier, post=person.post,
        id_masked=_masked(person),
        postings=tuple(
            Posting(
                unit=p.unit.code, unit_name=p.unit.name, post=p.post, from_on=p.from_on,
                to_on=p.to_on, tier=p.tier, level=p.level, grade=p.grade, main=p.main,
            )
            for p in posts.select_related("unit", "batch").order_by("from_on", "pk")
        ),
        aways=tuple(
            Away(kind=a.kind, from_on=a.from_on, to_on=a.to_on)
            for a in away.order_by("from_on", "pk")
        ),
    )  # fmt: skip


def team(actor: Actor, *, unit: str) -> Team | None:
    """Return a unit within reach with the people who serve there; None where it is not seen."""
    rows = Unit.objects.visible_to(actor, Act.SEE_UNITS).filter(code=unit)
    found = rows.select_related("parent").first()
    if found is None:
        return None
    people = Person.objects.visible_to(actor, Act.SEE_PEOPLE).select_related("home")
    people = people.filter(home=found.pk)
    parent = found.parent if found.parent and _reached(actor, found.parent) else None
    return Team(
        code=found.code, name=found.name, parent=parent.code if parent else "",
        parent_name=parent.name if parent else "",
        members=_members(people.order_by("sort_post", "sort_stroke", "code")),
    )  # fmt: skip


def teams(actor: Actor, *, unit: str) -> tuple[Member, ...]:
    """Return the people of a unit's sister units, itself included, for a comparison of teams."""
    here = Unit.objects.visible_to(actor, Act.SEE_UNITS).filter(code=unit).first()
    if here is None:
        return ()
    sisters = Q(home__parent=here.parent_id, home__type=here.type)
    people = Person.objects.visible_to(actor, Act.SEE_PEOPLE).filter(sisters)
    return _members(
        people.select_related("home").order_by("home__first", "sort_post", "sort_stroke", "code")
    )


def _reached(actor: Actor, unit: Unit) -> bool:
    return any(r.span.first <= unit.first <= r.span.last for r in actor.reaches)


def _masked(person: Person) -> str:
    if not person.id_number:
        return ""
    return idnumbers.masked(idnumbers.unseal(bytes(person.id_number), person=person.code))


def _members(rows: Iterable[Person]) -> tuple[Member, ...]:
    return tuple(
        Member(
            code=p.code, name=p.name, post=p.post, tier=p.tier,
            unit=p.home.code if p.home else "", unit_name=p.home.name if p.home else "",
        )
        for p in rows
    )  # fmt: skip
