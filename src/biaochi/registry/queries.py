"""Reads of the registry: actor first, shapes out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, When

from biaochi.access.models import User
from biaochi.access.policy import may
from biaochi.access.queries import actor_of, grants_of, user_with
from biaochi.access.scoping import Scoped, Why, nobody
from biaochi.access.shapes import Act, Actor, Span
from biaochi.errors import Problem
from biaochi.registry import hanzi, idnumbers, names
from biaochi.registry.homes import RANKS
from biaochi.registry.models import Absence, Appointment, Link, Person, Unit
from biaochi.registry.shapes import (
    AbsenceRow,
    Choice,
    LinkRow,
    PersonRow,
    PersonSaid,
    PersonSheet,
    PostRow,
    UnitRow,
)
from biaochi.trail.models import COMMITTED
from biaochi.trail.queries import history_of
from biaochi.trail.shapes import Step

ORDERS: Mapping[str, Sequence[str]] = {
    "unit": ("home__first", "sort_post", "sort_stroke", "code"),
    "stroke": ("sort_stroke", "code"),
    "pinyin": ("sort_pinyin", "code"),
    "post": ("sort_post", "home__first", "sort_stroke", "code"),
}
"""The orders a list of officials can be read in: 机构, 姓氏笔画, 拼音, 职务."""
_SHORTEST_PART = 2
"""Letters from which initials inside a unit's name are looked for; syllables from one more."""


def spans(codes: Collection[str]) -> Mapping[str, Span]:
    """Return where these units stand in the tree; units that are gone are left out."""
    if not codes:
        return {}
    rows = Unit.objects.unscoped(Why.ACTOR).filter(code__in=sorted(codes))
    return {u.code: Span(u.first, u.last) for u in rows.only("code", "first", "last")}


def seat(actor: Actor) -> str:
    """Return the name of the first unit the actor's roles reach from; blank for nobody's."""
    if not actor.reaches:
        return ""
    first = min(r.span.first for r in actor.reaches)
    named = Unit.objects.unscoped(Why.ACTOR).filter(first=first).values_list("name", flat=True)
    return str(named.first() or "")


def who(user: User, *, on: date) -> Actor:
    """Return who a user is on a day: his grants, as far as they reach in the tree."""
    grants = grants_of(user.pk, on=on)
    return actor_of(user, grants=grants, spans=spans({unit for _, unit, _ in grants}))


def actor_with(*, user: int, on: date) -> Actor | None:
    """Return who the user of this number is on a day; None where he may no longer sign in."""
    found = user_with(ident=user)
    return None if found is None else who(found, on=on)


def units(actor: Actor, act: Act = Act.SEE_UNITS) -> Scoped:
    """Return the rows of units the actor sees, for lists; in the order of the tree."""
    rows: Scoped = Unit.objects.visible_to(actor, act)
    return rows.select_related("parent").order_by("first")


def unit_tree(actor: Actor) -> tuple[UnitRow, ...]:
    """Return the units the actor sees in the order of the tree, with the people he sees there."""
    people = Person.objects.visible_to(actor, Act.SEE_PEOPLE).order_by().values("home")
    counted = {row["home"]: row["n"] for row in people.annotate(n=Count("pk"))}
    return tuple(_unit_row(u, people=counted.get(u.pk, 0)) for u in units(actor))


def unit_sheet(actor: Actor, code: str) -> UnitRow | None:
    """Return one unit; None where there is none for this actor."""
    unit = units(actor).filter(code=code).first()
    if unit is None:
        return None
    people = Person.objects.visible_to(actor, Act.SEE_PEOPLE).filter(home=unit)
    return _unit_row(unit, people=people.count())


def unit_choices(actor: Actor, act: Act) -> tuple[Choice, ...]:
    """Return the units to choose from for an act, each under the one it belongs to."""
    rows = list(units(actor, act).filter(closed_on=None))
    top = min((u.depth for u in rows), default=0)
    return tuple(Choice(code=u.code, label="　" * (u.depth - top) + u.name) for u in rows)


def people(actor: Actor, act: Act = Act.SEE_PEOPLE) -> Scoped:
    """Return the rows of officials the actor sees, for lists; shaped by ``person_rows``."""
    rows: Scoped = Person.objects.visible_to(actor, act)
    return rows.select_related("home").order_by(*ORDERS["unit"])


def person_rows(rows: Iterable[Person]) -> list[PersonRow]:
    """Return rows of ``people`` as they are shown."""
    return [PersonRow(**_about(p)) for p in rows]


def below(rows: Scoped, unit: str, *, through: str = "home__") -> Scoped:
    """Keep the rows of a unit and everything under it; ``rows`` are what the actor sees."""
    span = spans({unit}).get(unit)
    if span is None:
        return rows.none()
    found: Scoped = rows.filter(
        **{f"{through}first__gte": span.first, f"{through}first__lte": span.last}
    )
    return found


