"""The records of an old workbook (MS-XLS, BIFF8), looked through for what values do not show."""

import struct
from collections.abc import Iterator

from xlsxwriter.utility import xl_rowcol_to_cell

from biaochi.exchange.doors.parts import MOST, Seen
from biaochi.exchange.doors.wording import broken

_FORMULA, _BEGINS, _SHEET, _COLUMNS, _FLAG, _ROW = 0x006, 0x809, 0x085, 0x07D, 0x205, 0x208
_HEAD = 4
_HIDDEN_ROW, _HIDDEN_COLUMN, _IS_ERROR = 0x20, 0x01, b"\x02"
_SET = b"\x01"


def looked_through(stream: bytes) -> dict[str, Seen]:
    """Return by sheet which rows and columns are hidden and which cells hold an error."""
    names: dict[int, str] = {}
    found: dict[str, Seen] = {}
    here = Seen()
    try:
        for at, kind, record in _records(stream):
            if kind == _SHEET:
                name = _sheet_name(record)
                names[struct.unpack_from("<I", record)[0]] = name
            elif kind == _BEGINS and at in names:
                here = found.setdefault(names[at], Seen())
            else:
                _look(kind, record, here)
    except struct.error as error:
        raise broken("工作簿的内容不完整") from error
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, memoryview]]:
    """Yield where a record begins, its kind and its content."""
    view, at = memoryview(stream), 0
    while at + _HEAD <= len(view):
        kind, length = struct.unpack_from("<HH", view, at)
        yield at, kind, view[at + _HEAD : at + _HEAD + length]
        at += _HEAD + length


def _look(kind: int, record: memoryview, seen: Seen) -> None:
    if kind == _ROW:
        row, flags = struct.unpack_from("<H10xH", record)
        if flags & _HIDDEN_ROW and len(seen.hidden) < MOST:
            seen.hidden.append(f"第{row + 1}行")
    elif kind == _COLUMNS:
        if struct.unpack_from("<8xH", record)[0] & _HIDDEN_COLUMN and len(seen.hidden) < MOST:
            seen.hidden.append("有隐藏的列")
    elif kind in {_FORMULA, _FLAG} and _is_error(kind, record) and len(seen.errors) < MOST:
        seen.errors.append(xl_rowcol_to_cell(*struct.unpack_from("<HH", record)))


def _is_error(kind: int, record: memoryview) -> bool:
    if kind == _FLAG:
        return bytes(record[7:8]) == _SET
    return bytes(record[12:14]) == b"\xff\xff" and bytes(record[6:7]) == _IS_ERROR


def _sheet_name(record: memoryview) -> str:
    count, wide = struct.unpack_from("<6xBB", record)
    raw = bytes(record[8 : 8 + count * (2 if wide & 1 else 1)])
    return raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
