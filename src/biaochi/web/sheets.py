"""A list as a workbook: values only, one sheet, nothing that Excel would compute."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponse
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from biaochi.access.shapes import Actor
from biaochi.clock import local, now
from biaochi.registry.queries import seat
from biaochi.trail.events import Event
from biaochi.trail.services import About, record
from biaochi.web.cells import Column, Row, text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EXACT = 15
"""Digits a number keeps in a workbook; longer ones travel as text."""
_WIDTHS = {"number": 12, "date": 12, "moment": 17, "tag": 12}
_WIDE, _NARROW, _WIDEST = 1.9, 6, 44
_HEAD_ROWS, _CELL = 3, 32_000


@dataclass(frozen=True)
class Head:
    """What stands above and below the table."""

    title: str
    seat: str
    by: str
    at: datetime
    number: str
    narrowed: Mapping[str, str]
    short: str = ""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How much a workbook tells of.

    ``of``: how many rows there are; a workbook with fewer of them says so in its first line.
    ``people``: of whose record it tells.  They stand in what the entry commits to, so that they
    can be told later who took it out.
    """

    of: int
    people: Collection[str] = ()


def answer(
    actor: Actor, *, title: str, columns: Sequence[Column], rows: Sequence[Row],
    narrowed: Mapping[str, str], reach: Reach,
) -> HttpResponse:  # fmt: skip
    """Answer with the workbook; the export is on the trail, or there is no workbook."""
    at = now()
    there: dict[str, object] = {} if reach.of == len(rows) else {"of": reach.of}
    with transaction.atomic():
        number = record(
            Event.EXPORTED, actor=actor, at=at, about=_about(title, reach.people),
            detail={
                "rows": len(rows), **there, "columns": [c.label for c in columns],
                "narrowed": narrowed,
            },
        )  # fmt: skip
        short = shortened(len(rows), of=reach.of)
        head = Head(title, seat(actor), actor.name, at, f"{number:08d}", narrowed, short)
        made = workbook(head, columns=columns, rows=rows)
    response = HttpResponse(made, content_type=XLSX)
    name = quote(f"{title}-{local(at):%Y%m%d}-{head.number}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _about(title: str, people: Collection[str]) -> About:
    named: dict[str, Any] = {"people": sorted(people)} if people else {}
    return About(kind="export", ident=title, content=named)


def shortened(rows: int, *, of: int) -> str:
    """Return the sentence of a workbook that holds fewer rows than there are; blank if all."""
    return f"只含前 {rows:,} 行，共 {of:,} 行；请缩小范围" if rows < of else ""


def workbook(head: Head, *, columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """Return the workbook as bytes."""
    made = BytesIO()
    book = Workbook(
        made,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False},
    )  # fmt: skip
    book.set_properties({"title": head.title, "author": head.by, "created": _plain(head.at)})
    sheet = book.add_worksheet("".join(c for c in head.title if c not in "[]:*?/\\'")[:31] or "表")
    formats = _formats(book)
    last = max(len(columns) - 1, 0)
    top = _above(sheet, head, formats=formats, last=last)
    for at, column in enumerate(columns):
        sheet.write_string(top, at, column.label, formats["head"])
        sheet.set_column(at, at, _width(column, at, rows))
    for line, row in enumerate(rows, start=top + 1):
        for at, cell in enumerate(row.cells):
            _write(sheet, (line, at), cell.value, formats)
    _page(sheet, head, top=top, last=(top + len(rows), last))
    book.close()
    return made.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
    box = {**base, "border": 1, "border_color": "#999999"}
    return {
        "title": book.add_format({**base, "font_size": 16, "bold": True, "align": "center"}),
        "note": book.add_format({**base, "text_wrap": False}),
        "short": book.add_format({**base, "text_wrap": False, "bold": True, "font_color": "red"}),
        "head": book.add_format({**box, "bold": True, "align": "center", "bg_color": "#ECEFF3"}),
        "text": book.add_format({**box, "num_format": "@"}),
        "risky": book.add_format({**box, "num_format": "@", "quote_prefix": True}),
        "number": book.add_format({**box, "text_wrap": False}),
        "date": book.add_format({**box, "num_format": "yyyy-mm-dd", "text_wrap": False}),
        "moment": book.add_format({**box, "num_format": "yyyy-mm-dd hh:mm", "text_wrap": False}),
    }


def _above(sheet: Worksheet, head: Head, *, formats: Mapping[str, Format], last: int) -> int:
    """Write what stands above the table; return the row of its header."""
    first = 1 if head.short else 0
    if head.short:
        sheet.write_string(0, 0, head.short, formats["short"])
    if last:
        sheet.merge_range(first, 0, first, last, "", formats["title"])
    sheet.write_string(first, 0, head.title, formats["title"])
    sheet.set_row(first, 28)
    day = f"{local(head.at):%Y-%m-%d}"
    sheet.write_string(
        first + 1,
        0,
        f"制表单位：{head.seat}    制表日期：{day}    制表人：{head.by}",
        formats["note"],
    )
    said = "；".join(f"{k}：{v}" for k, v in head.narrowed.items()) or "全部"
    under = f"条件：{said}    导出编号：{head.number}"
    sheet.write_string(first + 2, 0, under, formats["note"])
    return first + _HEAD_ROWS


def _write(
    sheet: Worksheet, at: tuple[int, int], value: object, formats: Mapping[str, Format]
) -> None:
    if value is None or value == "":
        sheet.write_blank(*at, None, formats["text"])
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, _plain(value), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*at, datetime.combine(value, datetime.min.time()), formats["date"])
    elif _is_number(value):
        sheet.write_number(*at, value, formats["number"])
    else:
        said = text(value)
        risky = said.startswith(_FORMULA)
        sheet.write_string(*at, said[:_CELL], formats["risky" if risky else "text"])


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return len(str(value).replace("-", "").replace(".", "")) <= _EXACT


def _page(sheet: Worksheet, head: Head, *, top: int, last: tuple[int, int]) -> None:
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, *last)
    sheet.repeat_rows(0 if head.short else top, top)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    by = head.by.replace("&", "&&")
    said = f"{by} {local(head.at):%Y-%m-%d %H:%M}"
    sheet.set_header(f"&L{head.title.replace('&', '&&')[:60]}&R内部资料 {said}")
    sheet.set_footer(f"&L导出编号 {head.number}&C第 &P 页 共 &N 页&R{said}")


def _width(column: Column, at: int, rows: Sequence[Row]) -> float:
    if column.width:
        return column.width
    longest = max([len(column.label), *(len(r.cells[at].text) for r in rows[:200])])
    return max(_WIDTHS.get(column.kind, _NARROW), min(_WIDEST, longest * _WIDE + 2))


def _plain(at: datetime) -> datetime:
    return local(at).replace(tzinfo=None)
