"""The same workbook back: wrong cells coloured, a comment each, one column that says it all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from biaochi.errors import CODES
from biaochi.exchange.doors.shapes import DATA_SHEET, PART, written
from biaochi.exchange.forms import STATEMENT
from biaochi.exchange.tables import Sheet

_WRONG = PatternFill("solid", fgColor="FFF2CCCC")
_SAYS = Font(color="FF9C0006")
_AUTHOR = "标尺"
_WIDE = 60
_ZIP = b"PK\x03\x04"


def annotate(sheet: Sheet, source: Path, *, errors: Path, out: Path) -> None:
    """Write the workbook with its errors beside the uploaded one."""
    with source.open("rb") as file:
        ours = file.read(4) == _ZIP
    book = _opened(source) if ours else _rewritten(sheet)
    page = book[sheet.table.sheet] if ours else book[DATA_SHEET]
    _mark(page, sheet, _by_row(errors))
    book.save(out)
    out.chmod(0o600)


def _opened(source: Path) -> Workbook:
    with source.open("rb") as file, catch_warnings():
        simplefilter("ignore")  # parts of a workbook that this library leaves out
        return load_workbook(file, keep_links=False)


def _rewritten(sheet: Sheet) -> Workbook:
    """An old workbook or a CSV comes back as .xlsx, every cell a text in its place."""
    book = Workbook()
    book.remove(book.worksheets[0])
    page = book.create_sheet(DATA_SHEET)
    for number, cells in sheet.table.lines():
        for place, cell in enumerate(cells, 1):
            if cell:
                made = page.cell(number, place)
                made.value, made.data_type, made.number_format = written(cell), "s", "@"
    return book


def _by_row(errors: Path) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for problem in _read(errors):
        found.setdefault(problem["line"], []).append(problem)
    return found


def _read(errors: Path) -> Iterator[dict[str, Any]]:
    with errors.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _mark(page: Worksheet, sheet: Sheet, wrong: dict[int, list[dict[str, Any]]]) -> None:
    places = {f.label: place + 1 for place, f in sheet.places.items()}
    statement = _statement_at(page, sheet)
    head = page.cell(sheet.header, statement, STATEMENT)
    head.font = Font(bold=True)
    page.column_dimensions[head.column_letter].width = _WIDE
    for row in range(sheet.header + 1, page.max_row + 1):
        page.cell(row, statement).value = None
    for row, problems in wrong.items():
        said = "；".join(_sentence(p) for p in problems)
        cell = page.cell(row, statement, said)
        cell.font, cell.alignment = _SAYS, Alignment(wrap_text=True, vertical="top")
        for problem in problems:
            place = places.get(problem["column_name"])
            if place:
                _colour(page, row, place, _sentence(problem))


def _colour(page: Worksheet, row: int, place: int, says: str) -> None:
    cell = page.cell(row, place)
    cell.fill = _WRONG
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(before + says, _AUTHOR, height=120, width=320)


def _statement_at(page: Worksheet, sheet: Sheet) -> int:
    """The column of an earlier answer is used again, so that answers do not pile up."""
    for place in range(1, page.max_column + 1):
        if page.cell(sheet.header, place).value == STATEMENT:
            return place
    return int(page.max_column) + 1


def _sentence(problem: dict[str, Any]) -> str:
    says = CODES[problem["code"]].says
    text = f"{says}：应为{problem['expected']}，实为{problem['found']}。{problem['do']}"
    return text.replace(PART, " ")
