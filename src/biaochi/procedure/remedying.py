"""A remedy (内部异议、复核、申诉、再申诉): its standing, its clocks, its place among the kinds.

Nothing here suspends what was decided, and nothing here moves a post: a decision of the panel says
what is so, the room writes the facts, and an officer restores what has to be restored.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from biaochi.procedure.deadlines import Calendar, deadline
from biaochi.procedure.remedymoves import ANSWERS, OUTCOMES
from biaochi.procedure.remedyways import (
    Against,
    Way,
    filing_term,
    ways_next,
)
from biaochi.procedure.shapes import Clock, Deadline, Said, Standing
from biaochi.procedure.weighing import Weighed

ALTERED = "alter"
CORRECTING = frozenset({ALTERED, "revoke"})
"""Outcomes after which records are put right and the name is restored."""
REMANDED = "remand"
"""The outcome after which the organ that took the original has to deal with it again."""

NOT_SUSPENDED = "复核、申诉和异议期间不停止原决定的执行。"
_STAGES = (
    ("lodged", "提出"), ("accepted", "受理"), ("hearing", "审理"), ("decided", "决定"),
    ("served", "送达"), ("closed", "办结"),
)  # fmt: skip
_LABELS = dict(_STAGES)
_OUTCOMES = {**dict(OUTCOMES), **dict(ANSWERS)}


@dataclass(frozen=True, kw_only=True)
class Reviewer:
    """Somebody who may sit on a panel: his number, his name, whom he is among the officials."""

    user: int
    name: str
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Original:
    """What can be altered about the thing a remedy is against; blank where it is no such thing.

    ``grades``: from best to worst; ``adds``: a positive value is to his good.
    """

    measure: str = ""
    value: str = ""
    adds: bool = True
    grade: str = ""
    grades: tuple[str, ...] = ()
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class World:
    """What the guards of a remedy ask of the rest of the office.

    ``conflicts``: why somebody may not judge, by user; ``others``: (way, open) of other remedies
    against the same thing; ``recipients``: to whom the original was told, by key; ``redone``:
    the matters that were opened because this one was sent back, by code.
    """

    person: str = ""
    regime: str = ""
    ways: Mapping[str, Way] = field(default_factory=dict)
    against: Against = field(default_factory=Against)
    original: Original = field(default_factory=Original)
    measures: Mapping[str, Weighed] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)
    reviewers: Mapping[int, Reviewer] = field(default_factory=dict)
    conflicts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[tuple[str, bool], ...] = ()
    recipients: Mapping[str, str] = field(default_factory=dict)
    redone: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Remedy(Standing):
    """Where a remedy stands."""

    way: str = ""
    about: str = ""
    request: str = ""
    lodged: Said | None = None
    points: tuple[str, ...] = ()
    accepted_on: date | None = None
    refused: Said | None = None
    panel: tuple[int, ...] = ()
    declared: frozenset[int] = frozenset()
    recused: frozenset[int] = frozenset()
    challenged: frozenset[int] = frozenset()
    heard: bool = False
    extended_on: date | None = None
    decision: Said | None = None
    signed: frozenset[int] = frozenset()
    served: Said | None = None
    restored: bool = False
    named: bool = False
    redone: Said | None = None
    withdrawn: bool = False

    @property
    def decided(self) -> str:
        """The outcome of the decision; blank before."""
        return str(self.decision.given["outcome"]) if self.decision else ""

    @property
    def corrects(self) -> bool:
        """Tell whether records have to be put right."""
        return self.decided in CORRECTING

    @property
    def is_remanded(self) -> bool:
        """Tell whether it was sent back and nobody registered yet what became of it."""
        return self.served is not None and self.decided == REMANDED and self.redone is None

    @property
    def is_signed(self) -> bool:
        """Tell whether more than half of the panel signed; an answered request needs no panel."""
        if self.request:
            return self.decision is not None
        return len(self.signed & set(self.panel)) * 2 > len(self.panel)


def fold(said: Sequence[Said], world: World | None = None) -> Remedy:  # noqa: ARG001 (told by steps alone)
    """Return where a remedy stands after what was said in it."""
    now = Remedy(stage="", stage_label="", is_open=True)
    for step in said:
        now = _FOLDS.get(step.move, _same)(now, step)
    stage = _stage(now)
    outcome = "不予受理" if now.refused else "撤回" if now.withdrawn else _OUTCOMES.get(now.decided)
    return replace(
        now, stage=stage, stage_label=_LABELS.get(stage, ""), outcome=outcome or "",
        told_on=now.lodged.on if now.lodged else None,
    )  # fmt: skip


def _stage(now: Remedy) -> str:
    if not now.is_open:
        return "closed"
    if now.served:
        return "served"
    if now.decision:
        return "decided"
    if now.panel:
        return "hearing"
    return "accepted" if now.accepted_on else "lodged"


def _same(now: Remedy, step: Said) -> Remedy:  # noqa: ARG001 (what leaves the standing as it was)
    return now


def _lodged(now: Remedy, step: Said) -> Remedy:
    given = step.given
    return replace(
        now, lodged=step, way=given["way"], about=given["about"], points=tuple(given["points"]),
        request=given.get("request", ""),
    )  # fmt: skip


def _more(now: Remedy, step: Said) -> Remedy:
    return replace(now, points=(*now.points, *step.given.get("points", ())))


def _heard(now: Remedy, step: Said) -> Remedy:
    return replace(_more(now, step), heard=True)


def _formed(now: Remedy, step: Said) -> Remedy:
    panel = tuple(int(m) for m in step.given["members"])
    return replace(now, panel=panel)


def _declared(now: Remedy, step: Said) -> Remedy:
    user = step.by.user
    if step.given["relation"] == "none":
        return replace(now, declared=now.declared | {user})
    return _out(now, user)


def _answered(now: Remedy, step: Said) -> Remedy:
    user = int(step.given["whom"])
    now = replace(now, challenged=now.challenged - {user})
    return _out(now, user) if step.given["granted"] else now


def _out(now: Remedy, user: int) -> Remedy:
    panel = tuple(m for m in now.panel if m != user)
    return replace(now, panel=panel, recused=now.recused | {user})


_FOLDS: Mapping[str, Callable[[Remedy, Said], Remedy]] = {
    "lodge": _lodged,
    "state": _more,
    "accept": lambda now, step: replace(now, accepted_on=step.on),
    "refuse": lambda now, step: replace(now, refused=step, is_open=False),
    "form_panel": _formed,
    "declare": _declared,
    "ask_recusal": lambda now, step: replace(
        now, challenged=now.challenged | {int(step.given["whom"])}
    ),
    "answer_recusal": _answered,
    "hear": _heard,
    "waive": lambda now, _: replace(now, heard=True),
    "extend": lambda now, step: replace(now, extended_on=step.on),
    "decide": lambda now, step: replace(now, decision=step, signed=frozenset({step.by.user})),
    "confirm": lambda now, step: replace(now, signed=now.signed | {step.by.user}),
    "answer_request": lambda now, step: replace(now, decision=step),
    "serve": lambda now, step: replace(now, served=step),
    "restore": lambda now, _: replace(now, restored=True),
    "arrange": lambda now, _: replace(now, restored=True),
    "restore_name": lambda now, _: replace(now, named=True),
    "redo": lambda now, step: replace(now, redone=step),
    "drop": lambda now, step: replace(now, redone=step),
    "withdraw": lambda now, _: replace(now, withdrawn=True, is_open=False),
    "close": lambda now, _: replace(now, is_open=False),
}


def filing_due(way: Way, given: Mapping[str, Any], world: World) -> Deadline | None:
    """Return until when this way is open, with its arithmetic; None where no clock runs.

    Counted from the receipt of service where there is one, else from the day the person names;
    after an obstacle the pack knows of, from the day it was gone, if that is later.
    """
    start = started_on(given, world)
    length = filing_term(way, after=world.against.after).length
    due = deadline(start, length, world.calendar) if start and length else _told(given, start)
    cleared = given.get("cleared_on")
    if due and way.obstacle and way.obstacle.length and cleared and given.get("obstacle"):
        more = deadline(date.fromisoformat(cleared), way.obstacle.length, world.calendar)
        if more.due > due.due:
            steps = (*due.steps, f"因障碍耽误，{cleared} 障碍消除", *more.steps)
            return replace(more, start=due.start, steps=steps)
    return due


def _told(given: Mapping[str, Any], start: date | None) -> Deadline | None:
    """Return the day the decision itself names, where the pack knows no length."""
    until = given.get("until")
    if not until or start is None:
        return None
    steps = (f"规则包没有写期限，按决定书写明的 {until}",)
    return Deadline(start=start, due=date.fromisoformat(until), length="", steps=steps)


def started_on(given: Mapping[str, Any], world: World) -> date | None:
    """Return the day the filing clock counts from."""
    if world.against.known_on:
        return world.against.known_on
    knew = given.get("knew_on")
    return date.fromisoformat(knew) if knew else None


def answer_due(now: Remedy, world: World) -> Deadline | None:
    """Return until when a remedy is to be answered; once extended, counted on from there."""
    way = world.ways.get(now.way)
    lodged = now.lodged
    if way is None or lodged is None or not way.decide.length:
        return None
    start = now.accepted_on if way.from_acceptance else lodged.on
    if start is None:
        return None
    due = deadline(start, way.decide.length, world.calendar)
    if now.extended_on and way.extend and way.extend.length:
        more = deadline(due.due, way.extend.length, world.calendar)
        steps = (*due.steps, f"{now.extended_on} 决定延长", *more.steps)
        return replace(
            more, start=due.start, steps=steps, provisional=due.provisional or more.provisional
        )
    return due


def next_due(now: Remedy, world: World) -> tuple[Way, Deadline | None] | None:
    """Return the way that follows and until when it is open; None where there is none."""
    ended = now.refused.on if now.refused else served_on(now)
    way = world.ways.get(ways_next(world.ways, now.way))
    if ended is None or way is None:
        return None
    length = way.file.length
    return way, deadline(ended, length, world.calendar) if length else None


def served_on(now: Remedy) -> date | None:
    """Return the day the decision was served, by the receipt."""
    return date.fromisoformat(now.served.given["served_on"]) if now.served else None


def redo_due(now: Remedy, world: World) -> Deadline | None:
    """Return until when what was sent back is dealt with again; None where nobody stated it.

    Counted from the day the decision was served.
    """
    way, start = world.ways.get(now.way), served_on(now)
    if way is None or start is None or now.decided != REMANDED:
        return None
    if way.remand is None or not way.remand.length:
        return None
    return deadline(start, way.remand.length, world.calendar)


def clocks(now: Remedy, world: World) -> tuple[Clock, ...]:
    """Return what is due: filing (met), the answer, the next way."""
    return tuple(_clocks(now, world))


def _clocks(now: Remedy, world: World) -> Iterator[Clock]:
    way = world.ways.get(now.way)
    if way is None or now.lodged is None:
        return
    filed = filing_due(way, now.lodged.given, world)
    if filed is not None:
        yield Clock(
            key="file", label=way.label, owner="本人", deadline=filed, met_on=now.lodged.on,
            then="逾期的写明正当理由，由受理机关认定",
        )  # fmt: skip
    answer = answer_due(now, world)
    if answer is not None and not now.withdrawn and not now.refused:
        yield Clock(
            key="decide", label=f"{way.label}的处理", owner=way.body, deadline=answer,
            then="提醒经办人和监督人员，本人可以看到",
            met_on=now.decision.on if now.decision else None,
        )  # fmt: skip
    again = redo_due(now, world)
    if again is not None:
        yield Clock(
            key="redo", label="发回之后重新处理", owner="原处理机关", deadline=again,
            then="提醒经办人和监督人员；不自动处理",
            met_on=now.redone.on if now.redone else None,
        )  # fmt: skip
    following = next_due(now, world)
    if following is not None and following[1] is not None:
        yield Clock(
            key="next", label=following[0].label, owner="本人", deadline=following[1],
            then="逾期的写明正当理由，由受理机关认定",
        )  # fmt: skip


def stages(world: World) -> tuple[tuple[str, str], ...]:  # noqa: ARG001 (the same everywhere)
    """Return the stage bar."""
    return _STAGES
