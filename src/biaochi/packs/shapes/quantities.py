"""Quantities: one operator each, composable by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from biaochi.packs.shapes.base import (
    AmountText,
    Basis,
    DurationText,
    Formula,
    Missing,
    Rounding,
    Strict,
    SubjectName,
)


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What every quantity has.  ``of``: whose it is.

    ``scale``/``rounding``: places kept, else exact (or the pack's where a division happens).
    """

    __pydantic_config__: ClassVar[Any] = Strict
    of: SubjectName = "person"
    label: str = ""
    unit: str = ""
    scale: int | None = None
    rounding: Rounding | None = None
    basis: Basis | None = None
    internal: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Collect(Quantity):
    """Aggregate rows of a table or catalogue that concern the subject.

    ``op: what`` is e.g. ``sum: value``, ``count: rows``, ``distinct: event``, ``latest: value``.
    From a catalogue ``value`` is the row's magnitude, or its item's points times ``count``.
    ``over`` is the window.  ``each`` aggregates first per item/aspect/month/quarter/half/…,
    caps each at ``cap`` (an amount, or ``catalogue``), then combines by ``then``.
    ``through`` follows a relation: the rows of the related subjects.
    """

    op: Literal[
        "sum", "count", "distinct", "mean", "trimmed_mean", "min", "max",
        "first", "latest", "exists",
    ]  # fmt: skip
    what: str
    from_: str
    over: Any = "period"
    where: Formula | None = None
    each: str | None = None
    cap: AmountText | None = None
    then: Literal["sum", "max", "min", "count", "mean"] = "sum"
    trim: int = 1
    empty: Literal["zero", "undetermined"] | None = None
    at_least: AmountText | None = None
    at_most: AmountText | None = None


@dataclass(frozen=True, kw_only=True)
class Score(Quantity):
    """The graded component of that name for the period; no row is undetermined."""

    score: str
    kind: Literal["number", "label"] = "number"
    years_back: int = 0


@dataclass(frozen=True, kw_only=True)
class Compute(Quantity):
    """A formula over quantities, parameters and attributes of the same subject."""

    formula: Formula


@dataclass(frozen=True, kw_only=True)
class Choose(Quantity):
    """One formula per option of a reading."""

    choose: str
    options: Mapping[str, Formula]


@dataclass(frozen=True, kw_only=True)
class Weighted(Quantity):
    """A weighted sum whose weights total 100 %; ``missing`` says what a missing part does."""

    weighted: Mapping[str, AmountText]
    missing: Missing


@dataclass(frozen=True, kw_only=True)
class BySheet(Quantity):
    """The weighted sum of whichever sheet applies; none or two sheets: undetermined."""

    by_sheet: tuple[str, ...]
    missing: Missing


@dataclass(frozen=True, kw_only=True)
class Votes(Quantity):
    """From a ballot: ``votes`` of options, ``valid``, ``cast`` or ``eligible`` (a count)."""

    votes: tuple[str, ...] | Literal["valid", "cast", "eligible"]
    from_: str
    rater_groups: tuple[str, ...] = ()
    suppress_below: AmountText | None = None


@dataclass(frozen=True, kw_only=True)
class VoteShare(Quantity):
    """The share of options over valid, cast or eligible votes, kept as a pair of integers."""

    share: tuple[str, ...]
    from_: str
    base: Literal["valid", "cast", "eligible"]
    rater_groups: tuple[str, ...] = ()
    suppress_below: AmountText | None = None


@dataclass(frozen=True, kw_only=True)
class OptionMean(Quantity):
    """The mean of option values over valid votes, optionally weighted by rater group.

    ``weights`` total 100 %.  A group with fewer than ``merge_below`` valid votes is merged into
    ``merge_into``; ``missing`` says what an empty group does.
    """

    option_mean: Mapping[str, AmountText]
    from_: str
    weights: Mapping[str, AmountText] = field(default_factory=dict)
    merge_below: AmountText | None = None
    merge_into: str = ""
    missing: Missing = "block"
    suppress_below: AmountText | None = None


@dataclass(frozen=True, kw_only=True)
class Rank(Quantity):
    """Place in a group. ``ties``: ``min`` 1,2,2,4 · ``dense`` 1,2,2,3 · ``max`` 1,3,3,4."""

    rank: str
    within: str
    order: Literal["desc", "asc"]
    ties: Literal["min", "dense", "max"]
    missing: Missing = "block"


@dataclass(frozen=True, kw_only=True)
class Last(Quantity):
    """Whether the subject is last (worst by ``order``) in a group of more than one."""

    last: str
    within: str
    joint: Literal["counts", "not"]
    order: Literal["desc", "asc"] = "desc"
    missing: Missing = "block"


@dataclass(frozen=True, kw_only=True)
class Bottom(Quantity):
    """Whether the subject is among the last ``places`` places (ties at the edge by ``ties``)."""

    bottom: str
    within: str
    places: AmountText
    ties: Literal["all_in", "all_out"] = "all_in"
    order: Literal["desc", "asc"] = "desc"
    missing: Missing = "block"


@dataclass(frozen=True, kw_only=True)
class Relative(Quantity):
    """The value relative to the group's best, mean or median, times ``times``."""

    relative: str
    to: Literal["best", "mean", "median"]
    within: str
    times: AmountText = "1"
    order: Literal["desc", "asc"] = "desc"
    missing: Missing = "block"


