"""What crosses the door of follow-up."""

from dataclasses import dataclass
from datetime import date

from biaochi.matters.shapes import MatterLine
from biaochi.procedure.barring import Measured, Timer
from biaochi.timeline import Duration
from biaochi.vocabulary.language import DurationUnit
from biaochi.vocabulary.words import zh


def spoken(length: str) -> str:
    """Return a length in Chinese: ``30 days`` is 30 日."""
    span = Duration.parse(length)
    return f"{span.count} {zh(DurationUnit, span.unit)}"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is in force about an official: measures, their timers, the matters they come from."""

    measures: tuple[Measured, ...] = ()
    timers: tuple[Timer, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    origins: tuple[tuple[str, str], ...] = ()

    def measure(self, code: str) -> Measured | None:
        """Return a measure by its code."""
        return next((m for m in self.measures if m.code == code), None)

    def timers_of(self, code: str) -> tuple[Timer, ...]:
        """Return the timers a measure takes part in."""
        return tuple(t for t in self.timers if code in t.covers)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One thing that bars an official today, in words: what, since, until, why."""

    label: str
    bars: str
    start: date
    until: date | None
    ends: str
    steps: tuple[str, ...]
    state: str
    source: str
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """An executed case whose plan is not in force: when it is due, what the draft still lacks."""

    case: MatterLine
    measure: str
    label: str
    on: date
    due_on: date
    steps: tuple[str, ...]
    plan: MatterLine | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """When somebody was last re-checked, when he is due again, who answers for it."""

    matter: MatterLine
    last_on: date | None
    due_on: date | None
    owner: str
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class Times:
    """How many officials, and how many times."""

    persons: int
    person_times: int


@dataclass(frozen=True, kw_only=True)
class Actors:
    """Which kinds of actor have talked with somebody: (label, owner, times, last day)."""

    matter: MatterLine
    rows: tuple[tuple[str, str, int, date | None], ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The kinds that have not talked with him at all."""
        return tuple(label for label, _, times, _ in self.rows if not times)


@dataclass(frozen=True, kw_only=True)
class Serving:
    """Where somebody is on a day, while he is followed up."""

    matter: MatterLine
    kind: str
    place: str
    work: str
    from_on: date
    owner: str


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The ledger at a date (动态台账): everybody followed up that day, and who is at which line."""

    on: date
    followed: tuple[MatterLine, ...]
    serving: tuple[Serving, ...]

    @property
    def at_the_front(self) -> int:
        """How many officials are at a front line or task that day, each counted once."""
        return len({s.matter.person for s in self.serving})

    @property
    def by_place(self) -> tuple[tuple[str, int], ...]:
        """How many officials are at each line."""
        places: dict[str, set[str]] = {}
        for s in self.serving:
            places.setdefault(s.place or s.kind, set()).add(s.matter.person)
        return tuple((place, len(people)) for place, people in sorted(places.items()))


@dataclass(frozen=True, kw_only=True)
class Lingering:
    """A matter that has been open too long, and whose it is."""

    matter: MatterLine
    owner: str
    days: int


@dataclass(frozen=True, kw_only=True)
class StockTake:
    """A period taken stock of (定期盘点): opened, closed, still open and since when.

    ``limit`` is the number of days after which a matter counts as lingering; ``by_product`` tells
    that the pack left it to the product.
    """

    first: date
    last: date
    opened: int
    closed: int
    open_at_end: int
    limit: int
    by_product: bool
    lingering: tuple[Lingering, ...]


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What default views leave out about somebody: codes of matters and of measures."""

    matters: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.matters or self.measures)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How long records of a kind are kept: blank where no rule says so."""

    kind: str
    label: str
    keeps: str
    basis: str
    source: str
    note: str

    @property
    def spoken(self) -> str:
        """The length in Chinese."""
        return spoken(self.keeps)


@dataclass(frozen=True, kw_only=True)
class Expired:
    """A closed matter past its retention, for a person to decide about."""

    matter: MatterLine
    rule: Kept
    kept_until: date
