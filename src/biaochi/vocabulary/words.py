"""Words with a Chinese and an English label: the base of every table in this room."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A member of a closed list; its value is what files and code write."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        """Make a member from its written value and both labels."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member


def zh(table: Iterable[Term], word: str) -> str:
    """Return the Chinese label of a written word, or the word itself when the list lacks it."""
    return next((term.zh for term in table if term == word), word)
