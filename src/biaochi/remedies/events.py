"""What a remedy leaves among the events, so that rules see it: asked for, accepted, answered."""

from collections.abc import Iterator, Mapping

from biaochi.evidence.returning import Due, drop_return, note_return
from biaochi.matters.shapes import MatterLine, Taken
from biaochi.procedure.remedying import Remedy, fold, served_on
from biaochi.procedure.remedyways import Way, way_place

EVENTS = ("review", "appeal", "further")
"""What rules of packs call the first way of a statute, the one that follows, and the last."""
_TELLING = frozenset({"lodge", "accept", "extend", "refuse", "serve"})


def note_events(taken: Taken) -> None:
    """Write what the step just made says of a statutory remedy; taken back with the remedy.

    What is asked of the house itself has no event: no rule reads one.
    """
    line, move = taken.matter, taken.last.move
    ways = taken.world.ways
    if move in _TELLING:
        for due in events_of(fold(taken.said), ways, line):
            note_return(due, person_key=line.person_key, actor=taken.actor, at=taken.at)
    elif move == "withdraw":
        for due in events_of(fold(taken.said[:-1]), ways, line):
            drop_return(due, actor=taken.actor, at=taken.at)


def events_of(now: Remedy, ways: Mapping[str, Way], line: MatterLine) -> Iterator[Due]:
    """Yield the events of a remedy as it stands; none of one that was withdrawn.

    A refusal to accept is an answer too.  Each remedy has events of its own: he may ask for
    several in one month.
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
            yield Due(
                kind=f"{EVENTS[place]}-{what}", subject=line.person, matter=str(line.code),
                period=f"{now.lodged.on:%Y-%m}", done_on=on,
            )  # fmt: skip
