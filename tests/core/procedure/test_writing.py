"""Letters: who signs, what is due, what never follows by itself."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.packs.shapes import Measure, Span
from biaochi.procedure.deadlines import Calendar
from biaochi.procedure.letters import LetterWorld, ladder_of, rules_of
from biaochi.procedure.shapes import Said
from biaochi.procedure.transitions import choices
from biaochi.procedure.writing import KIND
from biaochi.timeline import WorkingDays
from tests.core.procedure.saying import AN, BU, CHENG, DAY, DU, Matter, ladder, pack, parameter

STAGES = (
    ("issue", "", ()), ("reply", "15 working_days", ()), ("self-check", "5 working_days", ()),
    ("rectify", "6 months", ()),
)  # fmt: skip
WORLD = LetterWorld(
    person="du", pack=pack(procedures=ladder(*STAGES)), findings=frozenset({"7"}),
    verified=frozenset({"E1"}), reported=frozenset({"E2"}),
)  # fmt: skip
CONTENT = {"subject": "迟报", "facts": "迟报三日", "expected": "说明原因", "evidence": ["E1"]}
SERVED = {"served_on": "2017-03-01", "means": "talk", "receipt": "杜文清"}


def letter(type_="inquiry", *, world=WORLD, **more):
    return begun(world, type=type_, **more)


def begun(world, **given):
    matter = Matter(KIND, world)
    matter.do("draft", **CONTENT | given)
    return matter


def served(type_="inquiry", *, world=WORLD, **more):
    service = {k: more.pop(k) for k in ("reply_days", "rectify_months") if k in more}
    matter = letter(type_, world=world, **more)
    matter.do("approve", by=BU)
    if type_ == "admonition":
        matter.do("approve_leader", by=CHENG)
    matter.do("serve", **SERVED | service)
    return matter


def test_an_inquiry_of_1_march_is_due_on_22_march():
    assert served().clocks() == [("reply-1", "2017-03-22", "")]


def test_a_holiday_moves_the_day():
    calendar = Calendar(working=WorkingDays(holidays=frozenset({date(2017, 3, 10)})))
    assert served(world=replace(WORLD, calendar=calendar)).clocks()[0][1] == "2017-03-23"


def test_an_inquiry_goes_from_draft_to_close():
    matter = letter()
    assert (matter.standing.stage, matter.standing.told_on) == ("approval", None)
    assert matter.do("approve", by=CHENG).stage == "service"
    assert matter.do("serve", **SERVED).told_on == DAY
    assert matter.standing.stage == "reply"
    assert matter.do("reply", by=DU, on=date(2017, 3, 20), points=["故障"]).stage == "study"
    assert matter.do("judge", result="explained", reason="属实").stage == "follow"
    ended = matter.do("close")
    assert (ended.stage, ended.is_open, ended.outcome) == ("closed", False, "explained")
    assert matter.clocks() == [("reply-1", "2017-03-22", "2017-03-20")]
    assert matter.stopped("close") == ["STEP-CLOSED"]


def test_a_reminder_without_reply_is_served_and_closed():
    matter = served("reminder")
    assert (matter.standing.stage, matter.clocks()) == ("follow", [])
    assert matter.do("close").outcome == "done"


def test_a_reminder_may_ask_for_a_reply():
    assert served("reminder", reply_wanted=True).standing.stage == "reply"


def test_who_drafted_does_not_sign():
    matter = letter()
    assert matter.stopped("approve", by=AN) == ["STEP-APART"]
    assert matter.stopped("return", by=AN, reason="再改") == ["STEP-APART"]
    matter.do("return", by=BU, reason="写明日期")
    assert matter.standing.stage == "draft"
    matter.do("redraft", by=CHENG_AS_OFFICER, **CONTENT)
    assert matter.stopped("approve", by=CHENG) == ["STEP-APART"]
    assert matter.stopped("approve", by=replace(AN, user=9)) == ["STEP-APART"]


CHENG_AS_OFFICER = replace(CHENG, roles=frozenset({"officer", "decider"}))


def test_an_admonition_is_signed_by_two_persons_in_order():
    matter = letter("admonition")
    assert matter.stopped("approve_leader", by=CHENG) == ["STEP-GUARD"]
    matter.do("approve", by=CHENG)
    assert matter.standing.stage == "approval"
    assert matter.stopped("approve", by=BU) == ["STEP-ORDER"]
    assert matter.stopped("approve_leader", by=CHENG) == ["STEP-APART"]
    assert matter.stopped("serve", **SERVED) == ["STEP-ORDER"]
    assert matter.stopped("approve_leader", by=replace(CHENG, user=9)) == ["STEP-APART"]
    leader = replace(CHENG, user=9, name="县委书记")
    assert matter.do("approve_leader", by=leader).stage == "service"
    assert letter("reminder").stopped("approve_leader", by=CHENG) == ["STEP-GUARD"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"evidence": []}, [("STEP-GUARD", "evidence")]),
        ({"evidence": [], "findings": ["7"]}, []),
        ({"evidence": [], "findings": ["8"]}, [("STEP-GUARD", "findings")]),
        ({"evidence": ["E2"]}, []),
        ({"evidence": ["E2"], "type": "admonition"}, [("STEP-GUARD", "evidence")]),
        ({"evidence": ["E9"]}, [("STEP-GUARD", "evidence")]),
    ],
)
def test_a_letter_rests_on_something(given, found):
    matter = Matter(KIND, WORLD)
    assert matter.stopped("draft", **CONTENT | {"type": "inquiry"} | given) == found


def test_a_form_that_has_nothing_to_rest_on_says_so_before_it_is_filled_in():
    bare = replace(WORLD, findings=frozenset(), verified=frozenset(), reported=frozenset())
    asked = Said(number=1, move="draft", on=DAY, by=AN)
    assert [(p.code, p.column_name) for p in KIND.lacks(KIND.fold((), bare), asked, bare)] == [
        ("STEP-GUARD", "evidence")
    ]
    assert [*KIND.lacks(KIND.fold((), WORLD), asked, WORLD)] == []


def test_the_pack_says_which_letters_there_are():
    ended = Measure(id="inquiry", label="函询", in_force=Span(to="2016-12-31"))
    world = replace(WORLD, pack=pack(measures=(ended,)))
    matter = Matter(KIND, world)
    assert matter.stopped("draft", **CONTENT, type="inquiry") == [("STEP-LEGAL", "type")]
    assert Matter(KIND, replace(WORLD, pack=None)).stopped("draft", **CONTENT, type="inquiry") == []


def test_the_length_is_asked_where_the_pack_has_none():
    world = replace(WORLD, pack=pack())
    matter = letter(world=world)
    matter.do("approve", by=BU)
    assert matter.stopped("serve", **SERVED) == [("STEP-FIELD", "reply_days")]
    matter.do("serve", **SERVED, reply_days=10)
    assert matter.clocks() == [("reply-1", "2017-03-15", "")]


def test_a_length_may_be_longer_than_the_pack_says_and_never_shorter():
    matter = letter()
    matter.do("approve", by=BU)
    assert matter.stopped("serve", **SERVED, reply_days=10) == [("STEP-LEGAL", "reply_days")]
    matter.do("serve", **SERVED, reply_days=20)
    assert matter.clocks() == [("reply-1", "2017-03-29", "")]


@pytest.mark.parametrize("days", [100_000, 10**6, True])
def test_a_length_beyond_any_calendar_is_refused_in_words(days):
    matter = letter()
    matter.do("approve", by=BU)
    found = matter.stopped("serve", **SERVED | {"reply_days": days})
    assert ("STEP-VALUE", "reply_days") in found


def test_the_day_of_service_lies_between_approval_and_today():
    matter = letter()
    matter.do("approve", by=BU)
    early, late = {"served_on": "2017-02-28"}, {"served_on": "2017-03-02"}
    assert matter.stopped("serve", **SERVED | early) == [("STEP-DAY", "served_on")]
    assert matter.stopped("serve", **SERVED | late) == [("STEP-DAY", "served_on")]
    assert matter.stopped("serve", **SERVED | {"served_on": "soon"}) == [
        ("STEP-VALUE", "served_on")
    ]  # fmt: skip


def test_a_report_is_only_asked_after_an_admonition_and_not_beside_the_pack():
    reminder = letter("reminder")
    reminder.do("approve", by=BU)
    wrong = [("STEP-VALUE", "rectify_months")]
    assert reminder.stopped("serve", **SERVED, rectify_months=6) == wrong
    admonition = letter("admonition")
    admonition.do("approve", by=BU)
    admonition.do("approve_leader", by=CHENG)
    assert admonition.stopped("serve", **SERVED, rectify_months=6) == wrong
    asked = served("admonition", world=replace(WORLD, pack=pack()), rectify_months=3)
    assert asked.clocks() == [("rectify", "2017-06-01", "")]


def test_nobody_goes_on_while_the_time_to_reply_runs():
    matter = served()
    last = {"on": date(2017, 3, 22)}
    assert matter.stopped("judge", **last, result="lead", reason="不回") == ["STEP-GUARD"]
    assert matter.stopped("inquire_again", **last, **SERVED, expected="请回") == ["STEP-GUARD"]
    after = {"on": date(2017, 3, 23)}
    assert matter.stopped("judge", **after, result="explained", reason="x") == [
        ("STEP-GUARD", "result")
    ]  # fmt: skip
    assert matter.standing.stage == "reply"
    assert matter.do("judge", **after, result="lead", reason="不回").stage == "follow"
    assert matter.do("close").outcome == "lead"


def test_an_answered_letter_is_asked_again_only_when_it_was_unclear():
    matter = served()
    matter.do("reply", by=DU, on=date(2017, 3, 20), points=["记不清"])
    again = {**SERVED, "served_on": "2017-03-20", "expected": "写明原因"}
    assert matter.stopped("inquire_again", **again) == ["STEP-GUARD"]
    assert matter.do("judge", result="unclear", reason="没写").stage == "study"
    assert matter.do("inquire_again", **again).stage == "reply"
    assert matter.clocks() == [
        ("reply-1", "2017-03-22", "2017-03-20"), ("reply-2", "2017-04-10", ""),
    ]  # fmt: skip


def test_a_letter_without_reply_asked_again_has_a_clock_of_its_own():
    matter = served("reminder", reply_wanted=True, world=replace(WORLD, pack=None), reply_days=5)
    on = date(2017, 3, 20)
    again = {**SERVED, "served_on": "2017-03-20", "expected": "请回复"}
    assert matter.stopped("inquire_again", on=on, **again) == [("STEP-FIELD", "reply_days")]
    matter.do("inquire_again", on=on, **again, reply_days=5)
    assert [c[0] for c in matter.clocks()] == ["reply-1", "reply-2"]
    assert matter.stopped("inquire_again", **again, reply_days=5) == ["STEP-GUARD"]


def test_a_reply_that_is_supplemented_keeps_the_day_of_the_first():
    matter = served()
    matter.do("reply", by=DU, on=date(2017, 3, 3), points=["故障"])
    matter.do("reply", by=AN, on=date(2017, 3, 6), points=["补充"])
    assert matter.clocks() == [("reply-1", "2017-03-22", "2017-03-03")]


def test_after_an_admonition_come_self_check_and_report():
    matter = served("admonition")
    assert matter.standing.stage == "rectify"
    assert matter.clocks() == [("self_check", "2017-03-08", ""), ("rectify", "2017-09-01", "")]
    matter.do("self_check", by=DU, on=date(2017, 3, 7), points=["已自查"])
    matter.do("self_check", by=DU, on=date(2017, 3, 8), points=["再查"])
    early = {"on": date(2017, 9, 1), "reason": "未交"}
    assert matter.stopped("judge_rectification", **early, result="none") == ["STEP-GUARD"]
    matter.do("report", by=DU, on=date(2017, 8, 30), points=["已改"])
    matter.do("report", by=DU, on=date(2017, 8, 31), points=["补充"])
    assert [c[2] for c in matter.clocks()] == ["2017-03-07", "2017-08-30"]
    assert matter.do("judge_rectification", result="good", reason="见效").stage == "follow"
    assert matter.do("close").outcome == "good"


def test_what_was_not_put_right_is_only_suggested_to_people():
    matter = served("admonition")
    late = {"on": date(2017, 9, 4), "reason": "没交"}
    wrong = matter.stopped("judge_rectification", **late, result="good", suggests="case")
    assert wrong == [("STEP-GUARD", "result"), ("STEP-VALUE", "suggests")]
    standing = matter.do("judge_rectification", **late, result="none", suggests="observation")
    assert (standing.suggests, standing.is_open) == ("observation", True)
    assert matter.stopped("judge_rectification", result="good", reason="x") == [
        "STEP-ORDER", ("STEP-GUARD", "result"),
    ]  # fmt: skip


def test_without_any_length_the_report_has_to_be_there():
    matter = served("admonition", world=replace(WORLD, pack=pack()))
    assert matter.clocks() == []
    assert matter.stopped("judge_rectification", result="none", reason="x") == ["STEP-GUARD"]


def test_only_an_admonition_is_followed_by_a_report():
    assert served().stopped("report", points=["x"]) == ["STEP-GUARD"]
    assert letter("admonition").stopped("report", points=["x"]) == ["STEP-ORDER"]


def test_a_letter_is_withdrawn_at_any_stage_and_a_false_report_is_cleared_up():
    assert letter().do("withdraw", reason="重复").outcome == "withdrawn"
    matter = served()
    false = {"reason": "失实", "false_report": True}
    assert matter.stopped("withdraw", **false) == [("STEP-FIELD", "clarification")]
    assert matter.do("withdraw", **false, clarification="没有此事").withdrawn


def test_the_official_does_what_is_his_and_nobody_else_does():
    matter = served()
    officer = replace(DU, roles=frozenset({"officer"}))
    assert matter.stopped("withdraw", by=officer, reason="x") == ["STEP-APART"]
    assert matter.stopped("reply", by=officer, points=["x"]) == []


def test_the_stage_bar_leaves_out_what_this_letter_does_not_go_through():
    def bar(**of):
        return [s for s, _ in KIND.stages(replace(WORLD, **of))]

    assert bar(type="reminder") == ["draft", "approval", "service", "follow", "closed"]
    assert "reply" in bar(type="reminder", replies=True)
    assert "study" in bar(type="inquiry")
    assert "rectify" in bar(type="admonition")


def test_a_move_is_offered_without_asking_for_its_fields():
    matter = letter()
    matter.do("approve", by=BU)
    offered = choices(KIND, matter.said, WORLD, by=AN, on=DAY)
    legal = [c.move.id for c in offered if not c.lacks]
    assert legal == ["serve", "withdraw"]
    begun = choices(KIND, (), WORLD, by=AN, on=DAY)
    assert [(c.move.id, c.lacks) for c in begun] == [("draft", ())]


def test_lengths_come_from_stages_else_from_parameters():
    none = rules_of(None, "", on=DAY)
    assert (none.reply, none.types) == ("", {})
    stages = (("answer", "inquiry_reply", ()), ("close", "6 months", ("整改报告",)))
    terms = {"inquiry_reply": parameter("10", "days")}
    told = rules_of(pack(procedures=ladder(*stages), parameters=terms), "reminder-ladder", on=DAY)
    assert (told.reply, told.rectify, told.self_check) == ("10 days", "6 months", "")
    bare = pack(parameters={"inquiry_term": parameter("7", "days")})
    assert rules_of(bare, "", on=DAY).reply == "7 days"
    assert ladder_of(bare) is None
