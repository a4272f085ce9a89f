"""Aggregate the rows that count: plainly, or per key first with a cap on each."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from biaochi.engine.closures import Answers, answers
from biaochi.engine.expr import Env, columns
from biaochi.engine.operations import Scalar
from biaochi.engine.plan import Gather
from biaochi.facts.shapes import Row
from biaochi.timeline import WorkingDays

Fold = Callable[[Env, Sequence[Row], bool, Answers], Scalar]
Values = list[Scalar]


def fold(node: Gather, working: WorkingDays) -> Fold:
    """Return the aggregation of a node: (subject, kept rows, any doubtful, their values)."""
    when = None if node.when is None else answers(node.when, working)
    keys = [answers(e, working) for e in node.each]
    cap = None if node.cap is None else answers(node.cap, working)
    one_cap = node.cap is None or all(c in node.each for c in columns(node.cap) if c.row)
    whether = node.take == "exists" and not keys

    def folded(cells: Env, rows: Sequence[Row], unknown: bool, values_of: Answers) -> Scalar:
        if unknown and not (whether and rows):
            return None
        if whether or not rows:
            return True if rows else node.empty
        values = values_of(cells, rows)
        days = values if when is None else when(cells, rows)
        if not keys:
            return _take(node, values, days)
        places = _places([k(cells, rows) for k in keys])
        parts = _split(places, values)
        ends = parts if when is None else _split(places, days)
        found = [_take(node, v, d) for v, d in zip(parts, ends, strict=True)]
        if cap is not None:
            these = [at[:1] for at in places] if one_cap else places
            caps = _split(these, cap(cells, rows))
            found = [_least([f, *c]) for f, c in zip(found, caps, strict=True)]
        return None if None in found else _THEN[node.then](found)

    return folded


def _places(keys: Sequence[Values]) -> Sequence[Sequence[int]]:
    """Where the rows of each key stand."""
    groups: dict[object, list[int]] = defaultdict(list)
    for at, key in enumerate(keys[0] if len(keys) == 1 else zip(*keys, strict=True)):
        groups[key].append(at)
    return list(groups.values())


def _split(places: Sequence[Sequence[int]], values: Values) -> list[Values]:
    return [[values[i] for i in at] for at in places]


def _take(node: Gather, values: Values, days: Values) -> Scalar:
    if node.take == "exists":
        return 1
    if None in values:
        return None
    if node.trim:
        values = sorted(values, key=_order)[node.trim : len(values) - node.trim]
        if not values:
            return None
    if node.when is not None:
        return _at_end(node.take, values, days)
    found: Scalar = _TAKE[node.take](values)
    return found


def _order(value: Any) -> Any:  # noqa: ANN401  # numbers or days, all of one kind
    return value


def _at_end(take: str, values: list[Scalar], days: list[Any]) -> Scalar:
    """The value on the first or latest day; different values that day are undetermined."""
    if None in days:
        return None
    day = min(days) if take == "first" else max(days)
    there = {v for v, d in zip(values, days, strict=True) if d == day}
    return there.pop() if len(there) == 1 else None


def _least(values: list[Any]) -> Scalar:
    return None if None in values else min(values)


_TAKE: Mapping[str, Callable[[list[Any]], Any]] = {
    "sum": sum, "count": len, "min": min, "max": max, "distinct": lambda v: len(set(v)),
}  # fmt: skip
_THEN: Mapping[str, Callable[[list[Any]], Any]] = {
    "sum": sum, "count": len, "min": min, "max": max,
}  # fmt: skip
