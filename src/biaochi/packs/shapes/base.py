"""Texts, spans, parameters, readings, groups, relations: what the rest of a pack names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

Strict = {"extra": "forbid"}
Formula = str
AmountText = str
DurationText = str
SubjectName = str
Missing = Literal["block", "zero", "renormalise", "exclude"]
Rounding = Literal["half_up", "half_even", "floor", "ceil"]


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name in both languages; ``zh`` is what officers read."""

    __pydantic_config__: ClassVar[Any] = Strict
    zh: str
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Where a rule or number is written: document id and clause.  A bare text is the clause."""

    __pydantic_config__: ClassVar[Any] = Strict
    document: str = ""
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days on which something is in force: first day, last day included (blank: open)."""

    __pydantic_config__: ClassVar[Any] = Strict
    from_: str = ""
    to: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A source the pack quotes."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    title: str
    issued: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Numeric:
    """Decimal places and rounding used wherever the pack divides, and the bounds of facts.

    ``largest``: greatest magnitude of one recorded value.  ``rows``: most rows one subject can
    have in one table.  Both are enforced on facts and used to prove that nothing overflows.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    scale: int = 2
    rounding: Rounding | None = None
    largest: AmountText = "1000000"
    rows: AmountText = "10000"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number, duration, date or label the source gives a name; ``values`` dates its history.

    Without value it is *open*: whatever needs it is undetermined and listed as a question.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    value: AmountText | None = None
    values: Mapping[str, AmountText] = field(default_factory=dict)
    unit: str = ""
    label: str = ""
    basis: Basis | None = None
    source: Literal["stated", "product", "unverified", "open"] = "stated"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A question the source leaves open, its possible answers and the one chosen."""

    __pydantic_config__: ClassVar[Any] = Strict
    asks: str
    options: Mapping[str, str]
    basis: Basis | None = None
    chosen: str | None = None
    chosen_by: Literal["source", "product", "county"] = "county"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """A comparison group: subjects with equal attribute values; ``members``: who is comparable."""

    __pydantic_config__: ClassVar[Any] = Strict
    of: SubjectName = "person"
    by: tuple[str, ...] = ()
    label: str = ""
    members: Formula | None = None


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """A column of people, units or posts that rules may name."""

    __pydantic_config__: ClassVar[Any] = Strict
    of: SubjectName = "person"
    kind: Literal["flag", "label", "number", "date"] = "label"
    from_: Literal["people", "units", "posts"] = "people"
    label: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A way from one subject to others, along which values travel.

    ``members`` unit → people holding a current post there · ``posts_held`` person → units ·
    ``colleagues`` person → other people of the units where he holds a post satisfying ``mine`` ·
    ``line`` person → units he leads by line · ``line_members`` person → people of those units ·
    ``links`` rows of the links table of one ``kind`` (``reversed``: against their direction) ·
    ``parent``/``children``/``descendants`` unit → units · ``named`` a declared subject → the
    people or units named on its evidence.  ``where`` filters the far end's rows.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    of: SubjectName
    to: SubjectName
    by: Literal[
        "members", "posts_held", "colleagues", "line", "line_members",
        "links", "parent", "children", "descendants", "named",
    ]  # fmt: skip
    kind: str = ""
    reversed: bool = False
    mine: Formula | None = None
    where: Formula | None = None
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something beside people and units that is judged: a matter, an incident (evidence column)."""

    __pydantic_config__: ClassVar[Any] = Strict
    key: Literal["matter", "incident", "round"]
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """Which tallied votes a name stands for: the question and its options."""

    __pydantic_config__: ClassVar[Any] = Strict
    question: str
    options: tuple[str, ...]
    label: str = ""
    where: Formula | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """The pack's own name for a filtered table, usable after ``from``."""

    __pydantic_config__: ClassVar[Any] = Strict
    table: str
    where: Formula | None = None
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class NamedList:
    """A list a finding can put someone on, and who may see it."""

    __pydantic_config__: ClassVar[Any] = Strict
    label: str
    scope: str = ""
    basis: Basis | None = None
