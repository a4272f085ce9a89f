"""Phrases that several sentences share."""

from biaochi.packs.rendering.names import Names
from biaochi.packs.shapes import Basis
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


def cited(basis: Basis | None, *, names: Names) -> str:
    """Return a clause in brackets, if there is one."""
    text = names.basis(basis)
    return f"（{text}）" if text else ""
