"""Numbers of the organ tree: a unit and everything below it are one span (nested sets)."""

from collections import defaultdict

from biaochi.access.scoping import Why
from biaochi.registry.models import Unit

_BATCH = 500


def renumber() -> None:
    """Number the whole tree again, in manual order, then by code; writes only what changed."""
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.unscoped(Why.TREE).order_by("order", "code"):
        below[unit.parent_id].append(unit)
    changed: list[Unit] = []
    at = 0
    stack = [(unit, 0, False) for unit in reversed(below[None])]
    firsts: dict[int, int] = {}
    while stack:
        unit, depth, done = stack.pop()
        if not done:
            at += 1
            firsts[unit.pk] = at
            stack.append((unit, depth, True))
            stack.extend((child, depth + 1, False) for child in reversed(below[unit.pk]))
        elif (unit.first, unit.last, unit.depth) != (firsts[unit.pk], at, depth):
            unit.first, unit.last, unit.depth = firsts[unit.pk], at, depth
            changed.append(unit)
    fields = ["first", "last", "depth"]
    Unit.objects.unscoped(Why.TREE).bulk_update(changed, fields, batch_size=_BATCH)
