"""What crosses the door of findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from biaochi.vocabulary import office
from biaochi.vocabulary.findings import EffectKind, EffectObject, Opens
from biaochi.vocabulary.words import zh

FRESH, CHANGED, KNOWN = "fresh", "changed", "known"
NEW = "new"
NEWS: Mapping[str, str] = {FRESH: "新出现", CHANGED: "有变化", KNOWN: "与上次相同"}


@dataclass(frozen=True, kw_only=True)
class Handled:
    """What a named person did with a finding, and why."""

    ident: int
    act: str
    reason: str
    by: str
    at: datetime
    run: int
    inherited: bool = False

    @property
    def label(self) -> str:
        """The act in Chinese."""
        return office.chinese(office.HANDLINGS, self.act)


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """A finding in one line."""

    ident: int
    run: int
    period: int
    period_name: str
    kind: str
    code: str
    name: str
    unit: str
    tier: str
    rule: str
    label: str
    verdict: str
    opens: str
    news: str = KNOWN
    handled: Handled | None = None

    @property
    def verdict_label(self) -> str:
        """The verdict in Chinese."""
        return office.chinese(office.VERDICTS, self.verdict)

    @property
    def opens_label(self) -> str:
        """What it opens, in Chinese."""
        return zh(Opens, self.opens)

    @property
    def news_label(self) -> str:
        """Whether it was there before, in Chinese."""
        return NEWS[self.news]


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A finding as a case cites it; ``taken``: somebody took it up, and nobody put it back.

    ``proposes``: the measures its rule suggests for this person.
    """

    ident: str
    rule: str
    label: str
    taken: bool
    evidence: tuple[str, ...]
    proposes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Determined:
    """What was found to be so about an official; ``person_key`` is for the foreign key only."""

    person: str
    person_key: int
    outcome: str
    on: date
    rule: str = ""
    item: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FindingPage:
    """A finding whole: what was said, what changed since the last run, what was done with it."""

    line: FindingLine
    content: Mapping[str, Any]
    clause: str
    document: str
    about: str
    about_name: str
    effects: tuple[str, ...]
    evidence: tuple[str, ...]
    missing: tuple[str, ...]
    changes: tuple[str, ...]
    handlings: tuple[Handled, ...]
    seen: int


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many findings a rule has, by verdict."""

    rule: str
    label: str
    verdict: str
    count: int

    @property
    def verdict_label(self) -> str:
        """The verdict in Chinese."""
        return office.chinese(office.VERDICTS, self.verdict)


def effect_text(effect: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return one suggested effect, as it stands in a document of findings, in words."""
    said = zh(EffectKind, effect["kind"])
    things = (effect.get("what", ""), *effect.get("choices", ()), *effect.get("measures", ()))
    objects = [labels.get(w) or zh(EffectObject, w) for w in things if w]
    if objects:
        said += f"「{'、'.join(objects)}」"
    if effect.get("amount"):
        said += f" {effect['amount']}"
    if effect.get("begins"):
        until = f" 至 {effect['ends']}" if effect.get("ends") else ""
        said += f"，自 {effect['begins']}{until}"
    if effect.get("blocked_by"):
        said += f"（受阻：{'、'.join(labels.get(b, b) for b in effect['blocked_by'])}）"
    return said if effect.get("certain", True) else f"{said}（是否适用待定）"
