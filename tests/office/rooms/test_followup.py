"""After an adjustment: the plan, the clocks, the person's file, the way back up."""

from datetime import date

import pytest

from biaochi.access.shapes import Act
from biaochi.desks import queries as desks
from biaochi.errors import Refusal
from biaochi.followup.desks import AFTERCARE
from biaochi.matters import queries
from tests.office import following, reports, staff
from tests.office.following import FILLED, active, executed, opened, step


@pytest.fixture
def pack(world):
    return staff.pack(world)


def codes(caught):
    return [p.code for p in caught.value.problems]


def test_the_forms_follow_the_pack_of_the_matter(world, pack):
    code = opened(world, executed(world, pack=pack), pack=pack)
    page = desks.opened(world.actor("an"), code, on=following.START)
    fields = [f.name for f in page.offer("fix").move.fields]
    assert fields[:3] == ["duty", "duty_by", "duty_on"]
    assert [label for _, label in page.offer("talk").choices["actor"]] == [
        "单位正职谈话", "组织部门谈话"
    ]  # fmt: skip
    assert page.offer("activate").lacks[0].expected == "计划各项都写明内容、责任人和日期"


def test_three_of_four_is_a_draft_with_a_clock_that_runs_out(world, pack):
    code = opened(world, executed(world, pack=pack), pack=pack)
    three = {k: v for k, v in FILLED.items() if not k.startswith("goal")}
    assert step(world, code, "fix", on="2018-03-02", **three).stage == "draft"
    with pytest.raises(Refusal) as caught:
        step(world, code, "activate", on="2018-03-02")
    assert codes(caught) == ["STEP-GUARD"]
    late = [c.key for c in queries.clocks(world.actor("an"), until=date(2018, 4, 30))]
    assert late == ["plan"]


def test_the_person_sees_his_plan_once_it_is_in_force_and_raises_a_difficulty(world, pack):
    code = opened(world, executed(world, pack=pack), pack=pack)
    with pytest.raises(Refusal):
        desks.opened(world.actor("du"), code, on=following.START, own=True)
    step(world, code, "fix", on="2018-03-02", **FILLED)
    step(world, code, "activate", on="2018-03-02")
    line = step(world, code, "raise", on="2018-03-05", who="du", difficulty="通勤太远")
    page = desks.opened(world.actor("du"), code, on=date(2018, 3, 5), own=True)
    assert page.panels[0].title == "计划"
    assert ("1", "通勤太远", "组织部门", "", "没有") in page.panels[-1].rows
    assert [o.move.id for o in page.offers] == ["raise"]
    assert line.told_on == date(2018, 3, 2)


def test_a_talk_does_not_show_the_person_what_the_talker_thinks(world, pack):
    code = active(world, pack=pack)
    step(world, code, "talk", on="2018-03-06", actor="talk-head", talked_on="2018-03-05",
         by="于局长", content="谈了打算", view="情绪平稳")  # fmt: skip
    page = desks.opened(world.actor("du"), code, on=date(2018, 3, 6), own=True)
    said = [c.label for s in page.steps for c in s.contents]
    assert "谈话内容" in said
    assert "谈话人的看法" not in said


def test_neighbours_and_administrators_see_no_follow_up(world, pack):
    code = active(world, pack=pack)
    for login in ("jin", "xi", "ouyang", "shen", "zhu", "rui"):
        with pytest.raises(Refusal):
            queries.one(world.actor(login), code)
    assert queries.one(world.actor("an"), code, act=Act.SEE_MATTERS).kind == "aftercare"


def test_only_measures_in_force_of_this_person_can_be_followed_up(world, pack):
    following.measured(world, code="old", measure="admonition", on=date(2016, 5, 1))
    case = executed(world, pack=pack)
    code = opened(world, case, pack=pack)
    line = queries.one(world.actor("an"), code)
    offered = AFTERCARE.choices(line, (), world.actor("an"))("measures")
    assert offered == ((f"{case}-1", "2018-03-01 免职"),)
    with pytest.raises(Refusal) as caught:
        opened(world, case, pack=pack)
    assert codes(caught) == ["STEP-GUARD"]


REUSE = {
    "outcome": "promote", "document": "青组干〔2019〕3 号", "decided_on": "2019-03-01",
    "reason": "实绩突出，按选任程序办理",
}  # fmt: skip


