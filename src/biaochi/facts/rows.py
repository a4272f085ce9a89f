"""Text into rows: CSV files and rows written inside examples, brought to one plain form.

The plain form is a UTF-8 file that needs no quoting: row number and cells parted by ``PART``, one
row a line.  Line breaks inside a cell travel as ``BREAK``, so that the bulk reader never has to
guess where a row begins.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from biaochi.errors import Problem
from biaochi.facts.sqltext import literal
from biaochi.facts.wording import Tally, shown

LONGEST_ROW = 2**20
PART, BREAK, BAD = "\x1f", "\x1e", "�"
FIRST_ROW = 2
_CHUNK = 2**20
_WIDEST = 2**23
_ODD = re.compile("[\x00\n\r\x1c-\x1f\ud800-\udfff]")
_NEWLINE = re.compile("\r\n|\r|\n")
_FORBIDDEN = re.compile("[\x00\x1c-\x1f\ud800-\udfff]")
_TEXT = "UTF-8 或 GB18030 编码的文字"
_SAVE_AS = "请在表格软件里另存为「CSV UTF-8（逗号分隔）」，再试一次。"


class TooLong(Exception):
    """A row goes on beyond the limit."""


@dataclass
class _Lines:
    """The lines of a text, counted against the length one row may have."""

    text: TextIO
    taken: int = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(LONGEST_ROW + 1):
            self.taken += len(line)
            if self.taken > LONGEST_ROW:
                raise TooLong
            yield line


@dataclass(frozen=True)
class Scanned:
    """A CSV file's encoding and the hash of its bytes."""

    encoding: str
    digest: str


def scan(path: Path, *, name: str) -> Scanned | Problem:
    """Look at a file's bytes, in little memory, for whether it is text and in which encoding."""
    digest, line, since = sha256(), 1, 0
    start = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            start = start or chunk[:4]
            if b"\x00" in chunk or start.startswith((b"\xff\xfe", b"\xfe\xff")):
                return _binary(start, name)
            digest.update(chunk)
            last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            since = since + len(chunk) if last < 0 else len(chunk) - last - 1
            if since > LONGEST_ROW:
                return _too_long(name, line + chunk.count(b"\n"))
            line += chunk.count(b"\n")
    encodings = ["utf-8-sig"] if start.startswith(b"\xef\xbb\xbf") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        if decodes(path, encoding):
            return Scanned(encoding, digest.hexdigest())
    return Problem("FACT-ENCODING", _TEXT, "两种编码都读不通", _SAVE_AS, name)


def decodes(path: Path, encoding: str) -> bool:
    """Tell whether a file is text of this encoding to its end."""
    try:
        with path.open(encoding=encoding, newline="") as text:
            while text.read(_CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _binary(start: bytes, name: str) -> Problem:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = "UTF-16 编码（表格软件里叫「Unicode 文本」）"
        return Problem("FACT-ENCODING", _TEXT, found, _SAVE_AS, name)
    found = "含有空字符（NUL），不是文本文件"
    if start.startswith(b"PK"):
        found = "压缩包或 Excel 工作簿"
    return Problem("FACT-ENCODING", "CSV 文本文件", found, _SAVE_AS, name)


def _too_long(name: str, line: int) -> Problem:
    do = "请检查这一行的双引号是否成对、文件是否缺了换行，改正后再试。"
    return Problem("FACT-SIZE", f"一行不超过 {LONGEST_ROW} 个字符", "还要长", do, name, line=line)


@dataclass
class CsvText:
    """An open CSV text: its header, then its rows with their row numbers."""

    name: str
    tally: Tally
    header: tuple[str, ...]
    _lines: _Lines
    _reader: Iterator[list[str]]
    whole: bool = True
    last: int = 1

    @classmethod
    def begin(cls, text: TextIO, *, name: str, tally: Tally) -> "CsvText":
        """Read the header; an empty file has none."""
        lines = _Lines(text)
        found = cls(name, tally, (), lines, csv.reader(lines, strict=True))
        for _, cells in found._records(1):
            found.header = tuple(c.strip() for c in cells)
            break
        return found

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield every row that has as many cells as the header; blank rows are left out."""
        width = len(self.header)
        for number, cells in self._records(FIRST_ROW):
            if len(cells) == width:
                yield number, cells
            elif any(c.strip() for c in cells):
                self.whole = False
                self.tally.add(_uneven(self.name, number, width=width, found=len(cells)))

    def _records(self, first: int) -> Iterator[tuple[int, list[str]]]:
        number = first - 1
        try:
            for cells in self._reader:
                number += 1
                self._lines.taken = 0
                self.last = number
                yield number, cells
        except TooLong:
            self._broken(_too_long(self.name, number + 1))
        except csv.Error as error:
            self._broken(_not_csv(self.name, number + 1, error))

    def _broken(self, problem: Problem) -> None:
        self.whole = False
        self.tally.add(problem)


def _uneven(name: str, line: int, *, width: int, found: int) -> Problem:
    do = "请补齐或删去多余的单元格；单元格里有逗号的，整格加半角双引号。"
    expected = f"{width} 个单元格（与表头相同）"
    return Problem("FACT-WIDTH", expected, f"{found} 个", do, name, line=line)


def _not_csv(name: str, line: int, error: csv.Error) -> Problem:
    do = "请检查这一行的双引号：整格加引号，格内的引号写成两个；或用表格软件重新另存为 CSV。"
    return Problem("FACT-CSV", "合乎格式的 CSV", shown(error), do, name, line=line)


def cleaned(cell: str) -> str:
    """Bring a cell to the plain form; what may not stand in facts stays visible as ``BAD``."""
    return _FORBIDDEN.sub(BAD, _NEWLINE.sub("\n", cell)).replace("\n", BREAK)


def write_plain(rows: Iterable[tuple[int, Sequence[str]]], *, path: Path) -> None:
    """Write numbered rows in the plain form."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(_plain(rows))


def _plain(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[str]:
    odd = _ODD.search
    for number, row in rows:
        cells = [cleaned(c) for c in row] if odd("".join(row)) else row
        yield f"{number}{PART}{PART.join(cells)}\n"


def inline(rows: Sequence[Mapping[str, object]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return header and cells of rows given as mappings; a missing key is a blank."""
    header = tuple(dict.fromkeys(key for row in rows for key in row))
    return header, [["" if (v := row.get(k)) is None else str(v) for k in header] for row in rows]


def plain_relation(path: Path, *, width: int) -> str:
    """Return the SQL that reads a file in the plain form: columns ``n``, ``c0``, ``c1`` and on."""
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    return (
        f"read_csv({literal(str(path))}, auto_detect=false, header=false, delim='{PART}', "
        "quote='', escape='', comment='', new_line='\\n', nullstr='', skip=0, null_padding=false, "
        f"ignore_errors=false, strict_mode=true, max_line_size={_WIDEST}, "
        f"buffer_size={2 * _WIDEST}, columns={{'n': 'BIGINT', {columns}}})"
    )
