"""Cells written down as plain lines; whatever may not stand in a record is told by its place."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TextIO

from biaochi.errors import Problem, Refusal
from biaochi.exchange.doors.shapes import BREAK, PART, Cell
from biaochi.exchange.doors.wording import shown

LONGEST = 10_000
_MOST = 20
_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_ODD = re.compile(f"[\r\n{_INVISIBLE}\ufffd\ufffe\uffff\ud800-\udfff\u00c2-\u00f4\u4e00-\u9fff#锟]")
_CONTROL = re.compile(f"[{_INVISIBLE}\ufffe\uffff\ud800-\udfff]")
_LATIN = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]|Ã.|â€|ï¿½|ï»¿")
_FAMOUS = re.compile("锟斤拷|烫烫烫|屯屯屯|锘縗|锘�")
_ERRORS = frozenset({
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!",
})  # fmt: skip
_SHORTEST_TWISTED = 5
_NEWLINE = re.compile("\r\n|\r|\n")


class Writer:
    """Writes rows; keeps the first problems of each kind with their places."""

    def __init__(self, out: TextIO) -> None:
        """Write to this file."""
        self.out, self.rows = out, 0
        self._problems: dict[str, list[Problem]] = {}

    def take(self, rows: Iterable[tuple[int, Sequence[object]]]) -> None:
        """Write every row that is not blank."""
        for number, values in rows:
            cells = [_cell(v) for v in values]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            for place, cell in enumerate(cells):
                if _ODD.search(cell) or len(cell) > LONGEST:
                    cells[place] = self._odd(cell, number, place)
            self.rows += 1
            self.out.write(f"{number}{PART}{PART.join(cells)}\n")

    def finish(self) -> None:
        """Refuse the file if a cell of it may not stand in a record."""
        problems = [p for found in self._problems.values() for p in found]
        if problems:
            raise Refusal(tuple(problems))

    def _odd(self, cell: Cell, row: int, place: int) -> Cell:
        text = cell[1:]
        if len(text) > LONGEST:
            self._add("CELL-LONG", f"不超过 {LONGEST} 个字", f"{len(text)} 个字", row, place)
        elif "\ufffd" in text or _FAMOUS.search(text) or _LATIN.search(text) or _twisted(text):
            self._add("FILE-MOJIBAKE", "能读的文字", shown(text), row, place)
        elif _CONTROL.search(text):
            self._add("FILE-CHARACTER", "只有看得见的文字", shown(text), row, place)
        elif text in _ERRORS:
            self._add("FILE-ERROR", "数值或文字", text, row, place)
        return _NEWLINE.sub(BREAK, cell)

    def _add(self, code: str, expected: str, found: str, row: int, place: int) -> None:
        kept = self._problems.setdefault(code, [])
        if len(kept) < _MOST:
            kept.append(Problem(code, expected, found, _DO[code], line=row, column=place + 1))


_DO = {
    "CELL-LONG": "请缩短，详细材料作为附件上传。",
    "FILE-CHARACTER": "请删去这一格，重新手工输入；不要从网页或聊天软件直接粘贴。",
    "FILE-MOJIBAKE": "文件在转换编码时坏了，请回到原来的文件重新另存为 .xlsx 或 CSV UTF-8。",
    "FILE-ERROR": "公式出错了，请改正公式，或改填数值。",
}


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        text = value.strip(" \t\r\n\u3000\u00a0")
        return f"t{text}" if text else ""
    if value is None or isinstance(value, bool):
        return "" if value is None else f"b{int(value)}"
    if isinstance(value, int | float):
        return f"n{number_text(value)}"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return f"d{value.date().isoformat()}" if midnight else f"m{value.isoformat()}"
    if isinstance(value, date):
        return f"d{value.isoformat()}"
    return f"x{value}"


def number_text(value: float) -> str:
    """Return a number of a sheet as it is shown there: fifteen digits, no more were kept.

    >>> number_text(0.1 + 0.2), number_text(12.0), number_text(3.3000019750617e17)
    ('0.3', '12', '330000197506170000')
    """
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def _twisted(text: str) -> bool:
    """Tell whether Chinese text is really UTF-8 that somebody read as GB18030."""
    if len(text) < _SHORTEST_TWISTED:
        return False
    try:
        back = text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return False
    return back != text and any("\u4e00" <= c <= "\u9fff" for c in back)
