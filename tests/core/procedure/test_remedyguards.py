"""What stands in the way of a move of a remedy, whoever asks for it and whatever a pack says."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.procedure.remedyguards import REMEDY, is_late
from biaochi.procedure.remedying import Original, Reviewer
from biaochi.procedure.remedyways import Against
from tests.core.procedure.remedyworld import (
    AN,
    ANSWERS,
    APPEAL,
    DU,
    MEMBERS,
    OBJECTION,
    ON,
    OWN_RECORD,
    P1,
    P2,
    P3,
    P4,
    PANEL,
    REQUEST,
    REVIEW,
    SERVED,
    SHENG,
    Remedying,
)

LATE = date(2024, 4, 8)
OBSTACLE = {"obstacle": "住院", "cleared_on": "2024-04-05"}


def lodged(**of):
    remedy = Remedying(**of)
    remedy("lodge", DU)
    return remedy


def accepted(**of):
    remedy = lodged(**of)
    remedy("accept", SHENG)
    return remedy


def formed(**of):
    remedy = accepted(**of)
    remedy("form_panel", SHENG)
    return remedy


# Lodging.


def test_a_way_that_is_not_given_is_refused_with_those_that_are():
    move = Against(kind="matter", words=frozenset({"transfer"}), lowers=False, known_on=SERVED)
    [problem] = Remedying(against=move).problems("lodge", DU)
    assert problem.code == "STEP-LEGAL"
    assert "提出内部异议" in problem.expected
    assert Remedying(against=move).codes("lodge", DU, way=OBJECTION) == []
    assert Remedying().codes("lodge", DU, way="nowhere") == ["STEP-LEGAL"]
    [problem] = Remedying().change(ways={}).problems("lodge", DU)
    assert problem.expected == "没有可走的途径"


def test_what_is_not_about_him_or_not_told_is_not_there():
    [problem] = Remedying(against=Against()).problems("lodge", DU)
    assert (problem.code, problem.column_name) == ("STEP-VALUE", "about")


def test_the_regime_may_be_stated_where_the_record_has_another():
    demerit = Against(kind="matter", words=frozenset({"demerit"}), known_on=SERVED)
    remedy = Remedying(against=demerit)
    assert remedy.codes("lodge", DU, way="watch-review/first") == ["STEP-LEGAL"]
    assert remedy.codes("lodge", DU, way="watch-review/first", regime="监察对象") == []


def test_late_is_refused_with_the_sum_and_with_a_way_to_explain():
    [problem] = Remedying().problems("lodge", DU, on=LATE)
    assert problem.code == "STEP-LATE"
    assert "不晚于 2024-04-03" in problem.expected
    assert "2024-03-04 的次日 2024-03-05 起算，30 日" in problem.expected
    assert "障碍" in problem.do
    assert Remedying().codes("lodge", DU, on=date(2024, 4, 3)) == []


def test_late_with_an_obstacle_is_taken_and_has_to_be_judged():
    remedy = Remedying()
    remedy("lodge", DU, on=LATE, **OBSTACLE)
    assert is_late(remedy.now, remedy.world)
    assert remedy.codes("accept", SHENG, on=LATE, note=None) == ["STEP-FIELD"]
    assert remedy.codes("refuse", SHENG, on=LATE, ground="late") == []
    remedy("accept", SHENG, on=LATE, note="住院属实")


def test_an_internal_objection_is_never_late():
    assert Remedying().codes("lodge", DU, way=OBJECTION, on=date(2026, 1, 5)) == []


def test_the_receipt_counts_and_not_the_day_he_names():
    assert Remedying().codes("lodge", DU, knew_on="2024-04-01", on=LATE) == ["STEP-LATE"]


def test_without_a_receipt_a_statutory_way_asks_for_the_day():
    unknown = Against(kind="matter", words=frozenset({"removal"}), lowers=True)
    assert Remedying(against=unknown).codes("lodge", DU) == ["STEP-FIELD"]
    assert Remedying(against=unknown).codes("lodge", DU, knew_on="2024-03-19") == []
    assert Remedying(against=unknown).codes("lodge", DU, knew_on="2024-03-21") == ["STEP-DAY"]
    assert Remedying(against=unknown).codes("lodge", DU, way=OBJECTION) == []


def test_one_remedy_at_a_time_and_a_statutory_one_once():
    running = Remedying().change(others=((REVIEW, True),))
    assert running.codes("lodge", DU) == ["STEP-ORDER"]
    done = Remedying().change(others=((REVIEW, False), (OBJECTION, False)))
    assert done.codes("lodge", DU) == ["STEP-ORDER"]
    assert done.codes("lodge", DU, way=OBJECTION) == []


def test_a_request_says_what_is_asked_and_an_objection_asks_nothing():
    request = Remedying(against=OWN_RECORD)
    assert request.codes("lodge", DU, way=REQUEST) == ["STEP-VALUE"]
    assert request.codes("lodge", DU, way=REQUEST, request="copy") == []
    assert Remedying().codes("lodge", DU, request="copy") == ["STEP-VALUE"]


def test_lodging_is_offered_before_anything_is_filled_in():
    assert (
        Remedying().codes("lodge", DU, **dict.fromkeys(("about", "way", "points", "wish")))
        == ["STEP-FIELD"] * 4
    )


# Acceptance.


@pytest.mark.parametrize("move", ["accept", "refuse", "form_panel"])
def test_who_handled_the_original_does_not_judge_it(move):
    remedy = accepted() if move == "form_panel" else lodged()
    [problem] = remedy.problems(move, AN)
    assert problem.code == "STEP-APART"
    assert "动议（2024-01-08）" in problem.found


def test_what_was_accepted_is_not_accepted_or_refused_again():
    remedy = accepted()
    assert remedy.codes("accept", SHENG) == ["STEP-ORDER"]
    assert remedy.codes("refuse", SHENG) == ["STEP-ORDER"]


def test_a_refusal_has_to_be_true():
    assert lodged().codes("refuse", SHENG, ground="late") == ["STEP-VALUE"]
    assert lodged().codes("refuse", SHENG, ground="scope") == []
    objection = Remedying()
    objection("lodge", DU, way=OBJECTION)
    assert objection.codes("refuse", SHENG, ground="scope") == ["STEP-VALUE"]
    objection.change(ways={})
    assert objection.codes("refuse", SHENG, ground="scope") == []


# The panel.


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (["11"], "1 人"), (["11", "12"], "2 人"), (["11", "12", "13", "14"], "4 人"),
        (["11", "11", "12"], "11、11、12"), (["11", "12", "99"], "11、12、99"),
        (["11", "12", "x"], "11、12、x"),
    ],
)  # fmt: skip
def test_a_panel_is_an_odd_number_of_different_people(members, says):
    [problem] = accepted().problems("form_panel", SHENG, members=members)
    assert (problem.code, problem.found) == ("STEP-VALUE", says)


def test_a_handler_is_no_member_by_person_and_not_by_account():
    remedy = accepted().change(conflicts={12: ("核实认定（2024-01-20）",)})
    [problem] = remedy.problems("form_panel", SHENG)
    assert (problem.code, problem.found) == ("STEP-APART", "裴公正：核实认定（2024-01-20）")


def test_a_member_who_had_a_hand_in_it_later_is_replaced_before_anything_is_decided():
    remedy = Remedying().sitting()
    remedy("hear", P1)
    remedy.change(conflicts={12: ("核实 E1",)})
    for move in ("hear", "decide", "ask_file"):
        [problem] = remedy.problems(move, P1)
        assert (problem.code, problem.found) == ("STEP-APART", "裴公正：核实 E1")
    assert [a.move for a in REMEDY.awaits(remedy.now, remedy.world)] == ["form_panel"]
    remedy("form_panel", SHENG, members=["11", "13", str(P4.user)])
    assert remedy.codes("decide", P1) == ["STEP-GUARD"]


@pytest.mark.parametrize(
    "twin", [Reviewer(user=13, name="裴公正"), Reviewer(user=13, name="裴工正", person="pei")]
)
def test_two_accounts_of_one_person_are_one_member(twin):
    remedy = accepted()
    first = Reviewer(user=12, name="裴公正", person="pei")
    remedy.change(reviewers={**remedy.world.reviewers, 12: first, 13: twin})
    [problem] = remedy.problems("form_panel", SHENG)
    assert problem.code == "STEP-VALUE"
    assert "2 个账号" in problem.found


def test_no_panel_before_acceptance_none_for_a_request_none_after_the_decision():
    assert lodged().codes("form_panel", SHENG) == ["STEP-ORDER"]
    assert Remedying().decided().codes("form_panel", SHENG) == ["STEP-ORDER"]
    request = Remedying(against=OWN_RECORD)
    request("lodge", DU, way=REQUEST, request="explain")
    request("accept", SHENG)
    assert request.codes("form_panel", SHENG) == ["STEP-ORDER"]


def test_a_gap_is_filled_and_the_others_stay():
    remedy = formed()
    remedy("declare", P1, relation="interest")
    assert remedy.now.panel == (12, 13)
    assert remedy.codes("form_panel", SHENG, members=["12", "13", "11"]) == ["STEP-RECUSED"]
    assert remedy.codes("form_panel", SHENG, members=["14"]) == ["STEP-VALUE"] * 2
    gone = remedy.problems("form_panel", SHENG, members=["12", "14", "15"])
    assert [p.code for p in gone] == ["STEP-VALUE"]
    assert remedy("form_panel", SHENG, members=["12", "13", "14"]).panel == (12, 13, 14)


def test_a_member_who_left_the_office_need_not_be_named():
    remedy = formed()
    remedy.change(reviewers={u: r for u, r in remedy.world.reviewers.items() if u != P1.user})
    assert remedy.codes("form_panel", SHENG, members=["12", "13", "14"]) == []


def test_only_members_declare():
    assert formed().codes("declare", P4) == ["STEP-APART"]
    assert accepted().codes("declare", P1) == ["STEP-APART"]


def test_a_challenge_stops_the_panel_until_somebody_else_answers():
    remedy = Remedying().sitting()
    assert remedy.codes("ask_recusal", DU, whom="14") == ["STEP-VALUE"]
    remedy("ask_recusal", DU)
    assert remedy.codes("hear", P2) == ["STEP-GUARD"]
    judge = replace(P1, roles=frozenset({"supervisor"}))
    assert remedy.codes("answer_recusal", judge) == ["STEP-APART"]
    assert remedy.codes("answer_recusal", SHENG, whom="12") == ["STEP-VALUE"]
    assert remedy("answer_recusal", SHENG, granted=False).panel == (11, 12, 13)
    assert remedy.codes("hear", P2) == []
    assert remedy.codes("answer_recusal", SHENG) == ["STEP-ORDER", "STEP-VALUE"]


def test_a_granted_challenge_leaves_a_gap_that_stops_the_panel():
    remedy = Remedying().sitting()
    remedy("ask_recusal", DU)
    assert remedy("answer_recusal", SHENG).recused == {11}
    assert remedy.codes("hear", P2) == ["STEP-GUARD"]
    assert remedy.codes("hear", P1) == ["STEP-APART", "STEP-GUARD"]


def test_nobody_is_challenged_before_there_is_a_panel():
    assert accepted().codes("ask_recusal", DU) == ["STEP-ORDER", "STEP-VALUE"]


def test_a_panel_sits_only_when_everybody_declared():
    remedy = formed()
    [problem] = remedy.problems("hear", P1)
    assert problem.found == "还有 3 人没有声明"
    assert [p.code for p in accepted().problems("hear", P1)] == ["STEP-APART", "STEP-GUARD"]


# Hearing and time.


def test_more_may_be_said_until_the_decision():
    remedy = lodged()
    assert remedy("state", DU).points == ("没有核实", "处理过重", "补充")
    assert Remedying().decided().codes("state", DU) == ["STEP-ORDER"]


def test_time_is_extended_once_with_a_rule_for_it_and_before_it_ran_out():
    review = Remedying().sitting()
    assert review.codes("extend", P1) == ["STEP-LEGAL"]
    appeal = Remedying()
    appeal("lodge", DU, way=APPEAL)
    appeal("accept", SHENG)
    appeal("form_panel", SHENG)
    assert appeal.codes("extend", P1, on=date(2024, 5, 21)) == ["STEP-LATE"]
    assert appeal.codes("extend", P4) == ["STEP-APART"]
    appeal("extend", P1, on=date(2024, 5, 20))
    assert appeal.codes("extend", P1, on=date(2024, 5, 20)) == ["STEP-ORDER"]
    gone = formed().change(ways={})
    assert gone.codes("extend", P1) == ["STEP-LEGAL"]


# The decision.


def test_no_decision_before_the_person_was_heard_again():
    remedy = Remedying().sitting()
    assert remedy.codes("decide", P1) == ["STEP-GUARD"]
    remedy("waive", DU)
    assert remedy.codes("decide", P1) == []


@pytest.mark.parametrize("move", ["waive", "withdraw"])
def test_who_handled_the_original_does_not_write_down_that_he_gives_up(move):
    remedy = Remedying().sitting()
    assert AN.user in remedy.world.conflicts
    assert remedy.codes(move, AN) == ["STEP-APART"]
    assert remedy.codes(move, DU) == []
    assert remedy.change(conflicts={}).codes(move, AN) == []


@pytest.mark.parametrize("held", ["2024-03-19", "2024-03-22"])
def test_he_is_heard_after_acceptance_and_not_on_a_day_to_come(held):
    remedy = Remedying().sitting()
    assert remedy.codes("hear", P1, on=date(2024, 3, 21), held_on=held) == ["STEP-DAY"]
    assert remedy.codes("hear", P1, on=date(2024, 3, 21), held_on="2024-03-20") == []


def test_votes_are_those_of_the_panel_and_more_than_half_are_for_it():
    remedy = Remedying().sitting()
    remedy("hear", P1)
    assert remedy.codes("decide", P1, votes={"for": 3, "against": 1, "abstained": 0}) == [
        "STEP-VALUE"
    ]
    assert remedy.codes("decide", P1, votes={"for": 1, "against": 1, "abstained": 1}) == [
        "STEP-VALUE"
    ]
    assert remedy.codes("decide", P1, votes={"for": "x"}) == ["STEP-VALUE"]
    assert remedy.codes("decide", P1, votes=None) == ["STEP-FIELD"]


@pytest.mark.parametrize("answers", [ANSWERS[:1], [*ANSWERS, *ANSWERS[:1]], [{"point": 1}]])
def test_every_point_is_answered_once(answers):
    remedy = Remedying().sitting()
    remedy("hear", P1)
    assert "STEP-VALUE" in remedy.codes("decide", P1, answers=answers)


def test_a_point_that_was_never_made_is_no_answer():
    remedy = Remedying().sitting()
    remedy("hear", P1)
    more = [*ANSWERS, {"point": 3, "accepted": True, "answer": "多出"}]
    [problem] = remedy.problems("decide", P1, answers=more)
    assert problem.found == "多出的答复"


@pytest.mark.parametrize(
    ("altered", "codes"),
    [
        ({"measure": "transfer"}, []),
        ({"measure": "admonition"}, []),
        ({"measure": "demotion"}, ["STEP-HEAVIER"]),
        ({"measure": "removal"}, ["STEP-HEAVIER"]),
        ({"measure": "warning"}, ["STEP-HEAVIER"]),
        ({"measure": "nothing"}, ["STEP-HEAVIER"]),
        ({"value": "-1"}, ["STEP-VALUE"]),
        ({"measure": "transfer", "value": "-1"}, ["STEP-VALUE"]),
        ({}, ["STEP-VALUE"]),
    ],
)  # fmt: skip
def test_an_altered_measure_is_lighter_by_the_order_of_the_pack(altered, codes):
    remedy = Remedying().sitting()
    remedy("hear", P1)
    assert remedy.codes("decide", P1, outcome="alter", **altered) == codes


@pytest.mark.parametrize(
    ("value", "adds", "new", "may"),
    [
        ("-2", True, "-1", True), ("-2", True, "0", True), ("-2", True, "-2", False),
        ("-2", True, "-3", False), ("-2", True, "1", False), ("-2", True, "一", False),
        ("2", False, "1.5", True), ("2", False, "2.5", False), ("2", False, "-1", False),
        ("2", True, "3", True), ("2", True, "1", False),
    ],
)  # fmt: skip
def test_altered_points_weigh_less(value, adds, new, may):
    remedy = Remedying().change(original=Original(value=value, adds=adds)).sitting()
    remedy("hear", P1)
    assert (remedy.codes("decide", P1, outcome="alter", value=new) == []) is may


@pytest.mark.parametrize(
    ("new", "may"),
    [("称职", True), ("优秀", True), ("基本称职", False), ("不称职", False), ("好", False)],
)
def test_an_altered_grade_is_better(new, may):
    grades = ("优秀", "称职", "基本称职", "不称职")
    original = Original(grade="基本称职", grades=grades)
    remedy = Remedying().change(original=original).sitting()
    remedy("hear", P1)
    assert (remedy.codes("decide", P1, outcome="alter", grade=new) == []) is may


def test_what_cannot_be_compared_is_not_altered_and_nothing_is_altered_by_upholding():
    remedy = Remedying().change(original=Original()).sitting()
    remedy("hear", P1)
    [problem] = remedy.problems("decide", P1, outcome="alter", measure="transfer")
    assert (problem.code, problem.expected) == ("STEP-VALUE", "可以变更的内容")
    assert remedy.codes("decide", P1, measure="transfer") == ["STEP-VALUE"]


def test_who_does_not_sit_does_not_decide_or_sign():
    remedy = Remedying().sitting()
    remedy("hear", P1)
    assert remedy.codes("decide", P4) == ["STEP-APART"]
    remedy("decide", P1)
    assert remedy.codes("decide", P1) == ["STEP-ORDER"]
    assert remedy.codes("confirm", P4) == ["STEP-APART"]
    assert remedy.codes("confirm", P1) == ["STEP-ORDER"]
    remedy("confirm", P2)
    remedy("confirm", P3)
    assert len(remedy.now.signed) == 3


def test_nothing_is_signed_before_the_decision_or_after_service():
    assert Remedying().sitting().codes("confirm", P1) == ["STEP-ORDER"]
    late = date(2024, 3, 28)
    assert Remedying().served().codes("confirm", P3, on=late) == ["STEP-ORDER"]


def test_a_request_is_answered_by_another_hand_and_never_by_a_panel():
    request = Remedying(against=OWN_RECORD)
    request("lodge", DU, way=REQUEST, request="correct")
    request("accept", SHENG)
    assert request.codes("answer_request", AN) == ["STEP-APART"]
    assert request.codes("answer_request", SHENG, answers=ANSWERS[:1]) == ["STEP-VALUE"]
    assert request.codes("decide", P1) == ["STEP-ORDER"]
    assert accepted().codes("answer_request", SHENG) == ["STEP-ORDER"]


# Service and what comes after it.


def test_no_service_before_more_than_half_have_signed():
    assert Remedying().sitting().codes("serve", AN) == ["STEP-ORDER"]
    remedy = Remedying().decided()
    [problem] = remedy.problems("serve", AN, on=date(2024, 3, 28))
    assert (problem.code, problem.found) == ("STEP-GUARD", "1／3 人签署")
    remedy("confirm", P2)
    assert remedy.codes("serve", AN, on=date(2024, 3, 28)) == []
    assert remedy.codes("serve", AN, on=date(2024, 3, 28), remedy=None) == ["STEP-FIELD"]
    assert remedy.codes("serve", AN, on=date(2024, 3, 27)) == ["STEP-DAY"]
    assert remedy.codes("serve", AN, on=date(2024, 3, 28), served_on="2024-03-19") == ["STEP-DAY"]
    remedy("serve", AN, on=date(2024, 3, 28))
    assert remedy.codes("serve", AN, on=date(2024, 3, 28)) == ["STEP-ORDER"]
    assert remedy.codes("withdraw", DU, on=date(2024, 3, 28)) == ["STEP-ORDER"]


def test_a_revocation_is_closed_when_the_name_and_the_post_are_dealt_with():
    day = date(2024, 4, 1)
    remedy = Remedying().change(original=Original(measure="removal", moved=True))
    remedy.served(outcome="revoke")
    assert remedy.now.corrects
    assert remedy.codes("close", AN, on=day) == ["STEP-GUARD", "STEP-GUARD"]
    remedy.change(recipients={"user:5": "程立群 查看", "body:县纪委": "县纪委"})
    [problem] = remedy.problems("restore_name", AN, on=day, recipients=["user:5"])
    assert (problem.code, problem.found) == ("STEP-VALUE", "少了 县纪委")
    remedy("restore_name", AN, on=day, recipients=["user:5", "body:县纪委"])
    assert remedy.codes("restore_name", AN, on=day, recipients=["user:5", "body:县纪委"]) == [
        "STEP-ORDER"
    ]
    assert remedy.codes("close", AN, on=day) == ["STEP-GUARD"]
    remedy("restore", AN, on=day)
    assert remedy.codes("arrange", AN, on=day) == ["STEP-ORDER"]
    assert remedy("close", AN, on=day).outcome == "撤销"


def test_another_arrangement_is_told_instead_of_the_old_post():
    day = date(2024, 4, 1)
    remedy = Remedying().change(original=Original(measure="removal", moved=True))
    remedy.served(outcome="alter", measure="transfer")
    remedy("arrange", AN, on=day)
    remedy("restore_name", AN, on=day)
    assert remedy.codes("close", AN, on=day) == []


@pytest.mark.parametrize("move", ["restore", "arrange", "restore_name"])
def test_nothing_is_restored_when_nothing_was_revoked(move):
    assert Remedying().served().codes(move, AN, on=date(2024, 4, 1)) == ["STEP-ORDER"]
    assert lodged().codes(move, AN) == ["STEP-ORDER"]


def test_what_is_closed_stays_closed():
    remedy = Remedying()
    assert remedy.codes("close", AN) == ["STEP-ORDER"]
    remedy("lodge", DU)
    assert remedy.codes("close", AN) == ["STEP-ORDER"]
    remedy("withdraw", DU)
    [problem] = remedy.problems("accept", SHENG)
    assert (problem.code, problem.found) == ("STEP-CLOSED", "已撤回")


def test_the_cast_is_who_it_says():
    assert [str(p.user) for p in PANEL] == MEMBERS
    assert ON > SERVED
