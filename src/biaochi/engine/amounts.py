"""Cells as exact text, and the digest of results."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from biaochi.engine.expr import Env
from biaochi.engine.kinds import NUMBER, RATIO, Typed, decimal_places
from biaochi.engine.operations import Scalar
from biaochi.engine.plan import BELOW, Plan

UNDETERMINED = "undetermined"
CellTable = Mapping[str, Mapping[str, Env]]


def number_text(amount: int, scale: int, places: int = 0) -> str:
    """Write a scaled integer as a decimal, without zeros beyond ``places``.

    >>> number_text(88100, 3, 2), number_text(-5, 1), number_text(1200, 0)
    ('88.10', '-0.5', '1200')
    """
    sign, digits = "-" if amount < 0 else "", str(abs(amount)).rjust(scale + 1, "0")
    if not scale:
        return sign + digits
    head, tail = digits[:-scale], digits[-scale:]
    kept = tail.rstrip("0").ljust(min(places, scale), "0")
    return f"{sign}{head}.{kept}" if kept else sign + head


def float_free(value: Fraction) -> str:
    """Print a fraction as a decimal if it ends, else as a fraction."""
    places = decimal_places(value)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    if places == 0:
        return str(value.numerator)
    digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def text(typed: Typed, cells: Env, name: str, *, places: int = 0) -> str:
    """The exact text of a subject's column; ``undetermined`` where it is."""
    value = cells[name]
    below = cells[name + BELOW] if typed.kind == RATIO else 1
    return scalar_text(typed, value, below, places=places)


def scalar_text(typed: Typed, value: Scalar, below: Scalar = 1, *, places: int = 0) -> str:
    """The exact text of a value of that kind."""
    if value is None or not below:
        return UNDETERMINED
    if isinstance(value, bool):
        return "true" if value else "false"
    if typed.kind == RATIO:
        return f"{value}/{below}"
    if typed.kind == NUMBER and isinstance(value, int):
        return number_text(value, typed.scale, places)
    return value.isoformat() if isinstance(value, date) else str(value)


def exact(written: str) -> Fraction | str:
    """Read back a text for comparison: numbers and shares as fractions, others as they are."""
    try:
        return Fraction(written)
    except (ValueError, ZeroDivisionError):
        return written


def results_digest(plan: Plan, cells: CellTable) -> str:
    """SHA-256 over sorted exact rows: every public quantity and verdict of every subject."""
    lines = sorted(_lines(plan, cells))
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _lines(plan: Plan, cells: CellTable) -> Iterator[str]:
    verdicts = {rule.column for rule in plan.rules}
    for kind, subjects in cells.items():
        names = []
        for node in plan.of(kind):
            if not node.internal or node.name in verdicts:
                names.append(node.name)
                names += [node.name + BELOW] if node.typed.kind == RATIO else []
        head = f"{kind}|{'|'.join(names)}"
        for ident, row in subjects.items():
            yield f"{head}|{ident}|" + "|".join(_raw(row[n]) for n in names)


def _raw(value: Scalar) -> str:
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "T" if value else "F"
    return value.isoformat() if isinstance(value, date) else str(value)
