"""The standing and the clocks of a remedy: holidays, leap days, ends of years, open years."""

from datetime import date

import pytest

from biaochi.procedure.deadlines import Calendar
from biaochi.procedure.remedyguards import REMEDY, is_late
from biaochi.procedure.remedying import Remedy, filing_due, next_due, served_on
from biaochi.procedure.remedyways import Against
from biaochi.procedure.transitions import choices
from biaochi.timeline import WorkingDays
from tests.core.procedure.remedyworld import (
    AN,
    ANSWERS,
    APPEAL,
    CONFIRMED,
    DECISION,
    DU,
    FURTHER,
    LODGED,
    OBJECTION,
    ON,
    OWN_RECORD,
    P1,
    P2,
    PANEL,
    REQUEST,
    REVIEW,
    SHENG,
    Remedying,
    world,
)

FIRM, FIRM_APPEAL = "firm-review/review", "firm-review/appeal"


def known(on, **more):
    words = frozenset({more.pop("word", "removal")})
    return Against(kind="matter", words=words, lowers=True, known_on=on, **more)


def due(way, on, *, regime="公务员", calendar=CONFIRMED, **given):
    of = world(regime=regime, against=known(on, word="demerit"), calendar=calendar)
    return filing_due(of.ways[way], given, of)


def test_a_remedy_from_lodging_to_closing():
    remedy = Remedying()
    assert remedy("lodge", DU).stage == "lodged"
    assert remedy("accept", SHENG).stage == "accepted"
    assert remedy("form_panel", SHENG).stage == "hearing"
    for member in PANEL:
        remedy("declare", member)
    remedy("ask_file", P1)
    assert remedy("hear", P1, points=["第三条"]).points == ("没有核实", "处理过重", "第三条")
    answers = [*ANSWERS, {"point": 3, "accepted": False, "answer": "不采纳"}]
    now = remedy("decide", P1, answers=answers)
    assert (now.stage, now.outcome, now.is_signed) == ("decided", "维持", False)
    assert remedy("confirm", P2).is_signed
    now = remedy("serve", AN, on=date(2024, 3, 28))
    assert (now.stage, served_on(now), now.corrects) == ("served", date(2024, 3, 28), False)
    now = remedy("close", AN, on=date(2024, 3, 28))
    assert (now.stage_label, now.is_open, now.outcome) == ("办结", False, "维持")


def test_the_person_knows_from_the_first_day():
    assert Remedying()("lodge", AN).told_on == ON


def test_who_withdraws_ends_it_and_who_is_refused_is_told_the_next_way():
    remedy = Remedying()
    remedy("lodge", DU)
    assert remedy("withdraw", DU).outcome == "撤回"
    remedy = Remedying()
    remedy("lodge", DU)
    now = remedy("refuse", SHENG)
    assert (now.outcome, now.is_open) == ("不予受理", False)
    way, until = next_due(now, remedy.world)
    assert (way.id, until.due) == (APPEAL, date(2024, 4, 4))
    assert [c.key for c in REMEDY.clocks(now, remedy.world)] == ["file", "next"]


def test_nothing_is_due_before_anything_was_said():
    assert REMEDY.clocks(Remedy(stage="", stage_label="", is_open=True), world()) == ()
    assert REMEDY.fold((), world()).stage == "lodged"
    assert next(iter(REMEDY.stages(world()))) == ("lodged", "提出")


# B6: thirty days for a review, from the receipt; month ends, leap days, rest days, open years.


def test_thirty_days_are_calendar_days_from_the_day_after_service():
    found = due(REVIEW, date(2024, 3, 4))
    assert found.due == date(2024, 4, 3)
    assert found.steps == ("2024-03-04 的次日 2024-03-05 起算，30 日",)
    assert not found.provisional


def test_a_month_from_the_thirtieth_of_january_ends_on_the_leap_day():
    found = due(FIRM, date(2024, 1, 30), regime="国企管理人员")
    assert found.due == date(2024, 2, 29)
    assert "2024-02 没有 30 日，算到月末 2024-02-29" in found.steps


def test_a_month_from_the_leap_day_ends_on_the_same_day_of_march():
    assert due(FIRM, date(2024, 2, 29), regime="国企管理人员").due == date(2024, 3, 29)


