"""What every version written by hand shares: the names of its figures, and the digest of rows."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from biaochi.engine.amounts import ROW_PART, DigestParts
from biaochi.vocabulary.limits import HEX, HEX_PIECE, HEX_PIECES

GRADED = [f"graded_{n:02d}" for n in range(1, 13)]
WEIGHTS = [10] * 8 + [5] * 4
ITEMS = [f"D{n}" for n in range(13, 32)]
QUARTERS = [f"quarter_{n}" for n in (1, 2, 3, 4)]
CAP, LISTED, QUARTER = 300, 1000, 600
MILLIONTHS = 10**4
RULES = {
    "listed": "rule:listed", "three-last": "three_last", "two-quarters": "two_quarters",
    "two-years": "two_years",
}  # fmt: skip
FIGURES = [
    *GRADED, "achievement", "deductions_capped", "deductions_total", *QUARTERS, "two_quarters",
    "total", "place", "place_post", "is_last", "band", "excellent", "grade", "two_years",
    "three_last", *(f"rule:{rule}" for rule in RULES),
]  # fmt: skip
FLAGS = {"two_quarters", "is_last", "excellent", "two_years", "three_last"}
FLAGS |= {f"rule:{rule}" for rule in RULES}
PERSON_HEAD = "|".join(["person", *FIGURES])
Columns = Mapping[str, Sequence[Any]]


def digest_parts(people: Sequence[str], columns: Columns, units: Sequence[str]) -> DigestParts:
    """The digest's parts of one county: figures and verdicts of people, and that units exist."""
    rows = zip(people, *(_texts(name, columns[name]) for name in FIGURES), strict=True)
    person = sums(map(ROW_PART.join, rows))
    return DigestParts({PERSON_HEAD: person, "unit": sums(units)})


def whole() -> DigestParts:
    """The part of everyone taken together, of whom this pack says nothing."""
    return DigestParts({"whole": sums(["whole"])})


def sums(lines: Iterable[str]) -> tuple[int, ...]:
    """How many lines, and the sums of the pieces of their hashes."""
    found = [0] * (HEX_PIECES + 1)
    for line in lines:
        mark = sha256(line.encode()).hexdigest()
        found[0] += 1
        for at in range(HEX_PIECES):
            found[at + 1] += int(mark[HEX_PIECE * at : HEX_PIECE * (at + 1)], HEX)
    return tuple(found)


def _texts(name: str, values: Sequence[Any]) -> Iterable[str]:
    if name in FLAGS:
        return ["T" if value else "F" for value in values]
    return map(str, values)
