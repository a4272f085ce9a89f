"""The order of surname strokes (姓氏笔画) that lists of officials are printed in.

Surname by number of strokes, then by the kinds of its strokes (横1 竖2 撇3 点4 折5); the same
surname together; given names of one character before those of two; then character by character.
The key is made of digits alone, so that every database sorts it the same way.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

_UNKNOWN = "99"
_END = "0"
_MORE_SURNAME = "8"
_LONGEST = 7
_HAN = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))


@cache
def strokes() -> Mapping[str, str]:
    """Return character → kinds of strokes in writing order, from the data of this room."""
    found: dict[str, str] = {}
    text = (files("biaochi.registry") / "data" / "strokes.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kinds, characters = line.split("\t")
            found.update(dict.fromkeys(characters, kinds))
    return found


def count(character: str) -> int | None:
    """Return the number of strokes; None where the character is not in our data."""
    kinds = strokes().get(character)
    return len(kinds) if kinds else None


def stroke_key(surname: str, *, given: str = "") -> str:
    """Return the key to sort a name by; unknown characters come after all known ones.

    >>> stroke_key("于", given="谦") < stroke_key("万", given="里") < stroke_key("王")
    True
    >>> stroke_key("王", given="一") < stroke_key("王", given="一一")
    True
    """
    head = _MORE_SURNAME.join(_one(c) for c in surname)
    points = "".join(f"{ord(c):07}" for c in surname)
    return f"{head}{points}{min(len(given), _LONGEST)}" + "".join(_one(c) for c in given)


def unknown_in(names: Iterable[str]) -> tuple[str, ...]:
    """Return the Chinese characters of these names that are not in our data, each once."""
    there = {c for name in names for c in name if is_han(c)}
    return tuple(sorted(there - set(strokes())))


def _one(character: str) -> str:
    kinds = strokes().get(character)
    if kinds is None:
        return f"{_UNKNOWN}{ord(character):07}"
    return f"{len(kinds):02}{kinds}{_END}"


def is_han(character: str) -> bool:
    """Tell whether this is a Chinese character, rare ones included."""
    return any(first <= character <= last for first, last in _HAN)
