"""The older container of .xls and .et: its directory, looked through for macros and passwords."""

import re
import struct
from typing import BinaryIO

from biaochi.exchange.doors.wording import broken, refusal

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 512
_ENTRY = 128
_LONGEST_NAME, _NUL = 64, 2
_MACROS = re.compile(r"^(_VBA_PROJECT.*|VBA|Macros)$", re.IGNORECASE)
_LOCKED = {"EncryptedPackage", "EncryptionInfo"}
_BOOKS = {"Workbook", "Book"}
_DOCUMENTS = {"WordDocument", "PowerPoint Document"}
_FREE = 0xFFFFFFFA
_MOST_SECTORS = 4096


def look_at(file: BinaryIO) -> None:
    """Refuse an old workbook with macros, a password, or of another application."""
    names = set(_names(file))
    if names & _LOCKED:
        raise refusal("FILE-LOCKED", "没有密码的文件", "文件加了密", "请去掉密码，再上传。")
    if any(_MACROS.match(name) for name in names):
        do = "请另存为「Excel 工作簿（.xlsx）」再上传。"
        raise refusal("FILE-MACRO", "没有宏的工作簿", "含有宏", do)
    if names & _DOCUMENTS or not names & _BOOKS:
        found = "文字或演示文档" if names & _DOCUMENTS else "别的应用程序的文件"
        do = "请另存为「Excel 工作簿（.xlsx）」再上传。"
        raise refusal("FILE-FORMAT", ".xlsx、.xls、.et 或 .csv", found, do)


def _names(file: BinaryIO) -> list[str]:
    file.seek(0)
    head = file.read(_HEAD)
    if len(head) < _HEAD:
        raise broken("文件不完整")
    [shift] = struct.unpack_from("<H", head, 30)
    if shift not in {9, 12}:
        raise broken("容器的扇区大小不对")
    size = 1 << shift
    [first] = struct.unpack_from("<I", head, 48)
    tables = [s for s in struct.unpack_from("<109I", head, 76) if s < _FREE]
    found: list[str] = []
    sector, steps = first, 0
    while sector < _FREE:
        steps += 1
        if steps > _MOST_SECTORS:
            raise broken("容器的目录成环")
        found += _entries(_sector(file, sector, size))
        sector = _next(file, sector, size, tables)
    return found


def _next(file: BinaryIO, sector: int, size: int, tables: list[int]) -> int:
    per = size // 4
    if sector // per >= len(tables):
        raise broken("容器的目录不完整")
    table = _sector(file, tables[sector // per], size)
    [following] = struct.unpack_from("<I", table, 4 * (sector % per))
    return int(following)


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    found = file.read(size)
    if len(found) < size:
        raise broken("文件不完整")
    return found


def _entries(sector: bytes) -> list[str]:
    found = []
    for at in range(0, len(sector), _ENTRY):
        [length] = struct.unpack_from("<H", sector, at + 64)
        if _NUL <= length <= _LONGEST_NAME:
            found.append(sector[at : at + length - _NUL].decode("utf-16-le", "replace"))
    return found
