"""The zip container of a workbook or pack: each member measured by what it really inflates to."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from biaochi.exchange.doors.shapes import MIB, Limits
from biaochi.exchange.doors.wording import SAVE_AS, broken, refusal, shown

_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1
_CHUNK = 256 * 1024
_SMALL = MIB


def members(file: BinaryIO, *, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """Return the members of a workbook, or refuse its directory."""
    try:
        with zipfile.ZipFile(file) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise broken("压缩结构损坏") from error
    if len(listed) > limits.most_members:
        raise _bad(f"内部文件不超过 {limits.most_members} 个", f"{len(listed)} 个")
    found: dict[str, zipfile.ZipInfo] = {}
    for member in listed:
        _check(member)
        key = member.filename.casefold()
        if key in found:
            raise _bad("内部文件不重名", shown(member.filename))
        found[key] = member
    _measured(listed, limits)
    return {m.filename: m for m in found.values()}


def _check(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    parts = name.split("/")
    if (
        name.startswith("/") or "\\" in name or ":" in name or ".." in parts
        or not name.isprintable()
    ):  # fmt: skip
        raise _bad("内部文件名不越到文件之外", shown(name))
    if member.flag_bits & _ENCRYPTED:
        raise refusal("FILE-LOCKED", "没有密码的文件", "内部文件加了密", "请去掉密码，再上传。")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise _bad("普通的内部文件", f"链接{shown(name)}")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _bad("通常的压缩方法", f"方法 {member.compress_type}")


def _measured(listed: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(m.file_size for m in listed)
    if total > limits.most_inflated:
        raise _bomb(f"解开后不超过 {limits.most_inflated // MIB} MiB", f"{total // MIB} MiB")
    for member in listed:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > _SMALL and ratio > limits.most_ratio:
            raise _bomb(f"压缩比不超过 {limits.most_ratio}", f"{ratio:.0f}")


def inflated(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a member holds; refuses as soon as it is more, or other, than was declared."""
    left = _at_data(file, member)
    inflate = zlib.decompressobj(-15) if member.compress_type else None
    size = checksum = 0
    try:
        for piece in _pieces(file, left, inflate):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if size > member.file_size:
                raise _lying(member, "实际更大")
            yield piece
    except zlib.error as error:
        raise broken("压缩内容损坏") from error
    if size != member.file_size or checksum != member.CRC:
        raise _lying(member, "大小或校验码不符")


def _pieces(file: BinaryIO, left: int, inflate: "zlib._Decompress | None") -> Iterator[bytes]:
    while left > 0:
        chunk = file.read(min(_CHUNK, left))
        if not chunk:
            raise broken("文件不完整")
        left -= len(chunk)
        if inflate is None:
            yield chunk
            continue
        while chunk:
            if piece := inflate.decompress(chunk, _CHUNK):
                yield piece
            chunk = inflate.unconsumed_tail
    if inflate is not None:
        if rest := inflate.flush():
            yield rest
        if not inflate.eof:
            raise broken("压缩内容不完整")


def _at_data(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    file.seek(member.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        raise broken("文件不完整")
    mark, _, flags, _, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack(head)
    name = file.read(name_size)
    if mark != b"PK\x03\x04":
        raise broken("内部文件的开头不对")
    said = name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
    if said != member.orig_filename:
        raise _bad("目录和内部文件名一致", shown(said))
    file.seek(extra_size, 1)
    return member.compress_size


def _lying(member: zipfile.ZipInfo, found: str) -> Exception:
    return _bad(f"内部文件{shown(member.filename)}和目录所写一致", found)


def _bad(expected: str, found: str) -> Exception:
    return refusal("FILE-ZIP", expected, found, f"这不是正常保存的工作簿。{SAVE_AS}")


def _bomb(expected: str, found: str) -> Exception:
    do = "请把内容复制到新的工作簿，删去多余的空白行列，再上传。"
    return refusal("FILE-BOMB", expected, found, do)
