"""What the fields of a case offer to choose from, and what was chosen is called.

What was already said stays among the choices, so that a step keeps its words whatever changes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.items import items_in
from biaochi.cases.gathering import pack_of_case, regime_of, workers
from biaochi.cases.wording import labels_of, no_grounds, outcome_words, rules_as_grounds
from biaochi.evidence.queries import held_about
from biaochi.evidence.shapes import EvidenceLine
from biaochi.findings.grounds import cited_about
from biaochi.findings.shapes import Cited
from biaochi.matters.shapes import MatterLine, Offering
from biaochi.packs.shapes import Pack
from biaochi.procedure.contents import many
from biaochi.procedure.proposing import lawful
from biaochi.procedure.shapes import Said
from biaochi.registry import queries as registry
from biaochi.registry.subjects import standing, unit_names
from biaochi.vocabulary import office

Pairs = Iterable[tuple[str, str]]


def choices(line: MatterLine, said: tuple[Said, ...], actor: Actor) -> Offering:
    """Return what the fields of each source offer in a case."""
    asked = Asked(line=line, said=said, actor=actor)
    return lambda source: tuple(dict(_OFFERS.get(source, _nothing)(asked)).items())


@dataclass(frozen=True)
class Asked:
    """For whom, and in which case, choices are asked; gathered as far as they are needed."""

    line: MatterLine
    said: tuple[Said, ...]
    actor: Actor

    @cached_property
    def pack(self) -> Pack:
        """The pack of the case."""
        return pack_of_case(self.line)

    @cached_property
    def cited(self) -> list[Cited]:
        """The findings about the official."""
        return cited_about(self.line.person)

    def used(self, *names: str) -> set[str]:
        """Return what was written under these names so far."""
        found: set[str] = set()
        for one in self.said:
            for name in names:
                value = one.given.get(name, "")
                found |= {value} if isinstance(value, str) else set(many(one.given, name))
        return found - {""}

    def grounds(self) -> tuple[str, ...]:
        """Return the grounds brought so far, the first first."""
        rules = {f.ident: f.rule for f in self.cited}
        brought = [
            ground
            for one in self.said
            if one.move in {"open", "join"}
            for ground in (
                *many(one.given, "grounds"),
                *(rules.get(f, "") for f in many(one.given, "findings")),
            )
        ]
        return tuple(dict.fromkeys(g for g in brought if g))


def _nothing(_: Asked) -> Pairs:
    return ()


def _channels(kind: str) -> Callable[[Asked], Pairs]:
    return lambda asked: ((c.id, c.label) for c in asked.pack.channels if c.kind == kind)


def _findings(asked: Asked) -> Iterator[tuple[str, str]]:
    """Those somebody took up, but for what his rule only notes or advises."""
    used, without = asked.used("findings"), no_grounds(asked.pack)
    for finding in asked.cited:
        against = finding.proposes or finding.rule not in without
        if (finding.taken and against) or finding.ident in used:
            yield finding.ident, finding.label


def _items(asked: Asked) -> Iterator[tuple[str, str]]:
    """Items on which something is recorded about him come first; praise is none."""
    used, without = asked.used("grounds"), no_grounds(asked.pack)
    own = {p.item for p in held_about(asked.line.person)}
    items = [i for c in asked.pack.catalogues.values() for i in items_in(asked.pack, c)]
    for item in sorted(items, key=lambda i: i.code not in own):
        if item.code in used or (item.published and item.code not in without):
            yield item.code, f"{item.code} {item.label}（{item.catalogue}）"
    yield from rules_as_grounds(asked.pack)


def _evidence(asked: Asked) -> Iterator[tuple[str, str]]:
    """What speaks against him: what only gives points is no ground."""
    used, without = asked.used("evidence", "exempted"), no_grounds(asked.pack)
    for piece, label in _pieces(asked, used):
        if piece.item not in without or str(piece.code) in used:
            yield str(piece.code), label


def _cited(asked: Asked) -> Iterator[tuple[str, str]]:
    """What this case cites: nothing else can be exempted in it."""
    used = asked.used("evidence", "exempted")
    return ((str(p.code), label) for p, label in _pieces(asked, used) if str(p.code) in used)


def _record(asked: Asked) -> Iterator[tuple[str, str]]:
    """His whole record, what speaks for him first: an exemption weighs it."""
    praise = no_grounds(asked.pack)
    found = _pieces(asked, asked.used("record", "evidence", "exempted"))
    for piece, label in sorted(found, key=lambda one: one[0].item not in praise):
        yield str(piece.code), label


def _pieces(asked: Asked, used: set[str]) -> Iterator[tuple[EvidenceLine, str]]:
    labels = labels_of(asked.pack)
    for piece in held_about(asked.line.person):
        stands = not piece.superseded_by and piece.status in {"reported", "verified"}
        if stands or str(piece.code) in used:
            words = labels.get(piece.item, piece.item)
            yield piece, f"{piece.occurred_on} {words}（{piece.label}）"


def _grounds(asked: Asked) -> Iterator[tuple[str, str]]:
    labels = labels_of(asked.pack)
    for ground in asked.grounds():
        yield ground, labels.get(ground, ground)


def _outcomes(asked: Asked) -> Iterator[tuple[str, str]]:
    for word in sorted({word for _, word in outcome_words(asked.pack)}):
        yield word, word


def _points(asked: Asked) -> Iterator[tuple[str, str]]:
    """The points nobody answered yet, by number."""
    points = [p for one in asked.said if one.move == "state" for p in many(one.given, "points")]
    answers = (a for one in asked.said if one.move == "answer" for a in one.given["answers"])
    done = {a["point"] for a in answers}
    for number, point in enumerate(points, start=1):
        if number not in done:
            yield str(number), point


def _users(asked: Asked) -> Iterator[tuple[str, str]]:
    official = standing(asked.line.person, on=asked.line.opened_on)
    for holder in workers(official, on=asked.line.opened_on):
        yield str(holder.user), holder.name


def _measures(asked: Asked) -> Iterator[tuple[str, str]]:
    """Those that may be proposed today about this official, the lightest first."""
    on = asked.said[-1].on if asked.said else asked.line.opened_on
    open_ = lawful(asked.pack, regime=regime_of(asked.line.person, on=on), on=on)
    used = asked.used("measure")
    for measure in asked.pack.measures:
        if measure.id in open_ or measure.id in used:
            yield measure.id, measure.label


def _units(asked: Asked) -> Iterator[tuple[str, str]]:
    yield from unit_names(asked.used("unit")).items()
    for unit in registry.unit_choices(asked.actor, Act.EDIT_PEOPLE):
        yield unit.code, unit.label


def _post_roles(asked: Asked) -> Iterator[tuple[str, str]]:
    del asked
    yield from ((key, pair[0]) for key, pair in office.POST_ROLES.items())


_OFFERS: Mapping[str, Callable[[Asked], Pairs]] = {
    "channels": _channels("leaving"), "discoveries": _channels("discovery"),
    "findings": _findings, "items": _items, "evidence": _evidence, "cited": _cited,
    "record": _record, "grounds": _grounds, "outcomes": _outcomes, "points": _points,
    "users": _users, "measures": _measures, "units": _units, "post_roles": _post_roles,
}  # fmt: skip
