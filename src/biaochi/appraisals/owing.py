"""What is owed under the open appraisals on a day: overdue, or due soon."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from biaochi.access.shapes import Act, Actor, Span
from biaochi.appraisals.board import dues_within
from biaochi.appraisals.items import pack_with
from biaochi.appraisals.models import Period
from biaochi.appraisals.shapes import Due
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.plan import Plan

SOON = timedelta(days=14)
_KEPT = 8


def owed(actor: Actor, *, on: date) -> Sequence[Due]:
    """Return what the units within reach owe by now or within two weeks, longest overdue first."""
    rows = Period.objects.visible_to(actor, Act.SEE_APPRAISALS).filter(state="open")
    asked = rows.order_by("pk").values_list(
        "pack__digest", "name", "as_of", "unit__first", "unit__last"
    )
    found: dict[tuple[str, str, str], Due] = {}
    for digest, name, as_of, first, last in asked:
        pack, plan = pack_with(digest), _plan(digest, name, as_of)
        for due in dues_within(actor, plan, pack, Span(first, last), on=on):
            if due.done_on is None and not due.nil and due.due_on and due.due_on < on + SOON:
                found.setdefault((due.unit, due.kind, due.period), due)
    return sorted(found.values(), key=lambda d: (d.due_on or on, d.unit, d.kind, d.period))


@lru_cache(maxsize=_KEPT)
def _plan(digest: str, name: str, as_of: date | None) -> Plan:
    return compile_pack(pack_with(digest), Asked(period=name, as_of=as_of))
