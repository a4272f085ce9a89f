"""What a pack says of the time after an adjustment, with its lengths written out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from biaochi.appraisals.items import pack_with
from biaochi.appraisals.queries import kept_pack
from biaochi.matters.shapes import MatterLine
from biaochi.packs.shapes import Influence, Pack
from biaochi.procedure.aftercare import DEFAULTS, Terms
from biaochi.procedure.lengths import length_of, number_of

_END, _EXCLUSIVE = "influence_end", "exclusive"
_LINES = "front-lines"
ADJUSTING = frozenset({"adjustment", "handling"})
"""Families of measures that change somebody's post."""


def terms_for(line: MatterLine) -> Terms:
    """Return what the pack of a follow-up asks for, as of the day it was opened."""
    pack = kept_pack(line.pack)
    return terms_of(pack, on=line.opened_on) if pack else Terms()


def terms_of(pack: Pack, *, on: date) -> Terms:
    """Return what a pack asks for; the product's defaults where it has no parameter of that name.

    Parameters ``plan_due`` and ``escalation_talks``, the reading ``influence_end`` and the
    catalogue ``front-lines`` are looked for by these names.
    """
    plan_due = length_of(pack, "plan_due", on=on)
    talks = number_of(pack, "escalation_talks", on=on)
    absent = {"plan_due": plan_due, "escalation_talks": talks}
    fields = tuple(replace(f, every=length_of(pack, f.every, on=on)) for f in pack.aftercare.fields)
    reading = pack.readings.get(_END)
    lines = pack.catalogues.get(_LINES)
    return Terms(
        aftercare=replace(pack.aftercare, fields=fields, influence=influence_of(pack, on=on)),
        inclusive=reading is None or reading.chosen != _EXCLUSIVE,
        plan_due=plan_due or DEFAULTS["plan_due"][0],
        escalation_talks=talks or int(DEFAULTS["escalation_talks"][0]),
        places=tuple((i.code, i.label or f"{i.code}（未公布）") for i in lines.items)
        if lines else (),
        product=frozenset(name for name, said in absent.items() if not said),
    )  # fmt: skip


def shown_after(digest: str) -> str:
    """Return how long default views show what has no influence period, under a pack if any."""
    pack = pack_with(digest) if digest else None
    said = length_of(pack, "shown_after", on=date.max) if pack else ""
    return said or DEFAULTS["shown_after"][0]


def long_open_days(digests: tuple[str, ...], *, on: date) -> tuple[int, bool]:
    """Return after how many days a matter lingers, and whether the product says so."""
    for digest in digests:
        pack = pack_with(digest)
        days = number_of(pack, "long_open_days", on=on)
        if days is not None:
            return days, pack.parameters["long_open_days"].source == "product"
    return int(DEFAULTS["long_open_days"][0]), True


def influence_of(pack: Pack, *, on: date) -> tuple[Influence, ...]:
    """Return the influence periods with their lengths; blank where the pack leaves them open."""
    return tuple(_influence(pack, on))


def influence_on(pack: Pack, measure: str, *, on: date) -> tuple[Influence, ...]:
    """Return what a pack says of one measure; an adjustment it leaves out is open, never free.

    A measure that took the place of another has the other's influence period.
    """
    before = {m.id for m in pack.measures if m.becomes == measure}
    said = influence_of(pack, on=on)
    found = [i for i in said if i.measure == measure]
    found = found or [replace(i, measure=measure) for i in said if i.measure in before]
    if not found and kind_of_measure(pack, measure) in ADJUSTING:
        found = [Influence(measure=measure, bars="", source="open")]
    return tuple(found)


def _influence(pack: Pack, on: date) -> Iterator[Influence]:
    for i in pack.aftercare.influence:
        reading = pack.readings.get(i.joined)
        yield replace(
            i, lasts=length_of(pack, i.lasts, on=on), longest=length_of(pack, i.longest, on=on),
            joined=(reading.chosen or "") if reading else "",
        )  # fmt: skip


@lru_cache(maxsize=32)
def declaring(digests: tuple[str, ...], measure: str) -> str:
    """Return the first of these packs that says something about a measure; blank if none does.

    A pack with an influence period comes before one that merely names the measure.
    """
    packs = [(digest, pack_with(digest)) for digest in digests]
    for digest, pack in packs:
        if any(i.measure == measure for i in pack.aftercare.influence):
            return digest
    return next((d for d, p in packs if any(m.id == measure for m in p.measures)), "")


def label_of(pack: Pack | None, measure: str) -> str:
    """Return what a pack calls a measure; its id where no pack knows it."""
    found = (m.label for m in pack.measures if m.id == measure) if pack else iter(())
    return next(found, measure)


def kind_of_measure(pack: Pack | None, measure: str) -> str:
    """Return the family of a measure; blank where no pack knows it."""
    found = (m.kind for m in pack.measures if m.id == measure) if pack else iter(())
    return next(found, "")