def named(rows: Scoped, text: str, *, actor: Actor) -> Scoped:
    """Keep the officials a text may mean: name, post, pinyin, initials, code, id number."""
    asked = names.plain(text)
    if not asked:
        return rows
    letters = _letters(asked)
    found = Q(matching__contains=asked) | Q(post__contains=asked) | Q(code__iexact=asked)
    if letters:
        found |= Q(py_full__startswith=letters) | Q(py_initials__startswith=letters)
    kept: Scoped = rows.filter(found | _by_number(asked, actor=actor))
    return kept


def _letters(asked: str) -> str:
    """Return a text as the letters of a spelled name; blank if it is something else."""
    letters = asked.replace(" ", "").replace("'", "").lower()
    return letters if letters.isascii() and letters.isalpha() else ""


def in_role(rows: Scoped, role: str) -> Scoped:
    """Keep the officials whose main current post has this role."""
    found: Scoped = rows.filter(sort_post__startswith=str(RANKS.get(role, "x")))
    return found


def tiers(actor: Actor) -> tuple[str, ...]:
    """Return the tiers there are among the officials the actor sees."""
    rows = Person.objects.visible_to(actor, Act.SEE_PEOPLE).exclude(tier="")
    return tuple(rows.order_by("tier").values_list("tier", flat=True).distinct())


def person_sheet(actor: Actor, code: str) -> PersonSheet | None:
    """Return what the page of an official shows of him; None where there is none for this actor."""
    person = people(actor).filter(code=code).first()
    if person is None:
        return None
    hidden = ""
    if person.id_number:
        hidden = idnumbers.masked(idnumbers.unseal(person.id_number, person=code))
    return PersonSheet(
        **_about(person), id_masked=hidden, extra=person.extra, version=person.version
    )


def doubts_about(said: PersonSaid) -> tuple[Problem, ...]:
    """Return what is odd about an id number that was taken all the same."""
    if not said.id_number:
        return ()
    number = idnumbers.plain(said.id_number)
    found = idnumbers.problems(number, birth_on=said.birth_on, sex=said.sex)
    return tuple(p for p in found if p.level == "warning")


def posts_of(actor: Actor, code: str, *, on: date) -> tuple[PostRow, ...]:
    """Return the posts of an official, the current ones first, then the newest."""
    rows = Appointment.objects.visible_to(actor, Act.SEE_PEOPLE).filter(
        Appointment.counted(), person__code=code
    )
    shown = [post_row(r, on=on) for r in rows.select_related("person", "unit", "line_of")]
    shown.sort(key=lambda p: (not p.current, -p.from_on.toordinal(), p.ident))
    return tuple(shown)


def held_by(code: str, *, on: date) -> tuple[PostRow, ...]:
    """Return every post of an official the actor was already allowed to see, oldest first."""
    rows = Appointment.objects.unscoped(Why.ABOUT).filter(Appointment.counted(), person__code=code)
    joined = rows.select_related("person", "unit", "line_of").order_by("from_on", "pk")
    return tuple(post_row(row, on=on) for row in joined)


def post_with(actor: Actor, ident: int, *, on: date) -> PostRow | None:
    """Return one post, replaced or not; None where there is none for this actor."""
    rows = Appointment.objects.visible_to(actor, Act.SEE_PEOPLE).filter(COMMITTED, pk=ident)
    row = rows.select_related("person", "unit", "line_of").first()
    return None if row is None else post_row(row, on=on)


def absence_with(actor: Actor, ident: int) -> AbsenceRow | None:
    """Return one absence, replaced or not; None where there is none for this actor."""
    rows = Absence.objects.visible_to(actor, Act.SEE_PEOPLE).filter(COMMITTED, pk=ident)
    row = rows.select_related("person").first()
    return None if row is None else _absence_row(row)


def absences_of(actor: Actor, code: str) -> tuple[AbsenceRow, ...]:
    """Return the absences of an official, newest first."""
    rows = Absence.objects.visible_to(actor, Act.SEE_PEOPLE).filter(
        Absence.counted(), person__code=code
    )
    rows = rows.select_related("person").order_by("-from_on", "pk")
    return tuple(map(_absence_row, rows))


def links_of(actor: Actor, code: str) -> tuple[LinkRow, ...]:
    """Return the relations in which this code stands at either end."""
    rows = Link.objects.visible_to(actor, Act.SEE_PEOPLE).filter(
        Link.counted(), Q(from_code=code) | Q(to_code=code)
    )
    return tuple(map(_link_row, rows.order_by("kind", "from_on", "pk")))


def link_with(actor: Actor, ident: int) -> LinkRow | None:
    """Return one relation, replaced or not; None where there is none for this actor."""
    row = Link.objects.visible_to(actor, Act.SEE_PEOPLE).filter(COMMITTED, pk=ident).first()
    return None if row is None else _link_row(row)


