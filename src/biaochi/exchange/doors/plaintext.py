"""CSV: UTF-8 strictly, else GB18030 strictly, else refused."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from biaochi.exchange.doors.shapes import MIB, Limits
from biaochi.exchange.doors.wording import SAVE_AS, refusal
from biaochi.facts.rows import decodes

_CHUNK = MIB
_LONGEST_ROW = MIB
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OTHER = (
    b"%pdf", b"{\\rtf", b"<html", b"<!doctype", b"<?xml", b"<table", b"\x1f\x8b", b"rar!",
    b"7z\xbc",
)  # fmt: skip


def encoding_of(path: Path) -> str:
    """Return the encoding of a text, or refuse it."""
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    if start.startswith(_WIDE_MARKS) or b"\x00" in start:
        found = "UTF-16 编码的文字" if start.startswith(_WIDE_MARKS) else "不是文字"
        raise refusal("FILE-ENCODING", "UTF-8 或 GB18030 编码的文字", found, SAVE_AS)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_OTHER):
        raise refusal("FILE-FORMAT", "CSV 文字", "网页或别的格式的文件，只是改了文件名", SAVE_AS)
    for encoding in ("utf-8-sig", "gb18030"):
        if decodes(path, encoding):
            return encoding
    raise refusal("FILE-ENCODING", "UTF-8 或 GB18030 编码的文字", "两种都读不通", SAVE_AS)


def rows_of(path: Path, encoding: str, *, limits: Limits) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a CSV; every row as wide as the first, or narrower rows of blanks."""
    with path.open(encoding=encoding, newline="") as text:
        lines = _Lines(text)
        width = 0
        number = 0
        try:
            for number, cells in enumerate(csv.reader(lines, strict=True), 1):
                lines.taken = 0
                if number > limits.most_rows:
                    raise refusal("FILE-ROWS", f"不超过 {limits.most_rows} 行", "更多",
                                  "请分成几个文件上传。")  # fmt: skip
                width = width or len(cells)
                _width(cells, width, number, limits)
                yield number, cells
        except csv.Error as error:
            do = f"请检查第{number + 1}行的双引号是否成对。{SAVE_AS}"
            raise refusal("FILE-CSV", "合乎格式的 CSV", str(error), do) from error


def _width(cells: Sequence[str], width: int, number: int, limits: Limits) -> None:
    if len(cells) > limits.most_columns:
        found = f"第{number}行有 {len(cells)} 列"
        raise refusal("FILE-WIDE", f"不超过 {limits.most_columns} 列", found, "请删去多余的列。")
    if len(cells) != width and any(c.strip() for c in cells):
        do = "请补齐或删去多余的单元格；单元格里有逗号的，整格加半角双引号。"
        raise refusal("FILE-WIDTH", f"{width} 个单元格（与表头相同）",
                      f"第{number}行有 {len(cells)} 个", do)  # fmt: skip


class _Lines:
    """The lines of a text, counted against the length one row may have."""

    def __init__(self, text: TextIO) -> None:
        self.text, self.taken = text, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.text.readline(_LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.taken += len(line)
        if self.taken > _LONGEST_ROW:
            do = "请检查双引号是否成对、文件是否缺了换行。"
            raise refusal("FILE-CSV", f"一行不超过 {_LONGEST_ROW} 个字符", "还要长", do)
        return line