def test_in_a_common_year_february_ends_a_day_earlier_and_a_rest_day_carries_over():
    found = due(FIRM, date(2026, 1, 31), regime="国企管理人员")
    assert found.due == date(2026, 3, 2)
    assert found.steps[1:] == (
        "2026-02 没有 31 日，算到月末 2026-02-28",
        "最后一日 2026-02-28 是休息日，顺延到 2026-03-02",
    )


def test_the_last_day_in_a_holiday_goes_to_the_first_working_day_after_it():
    holidays = frozenset(date(2024, 10, d) for d in range(1, 8))
    calendar = Calendar(
        working=WorkingDays(holidays, frozenset({date(2024, 9, 29)})),
        confirmed=frozenset({2024}),
    )
    assert due(REVIEW, date(2024, 9, 3), calendar=calendar).due == date(2024, 10, 8)
    assert due(REVIEW, date(2024, 8, 30), calendar=calendar).due == date(2024, 9, 29)


def test_a_clock_over_the_end_of_a_year_nobody_confirmed_is_provisional():
    found = due(REVIEW, date(2024, 12, 10), calendar=Calendar(confirmed=frozenset({2024})))
    assert (found.due, found.provisional) == (date(2025, 1, 9), True)
    assert found.steps[-1] == "2025 年的放假安排还没有确认，这个日期是暂定的"


def test_an_obstacle_the_pack_knows_gives_ten_working_days_from_its_end():
    told = {"obstacle": "住院", "cleared_on": "2024-04-10"}
    found = due(FIRM, date(2024, 1, 30), regime="国企管理人员", **told)
    assert found.due == date(2024, 4, 24)
    assert "因障碍耽误，2024-04-10 障碍消除" in found.steps
    early = due(
        FIRM, date(2024, 1, 30), regime="国企管理人员", obstacle="病", cleared_on="2024-02-01"
    )
    assert early.due == date(2024, 2, 29)
    silent = due(FIRM, date(2024, 1, 30), regime="国企管理人员", cleared_on="2024-04-10")
    assert silent.due == date(2024, 2, 29)


def test_without_a_receipt_the_day_he_names_counts_and_without_any_there_is_no_clock():
    of = world(against=known(None))
    assert filing_due(of.ways[REVIEW], {"knew_on": "2024-03-04"}, of).due == date(2024, 4, 3)
    assert filing_due(of.ways[REVIEW], {}, of) is None


def test_where_the_pack_knows_no_length_the_decision_itself_may_name_the_day():
    of = world(against=known(date(2024, 3, 4), after=APPEAL))
    assert filing_due(of.ways[FURTHER], {}, of) is None
    found = filing_due(of.ways[FURTHER], {"until": "2024-04-08"}, of)
    assert found.due == date(2024, 4, 8)
    assert "2024-04-08" in found.steps[0]
    assert filing_due(of.ways[FURTHER], {"until": "2024-04-08"}, world(against=known(None))) is None


def test_a_review_is_answered_from_receipt_and_an_appeal_from_acceptance():
    review = Remedying()
    review("lodge", DU)
    assert review.due("decide").deadline.due == date(2024, 4, 19)
    appeal = Remedying()
    appeal("lodge", DU, way=APPEAL)
    assert [c.key for c in REMEDY.clocks(appeal.now, appeal.world)] == ["file"]
    appeal("accept", SHENG, on=date(2024, 4, 1))
    assert appeal.due("decide").deadline.due == date(2024, 5, 31)
    assert appeal.due("decide").owner == "申诉受理机关"


def test_an_extension_counts_on_from_the_last_day():
    appeal = Remedying()
    appeal("lodge", DU, way=APPEAL)
    appeal("accept", SHENG, on=date(2024, 4, 2))
    assert appeal.due("decide").deadline.due == date(2024, 6, 3)
    appeal("form_panel", SHENG, on=date(2024, 4, 2))
    appeal("extend", P1, on=date(2024, 5, 20))
    found = appeal.due("decide").deadline
    assert (found.start, found.due) == (date(2024, 4, 2), date(2024, 7, 3))
    assert "2024-05-20 决定延长" in found.steps


