"""Tags and filters of our pages; built into every template."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template

from biaochi.clock import local
from biaochi.facts.shapes import FACT_SCALE
from biaochi.vocabulary import office
from biaochi.vocabulary.office import chinese
from biaochi.web.charts import Chart

register = template.Library()

WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "evidence": office.EVIDENCE_STATUSES, "task": office.TASK_STATES, "verdict": office.VERDICTS,
    "handling": office.HANDLINGS, "period": office.PERIOD_STATES, "reply": office.REPLY_KINDS,
    "batch": office.BATCH_STATES, "role": office.ROLES, "admin": office.ADMINS,
}  # fmt: skip
TONES: Mapping[str, Mapping[str, str]] = {
    "evidence": {"reported": "warn", "verified": "ok", "exempted": "info"},
    "task": {"running": "info", "done": "ok", "refused": "bad", "failed": "bad"},
    "verdict": {"met": "warn", "undetermined": "info"},
    "handling": {"taken_up": "info", "to_verification": "warn"},
    "period": {"open": "info"},
    "batch": {"staged": "warn", "committed": "ok"},
}


@register.inclusion_tag("web/parts/chart.html")
def chart(made: Chart) -> dict[str, Any]:
    """Show a chart with its data table."""
    return {"chart": made}


@register.inclusion_tag("web/parts/tag.html")
def tag(words: str, key: str) -> dict[str, str]:
    """Show a stored state as a word with its tone: ``{% tag "evidence" row.status %}``."""
    return {"word": chinese(WORDS[words], key), "tone": TONES.get(words, {}).get(key, "")}


@register.filter
def moment(at: datetime | None) -> str:
    """Return a moment as Beijing clocks show it, to the minute."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


@register.filter
def day(on: date | None) -> str:
    """Return a day as tables show it."""
    return on.isoformat() if on else ""


@register.filter
def long_day(on: date | None) -> str:
    """Return a day as documents write it."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


@register.filter
def millionths(value: int | None) -> str:
    """Return a stored number of millionths as a plain number; blank for none."""
    if value is None:
        return ""
    said = f"{Decimal(value).scaleb(-FACT_SCALE):f}"
    return said.rstrip("0").rstrip(".")
