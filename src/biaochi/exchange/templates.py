"""Workbooks to fill in, made from a form and a pack: lists to choose from, checks, one example."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from biaochi.access.shapes import Act, Actor
from biaochi.exchange.doors.shapes import DATA_SHEET, STAMP_SHEET
from biaochi.exchange.forms import DAY_WORDS, EXAMPLE, FORMS, ROLE_WORDS, SERIAL, Field, Form
from biaochi.packs.shapes import Pack
from biaochi.registry.models import Person, Unit

LISTS_SHEET = "_字典"
VERSION = "1"
HEADER_ROW = 2
_LAST = 50_000
_TEXT_KINDS = {"id", "text", "code", "period", "flag"}
_LONGEST_LIST = 20_000
_FIXED: Mapping[str, Sequence[str]] = {
    "sexes": ("男", "女"), "roles": tuple(ROLE_WORDS), "flags": ("是", "否"),
    "day_kinds": tuple(DAY_WORDS)[:2],
}  # fmt: skip
_FIRST_DAY, _LAST_DAY = "DATE(1990,1,1)", "DATE(2199,12,31)"


@dataclass(frozen=True)
class _Looks:
    """The formats of one workbook."""

    help: Format
    star: Format
    head: Format
    text: Format
    day: Format
    number: Format
    example: Mapping[str, Format] = field(default_factory=dict)


def template(form: str, *, pack: Pack, actor: Actor) -> bytes:
    """Return the workbook of a form: data, lists and a stamp on sheets of their own."""
    asked = FORMS[form]
    return _made(asked, _lists(asked, pack, actor), digest=pack.digest, title=pack.title)


def plain_template(form: str, *, title: str) -> bytes:
    """Return the workbook of a form that no pack has a say in."""
    asked = FORMS[form]
    lists = {f.choices: _FIXED[f.choices] for f in asked.fields if f.choices}
    return _made(asked, lists, digest="", title=title)


def _made(asked: Form, lists: Mapping[str, Sequence[str]], *, digest: str, title: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        looks = _looks(book)
        page = book.add_worksheet(DATA_SHEET)
        named = _write_lists(book, lists)
        _write_stamp(book, asked.name, digest=digest, title=title)
        _write_help(page, asked, title, looks)
        _write_columns(page, asked, looks, named)
        _write_example(page, asked, lists, looks)
        _write_page(page, asked)
        book.set_properties({"title": f"{asked.label}（{title}）", "author": "标尺"})
        book.set_custom_property("biaochi", f"{asked.name} {digest} {VERSION}")
    return out.getvalue()


def _looks(book: xlsxwriter.Workbook) -> _Looks:
    plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    edge = {**plain, "border": 1, "border_color": "#A6A6A6"}
    grey = {**edge, "italic": True, "font_color": "#7F7F7F"}
    return _Looks(
        help=book.add_format({**plain, "font_color": "#7F3F00", "bold": True}),
        star=book.add_format({**plain, "bold": True, "font_color": "#C00000"}),
        head=book.add_format({**edge, "bold": True, "bg_color": "#DDE6F0", "text_wrap": True,
                              "align": "center"}),
        text=book.add_format({**plain, "num_format": "@"}),
        day=book.add_format({**plain, "num_format": "yyyy-mm-dd"}),
        number=book.add_format({**plain, "num_format": "General"}),
        example={"text": book.add_format({**grey, "num_format": "@"}),
                 "day": book.add_format({**grey, "num_format": "yyyy-mm-dd"}),
                 "number": book.add_format(grey)},
    )  # fmt: skip


def _lists(form: Form, pack: Pack, actor: Actor) -> dict[str, list[str]]:
    """Return what may be chosen, list by list, in a fixed order."""
    found: dict[str, list[str]] = {}
    for column in form.fields:
        if column.choices:
            listed = _listed(column.choices, pack, actor)
            if 0 < len(listed) <= _LONGEST_LIST:
                found[column.choices] = listed
    return found


def _listed(name: str, pack: Pack, actor: Actor) -> list[str]:
    if name == "items":
        items = [i for c in pack.catalogues.values() for i in c.items if i.published]
        return [f"{i.code} {i.label}".strip() for i in items]
    if name == "components":
        return list(dict.fromkeys(c for s in pack.sheets.values() for c in s.weights))
    if name == "people":
        people = Person.objects.visible_to(actor, Act.REPORT_EVIDENCE)
        rows = people.order_by("home__first", "sort_post", "sort_stroke", "code")
        return list(dict.fromkeys(rows.values_list("name", flat=True)))
    if name == "units":
        units = Unit.objects.visible_to(actor, Act.REPORT_EVIDENCE).filter(closed_on=None)
        return list(dict.fromkeys(units.order_by("first").values_list("name", flat=True)))
    if name == "tiers":
        values = Person.objects.visible_to(actor, Act.SEE_PEOPLE).exclude(tier="")
        return sorted(values.values_list("tier", flat=True).distinct())
    return list(_FIXED[name])


def _write_lists(book: xlsxwriter.Workbook, lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Write each list as a column of a hidden sheet; in the rule itself 255 signs are most."""
    page = book.add_worksheet(LISTS_SHEET)
    page.very_hidden()
    names: dict[str, str] = {}
    for place, (name, values) in enumerate(lists.items()):
        page.write_column(0, place, values)
        column = xlsxwriter.utility.xl_col_to_name(place)
        names[name] = f"list_{name}"
        where = f"='{LISTS_SHEET}'!${column}$1:${column}${len(values)}"
        book.define_name(names[name], where)
    return names


