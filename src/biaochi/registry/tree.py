"""Numbers of the organ tree: a unit and everything below it are one span (nested sets).

Each root has a range of its own and spans all of it: a unit added in one county moves no number
of another, and no edge of its own county, while somebody is just reading there.
"""

from collections import defaultdict

from biaochi.access.scoping import Why
from biaochi.registry.models import Unit

_BATCH = 500
_RANGE = 1_000_000


def renumber() -> None:
    """Number the whole tree again, in manual order, then by code; writes only what changed.

    Roots stand in the order in which they came, since a new one may not move the others.
    """
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.unscoped(Why.TREE).order_by("order", "code"):
        below[unit.parent_id].append(unit)
    changed: list[Unit] = []
    at = 0
    roots = sorted(below[None], key=lambda unit: unit.pk)
    starts = {unit.pk: n * _RANGE for n, unit in enumerate(roots)}
    stack = [(unit, 0, False) for unit in reversed(roots)]
    firsts: dict[int, int] = {}
    while stack:
        unit, depth, done = stack.pop()
        if not done:
            at = starts.get(unit.pk, at) + 1
            firsts[unit.pk] = at
            stack.append((unit, depth, True))
            stack.extend((child, depth + 1, False) for child in reversed(below[unit.pk]))
            continue
        last = starts[unit.pk] + _RANGE if unit.pk in starts else at
        if (unit.first, unit.last, unit.depth) != (firsts[unit.pk], last, depth):
            unit.first, unit.last, unit.depth = firsts[unit.pk], last, depth
            changed.append(unit)
    fields = ["first", "last", "depth"]
    Unit.objects.unscoped(Why.TREE).bulk_update(changed, fields, batch_size=_BATCH)
