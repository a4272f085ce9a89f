"""Which table the rows of a form are staged in."""

from collections.abc import Mapping

from django.db.models import Model

from biaochi.evidence.models import Evidence, Score
from biaochi.registry.models import Appointment

MODELS: Mapping[str, type[Model]] = {
    "evidence": Evidence, "scores": Score, "roster": Appointment,
}  # fmt: skip
