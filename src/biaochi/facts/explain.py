"""Why a cell is wrong and how to write it, for the officer who typed it."""

import re
from datetime import date

from biaochi.errors import Problem
from biaochi.facts.cells import EARLIEST, LATEST, LONGEST_ID, LONGEST_TEXT
from biaochi.facts.shapes import Column
from biaochi.facts.wording import likely, shown

_CODES = {
    "id": "FACT-TEXT", "text": "FACT-TEXT", "number": "FACT-NUMBER", "count": "FACT-COUNT",
    "date": "FACT-DATE", "moment": "FACT-DATE", "flag": "FACT-FLAG",
}  # fmt: skip
_EXPECTED = {
    "id": f"不超过 {LONGEST_ID} 个字符、没有控制字符的编号",
    "text": f"不超过 {LONGEST_TEXT} 个字符、没有控制字符的文字",
    "number": "数，整数部分不超过 12 位、小数不超过 6 位",
    "count": "不带小数的非负整数",
    "date": "日期，写成 2017-03-01",
    "moment": "日期或时刻，写成 2017-03-01 或 2017-03-01 08:30:00",
    "flag": "是 或 否",
}
_HINTS: dict[str, tuple[tuple[str, str], ...]] = {
    "id": (
        (rf"(?s).{{{LONGEST_ID + 1},}}", "编号太长，请换短一些的编号。"),
        (r"(?s).*", "请删去编号里看不见的字符（换行、制表符、零宽字符等），重新输入。"),
    ),
    "text": (
        (rf"(?s).{{{LONGEST_TEXT + 1},}}", "文字太长，请删减，详情另附材料。"),
        (r"(?s).*", "请删去看不见的字符或乱码（控制字符、零宽字符、�），重新输入。"),
    ),
    "number": (
        (r"[+-]?[\d.]+[eE][+-]?\d+", "不要用科学计数法，请把数完整写出。"),
        (r"[+-]?\d{1,3}([,，]\d{3})+(\.\d*)?", "不要写千分位逗号，请只写数字和小数点。"),
        (r".*[０-９．－＋].*", "请用半角数字、半角小数点和负号。"),
        (r"[+-]?\d+\.\d{7,}", "小数最多 6 位，请按文件规定的位数写。"),
        (r"[+-]?\d{13,}(\.\d*)?", "数太大，请检查单位。"),
        (r".*[%％]", "请写成小数，如 80% 写作 0.8。"),
        (r"(?s).*", "这里只能填数；等次等文字请填在 label 列。"),
    ),
    "count": (
        (r"[-－].*", "数量不能为负，请核对。"),
        (r"\d+\.\d*", "数量不能带小数，请只写整数。"),
        (r"(?s).*", "请只写 0 到 9 的数字，如 12。"),
    ),
    "date": (
        (r"\d{4}-\d{2}-\d{2}[ T].+", "这里只写日期，请去掉时间。"),
        (r"\d{8}", "请加上短横线，写成 2017-03-01。"),
        (r"\d{4}\D\d{1,2}\D\d{1,2}\D?", "请用短横线并补足两位，写成 2017-03-01。"),
        (r"(?s).*", "请写成 2017-03-01；不知道日期的，请先查明。"),
    ),
    "moment": (
        (r".*(Z|[+-]\d{2}:?\d{2})", "不写时区，请写北京时间。"),
        (r"(?s).*", "请写成 2017-03-01，或 2017-03-01 08:30:00。"),
    ),
    "flag": ((r"(?s).*", "请写「是」或「否」，也可写 true、false、1、0；不清楚的留空。"),),
}  # fmt: skip
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2}).*", re.ASCII | re.DOTALL)


def wrong(column: Column, found: str, *, file: str, line: int) -> Problem:
    """Return what is wrong with a cell and what to write instead."""
    code, expected, do = _case(column, found)
    return Problem(code, expected, shown(found), do, file, line=line, column_name=column.name)


def blank(column: Column, *, file: str, line: int) -> Problem:
    """Return the problem of a cell that must be filled."""
    do = f"请补上{column.note or column.name}；整行不要的，请删去整行。"
    name = column.name
    return Problem("FACT-REQUIRED", "填写内容", "空白", do, file, line=line, column_name=name)


def _case(column: Column, found: str) -> tuple[str, str, str]:
    if column.choices:
        near = likely(found, column.choices)
        do = f"您是不是想写「{near}」？" if near else "请改成其中之一。"
        return "FACT-CHOICE", "、".join(column.choices), do
    if column.form:
        do = "请写年份 2017、季度 2017Q1、半年 2017H1 或月份 2017-03。"
        return "FACT-PERIOD", "时期，写成 2017、2017Q1、2017H1 或 2017-03", do
    code, expected = _CODES[column.kind], _EXPECTED[column.kind]
    iso = _ISO.fullmatch(found)
    if column.kind in {"date", "moment"} and iso:
        if not _in_years(iso[1]):
            return code, f"{EARLIEST} 到 {LATEST} 之间的日期", "请检查年份是否写错。"
        if not _exists(iso[1]):
            return code, expected, "日历上没有这一天，请核对。"
    return code, expected, next(do for p, do in _HINTS[column.kind] if re.fullmatch(p, found))


def _in_years(day: str) -> bool:
    return EARLIEST <= day <= LATEST


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
