"""The pack as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from biaochi.packs.shapes.base import (
    Attribute,
    Ballot,
    Document,
    Group,
    NamedList,
    Numeric,
    Parameter,
    Reading,
    Relation,
    Source,
    Span,
    Strict,
    Subject,
)
from biaochi.packs.shapes.catalogues import Catalogue, Sheet
from biaochi.packs.shapes.procedures import (
    Aftercare,
    Channel,
    Coverage,
    Duty,
    Life,
    Measure,
    Procedure,
)
from biaochi.packs.shapes.quantities import AnyQuantity
from biaochi.packs.shapes.rules import ExceptionRule, Monitor, Rule, Statistic


@dataclass(frozen=True)
class Mark:
    """A place in a file: 1-based line and column."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A loaded policy pack.  ``marks`` maps a dotted path to the place it was written."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    title: str
    in_force: Span
    documents: tuple[Document, ...]
    authority: str = ""
    summary: str = ""
    regime: tuple[str, ...] = ()
    numeric: Numeric = field(default_factory=Numeric)
    life: Life = field(default_factory=Life)
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    requires_prior_intervention: bool | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    lists: Mapping[str, NamedList] = field(default_factory=dict)
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    quantities: Mapping[str, AnyQuantity] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    exceptions: Mapping[str, ExceptionRule] = field(default_factory=dict)
    monitors: Mapping[str, Monitor] = field(default_factory=dict)
    statistics: Mapping[str, Statistic] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    measures: tuple[Measure, ...] = ()
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    aftercare: Aftercare = field(default_factory=Aftercare)
    calendar: tuple[Duty, ...] = ()
    digest: str = ""
    marks: Mapping[str, Mark] = field(default_factory=dict)
