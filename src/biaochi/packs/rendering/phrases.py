"""Phrases that several sentences share."""

from collections.abc import Mapping

from biaochi.packs.rendering.formulas import formula
from biaochi.packs.rendering.names import Names
from biaochi.packs.shapes import Basis, Reading
from biaochi.vocabulary.language import Missing
from biaochi.vocabulary.words import zh


def named(word: str, *, names: Names, group: str = "quantities") -> str:
    """Return a declared thing in quotation marks."""
    return f"“{names.of(group, id=word)}”"


def within(group: str, *, names: Names) -> str:
    """Return a comparison group in quotation marks."""
    return named(group, names=names, group="groups")


def missing(how: str) -> str:
    """Return what a missing part does."""
    return zh(Missing, how)


def limited(text: str, *, names: Names, columns: bool = False) -> str:
    """Return a condition as what something is limited to."""
    return f"限于{suited(formula(text, names=names, columns=columns))}"


def suited(said: str) -> str:
    """Return a condition ready to stand before a noun."""
    return said if said.endswith("的") else f"{said}的"


def options(reading: Reading | None, told: Mapping[str, str], *, asks: str) -> str:
    """Return what each answer of a reading leads to, the chosen one marked."""
    labels = reading.options if reading else {}
    chosen = reading.chosen if reading else None
    rows = [
        f"选“{labels.get(key, key)}”的{'（现选定）' if key == chosen else ''}，{said}"
        for key, said in told.items()
    ]
    open_ = "" if chosen else "（尚未选定）"
    return f"依口径“{asks}”{open_}：{'；'.join(rows)}"


def cited(basis: Basis | None, *, names: Names) -> str:
    """Return a clause in brackets, if there is one."""
    text = names.basis(basis)
    return f"（{text}）" if text else ""
