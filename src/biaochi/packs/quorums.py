"""How many have to be there: a share of those entitled (2/3, 60%), or a number of persons (5)."""

from dataclasses import dataclass
from fractions import Fraction

from biaochi.packs.amounts import amount


@dataclass(frozen=True)
class Quorum:
    """What a pack says of a quorum; ``is_share``: of those entitled, else a count of persons."""

    number: Fraction
    is_share: bool

    @property
    def may_be(self) -> bool:
        """Can it be right: a share of the whole at most, a whole number of persons?"""
        limit = self.number <= 1 if self.is_share else self.number.denominator == 1
        return self.number > 0 and limit


def quorum_of(text: str) -> Quorum | None:
    """Return what a text says of a quorum; nothing where it is no number.

    What is written as a ratio or a percentage, or lies below one, is a share; else it is a count.

    >>> [(str(q.number), q.is_share) for q in map(quorum_of, ("2/3", "100%", "0.6", "5"))]
    [('2/3', True), ('1', True), ('3/5', True), ('5', False)]
    """
    number = amount(text)
    if number is None:
        return None
    written = any(sign in text for sign in "/／%％")
    return Quorum(number, is_share=written or number < 1)
