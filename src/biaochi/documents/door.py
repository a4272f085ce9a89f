"""The child process that looks through an uploaded template: ``python -m biaochi.documents.door``.

``FILE LIMITS`` → one JSON object on standard output: the marks that were found, or the problems.
It has little memory and time, like the reader of foreign workbooks, whose container it shares.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from biaochi.errors import Problem, Refusal
from biaochi.exchange.doors.archives import inflated, members
from biaochi.exchange.doors.child import confine
from biaochi.exchange.doors.parts import checked
from biaochi.exchange.doors.shapes import MIB, Limits

SAVE_AS = "请用 Word 或 WPS 打开，另存为「Word 文档（.docx）」再上传。"
LIMITS = Limits(most_bytes=5 * MIB, most_inflated=64 * MIB, most_members=300)
_MARK = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
_TYPES, _TEXT = "[Content_Types].xml", "word/document.xml"
_MAIN = "wordprocessingml.document.main+xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MACROS = re.compile(r"vbaproject|vbadata|activex/|customui/", re.IGNORECASE)
_OBJECTS = re.compile(r"embeddings/|afchunk|\.(?:bin|exe|dll|js|vbs)$", re.IGNORECASE)
_FIELDS = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b[\w\s\\*]*", re.IGNORECASE)
_HARMLESS = "/hyperlink"
_LEFTOVERS = {
    "ins": "修订", "del": "修订", "moveFrom": "修订", "moveTo": "修订", "vanish": "隐藏文字",
    "commentRangeStart": "批注", "commentReference": "批注",
}  # fmt: skip
_LISTS = ("styles.xml", "numbering.xml", "stylesWithEffects.xml")
"""Parts that say how text may look; text of their own they have none."""
_FOREIGN = {"object": "嵌入的对象", "altChunk": "嵌入的文件", "control": "控件"}


def main(given: list[str]) -> int:
    """Look through one file; the exit code is 0 whenever an answer was printed."""
    path, said = given
    limits = Limits(**json.loads(said))
    confine(limits)
    try:
        answer: dict[str, object] = {"marks": marks_in(Path(path), limits=limits)}
    except Refusal as refusal:
        answer = {"problems": [asdict(_ours(p)) for p in refusal.problems]}
    sys.stdout.write(json.dumps(answer))
    return 0


def marks_in(path: Path, *, limits: Limits) -> list[str]:
    """Return the marks of a template in their order, each once; refuses what may not come in."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise _refused("FILE-FORMAT", "Word 文档（.docx）", "别的文件", SAVE_AS)
        there = members(file, limits=limits)
        _kinds(there)
        found: dict[str, None] = {}
        for name, member in there.items():
            pieces = inflated(file, member)
            if not name.lower().endswith((".xml", ".rels")):
                for _ in pieces:
                    pass
                continue
            tree = _tree(b"".join(checked(pieces, name=name)), name)
            if name.endswith(".rels"):
                _nothing_outside(tree)
            elif name.startswith("word/"):
                _nothing_foreign(tree, leftovers=not name.endswith(_LISTS))
                found |= dict.fromkeys(m for t in _texts(tree) for m in _MARK.findall(t))
    return list(found)


def _kinds(there: dict[str, zipfile.ZipInfo]) -> None:
    if not {_TYPES, _TEXT} <= set(there):
        raise _refused("FILE-FORMAT", "Word 文档（.docx）", "别的压缩包", SAVE_AS)
    for name in there:
        if _MACROS.search(name):
            raise _refused("FILE-MACRO", "没有宏和控件的文档", name, SAVE_AS)
        if _OBJECTS.search(name):
            do = "请删去嵌入的对象，只留文字和表格。"
            raise _refused("FILE-EMBEDDED", "没有嵌入对象的文档", name, do)


def _tree(content: bytes, name: str) -> Element:
    try:
        found: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise _refused("FILE-XML", "合乎格式的 XML", f"{name} 不是", SAVE_AS) from error
    if name == _TYPES:
        said = [e.get("ContentType", "") for e in found.iter()]
        if any("macroEnabled" in s for s in said) or not any(s.endswith(_MAIN) for s in said):
            raise _refused("FILE-FORMAT", "不带宏的 Word 文档", "别的类型", SAVE_AS)
    return found


def _nothing_outside(tree: Element) -> None:
    for link in tree.iter():
        outside = link.get("TargetMode", "").lower() == "external"
        if outside and not link.get("Type", "").endswith(_HARMLESS):
            do = "请断开链接的图片、模板和数据源，只留本文档自己的内容。"
            raise _refused("FILE-LINK", "不引用别的文件", "指向外部的关系", do)


def _nothing_foreign(tree: Element, *, leftovers: bool) -> None:
    for element in tree.iter():
        name = element.tag.removeprefix(_W)
        if leftovers and name in _LEFTOVERS:
            do = "请接受或拒绝全部修订，删去批注，显示并删去隐藏文字，再上传。"
            raise _refused("FILE-HIDDEN", "没有修订、批注和隐藏文字", _LEFTOVERS[name], do)
        if name in _FOREIGN:
            do = "请删去嵌入的对象，只留文字和表格。"
            raise _refused("FILE-EMBEDDED", "没有嵌入对象的文档", _FOREIGN[name], do)
        code = element.text or "" if name == "instrText" else element.get(f"{_W}instr", "")
        if code.strip() and not _FIELDS.fullmatch(code):
            do = "请删去这个域（Ctrl+A 后按 Ctrl+Shift+F9 可以变成普通文字），只留页码。"
            raise _refused("FILE-LINK", "除页码外没有域", code.strip()[:40], do)


def _texts(tree: Element) -> Iterator[str]:
    for paragraph in tree.iter(f"{_W}p"):
        yield "".join(t.text or "" for t in _own(paragraph))


def _own(element: Element) -> Iterable[Element]:
    """Yield the texts of a paragraph, not of paragraphs within it (text boxes)."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child
        elif child.tag != f"{_W}p":
            yield from _own(child)


def _ours(problem: Problem) -> Problem:
    """Return a problem of the container in words for a document."""
    if "工作簿" not in problem.expected + problem.found + problem.do:
        return problem
    said = (t.replace("工作簿", "文档") for t in (problem.expected, problem.found))
    expected, found = said
    return replace(problem, expected=expected, found=found, do=SAVE_AS)


def _refused(code: str, expected: str, found: str, do: str) -> Refusal:
    return Refusal((Problem(code, expected, found, do, column_name="文件"),))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
