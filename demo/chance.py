"""Reproducible variety: every draw is a pure function of the seed and of what it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
Key = str | int

_WORD = 8
_THROWS = 4
_FINE = 1000


@dataclass(frozen=True)
class Chance:
    """Draws that do not depend on the order in which they are made."""

    seed: int

    def below(self, limit: int, *keys: Key) -> int:
        """Return a whole number from 0 to ``limit - 1``."""
        text = "/".join(map(str, (self.seed, *keys)))
        drawn = blake2b(text.encode(), digest_size=_WORD).digest()
        return int.from_bytes(drawn, "big") % limit

    def happens(self, per_mille: int, *keys: Key) -> bool:
        """Tell whether something of this likelihood comes about."""
        return self.below(_FINE, "?", *keys) < per_mille

    def pick(self, those: Sequence[T], *keys: Key) -> T:
        """Return one of those."""
        return those[self.below(len(those), *keys)]

    def bell(self, spread: int, *keys: Key) -> int:
        """Return a number around zero, seldom beyond ``spread``, never beyond twice that."""
        limit = 2 * spread // _THROWS
        throws = (self.below(2 * limit + 1, i, *keys) - limit for i in range(_THROWS))
        return sum(throws)

    def day(self, first: date, last: date, *keys: Key) -> date:
        """Return a day from first to last."""
        return first + timedelta(days=self.below((last - first).days + 1, *keys))
