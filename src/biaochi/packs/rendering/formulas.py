"""Formulas with labels for names and Chinese words for operators."""

import re
import unicodedata

from biaochi.packs.rendering.names import Names
from biaochi.vocabulary.columns import FUNCTIONS

_TOKEN = re.compile(
    r"'(?P<quoted>[^']*)'|(?P<number>\d+(?:\.\d+)?%?(?:\s*/\s*\d+(?![\w.]))?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<sign>>=|<=|!=|==|[^\s\w])"
)
_SIGNS = {
    ">=": " ≥ ", "<=": " ≤ ", "!=": " ≠ ", "==": " ＝ ", ">": " ＞ ", "<": " ＜ ", "=": " ＝ ",
    "≥": " ≥ ", "≤": " ≤ ", "≠": " ≠ ", "*": " × ", "×": " × ", "/": " ÷ ", "÷": " ÷ ",
    "+": " ＋ ", "-": " － ", "−": " － ", "(": "（", ")": "）", "[": "", "]": "之一",
    ",": "、", "、": "、",
}  # fmt: skip
_SPACED = {"且", "或", "属于", "如果", "则", "否则"}
_INNER = "([^（）、]+)"
_SPOKEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), spoken)
    for pattern, spoken in (
        (rf"非 ?已记载（{_INNER}）", r"\1没有记载"),
        (rf"已记载（{_INNER}）", r"\1已有记载"),
        (rf"带有标签（{_INNER}）", r"带有标签\1"),
        (rf"绝对值（{_INNER}）", r"\1的绝对值"),
        (rf"相隔(天数|整月数|整年数)（{_INNER}、{_INNER}）", r"\2到\3的\1"),
        (rf"顺延若干(日|月|年|工作日)（{_INNER}、 － (\d+)）", r"\2之前\3\1"),
        (rf"顺延若干(日|月|年|工作日)（{_INNER}、(\d+)）", r"\2之后\3\1"),
        (rf"顺延若干(?:日|月|年|工作日)（{_INNER}、 － {_INNER}）", r"\1提前\2"),
        (rf"顺延若干(?:日|月|年|工作日)（{_INNER}、{_INNER}）", r"\1顺延\2"),
    )
)
_FLAT = re.compile(r" {2,}")


def formula(text: str, *, names: Names, columns: bool = False) -> str:
    """Return a formula in Chinese; ``columns``: it speaks about rows."""
    plain = _narrow(text)
    words = "".join(_word(m, names=names, columns=columns) for m in _TOKEN.finditer(plain))
    said = _FLAT.sub(" ", words)
    before = ""
    while said != before:
        before = said
        for pattern, spoken in _SPOKEN:
            said = pattern.sub(spoken, said)
    return said.strip()


def condition(text: str, *, names: Names, columns: bool = False) -> str:
    """Return a formula in quotation marks; the marks inside become single ones."""
    inside = formula(text, names=names, columns=columns)
    return f"“{inside.replace('“', '‘').replace('”', '’')}”"


def _narrow(text: str) -> str:
    """Map full-width signs to plain ones outside quoted labels."""
    parts = text.split("'")
    return "'".join(
        part if i % 2 else unicodedata.normalize("NFKC", part) for i, part in enumerate(parts)
    )


def _word(match: re.Match[str], *, names: Names, columns: bool) -> str:
    if match["quoted"] is not None:
        return f"“{names.value(match['quoted'])}”"
    if match["number"] is not None:
        return match["number"].replace(" ", "")
    if match["sign"] is not None:
        return _SIGNS.get(match["sign"], match["sign"])
    called = match.string[match.end() :].lstrip().startswith("(")
    if called and match["name"] in FUNCTIONS:
        return FUNCTIONS[match["name"]]
    word = names.name(match["name"], columns=columns)
    return f" {word} " if word in _SPACED else word
