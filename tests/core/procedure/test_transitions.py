"""The one door: what is refused before any guard is asked, and what a person could do now."""

from datetime import date

import pytest

from biaochi.errors import Refusal
from biaochi.procedure.deadlines import Calendar, deadline
from biaochi.procedure.shapes import By, Field, Kind, Move, Said, Standing
from biaochi.procedure.transitions import advance, choices

DAY = date(2024, 1, 30)
AN = By(user=1, name="安静仪", roles=frozenset({"officer"}))
FAN = By(user=2, name="范守义", roles=frozenset({"self"}))
ANSWERS = Field(name="answers", label="答复", kind="answers", required=False)
ONE_OF = Field(
    name="of", label="哪些", kind="many", required=False, choices=(("a", "甲"), ("b", "乙"))
)


def _fold(said, world):
    del world
    return Standing(stage="s", stage_label="阶段", is_open=not said or said[-1].move != "end")


MOVES = (
    Move(id="begin", label="开始", roles=frozenset({"officer"})),
    Move(id="note", label="记", roles=frozenset({"officer", "self"}), fields=(ANSWERS, ONE_OF)),
    Move(id="end", label="完", roles=frozenset({"officer"})),
)
KIND = Kind(
    id="letter", label="函", first="begin", moves={m.id: m for m in MOVES}, fold=_fold,
    lacks=lambda standing, wanted, world: (), clocks=lambda standing, world: (),
    stages=lambda world: (("s", "阶段"),),
)  # fmt: skip
BEGUN = (Said(number=1, move="begin", on=DAY, by=AN),)


def _want(move, by=AN, on=DAY, said=BEGUN, **given):
    return Said(number=len(said) + 1, move=move, on=on, by=by, given=given)


@pytest.mark.parametrize(
    ("said", "wanted", "code"),
    [
        (BEGUN, _want("no-such"), "STEP-UNKNOWN"),
        (BEGUN, _want("end", by=FAN), "STEP-ROLE"),
        (BEGUN, _want("begin"), "STEP-ORDER"),
        ((), _want("note", said=()), "STEP-ORDER"),
        (BEGUN, _want("note", on=date(2024, 1, 29)), "STEP-DAY"),
        (BEGUN, _want("note", answers=[{"point": 1}]), "STEP-VALUE"),
        (BEGUN, _want("note", answers=[{"point": 1, "accepted": "是", "answer": "好"}]),
         "STEP-VALUE"),
        (BEGUN, _want("note", of=["c"]), "STEP-VALUE"),
        (BEGUN, _want("note", other="x"), "STEP-VALUE"),
    ],
)  # fmt: skip
def test_what_no_guard_need_be_asked_about(said, wanted, code):
    with pytest.raises(Refusal) as caught:
        advance(KIND, said, wanted, None)
    assert code in {p.code for p in caught.value.problems}


def test_a_move_that_fits_is_made():
    given = {"answers": [{"point": 1, "accepted": True, "answer": "采纳"}], "of": ["a"]}
    assert advance(KIND, BEGUN, _want("note", **given), None).is_open


def test_each_is_offered_what_his_roles_allow_and_the_first_only_at_the_beginning():
    assert [c.move.id for c in choices(KIND, (), None, by=AN, on=DAY)] == ["begin"]
    assert [c.move.id for c in choices(KIND, BEGUN, None, by=AN, on=DAY)] == ["note", "end"]
    assert [c.move.id for c in choices(KIND, BEGUN, None, by=FAN, on=DAY)] == ["note"]


def test_a_month_that_lacks_the_day_ends_on_its_last_and_working_days_without_rest_say_nothing():
    years = Calendar(confirmed=frozenset({2024}))
    month = deadline(DAY, "1 months", years)
    assert (month.due, month.steps[1]) == (
        date(2024, 2, 29), "2024-02 没有 30 日，算到月末 2024-02-29",
    )  # fmt: skip
    assert len(deadline(DAY, "30 days", years).steps) == 1
    short = deadline(date(2024, 1, 29), "2 working_days", years)
    assert (short.due, len(short.steps)) == (date(2024, 1, 31), 1)
