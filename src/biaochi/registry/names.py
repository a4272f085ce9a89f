"""Names of people: how they are compared, split into surname and given name, found and sorted.

The name as entered is what is shown; everything here is for finding and sorting it.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from biaochi.registry import hanzi, pinyin

_DOTS = re.compile(r"[·•・‧∙⋅･᛫.]")
_BLANKS = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_DOT = "·"
_UNSEEN = frozenset({"Cf", "Cs"})
_ROUNDS = 3  # what was taken away may let its neighbours join
_INITIALS = 20
_UNIT_KEY, _UNIT_INITIALS = 400, 120
_KEY = 120


@dataclass(frozen=True)
class Split:
    """A name in two: what comes first in lists, and the rest."""

    surname: str
    given: str


def plain(name: str) -> str:
    """Return the name as it is compared: one form per character, no invisible signs, one dot.

    >>> plain("张\u3000三"), plain("阿不都•热西提"), plain("李\u200b四")
    ('张三', '阿不都·热西提', '李四')
    """
    text = name
    for _ in range(_ROUNDS):
        text = _once("".join(c for c in text if unicodedata.category(c) not in _UNSEEN))
    return text


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = _HAN_GAP.sub("", _BLANKS.sub(" ", text))
    return _DOTS.sub(_DOT, text).strip(" " + _DOT)


def split(name: str) -> Split:
    """Return surname and given name; of a name with a dot, or of one sign, the first sign leads.

    >>> split("欧阳修"), split("于谦"), split("阿不都·热西提")
    (Split(surname='欧阳', given='修'), Split(surname='于', given='谦'), \
Split(surname='阿', given='不都热西提'))
    """
    text = plain(name)
    if _DOT in text:
        text = text.replace(_DOT, "")
        return Split(text[:1], text[1:])
    two = text[:2]
    if len(text) > len(two) and two in pinyin.compound_surnames():
        return Split(two, text[2:])
    return Split(text[:1], text[1:])


def fill(person: Any) -> None:  # noqa: ANN401 (a person, or whatever has these columns)
    """Set the columns a person is found and sorted by from the name."""
    parts = split(person.name)
    dotted = _DOT if _DOT in plain(person.name) else ""
    spelled = pinyin.spelled(parts.surname, given=parts.given, dotted=dotted)
    person.sort_stroke = hanzi.stroke_key(parts.surname, given=parts.given)[:_KEY]
    person.sort_pinyin = spelled.key[:_KEY]
    person.py_full = spelled.full[:_KEY]
    person.py_initials = spelled.initials[:_INITIALS]
    person.matching = plain(person.name)[:_KEY]


def fill_unit(unit: Any) -> None:  # noqa: ANN401 (a unit, or whatever has these columns)
    """Set the columns a unit is found by from its name."""
    full, initials = pinyin.letters(plain(unit.name))
    unit.py_full, unit.py_initials = full[:_UNIT_KEY], initials[:_UNIT_INITIALS]
