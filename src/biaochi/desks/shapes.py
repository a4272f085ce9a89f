"""What crosses the door of desks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from biaochi.access.shapes import Act
from biaochi.errors import Problem
from biaochi.matters.shapes import Choices, ClockLine, File, MatterLine, Panel
from biaochi.procedure.shapes import Move, Standing


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of the bar: ``done``, ``now``, ``next`` or ``missed``, and since when."""

    ident: str
    label: str
    state: str
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Content:
    """One field of a step in words; ``long`` texts keep their lines."""

    label: str
    lines: tuple[str, ...]
    long: bool = False


@dataclass(frozen=True, kw_only=True)
class StepShown:
    """A step as this reader is shown it; what he may not see is not here at all."""

    number: int
    move: str
    label: str
    on: date
    at: datetime
    by: str
    contents: tuple[Content, ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A move for this actor: what its fields offer, what stands in the way (none: legal now).

    ``warns`` says what follows and cannot be taken back; blank where nothing of the sort does.
    ``filled`` is what its boxes start with, ``needs`` those this matter cannot do without,
    ``hides`` those it has no use for; ``notes`` what holds of a box here, in place of its help.
    ``beside``: the steps it is about, ``panels``: what it takes and what follows; both are read
    before the form is filled in.
    """

    move: Move
    filled: Mapping[str, Any] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    hides: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[StepShown, ...] = ()
    panels: tuple[Panel, ...] = ()
    choices: Mapping[str, Choices] = field(default_factory=dict)
    lacks: tuple[Problem, ...] = ()
    warns: str = ""


@dataclass(frozen=True, kw_only=True)
class MatterTold:
    """What one reader is told of a matter under one right (``act``), and what he can do in it.

    ``chosen`` is the move whose form is shown, blank if none is; ``waits`` says why a move comes
    next on the day of the page, which is ``on``: today, or the day of what is registered late.
    """

    line: MatterLine
    act: Act
    standing: Standing
    clocks: tuple[ClockLine, ...]
    steps: tuple[StepShown, ...]
    offers: tuple[Offer, ...]
    blocked: tuple[Offer, ...]
    seen: int
    on: date
    chosen: str = ""
    waits: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> bool:
        """Tell whether the reader is the official himself."""
        return self.act in {Act.SEE_OWN, Act.MOVE_OWN}

    def offer(self, move: str) -> Offer | None:
        """Return a move of this actor, legal now or not; None where it is not his at all."""
        return next((o for o in (*self.offers, *self.blocked) if o.move.id == move), None)

    def steps_after(self, seen: int) -> tuple[StepShown, ...]:
        """Return the steps this reader is shown that came after those he had seen."""
        return tuple(s for s in reversed(self.steps) if s.number > seen)


@dataclass(frozen=True, kw_only=True)
class MatterPage(MatterTold):
    """The same with what a page shows around it."""

    stages: tuple[Stage, ...]
    members: tuple[tuple[str, str], ...]
    panels: tuple[Panel, ...]
    parent: MatterLine | None
    below: tuple[MatterLine, ...]
