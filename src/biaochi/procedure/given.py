"""Reading what was given to a move while it may still be malformed: guards run beside the form."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def listed_in(given: Mapping[str, Any], name: str) -> frozenset[str]:
    """Return a list of keys as a set; empty where it is no list."""
    value = given.get(name)
    if not isinstance(value, list | tuple):
        return frozenset()
    return frozenset(v for v in value if isinstance(v, str))


def day_in(given: Mapping[str, Any], name: str) -> date | None:
    """Return a day; None where there is none or it is not written as one."""
    try:
        return date.fromisoformat(given.get(name) or "")
    except (TypeError, ValueError):
        return None


def number_in(given: Mapping[str, Any], name: str) -> int:
    """Return a whole number; 0 where there is none."""
    value = given.get(name)
    return value if isinstance(value, int) else 0