def test_a_supervision_case_has_a_month_and_then_two():
    demerit = known(date(2024, 1, 30), word="demerit")
    review = Remedying(regime="监察对象", against=demerit)
    review("lodge", DU, way="watch-review/first", on=date(2024, 2, 29))
    assert review.due("file").deadline.due == date(2024, 2, 29)
    assert review.due("decide").deadline.due == date(2024, 3, 29)
    again = known(date(2024, 12, 31), word="demerit", after="watch-review/first")
    second = Remedying(regime="监察对象", against=again)
    second("lodge", DU, way="watch-review/second", on=date(2025, 1, 2))
    assert second.due("file").deadline.due == date(2025, 1, 31)
    assert second.due("decide").deadline.due == date(2025, 3, 3)


def test_a_state_enterprise_appeal_has_two_months_and_one_more():
    of = known(date(2024, 11, 30), word="demerit", after=FIRM)
    appeal = Remedying(regime="国企管理人员", against=of)
    appeal("lodge", DU, way=FIRM_APPEAL, on=date(2024, 12, 30))
    assert appeal.due("file").deadline.due == date(2024, 12, 30)
    appeal("accept", SHENG, on=date(2024, 12, 31))
    assert appeal.due("decide").deadline.due == date(2025, 2, 28)
    appeal("form_panel", SHENG, on=date(2024, 12, 31))
    appeal("extend", P1, on=date(2025, 2, 28))
    assert appeal.due("decide").deadline.due == date(2025, 3, 28)


def test_after_service_the_next_way_and_its_last_day_are_told():
    remedy = Remedying().served()
    found = remedy.due("next")
    assert (found.owner, found.deadline.length, found.deadline.due) == (
        "本人", "15 days", date(2024, 4, 12),
    )  # fmt: skip
    last = Remedying(against=known(date(2024, 3, 4), after=APPEAL))
    last.world = world(against=known(date(2024, 3, 4), after=APPEAL))
    last("lodge", DU, way=FURTHER)
    assert REMEDY.clocks(last.now, last.world) == ()
    assert next_due(last.now, last.world) is None


def test_a_next_way_without_a_length_is_told_without_a_day():
    of = known(date(2024, 3, 18), after=REVIEW)
    remedy = Remedying(against=of)
    remedy("lodge", DU, way=APPEAL)
    remedy("refuse", SHENG)
    way, until = next_due(remedy.now, remedy.world)
    assert (way.id, until) == (FURTHER, None)


def test_a_way_the_pack_no_longer_has_runs_no_clock():
    remedy = Remedying()
    remedy("lodge", DU)
    remedy.change(ways={})
    assert REMEDY.clocks(remedy.now, remedy.world) == ()
    assert not is_late(remedy.now, remedy.world)


def test_a_request_is_answered_without_a_panel():
    remedy = Remedying(against=OWN_RECORD)
    remedy("lodge", DU, way=REQUEST, request="view", about="record:")
    assert remedy.due("decide").deadline.due == date(2024, 4, 10)
    remedy("accept", SHENG)
    now = remedy("answer_request", SHENG)
    assert (now.outcome, now.is_signed) == ("不同意", True)
    now = remedy("serve", AN, on=date(2024, 3, 28))
    assert now.stage == "served"
    assert not now.corrects


@pytest.mark.parametrize("way", [REVIEW, OBJECTION])
def test_what_somebody_could_do_next_is_listed_with_what_stands_in_the_way(way):
    remedy = Remedying()
    remedy("lodge", DU, way=way)
    found = {
        c.move.id: [p.code for p in c.lacks]
        for c in choices(REMEDY, remedy.said, remedy.world, by=SHENG, on=ON)
    }
    assert found == {
        "accept": [], "refuse": [], "form_panel": ["STEP-ORDER"],
        "answer_recusal": ["STEP-ORDER"],
        "answer_request": ["STEP-ORDER"] * 2,
    }  # fmt: skip


def test_the_content_of_lodging_is_what_everybody_speaks_of():
    assert LODGED["points"] == ["没有核实", "处理过重"]
    assert DECISION["outcome"] == "uphold"


def offered(remedy, by):
    found = choices(REMEDY, remedy.said, remedy.world, by=by, on=date(2024, 4, 1))
    return [c.move.id for c in found if not c.lacks]


def test_a_form_is_offered_before_it_is_filled_in():
    remedy = Remedying().sitting()
    remedy("hear", P1)
    assert offered(remedy, P1) == ["declare", "ask_file", "hear", "decide"]
    revoked = Remedying().served(outcome="revoke")
    assert offered(revoked, AN) == ["restore", "arrange", "restore_name"]
