"""What the fields of a remedy offer to choose from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.items import items_at, labels_of
from biaochi.appraisals.overturning import results_about
from biaochi.evidence import queries as evidence
from biaochi.evidence.queries import held_about
from biaochi.findings.overturning import handled_about
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine, Offering
from biaochi.procedure.remedying import Remedy, World, fold
from biaochi.procedure.remedyways import Way, open_ways
from biaochi.procedure.shapes import Said
from biaochi.procedure.weighing import heavier
from biaochi.registry import queries as registry
from biaochi.registry.queries import spans
from biaochi.registry.subjects import standing
from biaochi.remedies.against import RECORD, subject_of
from biaochi.remedies.worlds import about_of, world, world_against
from biaochi.vocabulary import office


@dataclass(frozen=True, kw_only=True)
class Asked:
    """For which remedy, in whose name, choices are asked; gathered as far as they are needed."""

    line: MatterLine
    said: tuple[Said, ...]
    actor: Actor

    @cached_property
    def world(self) -> World:
        """What the guards of this remedy ask of the office, on the day of its last step."""
        on = self.said[-1].on if self.said else self.line.opened_on
        return world(self.line, self.said, on)

    @cached_property
    def now(self) -> Remedy:
        """Where this remedy stands."""
        return fold(self.said, self.world)


def choices(line: MatterLine, said: tuple[Said, ...], actor: Actor) -> Offering:
    """Return what the fields of each source offer in a remedy."""
    asked = Asked(line=line, said=said, actor=actor)
    return lambda source: tuple(_OFFERS.get(source, _nothing)(asked))


def _nothing(_: Asked) -> Iterator[tuple[str, str]]:
    return iter(())


def _subjects(asked: Asked) -> Iterator[tuple[str, str]]:
    """What he was told: matters first, then results, findings somebody handled, evidence."""
    line, actor = asked.line, asked.actor
    own = actor.person == line.person
    if asked.said or line.parent:
        about = about_of(line, asked.said)
        found = subject_of(about, person=line.person)
        if found is not None:
            yield about, found.label
        return
    act = Act.SEE_OWN if own else Act.SEE_MATTERS
    for matter in queries.about(actor, line.person, act=act):
        if matter.told_on is not None:
            yield f"matter:{matter.code}", f"{matter.kind_label}「{matter.title}」"
    for result in results_about(line.person):
        yield f"result:{result.ident}", result.text
    for ident, label in handled_about(line.person):
        yield f"finding:{ident}", label
    yield from _pieces(asked, Act.SEE_OWN if own else Act.SEE_EVIDENCE)
    yield RECORD, "本人的记录（查阅、复制、更正、解释）"


def _pieces(asked: Asked, act: Act) -> Iterator[tuple[str, str]]:
    labels = labels_of(asked.actor, act=act)
    rows = evidence.rows(asked.actor, act).filter(person__code=asked.line.person)
    for piece in evidence.lines(list(rows.filter(superseded_by=None).order_by("occurred_on"))):
        label = f"{piece.occurred_on} {labels.get(piece.item, piece.item)}（{piece.label}）"
        yield f"evidence:{piece.code}", label


def _ways(asked: Asked) -> Iterator[tuple[str, str]]:
    """Those open against it; while nothing is chosen yet, against anything that is offered.

    What a step of the past was against may be gone: then every way has its name.
    """
    if not asked.world.against.kind:
        gone = asked.said or asked.line.parent
        yield from _named(asked.world.ways.values() if gone else _offered(asked))
        return
    opened = open_ways(asked.world.ways, asked.world.against, regime=asked.world.regime)
    taken = asked.world.ways.get(asked.now.way)
    if taken is not None and taken.id not in {way.id for way, _ in opened.values()}:
        yield taken.id, taken.called
    for way, given in opened.values():
        sure = "" if given == "given" else "，是否属于范围由受理机关认定"
        yield way.id, f"{way.called}{sure}"


def _named(ways: Iterable[Way]) -> Iterator[tuple[str, str]]:
    yield from {way.id: way.called for way in ways}.items()


def _offered(asked: Asked) -> Iterator[Way]:
    """Yield the ways open against what is offered; one piece or finding stands for all of them."""
    alike: set[str] = set()
    for about, _ in _subjects(asked):
        kind = about.partition(":")[0]
        if kind in alike:
            continue
        alike |= {kind} & _ALIKE
        seen = world_against(asked.line.person, about, asked.line.opened_on)
        opened = open_ways(seen.ways, seen.against, regime=seen.regime)
        yield from (way for way, _ in opened.values())


_ALIKE = frozenset({"evidence", "finding"})
"""Kinds of which every one opens the same ways."""


def _regimes(asked: Asked) -> Iterator[tuple[str, str]]:
    found = dict.fromkeys(r for way in asked.world.ways.values() for r in way.regimes)
    yield from ((r, r) for r in found)


def _reviewers(asked: Asked) -> Iterator[tuple[str, str]]:
    """Who may sit; who may not is not offered, and the panel beside tells why.

    Who once sat is named too, so that old steps can be read.
    """
    sat = _names(asked)
    for user, reviewer in asked.world.reviewers.items():
        if user not in asked.world.conflicts and user not in sat:
            yield str(user), reviewer.name
    for user, name in sat.items():
        yield str(user), f"{name}（已回避）" if user in asked.now.recused else name


def _names(asked: Asked) -> dict[int, str]:
    return {u: name for u, name, part in queries.members_of(asked.line) if part == "panel"}


def _sat(asked: Asked) -> Iterator[tuple[str, str]]:
    """Who sits; in a step of the past, who sat."""
    yield from ((str(u), name) for u, name in _names(asked).items() if u in asked.now.panel)
    yield from ((str(u), name) for u, name in _names(asked).items() if u not in asked.now.panel)


def name_of(world: World, user: int) -> str:
    """Return what a member of the panel is called."""
    found = world.reviewers.get(user)
    return found.name if found else str(user)


def _points(asked: Asked) -> Iterator[tuple[str, str]]:
    yield from ((str(n), point) for n, point in enumerate(asked.now.points, start=1))


def _lighter(asked: Asked) -> Iterator[tuple[str, str]]:
    """What is lighter than what stands; what was decided is named too, so that it can be read."""
    decision = asked.now.decision
    chosen = asked.world.measures.get(str(decision.given.get("measure"))) if decision else None
    if chosen:
        yield chosen.id, chosen.label
    before = asked.world.measures.get(asked.world.original.measure)
    for measure in asked.world.measures.values():
        if before and measure not in {before, chosen} and not heavier(before, measure):
            yield measure.id, measure.label


def _grades(asked: Asked) -> Iterator[tuple[str, str]]:
    order, old = asked.world.original.grades, asked.world.original.grade
    better = order[: order.index(old)] if old in order else ()
    yield from ((g, g) for g in better)


def _evidence(asked: Asked) -> Iterator[tuple[str, str]]:
    subject = subject_of(about_of(asked.line, asked.said), person=asked.line.person)
    cited = set(subject.evidence) if subject else set()
    official = standing(asked.line.person, on=asked.line.opened_on)
    span = spans({official.unit}).get(official.unit) if official.unit else None
    items = items_at(span) if span else {}
    for piece in held_about(asked.line.person):
        if piece.code in cited and piece.status != "withdrawn":
            item = items[piece.item].label if piece.item in items else piece.note
            said = f"{piece.code} {piece.occurred_on} {piece.item} {item}".rstrip()
            yield str(piece.code), f"{said}（{piece.label}）"


def _units(asked: Asked) -> Iterator[tuple[str, str]]:
    for unit in registry.unit_choices(asked.actor, Act.EDIT_PEOPLE):
        yield unit.code, unit.label


def _roles(asked: Asked) -> Iterator[tuple[str, str]]:
    del asked
    yield from ((key, label) for key, (label, _) in office.POST_ROLES.items())


def _recipients(asked: Asked) -> Iterator[tuple[str, str]]:
    yield from asked.world.recipients.items()


def _redone(asked: Asked) -> Iterator[tuple[str, str]]:
    yield from asked.world.redone.items()


_OFFERS: Mapping[str, Callable[[Asked], Iterator[tuple[str, str]]]] = {
    "subjects": _subjects, "ways": _ways, "regimes": _regimes, "reviewers": _reviewers,
    "panel": _sat, "challenged": _sat, "points": _points, "lighter": _lighter,
    "grades": _grades, "evidence": _evidence, "units": _units, "post_roles": _roles,
    "recipients": _recipients, "redone": _redone,
}  # fmt: skip
