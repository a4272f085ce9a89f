"""Letters in the office: who signs, what the person sees, what they leave among the facts."""

import re
from datetime import date

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.desks import queries as desks
from biaochi.desks.services import count_anew
from biaochi.errors import Refusal
from biaochi.evidence.measuring import taken_about
from biaochi.evidence.models import Return
from biaochi.letters.desks import LETTER
from biaochi.matters import queries
from biaochi.registry.models import CalendarDay, CalendarYear
from tests.office import reports, staff
from tests.office.lettering import DAY, SERVED, drafted, served, step

MARCH = date(2017, 3, 1)


def codes(caught):
    return [p.code for p in caught.value.problems]


def test_an_inquiry_of_1_march_is_due_on_22_march(world, at):
    pack = staff.pack(world)
    code = served(world, at, pack=pack, on=MARCH)
    [clock] = queries.clocks_of(queries.one(world.actor("an"), code))
    assert (clock.due_on, clock.length, clock.provisional) == (
        date(2017, 3, 22), "15 working_days", True,
    )  # fmt: skip
    assert clock.steps[0] == "2017-03-01 的次日 2017-03-02 起算，15 个工作日"
    assert "暂定" in clock.steps[-1]


def test_a_holiday_moves_the_day_and_a_confirmed_year_is_not_provisional(world, at):
    CalendarDay.objects.create(date=date(2017, 3, 10), kind="holiday")
    CalendarYear.objects.create(
        year=2017, document="放假通知", confirmed_by="安静仪", confirmed_at=at
    )
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    [clock] = queries.clocks_of(queries.one(world.actor("an"), code))
    assert (clock.due_on, clock.provisional) == (date(2017, 3, 23), False)


def test_holidays_entered_later_move_the_day_that_rules_read_too(world, at):
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    other = served(world, at, pack=staff.pack(world), on=date(2017, 6, 1))
    step(world, at, other, "reply", on=date(2017, 6, 5), points=["已说明"])
    before = _returns()
    CalendarDay.objects.create(date=date(2017, 3, 10), kind="holiday")
    count_anew(2017, actor=world.actor("ouyang"), at=at)
    [clock] = queries.clocks_of(queries.one(world.actor("an"), code))
    assert clock.due_on == date(2017, 3, 23)
    assert before[0] == ("inquiry-reply", "2017-03", date(2017, 3, 22), None)
    assert sorted(_returns()) == sorted([(*before[0][:2], date(2017, 3, 23), None), *before[1:]])
    kept = Return.objects.unscoped(Why.ABOUT).count()
    count_anew(2017, actor=world.actor("ouyang"), at=at)
    assert Return.objects.unscoped(Why.ABOUT).count() == kept


def test_a_draft_is_signed_by_another_and_not_seen_before_it_is_served(world, at):
    code = drafted(world, at)
    with pytest.raises(Refusal) as caught:
        step(world, at, code, "approve", who="an")
    assert codes(caught) == ["STEP-APART"]
    with pytest.raises(Refusal):
        queries.one(world.actor("du"), code, act=Act.SEE_OWN)
    step(world, at, code, "approve", who="cheng")
    step(world, at, code, "serve", reply_days=15, **SERVED)
    line = queries.one(world.actor("du"), code, act=Act.SEE_OWN)
    assert line.told_on == DAY
    said = queries.said_in(line.key)
    [panel] = LETTER.own_panels(line, said, world.actor("du"))
    assert ("事由", "报表迟报") in panel.rows


def test_without_a_pack_the_length_is_asked(world, at):
    code = drafted(world, at)
    step(world, at, code, "approve", who="cheng")
    with pytest.raises(Refusal) as caught:
        step(world, at, code, "serve", **SERVED)
    assert [p.column_name for p in caught.value.problems] == ["reply_days"]


def test_an_admonition_takes_two_signatures_of_two_persons(world, at):
    staff.hired(world, "bu", "部长", "officer")
    evidence = [reports.verified(world, "an", occurred_on=date(2018, 1, 3))]
    code = drafted(world, at, type="admonition", evidence=evidence)
    step(world, at, code, "approve", who="bu")
    with pytest.raises(Refusal) as caught:
        step(world, at, code, "serve", **SERVED)
    assert "STEP-ORDER" in codes(caught)
    assert step(world, at, code, "approve_leader", who="cheng").stage == "service"


