"""What procedures are made of: moves with their fields, what was said, what is lacking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from biaochi.errors import Problem
from biaochi.vocabulary.limits import LONGEST_TEXT

FieldKind = Literal[
    "line", "text", "day", "number", "flag", "choice", "many", "names", "points", "answers", "votes"
]
"""How a field is written as plain JSON.

line, text: a string · day: an ISO date · number: an integer ≥ 0 · flag: true or false · choice: a
key · many: a list of keys · names: a list of strings · points: a list of strings, numbered from 1 ·
answers: a list of {point, accepted, answer} · votes: {for, against, abstained}.
"""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing a move asks for.

    ``source`` names the choices the office knows (``measures``, ``channels``, ``grounds``,
    ``evidence``, ``cited``, ``findings``, ``points``, ``users``); ``choices`` are fixed ones.  What
    is not ``own`` is never shown to the person the matter is about.  ``readers``: the roles that
    read it beside himself; none named: whoever sees the matter.
    """

    name: str
    label: str
    kind: FieldKind = "line"
    required: bool = True
    own: bool = True
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    source: str = ""
    longest: int = LONGEST_TEXT
    readers: frozenset[str] = frozenset()

    def is_read_by(self, roles: frozenset[str]) -> bool:
        """Tell whether somebody of these roles reads what was written here about another."""
        return not self.readers or bool(self.readers & roles)


@dataclass(frozen=True, kw_only=True)
class Move:
    """One act of a procedure: who may do it (roles of access), what it asks for, what it yields.

    ``gate`` is the gate it belongs to; ``papers`` are the documents it calls for; ``own`` moves are
    the person's, done from his page; ``tells`` moves are shown to him.  ``warns`` says what follows
    and cannot be taken back; whoever makes such a move confirms it.
    """

    id: str
    label: str
    roles: frozenset[str]
    fields: tuple[Field, ...] = ()
    gate: str = ""
    help: str = ""
    papers: tuple[str, ...] = ()
    closes: bool = False
    tells: bool = False
    warns: str = ""

    @property
    def own(self) -> bool:
        """Tell whether the person himself may do it."""
        return "self" in self.roles


@dataclass(frozen=True, kw_only=True)
class By:
    """Who does a move: the user, his roles of the moment, and whom he is among the officials."""

    user: int
    name: str
    person: str = ""
    roles: frozenset[str] = frozenset()

    def is_same(self, other: "By | None") -> bool:
        """Tell whether this is one person: by account, by official, and else by name.

        Of a second account it may not be known whose it is, so a name alone counts until both
        accounts say which official they belong to.
        """
        if other is None:
            return False
        if self.user == other.user:
            return True
        if self.person and other.person:
            return self.person == other.person
        return self.name == other.name

    def seen_as(self, other: "By | None") -> str:
        """Return the name, and what to do where nothing but the name makes it one person."""
        if other is None or self.user == other.user or (self.person and other.person):
            return self.name
        return f"{self.name}（与另一账号同名；不是同一人的，请在两个账号上登记各自是哪一位）"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One move that was made: its number from 1, on which day, by whom, with which content."""

    number: int
    move: str
    on: date
    by: By
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A day worked out, and how; ``provisional`` while a year it crosses is not confirmed."""

    start: date
    due: date
    length: str
    steps: tuple[str, ...]
    provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Something that is due: what, by whom, when and why then; ``met_on``: when it was done.

    What happens when it runs out is told (``then``); a clock by itself changes nothing.
    """

    key: str
    label: str
    owner: str
    deadline: Deadline
    then: str
    met_on: date | None = None


RIGHTS = frozenset({"answer", "file", "next"})
"""Keys of clocks that run for what the official may do and need not: these are never overdue."""


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A move a matter waits for, and why now; ``apart``: users who may not be the ones to make it.

    It is for lists of what is to do: whether a move is legal is told by the guards alone.
    """

    move: str
    why: str
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a matter stands, for everybody who shows it; kinds of matter extend it.

    ``since``: the day each stage was entered, where its kind tells; ``missed``: stages it ended
    without.
    """

    stage: str
    stage_label: str
    is_open: bool
    outcome: str = ""
    told_on: date | None = None
    since: Mapping[str, date] | None = None
    missed: frozenset[str] = frozenset()


Fold = Callable[[Sequence[Said], Any], Any]
Lacks = Callable[[Any, Said, Any], Sequence[Problem]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of matter as one table.

    ``fold(said, world)`` works out the standing; ``lacks(standing, wanted, world)`` says all that
    stands in the way of a move beyond its roles and fields; ``clocks(standing, world)`` what is
    due; ``stages(world)`` the stage bar: (id, label) in order; ``awaits(standing, world)`` the
    moves that come next.  ``first`` is the move that opens such a matter.
    """

    id: str
    label: str
    first: str
    moves: Mapping[str, Move]
    fold: Fold
    lacks: Lacks
    clocks: Callable[[Any, Any], tuple[Clock, ...]]
    stages: Callable[[Any], tuple[tuple[str, str], ...]]
    awaits: Callable[[Any, Any], tuple[Awaited, ...]] = lambda *_: ()
