"""Channels, measures, procedures, aftercare, calendar and the life of a pack."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from biaochi.packs.shapes.base import (
    AmountText,
    Basis,
    DurationText,
    Formula,
    Label,
    Span,
    Strict,
    SubjectName,
)


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A reason family under which a person leaves or lowers a post, or how a case is found."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: str
    kind: Literal["leaving", "discovery", "source", "informant", "body"] = "leaving"
    basis: Basis | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A kind of measure; ``becomes`` maps it to a later version's measure from a day on.

    ``weight`` orders measures of one kind from light to heavy; without it they are not compared.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: str
    kind: Literal["adjustment", "reminder", "handling", "assignment", "positive", "other"] = (
        "adjustment"
    )
    lowers_post: bool | None = None
    regimes: tuple[str, ...] = ()
    in_force: Span | None = None
    becomes: str = ""
    becomes_from: str = ""
    weight: int | None = None
    basis: Basis | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A step of a procedure with its owner; ``gate`` marks the mandatory ones."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: str
    owner: str = ""
    gate: Literal[
        "", "motion", "verification", "hearing", "tolerance", "proposal", "decision", "service",
        "appeal",
    ] = ""  # fmt: skip
    published: bool = True
    papers: tuple[str, ...] = ()
    deadline: DurationText = ""
    guards: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    basis: Basis | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A table of stages in order; ``next`` names other ways on, else the following stage.

    A procedure with ``covers`` is a remedy: against which measures and results, for which
    ``regimes``.  Its stages are read by name: ``x`` asks for it, ``x-direct`` without the one
    before, ``x-obstacle`` after an obstacle, ``x-acceptance``, ``x-decision``, ``x-extension``,
    ``x-remand`` to deal with it again once it was sent back.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: Label
    basis: Basis
    stages: tuple[Stage, ...]
    declared_stages: int | None = None
    gates: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    body: str = ""
    quorum: AmountText | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AftercareField:
    """A mandatory heading of the aftercare plan, talk, re-check or file."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: str
    kind: Literal["plan", "talk", "recheck", "file", "assignment", "eligibility", "support"]
    owner: str = ""
    every: DurationText = ""
    basis: Basis | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Influence:
    """How long a measure bars promotion; without ``lasts`` the source leaves it open.

    Where several run at once, ``joined`` names the reading that says how they add up (options
    ``heaviest`` and ``together``) and ``longest`` what they come to at most.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    measure: str
    bars: str
    lasts: DurationText = ""
    longest: DurationText = ""
    joined: str = ""
    basis: Basis | None = None
    source: Literal["stated", "product", "unverified", "open"] = "stated"


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long records of a kind are kept after they are closed; without ``keeps`` it is open."""

    __pydantic_config__: ClassVar[Any] = Strict
    kind: Literal[
        "letter", "observation", "case", "resignation", "expiry", "remedy", "aftercare",
        "measure", "processing",
    ]  # fmt: skip
    keeps: DurationText = ""
    basis: Basis | None = None
    source: Literal["stated", "product", "unverified", "open"] = "stated"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Aftercare:
    """What follows an adjustment so that nobody is forgotten, and when records are let go.

    ``free``: channels whose measures have no influence period (one resigned, one fell ill).
    """

    __pydantic_config__: ClassVar[Any] = Strict
    fields: tuple[AftercareField, ...] = ()
    influence: tuple[Influence, ...] = ()
    free: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    retention: tuple[Retention, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A recurring duty: who owes what, how often, due how long after the interval ends."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: str
    of: SubjectName = "unit"
    where: Formula | None = None
    every: Literal["month", "quarter", "half", "year"]
    due: DurationText
    owner: str = ""
    basis: Basis | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """A recorded round of opinions on a draft."""

    __pydantic_config__: ClassVar[Any] = Strict
    on: str
    by: tuple[str, ...]
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Life:
    """The life of the pack itself."""

    __pydantic_config__: ClassVar[Any] = Strict
    drafted_by: tuple[str, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Where a pack keeps a requirement, or why it is not a pack's business."""

    __pydantic_config__: ClassVar[Any] = Strict
    where: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    later: str = ""