def test_an_admonition_rests_on_verified_evidence_only(world, at):
    code = reports.reported(world, "an", occurred_on=date(2018, 1, 3))
    with pytest.raises(Refusal) as caught:
        drafted(world, at, type="admonition", evidence=[code])
    assert codes(caught) == ["STEP-GUARD"]
    assert drafted(world, at, evidence=[code])


def test_a_served_letter_is_a_measure_and_owes_a_reply(world, at):
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    [measure] = taken_about("du")
    assert (measure.code, measure.measure, measure.on) == (f"{code}-1", "inquiry", MARCH)
    assert (measure.rank, measure.tier) == ("正职", "正科")
    assert _returns() == [("inquiry-reply", "2017-03", date(2017, 3, 22), None)]


def test_the_reply_of_the_person_is_done_and_is_judged(world, at):
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    on = date(2017, 3, 20)
    answered = {"points": ["系统故障", "已补报"]}
    step(world, at, code, "reply", who="du", on=on, **answered)
    assert _returns() == [("inquiry-reply", "2017-03", date(2017, 3, 22), on)]
    step(world, at, code, "judge", on=on, result="explained", reason="属实")
    line = step(world, at, code, "close", on=on)
    assert (line.is_open, line.outcome) == (False, "explained")


def test_an_officer_who_is_the_person_himself_signs_nothing(world, at):
    """Whoever comes through his own door has no other role there."""
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    with pytest.raises(Refusal) as caught:
        step(world, at, code, "withdraw", who="du", on=MARCH, reason="不服")
    assert "STEP-ROLE" in codes(caught)


def test_unclear_is_asked_again_and_counts_anew(world, at):
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    on = date(2017, 3, 20)
    step(world, at, code, "reply", on=on, points=["记不清"])
    step(world, at, code, "judge", on=on, result="unclear", reason="没有写原因")
    again = {**SERVED, "served_on": f"{on}", "expected": "写明原因"}
    step(world, at, code, "inquire_again", on=on, **again)
    clocks = queries.clocks_of(queries.one(world.actor("an"), code))
    assert [(c.key, c.due_on, c.met_on) for c in clocks] == [
        ("reply-1", date(2017, 3, 22), on), ("reply-2", date(2017, 4, 10), None),
    ]  # fmt: skip
    assert [m.code for m in taken_about("du")] == [f"{code}-1", f"{code}-2"]


def test_a_letter_on_a_false_report_is_taken_back_and_cleared_up(world, at):
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    with pytest.raises(Refusal) as caught:
        step(world, at, code, "withdraw", on=MARCH, reason="反映失实", false_report=True)
    assert [p.column_name for p in caught.value.problems] == ["clarification"]
    cleared = {"reason": "反映失实", "false_report": True, "clarification": "经查没有迟报"}
    line = step(world, at, code, "withdraw", on=MARCH, **cleared)
    assert (line.is_open, line.outcome) == (False, "withdrawn")
    assert (taken_about("du"), _returns()) == ([], [])


def test_a_letter_taken_back_after_a_second_one_leaves_nothing_owed_for_the_first(world, at):
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    late = date(2017, 4, 5)
    again = {**SERVED, "served_on": f"{late}", "expected": "写明原因"}
    step(world, at, code, "inquire_again", on=late, **again)
    assert [period for _, period, *_ in _returns()] == ["2017-03", "2017-04"]
    step(world, at, code, "withdraw", on=late, reason="发错了人")
    assert (taken_about("du"), _returns()) == ([], [])


def _returns():
    rows = Return.objects.unscoped(Why.ABOUT)
    kept = rows.filter(Return.counted()).order_by("pk")
    return [(r.kind, r.period, r.due_on, r.done_on) for r in kept]


def test_who_approves_a_letter_reads_what_it_rests_on_and_not_only_its_number(world, at):
    code = drafted(world, at)
    page = desks.opened(world.actor("cheng"), code, on=DAY)
    rests = next(p for p in page.panels if p.title == "依据")
    [(kind, said)] = rests.rows
    assert kind == "证据"
    assert re.fullmatch(r"\S+　2016-12-20 N4.*（已核实）", said)
