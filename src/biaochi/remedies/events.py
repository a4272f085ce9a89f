"""What a remedy leaves among the events, so that rules see it: asked for, accepted, answered."""

from collections.abc import Iterator, Mapping
from datetime import date

from biaochi.appraisals.overturning import result_with
from biaochi.evidence.returning import Due, drop_return, note_return
from biaochi.matters.shapes import MatterLine, Taken
from biaochi.procedure.remedying import Remedy, fold, served_on
from biaochi.procedure.remedyways import Way, way_place

EVENTS = ("review", "appeal", "further")
"""What rules of packs call the first way of a statute, the one that follows, and the last."""
OBJECTED = "公示异议"
"""What rules of packs call an objection to a result of a period, done once it was answered."""
_TELLING = frozenset({"lodge", "accept", "extend", "refuse", "serve"})


def note_events(taken: Taken) -> None:
    """Write what the step just made says of a remedy to rules; taken back with the remedy."""
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

    Of what is asked of the house itself rules read one thing: whether an objection to a result is
    still to be answered.

    A refusal to accept is an answer too.  Each remedy has events of its own: he may ask for
    several in one month.
    """
    way = ways.get(now.way)
    if way is None or now.lodged is None or now.withdrawn:
        return
    answered = now.refused.on if now.refused else served_on(now)
    if not way.statutory:
        yield from _objected(now, line, answered=answered)
        return
    place = way_place(ways, way.id)
    if place >= len(EVENTS):
        return
    said = {
        "filed": now.lodged.on, "accepted": now.accepted_on, "extended": now.extended_on,
        "result": answered,
    }  # fmt: skip
    for what, on in said.items():
        if on is not None:
            yield Due(
                kind=f"{EVENTS[place]}-{what}", subject=line.person, matter=str(line.code),
                period=f"{now.lodged.on:%Y-%m}", done_on=on,
            )  # fmt: skip


def _objected(now: Remedy, line: MatterLine, *, answered: date | None) -> Iterator[Due]:
    kind, _, ident = now.about.partition(":")
    result = result_with(int(ident)) if kind == "result" and ident.isdecimal() else None
    if result is not None:
        yield Due(
            kind=OBJECTED, subject=line.person, matter=str(line.code), period=result.period,
            done_on=answered,
        )  # fmt: skip
