"""Which measure is heavier than which: the one order there is, for proposals and for remedies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from biaochi.packs.shapes import Measure, Pack
from biaochi.procedure.lengths import length_of
from biaochi.timeline import Duration

Order = Literal["lighter", "same", "heavier", "unlike"]


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A measure as far as it can be compared with another one."""

    id: str
    label: str
    kind: str
    lowers: bool | None
    weight: int | None
    bars: Duration | None = None


def weighed(pack: Pack, *fallback: Pack, on: date) -> Mapping[str, Weighed]:
    """Return the measures of a pack as of a day; what it leaves out is as the next pack's twin's.

    That is a weight, and how long a measure bars.
    """
    said = ((i, length_of(p, i.lasts, on=on)) for p in (*fallback, pack)
            for i in p.aftercare.influence)  # fmt: skip
    bars = {i.measure: length for i, length in said if length}
    found: dict[str, Weighed] = {}
    for measure in pack.measures:
        twins = [m for p in (pack, *fallback) for m in p.measures if m.id == measure.id]
        lasts = bars.get(measure.id, "")
        found[measure.id] = Weighed(
            id=measure.id, label=measure.label, kind=measure.kind, lowers=_lowers(measure, twins),
            weight=next((m.weight for m in twins if m.weight is not None), None),
            bars=Duration.parse(lasts) if lasts else None,
        )  # fmt: skip
    return found


def _lowers(measure: Measure, twins: list[Measure]) -> bool | None:
    said = [m.lowers_post for m in (measure, *twins) if m.lowers_post is not None]
    return said[0] if said else None


def order(before: Weighed, after: Weighed) -> Order:
    """Return how ``after`` compares with ``before``; unlike: neither is lighter nor heavier.

    Each is the lighter one where it may take the other's place, and the other not its own.
    """
    falls, rises = not heavier(before, after), not heavier(after, before)
    if falls and rises:
        return "same"
    return "lighter" if falls else "heavier" if rises else "unlike"


@dataclass(frozen=True, kw_only=True)
class Among:
    """A measure among others: how many are lighter, of how many that can be compared with it."""

    lighter: int
    of: int
    unlike: int


def among(measure: str, others: Iterable[str], known: Mapping[str, Weighed]) -> Among:
    """Compare a measure with others; what the pack does not know cannot be compared."""
    mine = known.get(measure)
    found = [
        order(mine, known[other]) if mine and other in known else "unlike" for other in others
    ]  # fmt: skip
    unlike = found.count("unlike")
    return Among(lighter=found.count("lighter"), of=len(found) - unlike, unlike=unlike)


REMINDER = "reminder"
_ABOVE_REMINDERS = frozenset({"adjustment", "handling", "other"})


def heavier(before: Weighed, after: Weighed) -> str:
    """Say why a measure may not take another one's place as not the heavier; blank where it may.

    The order: what lowers a post is heavier than what does not, a longer bar heavier than a
    shorter one, an adjustment or handling heavier than a reminder; within a kind the pack's
    ``weight`` counts.  What cannot be compared is not taken as lighter.
    """
    if before.id == after.id:
        return ""
    if after.lowers is not False and before.lowers is False:
        return f"「{before.label}」不降低职务，「{after.label}」没有写明不降低"
    if _longer(after.bars, before.bars):
        return f"「{after.label}」的影响期更长"
    return _within(before, after) if before.kind == after.kind else _across(before, after)


def _within(before: Weighed, after: Weighed) -> str:
    if after.lowers is False and before.lowers is True:
        return ""
    if before.weight is None or after.weight is None:
        return f"规则包没有写「{before.label}」和「{after.label}」的轻重次序"
    return f"「{after.label}」比「{before.label}」重" if after.weight > before.weight else ""


def _across(before: Weighed, after: Weighed) -> str:
    if after.kind == REMINDER and before.kind in _ABOVE_REMINDERS:
        return ""
    return f"「{after.label}」和「{before.label}」不是同一类，不能比较轻重"


def _longer(one: Duration | None, other: Duration | None) -> bool:
    """Only lengths that are stated are compared; different units are laid on one calendar."""
    if one is None or other is None:
        return False
    return one.after(date.min) > other.after(date.min)
