"""Reads of this room: which ways are open against something, how many remedies there were."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from biaochi.access.shapes import Act, Actor
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.deadlines import spoken
from biaochi.procedure.remedying import Remedy, World, filing_due, fold
from biaochi.procedure.remedyways import Given, Term, Way, filing_term, open_ways, ways_next
from biaochi.procedure.shapes import Deadline
from biaochi.registry import subjects
from biaochi.remedies.against import REMEDY
from biaochi.remedies.shapes import Cell, Decision, OpenWay
from biaochi.remedies.worlds import world_against, world_told
from biaochi.trail.editing import not_found

UNDECIDED = "未结"
_DECIDING = frozenset({"case", "resignation", REMEDY})


def ways_open(actor: Actor, *, person: str, about: str, on: date) -> tuple[OpenWay, ...]:
    """Return the ways open against something about an official, each with its last day.

    A way he took already is none while it is being answered.

    For the official himself, or who may see matters about him; not found otherwise.
    """
    return _opened(_against(actor, person=person, about=about, on=on))


def known_since(actor: Actor, *, person: str, about: str, on: date) -> date | None:
    """Return since when he knows of what can be objected to; None as long as nothing is decided.

    For whom ``ways_open`` is; not found otherwise.
    """
    return _against(actor, person=person, about=about, on=on).against.known_on


def _against(actor: Actor, *, person: str, about: str, on: date) -> World:
    act = Act.SEE_OWN if actor.person == person else Act.SEE_MATTERS
    if subjects.person(actor, act, code=person) is None:
        raise not_found("人员")
    world = world_against(person, about, on)
    if not world.against.kind:
        raise not_found("事项")
    return world


def decision_served(actor: Actor, line: MatterLine, *, on: date) -> Decision | None:
    """Return what was decided about the actor in his own matter, once it was served on him."""
    if actor.person != line.person:
        raise not_found("事项")
    if line.kind not in _DECIDING:
        return None
    world = world_against(line.person, f"matter:{line.code}", on)
    served = world.against.known_on
    return Decision(matter=line, served_on=served, ways=_opened(world)) if served else None


def ways_told(line: MatterLine, *, measure: str, on: date) -> tuple[OpenWay, ...]:
    """Return the ways a notice of this measure tells of; no day yet, as nothing was served."""
    return _opened(world_told(line, measure=measure, on=on))


def way_following(now: Remedy, world: World) -> OpenWay | None:
    """Return the way that is open after this one was answered; None where there is none."""
    way = world.ways.get(ways_next(world.ways, now.way))
    return None if way is None else _open_way(way, "given", None, term=way.file)


def _opened(world: World) -> tuple[OpenWay, ...]:
    opened = open_ways(world.ways, world.against, regime=world.regime)
    return tuple(
        _open_way(
            way, given, filing_due(way, {}, world),
            term=filing_term(way, after=world.against.after),
        )
        for way, given in opened.values() if (way.id, True) not in world.others
    )  # fmt: skip


def _open_way(way: Way, given: Given, due: Deadline | None, *, term: Term) -> OpenWay:
    return OpenWay(
        id=way.id, label=way.label, standing=way.standing, given=given, body=way.body,
        length=spoken(term.length),
        due_on=due.due if due else None, steps=due.steps if due else (),
        provisional=bool(due and due.provisional), confidence=term.confidence, clause=term.clause,
        answer_within=way.decide.length, note=way.note,
    )  # fmt: skip


def counted(
    actor: Actor, *, since: date, until: date, act: Act = Act.SEE_MATTERS
) -> tuple[Cell, ...]:  # fmt: skip
    """Count remedies lodged from a day to a day, both included, by way and by outcome."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in remedies(actor, since=since, until=until, act=act):
        now = fold(queries.said_in(line.key))
        found[now.way, outcome_of(now)].append(line.person)
    return tuple(
        Cell(way=way, outcome=outcome, times=len(people), persons=len(set(people)))
        for (way, outcome), people in sorted(found.items())
    )


def remedies(
    actor: Actor, *, since: date, until: date, act: Act = Act.SEE_MATTERS
) -> Sequence[MatterLine]:  # fmt: skip
    """Return the remedies behind the numbers, oldest first."""
    rows = queries.rows(actor, act=act, kinds=(REMEDY,))
    return queries.lines(rows.filter(opened_on__gte=since, opened_on__lte=until).order_by("pk"))


def outcome_of(now: Remedy) -> str:
    """Return how a remedy ended in words; what is still running has no outcome yet."""
    return now.outcome or UNDECIDED
