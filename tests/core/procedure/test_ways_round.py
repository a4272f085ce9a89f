"""Ways round the guards of a case that somebody might think of, and that lead nowhere."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.procedure.caseworld import (
    AN,
    BAI,
    CHENG,
    DAY,
    FAN,
    GATES,
    RUI,
    SHENG,
    VERIFIED,
    WU,
    Case,
    service,
)


def test_telling_him_again_does_not_take_back_the_time_he_was_given():
    case = Case(*GATES).open().declare().verify()
    case.wait(DAY + timedelta(days=9))
    case.tell(served_on=f"{DAY + timedelta(days=8)}", until=f"{DAY + timedelta(days=30)}")
    case.tell(served_on=f"{DAY}", until=f"{DAY + timedelta(days=1)}")
    assert case.standing.answer_by.due == DAY + timedelta(days=30)
    assert "hearing" not in case.standing.done
    case.tell(served_on=f"{DAY}", until=f"{DAY + timedelta(days=40)}")
    assert case.standing.answer_by.due == DAY + timedelta(days=40)


def test_a_post_does_not_end_before_it_was_decided():
    case = Case().upto("execute")
    day = {"effective_on": f"{DAY + timedelta(days=5)}"}
    early = {"last_on": f"{DAY - timedelta(days=2)}"}
    assert case.stopped("execute_post", **day, **early) == [("STEP-DAY", "last_on")]
    assert case.stopped("execute_post", **day, last_on=f"{DAY - timedelta(days=1)}") == []


def test_the_time_to_appeal_does_not_begin_before_the_decision_was_confirmed():
    case = Case().upto("confirm")
    case.wait(DAY + timedelta(days=20))
    case.confirm()
    early = service(DAY + timedelta(days=19))
    assert case.stopped("serve", **early) == [("STEP-DAY", "served_on")]
    assert case.stopped("serve", **service(DAY + timedelta(days=20))) == []


def test_a_suspected_violation_is_not_taken_back_with_the_case():
    case = Case().upto("verification").verify(violation=True)
    assert case.stopped("withdraw", reason="不再研究") == ["STEP-REFERRED"]
    case.do("refer", matter="涉嫌收受礼金", body="县纪委监委")
    assert case.stopped("withdraw", reason="不再研究") == []


@pytest.mark.parametrize("whom", ["吴经办", "组织部吴经办同志"])
def test_who_is_challenged_in_whatever_words_does_not_answer_it(whom):
    case = Case().upto("hearing").tell()
    case.do("ask_recusal", by=FAN, whom=whom, reason="有过纠纷")
    said = {"granted": False, "reason": "没有证据"}
    assert case.stopped("answer_recusal", by=WU, **said) == ["STEP-APART"]
    assert case.stopped("answer_recusal", by=AN, **said) == []
    case.change(heads=frozenset({"吴经办"}))
    assert case.stopped("answer_recusal", by=AN, **said) == ["STEP-APART"]
    assert case.stopped("answer_recusal", by=SHENG, **said) == []


def account(by, *roles, **as_other):
    """Another account of the same person: by his name, or by whom it is among the officials."""
    return replace(by, user=99, roles=frozenset(roles) or by.roles, **as_other)


@pytest.mark.parametrize("as_other", [{}, {"name": "安经办", "person": "an"}])
def test_who_moved_a_case_does_not_verify_or_assess_it_by_another_account(as_other):
    himself = replace(AN, person="an")
    case = Case().open(by=himself).declare()
    twin = account(himself, "verifier", **as_other)
    case.declare(twin)
    assert case.stopped("verify", by=twin, **VERIFIED) == ["STEP-APART"]
    case.verify().hear()
    said = {"conclusion": "none", "reason": "无"}
    assert case.stopped("assess", by=twin, **said) == ["STEP-APART"]


def test_who_reported_evidence_does_not_verify_it_by_another_account():
    twin = account(RUI, "verifier")
    case = Case().open().declare(twin)
    assert case.stopped("verify", by=twin, **VERIFIED) == [("STEP-APART", "evidence")]


def test_two_of_one_name_are_two_once_both_accounts_say_who_they_are():
    mover = replace(AN, person="an")
    case = Case().open(by=mover).declare(mover)
    namesake = account(mover, "verifier", person="an-2")
    case.declare(namesake)
    assert case.stopped("verify", by=namesake, **VERIFIED) == []


def test_who_wrote_the_record_does_not_confirm_it_by_another_account():
    recorder = replace(CHENG, user=98, roles=frozenset({"officer"}))
    case = Case().upto("decision").declare(recorder).meet(by=recorder)
    assert case.stopped("confirm", by=CHENG) == ["STEP-APART"]


def test_who_is_recused_does_nothing_by_another_account():
    case = Case().open().declare(BAI, relation="interest").declare(AN)
    assert case.stopped("declare", by=account(BAI), relation="none") == ["STEP-RECUSED"]
    assert case.stopped("declare", by=WU, relation="none") == []
