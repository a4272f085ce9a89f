"""Where an official belongs on a day: unit, tier and post of his main current appointment."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from biaochi.access.scoping import Why
from biaochi.registry.models import Appointment, Person

DERIVED = ("home", "tier", "post", "sort_post")
RANKS: Mapping[str, int] = {"head": 1, "deputy": 2, "member": 3, "staff": 4}
_NO_ROLE = 5
_NOT_IN_POST = "9"
_BATCH = 500
_SLICE = 1_000


def current_q(on: date) -> Q:
    """Return the predicate of appointments held on a day (the last day counts)."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


def refresh_home(person: Person, *, on: date) -> Person:
    """Work out and save where one official belongs on a day; his version stays."""
    held = Appointment.objects.unscoped(Why.ABOUT).filter(Appointment.counted(), person=person)
    if settle(person, sorted(held, key=_order(on)), on=on):
        person.save(update_fields=DERIVED)
    return person


def refresh_homes(on: date, *, people: Iterable[int] | None = None) -> int:
    """Work out where officials belong (all, or those of these keys); returns how many moved.

    Runs after an import and each morning, since an appointment may begin or end over night.
    """
    keys = sorted(people) if people is not None else _all_keys()
    some = (keys[at : at + _SLICE] for at in range(0, len(keys), _SLICE))
    return sum(_refreshed(part, on=on) for part in some)


@transaction.atomic
def _refreshed(keys: list[int], *, on: date) -> int:
    """Work out a slice while nobody changes the posts of these officials."""
    rows = Person.objects.unscoped(Why.HOMES).select_for_update()
    wanted = set(keys)
    people = [p for p in rows.filter(pk__gte=keys[0], pk__lte=keys[-1]) if p.pk in wanted]
    held: dict[int, list[Appointment]] = {}
    for row in _held_by(keys):
        held.setdefault(row.person_id, []).append(row)
    order = _order(on)
    changed = [p for p in people if settle(p, sorted(held.get(p.pk, ()), key=order), on=on)]
    Person.objects.unscoped(Why.HOMES).bulk_update(changed, DERIVED, batch_size=_BATCH)
    return len(changed)


def settle(person: Person, held: list[Appointment], *, on: date) -> bool:
    """Set the derived columns from appointments, the most telling first; tells if any changed.

    Who holds no post on the day stays where he last was, so that he is not lost from view; who
    never held one stays where he was entered.
    """
    before = [getattr(person, f"{n}_id" if n == "home" else n) for n in DERIVED]
    person.post, person.sort_post = "", _NOT_IN_POST
    if held:
        first = held[0]
        person.home_id, person.tier = first.unit_id, first.tier
        if _is_current(first, on):
            person.post = first.post
            person.sort_post = f"{RANKS.get(first.role, _NO_ROLE)}{min(first.order, 9999):04}"
    return before != [getattr(person, f"{n}_id" if n == "home" else n) for n in DERIVED]


def _is_current(row: Appointment, on: date) -> bool:
    return row.from_on <= on and (row.to_on is None or row.to_on >= on)


def _order(on: date) -> Any:  # noqa: ANN401 (a sort key)
    """Current before ended before future; main first; then by role, newest, code: no chance."""

    def key(row: Appointment) -> tuple[Any, ...]:
        if _is_current(row, on):
            main = {True: 0, None: 1, False: 2}[row.main]
            return (
                0, main, RANKS.get(row.role, _NO_ROLE), -row.from_on.toordinal(), row.post, row.pk
            )  # fmt: skip
        ended = row.from_on <= on
        last = (row.to_on or row.from_on).toordinal()
        return (1 if ended else 2, 0, 0, -last if ended else last, row.post, row.pk)

    return key


def _all_keys() -> list[int]:
    return list(Person.objects.unscoped(Why.HOMES).order_by("pk").values_list("pk", flat=True))


def _held_by(keys: list[int]) -> Iterable[Appointment]:
    rows = Appointment.objects.unscoped(Why.HOMES).filter(
        Appointment.counted(), person__gte=keys[0], person__lte=keys[-1]
    )
    return rows.order_by("pk")
