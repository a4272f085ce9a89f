"""Worked examples beside a pack: given facts and what must come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from biaochi.packs.shapes.base import Strict

InlineFacts = Mapping[str, tuple[Mapping[str, str], ...]]


@dataclass(frozen=True, kw_only=True)
class ExpectedQuantity:
    """A value as exact text, or ``undetermined``."""

    __pydantic_config__: ClassVar[Any] = Strict
    subject: str
    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class ExpectedEffect:
    """A suggested effect of that kind (and object), with what it must say."""

    __pydantic_config__: ClassVar[Any] = Strict
    kind: str
    what: str | None = None
    begins: str | None = None
    ends: str | None = None
    amount: str | None = None
    measures: tuple[str, ...] | None = None
    choices: tuple[str, ...] | None = None
    blocked_by: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ExpectedFinding:
    """What one rule says about one subject."""

    __pydantic_config__: ClassVar[Any] = Strict
    subject: str
    rule: str
    verdict: Literal["met", "not_met", "undetermined", "not_in_force"]
    effects: tuple[ExpectedEffect, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectedMonitor:
    """The unrounded reference figure of one group beside the actual one."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    group: str = ""
    figure: str | None = None
    actual: str | None = None
    pool: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ExpectedStatistic:
    """What the parts of a total leave."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    total: str | None = None
    remainder: str | None = None


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """Everything an example claims; ``refused`` is the code when the facts must be refused."""

    __pydantic_config__: ClassVar[Any] = Strict
    quantities: tuple[ExpectedQuantity, ...] = ()
    findings: tuple[ExpectedFinding, ...] = ()
    monitors: tuple[ExpectedMonitor, ...] = ()
    statistics: tuple[ExpectedStatistic, ...] = ()
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Example:
    """One example; ``facts`` are rows written here, or ``folder`` for the folder of its name."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    title: str
    period: str
    expect: Expectation
    facts: InlineFacts | Literal["folder"] = field(default_factory=dict)
    requirement: tuple[str, ...] = ()
    as_of: str = ""
    known_by: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
