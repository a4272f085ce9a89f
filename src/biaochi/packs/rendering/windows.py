"""The stretch of time from which rows are taken, as a phrase."""

# ruff: noqa: ANN401 — a window is whatever YAML says.

from collections.abc import Mapping
from typing import Any

from biaochi.packs.rendering.formulas import formula
from biaochi.packs.rendering.names import Names, numeral

_HALVES = {"1": "上半年", "2": "下半年"}


def window(over: Any, *, names: Names) -> str:
    """Return a window in Chinese, every answer of a reading included."""
    if not isinstance(over, Mapping):
        return {"period": "本期内", "all": "截至日以前"}.get(over, str(over))
    if "reading" in over:
        return _by_reading(over, names=names)
    if "since" in over or "until" in over:
        since, until = over.get("since"), over.get("until")
        start = f"自{formula(since, names=names)}（含当日）起" if since else ""
        end = f"到{formula(until, names=names)}（不含当日）为止" if until else "到截至日"
        return start + end
    unit, count = next(iter(over.items()), ("", ""))
    shown = names.amount(str(count))
    return {
        "quarter": f"本年第{numeral(int(count)) if str(count).isdecimal() else shown}季度内",
        "half": f"本年{_HALVES.get(str(count), shown)}内",
        "month": f"本年{shown}月内",
        "months": f"截至日前连续{names.amount(str(count), unit='个月')}内",
        "years": f"含本年在内的{names.amount(str(count), unit='个自然年')}内",
    }.get(unit, f"{unit} {shown}")


def _by_reading(over: Mapping[str, Any], *, names: Names) -> str:
    reading = names.pack.readings.get(str(over["reading"]))
    options = over.get("options") or {}
    if reading is None or not isinstance(options, Mapping):
        return "口径所定期间内"
    told = [
        f"{reading.options.get(option, option)}的，取{window(inside, names=names)}"
        for option, inside in options.items()
    ]
    return f"口径所定期间内（{reading.asks}{'；'.join(told)}）"
