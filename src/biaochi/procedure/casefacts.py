"""What a case knows of the rest of the office, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from biaochi.packs.shapes import Measure
from biaochi.procedure.course import Course
from biaochi.procedure.deadlines import Calendar
from biaochi.procedure.remedyways import Way
from biaochi.procedure.shapes import By, Deadline, Standing
from biaochi.procedure.weighing import Weighed


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of evidence as it stands: its item, the rules whose findings cite it, who told."""

    status: str
    item: str = ""
    rules: frozenset[str] = frozenset()
    reporter: By | None = None


@dataclass(frozen=True, kw_only=True)
class Protection:
    """Something that protects the official now: what ends his post, or whatever moves him."""

    label: str
    basis: str
    blocks: Literal["ending", "moving"] = "ending"
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Decided:
    """Another case of his that was decided and stands: what was upheld, on which evidence."""

    on: date
    upheld: frozenset[str]
    cited: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class CaseWorld:
    """What the guards of a case ask of the office on a day.

    ``findings`` maps findings to their rules, ``taken`` are those taken up; ``relatives`` maps
    officials to what they are to this one; ``heads`` are the names of heads, whose recusal is
    answered from above; ``reviewed``: rules under review of their legality; ``proposable``:
    measures outside the usual kinds that a rule of the pack proposes; ``similar``: the measures in
    earlier cases on the same grounds; ``decided``: his own cases whose decision stands, from the
    verification until the decision; ``usual_share``: heavier than this share of them wants
    reasons; ``ways``: the remedies that hold for him; ``overturned``: a remedy revoked or altered
    what was done here.
    """

    today: date
    course: Course
    calendar: Calendar = field(default_factory=Calendar)
    person: str = ""
    name: str = ""
    regime: str = ""
    measures: Mapping[str, Measure] = field(default_factory=dict)
    weights: Mapping[str, Weighed] = field(default_factory=dict)
    channels: frozenset[str] = frozenset()
    findings: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    protections: tuple[Protection, ...] = ()
    relatives: Mapping[str, str] = field(default_factory=dict)
    heads: frozenset[str] = frozenset()
    users: Mapping[str, str] = field(default_factory=dict)
    prior_missing: bool = False
    reviewed: frozenset[str] = frozenset()
    proposable: frozenset[str] = frozenset()
    similar: tuple[str, ...] = ()
    decided: tuple[Decided, ...] = ()
    ways: Mapping[str, Way] = field(default_factory=dict)
    usual_share: tuple[int, int] = (1, 1)
    overturned: bool = False


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A request that somebody be recused, and whether it was answered."""

    whom: str
    reason: str
    answered: bool = False


@dataclass(frozen=True, kw_only=True)
class Plea:
    """His request that what he did be tolerated, and what the review answered; blank: not yet."""

    reason: str
    reply: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseFile(Standing):
    """Where a case stands, worked out from what was said.

    ``done`` holds the gates dealt with, ``places`` the stages; ``place`` the present one.
    ``lost``: grounds upheld whose evidence no longer counts.  ``ending``: why it can only be
    closed now.  ``left``: of what was decided, the changes not yet made.  ``opposed``: the proposal
    he first spoke against, as long as no ground was added.
    """

    opener: By | None = None
    channel: str = ""
    discovery: str = ""
    findings: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    declared: Mapping[int, str] = field(default_factory=dict)
    recused: Mapping[int, str] = field(default_factory=dict)
    recused_names: frozenset[str] = frozenset()
    asks: tuple[Ask, ...] = ()
    referral: str = ""
    flagged: bool = False
    upheld: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    verified_on: date | None = None
    told: frozenset[str] = frozenset()
    answer_by: Deadline | None = None
    spoken: bool = False
    waived: bool = False
    heard_on: date | None = None
    points: tuple[str, ...] = ()
    answered: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    pleas: tuple[Plea, ...] = ()
    assessment: Mapping[str, Any] | None = None
    proposal: Mapping[str, Any] | None = None
    proposed_on: date | None = None
    opposed: Mapping[str, Any] | None = None
    meeting: Mapping[str, Any] | None = None
    recorder: By | None = None
    confirmed_on: date | None = None
    served: Mapping[str, Any] | None = None
    executed: frozenset[str] = frozenset()
    left: tuple[str, ...] = ()
    ending: str = ""
    referred: bool = False
    done: frozenset[str] = frozenset()
    places: frozenset[int] = frozenset()
    place: int = 0
    passes: bool = False
    times: tuple[tuple[int, date, date | None], ...] = ()

    @property
    def open_points(self) -> tuple[int, ...]:
        """The numbers of points nobody answered yet."""
        return tuple(n for n in range(1, len(self.points) + 1) if n not in self.answered)

    @property
    def open_pleas(self) -> tuple[Plea, ...]:
        """His requests for tolerance the review has not answered yet."""
        return tuple(p for p in self.pleas if not p.reply)

    @property
    def unanswered_asks(self) -> tuple[Ask, ...]:
        """The requests for recusal nobody answered yet."""
        return tuple(a for a in self.asks if not a.answered)
