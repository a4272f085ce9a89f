"""What crosses the door of remedies."""

from dataclasses import dataclass, field
from datetime import date, datetime

from biaochi.appraisals.overturning import Knew
from biaochi.findings.overturning import Rested
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.remedying import Original
from biaochi.procedure.remedyways import Against


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Somebody who had a hand in what a remedy is against: by account, person and name."""

    user: int
    name: str
    what: str
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a remedy is against, as far as the office keeps it.

    ``chain``: the matters it came from, the nearest first; ``root``: the matter that left the
    measure; ``evidence``: what it rests on, or is; ``facts``: what the page shows of it.
    """

    key: str
    label: str
    against: Against
    original: Original = field(default_factory=Original)
    chain: tuple[MatterLine, ...] = ()
    root: MatterLine | None = None
    evidence: tuple[str, ...] = ()
    hands: tuple[Hand, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


UNSTATED = "期限以受理机关的规定为准"
"""Within what time, where no rule says so and a statute may."""

UNLIMITED = "没有期限限制"
"""The same of a way the house gives itself: it is never late."""


@dataclass(frozen=True, kw_only=True)
class OpenWay:
    """A way that is open against something: to whom, until when, and how that day was found.

    ``length`` is how long it is open, in words; blank where nobody stated it.
    """

    id: str
    label: str
    standing: str
    given: str
    body: str
    length: str
    due_on: date | None
    steps: tuple[str, ...]
    provisional: bool
    confidence: str
    clause: str
    answer_within: str
    note: str

    @property
    def unstated(self) -> str:
        """What a notice says of its time, where nobody stated any."""
        return UNLIMITED if self.standing == "内部" else UNSTATED


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision that was served on an official: in which matter, when, what is open to him."""

    matter: MatterLine
    served_on: date
    ways: tuple[OpenWay, ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of facts a remedy takes back, or would."""

    kind: str
    code: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A matter in which something is quoted: in which step, what."""

    matter: MatterLine
    step: int
    label: str
    what: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Dependents:
    """Everything that reckoned with what a remedy takes back."""

    rows: tuple[Row, ...] = ()
    runs: tuple[Knew, ...] = ()
    findings: tuple[Rested, ...] = ()
    matters: tuple[Quoted, ...] = ()
    taken_back_at: datetime | None = None

    @property
    def open_periods(self) -> dict[int, str]:
        """The open appraisals that have to be computed again."""
        return {r.period: r.title for r in self.runs if r.is_open}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Remedies of one way with one outcome: how many, by how many persons."""

    way: str
    outcome: str
    times: int
    persons: int
