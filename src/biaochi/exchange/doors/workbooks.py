"""A workbook in its zip container: no macros, links, objects; which part is which sheet."""

import re
import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from biaochi.exchange.doors.archives import inflated, members
from biaochi.exchange.doors.parts import Seen, checked, looked_through
from biaochi.exchange.doors.shapes import MIB, Limits
from biaochi.exchange.doors.wording import SAVE_AS, broken, refusal

_BOOK, _BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_SMALL = 4 * MIB
_DEEPEST = 50
_MACROS = re.compile(r"vbaproject|vbadata|activex/|macrosheets/|ctrlprops/", re.IGNORECASE)
_LINKS = re.compile(r"externallinks/|connections\.xml|querytables/|customdata/", re.IGNORECASE)
_OBJECTS = re.compile(r"embeddings/|webextensions/", re.IGNORECASE)
_HARMLESS = "/hyperlink"


@dataclass
class Book:
    """What was seen of a workbook: per sheet name what its part hides."""

    seen: dict[str, Seen] = field(default_factory=dict)


def looked_at(file: BinaryIO, *, limits: Limits) -> Book:
    """Look at every member of a workbook; refuses what may not come in."""
    there = members(file, limits=limits)
    _kind(there)
    for name in there:
        _forbidden(name)
    seen: dict[str, Seen] = {}
    small: dict[str, bytes] = {}
    for name, member in there.items():
        pieces = inflated(file, member)
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            for _ in pieces:
                pass
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            seen[name] = looked_through(checked(pieces, name=name))
        else:
            content = _kept(checked(pieces, name=name), name=name)
            small[name] = content
    for name, content in small.items():
        if name.endswith(".rels"):
            _no_outside(_tree(content, name))
    if b"macroEnabled" in small[_TYPES]:
        raise _macro("含宏的工作簿类型")
    return Book(_by_name(small, seen))


def _kept(pieces: "object", *, name: str) -> bytes:
    kept = bytearray()
    wanted = name.endswith(".rels") or name in {_BOOK, _TYPES}
    for piece in pieces:  # type: ignore[attr-defined]  # what checked() yields
        if wanted:
            kept += piece
            if len(kept) > _SMALL:
                raise broken(f"{name} 过大")
    return bytes(kept)


def _kind(there: dict[str, zipfile.ZipInfo]) -> None:
    if _TYPES in there and _BOOK in there:
        return
    if "xl/workbook.bin" in there:
        found = "二进制工作簿（.xlsb）"
    elif "mimetype" in there:
        found = "开放文档（.ods 等）"
    elif any(n.startswith(("word/", "ppt/")) for n in there):
        found = "文字或演示文档"
    else:
        found = "普通压缩包"
    raise refusal("FILE-FORMAT", ".xlsx、.xls、.et 或 .csv", found, SAVE_AS)


def _forbidden(name: str) -> None:
    if _MACROS.search(name):
        raise _macro("宏或控件")
    if _LINKS.search(name):
        raise _outside("指向别的文件或数据库的链接")
    if _OBJECTS.search(name):
        do = "请删去嵌入的对象，只留表格，再上传。"
        raise refusal("FILE-EMBEDDED", "没有嵌入对象的工作簿", "嵌入的对象", do)


def _macro(found: str) -> Exception:
    do = "请另存为「Excel 工作簿（.xlsx）」再上传。"
    return refusal("FILE-MACRO", "没有宏的工作簿", found, do)


def _outside(found: str) -> Exception:
    do = "请在「数据—编辑链接」里断开链接，或把内容粘贴为数值，再上传。"
    return refusal("FILE-LINK", "不引用别的文件的工作簿", found, do)


def _no_outside(tree: Element) -> None:
    for link in tree.iter():
        outside = link.get("TargetMode", "").lower() == "external"
        if outside and not link.get("Type", "").endswith(_HARMLESS):
            raise _outside("指向外部的关系")


def _tree(content: bytes, name: str) -> Element:
    try:
        found: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise refusal("FILE-XML", "合乎格式的 XML", f"{name} 不是", SAVE_AS) from error
    _shallow(found, name)
    return found


def _shallow(tree: Element, name: str) -> None:
    level = [tree]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return
    raise refusal("FILE-XML", f"嵌套不超过 {_DEEPEST} 层", f"{name} 更深", SAVE_AS)


def _by_name(small: dict[str, bytes], seen: dict[str, Seen]) -> dict[str, Seen]:
    links = _tree(small.get(_BOOK_LINKS, b"<x/>"), _BOOK_LINKS)
    targets = {link.get("Id", ""): link.get("Target", "") for link in links.iter()}
    found: dict[str, Seen] = {}
    for element in _tree(small[_BOOK], _BOOK).iter():
        if element.tag.endswith("}workbookPr") and element.get("date1904") in {"1", "true"}:
            do = "请在表格软件的选项里取消「使用 1904 日期系统」，核对日期后再上传。"
            raise refusal("FILE-DATES", "1900 日期系统", "1904 日期系统", do)
        if element.tag.endswith("}sheet"):
            ident = next((v for k, v in element.items() if k.endswith("}id")), "")
            target = targets.get(ident, "").removeprefix("/xl/")
            found[element.get("name", "")] = seen.get(f"xl/{target}", Seen())
    return found
