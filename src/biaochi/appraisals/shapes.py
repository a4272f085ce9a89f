"""What crosses the door of appraisals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from biaochi.batch.assess import Result
from biaochi.vocabulary import office

GROUP = "group:"
"""A figure whose name begins so says in which comparison group a subject stands."""


Keyed = tuple[str, tuple[int, int], tuple[str, str | None, str | None, str | None, str | None]]
"""A line before it is shown: group, (place, how many share it), (code, value, name, unit, tier)."""

DUE_STATES: Mapping[str, str] = {
    "done": "已报", "late": "迟报", "overdue": "逾期", "waiting": "未到期",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PackLine:
    """A pack as it was taken in."""

    ident: int
    code: str
    title: str
    digest: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class PeriodLine:
    """An appraisal of a part of the tree under one version of a pack."""

    ident: int
    name: str
    title: str
    unit: str
    unit_name: str
    pack: PackLine
    as_of: date | None
    state: str
    opened_by: str
    opened_at: datetime
    version: int
    runs: int = 0

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return office.chinese(office.PERIOD_STATES, self.state)

    @property
    def is_open(self) -> bool:
        """Tell whether runs may still be added."""
        return self.state == "open"


@dataclass(frozen=True, kw_only=True)
class RunColumn:
    """A quantity of a run: what it is called, in what unit, whose it is, how it is ordered.

    ``blank`` of ``total`` subjects have no value, as something is missing.
    """

    name: str
    label: str
    of: str
    kind: str
    unit: str = ""
    clause: str = ""
    order: tuple[str, ...] = ()
    blank: int = 0
    total: int = 0


@dataclass(frozen=True, kw_only=True)
class RunGroup:
    """A comparison group of the pack: what it is called and what makes it."""

    name: str
    label: str
    of: str


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """One computation and what it was made from."""

    ident: int
    number: int
    period: PeriodLine
    as_of: date
    known_by: datetime
    facts_digest: str
    results_digest: str
    engine: str
    people: int
    by: str
    at: datetime
    columns: tuple[RunColumn, ...] = ()
    groups: tuple[RunGroup, ...] = ()
    monitors: tuple[Mapping[str, Any], ...] = ()
    questions: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[Mapping[str, Any], ...] = ()

    def column(self, name: str) -> RunColumn | None:
        """Return the column of that name."""
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, kw_only=True)
class Value:
    """One quantity of one subject, as it is shown."""

    name: str
    label: str
    text: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A line of a ranking: place among those who have a value; equal values share a place."""

    kind: str
    code: str
    name: str
    unit: str
    tier: str
    group: str
    text: str
    place: int | None = None
    tied: int = 1


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """A quantity within groups, those without a value apart."""

    column: RunColumn
    group: RunGroup | None
    lines: tuple[Keyed, ...]
    undetermined: tuple[Keyed, ...]
    units: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many subjects have a value or lie in a span of values."""

    label: str
    count: int
    percent: str = ""


@dataclass(frozen=True, kw_only=True)
class Due:
    """What one unit owes for one interval of a duty."""

    unit: str
    unit_name: str
    kind: str
    period: str
    due_on: date | None
    done_on: date | None
    nil: bool
    state: str

    @property
    def word(self) -> str:
        """How it stands, in Chinese."""
        return "零报告" if self.nil and self.state == "done" else DUE_STATES[self.state]


@dataclass(frozen=True, kw_only=True)
class Lack:
    """Something that is missing, for how many of how many."""

    label: str
    missing: int
    of: int
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class Board:
    """What is in and what is missing for a period."""

    intervals: tuple[tuple[str, str, str], ...]
    units: tuple[tuple[str, str, tuple[Due | None, ...]], ...]
    components: tuple[Lack, ...]
    undetermined: tuple[Lack, ...]
    unverified: int
    overdue: int
    owed: int
    done: int


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A run that was computed and stored but is not yet visible, with what the engine said."""

    run: int
    period: int
    unit: int
    result: Result
    people: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
