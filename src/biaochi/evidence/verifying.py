"""What is verified about somebody, and when it happened."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef

from biaochi.access.scoping import Why
from biaochi.evidence.models import Evidence


def verified_on(people: Collection[str]) -> dict[str, dict[str, date]]:
    """Return the verified pieces about officials the actor may already see: code → day.

    What was corrected by a later row is no longer there.
    """
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(Evidence.counted())
    later = rows.filter(supersedes=OuterRef("code"))
    about = rows.filter(~Exists(later), person__code__in=sorted(people), status="verified")
    found: dict[str, dict[str, date]] = defaultdict(dict)
    named = about.order_by("occurred_on", "code").values_list("person__code", "code", "occurred_on")
    for person, code, on in named:
        found[person][code] = on
    return dict(found)
