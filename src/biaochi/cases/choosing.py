"""What the fields of a case offer to choose from."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.items import items_in
from biaochi.cases.gathering import pack_of_case, workers, world
from biaochi.evidence.queries import held_about
from biaochi.findings.grounds import cited_about
from biaochi.matters.shapes import Choices, MatterLine
from biaochi.packs.shapes import Pack
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.casefile import fold
from biaochi.procedure.proposing import is_lawful
from biaochi.procedure.shapes import Said
from biaochi.registry import queries as registry
from biaochi.registry.subjects import standing
from biaochi.vocabulary import office


def choices(source: str, line: MatterLine, said: tuple[Said, ...], actor: Actor) -> Choices:
    """Return what a field of this source offers in a case, on the day of its last step."""
    offer = _OFFERS.get(source)
    if offer is None:
        return ()
    on = said[-1].on if said else line.opened_on
    seen = world(line, said, on)
    return tuple(offer(Asked(line, pack_of_case(line), fold(said, seen), seen, actor, on)))


class Asked:
    """For whom, and for which case, choices are asked."""

    def __init__(
        self, line: MatterLine, pack: Pack, file: CaseFile, seen: CaseWorld, actor: Actor, on: date
    ) -> None:  # fmt: skip
        self.line, self.pack, self.file = line, pack, file
        self.seen, self.actor, self.on = seen, actor, on


def _channels(kind: str) -> Callable[[Asked], Choices]:
    return lambda asked: tuple((c.id, c.label) for c in asked.pack.channels if c.kind == kind)


def labels_of(pack: Pack) -> Mapping[str, str]:
    """Return what grounds are called: items of catalogues, rules."""
    items = {
        i.code: f"{i.code} {i.label}".rstrip()
        for c in pack.catalogues.values()
        for i in items_in(pack, c)
    }
    return {**{r.id: r.label.zh for r in pack.rules.values()}, **items}


def _findings(asked: Asked) -> Iterator[tuple[str, str]]:
    for finding in cited_about(asked.line.person):
        if finding.taken and finding.ident not in asked.file.findings:
            yield finding.ident, finding.label


def _items(asked: Asked) -> Iterator[tuple[str, str]]:
    """Items with evidence about him come first."""
    own = {p.item for p in asked.seen.pieces.values()}
    items = [i for c in asked.pack.catalogues.values() for i in items_in(asked.pack, c)]
    for item in sorted(items, key=lambda i: i.code not in own):
        if item.published and item.code not in asked.file.grounds:
            yield item.code, f"{item.code} {item.label}（{item.catalogue}）"


def _evidence(asked: Asked) -> Iterator[tuple[str, str]]:
    labels = labels_of(asked.pack)
    for piece in held_about(asked.line.person):
        if not piece.superseded_by and piece.status in {"reported", "verified"}:
            label = f"{piece.occurred_on} {labels.get(piece.item, piece.item)}（{piece.label}）"
            yield str(piece.code), label


def _grounds(asked: Asked) -> Iterator[tuple[str, str]]:
    labels = labels_of(asked.pack)
    for ground in asked.file.grounds:
        yield ground, labels.get(ground, ground)


def _points(asked: Asked) -> Iterator[tuple[str, str]]:
    for number in asked.file.open_points:
        yield str(number), asked.file.points[number - 1]


def _users(asked: Asked) -> Iterator[tuple[str, str]]:
    for holder in workers(standing(asked.line.person, on=asked.on), on=asked.on):
        yield str(holder.user), holder.name


def _measures(asked: Asked) -> Iterator[tuple[str, str]]:
    for measure in asked.pack.measures:
        if is_lawful(measure.id, asked.on, asked.seen):
            yield measure.id, measure.label


def _units(asked: Asked) -> Iterator[tuple[str, str]]:
    for unit in registry.unit_choices(asked.actor, Act.EDIT_PEOPLE):
        yield unit.code, unit.label


def _post_roles(asked: Asked) -> Iterator[tuple[str, str]]:
    del asked
    yield from ((key, pair[0]) for key, pair in office.POST_ROLES.items())


_OFFERS: Mapping[str, Callable[[Asked], Iterator[tuple[str, str]] | Choices]] = {
    "channels": _channels("leaving"), "discoveries": _channels("discovery"),
    "findings": _findings, "items": _items, "evidence": _evidence, "grounds": _grounds,
    "points": _points, "users": _users, "measures": _measures, "units": _units,
    "post_roles": _post_roles,
}  # fmt: skip