def returned(world, pack, *, result="excellent", change="better"):
    """A plan in force, a front-line task with its own assessment, a complete re-check."""
    code = active(world, pack=pack)
    step(world, code, "assign", on="2018-04-01", kind="key-project", work="高速公路征迁",
         willing=True, from_on="2018-04-01", owner="指挥部")  # fmt: skip
    step(world, code, "assess", on="2018-12-31", assignment="1", ended_on="2018-12-31",
         result=result, by="指挥部", reason="单独考核")  # fmt: skip
    step(world, code, "recheck", on="2019-01-10", present="肯干", difficulty="无", change=change)
    assert "past" not in queries.said_in(queries.one(world.actor("an"), code).key)[-1].given
    step(world, code, "annual", on="2019-01-20", year=2018, result="优秀")
    step(world, code, "review", on="2019-02-20", ready="群众反映好")
    return code


def test_the_way_back_up_from_removal_to_promotion_by_the_normal_procedure(world, pack):
    code, early = returned(world, pack), REUSE | {"decided_on": "2019-02-28"}
    with pytest.raises(Refusal) as caught:
        step(world, code, "consider", on="2019-02-28", **early)
    assert [p.expected for p in caught.value.problems] == ["影响期已满", "复检完成"]
    line = step(world, code, "recheck", on="2019-02-28", past="连续三年优秀")
    said = queries.said_in(line.key)
    [conditions] = [p for p in AFTERCARE.panels(line, said, world.actor("an")) if "条件" in p.title]
    assert conditions.note.startswith("影响期至 2019-03-01。")
    with pytest.raises(Refusal) as caught:
        step(world, code, "consider", on="2019-02-28", **early)
    assert [p.expected for p in caught.value.problems] == ["影响期已满"]
    line = step(world, code, "consider", on="2019-03-01", **REUSE)
    assert (line.stage, line.outcome) == ("considered", "promote")
    world.people["du"].refresh_from_db()
    assert world.people["du"].post == "局长"
    closed = step(world, code, "close", on="2019-04-01", why="reused", reason="已到任")
    assert (closed.is_open, closed.outcome) == (False, "promote")


def test_still_poor_is_adjusted_again_by_another_case_and_the_timer_starts_anew(world, pack):
    code = returned(world, pack, result="poor", change="worse")
    step(world, code, "recheck", on="2019-02-20", past="一般")
    second = executed(world, pack=pack, on=date(2019, 2, 1), measure="demotion")
    line = step(world, code, "again", on="2019-02-21", case=second, reason="仍不适应")
    assert line.outcome == "again"
    with pytest.raises(Refusal) as caught:
        step(world, code, "consider", on="2019-03-01", **REUSE)
    first, *_ = caught.value.problems
    assert "降职（提拔）至 2021-02-01" in first.found
    step(world, code, "close", on="2019-03-02", why="again", reason="转入新的后续管理")
    later = opened(world, second, pack=pack, on=date(2019, 3, 2))
    assert queries.one(world.actor("an"), later).parent == second


def test_an_escalation_is_decided_by_a_deciding_member_and_changes_no_post(world, pack):
    code = returned(world, pack, result="poor", change="same")
    for day in ("2019-02-21", "2019-02-22"):
        step(world, code, "talk", on=day, actor="talk-head", talked_on=day, by="于局长",
             content="谈")  # fmt: skip
    fresh = reports.verified(world, "an", person="du", occurred_on=date(2019, 2, 1))
    step(world, code, "recheck", on="2019-02-23", past="一般")
    line = queries.one(world.actor("an"), code)
    said = queries.said_in(line.key)
    assert AFTERCARE.panels(line, said, world.actor("an"))[0].title == "等待人决定"
    assert [c for c, _ in AFTERCARE.choices(line, said, world.actor("an"))("evidence")] == [fresh]
    line = step(world, code, "escalate", on="2019-02-24", evidence=[fresh], reason="不改")
    assert (line.stage, line.is_open) == ("awaiting", True)
    line = step(world, code, "decide", on="2019-02-25", who="cheng", decision="refer",
                body="县纪委监委", reason="会同处理")  # fmt: skip
    assert (line.stage, line.outcome) == ("active", "")
    own = desks.opened(world.actor("du"), code, on=date(2019, 2, 25), own=True)
    told = f"{[(s.label, s.contents) for s in own.steps]}{own.panels}"
    assert [word for word in ("纪委", "纪检", "会同") if word in told] == []
