"""A case as its page shows it: what may be done, what stands in the way, what it waits for."""

import pytest

from biaochi.packs.shapes import Alternative, Basis, Effect, Label, Rule
from biaochi.procedure.adjusting import MOVES
from biaochi.procedure.casefile import CASE
from biaochi.procedure.proposing import lawful
from biaochi.procedure.resigning import MOVES as RESIGN_MOVES
from biaochi.procedure.transitions import choices
from tests.core.procedure.caseworld import AN, BAI, CHENG, DAY, FAN, GATES, MEASURES, Case
from tests.core.procedure.saying import pack
from tests.core.procedure.test_resigning import asked


def offered(case, by):
    found = choices(CASE, case.said, case.world, by=by, on=case.on)
    return {c.move.id for c in found if not c.lacks}


@pytest.mark.parametrize(
    ("gate", "by", "move"),
    [
        ("verification", BAI, "verify"), ("hearing", AN, "tell"), ("tolerance", BAI, "assess"),
        ("proposal", AN, "propose"), ("decision", AN, "meet"), ("confirm", CHENG, "confirm"),
        ("service", AN, "serve"), ("execute", AN, "execute_post"),
    ],
)  # fmt: skip
def test_the_next_step_is_offered_before_its_form_is_filled_in(gate, by, move):
    case = Case().upto(gate)
    assert move in offered(case, by)
    assert case.kind.awaits(case.standing, case.world)[0].move in {move, "state"}


def test_what_no_form_can_mend_is_told_before_the_form():
    case = Case().upto("verification")
    lacking = {c.move.id: [p.code for p in c.lacks] for c in choices(
        CASE, case.said, case.world, by=AN, on=case.on)}  # fmt: skip
    assert lacking["propose"] == ["STEP-ORDER"]
    assert lacking["close"] == ["STEP-ORDER"]
    assert lacking["withdraw"] == []
    assert "open" not in lacking


def test_before_anything_was_said_only_the_motion_is_offered():
    case = Case()
    assert offered(case, AN) == {"open"}
    assert offered(case, BAI) == set()
    assert CASE.awaits(case.standing, case.world) == ()


def test_what_a_case_waits_for_along_its_other_ways():
    told = Case().upto("hearing").tell()
    assert _waits(told) == ["state"]
    told.do("state", by=FAN, points=["一"])
    assert _waits(told) == ["answer"]
    told.do("ask_recusal", by=FAN, whom="白景明", reason="有过纠纷")
    assert _waits(told) == ["answer_recusal"]
    referred = Case().upto("tolerance")
    referred.do("refer", by=BAI, matter="涉嫌", body="县纪委")
    assert _waits(referred) == ["referral_back"]
    flagged = Case().upto("verification").verify(violation=True)
    assert _waits(flagged) == ["refer"]
    passed = Case("motion", "verification", ("later", ""), "decision").upto("hearing")
    assert _waits(passed) == ["pass"]
    rejected = Case().upto("decision").meet(outcome="rejected")
    assert _waits(rejected) == ["close"]
    done = Case().upto("execute")
    done.do("execute_post", effective_on="2018-01-16", last_on=f"{DAY}")
    assert _waits(done) == ["close"]
    done.do("close", note="办结")
    assert _waits(done) == []


def _waits(case):
    return [a.move for a in CASE.awaits(case.standing, case.world)]


def test_a_resignation_is_probed_the_same_way():
    matter = asked()
    found = choices(matter.kind, matter.said, matter.world, by=AN, on=matter.on)
    assert {c.move.id for c in found if not c.lacks} == {"check"}


def test_the_measures_of_the_day_are_those_lawful_for_his_regime():
    effect = Effect(kind="propose", propose=(Alternative(measure="standby"),))
    rule = Rule(
        id="banned", label=Label(zh="禁止行为"), basis=Basis(clause="第十五条"), when="banned > 0",
        opens="proposal", effects=(effect,),
    )  # fmt: skip
    known = pack(measures=MEASURES, rules={"banned": rule})
    assert lawful(known, regime="公务员", on=DAY) == {
        "standby", "transfer", "non-leading", "removal", "demotion",
    }  # fmt: skip
    later = DAY.replace(year=2020)
    assert "grade-post" in lawful(known, regime="公务员", on=later)
    assert "grade-post" not in lawful(known, regime="事业人员", on=later)


def test_health_is_read_by_the_officer_and_nobody_else():
    health = next(f for f in RESIGN_MOVES["request"].fields if f.name == "health")
    assert health.own
    assert health.is_read_by(frozenset({"officer"}))
    assert not health.is_read_by(frozenset({"verifier", "decider", "supervisor"}))
    assert all(f.is_read_by(frozenset()) for m in MOVES.values() for f in m.fields)


def test_a_second_verification_on_the_same_grounds_keeps_what_he_opposed():
    case = Case(*GATES).upto("decision")
    case.do("state", by=FAN, points=["再说一条"])
    case.do("answer", answers=[{"point": 2, "accepted": False, "answer": "已核"}])
    case.verify()
    assert case.standing.opposed is not None
    assert "STEP-ORDER" in case.stopped("meet", body="县委常委会")
