"""Reading what was given to a move while it may still be malformed: guards run beside the form."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeGuard

from biaochi.timeline import day_of
from biaochi.vocabulary.limits import LARGEST_NUMBER


def listed_in(given: Mapping[str, Any], name: str) -> frozenset[str]:
    """Return a list of keys as a set; empty where it is no list."""
    value = given.get(name)
    if not isinstance(value, list | tuple):
        return frozenset()
    return frozenset(v for v in value if isinstance(v, str))


def day_in(given: Mapping[str, Any], name: str) -> date | None:
    """Return a day; None where there is none or it is not written as one."""
    value = given.get(name)
    return day_of(value) if isinstance(value, str) else None


def is_number(value: Any) -> TypeGuard[int]:  # noqa: ANN401 (plain JSON)
    """Tell whether this is a whole number such as forms ask for: a year, so many months or days."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER


def number_in(given: Mapping[str, Any], name: str) -> int:
    """Return a whole number; 0 where there is none."""
    value = given.get(name)
    return value if is_number(value) else 0