def _write_stamp(book: xlsxwriter.Workbook, form: str, *, digest: str, title: str) -> None:
    page = book.add_worksheet(STAMP_SHEET)
    page.very_hidden()
    said = {"form": form, "pack": digest, "version": VERSION, "title": title}
    for row, pair in enumerate(said.items()):
        page.write_row(row, 0, pair)


def _write_help(page: Worksheet, form: Form, title: str, looks: _Looks) -> None:
    page.write_string(0, 0, f"填写说明：{form.help}", looks.help)
    example = f"第 {HEADER_ROW + 2} 行是示例，不导入"
    source = f"依据：{title}。不要改动表头，不要合并单元格；{example}。"
    page.write_string(1, 0, source, looks.help)


def _write_columns(page: Worksheet, form: Form, looks: _Looks, named: Mapping[str, str]) -> None:
    page.set_column(0, 0, 6, looks.text)
    page.write_string(HEADER_ROW, 0, SERIAL, looks.head)
    page.set_row(HEADER_ROW, 32)
    for place, column in enumerate(form.fields, 1):
        page.set_column(place, place, column.width, _of(column, looks))
        if column.required:
            page.write_rich_string(HEADER_ROW, place, looks.star, "*", looks.head, column.label,
                                   looks.head)  # fmt: skip
        else:
            page.write_string(HEADER_ROW, place, column.label, looks.head)
        if column.note:
            page.write_comment(HEADER_ROW, place, column.note, {"author": "标尺"})
        if rule := _rule(column, named):
            page.data_validation(HEADER_ROW + 1, place, _LAST, place, rule)


def _of(column: Field, looks: _Looks) -> Format:
    if column.kind == "date":
        return looks.day
    return looks.text if column.kind in _TEXT_KINDS else looks.number


def _rule(column: Field, named: Mapping[str, str]) -> dict[str, Any]:
    if column.choices in named:
        return {
            "validate": "list", "source": f"={named[column.choices]}", "error_type": "warning",
            "error_title": "不在下拉表里", "error_message": f"请从下拉表里选「{column.label}」。",
        }  # fmt: skip
    if column.kind == "date":
        return {
            "validate": "date", "criteria": "between", "minimum": f"={_FIRST_DAY}",
            "maximum": f"={_LAST_DAY}", "error_type": "warning", "error_title": "日期不对",
            "error_message": "请写全年月日，如 2017-03-15。",
        }  # fmt: skip
    if column.kind in {"number", "count"}:
        least = 0 if column.kind == "count" else -999_999_999
        return {
            "validate": "decimal" if column.kind == "number" else "integer",
            "criteria": "between", "minimum": least, "maximum": 999_999_999,
            "error_title": "数不对", "error_message": "请填一个数，不带单位。",
        }  # fmt: skip
    return {}


def _write_example(
    page: Worksheet, form: Form, lists: Mapping[str, Sequence[str]], looks: _Looks
) -> None:
    row = HEADER_ROW + 1
    page.write_string(row, 0, EXAMPLE, looks.example["text"])
    for place, column in enumerate(form.fields, 1):
        first = lists.get(column.choices, ("",))[0]
        value = column.example or first
        if column.kind == "date" and value:
            page.write_datetime(row, place, date.fromisoformat(value), looks.example["day"])
        elif column.kind in {"number", "count"} and value:
            page.write_number(row, place, float(value), looks.example["number"])
        else:
            page.write_string(row, place, value, looks.example["text"])


def _write_page(page: Worksheet, form: Form) -> None:
    page.freeze_panes(HEADER_ROW + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_footer(f"&C{form.label}　第 &P 页，共 &N 页")
    page.activate()
