"""Numbers of facts: exact decimals outside, whole millionths in the database."""

from decimal import Decimal

from biaochi.facts.shapes import FACT_SCALE

_UNIT = 10**FACT_SCALE


def stored(value: Decimal | None) -> int | None:
    """Return the millionths of a number; one with more places has to be refused before."""
    return None if value is None else int(value * _UNIT)


def shown(value: int | None) -> Decimal | None:
    """Return the number of so many millionths, without trailing noughts."""
    if value is None:
        return None
    plain = Decimal(value).scaleb(-FACT_SCALE).normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
