"""Chinese numerals, days and lists, as documents write them; the widths that place a signature."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from biaochi.documents.shapes import Block, Point

_DIGITS = "〇一二三四五六七八九"
_TEN = 10
_MOST = 99
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def numeral(number: int) -> str:
    """Return 1 to 99 in Chinese.

    >>> [numeral(n) for n in (1, 10, 11, 20, 35)]
    ['一', '十', '十一', '二十', '三十五']
    """
    if not 0 < number <= _MOST:
        raise ValueError(number)
    tens, ones = divmod(number, _TEN)
    head = "" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones else "")


def day(on: date | None) -> str:
    """Return a day in Arabic numerals without leading noughts; blank for none.

    >>> day(date(2018, 1, 5))
    '2018年1月5日'
    """
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def chinese_days(text: str) -> str:
    """Return a text with its ISO days as documents write days, no blanks around numbers.

    >>> chinese_days("次日 2018-02-08 起算，5 个工作日")
    '次日2018年2月8日起算，5个工作日'
    """
    said = _ISO.sub(lambda found: day(date.fromisoformat(found[0])), text)
    return _BLANKS.sub("", said)


def listed(parts: Iterable[str]) -> str:
    """Return parts joined as in a sentence; blank parts are left out."""
    return "、".join(p for p in parts if p)


def visible(text: str) -> str:
    r"""Return a text without characters nobody sees (controls, directions); lines are kept.

    >>> visible("杜\u202e文清\x07")
    '杜文清'
    """
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _UNSEEN)


def ended(text: str) -> str:
    """Return a sentence with one full stop at its end."""
    plain = text.strip()
    return plain if not plain or plain[-1] in "。！？：；" else f"{plain}。"


def numbered(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Yield each block with its number: 一、 （一） 1. （1）; a lower level begins anew."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if not isinstance(block, Point):
            yield block, ""
            continue
        at = block.level - 1
        counts[at] += 1
        counts[at + 1 :] = [0] * (3 - at)
        yield block, _number(block.level, counts[at])


def _number(level: int, count: int) -> str:
    forms = {1: f"{numeral(count)}、", 2: f"（{numeral(count)}）", 3: f"{count}. "}
    return forms.get(level, f"（{count}）")


def lines_of(pieces: Sequence[str], *, fits: int) -> tuple[str, ...]:
    """Return a title on as few lines as hold it, broken between its pieces, of like lengths.

    >>> lines_of(("关于调整", "杜文清同志职务的", "决定"), fits=10)
    ('关于调整', '杜文清同志职务的决定')
    """
    whole = "".join(pieces)
    if len(whole) <= fits or len(pieces) == 1:
        return (whole,)
    ways = (_cut(pieces, mask) for mask in range(1, 1 << (len(pieces) - 1)))
    fitting = [w for w in ways if all(len(line) <= fits for line in w)]
    if not fitting:
        return tuple(pieces)
    return min(fitting, key=lambda w: (len(w), max(map(len, w)) - min(map(len, w))))


def _cut(pieces: Sequence[str], mask: int) -> tuple[str, ...]:
    lines = [pieces[0]]
    for at, piece in enumerate(pieces[1:]):
        if mask >> at & 1:
            lines.append(piece)
        else:
            lines[-1] += piece
    return tuple(lines)


def width(text: str, *, full: float) -> float:
    """Return how wide a text is when Chinese characters are ``full`` wide and others half."""
    wide = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)
    return wide * full


def signed_indents(signature: str, dated: str, *, full: float) -> tuple[float, float]:
    """Return how far signature and date stand from the right edge, for a paper with a seal.

    The date stands four characters in; the signature is centred above it.  Where it would not
    fit, it stands at the edge and the date is centred below it.
    """
    wide, under = width(signature, full=full), width(dated, full=full)
    edge = 4 * full + (under - wide) / 2
    if edge >= 0:
        return edge, 4 * full
    return 0.0, max(0.0, (wide - under) / 2)
