"""What costs grow like: the exponent of CPU seconds over rows."""

from collections.abc import Sequence
from math import log


def exponent(rows: Sequence[int], cpu: Sequence[float]) -> float:
    """The slope of the least-squares line through the logarithms.

    >>> exponent([10, 100, 1000], [2, 20, 200])
    1.0
    """
    xs, ys = [log(n) for n in rows], [log(c) for c in cpu]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return round(above / sum((x - middle_x) ** 2 for x in xs), 6)
