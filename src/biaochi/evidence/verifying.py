"""What is verified about somebody, and when it happened."""

from datetime import date

from django.db.models import Exists, OuterRef

from biaochi.access.scoping import Why
from biaochi.evidence.models import Evidence


def verified_on(person: str) -> dict[str, date]:
    """Return the verified pieces about an official the actor may already see: code → day.

    What was corrected by a later row is no longer there.
    """
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(Evidence.counted())
    later = rows.filter(supersedes=OuterRef("code"))
    about = rows.filter(~Exists(later), person__code=person, status="verified")
    return dict(about.order_by("occurred_on", "code").values_list("code", "occurred_on"))
