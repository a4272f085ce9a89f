"""The plan, the talks, the difficulties, the assignments: what is asked, what is due."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.errors import Refusal
from biaochi.packs.shapes import Aftercare
from biaochi.procedure.aftercare import CaseSeen, Terms, written
from biaochi.procedure.following import kind_for
from biaochi.procedure.returning import coverage, unfilled
from biaochi.procedure.transitions import choices
from tests.core.procedure.afterwards import (
    BY,
    FILLED,
    PACK,
    REMOVAL,
    Story,
    active,
    around,
    heading,
    opened,
)


def refused(story: Story, day: str, move: str, /, who: str = "officer", **given):
    with pytest.raises(Refusal) as caught:
        story.on(day, move, who, **given)
    return caught.value.problems


def test_a_plan_with_three_of_four_headings_stays_a_draft_and_runs_out() -> None:
    story = opened()
    three = {k: v for k, v in FILLED.items() if not k.startswith("targets")}
    assert story.on("2024-03-10", "fix", **three).stage == "draft"
    [problem] = refused(story, "2024-03-11", "activate")
    assert (problem.code, problem.found) == ("STEP-GUARD", "缺targets（内容、责任人、日期）")
    clock = story.due()["plan"]
    assert (clock.deadline.due, clock.met_on) == (date(2024, 4, 1), None)
    assert clock.deadline.steps[-2] == "最后一日 2024-03-31 是休息日，顺延到 2024-04-01"


def test_each_heading_needs_a_person_and_a_day() -> None:
    story = opened()
    story.on("2024-03-10", "fix", **{k: v for k, v in FILLED.items() if k != "duties_by"})
    assert unfilled(story.now, story.world) == ("duties（责任人）",)
    story.on("2024-03-12", "fix", duties_by="盛监督")
    now = story.on("2024-03-12", "activate")
    assert (now.stage, now.told_on) == ("active", date(2024, 3, 12))
    assert story.due()["plan"].met_on == date(2024, 3, 12)


def test_a_plan_in_force_is_revised_and_not_filled_in_again() -> None:
    story = opened()
    assert [p.code for p in refused(story, "2024-03-10", "revise", reason="改")] == ["STEP-ORDER"]
    story = active()
    assert [p.code for p in refused(story, "2024-03-12", "fix")] == ["STEP-ORDER"]
    assert [p.code for p in refused(story, "2024-03-12", "activate")] == ["STEP-ORDER"]
    now = story.on("2024-04-01", "revise", duties="改为分管", reason="分工变了")
    assert (now.plan["duties"].text, now.plan["duties"].by) == ("改为分管", "盛监督")


def test_a_pack_without_a_plan_still_asks_for_work_goals_and_lists_projects() -> None:
    terms = Terms()
    assert [f.id for f in written(terms)] == ["goals", "key-projects"]
    story = opened(around(terms=terms))
    assert unfilled(story.now, story.world) == ("工作目标任务（内容）",)
    story.on("2024-03-10", "fix", goals="完成两个项目")
    assert story.on("2024-03-10", "activate").stage == "active"
    assert "review" not in kind_for(terms).moves


def test_the_headings_of_the_pack_take_the_place_of_the_products() -> None:
    pack = Aftercare(fields=(heading("goals", "file"), heading("ledger", "file")))
    assert [f.id for f in written(Terms(aftercare=pack))] == ["goals", "ledger", "key-projects"]


@pytest.mark.parametrize(
    ("world", "given", "code"),
    [
        (around(), {"measure": "M9"}, "STEP-VALUE"),
        (around(replace(REMOVAL, on=date(2024, 4, 1))), {"measure": "M1"}, "STEP-GUARD"),
        (around(others=frozenset({"M1"})), {"measure": "M1"}, "STEP-GUARD"),
        (around(parent=CaseSeen(state="open", opened_on=date(2024, 1, 1))), {"measure": "M1"},
         "STEP-GUARD"),
        (replace(around(), measures={}), {"measure": "M1"}, "STEP-GUARD"),
        (around(), {}, "STEP-FIELD"),
    ],
)  # fmt: skip
def test_a_follow_up_follows_a_measure_that_took_effect_and_one_only(world, given, code) -> None:
    assert refused(Story(world), "2024-03-05", "open", **given)[0].code == code


def test_a_follow_up_opens_after_an_executed_case() -> None:
    story = opened(around(parent=CaseSeen(state="done", opened_on=date(2024, 1, 1))))
    assert (story.now.stage, story.now.measure) == ("draft", "M1")


def test_a_talk_starts_the_next_interval_of_its_actor_and_opens_difficulties() -> None:
    story = active()
    assert story.due()["talk:talk-head"].deadline.due == date(2024, 6, 3)
    now = story.on(
        "2024-04-02", "talk", actor="talk-head", talked_on="2024-04-01", by="于局长",
        content="谈了工作打算", difficulties=["孩子上学", "家属异地"], owner="于局长",
    )  # fmt: skip
    assert [(t.number, t.text, t.owner) for t in now.tickets] == [
        (1, "孩子上学", "于局长"), (2, "家属异地", "于局长")
    ]  # fmt: skip
    assert story.due()["talk:talk-head"].deadline.due == date(2024, 7, 1)
    assert "talk:talk-office" not in story.due()
    assert coverage(now, story.world) == (
        ("单位正职谈话", "责任人", 1, date(2024, 4, 1)), ("组织部门谈话", "责任人", 0, None)
    )  # fmt: skip


@pytest.mark.parametrize("talked", ["2024-02-29", "2024-04-03"])
def test_a_talk_lies_between_the_measure_and_the_day_it_is_entered(talked) -> None:
    [problem] = refused(
        active(), "2024-04-02", "talk", actor="talk-head", talked_on=talked, by="于", content="谈"
    )
    assert (problem.code, problem.column_name) == ("STEP-VALUE", "talked_on")


def test_without_talks_in_the_pack_three_kinds_of_actor_are_asked_for() -> None:
    labels = [label for label, *_ in coverage(Story().now, around(terms=Terms()))]
    assert labels == ["单位主要领导谈话", "分管领导谈话", "组织部门谈话"]


def test_the_person_raises_a_difficulty_and_gets_an_answer() -> None:
    story = active()
    story.on("2024-04-01", "raise", "self", difficulty="通勤太远", answer_by="2024-04-15")
    clock = story.due()["ticket:1"]
    assert (clock.owner, clock.deadline.due) == ("组织部门", date(2024, 4, 15))
    assert story.on("2024-04-10", "solve", ticket="1", solved=False, reason="正在协调").unsolved
    now = story.on("2024-04-12", "solve", ticket="1", solved=True, reason="安排了宿舍")
    assert (now.tickets[0].answer, now.unsolved) == ("安排了宿舍", ())
    assert "ticket:1" not in story.due()


def test_only_an_open_difficulty_is_answered() -> None:
    story = active()
    given = {"ticket": "1", "solved": True, "reason": "办了"}
    assert refused(story, "2024-04-01", "solve", **given)[0].code == "STEP-GUARD"
    story.on("2024-04-01", "raise", difficulty="通勤太远")
    given["ticket"] = "7"
    assert refused(story, "2024-04-01", "solve", **given)[0].column_name == "ticket"
    assert refused(story, "2024-04-01", "solve")[0].code == "STEP-FIELD"


def test_training_is_entered_with_its_plan() -> None:
    now = active().on(
        "2024-04-01", "training", course="履职能力", from_on="2024-05-06", leave=True,
        plan_year=2024,
    )  # fmt: skip
    assert now.trainings == ((date(2024, 5, 6), "履职能力"),)


def assigned(**more) -> Story:
    story = active()
    given = {
        "kind": "project", "work": "高速公路征迁", "willing": True, "from_on": "2024-05-01",
        "owner": "指挥部",
    }  # fmt: skip
    story.on("2024-05-01", "assign", **given | more)
    return story


def test_an_assignment_is_assessed_by_itself() -> None:
    story = assigned(until="2024-12-31")
    assert story.due()["assignment:1"].owner == "指挥部"
    now = story.on(
        "2025-01-05", "assess", assignment="1", ended_on="2024-12-31", result="excellent",
        by="指挥部", reason="提前完成",
    )  # fmt: skip
    assert (now.assignments[0].result, now.serving) == ("excellent", ())
    assert "assignment:1" not in story.due()


def test_who_does_not_want_an_assignment_is_heard_first() -> None:
    [problem] = refused(
        active(), "2024-05-01", "assign", kind="project", work="征迁", willing=False,
        from_on="2024-05-01", owner="指挥部",
    )  # fmt: skip
    assert problem.column_name == "unwilling"
    story = assigned(willing=False, unwilling="岗位空缺，已谈话")
    assert story.now.serving[0].until is None


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"assignment": "2"}, "assignment"),
        ({"assignment": "1", "ended_on": "2024-04-30"}, "ended_on"),
        ({"assignment": "1", "ended_on": "昨天"}, "ended_on"),
    ],
)
def test_an_assessment_names_an_assignment_under_way_and_its_last_day(given, column) -> None:
    said = {"ended_on": "2024-06-01", "result": "poor", "by": "指挥部", "reason": "差"} | given
    assert {p.column_name for p in refused(assigned(), "2024-06-30", "assess", **said)} == {column}


def test_without_an_assignment_there_is_nothing_to_assess() -> None:
    assert refused(active(), "2024-06-30", "assess")[-1].code == "STEP-GUARD"


def test_who_refuses_an_arrangement_is_flagged_for_a_talk_and_nothing_more() -> None:
    story = active()
    now = story.on(
        "2024-04-01", "refused", what="不去新单位报到", talk_by="2024-04-08", talker="安静仪"
    )
    assert (now.stage, now.outcome) == ("active", "")
    assert (story.due()["asked:1"].owner, story.due()["asked:1"].label) == (
        "安静仪", "不服从安排后的谈话"
    )  # fmt: skip
    story.on(
        "2024-04-03", "talk", actor="talk-office", talked_on="2024-04-02", by="安", content="谈"
    )
    assert "asked:1" not in story.due()


def test_the_influence_period_is_a_clock_that_does_not_roll_to_a_working_day() -> None:
    story = active()
    assert story.due()["influence:1"].deadline.due == date(2025, 3, 1)
    unknown = replace(PACK, influence=())
    assert "influence:1" not in active(around(terms=Terms(aftercare=unknown))).due()


def test_once_closed_nothing_moves_and_nothing_is_due() -> None:
    story = active()
    now = story.on("2024-06-01", "close", why="left", reason="退休")
    assert (now.stage, now.is_open, now.outcome) == ("closed", False, "left")
    assert refused(story, "2024-06-02", "raise", difficulty="没有了")[0].code == "STEP-CLOSED"
    assert story.due() == {}


def test_what_can_be_done_is_listed_with_what_stands_in_the_way() -> None:
    story = opened()
    there = choices(story.kind, story.said, story.world, by=BY["officer"], on=date(2024, 3, 6))
    lacks = {c.move.id: [p.code for p in c.lacks] for c in there}
    assert lacks["talk"] == lacks["fix"] == lacks["close"] == []
    assert lacks["activate"] == ["STEP-GUARD"]
    own = choices(story.kind, story.said, story.world, by=BY["self"], on=date(2024, 3, 6))
    assert [c.move.id for c in own] == ["raise"]


def test_what_nobody_set_a_day_for_has_no_clock() -> None:
    story = assigned()
    story.on("2024-07-01", "raise", "self", difficulty="通勤太远")
    assert not [key for key in story.due() if key.startswith(("ticket:", "assignment:"))]
