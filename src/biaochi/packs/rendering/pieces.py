"""A formula cut into pieces that can be read aloud; no text is refused."""

import re
import unicodedata
from dataclasses import dataclass

from biaochi.packs.rendering.names import Names
from biaochi.vocabulary.columns import COLUMNS, FUNCTIONS
from biaochi.vocabulary.limits import DEEPEST_FORMULA

_TOKEN = re.compile(
    r"'(?P<quoted>[^']*)'|(?P<number>\d+(?:\.\d+)?%?(?:\s*/\s*\d+(?![\w.]))?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<sign>>=|<=|!=|==|[^\s\w])"
)
_ENGLISH = {
    "and": "且", "or": "或", "not": "非", "in": "属于", "if": "如果", "then": "则", "else": "否则",
}  # fmt: skip
_WORDS = _ENGLISH | {word: word for word in _ENGLISH.values()}
UNIT = "{unit}"
_OPENING, _CLOSING, _COMMAS = ("(", "["), (")", "]"), (",", "、")


@dataclass(frozen=True)
class Word:
    """A label, a number, a sign or a key word.

    ``kind``: text, number, name, flag (registered as yes or no), sign or key; ``length``: how a
    parameter is said where it is a length of time, its unit still to be put in.
    """

    said: str
    kind: str
    length: str = ""


@dataclass(frozen=True)
class Group:
    """What stands in brackets, alone or after a function; ``parts`` between the commas."""

    opened: str
    parts: tuple["Items", ...]
    function: str = ""


Item = Word | Group
Items = tuple[Item, ...]


def cut(text: str, *, names: Names, columns: bool) -> Items:
    """Return the pieces of a formula; ``columns``: names of columns win."""
    quoted = text.split("'")
    plain = "'".join(
        part if i % 2 else unicodedata.normalize("NFKC", part) for i, part in enumerate(quoted)
    )
    reader = _Reader(list(_TOKEN.finditer(plain)), names, columns=columns)
    return reader.whole()


class _Reader:
    """Descends into brackets, no deeper than a formula may go."""

    def __init__(self, tokens: list[re.Match[str]], names: Names, *, columns: bool) -> None:
        self.tokens, self.names, self.columns = tokens[::-1], names, columns
        self.compared = ""

    def whole(self) -> Items:
        items: list[Item] = []
        while self.tokens:
            items += [item for part in self.parts(0) for item in part]
        return tuple(items)

    def parts(self, depth: int) -> tuple[Items, ...]:
        """Take pieces up to the closing bracket."""
        parts: list[list[Item]] = [[]]
        while self.tokens:
            token = self.tokens.pop()
            sign = token["sign"] or ""
            if sign in _CLOSING:
                break
            if sign in _COMMAS:
                parts.append([])
            elif sign in _OPENING and depth < DEEPEST_FORMULA:
                parts[-1].append(Group(sign, self.parts(depth + 1)))
            elif token["name"] in FUNCTIONS and self.tokens and self.tokens[-1]["sign"] == "(":
                self.tokens.pop()
                parts[-1].append(Group("(", self.parts(depth + 1), token["name"]))
            else:
                parts[-1].append(self.word(token))
        return tuple(tuple(part) for part in parts)

    def word(self, token: re.Match[str]) -> Word:
        if token["quoted"] is not None:
            shown = self.names.value(token["quoted"], column=self.compared)
            return Word(f"“{shown}”", "text")
        if token["number"] is not None:
            return Word(token["number"].replace(" ", ""), "number")
        if token["sign"] is not None:
            return Word(token["sign"], "sign")
        name = token["name"]
        if name in _WORDS:
            return Word(_WORDS[name], "key")
        self.compared = name
        if name in self.names.pack.parameters and not (self.columns and name in COLUMNS):
            return Word(self.names.valued(name), "name", self.names.amount(name, unit=UNIT))
        kind = "flag" if self.names.registered(name, columns=self.columns) else "name"
        return Word(self.names.name(name, columns=self.columns), kind)
