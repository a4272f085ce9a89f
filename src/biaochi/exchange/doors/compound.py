"""The older container of .xls and .et: its directory, looked through for macros and passwords."""

import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from biaochi.exchange.doors.biff import looked_through
from biaochi.exchange.doors.parts import Seen
from biaochi.exchange.doors.wording import broken, refusal

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 512
_ENTRY, _SMALL = 128, 64
_ROOT = "Root Entry"
_LONGEST_NAME, _NUL = 64, 2
_MACROS = re.compile(r"^(_VBA_PROJECT.*|VBA|Macros)$", re.IGNORECASE)
_LOCKED = {"EncryptedPackage", "EncryptionInfo"}
_BOOKS = ("Workbook", "Book")
_DOCUMENTS = {"WordDocument", "PowerPoint Document"}
_FREE = 0xFFFFFFFA
_MOST_SECTORS = 4096


def look_at(file: BinaryIO) -> dict[str, Seen]:
    """Refuse an old workbook with macros, a password, or of another application.

    Returns what its sheets hold out of sight, by name.
    """
    container = _Container(file)
    names = set(container.entries)
    if names & _LOCKED:
        raise refusal("FILE-LOCKED", "没有密码的文件", "文件加了密", "请去掉密码，再上传。")
    if any(_MACROS.match(name) for name in names):
        do = "请另存为「Excel 工作簿（.xlsx）」再上传。"
        raise refusal("FILE-MACRO", "没有宏的工作簿", "含有宏", do)
    book = next((name for name in _BOOKS if name in names), "")
    if names & _DOCUMENTS or not book:
        found = "文字或演示文档" if names & _DOCUMENTS else "别的应用程序的文件"
        do = "请另存为「Excel 工作簿（.xlsx）」再上传。"
        raise refusal("FILE-FORMAT", ".xlsx、.xls、.et 或 .csv", found, do)
    return looked_through(container.stream(book))


class _Container:
    """Sectors in chains, and a directory of streams (MS-CFB)."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        file.seek(0)
        head = file.read(_HEAD)
        if len(head) < _HEAD:
            raise broken("文件不完整")
        [shift] = struct.unpack_from("<H", head, 30)
        if shift not in {9, 12}:
            raise broken("容器的扇区大小不对")
        self.size = 1 << shift
        [first] = struct.unpack_from("<I", head, 48)
        self.tables = [s for s in struct.unpack_from("<109I", head, 76) if s < _FREE]
        self.smallest, self.small_table = struct.unpack_from("<II", head, 56)
        [more] = struct.unpack_from("<I", head, 68)
        self._more_tables(more)
        directory = b"".join(self._chain(first, most=_MOST_SECTORS))
        self.entries = dict(_entries(directory))

    def stream(self, name: str) -> bytes:
        """Return a stream; small ones share the sectors of the root."""
        first, length = self.entries[name]
        if length < self.smallest:
            return self._small(first, length)
        return self._long(first, length)

    def _long(self, first: int, length: int) -> bytes:
        most = -(-length // self.size)
        return b"".join(self._chain(first, most=most))[:length]

    def _small(self, first: int, length: int) -> bytes:
        if _ROOT not in self.entries:
            raise broken("容器的目录不完整")
        shared = self._long(*self.entries[_ROOT])
        table = b"".join(self._chain(self.small_table, most=_MOST_SECTORS))
        found, steps = b"", 0
        while first < _FREE and steps * _SMALL < length:
            found += shared[first * _SMALL : (first + 1) * _SMALL]
            if (first + 1) * 4 > len(table):
                raise broken("容器的目录不完整")
            [first] = struct.unpack_from("<I", table, 4 * first)
            steps += 1
        if len(found) < length:
            raise broken("文件不完整")
        return found[:length]

    def _chain(self, sector: int, *, most: int) -> Iterator[bytes]:
        steps = 0
        while sector < _FREE:
            steps += 1
            if steps > most:
                raise broken("容器的目录成环")
            yield self._sector(sector)
            sector = self._next(sector)

    def _more_tables(self, sector: int) -> None:
        """Where the head has no room for all tables of sectors, they go on in a chain."""
        steps, per = 0, self.size // 4
        while sector < _FREE:
            steps += 1
            if steps > _MOST_SECTORS:
                raise broken("容器的目录成环")
            *tables, sector = struct.unpack(f"<{per}I", self._sector(sector))
            self.tables += [s for s in tables if s < _FREE]

    def _next(self, sector: int) -> int:
        per = self.size // 4
        if sector // per >= len(self.tables):
            raise broken("容器的目录不完整")
        table = self._table(self.tables[sector // per])
        [following] = struct.unpack_from("<I", table, 4 * (sector % per))
        return int(following)

    @lru_cache(maxsize=8)  # noqa: B019 (lives as long as one look at one file)
    def _table(self, sector: int) -> bytes:
        return self._sector(sector)

    def _sector(self, number: int) -> bytes:
        self.file.seek((number + 1) * self.size)
        found = self.file.read(self.size)
        if len(found) < self.size:
            raise broken("文件不完整")
        return found


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield (name, (first sector, length in bytes)) of the streams of a directory."""
    for at in range(0, len(directory), _ENTRY):
        [length] = struct.unpack_from("<H", directory, at + 64)
        if _NUL <= length <= _LONGEST_NAME:
            name = directory[at : at + length - _NUL].decode("utf-16-le", "replace")
            yield name, struct.unpack_from("<II", directory, at + 116)
