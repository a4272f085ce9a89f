"""What may be recorded now: items and duties of the packs of the periods that are open."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from django.db.models import Q

from biaochi.access import policy
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Span
from biaochi.appraisals.models import PackVersion, Period
from biaochi.appraisals.storing import pack_from
from biaochi.evidence.shapes import Item
from biaochi.packs.shapes import Catalogue, Pack

_KEPT = 32


def items_at(span: Span) -> dict[str, Item]:
    """Return the items on which something may be recorded about this unit or its people."""
    covering = Q(unit__first__lte=span.first, unit__last__gte=span.first)
    return _items(_packs(covering))


def items_of(actor: Actor) -> dict[str, Item]:
    """Return the items of every open period that reaches what the actor may report on."""
    return _items(_packs(_touching(actor, Act.REPORT_EVIDENCE)))


def labels_of(actor: Actor, *, act: Act = Act.SEE_EVIDENCE) -> dict[str, str]:
    """Return what items are called, for lists of what the actor sees."""
    found = _items(_packs(_touching(actor, act)))
    return {code: f"{code} {item.label}".rstrip() for code, item in found.items()}


def names_in(pack: Pack | None) -> dict[str, str]:
    """Return what a pack calls its items; those without a name are left out."""
    catalogues = pack.catalogues.values() if pack else ()
    return {item.code: item.label for c in catalogues for item in c.items if item.label}


def labels_in(pack: Pack | None) -> dict[str, str]:
    """Return the items of a pack as pages name them: the number, then the name."""
    return {code: f"{code} {name}" for code, name in names_in(pack).items()}


def duties_of(actor: Actor) -> dict[str, str]:
    """Return what is to be returned regularly under the open periods: id → label."""
    packs = _packs(_touching(actor, Act.REPORT_EVIDENCE))
    return {duty.id: duty.label for pack in reversed(packs) for duty in pack.calendar}


def _touching(actor: Actor, act: Act) -> Q:
    """Open periods of a unit above, or below, a part of the tree where the actor may do this."""
    found = Q(pk__in=())
    for reach in policy.reaches(actor, act):
        span = reach.span
        found |= Q(unit__first__lte=span.first, unit__last__gte=span.first)
        found |= Q(unit__first__gte=span.first, unit__first__lte=span.last)
    return found


def _packs(where: Q) -> list[Pack]:
    """Return the packs, the one opened last first."""
    rows = Period.objects.unscoped(Why.ABOUT).filter(where, state="open").order_by("-pk")
    digests = dict.fromkeys(rows.values_list("pack__digest", flat=True))
    return [pack_with(digest) for digest in digests]


def _items(packs: Iterable[Pack]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for pack in packs:
        for catalogue in pack.catalogues.values():
            for item in items_in(pack, catalogue):
                found.setdefault(item.code, item)
    return found


def items_in(pack: Pack, catalogue: Catalogue) -> Iterator[Item]:
    """Yield what may be recorded under a catalogue of a pack."""
    for item in catalogue.items:
        yield Item(
            code=item.code, label=item.label, catalogue=catalogue.label.zh, sign=catalogue.sign,
            published=item.published, negative_only=catalogue.negative_only,
            places=pack.numeric.scale, largest=int(Fraction(pack.numeric.largest)),
        )  # fmt: skip


@lru_cache(maxsize=_KEPT)
def pack_with(digest: str) -> Pack:
    """Return a pack as it was taken in; a digest never means anything else, so it is kept."""
    files = PackVersion.objects.unscoped(Why.RUN).values_list("files", flat=True).get(digest=digest)
    return pack_from(files)
