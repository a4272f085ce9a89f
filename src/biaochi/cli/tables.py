"""Text in columns of a terminal: full-width signs count twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

GAP = "  "
CUT = "…"
NARROWEST = 8
_NEVER_FIRST = "，。；：、）」》】！？％…”’,.;:)]}!?%"
_NEVER_LAST = "（「《【“‘([{"
_PIECES = re.compile(r"[!-~]+|\s|.", re.DOTALL)
_UNSEEN = {"Mn", "Me", "Cf"}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table; one that gives way is cut when the terminal is narrow."""

    title: str
    right: bool = False
    gives_way: bool = False


def width(text: str) -> int:
    """Columns a text takes.

    >>> width("abc"), width("甲乙1")
    (3, 5)
    """
    if text.isascii():
        return len(text)
    return sum(_width(c) for c in text)


def _width(sign: str) -> int:
    if east_asian_width(sign) in "WF":
        return 2
    return 0 if category(sign) in _UNSEEN else 1


def clip(text: str, across: int) -> str:
    """Cut a text to so many columns, ending in ``…``.

    >>> clip("甲乙丙丁", 5), clip("甲乙", 5)
    ('甲乙…', '甲乙')
    """
    if width(text) <= across:
        return text
    kept, used = "", width(CUT)
    for sign in text:
        used += _width(sign)
        if used > across:
            break
        kept += sign
    return kept + CUT if across > 0 else ""


def pad(text: str, across: int, *, right: bool = False) -> str:
    """Fill up with spaces; ``right`` puts them in front.

    >>> pad("甲", 4) + "|", pad("8", 3, right=True)
    ('甲  |', '  8')
    """
    spaces = " " * max(0, across - width(text))
    return spaces + text if right else text + spaces


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, across: int) -> list[str]:
    """Lines of a table: titles first, never wider than ``across`` while cutting can help.

    >>> table([Column(title="名"), Column(title="数", right=True)], [["甲乙", "10"]], across=20)
    ['名    数', '甲乙  10']
    """
    grid = [[c.title for c in columns], *[[_one_line(cell) for cell in row] for row in rows]]
    sizes = [max(width(row[i]) for row in grid) for i in range(len(columns))]
    _shrink(columns, sizes, across=across)
    return [_line(columns, sizes, row) for row in grid]


def _one_line(cell: str) -> str:
    return " ".join(cell.split()) if "\n" in cell or "\t" in cell else cell


def _shrink(columns: Sequence[Column], sizes: list[int], *, across: int) -> None:
    """Take from the widest of those that give way, until all fits or all are narrow."""
    loose = [i for i, column in enumerate(columns) if column.gives_way]
    fixed = sum(size for i, size in enumerate(sizes) if i not in loose)
    room = max(across - len(GAP) * (len(columns) - 1) - fixed, NARROWEST * len(loose))
    for i in loose:
        sizes[i] = min(sizes[i], room)
    while loose and sum(sizes[i] for i in loose) > room:
        sizes[max(loose, key=sizes.__getitem__)] -= 1


def _line(columns: Sequence[Column], sizes: Sequence[int], row: Sequence[str]) -> str:
    cells = [
        pad(clip(cell, size), size, right=column.right)
        for column, size, cell in zip(columns, sizes, row, strict=True)
    ]
    return GAP.join(cells).rstrip()


def wrapped(text: str, *, across: int, first: str = "", then: str | None = None) -> list[str]:
    """Break a text into lines; ``first`` leads the first line, ``then`` the others.

    Latin words stay whole, and no line begins with a closing sign.

    >>> wrapped("扣分超过，甲乙丙。", across=10, first="- ")
    ['- 扣分超', '  过，甲乙', '  丙。']
    """
    then = " " * width(first) if then is None else then
    lines: list[str] = []
    line, used = first, width(first)
    for piece in _pieces(text, across - width(then)):
        if piece == "\n" or (used + width(piece) > across and line.strip() != first.strip()):
            lines.append(line.rstrip())
            line, used = then, width(then)
            if piece.isspace():
                continue
        line += piece
        used += width(piece)
    return [*lines, line.rstrip()]


def _pieces(text: str, most: int) -> Iterator[str]:
    """Pieces that stay together: words, and signs with the closing signs after them."""
    held = ""
    for piece in _PIECES.findall(text):
        if width(piece) > most > 0:
            yield from filter(None, [held])
            held = ""
            yield from (piece[i : i + most] for i in range(0, len(piece), most))
        elif held and (piece[0] in _NEVER_FIRST or held[-1] in _NEVER_LAST) and piece != "\n":
            held += piece
        else:
            yield from filter(None, [held])
            held = piece
    yield from filter(None, [held])
