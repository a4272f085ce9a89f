"""The way back: re-check, influence, being considered, a second adjustment, escalation."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.errors import Refusal
from biaochi.packs.shapes import Influence
from biaochi.procedure.aftercare import CaseSeen, Terms
from biaochi.procedure.barring import Measured
from biaochi.procedure.returning import (
    awaits,
    eligibility,
    is_lead,
    may_be_considered,
    new_evidence,
)
from tests.core.procedure.afterwards import (
    FILLED,
    PACK,
    REMOVAL,
    Story,
    active,
    around,
    checked,
    heading,
    opened,
    timers_under,
)

REUSE = {
    "outcome": "promote", "document": "青组干〔2025〕3 号", "decided_on": "2025-03-01",
    "reason": "实绩突出",
}  # fmt: skip
LATER = CaseSeen(state="open", opened_on=date(2024, 9, 1))


def refused(story: Story, day: str, move: str, /, who: str = "officer", **given):
    with pytest.raises(Refusal) as caught:
        story.on(day, move, who, **given)
    return caught.value.problems


def unmet(story: Story, day: str) -> list[str]:
    on = date.fromisoformat(day)
    return [c.label for c in eligibility(story.now, story.world, on=on) if not c.met]


def test_a_recheck_without_past_merit_stays_a_draft_until_it_is_written() -> None:
    story = active()
    now = story.on("2024-09-01", "recheck", present="肯干", change="better")
    assert (now.checked, now.drafted.texts) == ((), {"present": "肯干"})
    now = story.on("2024-09-03", "recheck", past="三年优秀")
    assert (len(now.rechecks), now.checked[0].done_on) == (1, date(2024, 9, 3))
    assert story.due()["recheck"].deadline.due == date(2025, 3, 3)
    assert story.on("2025-03-01", "recheck", present="还好").drafted.number == 2


def test_a_recheck_without_a_judgement_is_no_recheck() -> None:
    story = active()
    assert story.on("2024-09-01", "recheck", present="肯干", past="有").checked == ()


def test_the_influence_period_ends_on_its_day() -> None:
    story = checked()
    assert unmet(story, "2025-02-28") == ["影响期已满"]
    assert not may_be_considered(story.now, story.world, on=date(2025, 2, 28))
    assert may_be_considered(story.now, story.world, on=date(2025, 3, 1))
    story.change(timers=timers_under(PACK.influence, REMOVAL, inclusive=False))
    assert not may_be_considered(story.now, story.world, on=date(2025, 3, 1))


def test_who_may_be_considered_is_entered_with_the_document_of_the_normal_procedure() -> None:
    story = checked()
    assert refused(story, "2025-02-28", "consider", **REUSE)[0].expected == "影响期已满"
    [problem] = refused(story, "2025-03-01", "consider", **REUSE | {"document": ""})
    assert problem.column_name == "document"
    now = story.on("2025-03-01", "consider", **REUSE)
    assert (now.stage, now.outcome, now.is_open) == ("considered", "promote", True)
    assert story.due()["influence:1"].met_on == date(2025, 3, 1)


def test_what_was_decided_within_the_period_is_not_entered_after_it() -> None:
    story = checked()
    early = REUSE | {"decided_on": "2025-02-28"}
    assert refused(story, "2025-03-01", "consider", **early)[0].expected == "影响期已满"
    later = REUSE | {"decided_on": "2025-03-02"}
    assert [p.code for p in refused(story, "2025-03-01", "consider", **later)] == ["STEP-DAY"]


def test_without_a_recheck_nobody_is_considered() -> None:
    story = active()
    assert unmet(story, "2025-03-01") == ["复检完成", "年度考核结果", "影响期满考核"]
    assert [p.expected for p in refused(story, "2025-03-01", "consider", **REUSE)] == [
        "复检完成", "年度考核结果", "影响期满考核"
    ]  # fmt: skip


def test_in_the_year_of_the_adjustment_no_annual_result_can_be_asked_for() -> None:
    assert "年度考核结果" not in unmet(active(), "2024-12-31")


def test_an_unknown_length_lets_nobody_be_considered() -> None:
    terms = Terms(aftercare=replace(PACK, influence=(Influence(measure="removal", bars="提拔"),)))
    story = checked(around(terms=terms))
    [line] = [c for c in eligibility(story.now, story.world, on=date(2030, 1, 1)) if not c.met]
    assert line.found == "免职：未定，需填写"


def test_no_result_of_a_year_to_come_stands_for_an_annual_result() -> None:
    told = {"year": 2026, "result": "称职"}
    [problem] = refused(active(), "2025-03-01", "annual", **told)
    assert (problem.code, problem.column_name) == ("STEP-VALUE", "year")


def test_a_panel_shows_the_assignment_but_leaves_it_to_people() -> None:
    story = checked()
    assigned = {"kind": "project", "work": "征迁", "willing": True, "owner": "指挥部"}
    story.on("2025-02-21", "assign", from_on="2024-10-01", **assigned)
    line = eligibility(story.now, story.world, on=date(2025, 3, 1))[-1]
    assert (line.label, line.found, line.met) == ("单独考核", "征迁：还没有结果", True)
    story.on("2025-02-22", "assess", assignment="1", ended_on="2025-02-20", result="poor",
             by="指挥部", reason="拖延")  # fmt: skip
    assert unmet(story, "2025-03-01") == ["单独考核"]
    assert may_be_considered(story.now, story.world, on=date(2025, 3, 1))


def test_an_annual_result_agrees_with_what_the_office_knows() -> None:
    story = active()
    story.change(results={2024: "称职"})
    [problem] = refused(story, "2025-01-20", "annual", year=2024, result="优秀")
    assert (problem.column_name, problem.expected) == ("result", "与系统里的结果一致：称职")
    story.on("2025-01-20", "annual", year=2023, result="优秀")
    now = story.on("2025-01-20", "annual", year=2024, result="称职")
    assert now.annuals == ((2023, "优秀"), (2024, "称职"))
    assert (
        refused(story, "2025-01-21", "annual", year="去年", result="称职")[0].code == "STEP-VALUE"
    )


def test_a_second_adjustment_names_its_case_and_starts_the_timer_again() -> None:
    story = checked()
    story.change(cases={"T2": LATER})
    now = story.on("2025-02-21", "again", case="T2", reason="仍不适应")
    assert (now.again, now.outcome, now.is_open) == ("T2", "again", True)
    assert unmet(story, "2025-03-01") == ["没有转入再次调整"]
    second = replace(REMOVAL, code="M2", on=date(2025, 2, 25))
    timers = timers_under(PACK.influence, REMOVAL, second)
    story.change(timers=timers, cases={"T2": replace(LATER, state="done")})
    state = story.world.barred(date(2025, 3, 1))
    assert (state.state, state.until) == ("barred", date(2026, 2, 25))
    assert story.on("2025-03-02", "close", why="again", reason="另建一份").outcome == "again"


def test_a_second_case_that_came_to_nothing_stands_in_nobodys_way() -> None:
    story = checked()
    story.change(cases={"T2": LATER})
    story.on("2025-02-21", "again", case="T2", reason="仍不适应")
    story.change(cases={"T2": replace(LATER, state="dropped")})
    assert unmet(story, "2025-03-01") == []


@pytest.mark.parametrize("opened_on", [None, date(2024, 2, 1)])
def test_a_second_adjustment_is_another_case_after_this_one(opened_on) -> None:
    story = checked()
    story.change(cases={"T2": replace(LATER, opened_on=opened_on)} if opened_on else {})
    assert refused(story, "2025-02-21", "again", case="T2", reason="仍")[0].column_name == "case"


def talked(change: str = "same") -> Story:
    story = checked(change=change)
    for day in ("2025-02-21", "2025-02-22"):
        story.on(day, "talk", actor="talk-head", talked_on=day, by="于局长", content="谈")
    story.change(evidence={"E1": date(2024, 2, 1), "E2": date(2025, 2, 1)})
    return story


def test_two_talks_no_change_and_new_evidence_wait_for_a_person_to_decide() -> None:
    story = talked()
    assert is_lead(story.now, story.world)
    assert new_evidence(story.now, story.world) == ("E2",)
    now = story.on("2025-02-23", "escalate", evidence=["E2"], reason="仍不改")
    assert (now.stage, now.stage_label, now.outcome) == ("awaiting", "等待人决定", "")
    again = refused(story, "2025-02-24", "escalate", evidence=["E2"], reason="再提")
    assert again[0].code == "STEP-ORDER"
    assert [p.expected for p in refused(story, "2025-03-01", "consider", **REUSE)] == [
        "有权的人已作出意见"
    ]
    assert refused(story, "2025-03-01", "close", why="left", reason="退休")[0].code == "STEP-GUARD"
    body = refused(story, "2025-03-01", "decide", "decider", decision="refer", reason="移送")
    assert body[0].column_name == "body"
    assert refused(story, "2025-03-01", "decide", decision="continue", reason="我定")[0].code == (
        "STEP-ROLE"
    )
    now = story.on("2025-03-01", "decide", "decider", decision="continue", reason="再看半年")
    assert (now.stage, now.decision) == ("active", "continue")
    assert refused(story, "2025-03-02", "decide", "decider", decision="again", reason="")[-1].code


def test_who_improves_or_shows_nothing_new_is_no_lead() -> None:
    assert not is_lead(talked("better").now, talked().world)
    quiet = talked()
    quiet.change(evidence={"E1": date(2024, 2, 1)})
    assert not is_lead(quiet.now, quiet.world)
    found = refused(quiet, "2025-02-23", "escalate", evidence=["E1"], reason="提请")
    assert [p.expected for p in found] == ["调整以后已核实的新证据"]


def test_asking_for_a_decision_needs_talks_a_recheck_and_evidence_of_its_own() -> None:
    story = active()
    found = [p.expected for p in refused(story, "2024-06-01", "escalate", reason="不改")]
    assert found[-3:] == ["至少谈过 2 次", "复检没有改进或单独考核较差", "调整以后已核实的新证据"]
    strange = refused(talked(), "2025-02-23", "escalate", evidence=["E1"], reason="提请")
    assert strange[0].column_name == "evidence"
    assert refused(talked(), "2025-02-23", "escalate", evidence="E2", reason="提请")[0].code == (
        "STEP-VALUE"
    )


def test_a_revoked_measure_ends_the_follow_up_and_stops_the_rest() -> None:
    story = checked()
    assert refused(story, "2025-02-21", "close", why="revoked", reason="撤销")[0].code == (
        "STEP-GUARD"
    )
    story.change(measures={}, timers=())
    found = [p.expected for p in refused(story, "2025-03-01", "consider", **REUSE)]
    assert "原措施仍然有效" in found
    assert story.on("2025-03-01", "close", why="revoked", reason="复核撤销").outcome == "revoked"


def test_a_follow_up_ends_when_the_period_is_over_and_everything_is_answered() -> None:
    story = active()
    story.on("2024-04-01", "raise", "self", difficulty="通勤太远")
    found = [p.expected for p in refused(story, "2024-06-01", "close", why="over", reason="满")]
    assert found == ["困难都有答复", "影响期已满", "至少完成一次复检"]
    unknown = checked(around(terms=Terms(aftercare=replace(
        PACK, influence=(Influence(measure="removal", bars="提拔"),)))))  # fmt: skip
    [problem] = refused(unknown, "2030-01-01", "close", why="over", reason="满")
    assert problem.found == "未定，需填写"
    story = checked()
    assert story.on("2025-03-01", "close", why="over", reason="满").outcome == "over"


@pytest.mark.parametrize("why", ["reused", "again"])
def test_a_follow_up_is_not_closed_for_what_did_not_happen(why) -> None:
    found = refused(checked(), "2025-03-01", "close", why=why, reason="办结")
    assert found[0].column_name == "why"


def test_the_excellent_are_commended_and_then_reused() -> None:
    story = checked()
    now = story.on("2025-02-21", "commend", document="青组〔2025〕1 号", reason="征迁提前完成")
    assert now.commended_on == date(2025, 2, 21)
    story.on("2025-03-01", "consider", **REUSE | {"outcome": "reuse"})
    now = story.on("2025-04-01", "close", why="reused", reason="已到任")
    assert (now.stage, now.outcome) == ("closed", "reuse")


def test_a_pack_that_asks_for_little_leaves_little_due() -> None:
    terms = Terms(aftercare=replace(PACK, fields=(heading("duties", "plan"),)))
    sanction = Measured(code="S1", measure="warning", label="警告", on=date(2024, 5, 1))
    world = around(REMOVAL, sanction, terms=terms)
    late = Influence(measure="warning", bars="晋升", lasts="6 months")
    timers = timers_under((*PACK.influence, late), REMOVAL, sanction)
    story = opened(replace(world, timers=timers))
    story.on("2024-06-01", "raise", "self", difficulty="通勤太远")
    assert set(story.due()) == {"plan", "influence:1"}
    assert [c.label for c in eligibility(story.now, story.world, on=date(2024, 6, 1))] == [
        "影响期已满", "复检完成", "年度考核结果"
    ]  # fmt: skip
    assert "2024-11-01" in eligibility(story.now, story.world, on=date(2024, 6, 1))[0].found


def test_an_influence_period_nobody_stated_is_filled_in_by_a_document() -> None:
    open_ = Terms(aftercare=replace(PACK, influence=(Influence(measure="removal", bars="提拔"),)))
    given = {"ends_on": "2025-03-01", "document": "青组〔2025〕2 号", "reason": "县委决定"}
    story = checked(around(terms=open_))
    [problem] = refused(story, "2025-02-21", "settle", measure="M9", **given)
    assert problem.column_name == "measure"
    early = given | {"ends_on": "2024-02-01", "measure": "M1"}
    [problem] = refused(story, "2025-02-21", "settle", **early)
    assert problem.expected == "不早于 2024-03-01"
    assert story.on("2025-02-21", "settle", measure="M1", **given).stage == "active"
    [problem] = refused(checked(), "2025-02-21", "settle", measure="M1", **given)
    assert problem.expected == "没有写明长度的影响期"
    assert [p.code for p in refused(story, "2025-02-21", "settle")] == ["STEP-FIELD"] * 4


def test_what_a_follow_up_waits_for_is_said_to_whom_it_waits_for() -> None:
    def waits(story: Story) -> list[str]:
        return [a.move for a in awaits(story.now, story.world)]

    assert waits(Story()) == []
    story = opened()
    assert waits(story) == ["fix"]
    story.on("2024-03-10", "fix", **FILLED)
    story.on("2024-03-10", "raise", difficulty="通勤太远")
    assert waits(story) == ["activate", "solve"]
    story = talked()
    assert waits(story) == ["escalate"]
    story.on("2025-02-23", "escalate", evidence=["E2"], reason="仍不改")
    assert waits(story) == ["decide"]
    story.on("2025-02-24", "decide", "decider", decision="again", reason="再研究")
    story.on("2025-02-24", "close", why="left", reason="退休")
    assert waits(story) == []


def test_a_period_of_unknown_length_has_no_clock() -> None:
    unsure = Influence(measure="removal", bars="提拔")
    assert (
        "influence:1"
        not in opened(around(terms=Terms(aftercare=replace(PACK, influence=(unsure,))))).due()
    )
