"""The XML parts of a workbook, looked through before the parser sees any of them."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from biaochi.exchange.doors.shapes import MIB
from biaochi.exchange.doors.wording import SAVE_AS, refusal

_LONGEST_ROW = 8 * MIB
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"<!ELEMENT", b"<!ATTLIST", b"<!NOTATION")
_LONGEST_MARK = max(map(len, _FORBIDDEN))
_TRUE = rb"""hidden\s*=\s*["'](?:1|true)["']"""
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*\b" + _TRUE + rb"[^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*\b" + _TRUE)
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>((?:(?!</(?:\w+:)?c>).){0,9000}?)</(?:\w+:)?c>", re.DOTALL
)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_CACHED = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_AT = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3}[0-9]{1,7}|[0-9]{1,7})["']""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\b([^>]*\bt\s*=\s*["']e["'][^>]*)>""")
_ENDS = (b"</row>", b":row>")
MOST = 20
"""So many places of a kind are told."""


@dataclass
class Seen:
    """What a sheet holds that its values do not show: places, at most twenty of a kind."""

    hidden: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def checked(pieces: Iterable[bytes], *, name: str) -> Iterator[bytes]:
    """Pass an XML part through: UTF-8 as it says, without any document type."""
    decode = codecs.getincrementaldecoder("utf-8")("strict").decode
    tail = b""
    for number, piece in enumerate(pieces):
        if not number:
            _encoding(piece, name)
        try:
            decode(piece)
        except UnicodeDecodeError as error:
            raise _bad("UTF-8 编码的内容", f"{name} 不是") from error
        window = tail + piece
        if any(mark in window for mark in _FORBIDDEN):
            raise _bad("不含文档类型和实体声明", f"{name} 里有")
        tail = window[-_LONGEST_MARK:]
        yield piece


def looked_through(pieces: Iterable[bytes]) -> Seen:
    """Look through a sheet, row by row, for hidden rows, errors, formulas without a result."""
    seen = Seen()
    rest = b""
    for piece in pieces:
        window = rest + piece
        cut = max(window.rfind(end) + len(end) if end in window else 0 for end in _ENDS)
        _look(window[:cut], seen)
        rest = window[cut:]
        if len(rest) > _LONGEST_ROW:
            raise _bad("一行不超过 8 MiB", "还要长")
    _look(rest, seen)
    return seen


def _look(window: bytes, seen: Seen) -> None:
    if b"hidden" in window:
        for row in _ROW.finditer(window):
            _note(seen.hidden, _AT.search(row[1]), "第{}行")
        if _COLUMN.search(window):
            seen.hidden.append("有隐藏的列")
    if b'"e"' in window or b"'e'" in window:
        for cell in _ERROR.finditer(window):
            _note(seen.errors, _AT.search(cell[1]), "{}")
    if b"<f" in window or b":f" in window:
        for cell in _CELL.finditer(window):
            if _FORMULA.search(cell[2]):
                result = _CACHED.search(cell[2])
                if result is None or result[1].strip() in {b"", b"0"}:
                    _note(seen.uncounted, _AT.search(cell[1]), "{}")


def _note(places: list[str], at: "re.Match[bytes] | None", words: str) -> None:
    if len(places) < MOST:
        places.append(words.format(at[1].decode() if at else "?"))


def _encoding(start: bytes, name: str) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x4c\x6f\xa7\x94")):
        raise _bad("UTF-8 编码的内容", f"{name} 不是")
    declared = _DECLARED.match(start.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in {b"utf-8", b"utf8"}:
        raise _bad("UTF-8 编码的内容", f"{name} 声明为 {declared[1].decode('ascii', 'replace')}")


def _bad(expected: str, found: str) -> Exception:
    return refusal("FILE-XML", expected, found, f"这不是正常保存的工作簿。{SAVE_AS}")
