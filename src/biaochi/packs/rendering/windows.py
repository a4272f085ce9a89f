"""The stretch of time from which rows are taken, as a phrase."""

# ruff: noqa: ANN401 — a window is whatever YAML says.

from collections.abc import Mapping
from typing import Any

from biaochi.packs.rendering.formulas import formula
from biaochi.packs.rendering.names import Names, numeral
from biaochi.packs.rendering.phrases import options as choices

_HALVES = {"1": "上半年", "2": "下半年"}


def window(over: Any, *, names: Names) -> str:
    """Return a window in Chinese, every answer of a reading included."""
    if not isinstance(over, Mapping):
        return {"period": "本期内", "all": "截至日以前"}.get(over, str(over))
    if "reading" in over:
        return "该期间内"
    if "since" in over or "until" in over:
        since, until = over.get("since"), over.get("until")
        if since == "as_of" and str(until).replace(" ", "") == "add_days(as_of,1)":
            return "截至日当日"
        if not since:
            return f"{_day(until, names=names)}之前（不含当日）的"
        last = f"{_day(until, names=names)}（不含当日）" if until else "截至日（含当日）"
        return f"自{_day(since, names=names)}（含当日）起至{last}止的"
    unit, count = next(iter(over.items()), ("", ""))
    shown = names.amount(str(count))
    return {
        "quarter": f"本年第{numeral(int(count)) if str(count).isdecimal() else shown}季度内",
        "half": f"本年{_HALVES.get(str(count), shown)}内",
        "month": f"本年{shown}月内",
        "months": f"截至日前连续{names.amount(str(count), unit='个月')}内",
        "years": f"含本年在内的{names.amount(str(count), unit='个自然年')}内",
    }.get(unit, f"{unit} {shown}")


def _day(text: Any, *, names: Names) -> str:
    """Return a day that bounds a window; a declared name in quotation marks."""
    said = formula(text, names=names)
    return f"“{said}”" if text in names.pack.quantities or text in names.pack.attributes else said


def choice(over: Any, *, names: Names) -> str:
    """Return the windows that a reading chooses among, blank when no reading does."""
    if not isinstance(over, Mapping) or "reading" not in over:
        return ""
    reading = names.pack.readings.get(str(over["reading"]))
    options = over.get("options") or {}
    if reading is None or not isinstance(options, Mapping):
        return "期间由口径所定。"
    told = {
        key: f"取{window(inside, names=names).removesuffix('的')}"
        for key, inside in options.items()
    }
    return f"期间{choices(reading, told, asks=reading.asks)}。"
