"""Whether a report can be taken in: its item, its numbers, its dates, its texts."""

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from biaochi.clock import local
from biaochi.errors import Problem
from biaochi.evidence.shapes import Draft, Item, Items
from biaochi.facts.shapes import FACT_SCALE
from biaochi.timeline import EARLIEST

LONGEST = {"source": 120, "matter": 40, "incident": 40, "context": 120, "note": 2000}
_MOST = 10**12 - 1
_LABELS = {
    "source": "来源", "matter": "事项编号", "incident": "事件编号", "context": "情境",
    "note": "说明",
}  # fmt: skip


def problems(draft: Draft, *, items: Items, at: datetime) -> Iterator[Problem]:
    """Say everything that is wrong with a report."""
    if bool(draft.person) == bool(draft.unit):
        found = "都填了" if draft.person else "都没有填"
        yield _said("FACT-SUBJECT", "人员和单位", "二者填一个", found, "写明说的是谁。")
    item = items.get(draft.item)
    if item is None:
        yield _said(
            "FACT-ITEM", "目录条目", "现行规则包目录里的条目", draft.item or "空白",
            "从下拉列表里选一条。",
        )  # fmt: skip
    else:
        yield from _by_item(draft, item=item)
    yield from _numbers(draft)
    yield from _days(draft, today=local(at).date())
    yield from _texts(draft)


def _by_item(draft: Draft, *, item: Item) -> Iterator[Problem]:
    value = draft.value
    if not item.published and (item.sign == "either" or value is None):
        yield _said(
            "FACT-SLOT", "目录条目", "原文已公布的条目", item.code, "取得原文后先填入目录。"
        )
    if value is None:
        return
    if item.negative_only and value > 0:
        yield _said("FACT-SIGN", "分值", "负分或零", f"{value}", "这个目录只计负分。")
    places = min(item.places, FACT_SCALE)
    if value.is_finite() and value != round(value, places):
        do = "按规则包的小数位数填写，不要自行四舍五入。"
        yield _said("FACT-PLACES", "分值", f"不超过 {places} 位小数", f"{value}", do)
    if abs(value) > item.largest:
        yield _said("FACT-BOUND", "分值", f"绝对值不超过 {item.largest}", f"{value}", "请核对。")


def _numbers(draft: Draft) -> Iterator[Problem]:
    value = draft.value
    if value is not None and (not value.is_finite() or abs(value) > Decimal(_MOST)):
        yield _said("FACT-NUMBER", "分值", "十二位以内的数", f"{value}"[:40], "请核对。")
    for label, number in (("次数", draft.count), ("第几轮", draft.round)):
        if number is not None and not 0 <= number <= _MOST:
            yield _said("FACT-COUNT", label, "不小于 0 的整数", f"{number}"[:40], "请核对。")


def _days(draft: Draft, *, today: date) -> Iterator[Problem]:
    if not EARLIEST <= draft.occurred_on <= today:
        expected = f"{EARLIEST} 至 {today}"
        yield _said(
            "FACT-DATE", "发生日期", expected, f"{draft.occurred_on}", "不能记录还没有发生的事。"
        )
    if draft.done_on is not None and draft.done_on > today:
        yield _said("FACT-DATE", "实际办结日期", f"不晚于 {today}", f"{draft.done_on}", "请核对。")


def _texts(draft: Draft) -> Iterator[Problem]:
    for name, longest in LONGEST.items():
        text: str = getattr(draft, name)
        if len(text) > longest:
            yield _said(
                "FACT-TEXT", _LABELS[name], f"不超过 {longest} 字", f"{len(text)} 字", "请写短些。"
            )
        if hidden(text):
            found = "有不可见的字符"
            yield _said("FACT-TEXT", _LABELS[name], "看得见的文字", found, "请重新输入。")


def hidden(text: str) -> bool:
    """Tell whether a text has signs one cannot see: controls, formats, halves of pairs."""
    kept = text.replace("\n", "").replace("\r", "").replace("\t", "")
    return any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} or c == "�" for c in kept)


def _said(code: str, column: str, expected: str, found: str, do: str) -> Problem:
    return Problem(code, expected, found, do, column_name=column)
