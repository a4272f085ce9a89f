"""Unpublished runs of a catalogue written out as items."""

from dataclasses import replace

from biaochi.packs.grammar import Sheaf
from biaochi.packs.shapes import Catalogue, Item, Slots
from biaochi.packs.yamltext import problem

MAX_RUN = 10_000


def expanded(catalogue: Catalogue, *, sheaf: Sheaf) -> Catalogue:
    """Return the catalogue with each slot as an unpublished item after the published ones."""
    items = list(catalogue.items)
    path = f"catalogues.{catalogue.id}"
    for i, slots in enumerate(catalogue.slots):
        mark = sheaf.marks[f"{path}.slots.{i}"]
        numbers = _numbers(slots)
        if numbers is None:
            sheaf.problems.append(problem(
                "PACK-SLOTS", mark, expected=f"first 不大于 last 的数字，至多 {MAX_RUN} 项",
                found=f"{slots.first}…{slots.last}", do="请改正起止编号。",
            ))  # fmt: skip
            continue
        for number in numbers:
            sheaf.marks[f"{path}.items.{len(items)}"] = mark
            items.append(_item(slots, number=number))
    return replace(catalogue, items=tuple(items), slots=())


def _numbers(slots: Slots) -> range | None:
    texts = (slots.first, slots.last)
    if not all(t.isascii() and t.isdigit() and len(t) <= len(str(MAX_RUN)) for t in texts):
        return None
    first, last = int(slots.first), int(slots.last)
    return range(first, last + 1) if first <= last < first + MAX_RUN else None


def _item(slots: Slots, *, number: int) -> Item:
    return Item(
        code=slots.prefix + str(number).zfill(len(slots.first)),
        aspect=slots.aspect,
        points=slots.points,
        cap=slots.cap,
        tags=slots.tags,
        published=False,
    )
