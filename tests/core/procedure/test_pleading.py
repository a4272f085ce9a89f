"""He asks for tolerance himself: the review answers him expressly before anything is proposed."""

import pytest

from tests.core.procedure.caseworld import BAI, FAN, Case, answered, proposal

NONE = {"conclusion": "none", "reason": "不是探索中的失误"}
ASKED, REPLY = "改革试点，没有先例。", "不采纳：试点之前已有明确规定。"


def heard(**said):
    case = Case().upto("hearing").tell()
    case.do("state", by=FAN, points=["有客观困难"], **said)
    case.do("answer", answers=answered(*case.standing.open_points))
    return case


def test_who_asked_for_tolerance_is_answered_expressly():
    case = heard(tolerance=ASKED)
    assert case.stopped("assess", by=BAI, **NONE) == [("STEP-GUARD", "reply")]
    assert case.stopped("assess", by=BAI, **NONE, reply=" ") != []
    case.assess(reply=REPLY)
    assert case.standing.open_pleas == ()
    assert [(p.reason, p.reply) for p in case.standing.pleas] == [(ASKED, REPLY)]
    case.propose()


def test_an_answer_to_nothing_is_refused():
    case = heard()
    assert case.stopped("assess", by=BAI, **NONE, reply=REPLY) == [("STEP-GUARD", "reply")]
    case.assess().propose()


@pytest.mark.parametrize("proposed", [False, True])
def test_asked_after_the_review_it_is_made_again(proposed):
    case = heard().assess()
    if proposed:
        case.propose()
    case.do("state", by=FAN, points=["还有一点"], tolerance=ASKED)
    case.do("answer", answers=answered(*case.standing.open_points))
    assert "tolerance" not in case.standing.done
    assert "STEP-ORDER" in case.stopped("propose", **proposal("removal"))
    [waits] = [w for w in case.kind.awaits(case.standing, case.world) if w.move == "assess"]
    assert "本人请求容错" in waits.why
    case.assess(reply=REPLY).propose()


def test_a_review_made_again_keeps_what_was_answered_before():
    case = heard(tolerance=ASKED).assess(reply=REPLY)
    case.assess()
    assert [p.reply for p in case.standing.pleas] == [REPLY]
