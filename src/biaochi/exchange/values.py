"""What a cell says: numbers, days, ids, periods, by pattern; nothing is guessed or rounded."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from biaochi.errors import Problem
from biaochi.exchange.doors.shapes import Cell, written
from biaochi.exchange.doors.wording import shown
from biaochi.facts.shapes import FACT_SCALE
from biaochi.timeline import EARLIEST, LATEST

_WIDE = str.maketrans("０１２３４５６７８９＋－−，．／％　", "0123456789+--,./% ")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3}){1,3}(\.[0-9]{1,6})?")
_COUNT = re.compile(r"[0-9]{1,12}")
_DAYS = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_PERIOD = re.compile(r"(19|20|21)[0-9]{2}(Q[1-4]|H[12]|-(0[1-9]|1[0-2]))?")
_SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+")
_FIRST_DAY = date(1899, 12, 30)
_SERIALS = range(1, 110_000)
LONGEST_ID = 40
_YES, _NO = {"是", "true", "1", "√", "y"}, {"否", "false", "0", "×", "n"}

Value = str | int | bool | date | None


class Wrong(ValueError):
    """A cell that does not say what its column asks."""

    def __init__(self, code: str, expected: str, do: str) -> None:
        """Keep what was expected and what to do."""
        super().__init__(code)
        self.code, self.expected, self.do = code, expected, do

    def problem(self, cell: Cell, *, line: int, column: str) -> Problem:
        """Return the problem with its place."""
        return Problem(self.code, self.expected, shown(written(cell)), self.do, line=line,
                       column_name=column)  # fmt: skip


def number(cell: Cell) -> int:
    """Return a number in millionths.

    >>> number("t－１２．５"), number("t1,200"), number("n0.1")
    (-12500000, 1200000000, 100000)
    """
    text = _plain(cell).replace(",", "") if _GROUPED.fullmatch(_plain(cell)) else _plain(cell)
    if cell[:1] not in "tn" or not _NUMBER.fullmatch(text):
        expected = f"数，如 12.5 或 -3，最多 12 位整数、{FACT_SCALE} 位小数"
        raise Wrong("CELL-NUMBER", expected, "请改成一个数，不带单位、百分号和文字。")
    return int(Decimal(text).scaleb(FACT_SCALE))


def count(cell: Cell) -> int:
    """Return a whole number from zero."""
    text = _plain(cell)
    if cell[:1] not in "tn" or not _COUNT.fullmatch(text):
        raise Wrong("CELL-COUNT", "不小于 0 的整数", "请改成整数，不带单位。")
    return int(text)


def day(cell: Cell) -> date:
    """Return a day, however it was written; never a month or a two-digit year.

    >>> day("t2026.11.21") == day("n46347") == day("t2026年11月21日") == day("n20261121")
    True
    """
    found = _serial(cell) or _written_day(_plain(cell))
    if cell[:1] not in "tnd" or found is None or not EARLIEST <= found <= LATEST:
        expected = "日期，如 2026-11-21、2026.11.21、2026年11月21日"
        raise Wrong("CELL-DATE", expected, "请写全年月日，并确认这一天存在。")
    return found


def _serial(cell: Cell) -> date | None:
    text = cell[1:]
    if cell[:1] == "n" and text.isdigit() and int(text) in _SERIALS:
        return _FIRST_DAY + timedelta(days=int(text))
    return None


def _written_day(text: str) -> date | None:
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return None
    return None


def ident(cell: Cell) -> str:
    """Return an id; one that a table program took for a number has lost its digits."""
    text = code(cell)
    if len(text) > LONGEST_ID or "\n" in text:
        raise Wrong("CELL-LONG", f"不超过 {LONGEST_ID} 个字，不换行", "请缩短。")
    return text


def code(cell: Cell) -> str:
    """Return a code, or a code with its label as the drop-down lists offer it."""
    text = written(cell)
    if cell[:1] != "t" or _SCIENTIFIC.fullmatch(text):
        do = "请先把这一列设为「文本」格式，再重新输入；不要只改格式，原来的数字已经不准了。"
        raise Wrong("CELL-ID", "必须为文本格式", do)
    return text


def label(cell: Cell) -> str:
    """Return a text; a number or a truth value is written as it was shown."""
    if cell[:1] not in "tnd":
        raise Wrong("CELL-TEXT", "文字", "请把这一格设为「文本」格式，重新输入。")
    return written(cell)


def period(cell: Cell) -> str:
    """Return a period: 2017, 2017Q1, 2017H1 or 2017-03."""
    text = _plain(cell).upper()
    if cell[:1] not in "tn" or not _PERIOD.fullmatch(text):
        raise Wrong("CELL-PERIOD", "2017、2017Q1、2017H1 或 2017-03", "请改写时期。")
    return text


def flag(cell: Cell) -> bool:
    """Return a truth value."""
    text = _plain(cell).lower()
    if text not in _YES | _NO:
        raise Wrong("CELL-FLAG", "是 或 否", "请改成「是」或「否」。")
    return text in _YES


def _plain(cell: Cell) -> str:
    return cell[1:].translate(_WIDE).strip()


READERS: Mapping[str, Callable[[Cell], Value]] = {
    "number": number, "count": count, "date": day, "id": ident, "code": code,
    "text": label, "period": period, "flag": flag,
}  # fmt: skip
