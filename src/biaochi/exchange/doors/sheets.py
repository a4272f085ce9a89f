"""Workbooks of every container: which sheet is read, and its rows."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from biaochi.exchange.doors import compound, workbooks
from biaochi.exchange.doors.cells import Writer
from biaochi.exchange.doors.parts import Seen
from biaochi.exchange.doors.shapes import DATA_SHEET, STAMP_SHEET, Limits
from biaochi.exchange.doors.wording import broken, refusal

ZIP = b"PK\x03\x04"
_MOST_STAMPED = 20


def is_workbook(path: Path) -> bool:
    """Tell by its first bytes whether a file is a workbook's container."""
    with path.open("rb") as file:
        start = file.read(8)
    return start.startswith(ZIP) or start == compound.MARK


def read(path: Path, writer: Writer, *, limits: Limits) -> dict[str, Any]:
    """Read the data sheet of a workbook."""
    seen: dict[str, Seen] = {}
    with path.open("rb") as file:
        if file.read(4) == ZIP:
            seen = workbooks.looked_at(file, limits=limits).seen
        else:
            seen = compound.look_at(file)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return _read(book, seen, writer, limits)
    except PasswordError as error:
        do = "请去掉密码，再上传。"
        raise refusal("FILE-LOCKED", "没有密码的文件", "文件加了密", do) from error
    except CalamineError as error:
        raise broken("读到一半读不下去") from error


def _read(
    book: CalamineWorkbook, seen: dict[str, Seen], writer: Writer, limits: Limits
) -> dict[str, Any]:
    name = _chosen(book)
    _nothing_hidden(seen.get(name, Seen()))
    sheet = book.get_sheet_by_name(name)
    rows, columns = ((n + 1) for n in sheet.end or (-1, -1))
    if columns > limits.most_columns:
        found = f"{columns} 列"
        do = "请删去多余的列（包括只有格式的空列）。"
        raise refusal("FILE-WIDE", f"不超过 {limits.most_columns} 列", found, do)
    if rows > limits.most_rows:
        found, do = f"{rows} 行", "请分成几个文件上传。"
        raise refusal("FILE-ROWS", f"不超过 {limits.most_rows} 行", found, do)
    writer.take(_rows(sheet))
    merged = [[a, b, c, d] for (a, b), (c, d) in sheet.merged_cell_ranges or []]
    return {"sheet": name, "merged": merged, "stamp": _stamp(book)}


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[object]]]:
    """Number rows and columns as the sheet does: the reader leaves out blank columns before."""
    _, left = sheet.start or (0, 0)
    margin: list[object] = [""] * left
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [*margin, *row]


def _chosen(book: CalamineWorkbook) -> str:
    listed = book.sheets_metadata
    if any(m.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba) for m in listed):
        do = "请另存为「Excel 工作簿（.xlsx）」再上传。"
        raise refusal("FILE-MACRO", "没有宏的工作簿", "宏工作表", do)
    usable = [m.name for m in listed if _is_usable(m)]
    if DATA_SHEET in usable:
        return DATA_SHEET
    filled = [n for n in usable if book.get_sheet_by_name(n).end]
    if len(filled) == 1:
        return filled[0]
    found = f"有内容的工作表 {len(filled)} 张" if filled else "没有看得见的、有内容的工作表"
    do = f"请只留一张工作表，或把要报送的那张命名为「{DATA_SHEET}」，并取消隐藏。"
    raise refusal("FILE-SHEET", "一张有内容的工作表", found, do)


def _is_usable(sheet: SheetMetadata) -> bool:
    visible = sheet.visible == SheetVisibleEnum.Visible
    return visible and sheet.typ == SheetTypeEnum.WorkSheet and not sheet.name.startswith("_")


def _nothing_hidden(seen: Seen) -> None:
    if seen.hidden:
        do = "请取消隐藏和筛选，确认每一行都要报送，再上传。"
        raise refusal("FILE-HIDDEN", "没有隐藏的行和列", "、".join(seen.hidden), do)
    if seen.uncounted:
        do = "请选中这些单元格，复制后「选择性粘贴—数值」，核对后再上传。"
        raise refusal("FILE-FORMULA", "公式已有计算结果", "、".join(seen.uncounted), do)
    if seen.errors:
        do = "请改正公式，或改填数值。"
        raise refusal("FILE-ERROR", "数值或文字", "、".join(seen.errors), do)


def _stamp(book: CalamineWorkbook) -> dict[str, str]:
    if STAMP_SHEET not in book.sheet_names:
        return {}
    rows = book.get_sheet_by_name(STAMP_SHEET).to_python(nrows=_MOST_STAMPED)
    return {str(r[0]): str(r[1]) for r in rows if len(r) > 1}
