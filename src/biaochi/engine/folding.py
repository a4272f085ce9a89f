"""Aggregate the rows that count: plainly, or per key first with a cap on each."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from biaochi.engine.closures import function
from biaochi.engine.expr import Env, Function
from biaochi.engine.operations import Scalar
from biaochi.engine.plan import Gather
from biaochi.facts.shapes import Row
from biaochi.timeline import WorkingDays

Fold = Callable[[Env, Sequence[Row], bool], Scalar]


def fold(node: Gather, working: WorkingDays) -> Fold:
    """Return the aggregation of a node as a function of (subject, kept rows, any doubtful)."""
    value = function(node.value, working)
    when = None if node.when is None else function(node.when, working)
    inner = partial(_take, node, value, when)
    if not node.each:
        return lambda cells, rows, unknown: _settle(node, rows, unknown, lambda: inner(cells, rows))
    keys = tuple(function(e, working) for e in node.each)
    cap = None if node.cap is None else function(node.cap, working)

    def per_key(cells: Env, rows: Sequence[Row]) -> Scalar:
        groups: dict[tuple[Scalar, ...], list[Row]] = {}
        for row in rows:
            groups.setdefault(tuple(k(cells, row) for k in keys), []).append(row)
        found = []
        for those in groups.values():
            figure = inner(cells, those)
            if cap is not None:
                figure = _least([figure, *(cap(cells, r) for r in those)])
            found.append(figure)
        return None if None in found else _THEN[node.then](found)

    return lambda cells, rows, unknown: _settle(node, rows, unknown, lambda: per_key(cells, rows))


def _settle(node: Gather, rows: Sequence[Row], unknown: bool, act: Callable[[], Scalar]) -> Scalar:
    """What doubtful rows and no rows at all mean, before any arithmetic."""
    if node.take == "exists" and not node.each:
        return True if rows else None if unknown else node.empty
    if unknown:
        return None
    return act() if rows else node.empty


def _take(
    node: Gather, value: Function, when: Function | None, cells: Env, rows: Sequence[Row]
) -> Scalar:
    if node.take == "exists":
        return 1
    values = [value(cells, r) for r in rows]
    if None in values:
        return None
    if node.trim:
        values = sorted(values, key=_order)[node.trim : len(values) - node.trim]
        if not values:
            return None
    if when is not None:
        return _at_end(node.take, values, [when(cells, r) for r in rows])
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