def person_history(actor: Actor, code: str) -> tuple[Step, ...]:
    """Return who changed what about an official and his posts, newest first."""
    if not people(actor).filter(code=code).exists():
        return ()
    steps = list(history_of("person", code))
    for model in (Appointment, Absence):
        rows = model.objects.unscoped(Why.ABOUT).filter(COMMITTED, person__code=code)
        keys = [str(k) for k in rows.values_list("pk", flat=True)]
        steps.extend(history_of(str(model._meta.model_name), *keys))
    return tuple(sorted(steps, key=lambda s: -s.seq))


def unit_history(actor: Actor, code: str) -> tuple[Step, ...]:
    """Return who changed what about a unit, newest first."""
    return history_of("unit", code) if units(actor).filter(code=code).exists() else ()


def search(actor: Actor, text: str, *, limit: int = 20) -> tuple[Choice, ...]:
    """Return officials a text may mean, those whose name begins so first."""
    asked = names.plain(text)
    if not asked or not may(actor, Act.SEE_PEOPLE):
        return ()
    begins = Case(When(matching__startswith=asked, then=0), default=1)
    rows = named(people(actor), text, actor=actor).annotate(begins=begins)
    return tuple(
        Choice(code=p.code, label=p.name, note=_note(p))
        for p in rows.order_by("begins", *ORDERS["stroke"])[:limit]
    )


def search_units(actor: Actor, text: str, *, limit: int = 20) -> tuple[Choice, ...]:
    """Return units a text may mean: name, code, pinyin or initials of any part of the name."""
    asked = names.plain(text)
    if not asked or not may(actor, Act.SEE_UNITS):
        return ()
    found = Q(name__contains=asked) | Q(code__iexact=asked)
    letters = _letters(asked)
    if len(letters) >= _SHORTEST_PART:
        found |= Q(py_initials__contains=letters)
    if len(letters) > _SHORTEST_PART:
        found |= Q(py_full__contains=letters)
    rows = units(actor).filter(found)
    return tuple(
        Choice(code=u.code, label=u.name, note=u.parent.name if u.parent else "")
        for u in rows[:limit]
    )


def unknown_characters(actor: Actor) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return characters whose strokes we do not know, each with the names that hold it."""
    rows = people(actor).filter(sort_stroke__contains="99").values_list("name", flat=True)
    found = list(rows)
    return tuple(
        (sign, tuple(sorted({n for n in found if sign in n}))) for sign in hanzi.unknown_in(found)
    )


def _by_number(asked: str, *, actor: Actor) -> Q:
    """Return the predicate "has this id number", only as far as the actor may see numbers."""
    number = idnumbers.plain(asked)
    if not number[:-1].isdigit() or not may(actor, Act.SEE_ID_NUMBER):
        return nobody()
    same = nobody()
    if len(number) == idnumbers.LENGTH:
        same = Q(id_digest=idnumbers.digest(number))
    elif len(number) == idnumbers.TAIL:
        same = Q(id_tail=idnumbers.tail_digest(number))
    return same & Person.visible_q(actor, Act.SEE_ID_NUMBER)


def _about(person: Person) -> dict[str, Any]:
    home = person.home
    return {
        "code": person.code, "name": person.name, "pinyin": person.py_initials,
        "sex": person.sex, "birth_on": person.birth_on, "unit": home.code if home else "",
        "unit_name": home.name if home else "", "tier": person.tier, "post": person.post,
    }  # fmt: skip


def _note(person: Person) -> str:
    home = person.home
    return " ".join(t for t in (home.name if home else "", person.post) if t)


def _unit_row(unit: Unit, *, people: int) -> UnitRow:
    parent = unit.parent
    return UnitRow(
        code=unit.code, name=unit.name, parent=parent.code if parent else "",
        parent_name=parent.name if parent else "", type=unit.type, kind=unit.kind,
        order=unit.order, depth=unit.depth, closed_on=unit.closed_on, people=people,
        version=unit.version, extra=unit.extra,
    )  # fmt: skip


def post_row(row: Appointment, *, on: date) -> PostRow:
    """Return a row with its joins as it is shown on a day."""
    line = row.line_of
    return PostRow(
        ident=row.pk, person=row.person.code, unit=row.unit.code, unit_name=row.unit.name,
        post=row.post, from_on=row.from_on, to_on=row.to_on, role=row.role, tier=row.tier,
        level=row.level, grade=row.grade, line_of=line.code if line else "",
        line_of_name=line.name if line else "", main=row.main, order=row.order,
        current=row.from_on <= on and (row.to_on is None or row.to_on >= on),
        retired=row.retired_at is not None,
        recorded_at=row.recorded_at, version=row.version,
    )  # fmt: skip


def _absence_row(row: Absence) -> AbsenceRow:
    return AbsenceRow(
        ident=row.pk, person=row.person.code, kind=row.kind, from_on=row.from_on,
        to_on=row.to_on, retired=row.retired_at is not None, version=row.version,
    )  # fmt: skip


def _link_row(row: Link) -> LinkRow:
    return LinkRow(
        ident=row.pk, kind=row.kind, from_code=row.from_code, to_code=row.to_code,
        from_on=row.from_on, to_on=row.to_on, retired=row.retired_at is not None,
        version=row.version,
    )  # fmt: skip
