"""What crosses the door of matters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NewType

from biaochi.access.shapes import Actor
from biaochi.procedure.shapes import Awaited, Kind, Said, Standing
from biaochi.vocabulary import office

MatterCode = NewType("MatterCode", str)


@dataclass(frozen=True, kw_only=True)
class MatterLine:
    """A matter in one line; ``key`` and ``person_key`` are for foreign keys only.

    ``place`` is where the official's unit stands in the tree, ``stage_on`` the day the present
    stage was entered.
    """

    key: int
    code: MatterCode
    kind: str
    person: str
    person_key: int
    name: str
    unit: str
    tier: str
    pack: int | None
    procedure: str
    parent: str
    title: str
    opened_on: date
    stage: str
    stage_label: str
    is_open: bool
    outcome: str
    told_on: date | None
    closed_on: date | None
    version: int
    stage_on: date | None = None
    place: int = 0
    waits: tuple[Awaited, ...] = ()

    @property
    def kind_label(self) -> str:
        """The kind in Chinese."""
        return office.chinese(office.MATTERS, self.kind)


@dataclass(frozen=True, kw_only=True)
class File:
    """A file handed in with a step."""

    ident: int
    name: str
    size: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step as it was said, with its label and its files."""

    said: Said
    label: str
    at: datetime
    files: tuple[File, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClockLine:
    """Something due in a matter."""

    matter: MatterLine
    key: str
    label: str
    owner: str
    start_on: date
    due_on: date
    length: str
    steps: tuple[str, ...]
    then: str
    provisional: bool
    met_on: date | None


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A matter to be opened: of whom, under which pack and procedure, after which other matter."""

    person: str
    title: str
    pack: int | None = None
    procedure: str = ""
    parent: str = ""
    told: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A move somebody wants to make.  ``seen``: how many steps he saw; 0 opens."""

    move: str
    on: date
    given: Mapping[str, Any] = field(default_factory=dict)
    seen: int = 0
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What happened: for the effects a room has on facts, in the same transaction."""

    matter: MatterLine
    said: tuple[Said, ...]
    standing: Standing
    world: Any
    actor: Actor
    at: datetime

    @property
    def last(self) -> Said:
        """The step just made."""
        return self.said[-1]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Something to be looked at beside a matter: a table with a sentence, no act of its own."""

    title: str
    note: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    empty: str = ""
    tone: str = "info"


Choices = tuple[tuple[str, str], ...]
Offering = Callable[[str], Choices]
"""What a field of a source offers, in one matter at one time for one reader."""


def _nothing(_: str) -> Choices:
    return ()


def by_source(
    offer: Callable[[str, MatterLine, tuple[Said, ...], Actor], Choices],
) -> Callable[[MatterLine, tuple[Said, ...], Actor], Offering]:
    """Return the choices of a matter whose fields have nothing to gather in common."""
    return lambda line, said, actor: lambda source: offer(source, line, said, actor)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a room above brings: its kind of matter, the world of a matter, its effects.

    ``world(line, said, on)`` gathers what guards ask of the rest of the office (a matter to be
    opened has ``key`` 0); ``effects`` writes the facts that follow, ``recount`` those that hold a
    day which the calendar has moved; ``members(taken)`` yields
    (user, name, part) the step makes; ``choices(line, said, actor)`` what the fields of each
    source offer, gathered once for all of them; ``panels(line, said, actor)`` what is shown
    beside; ``own_panels`` the same for the official himself.  ``kind_of`` gives the kind under the
    pack of a matter where the forms follow the pack; ``kind`` then is the same without any pack.
    ``opening`` completes what is to be opened from the first step asked for;
    ``asked(line, said, wanted)`` is the world where it depends on that step.
    """

    kind: Kind
    world: Callable[[MatterLine, tuple[Said, ...], date], Any]
    effects: Callable[[Taken], None] = lambda _: None
    recount: Callable[[Taken], None] = lambda _: None
    members: Callable[[Taken], tuple[tuple[int, str, str], ...]] = lambda _: ()
    choices: Callable[[MatterLine, tuple[Said, ...], Actor], Offering] = lambda *_: _nothing
    panels: Callable[[MatterLine, tuple[Said, ...], Actor], tuple[Panel, ...]] = lambda *_: ()
    own_panels: Callable[[MatterLine, tuple[Said, ...], Actor], tuple[Panel, ...]] = lambda *_: ()
    kind_of: Callable[[MatterLine], Kind] | None = None
    opening: Callable[[Opening, Wanted, Actor, datetime], Opening] | None = None
    asked: Callable[[MatterLine, tuple[Said, ...], Said], Any] | None = None

    def world_for(self, line: MatterLine, said: tuple[Said, ...], wanted: Said) -> Any:  # noqa: ANN401 (each kind's own)
        """Return the world in which a step is judged."""
        return self.asked(line, said, wanted) if self.asked else self.world(line, said, wanted.on)

    def kind_for(self, line: MatterLine) -> Kind:
        """Return the moves of this matter under its pack."""
        return self.kind_of(line) if self.kind_of else self.kind
