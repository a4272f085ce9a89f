"""Coded lists and assessment sheets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from biaochi.packs.shapes.base import (
    AmountText,
    Basis,
    Formula,
    Label,
    Strict,
    SubjectName,
)


@dataclass(frozen=True, kw_only=True)
class Aspect:
    """A heading of a catalogue; ``within`` makes a hierarchy."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: str = ""
    within: str = ""
    published: bool = True
    items: int | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """One coded clause.  ``published: false`` is a slot whose text the source does not give."""

    __pydantic_config__: ClassVar[Any] = Strict
    code: str
    label: str = ""
    aspect: str = ""
    points: AmountText | None = None
    cap: AmountText | None = None
    kind: Literal["quantitative", "qualitative", "listed"] = "listed"
    evidence: str = ""
    checklist: tuple[str, ...] = ()
    precedents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published: bool = True
    sensitive: bool = False
    scored: bool = True
    basis: Basis | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Slots:
    """A run of unpublished items: codes ``prefix`` + ``first`` … ``last`` (width of ``first``)."""

    __pydantic_config__: ClassVar[Any] = Strict
    prefix: str
    first: str
    last: str
    aspect: str = ""
    points: AmountText | None = None
    cap: AmountText | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """A coded list with the counts its source declares.

    ``sign`` says what a number on it does: ``takes`` away, ``adds``, or ``either``.
    ``negative_only`` refuses positive published points.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: Label
    basis: Basis | None = None
    declared_items: int | None = None
    declared_aspects: int | None = None
    sign: Literal["takes", "adds", "either"] = "either"
    negative_only: bool = False
    incomplete: bool = False
    sensitive: bool = False
    aspects: tuple[Aspect, ...] = ()
    items: tuple[Item, ...] = ()
    slots: tuple[Slots, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An assessment sheet: whom it applies to, common ∪ feature headings, weights of components."""

    __pydantic_config__: ClassVar[Any] = Strict
    label: str
    of: SubjectName = "person"
    applies: Formula
    common: tuple[str, ...] = ()
    feature: tuple[str, ...] = ()
    weights: Mapping[str, AmountText] = field(default_factory=dict)
    basis: Basis | None = None