@dataclass(frozen=True, kw_only=True)
class GroupFigure(Quantity):
    """A figure of the group shown to each member: size, best, worst, mean, median, total."""

    group: Literal["size", "best", "worst", "mean", "median", "total"]
    within: str
    by: str = ""
    order: Literal["desc", "asc"] = "desc"
    missing: Missing = "block"


@dataclass(frozen=True, kw_only=True)
class Percentile(Quantity):
    """The share of the group's other members strictly worse off, as a pair of integers."""

    percentile: str
    within: str
    order: Literal["desc", "asc"] = "desc"
    missing: Missing = "block"


@dataclass(frozen=True, kw_only=True)
class RankScore(Quantity):
    """A score from a place: ``first`` minus ``step`` per place after the first."""

    rank_score: str
    first: AmountText
    step: AmountText
    at_least: AmountText | None = None


@dataclass(frozen=True, kw_only=True)
class Band:
    """One interval with explicit ends and what it gives; ``when`` is an extra condition."""

    __pydantic_config__: ClassVar[Any] = Strict
    at_least: AmountText | None = None
    above: AmountText | None = None
    at_most: AmountText | None = None
    below: AmountText | None = None
    when: Formula | None = None
    gives: str
    basis: Basis | None = None


@dataclass(frozen=True, kw_only=True)
class Override:
    """A condition that replaces the table's answer; the first that holds wins, in order."""

    __pydantic_config__: ClassVar[Any] = Strict
    when: Formula
    gives: str
    basis: Basis | None = None


@dataclass(frozen=True, kw_only=True)
class Bands:
    """``on`` a quantity: a table of intervals, and overriding conditions."""

    __pydantic_config__: ClassVar[Any] = Strict
    on: str
    table: tuple[Band, ...]
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Map(Quantity):
    """A value or grade by bands.  A gap gives undetermined and is reported at load."""

    bands: Bands


@dataclass(frozen=True, kw_only=True)
class Lookup(Quantity):
    """A table from a label to a number or label; ``otherwise`` for labels not listed."""

    lookup: str
    table: Mapping[str, str]
    otherwise: str | None = None


@dataclass(frozen=True, kw_only=True)
class Quota(Quantity):
    """Is the subject within the share of its group, best first?  ``only``: who may be chosen.

    The share is taken of all comparable members.  ``ties`` at the edge: all in, all out, or
    stop and ask (undetermined).  Rounding of the number of places is always stated.
    """

    quota: str
    within: str
    share: AmountText
    places: Literal["floor", "ceil", "half_up", "largest_remainder"]
    ties: Literal["all_in", "all_out", "ask"]
    only: Formula | None = None
    order: Literal["desc", "asc"] = "desc"
    missing: Missing = "block"


@dataclass(frozen=True, kw_only=True)
class Roll(Quantity):
    """Bring a quantity of related subjects to this one.

    ``each_event: once`` goes back to the rows under a collected quantity, so that one event
    carried by several people travels once.  ``take`` combines; ``share`` scales the result.
    """

    roll: str
    from_: str
    take: Literal["sum", "mean", "min", "max", "count", "any", "all"] = "sum"
    share: AmountText = "1"
    each_event: Literal["once", "each"] = "each"
    missing: Missing = "block"


@dataclass(frozen=True, kw_only=True)
class Earlier(Quantity):
    """The decided result ``years`` years back; no row: undetermined."""

    earlier: str
    years: AmountText = "1"
    kind: Literal["number", "label", "flag"] = "number"


@dataclass(frozen=True, kw_only=True)
class Change(Quantity):
    """This period's value minus the decided result ``years`` back."""

    change: str
    years: AmountText = "1"


@dataclass(frozen=True, kw_only=True)
class Pattern(Quantity):
    """Conditions over successive years, oldest first, the last one this year.

    A name in a condition is this pack's quantity: this year's value, earlier years' decided
    result.  ``ungraded_year`` (a result row with neither value nor label): breaks, skips, asks.
    """

    pattern: tuple[Formula, ...]
    ungraded_year: Literal["breaks", "skips", "asks"]
    look_back: int | None = None


@dataclass(frozen=True, kw_only=True)
class Streak(Quantity):
    """The condition held ``times`` years running, this year included."""

    streak: Formula
    times: AmountText
    ungraded_year: Literal["breaks", "skips", "asks"]
    look_back: int | None = None


@dataclass(frozen=True, kw_only=True)
class Deadline(Quantity):
    """The last day to act: a date plus a duration; counting starts the day after."""

    deadline: Formula
    after: DurationText


@dataclass(frozen=True, kw_only=True)
class Service(Quantity):
    """Days or whole months in posts that satisfy ``where``, overlaps counted once, to ``as_of``."""

    service: Literal["days", "months", "years"]
    where: Formula | None = None


@dataclass(frozen=True, kw_only=True)
class Terms(Quantity):
    """Number of terms of ``length`` served in posts satisfying ``where``.

    ``partial``: a part term ``counts``, does ``not``, or counts from ``half`` a term.
    """

    terms: DurationText
    where: Formula | None = None
    partial: Literal["counts", "not", "half"]


AnyQuantity = (
    Collect | Score | Compute | Choose | Weighted | BySheet | Votes | VoteShare | OptionMean
    | Rank | Last | Bottom | Relative | GroupFigure | Percentile | RankScore | Map | Lookup
    | Quota | Roll | Earlier | Change | Pattern | Streak | Deadline | Service | Terms
)  # fmt: skip
