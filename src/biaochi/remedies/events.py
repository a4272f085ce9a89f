"""What a remedy leaves among the events, so that rules see it: asked for, accepted, answered."""

from collections.abc import Iterator, Mapping
from datetime import date

from biaochi.appraisals.queries import kept_pack, national
from biaochi.evidence.returning import Due, drop_return, note_return
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine, Taken
from biaochi.procedure.remedying import Remedy, fold, served_on
from biaochi.procedure.remedyways import Way, way_place, ways_of

EVENTS = ("review", "appeal", "further")
"""What rules of packs call the first way of a statute, the one that follows, and the last."""
_TELLING = frozenset({"lodge", "accept", "extend", "refuse", "serve"})


def note_events(taken: Taken) -> None:
    """Write what the step just made says of a statutory remedy; taken back with the remedy.

    What is asked of the house itself has no event: no rule reads one.
    """
    line, move = taken.matter, taken.last.move
    if move in _TELLING:
        dues = events_of(fold(taken.said), taken.world.ways, person=line.person)
    elif move == "withdraw":
        _drop(taken)
        dues = _of_others(line)
    else:
        return
    for due in dues:
        note_return(due, person_key=line.person_key, actor=taken.actor, at=taken.at)


def events_of(now: Remedy, ways: Mapping[str, Way], *, person: str) -> Iterator[Due]:
    """Yield the events of a remedy as it stands; none of one that was withdrawn.

    A refusal to accept is an answer too.
    """
    way = ways.get(now.way)
    if way is None or not way.statutory or now.lodged is None or now.withdrawn:
        return
    place = way_place(ways, way.id)
    if place >= len(EVENTS):
        return
    said = {
        "filed": now.lodged.on, "accepted": now.accepted_on, "extended": now.extended_on,
        "result": now.refused.on if now.refused else served_on(now),
    }  # fmt: skip
    for what, on in said.items():
        if on is not None:
            yield _due(f"{EVENTS[place]}-{what}", person, filed=now.lodged.on, on=on)


def _due(kind: str, person: str, *, filed: date, on: date) -> Due:
    return Due(kind=kind, subject=person, period=f"{filed:%Y-%m}", done_on=on)


def _drop(taken: Taken) -> None:
    before = fold(taken.said[:-1])
    for due in events_of(before, taken.world.ways, person=taken.matter.person):
        drop_return(due, actor=taken.actor, at=taken.at)


def _of_others(line: MatterLine) -> Iterator[Due]:
    """Yield the events of his other remedies: one of the same month shares a row with this one."""
    for other in queries.all_about(line.person, kinds=("remedy",)):
        said = queries.said_in(other.key)
        if other.key != line.key and said:
            ways = ways_of(kept_pack(other.pack) or national(), on=said[0].on)
            yield from events_of(fold(said), ways, person=line.person)
