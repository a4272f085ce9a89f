"""Thousands of units, officials and posts at once, in a few queries.

For doors that checked the rows and leave one entry in the trail themselves.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from biaochi.access.scoping import Why
from biaochi.registry import names
from biaochi.registry.homes import refresh_homes
from biaochi.registry.models import CalendarDay, Person, Unit
from biaochi.registry.tree import renumber

_BATCH = 500
_SLICE = 5_000


def add_units(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Insert units given by columns, ``parent`` by code (before or after); returns code → key."""
    given = list(rows)
    made = [Unit(**{k: v for k, v in r.items() if k != "parent"}) for r in given]
    for unit in made:
        names.fill_unit(unit)
    Unit.objects.bulk_create(made, batch_size=_BATCH)
    known = _keys_of_units({str(r["parent"]) for r in given if r.get("parent")})
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


def settle(on: date, *, people: Iterable[int] | None = None) -> int:
    """Work out the homes after posts came in; returns how many officials moved."""
    return refresh_homes(on, people=people)


def empty_calendar() -> None:
    """Take away the days that came with the product, where a file brings its own."""
    CalendarDay.objects.unscoped(Why.SETUP).all().delete()


def _keys_of_units(found: Collection[str]) -> dict[str, int]:
    rows = Unit.objects.unscoped(Why.TREE)
    return {
        code: key
        for some in _slices(sorted(found))
        for code, key in rows.filter(code__in=some).values_list("code", "pk")
    }


def _named(person: Person) -> Person:
    names.fill(person)
    return person


def _slices(found: list[str]) -> Iterable[list[str]]:
    return (found[i : i + _SLICE] for i in range(0, len(found), _SLICE))
