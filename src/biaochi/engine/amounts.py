"""Cells as exact text, and the digest of results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256

from biaochi.engine.expr import Env
from biaochi.engine.kinds import NUMBER, RATIO, Typed, decimal_places
from biaochi.engine.operations import Scalar
from biaochi.engine.plan import BELOW, Plan
from biaochi.vocabulary.limits import HEX, HEX_PIECE, HEX_PIECES

UNDETERMINED = "undetermined"
ROW_PART = "\x1f"
_ROUND = HEX**HEX_PIECE
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
    """SHA-256 over the exact rows: every public quantity and verdict of every subject."""
    return results_parts(plan, cells).digest()


Sums = tuple[int, ...]


@dataclass(frozen=True)
class DigestParts:
    """For each kind of subject: how many rows, and the sums of their hashes in four pieces.

    Sums of disjoint parts of a run add up to those of the whole, in any order.  Equal digests mean
    equal rows, between engines and between runs; they are no proof against someone who forges.
    """

    kinds: Mapping[str, Sums]

    def add(self, other: "DigestParts") -> "DigestParts":
        """Return the parts of two disjoint sets of subjects taken together."""
        heads = {**self.kinds, **other.kinds}
        return DigestParts({h: _added(self.kinds.get(h), other.kinds.get(h)) for h in heads})

    def digest(self) -> str:
        """SHA-256 over one sorted line per kind of subject."""
        lines = (
            f"{head}|{count}|{'|'.join(str(s % _ROUND) for s in sums)}"
            for head, (count, *sums) in self.kinds.items()
        )
        return "sha256:" + sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _added(a: Sums | None, b: Sums | None) -> Sums:
    if a is None or b is None:
        return a or b or ()
    return tuple(x + y for x, y in zip(a, b, strict=True))


def digest_columns(plan: Plan, kind: str) -> dict[str, str]:
    """The columns that count, with their kinds: public quantities, verdicts, bases of ratios."""
    verdicts = {rule.column for rule in plan.rules}
    found = {}
    for node in plan.of(kind):
        if not node.internal or node.name in verdicts:
            found[node.name] = node.typed.kind
            if node.typed.kind == RATIO:
                found[node.name + BELOW] = RATIO
    return found


def digest_head(plan: Plan, kind: str) -> str:
    """The kind of subject and the names of its columns."""
    return "|".join([kind, *digest_columns(plan, kind)])


def results_parts(plan: Plan, cells: CellTable) -> DigestParts:
    """The parts of cells that are at hand: of a whole run, or of some of its subjects."""
    return DigestParts({digest_head(plan, kind): _summed(plan, cells, kind) for kind in cells})


def _summed(plan: Plan, cells: CellTable, kind: str) -> Sums:
    names = digest_columns(plan, kind)
    sums = [0] * HEX_PIECES
    for ident, row in cells[kind].items():
        line = ROW_PART.join([ident, *(_raw(row[n]) for n in names)])
        found = sha256(line.encode()).hexdigest()
        for at in range(HEX_PIECES):
            sums[at] += int(found[HEX_PIECE * at : HEX_PIECE * (at + 1)], HEX)
    return (len(cells[kind]), *sums)


def _raw(value: Scalar) -> str:
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "T" if value else "F"
    return value.isoformat() if isinstance(value, date) else str(value)
