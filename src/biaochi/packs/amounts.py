"""Exact numbers as authors write them: 8, -0.5, 85%, 1/3, full-width digits and signs."""

import re
import unicodedata
from fractions import Fraction

_NUMBER = re.compile(r"([+-]?\d{1,30}(?:\.\d{1,30})?)(%?)")
_RATIO = re.compile(r"([+-]?\d{1,30})/(\d{1,30})")


def amount(text: str) -> Fraction | None:
    """Return the exact number a text stands for; nothing when it is no number.

    >>> amount("85%"), amount("1/3"), amount("－0.5"), amount("甲")
    (Fraction(17, 20), Fraction(1, 3), Fraction(-1, 2), None)
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if found := _NUMBER.fullmatch(plain):
        return Fraction(found[1]) / (100 if found[2] else 1)
    found = _RATIO.fullmatch(plain)
    return Fraction(int(found[1]), int(found[2])) if found and int(found[2]) else None


def shown(number: Fraction, *, percent: bool = False) -> str:
    """Return a number for a sentence: decimal where it ends, else a ratio.

    >>> shown(Fraction(179, 2)), shown(Fraction(1, 3)), shown(Fraction(17, 20), percent=True)
    ('89.5', '1/3', '85%')
    """
    if percent:
        return shown(number * 100) + "%"
    places = _places(number.denominator)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    scaled = abs(number.numerator) * 10**places // number.denominator
    whole, part = divmod(scaled, 10**places)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def _places(denominator: int) -> int | None:
    """Return how many decimal places a fraction with this denominator needs, if it ends."""
    left, places = denominator, 0
    while left % 10 == 0:
        left, places = left // 10, places + 1
    for prime in (2, 5):
        while left % prime == 0:
            left, places = left // prime, places + 1
    return places if left == 1 else None
