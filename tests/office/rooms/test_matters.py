"""The store of steps: one door, one order, what was seen, who may see."""

from dataclasses import dataclass
from datetime import date

import pytest

from biaochi.access.shapes import Act
from biaochi.errors import Refusal
from biaochi.matters import queries, services
from biaochi.matters.shapes import Desk, Opening, Wanted
from biaochi.procedure.deadlines import Calendar, deadline
from biaochi.procedure.shapes import Clock, Field, Kind, Move, Standing

DAY = date(2018, 1, 15)


@dataclass(frozen=True, kw_only=True)
class Simple(Standing):
    notes: int = 0


def _fold(said, world):
    closed = any(s.move == "end" for s in said)
    return Simple(
        stage="end" if closed else "begun", stage_label="完" if closed else "开始",
        is_open=not closed, notes=len(said),
    )  # fmt: skip


def _clocks(standing, world):
    due = deadline(DAY, "15 working_days", Calendar())
    return (Clock(key="reply", label="回复", owner="本人", deadline=due, then="提醒经办人"),)


KIND = Kind(
    id="letter", label="提醒", first="begin", fold=_fold, lacks=lambda s, w, x: (), clocks=_clocks,
    stages=lambda world: (("begun", "开始"), ("end", "完")),
    moves={
        "begin": Move(id="begin", label="开始", roles=frozenset({"officer"}),
                      fields=(Field(name="reason", label="理由", kind="text"),)),
        "note": Move(id="note", label="记一笔", roles=frozenset({"officer", "verifier"})),
        "end": Move(id="end", label="完", roles=frozenset({"officer"}), closes=True),
    },
)  # fmt: skip
DESK = Desk(kind=KIND, world=lambda line, said, on: None)


def _open(world, at, **given):
    wanted = Wanted(move="begin", on=DAY, given={"reason": "有苗头", **given})
    opening = Opening(person="du", title="提醒")
    return services.open_matter(DESK, opening, wanted, actor=world.actor("an"), at=at)


def _take(world, at, code, move, seen, who="an"):
    wanted = Wanted(move=move, on=DAY, seen=seen)
    return services.take(DESK, code, wanted, actor=world.actor(who), at=at)


def test_steps_follow_one_another_and_the_fold_is_kept(world, at):
    code = _open(world, at)
    _take(world, at, code, "note", 1)
    line = _take(world, at, code, "end", 2)
    assert (line.stage, line.is_open, line.closed_on, line.version) == ("end", False, DAY, 3)
    shown = queries.steps(queries.one(world.actor("an"), code), dict(KIND.moves))
    assert [s.label for s in shown] == ["开始", "记一笔", "完"]


def test_a_field_left_out_is_named_and_nothing_is_written(world, at):
    with pytest.raises(Refusal) as caught:
        _open(world, at, reason=" ")
    assert [p.code for p in caught.value.problems] == ["STEP-FIELD"]
    assert queries.about(world.actor("an"), "du") == []


def test_the_second_at_the_same_step_is_told_what_the_first_did(world, at):
    code = _open(world, at)
    _take(world, at, code, "note", 1, who="bai")
    with pytest.raises(Refusal) as caught:
        _take(world, at, code, "note", 1)
    assert "白景明 记一笔" in caught.value.problems[0].found


def test_the_neighbour_and_the_administrators_see_no_matter(world, at):
    code = _open(world, at)
    for login in ("jin", "xi", "ouyang", "shen", "zhu", "rui", "pan"):
        with pytest.raises(Refusal):
            queries.one(world.actor(login), code)


def test_the_person_sees_his_matter_only_once_he_was_told(world, at):
    code = _open(world, at)
    with pytest.raises(Refusal):
        queries.one(world.actor("du"), code, act=Act.SEE_OWN)


def test_what_is_due_shows_how_the_day_was_found(world, at):
    code = _open(world, at)
    [clock] = queries.clocks(world.actor("an"))
    assert (clock.matter.code, clock.due_on, clock.provisional) == (code, date(2018, 2, 5), True)
    assert clock.steps[0] == "2018-01-15 的次日 2018-01-16 起算，15 个工作日"
