"""Tables of intervals: what falls between two bands, and what falls into two."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from math import floor

from biaochi.errors import Problem
from biaochi.packs.amounts import amount, shown
from biaochi.packs.shapes import (
    AnyQuantity,
    Band,
    Collect,
    GroupFigure,
    Map,
    Pack,
    Rank,
    Service,
    Votes,
)
from biaochi.packs.walk import at, figure

_ENDS = ("at_least", "above", "at_most", "below")
_NEGATION = re.compile(r"(?:not|非)\s*\(?(.*?)\)?")


@dataclass(frozen=True)
class _Interval:
    """A band as numbers; none is unbounded."""

    name: str
    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool
    when: str

    def holds(self, x: Fraction) -> bool:
        """Tell whether a number falls into the band."""
        above = self.low is None or x > self.low or (self.low_in and x == self.low)
        below = self.high is None or x < self.high or (self.high_in and x == self.high)
        return above and below


def check(pack: Pack) -> Iterator[Problem]:
    """Yield gaps as questions and overlaps as errors, each with a worked number."""
    for name, quantity in pack.quantities.items():
        if isinstance(quantity, Map):
            yield from _table(pack, name=name, quantity=quantity)


def _table(pack: Pack, *, name: str, quantity: Map) -> Iterator[Problem]:
    path = f"quantities.{name}.bands.table"
    bands = quantity.bands.table
    found = [_interval(pack, band=band) for band in bands]
    intervals = [i for i in found if i is not None]
    if len(intervals) < len(found):
        return  # an end that is an open parameter or no number is reported elsewhere
    percent = any("%" in (getattr(band, end) or "") for band in bands for end in _ENDS)
    whole = _is_whole(pack.quantities.get(quantity.bands.on))
    samples = _samples(intervals, whole=whole, percent=percent)
    seen: set[tuple[_Interval, ...]] = set()
    for covering, run in groupby(samples, key=lambda x: _covering(intervals, x=x)):
        run_of = list(run)
        number = shown(run_of[len(run_of) // 2], percent=percent)
        sure = tuple(i for i in covering if not i.when)
        if len(sure) > 1 and sure not in seen:
            seen.add(sure)
            yield at(
                pack, "PACK-OVERLAP", path, expected="每个数只落入一档",
                found=f"{number} 同时落入 " + " 与 ".join(i.name for i in sure),
                do="请写明端点归哪一档（at_least、above、at_most、below）。",
            )  # fmt: skip
        elif not sure and not _complementary(covering):
            says = f"{number} 落在{_neighbours(intervals, x=run_of[0])}之间"
            if covering:
                says = f"{number} 只在附加条件成立时落入 {covering[0].name}"
            yield at(
                pack, "PACK-GAP", path, level="question", expected="每个数都有一档",
                found=says, do="落在其中的人得不出结果；请由制定机关明确归入哪一档。",
            )  # fmt: skip


def _interval(pack: Pack, *, band: Band) -> _Interval | None:
    ends: dict[str, Fraction | None] = {}
    for end in _ENDS:
        text = getattr(band, end)
        ends[end] = None if text is None else amount(figure(pack, text=text))
        if text is not None and ends[end] is None:
            return None
    low_in, high_in = band.at_least is not None, band.at_most is not None
    low = ends["at_least"] if low_in else ends["above"]
    high = ends["at_most"] if high_in else ends["below"]
    return _Interval(interval_name(band), low, low_in, high, high_in, (band.when or "").strip())


def interval_name(band: Band) -> str:
    """Return a band as officers write it: 70–89, 90 及以上, 不足 70."""
    low, high = band.at_least or band.above, band.at_most or band.below
    if low and high:
        return f"{low}–{high}"
    if low:
        return f"{low} 及以上" if band.at_least else f"高于 {low}"
    if high:
        return f"{high} 及以下" if band.at_most else f"不足 {high}"
    return "其余"


def _covering(intervals: list[_Interval], *, x: Fraction) -> tuple[_Interval, ...]:
    return tuple(i for i in intervals if i.holds(x))


def _samples(intervals: list[_Interval], *, whole: bool, percent: bool) -> list[Fraction]:
    """Return a number from every stretch that the ends cut, and the ends themselves."""
    lows = [(i.low, i.low_in) for i in intervals if i.low is not None]
    highs = [(i.high, i.high_in) for i in intervals if i.high is not None]
    ends = sorted({end for end, _ in lows + highs})
    if not ends:
        return [Fraction(0)]
    between = [
        Fraction(floor(a) + 1) if whole else (a + b) / 2
        for a, b in pairwise(ends)
        if not whole or floor(a) + 1 < b
    ]
    outside = []
    if ends[0] > 0 or (ends[0], True) not in lows:
        outside.append(ends[0] / 2 if ends[0] > 0 and not whole else ends[0] - 1)
    if (ends[-1], True) not in highs:
        outside.append((ends[-1] + 1) / 2 if percent and ends[-1] < 1 else ends[-1] + 1)
    return sorted({*ends, *between, *outside})


def _is_whole(quantity: AnyQuantity | None) -> bool:
    """Tell whether a quantity is always a whole number."""
    if isinstance(quantity, Collect):
        return quantity.op in ("count", "distinct")
    if isinstance(quantity, GroupFigure):
        return quantity.group == "size"
    counted = isinstance(quantity, Rank | Votes | Service)
    return counted or (quantity is not None and quantity.scale == 0)


def _complementary(covering: tuple[_Interval, ...]) -> bool:
    """Tell whether two conditions are each other's negation, so that one of them holds."""
    whens = {i.when for i in covering}
    return any(
        found[1] in whens for when in whens if (found := _NEGATION.fullmatch(when)) is not None
    )


def _neighbours(intervals: list[_Interval], *, x: Fraction) -> str:
    below = [i for i in intervals if i.high is not None and i.high <= x]
    above = [i for i in intervals if i.low is not None and i.low >= x]
    lower = max(below, key=lambda i: i.high or x).name if below else "最低一端"
    upper = min(above, key=lambda i: i.low or x).name if above else "最高一端"
    return f" {lower} 与 {upper} "
