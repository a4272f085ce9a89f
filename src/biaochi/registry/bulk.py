"""Thousands of units, officials and posts at once, in a few queries.

For doors that checked the rows and leave one entry in the trail themselves.  New codes follow
``codes``; a code of somebody out of sight is refused like any other code that may not be chosen.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.registry import codes, names
from biaochi.registry.homes import refresh_homes
from biaochi.registry.models import Person, Unit
from biaochi.registry.tree import renumber

_BATCH = 500
_SLICE = 5_000
_NAMES = ("name", "sex", "birth_on", "extra", *names.COLUMNS)


def taken(found: Collection[str]) -> frozenset[str]:
    """Return which of these codes a person or a unit has, seen or not; never show the answer."""
    return frozenset(
        code
        for model in (Person, Unit)
        for some in _slices(sorted(found))
        for code in model.objects.unscoped(Why.UNIQUE)
        .filter(code__in=some)
        .values_list("code", flat=True)
    )


def not_for(actor: Actor, act: Act, new: Collection[str]) -> tuple[str, ...]:
    """Return the codes this actor may not give to new rows, whether or not they are taken."""
    starts = codes.starts_of(actor, act)
    wrong = set() if starts is None else {c for c in new if not c.startswith(starts)}
    return tuple(sorted(wrong | taken(set(new) - wrong)))


def add_units(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Insert units given by columns, ``parent`` by code (before or after); returns code → key."""
    given = list(rows)
    made = [Unit(**{k: v for k, v in r.items() if k != "parent"}) for r in given]
    Unit.objects.bulk_create(made, batch_size=_BATCH)
    known = unit_keys({str(r["parent"]) for r in given if r.get("parent")})
    for unit, row in zip(made, given, strict=True):
        unit.parent_id = known[str(row["parent"])] if row.get("parent") else None
    Unit.objects.unscoped(Why.TREE).bulk_update(made, ["parent"], batch_size=_BATCH)
    renumber()
    return {u.code: u.pk for u in made}


def add_people(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Insert officials given by columns, names made findable; returns code → key.

    Homes come from ``refresh_homes`` once the posts are in; ``home_id`` may be given meanwhile.
    """
    made = [_named(Person(**r)) for r in rows]
    Person.objects.bulk_create(made, batch_size=_BATCH)
    return {p.code: p.pk for p in made}


def change_people(rows: Mapping[str, Mapping[str, Any]]) -> int:
    """Change officials (code → columns) that the caller was allowed to change; returns how many."""
    changed = []
    for some in _slices(sorted(rows)):
        for person in Person.objects.unscoped(Why.ABOUT).filter(code__in=some).order_by("pk"):
            for column, value in rows[person.code].items():
                setattr(person, column, value)
            person.version += 1
            changed.append(_named(person))
    people = Person.objects.unscoped(Why.ABOUT)
    people.bulk_update(changed, [*_NAMES, "version"], batch_size=_BATCH)
    return len(changed)


def settle(on: date, *, people: Iterable[int] | None = None) -> int:
    """Work out the homes after posts came in; returns how many officials moved."""
    return refresh_homes(on, people=people)


def person_keys(found: Collection[str]) -> dict[str, int]:
    """Return code → key of officials, for rows the caller already checked."""
    return _keys(Person, found)


def unit_keys(found: Collection[str]) -> dict[str, int]:
    """Return code → key of units, for rows the caller already checked."""
    return _keys(Unit, found)


def _keys(model: Any, found: Collection[str]) -> dict[str, int]:  # noqa: ANN401 (either model)
    return {
        code: key
        for some in _slices(sorted(found))
        for code, key in model.objects.unscoped(Why.ABOUT)
        .filter(code__in=some)
        .values_list("code", "pk")
    }


def _named(person: Person) -> Person:
    names.fill(person)
    return person


def _slices(found: list[str]) -> Iterable[list[str]]:
    return (found[i : i + _SLICE] for i in range(0, len(found), _SLICE))
