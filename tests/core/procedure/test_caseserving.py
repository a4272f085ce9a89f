"""What stands in the way after a decision: its notice, what is carried out, the close."""

from datetime import timedelta

import pytest

from biaochi.procedure.awaiting import case_awaits
from biaochi.procedure.contents import replied
from tests.core.procedure.caseworld import (
    DAY,
    Case,
    proposal,
    service,
)

GUARD, FIELD = "STEP-GUARD", "STEP-FIELD"


def test_s3_18_a_notice_without_the_ways_of_appeal_is_refused():
    case = Case().upto("service")
    denied = "可以提出异议；不得申请复核、提出申诉。"
    for text in (
        "可以依法申请复核、提出申诉。",
        "可以提出异议。",
        "可以提出异议、申请复核。",
        denied,
    ):
        assert (GUARD, "remedy") in case.stopped("serve", **service(DAY) | {"remedy": text})


def test_b6_the_law_of_civil_servants_gives_no_appeal_to_others():
    case = Case(regime="事业人员").upto("service")
    assert case.stopped("serve", **service(DAY) | {"remedy": "三十日内可以提出异议。"}) == []
    unknown = Case(regime="").upto("service")
    assert unknown.stopped("serve", **service(DAY) | {"remedy": "可以提出异议。"}) != []


def test_a_level_transfer_takes_the_internal_objection_alone():
    case = Case().upto("proposal").propose("transfer").meet().confirm()
    assert case.stopped("serve", **service(DAY) | {"remedy": "三十日内可以提出异议。"}) == []


def test_a_decision_is_served_once_after_it_was_made():
    case = Case().upto("service")
    late, early = DAY + timedelta(days=1), DAY - timedelta(days=1)
    assert case.stopped("serve", **service(late)) == [("STEP-DAY", "served_on")]
    assert case.stopped("serve", **service(early)) == [("STEP-DAY", "served_on")]
    case.serve()
    assert case.stopped("serve", **service(DAY)) == ["STEP-ORDER"]


def test_nothing_is_carried_out_before_the_decision_is_confirmed_and_served():
    given = {"effective_on": "2018-01-16", "last_on": "2018-01-15"}
    assert Case().upto("service").stopped("execute_post", **given) == ["STEP-ORDER"]
    early = Case().upto("confirm").stopped("execute_post", **given)
    assert early.count("STEP-ORDER") >= 2


def test_s0_17_post_grade_and_pay_are_carried_out_apart_and_only_as_decided():
    case = Case().upto("proposal")
    case.propose("transfer", post_after="副局长", destination="县档案局").meet().confirm().serve()
    post = {"effective_on": "2018-01-16", "last_on": "2018-01-15"}
    assert case.stopped("execute_post", **post) == [(FIELD, "unit"), (FIELD, "post")]
    wrong = post | {"unit": "qs-fin", "post": "局长", "post_role": "head"}
    assert case.stopped("execute_post", **wrong) == [(GUARD, "post")]
    right = wrong | {"post": "副局长", "post_role": "deputy"}
    assert case.stopped("execute_post", **right | {"last_on": "2018-01-16"}) == [
        ("STEP-DAY", "last_on")
    ]
    before = right | {"effective_on": "2018-01-14", "last_on": "2018-01-13"}
    assert case.stopped("execute_post", **before) == [
        ("STEP-DAY", "last_on"), ("STEP-DAY", "effective_on")
    ]  # fmt: skip
    assert GUARD in case.stopped("execute_grade", effective_on="2018-01-16", grade="四级调研员")
    pay = {"effective_on": "2018-01-16", "change": "减一级", "basis": "公务员法"}
    assert GUARD in case.stopped("execute_pay", **pay)
    case.do("execute_post", **right)
    assert "STEP-ORDER" in case.stopped("execute_post", **right)
    case.do("close", note="办结")


def test_grade_and_pay_follow_the_words_of_the_decision():
    case = Case().upto("proposal")
    said = {"grade_after": "四级调研员", "pay": "按新职级执行", "pay_basis": "公务员法第八十条"}
    case.propose("transfer", **said).meet().confirm().serve()
    assert case.standing.left == ("execute_grade", "execute_pay")
    day = {"effective_on": "2018-02-01"}
    assert case.stopped("execute_grade", **day, grade="一级科员") == [(GUARD, "grade")]
    assert case.stopped("execute_pay", **day, change="减半", basis="无") == [
        (GUARD, "change"), (GUARD, "basis")
    ]  # fmt: skip
    case.do("execute_grade", **day, grade="四级调研员")
    case.do("execute_pay", **day, change="按新职级执行", basis="公务员法第八十条")
    assert case.standing.left == ()


def test_a_case_is_closed_when_everything_was_done():
    case = Case().upto("decision")
    assert case.stopped("close", note="办结") == ["STEP-ORDER"]


def test_what_a_remedy_revoked_goes_no_further_and_is_closed_or_taken_back():
    case = Case().upto("execute").change(overturned=True)
    moved = {"effective_on": "2018-02-01", "last_on": "2018-01-31"}
    assert case.stopped("execute_post", **moved) == [GUARD]
    assert [a.move for a in case_awaits(case.standing, case.world)] == ["close"]
    case.do("close", note="办结", unexecuted="复核已经撤销")
    early = Case().upto("proposal").change(overturned=True)
    assert early.stopped("propose", **proposal()) == [GUARD]
    assert [a.move for a in case_awaits(early.standing, early.world)] == ["withdraw"]
    early.do("withdraw", reason="异议已经成立")


@pytest.mark.parametrize(
    ("accepted", "answer", "wanted"),
    [
        (True, "采纳：已经更正。", ("采纳", "已经更正。")),
        (False, "不采纳，与记录不符", ("不采纳", "与记录不符")),
        (True, "采纳了一半", ("采纳", "采纳了一半")),
        (False, "采纳：写错了一边", ("不采纳", "采纳：写错了一边")),
        (True, "已经更正", ("采纳", "已经更正")),
    ],
)
def test_an_answer_says_once_whether_a_point_was_taken_up(accepted, answer, wanted):
    assert replied({"accepted": accepted, "answer": answer}) == wanted
