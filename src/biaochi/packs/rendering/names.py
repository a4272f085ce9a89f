"""Labels for everything a pack names, so that no identifier reaches the prose."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from biaochi.packs.shapes import Basis, Pack, Span
from biaochi.vocabulary.columns import COLUMNS, FUNCTIONS, TABLES, WORDS
from biaochi.vocabulary.findings import EffectObject
from biaochi.vocabulary.language import DurationUnit, SubjectKind
from biaochi.vocabulary.registry import Component, EventKind, EvidenceSource, PostRole, Regime
from biaochi.vocabulary.words import Term, zh

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_DURATION = re.compile(r"(\S+)\s+(days|working_days|months|years)")
_WORDS: tuple[type[Term], ...] = (
    PostRole, EffectObject, Regime, Component, EvidenceSource, EventKind,
)  # fmt: skip
_UNITS = {"points": "分", "share": "", "count": ""}
_IN_FORMULAS = ("quantities", "parameters", "attributes")
_BY_COLUMN = {"catalogue": "catalogues", "rule": "rules", "quantity": "quantities"}
_AS_VALUES = ("lists", "exceptions", "rules", "quantities", "catalogues", "parameters")


@dataclass(frozen=True)
class Names:
    """The labels of one pack."""

    pack: Pack

    def of(self, group: str, *, id: str) -> str:  # noqa: A002  the packs' own word
        """Return the label of one declared thing; what is not declared keeps its name."""
        parts: Mapping[str, Any] = getattr(self.pack, group)
        label = parts[id].label if id in parts else ""
        return (label if isinstance(label, str) else label.zh) or id

    @cached_property
    def ids(self) -> dict[str, str]:
        """Return the label of what values in formulas and effects may name."""
        named: tuple[Any, ...] = (
            *self.pack.channels, *self.pack.measures, *self.pack.calendar,
        )  # fmt: skip
        items = (item for c in self.pack.catalogues.values() for item in c.items)
        return (
            {term.value: term.zh for table in _WORDS for term in table}
            | {item.code: f"{item.code} {item.label}".strip() for item in items}
            | {part.id: part.label for part in named}
        )

    def name(self, word: str, *, columns: bool = False) -> str:
        """Return the label of a name in a formula; ``columns``: of a row, which win."""
        if columns and word in COLUMNS:
            return COLUMNS[word]
        for group in _IN_FORMULAS:
            if word in getattr(self.pack, group):
                return self.of(group, id=word)
        return WORDS.get(word) or COLUMNS.get(word) or FUNCTIONS.get(word) or word

    def registered(self, word: str, *, columns: bool = False) -> bool:
        """Is a name in a formula an attribute that is registered as yes or no?"""
        if (columns and word in COLUMNS) or word in self.pack.quantities:
            return False
        attribute = self.pack.attributes.get(word)
        return attribute is not None and attribute.kind == "flag"

    def value(self, text: str, *, column: str = "") -> str:
        """Return the label of a written value: a measure, a list, a role, else the text.

        ``column``: what it is compared with, so that one id may name two things.
        """
        if column == "channel":
            return self.channel(text)
        group = _BY_COLUMN.get(column, "")
        if group and text in getattr(self.pack, group):
            return self.of(group, id=text)
        if text in self.ids:
            return self.ids[text]
        for group in _AS_VALUES:
            if text in getattr(self.pack, group):
                return self.of(group, id=text)
        return TABLES.get(text, text)

    def quoted(self, texts: Iterable[str]) -> str:
        """Return values in quotation marks, joined."""
        return "、".join(f"“{self.value(text)}”" for text in texts)

    def amount(self, text: str, *, unit: str = "") -> str:
        """Return a number as written, or the parameter's value and then its label."""
        if text not in self.pack.parameters:
            return text + unit
        label, value = self.of("parameters", id=text), self.settled(text, unit=unit)
        return f"{value}（{label}）" if value else f"“{label}”（待定）"

    def valued(self, text: str) -> str:
        """Return a parameter's label and then its value, as formulas name it."""
        return f"{self.of('parameters', id=text)}（{self.settled(text) or '待定'}）"

    def settled(self, text: str, *, unit: str = "") -> str:
        """Return the value of a parameter with its unit and its days; blank while it is open."""
        parameter = self.pack.parameters[text]
        unit = self.unit(parameter.unit) or unit
        if parameter.values:
            dated = (f"自{day(start)}起{spoken(v)}{unit}" for start, v in parameter.values.items())
            return "；".join(dated)
        return f"{spoken(parameter.value)}{unit}" if parameter.value is not None else ""

    def channel(self, text: str) -> str:
        """Return the label of a channel, which a measure may share its id with."""
        return self._channels.get(text) or self.value(text)

    @cached_property
    def _channels(self) -> dict[str, str]:
        return {channel.id: channel.label for channel in self.pack.channels}

    def duration(self, text: str) -> str:
        """Return a length of time in Chinese."""
        found = _DURATION.fullmatch(text.strip())
        return self.amount(found[1], unit=self.unit(found[2])) if found else self.amount(text)

    def unit(self, text: str) -> str:
        """Return a unit of measure after a number."""
        return _UNITS.get(text, zh(DurationUnit, text))

    def source(self, text: str) -> str:
        """Return where rows come from: a catalogue, a named source or a table."""
        if text in self.pack.catalogues:
            return f"目录《{self.of('catalogues', id=text)}》"
        if text in self.pack.sources:
            return self.of("sources", id=text)
        return f"{TABLES[text]}表" if text in TABLES else text

    def subject(self, text: str) -> str:
        """Return what a quantity or rule is about."""
        declared = self.pack.subjects.get(text)
        return declared.label if declared and declared.label else zh(SubjectKind, text)

    def basis(self, basis: Basis | None) -> str:
        """Return clause and, beside the pack's first document, the document's title."""
        if basis is None or not (basis.clause or basis.document):
            return ""
        titles = {document.id: document.title for document in self.pack.documents}
        title = titles.get(basis.document, basis.document)
        first = bool(titles) and basis.document == next(iter(titles))
        return basis.clause if first and basis.clause else f"《{title}》{basis.clause}"


