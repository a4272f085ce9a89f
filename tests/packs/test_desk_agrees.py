"""Where rules and the desk count the same time, they come to the same day."""

from datetime import date

import pytest

from biaochi.procedure.remedying import Remedy, answer_due
from biaochi.procedure.shapes import Said
from tests.core.procedure.remedyworld import APPEAL, DU, world
from tests.packs.builtin import examples_of

SHOWN = examples_of("national-2022")["appeal-late"]
DUES = [q for q in SHOWN.expect.quantities if q.name == "appeal_decide_due"]


def day_of(subject, kind):
    rows = SHOWN.facts["events"]
    said = [r["done_on"] for r in rows if (r["subject"], r["kind"]) == (subject, kind)]
    return date.fromisoformat(said[0]) if said else None


@pytest.mark.parametrize("due", DUES, ids=lambda due: due.subject)
def test_an_appeal_is_due_on_the_desk_when_the_rule_calls_it_late(due):
    lodged = Said(number=1, move="lodge", on=day_of(due.subject, "appeal-filed"), by=DU, given={})
    remedy = Remedy(
        stage="", stage_label="", is_open=True, way=APPEAL, lodged=lodged,
        accepted_on=day_of(due.subject, "appeal-accepted"),
        extended_on=day_of(due.subject, "appeal-extended"),
    )  # fmt: skip
    counted = answer_due(remedy, world())
    assert (f"{counted.due}" if counted else "undetermined") == due.value
