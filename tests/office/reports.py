"""What is reported in tests, and the items on which it may be."""

from datetime import UTC, date, datetime
from decimal import Decimal

from biaochi.evidence import services
from biaochi.evidence.shapes import Draft, Edit, Item

AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
ITEMS = {
    "T-1": Item(code="T-1", label="思想政治", catalogue="季度积分", sign="takes"),
    "T-6": Item(code="T-6", label="", catalogue="季度积分", sign="takes", published=False),
    "N-1": Item(code="N-1", label="不担当", catalogue="负面清单", negative_only=True),
}


def draft(**changes):
    said = {
        "person": "du", "item": "T-1", "value": Decimal("-0.5"), "occurred_on": date(2026, 3, 1),
        "source": "季度报送", "note": "迟到三次",
    }  # fmt: skip
    return Draft(**said | changes)


def reported(world, login="rui", at=AT, **changes):
    return services.report(draft(**changes), items=ITEMS, actor=world.actor(login), at=at)


def verified(world, login="rui", **changes):
    code = reported(world, login, **changes)
    services.verify(Edit(code=code, version=1), actor=world.actor("bai"), at=AT)
    return code