def spoken(text: str) -> str:
    """Return a large round number as it is spoken.

    >>> spoken("500000"), spoken("500"), spoken("12.5")
    ('50万', '500', '12.5')
    """
    return f"{text.removesuffix('0000')}万" if text.isdecimal() and text.endswith("0000") else text


def day(text: str) -> str:
    """Return an ISO day, month or year in Chinese.

    >>> day("2015-03-01"), day("2015-03"), day("2015")
    ('2015年3月1日', '2015年3月', '2015年')
    """
    found = _DAY.fullmatch(text)
    if not found:
        return text
    return "".join(f"{int(n)}{unit}" for n, unit in zip(found.groups(), "年月日", strict=True) if n)


def span(value: Span) -> str:
    """Return days in force as a phrase."""
    start = f"自{day(value.from_)}起施行" if value.from_ else ""
    end = f"{'至' if start else '施行至'}{day(value.to)}止" if value.to else ""
    return "，".join(part for part in (start, end) if part) or "未写明"


def numeral(number: int) -> str:
    """Return a Chinese numeral.

    >>> numeral(1), numeral(10), numeral(23), numeral(105), numeral(1010)
    ('一', '十', '二十三', '一百零五', '一千零一十')
    """
    digits = "零一二三四五六七八九"
    text = ""
    for place, unit in enumerate(("", "十", "百", "千")):
        digit = number // 10**place % 10
        if digit:
            text = digits[digit] + unit + text
        elif text and not text.startswith("零"):
            text = "零" + text
    text = text.lstrip("零")
    return text.removeprefix("一") if text.startswith("一十") else text
