"""Words of findings as officers read them on a page."""

from collections.abc import Mapping

from biaochi.engine.findings import SuggestedEffect
from biaochi.packs.shapes import Basis
from biaochi.vocabulary.findings import EffectKind, EffectObject, Opens, Verdict
from biaochi.vocabulary.words import zh

UNDETERMINED = "undetermined"
_VALUES = {UNDETERMINED: "待定", "true": "是", "false": "否"}
_STYLES = {"met": "red", UNDETERMINED: "yellow", "not_met": "green", "not_in_force": "dim"}
_SHORT = 12


def verdict(word: str) -> str:
    """符合, 不符合, 待定 or 不在施行期内."""
    return zh(Verdict, word)


def style(word: str) -> str:
    """Return the colour of a verdict."""
    return _STYLES[word]


def opens(word: str) -> str:
    """Return what a finding opens."""
    return zh(Opens, word)


def value(text: str, unit: str = "") -> str:
    """Return an exact text as it is read: 待定, 是, 否, or the number with its unit."""
    said = _VALUES.get(text, text)
    return f"{said}{unit}" if said == text and unit else said


def clause(basis: Basis) -> str:
    """Return the clause, or the document where there is none."""
    return basis.clause or basis.document


def digest(text: str) -> str:
    """Return the beginning of a digest."""
    return text.removeprefix("sha256:")[:_SHORT]


def effect(found: SuggestedEffect, labels: Mapping[str, str]) -> str:
    """Return one suggested effect in words."""
    said = zh(EffectKind, found.kind)
    objects = [_object(w, labels) for w in (found.what, *found.choices, *found.measures) if w]
    if objects:
        said += f"「{'、'.join(objects)}」"
    if found.amount:
        said += f" {value(found.amount)}"
    if found.begins:
        said += f"，自 {value(found.begins)}" + (f" 至 {found.ends}" if found.ends else "")
    if found.blocked_by:
        said += f"（受阻：{'、'.join(labels.get(b, b) for b in found.blocked_by)}）"
    return said if found.certain else f"{said}（是否适用待定）"


def _object(word: str, labels: Mapping[str, str]) -> str:
    return labels.get(word) or zh(EffectObject, word)
