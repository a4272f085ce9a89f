"""What a matter is called where nobody gave it a name: what it is, and what about."""

from collections.abc import Mapping
from typing import Any

from biaochi.desks.shapes import Offer
from biaochi.procedure.shapes import Field
from biaochi.web.matters.forms import LONGEST_NAME

_ABOUT: Mapping[str, tuple[str, ...]] = {
    "letter": ("type", "subject"), "observation": ("variant",), "expiry": ("about",),
    "case": ("channel", "findings", "grounds"), "remedy": ("way", "about"),
}  # fmt: skip
"""Which fields of its first step say so, by kind of matter."""
_EXAMPLES: Mapping[str, str] = {
    "letter": "函询：一月报表迟报", "observation": "考察期：按月报送报表",
    "expiry": "任期届满：财政局局长", "case": "不适宜担任现职调整：工作长期落后",
    "remedy": "提出内部异议：一月报表迟报扣分", "aftercare": "调整后的后续管理",
}  # fmt: skip


def example(kind: str) -> str:
    """Return a name such a matter could have; blank where none is known."""
    return _EXAMPLES.get(kind, "")


def composed(kind: str, offer: Offer, given: Mapping[str, Any]) -> str:
    """Return the name that follows from what was filled in; blank if nothing does."""
    fields = {f.name: f for f in offer.move.fields}
    asked = [fields[name] for name in _ABOUT.get(kind, ()) if name in fields]
    said = [_word(f, offer, given.get(f.name)) for f in asked]
    return "：".join(dict.fromkeys(word for word in said if word))[:LONGEST_NAME]


def _word(of: Field, offer: Offer, value: object) -> str:
    first = value[0] if isinstance(value, list | tuple) and value else value
    if not isinstance(first, str):
        return ""
    offered = of.choices or offer.choices.get(of.name, ())
    return dict(offered).get(first, first).partition("（")[0].removeprefix("规则：")
