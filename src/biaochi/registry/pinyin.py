"""How names are spelled (拼音): surnames by our own list first, the rest by a dictionary."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pypinyin import Style, lazy_pinyin

from biaochi.registry import hanzi

_PIECES = re.compile(r"[a-z]+|[0-9]+|[\u3400-\U0003ffff]+")
_NO_SOUND = "zzz"
_NO_COUNT = 99


@dataclass(frozen=True)
class Spelled:
    """A name in letters: whole, first letters, and the key to sort by."""

    full: str
    initials: str
    key: str


@cache
def surnames() -> Mapping[str, str]:
    """Return surname → syllables with tone numbers, where the dictionary is wrong or may be."""
    text = (files("biaochi.registry") / "data" / "surnames.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {surname: sound for surname, sound, *_ in rows}


@cache
def compound_surnames() -> frozenset[str]:
    """Return the surnames of two characters."""
    return frozenset(s for s in surnames() if len(s) > 1)


def spelled(surname: str, *, given: str, dotted: str = "") -> Spelled:
    """Return how a name is spelled; a name with a dot has no surname to look up.

    >>> spelled("曾", given="国藩")
    Spelled(full='zengguofan', initials='zgf', key='zeng112026366guo2fan1')
    """
    sounds = _sounds(surname + given) if dotted else _surname(surname) + _sounds(given)
    letters = [s.rstrip("12345") for s in sounds if s.isascii()]
    head = sounds[: len(surname)]
    count = sum(hanzi.count(c) or _NO_COUNT for c in surname)
    points = "".join(f"{ord(c):06}" for c in surname)
    key = "".join(map(_keyed, head)) + f"{min(count, _NO_COUNT):02}{points}"
    return Spelled(
        full="".join(letters),
        initials="".join(s[:1] for s in letters),
        key=key + "".join(map(_keyed, sounds[len(surname) :])),
    )


def letters(text: str) -> tuple[str, str]:
    """Return a title in letters, whole and by first letters; signs without a sound are left out.

    >>> letters("青石县财政局"), letters("第2建设银行")
    (('qingshixiancaizhengju', 'qsxczj'), ('di2jiansheyinhang', 'd2jsyh'))
    """
    sounds: list[str] = []
    for piece in _PIECES.findall(text.lower()):
        sounds += [piece] if piece.isascii() else _sounds(piece)
    heard = [s if s.isdigit() else s.rstrip("12345") for s in sounds if s.isascii()]
    return "".join(heard), "".join(s[:1] for s in heard)


def _surname(surname: str) -> list[str]:
    return surnames()[surname].split() if surname in surnames() else _sounds(surname)


def _sounds(text: str) -> list[str]:
    """Return one syllable a character; words are known to the dictionary where all are Chinese."""
    pieces: Any = text if all(map(hanzi.is_han, text)) else list(text)
    found = lazy_pinyin(pieces, style=Style.TONE3, neutral_tone_with_five=True)
    return [sound.lower() for sound in found]


def _keyed(sound: str) -> str:
    return sound if sound.isascii() else f"{_NO_SOUND}{ord(sound[0]):06}"
