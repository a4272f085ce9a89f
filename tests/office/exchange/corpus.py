"""Files that must not come in: made here, byte by byte, each with the code that refuses it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import xlsxwriter

HEADER = ("姓名", "条目", "发生日期", "分值")
GOOD_ROW = ("杜文清", "N1", "2017-03-15", "1")


@dataclass(frozen=True)
class Bad:
    """A file, and why it is refused."""

    why: str
    code: str
    name: str
    make: Callable[[], bytes]


def book(rows=(HEADER, GOOD_ROW), *, sheet="数据", change=None) -> bytes:
    """A workbook of texts; ``change`` gets the book and the sheet before it is closed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                page.write(number, place, value)
        if change:
            change(made, page)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist()}


def packed(parts, *, stored=False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as a:
        for name, content in parts.items():
            a.writestr(name, content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: packed({**members(book()), name: content})


def edited(name: str, old: bytes, new: bytes, rows=(HEADER, GOOD_ROW)) -> Callable[[], bytes]:
    def make() -> bytes:
        parts = members(book(rows))
        assert old in parts[name], name
        return packed({**parts, name: parts[name].replace(old, new)})

    return make


def raw_member(name: str, **changes) -> bytes:
    """A workbook with one more member, described in the directory as nobody's tool would."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for known, content in members(book()).items():
            archive.writestr(known, content)
        info = zipfile.ZipInfo(name)
        for key, value in changes.items():
            setattr(info, key, value)
        archive.writestr(info, b"x" * 64)
    return out.getvalue()


def duplicate() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for known, content in members(book()).items():
            archive.writestr(known, content)
        archive.writestr("XL/Workbook.xml", b"<x/>")
    return out.getvalue()


def patched(field_at: int, value: int, *, width="<I") -> bytes:
    """A workbook whose directory tells something false of its first sheet."""
    data = bytearray(book())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == b"xl/worksheets/sheet1.xml":
            struct.pack_into(width, data, at + field_at, value)
        at += 4
    return bytes(data)


def bomb(size: int) -> bytes:
    """A sheet of blanks that packs a thousand times smaller."""
    parts = members(book())
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b"</sheetData>" + b" " * size
    )
    return packed(parts)


def lying_bomb() -> bytes:
    """As ``bomb``, with a directory that says it is small."""
    data = bytearray(bomb(3 * 2**20))
    real = len(zlib.compress(b""))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == b"xl/worksheets/sheet1.xml":
            struct.pack_into("<I", data, at + 24, 900 + real)
        at += 4
    return bytes(data)


def far_cell(*, row=1048576, value="1") -> bytes:
    """Two cells, and a wide sheet of blanks between them."""
    last = f'<row r="{row}"><c r="BJ{row}" t="str"><v>{value}</v></c></row></sheetData>'
    return edited("xl/worksheets/sheet1.xml", b"</sheetData>", last.encode())()


def hidden_row(made, page) -> None:
    page.set_row(1, None, None, {"hidden": True})


def hidden_column(made, page) -> None:
    page.set_column(3, 3, None, None, {"hidden": True})


def merged_header(made, page) -> None:
    page.merge_range(0, 0, 0, 1, "姓名")


def merged_body(made, page) -> None:
    page.merge_range(1, 0, 2, 0, "杜文清")


def only_hidden(made, page) -> None:
    made.add_worksheet("说明").activate()
    page.hide()


def two_sheets(made, page) -> None:
    made.add_worksheet("表二").write(0, 0, "x")


def formula(made, page) -> None:
    page.write_formula(1, 3, "=1+1", None, 0)


def formula_blank(made, page) -> None:
    page.write_formula(1, 3, "=SUM(A1:A9)", None, "")


def error_value(made, page) -> None:
    page.write_formula(1, 3, "=1/0", None, "#DIV/0!")


def date_1904() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True}) as made:
        made.add_worksheet("数据").write(0, 0, "姓名")
    return out.getvalue()


def compound(*names: str, sector=9, loop=False) -> bytes:
    """An old container with these entries and nothing in them."""
    size = 512
    head = bytearray(size)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, sector)
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 1 if loop else 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    folder = b""
    for name in ("Root Entry", *names):
        text = name.encode("utf-16-le") + b"\0\0"
        folder += text.ljust(64, b"\0") + struct.pack("<H", len(text)) + bytes(62)
    return bytes(head) + table + folder.ljust(size, b"\0")


def csv(text: str, encoding="utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


def lines(*rows) -> str:
    return "\n".join(",".join(r) for r in (HEADER, *rows))


def cell(value: str, place=0) -> str:
    row = list(GOOD_ROW)
    row[place] = value
    return lines(row)


SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
DTD = b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>"
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r9" Type="http://x/oleObject" Target="file:///etc/passwd"'
    b' TargetMode="External"/></Relationships>'
)
DEEP = XML + b"<a>" * 80 + b"</a>" * 80

FILES: tuple[Bad, ...] = (
    Bad("a name that climbs", "FILE-NAME", "../a.xlsx", book),
    Bad("a name that reads backwards", "FILE-NAME", "a\u202exslx.csv", book),
    Bad("a name with a control character", "FILE-NAME", "a\x00.xlsx", book),
    Bad("a name without end", "FILE-NAME", "长" * 200 + ".xlsx", book),
    Bad("a program", "FILE-FORMAT", "a.exe", lambda: b"MZ"),
    Bad("no ending", "FILE-FORMAT", "数据", book),
    Bad("an ending of macros", "FILE-MACRO", "a.xlsm", book),
    Bad("a binary workbook by name", "FILE-MACRO", "a.xlsb", book),
    Bad("nothing in it", "FILE-EMPTY", "a.csv", lambda: b""),
    Bad("blanks only", "FILE-EMPTY", "a.csv", csv("  ,\n\n ,\n")),
    Bad("a workbook called csv", "FILE-FORMAT", "a.csv", book),
    Bad("text called workbook", "FILE-FORMAT", "a.xlsx", csv(lines(GOOD_ROW))),
    Bad("a web page called xls", "FILE-FORMAT", "a.xls", lambda: b"<html><table><tr><td>1"),
    Bad("a web page called csv", "FILE-FORMAT", "a.csv", lambda: b"<html><table><tr><td>1"),
    Bad("a pdf called csv", "FILE-FORMAT", "a.csv", lambda: b"%PDF-1.7 \n"),
    Bad("a plain zip", "FILE-FORMAT", "a.xlsx", lambda: packed({"a.txt": b"x"})),
    Bad("a word document", "FILE-FORMAT", "a.xlsx", lambda: packed({"word/document.xml": b"<x/>"})),
    Bad("an open document", "FILE-FORMAT", "a.xlsx", lambda: packed({"mimetype": b"x"})),
    Bad("a binary workbook inside", "FILE-FORMAT", "a.xlsx",
        lambda: packed({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"})),
    Bad("half a workbook", "FILE-BROKEN", "a.xlsx", lambda: book()[: len(book()) // 2]),
    Bad("a workbook with a broken end", "FILE-BROKEN", "a.xlsx", lambda: book()[:-30]),
    Bad("a flipped byte in a sheet", "FILE-BROKEN", "a.xlsx", lambda: patched(42, 7)),
    Bad("a wrong checksum", "FILE-ZIP", "a.xlsx", lambda: patched(16, 12345)),
    Bad("a directory that says less", "FILE-ZIP", "a.xlsx", lambda: patched(24, 100)),
    Bad("a directory that says more", "FILE-ZIP", "a.xlsx", lambda: patched(24, 900_000)),
    Bad("an encrypted member", "FILE-LOCKED", "a.xlsx", lambda: patched(8, 1, width="<H")),
    Bad("an unknown compression", "FILE-ZIP", "a.xlsx", lambda: patched(10, 12, width="<H")),
    Bad("a member that climbs", "FILE-ZIP", "a.xlsx", with_part("xl/../../evil.xml", b"<x/>")),
    Bad("a member from the root", "FILE-ZIP", "a.xlsx", with_part("/etc/evil.xml", b"<x/>")),
    Bad("a member with a drive", "FILE-ZIP", "a.xlsx", with_part("C:evil.xml", b"<x/>")),
    Bad("a member with a backslash", "FILE-ZIP", "a.xlsx", with_part("xl\\evil.xml", b"<x/>")),
    Bad("a member with an invisible name", "FILE-ZIP", "a.xlsx", with_part("xl/\u202ea", b"<x/>")),
    Bad("a link", "FILE-ZIP", "a.xlsx",
        lambda: raw_member("xl/link", external_attr=0o120777 << 16)),
    Bad("the same member twice", "FILE-ZIP", "a.xlsx", duplicate),
    Bad("too many members", "FILE-ZIP", "a.xlsx",
        lambda: packed({**members(book()), **{f"x/{i}": b"" for i in range(600)}})),
    Bad("a bomb", "FILE-BOMB", "a.xlsx", lambda: bomb(40 * 2**20)),
    Bad("a bomb that lies", "FILE-ZIP", "a.xlsx", lying_bomb),
    Bad("a cell at the far corner", "FILE-LIMIT", "a.xlsx", far_cell),
    Bad("macros inside", "FILE-MACRO", "a.xlsx", with_part("xl/vbaProject.bin", b"x")),
    Bad("controls inside", "FILE-MACRO", "a.xlsx", with_part("xl/activeX/activeX1.xml", b"<x/>")),
    Bad("old macros inside", "FILE-MACRO", "a.xlsx",
        with_part("xl/macrosheets/sheet1.xml", b"<x/>")),
    Bad("a macro type", "FILE-MACRO", "a.xlsx",
        edited("[Content_Types].xml", b"spreadsheetml.sheet.main", b"macroEnabled.main")),
    Bad("links to other books", "FILE-LINK", "a.xlsx",
        with_part("xl/externalLinks/externalLink1.xml", b"<x/>")),
    Bad("a connection", "FILE-LINK", "a.xlsx", with_part("xl/connections.xml", b"<x/>")),
    Bad("a relation outside", "FILE-LINK", "a.xlsx",
        with_part("xl/worksheets/_rels/sheet1.xml.rels", OUTSIDE)),
    Bad("an embedded object", "FILE-EMBEDDED", "a.xlsx",
        with_part("xl/embeddings/oleObject1.bin", b"x")),
    Bad("entities in the book", "FILE-XML", "a.xlsx",
        edited(BOOK, b"<workbook", DTD + b"<workbook")),
    Bad("entities in the sheet", "FILE-XML", "a.xlsx",
        edited(SHEET, b"<worksheet", DTD + b"<worksheet")),
    Bad("entities in an unused part", "FILE-XML", "a.xlsx", with_part("x/a.xml", XML + DTD)),
    Bad("a part in another encoding", "FILE-XML", "a.xlsx",
        edited(SHEET, b'encoding="UTF-8"', b'encoding="UTF-7"')),
    Bad("a part in sixteen bits", "FILE-XML", "a.xlsx",
        with_part("x/a.xml", "<x/>".encode("utf-16"))),
    Bad("a part that is not UTF-8", "FILE-XML", "a.xlsx", with_part("x/a.xml", b"<x>\xff\xfe</x>")),
    Bad("a part nested deeply", "FILE-XML", "a.xlsx",
        with_part("xl/worksheets/_rels/sheet1.xml.rels", DEEP)),
    Bad("a sheet that ends too early", "FILE-BROKEN", "a.xlsx",
        edited(SHEET, b"</sheetData>", b"</sheetDa")),
    Bad("a hidden row", "FILE-HIDDEN", "a.xlsx", lambda: book(change=hidden_row)),
    Bad("a hidden column", "FILE-HIDDEN", "a.xlsx", lambda: book(change=hidden_column)),
    Bad("only a hidden sheet", "FILE-SHEET", "a.xlsx", lambda: book(change=only_hidden)),
    Bad("two sheets, neither ours", "FILE-SHEET", "a.xlsx",
        lambda: book(sheet="表一", change=two_sheets)),
    Bad("no content", "FILE-SHEET", "a.xlsx", lambda: book((), sheet="表一")),
    Bad("a merged header", "FILE-MERGED", "a.xlsx", lambda: book(change=merged_header)),
    Bad("merged rows", "FILE-MERGED", "a.xlsx", lambda: book(change=merged_body)),
    Bad("a formula never computed", "FILE-FORMULA", "a.xlsx", lambda: book(change=formula)),
    Bad("a formula without result", "FILE-FORMULA", "a.xlsx", lambda: book(change=formula_blank)),
    Bad("a formula gone wrong", "FILE-ERROR", "a.xlsx", lambda: book(change=error_value)),
    Bad("the other day count", "FILE-DATES", "a.xlsx", date_1904),
    Bad("another sheet's header", "FILE-HEADER", "a.xlsx",
        lambda: book((("甲", "乙"), ("1", "2")))),
    Bad("a column twice", "FILE-HEADER", "a.csv",
        csv("姓名,姓名,条目,发生日期\na,b,N1,2017-01-01")),
    Bad("an unknown column", "FILE-HEADER", "a.csv",
        csv("姓名,条目,发生日期,工资\na,N1,2017-01-01,9")),
    Bad("too many columns", "FILE-WIDE", "a.csv", csv(",".join(f"c{i}" for i in range(70)))),
    Bad("too many columns of a sheet", "FILE-WIDE", "a.xlsx",
        lambda: book((tuple(f"c{i}" for i in range(70)),))),
    Bad("an old book with macros", "FILE-MACRO", "a.xls",
        lambda: compound("Workbook", "_VBA_PROJECT_CUR")),
    Bad("an encrypted book", "FILE-LOCKED", "a.xlsx",
        lambda: compound("EncryptionInfo", "EncryptedPackage")),
    Bad("an old word document", "FILE-FORMAT", "a.et", lambda: compound("WordDocument")),
    Bad("an old container in a loop", "FILE-BROKEN", "a.xls",
        lambda: compound("Workbook", loop=True)),
    Bad("an old container cut off", "FILE-BROKEN", "a.xls", lambda: compound("Workbook")[:600]),
    Bad("an old book without content", "FILE-BROKEN", "a.et", lambda: compound("Workbook")),
    Bad("sixteen-bit text", "FILE-ENCODING", "a.csv", csv(lines(GOOD_ROW), "utf-16")),
    Bad("zero bytes", "FILE-ENCODING", "a.csv", lambda: b"a,b\x00c\n"),
    Bad("neither encoding", "FILE-ENCODING", "a.csv",
        lambda: lines(GOOD_ROW).encode() + b"\xff\xff"),
    Bad("text twisted once", "FILE-MOJIBAKE", "a.csv",
        csv(lines(GOOD_ROW).encode().decode("latin-1"))),
    Bad("text twisted the Chinese way", "FILE-MOJIBAKE", "a.csv",
        csv(cell("组织部门谈话记录不齐备".encode()[:30].decode("gb18030"), 0))),
    Bad("a well-known twist", "FILE-MOJIBAKE", "a.csv", csv(cell("锟斤拷"))),
    Bad("a character already lost", "FILE-MOJIBAKE", "a.csv", csv(cell("杜\ufffd清"))),
    Bad("a control character", "FILE-CHARACTER", "a.csv", csv(cell("杜\x07清"))),
    Bad("text that reads backwards", "FILE-CHARACTER", "a.csv", csv(cell("杜\u202e清"))),
    Bad("a character without width", "FILE-CHARACTER", "a.xlsx",
        lambda: book((HEADER, ("杜\u200b清", *GOOD_ROW[1:])))),
    Bad("an open quote", "FILE-CSV", "a.csv", csv(lines(GOOD_ROW) + '\n"杜')),
    Bad("a row without end", "FILE-CSV", "a.csv", csv(lines(GOOD_ROW) + '\n"' + "x" * 2**21)),
    Bad("a row too narrow", "FILE-WIDTH", "a.csv", csv(lines(GOOD_ROW) + "\n杜文清,N1")),
    Bad("a cell too long", "CELL-LONG", "a.csv", csv(cell("长" * 10_001))),
)  # fmt: skip
