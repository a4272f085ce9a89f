"""What a letter leaves among the facts, so that rules see it: the measure, what is owed, done."""

from collections.abc import Iterator
from dataclasses import replace

from biaochi.evidence.measuring import MeasureSaid, record_measure, retire_measures
from biaochi.evidence.returning import Due, drop_return, note_return, redate_return
from biaochi.letters.ranks import rank_on
from biaochi.matters.shapes import Taken
from biaochi.procedure.letter_moves import ADMONITION, INQUIRY
from biaochi.procedure.letters import (
    LetterStanding,
    LetterWorld,
    fold,
    rectify_due,
    reply_due,
)

REPLY, SELF_CHECK, REPORT = "inquiry-reply", "self-check", "rectify-report"
"""What rules of packs call these among the events."""


def letter_effects(taken: Taken) -> None:
    """Write what follows from the step just made."""
    step, standing = taken.last, taken.standing
    if not isinstance(standing, LetterStanding):
        raise TypeError(type(standing).__name__)
    if taken.world.pack is None:
        return  # rules read facts under a pack; without one nobody says what to call them
    before = fold(taken.said[:-1], taken.world)
    if step.move in {"serve", "inquire_again"}:
        _served(taken, standing)
    elif step.move == "reply" and not before.answered:
        _note(taken, _reply(standing, taken.world))
    elif step.move == "self_check" and before.self_checked_on is None:
        _note(taken, _self_check(taken, standing))
    elif step.move == "report" and before.reported_on is None:
        _note(taken, _report(taken, standing))
    elif step.move == "withdraw" and standing.services:
        _withdrawn(taken, standing)


def _served(taken: Taken, standing: LetterStanding) -> None:
    """A letter that was served is an intervention, whatever comes of it."""
    service, line = standing.services[-1], taken.matter
    rank, tier = rank_on(line.person, on=service.on)
    record_measure(
        MeasureSaid(
            person_key=line.person_key, code=_code(line.code, len(standing.services)),
            measure=type_of(standing, len(standing.services)), on=service.on, rank=rank, tier=tier,
            note=standing.content["subject"],
        ),
        actor=taken.actor, at=taken.at,
    )  # fmt: skip
    if reply_due(service, taken.world) is not None:
        _note(taken, _reply(standing, taken.world))
    if standing.type == ADMONITION and taken.last.move == "serve":
        _note(taken, _report(taken, standing))


def type_of(standing: LetterStanding, number: int) -> str:
    """Return what kind of measure the letter of this number is: a second one is an inquiry."""
    return standing.type if number == 1 else INQUIRY


def _code(matter: str, number: int) -> str:
    return f"{matter}-{number}"


def _reply(standing: LetterStanding, world: LetterWorld) -> Due:
    service = standing.services[-1]
    due = reply_due(service, world)
    type_ = type_of(standing, len(standing.services))
    return Due(
        kind=REPLY if type_ == INQUIRY else f"{type_}-reply", subject=world.person,
        period=f"{service.on:%Y-%m}", due_on=due.due if due else None,
        done_on=service.answered_on,
    )  # fmt: skip


def _report(taken: Taken, standing: LetterStanding) -> Due:
    due = rectify_due(standing, taken.world)
    return Due(
        kind=REPORT, subject=taken.matter.person, period=_month(standing),
        due_on=due.due if due else None, done_on=standing.reported_on,
    )  # fmt: skip


def _self_check(taken: Taken, standing: LetterStanding) -> Due:
    return Due(
        kind=SELF_CHECK, subject=taken.matter.person, period=_month(standing),
        done_on=standing.self_checked_on,
    )  # fmt: skip


def _month(standing: LetterStanding) -> str:
    return f"{standing.services[0].on:%Y-%m}"


def _note(taken: Taken, due: Due) -> None:
    note_return(due, person_key=taken.matter.person_key, actor=taken.actor, at=taken.at)


def recount(taken: Taken) -> None:
    """Put the days owed right that were counted before the holidays of a year were entered."""
    standing, line = taken.standing, taken.matter
    if not isinstance(standing, LetterStanding) or not standing.services or standing.withdrawn:
        return
    for due in (*_replies(standing, taken.world), _report(taken, standing)):
        redate_return(due, person_key=line.person_key, actor=taken.actor, at=taken.at)


def _replies(standing: LetterStanding, world: LetterWorld) -> Iterator[Due]:
    """Yield what was owed in answer to each service."""
    for n in range(1, len(standing.services) + 1):
        yield _reply(replace(standing, services=standing.services[:n]), world)


def _withdrawn(taken: Taken, standing: LetterStanding) -> None:
    """A letter taken back leaves nothing against the person, and nothing that he owes."""
    codes = [_code(taken.matter.code, n) for n in range(1, len(standing.services) + 1)]
    reason = taken.last.given["reason"]
    retire_measures(codes, reason=reason, actor=taken.actor, at=taken.at)
    report, checked = _report(taken, standing), _self_check(taken, standing)
    for due in (*_replies(standing, taken.world), report, checked):
        drop_return(due, actor=taken.actor, at=taken.at)
