"""What stands in the way of a case: who may act, what comes first, what a move has to hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from biaochi.errors import Refusal
from biaochi.procedure.casefacts import Decided, Piece, Protection
from biaochi.procedure.course import course_of
from biaochi.procedure.shapes import By
from tests.core.procedure.caseworld import (
    AN,
    BAI,
    CHENG,
    DAY,
    FAN,
    GATES,
    LI,
    RUI,
    SHENG,
    VERIFIED,
    WU,
    Case,
    answered,
    meeting,
    procedure,
    proposal,
    service,
    told,
)

GUARD, FIELD = "STEP-GUARD", "STEP-FIELD"


def stopped(case, move, **given):
    return case.stopped(move, **given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"grounds": []}, [(GUARD, "grounds")]),
        ({"grounds": [], "findings": ["7"]}, []),
        ({"findings": ["9"]}, [(GUARD, "findings")]),
        ({"evidence": ["E9"]}, [("STEP-VALUE", "evidence")]),
        ({"channel": "elsewhere"}, [("STEP-VALUE", "channel")]),
    ],
)
def test_a_motion_rests_on_a_finding_taken_up_or_a_ground_with_evidence(given, says):
    said = {"channel": "unfit", "grounds": ["N1"], "reason": "研究"} | given
    assert stopped(Case(), "open", by=AN, **said) == says


def test_joining_brings_something():
    case = Case().open()
    assert stopped(case, "join", reason="并入") == [(GUARD, "grounds")]
    assert stopped(case, "join", reason="并入", evidence=["E2"]) == []


def test_a_finding_becomes_a_ground_by_its_rule_even_when_it_is_put_back_later():
    case = Case().open(grounds=[], findings=["7"]).change(taken=frozenset())
    assert case.standing.grounds == ("unfit-proposal",)


def test_s3_18_a_case_that_skips_the_verification_is_refused():
    case = Case().upto("verification")
    for move, given in (
        ("tell", told(DAY)), ("assess", {"conclusion": "none", "reason": "无"}),
        ("propose", proposal()), ("meet", meeting(DAY)), ("serve", service(DAY)),
    ):  # fmt: skip
        assert "STEP-ORDER" in case.stopped(move, by=BAI if move == "assess" else AN, **given)


def test_two_investigators_verify_neither_he_nor_the_mover_among_them():
    case = Case().upto("verification")
    for names in (["白景明"], ["白景明", "白景明"]):
        assert stopped(case, "verify", by=BAI, **VERIFIED | {"investigators": names}) == [
            (GUARD, "investigators")
        ]
    for name in ("范守义", "安静仪"):
        given = VERIFIED | {"investigators": ["白景明", name]}
        assert stopped(case, "verify", by=BAI, **given) == [("STEP-APART", "investigators")]


def test_nobody_verifies_what_he_moved_or_reported():
    both = By(user=1, name="安静仪", roles=frozenset({"officer", "verifier"}))
    case = Case().upto("verification")
    assert stopped(case, "verify", by=both, **VERIFIED) == ["STEP-APART"]
    case.declare(RUI)
    assert stopped(case, "verify", by=RUI, **VERIFIED) == [("STEP-APART", "evidence")]


def test_every_ground_is_upheld_or_refuted_and_not_both():
    case = Case().open(grounds=["N1", "N5"]).declare()
    assert stopped(case, "verify", by=BAI, **VERIFIED) == [(GUARD, "upheld")]
    both = VERIFIED | {"refuted": ["N1", "N5"]}
    assert stopped(case, "verify", by=BAI, **both) == [(GUARD, "refuted")]
    more = VERIFIED | {"refuted": ["N5", "N3"]}
    assert stopped(case, "verify", by=BAI, **more) == [("STEP-VALUE", "upheld")]


def test_an_upheld_ground_rests_on_verified_evidence_of_its_own():
    case = Case().open(grounds=["N1", "N3"]).declare()
    given = VERIFIED | {"upheld": ["N1", "N3"], "evidence": ["E1", "E3"]}
    assert stopped(case, "verify", by=BAI, **given) == [(GUARD, "evidence")]
    other = VERIFIED | {"refuted": ["N3"], "evidence": ["E2"]}
    assert stopped(case, "verify", by=BAI, **other) == [(GUARD, "evidence")]
    unknown = VERIFIED | {"refuted": ["N3"], "evidence": ["E1", "E9"]}
    assert stopped(case, "verify", by=BAI, **unknown) == [("STEP-VALUE", "evidence")]


def test_d_10_who_has_not_declared_neither_verifies_nor_assesses_nor_proposes_nor_confirms():
    case = Case().open()
    assert stopped(case, "verify", by=BAI, **VERIFIED) == ["STEP-RECUSED"]
    ready = Case().upto("proposal")
    assert stopped(ready, "propose", by=WU, **proposal()) == ["STEP-RECUSED"]
    met = Case().upto("decision")
    assert stopped(met, "meet", by=WU, **meeting(DAY)) == ["STEP-RECUSED"]
    second = By(user=9, name="周议决", roles=frozenset({"decider"}))
    assert stopped(Case().upto("confirm"), "confirm", by=second) == ["STEP-RECUSED"]
    heard = Case().upto("tolerance")
    assert stopped(heard, "assess", by=RUI, conclusion="none", reason="无") == ["STEP-RECUSED"]


def test_d_10_a_declared_relation_ends_every_act_of_that_person():
    case = Case().open().declare(AN, CHENG)
    case.declare(BAI, relation="collateral")
    assert case.standing.recused == {BAI.user: "三代以内旁系血亲"}
    for move, given in (("verify", VERIFIED), ("refer", {"matter": "涉嫌", "body": "纪委"})):
        assert stopped(case, move, by=BAI, **given)[0] == "STEP-RECUSED"


def test_d_10_a_known_relative_is_blocked_without_having_declared_it():
    sister = By(user=2, name="白景明", person="bai", roles=frozenset({"verifier"}))
    case = Case(relatives={"bai": "近姻亲"}).open().declare(AN)
    assert stopped(case, "verify", by=sister, **VERIFIED) == ["STEP-RECUSED"] * 2
    assert stopped(case, "declare", by=sister, relation="none") == [("STEP-RECUSED", "relation")]
    assert stopped(case, "declare", by=sister, relation="in_law") == []


def test_d_10_a_request_of_the_person_stops_the_work_until_it_is_answered():
    case = Case().upto("hearing").tell()
    case.do("ask_recusal", by=FAN, whom="白景明", reason="有过纠纷")
    assert stopped(case, "assess", by=BAI, conclusion="none", reason="无")[0] == "STEP-RECUSED"
    assert "STEP-RECUSED" in stopped(case, "tell", **told(DAY))
    case.do("answer_recusal", by=WU, granted=False, reason="没有证据")
    assert case.standing.unanswered_asks == ()
    assert stopped(case, "ask_recusal", by=FAN, whom="白景明", reason="再申请") == [(GUARD, "whom")]


def test_d_10_a_granted_request_recuses_and_names_whom():
    case = Case().upto("hearing").tell()
    assert stopped(case, "answer_recusal", by=WU, granted=True, user="2", reason="无") == [
        "STEP-ORDER"
    ]
    case.do("ask_recusal", by=FAN, whom="白景明", reason="有过纠纷")
    assert stopped(case, "answer_recusal", by=WU, granted=True, reason="同意") == [(FIELD, "user")]
    assert stopped(case, "answer_recusal", by=WU, granted=True, user="77", reason="同意") == [
        (FIELD, "user")
    ]
    case.do("answer_recusal", by=WU, granted=True, user="2", reason="同意")
    assert case.standing.recused == {2: "本人申请，已同意"}
    assert case.standing.recused_names == {"白景明"}


def test_d_10_nobody_answers_about_himself_and_a_head_is_answered_from_above():
    case = Case(heads=frozenset({"安静仪"})).upto("hearing").tell()
    case.do("ask_recusal", by=FAN, whom="安静仪", reason="有过纠纷")
    assert stopped(case, "answer_recusal", by=AN, granted=False, reason="不") == ["STEP-APART"] * 2
    assert stopped(case, "answer_recusal", by=WU, granted=False, reason="不") == ["STEP-APART"]
    assert stopped(case, "answer_recusal", by=SHENG, granted=False, reason="不") == []
    assert stopped(case, "answer_recusal", by=WU, granted=True, user="8", reason="同意") == [
        "STEP-APART", "STEP-APART",
    ]  # fmt: skip


def test_the_person_does_his_own_moves_only_and_nobody_else_does_them():
    he = By(user=4, name="范守义", person="fan", roles=frozenset({"officer", "self"}))
    case = Case().upto("proposal")
    assert stopped(case, "declare", by=he, relation="none") == ["STEP-APART"]
    assert "STEP-APART" in stopped(case, "propose", by=he, **proposal())
    other = By(user=9, name="杜文清", person="du", roles=frozenset({"self"}))
    told_ = Case().upto("hearing").tell()
    assert stopped(told_, "state", by=other, points=["一"]) == ["STEP-APART"]
    officer = replace(WU, roles=frozenset({"officer", "self"}))
    assert stopped(told_, "ask_recusal", by=officer, whom="白景明", reason="代") == ["STEP-APART"]
    assert stopped(told_, "state", by=officer, points=["他当面说的"]) == []


def test_d_02_nothing_is_said_or_waived_or_proposed_before_he_was_told():
    case = Case().upto("hearing")
    assert stopped(case, "state", by=FAN, points=["一"]) == ["STEP-ORDER"]
    assert stopped(case, "waive", by=FAN, paper="放弃") == ["STEP-ORDER"]
    assert stopped(case, "ask_recusal", by=FAN, whom="白景明", reason="有过纠纷") == ["STEP-ORDER"]
    assert "STEP-ORDER" in stopped(case, "propose", **proposal())


def test_d_02_a_notice_is_of_its_day():
    case = Case().upto("hearing")
    late = told(DAY + timedelta(days=1))
    assert stopped(case, "tell", **late) == [("STEP-DAY", "served_on")]
    early = told(DAY - timedelta(days=1))
    assert stopped(case, "tell", **early) == [("STEP-DAY", "served_on")]
    assert stopped(case, "tell", **told(DAY), until=f"{DAY}") == [("STEP-DAY", "until")]


def test_d_02_each_point_is_answered_once_and_none_is_left_out():
    case = Case().upto("hearing").tell()
    assert stopped(case, "answer", answers=answered(1)) == ["STEP-ORDER"]
    case.do("state", by=FAN, points=["一", "二"])
    assert case.standing.stage == "hearing"
    assert stopped(case, "answer", answers=answered(1)) == [(GUARD, "answers")]
    assert stopped(case, "answer", answers=answered(1, 2, 2)) == [("STEP-VALUE", "answers")]
    assert stopped(case, "answer", answers=answered(1, 2, 3)) == [("STEP-VALUE", "answers")]
    empty = [{"point": 1, "accepted": True, "answer": " "}]
    assert ("STEP-VALUE", "answers") in stopped(case, "answer", answers=empty)


def test_d_02_what_was_said_cannot_be_waived_and_what_was_waived_may_still_be_said():
    case = Case().upto("hearing").hear()
    assert case.standing.stage == "tolerance"
    case.do("state", by=FAN, points=["想起一条"])
    assert case.standing.stage == "hearing"
    assert stopped(case, "waive", by=FAN, paper="放弃") == ["STEP-ORDER"]


def test_d_02_after_his_time_a_late_word_is_taken_until_a_proposal_is_made():
    case = Case().upto("hearing").tell()
    case.wait(DAY + timedelta(days=30))
    assert stopped(case, "state", by=FAN, points=["迟到的意见"]) == []
    case.assess().propose()
    assert stopped(case, "state", by=FAN, points=["迟到的意见"]) == ["STEP-DAY"]


def test_d_02_speaking_makes_nothing_heavier():
    case = Case().upto("proposal").propose("transfer")
    case.do("state", by=FAN, points=["不同意调离"])
    case.do("answer", answers=answered(2)).is_open  # noqa: B018 (a step)
    assert stopped(case, "propose", **proposal("removal")) == [(GUARD, "measure")]
    assert stopped(case, "propose", **proposal("transfer")) == []
    given = proposal("transfer") | {"heavier": "本人陈述时态度不好"}
    assert stopped(case, "propose", **given) == [(GUARD, "heavier")]
    case.do("join", grounds=["N5"], reason="另一条")
    case.verify(upheld=["N1", "N5"], evidence=["E1", "E2"]).hear().assess()
    assert stopped(case, "propose", **proposal("removal")) == []


def test_s1_04_a_proposal_without_an_answer_to_tolerance_is_refused():
    case = Case().upto("tolerance")
    assert stopped(case, "propose", **proposal()) == ["STEP-ORDER"]
    assert stopped(case, "assess", by=BAI, conclusion="none") == [(FIELD, "reason")]


def test_d_11_tolerance_is_assessed_by_another_than_the_mover_or_the_reporter():
    case = Case().upto("tolerance")
    assert stopped(case, "assess", by=AN, conclusion="none", reason="无") == ["STEP-APART"]
    case.declare(RUI)
    given = EXEMPTED | {"reason": "先行先试"}
    assert stopped(case, "assess", by=RUI, **given) == [("STEP-APART", "exempted")]


EXEMPTED = {
    "conclusion": "exempted", "distinctions": ["inexperience", "exploration", "no_gain"],
    "exempted": ["E1"], "effects": ["appraisal", "performance", "awards", "promotion"],
    "reason": "先行先试",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, []),
        ({"distinctions": ["inexperience", "no_gain"]}, [(GUARD, "distinctions")]),
        ({"effects": ["appraisal", "performance", "awards"]}, [(GUARD, "effects")]),
        ({"nature": "dared", "record": ["E2"]}, []),
        ({"nature": "wild"}, [(GUARD, "nature")]),
        ({"exempted": []}, [(GUARD, "exempted")]),
        ({"exempted": ["E2"]}, [("STEP-VALUE", "exempted")]),
        ({"conclusion": "mitigated"}, [(GUARD, "exempted")]),
    ],
)
def test_d_11_exempted_takes_three_distinctions_the_evidence_and_four_effects(given, says):
    case = Case().upto("tolerance")
    assert stopped(case, "assess", by=BAI, **EXEMPTED | given) == says


def test_s0_12_after_an_exemption_no_measure_is_proposed_and_the_case_says_so():
    case = Case().upto("tolerance")
    case.do("assess", by=BAI, **EXEMPTED)
    assert stopped(case, "propose", **proposal()) == [GUARD]
    case.do("close", note="不予调整")
    assert (case.standing.outcome, case.standing.stage_label) == ("exempted", "经研究免责")


def test_s2_14_a_possible_violation_is_referred_first_and_no_measure_stands_for_it():
    case = Case().upto("verification").verify(violation=True).hear("没有")
    assert stopped(case, "assess", by=BAI, conclusion="none", reason="无") == ["STEP-REFERRED"]
    case.do("refer", by=BAI, matter="涉嫌违纪", body="县纪委")
    assert stopped(case, "assess", by=BAI, conclusion="none", reason="无") == ["STEP-REFERRED"]
    assert stopped(case, "refer", by=BAI, matter="再", body="县纪委") == ["STEP-ORDER"]
    case.do("referral_back", by=LI, result="handled", reason="已给予处分")
    case.assess()
    assert stopped(case, "propose", **proposal() | {"violation": True}) == []


def test_s2_14_a_violation_seen_at_the_proposal_goes_the_same_way():
    case = Case().upto("proposal")
    given = proposal() | {"violation": True}
    assert stopped(case, "propose", **given) == [("STEP-REFERRED", "violation")]
    assert stopped(case, "referral_back", by=LI, result="none", reason="无") == ["STEP-ORDER"]


def test_s2_14_a_flagged_case_cannot_end_without_a_referral():
    case = Case().upto("verification")
    case.verify(upheld=[], refuted=["N1"], evidence=[], violation=True)
    assert stopped(case, "close", note="办结") == ["STEP-REFERRED"]
    case.do("refer", by=BAI, matter="涉嫌违纪", body="县纪委")
    assert stopped(case, "close", note="办结") == ["STEP-REFERRED"]
    case.do("referral_back", by=LI, result="none", reason="不构成")
    assert stopped(case, "close", note="办结") == []


def test_s1_11_not_fitting_needs_a_destination():
    case = Case().upto("proposal")
    fit = proposal("transfer") | {"reason_class": "fit"}
    assert stopped(case, "propose", **fit) == [(GUARD, "destination")]
    assert stopped(case, "propose", **fit, destination="县档案局") == []
    own = proposal("transfer") | {"reason_class": "voluntary"}
    assert stopped(case, "propose", **own) == [(GUARD, "reason_class")]


@pytest.mark.parametrize("measure", ["reminder", "grade-post", "unknown"])
def test_d_04_a_measure_outside_the_rules_of_the_day_is_refused(measure):
    case = Case().upto("proposal")
    assert stopped(case, "propose", **proposal(measure)) == [("STEP-LEGAL", "measure")]


def test_d_04_a_measure_another_took_the_place_of_names_it():
    case = Case().upto("proposal").wait(DAY.replace(year=2019, month=6, day=1))
    with pytest.raises(Exception, match="请改用「转任职级公务员」"):
        case.propose("non-leading")
    assert stopped(case, "propose", **proposal("grade-post")) == []
    case.change(regime="事业人员")
    assert stopped(case, "propose", **proposal("grade-post")) == [("STEP-LEGAL", "measure")]
    case.change(regime="")
    assert stopped(case, "propose", **proposal("grade-post")) == []


def test_d_04_a_measure_that_ran_out_before_the_meeting_is_not_decided():
    case = Case().upto("proposal").propose("non-leading")
    case.wait(DAY.replace(year=2019, month=6, day=1))
    assert stopped(case, "meet", **meeting(case.on)) == [("STEP-LEGAL", "measure")]


def test_a_measure_without_successor_only_ran_out():
    case = Case().upto("proposal")
    gone = replace(case.world.measures["non-leading"], becomes="")
    case.change(measures={"non-leading": gone}).wait(DAY.replace(year=2019, month=6, day=1))
    assert stopped(case, "propose", **proposal("non-leading")) == [("STEP-LEGAL", "measure")]


def test_a_measure_of_another_kind_is_proposed_where_a_rule_of_the_pack_does():
    assert stopped(Case().upto("proposal"), "propose", **proposal("standby")) == []
    case = Case(proposable=frozenset()).upto("proposal")
    assert stopped(case, "propose", **proposal("standby")) == [("STEP-LEGAL", "measure")]


def test_b14_a_change_of_pay_names_the_law():
    case = Case().upto("proposal")
    given = proposal() | {"pay": "绩效工资减一成"}
    assert stopped(case, "propose", **given) == [(GUARD, "pay_basis")]
    assert stopped(case, "propose", **given, pay_basis="公务员法第八十条") == []


def test_s3_15_a_rule_under_review_needs_an_opinion_on_its_legality():
    case = Case(reviewed=frozenset({"banned"})).open(grounds=[], findings=["8"]).declare()
    case.verify(upheld=["banned"], bearing="同一件事").hear().assess()
    assert stopped(case, "propose", **proposal()) == [(GUARD, "law_review")]
    assert stopped(case, "propose", **proposal(), law_review="只作建议") == []


def test_s3_26_a_measure_heavier_than_nine_in_ten_others_wants_reasons():
    similar = ("reminder",) * 8 + ("transfer",)
    case = Case(similar=similar).upto("proposal")
    assert stopped(case, "propose", **proposal("removal")) == [(GUARD, "heavier")]
    assert stopped(case, "propose", **proposal("removal"), heavier="造成较大损失") == []
    assert stopped(case, "propose", **proposal("transfer")) == []
    case.change(similar=("reminder",) * 8 + ("removal", "forgotten"))
    assert stopped(case, "propose", **proposal("transfer")) == []
    case.change(similar=("transfer",) + ("forgotten", "standby") * 4)
    with pytest.raises(Refusal, match="同类 1 件里有 1 件更轻，另有 8 件不能比较"):
        case.propose("removal")


BEFORE = Decided(on=DAY, upheld=frozenset({"N1"}), cited=frozenset({"E1"}))


def test_one_act_is_not_decided_twice():
    case = Case(decided=(BEFORE,)).upto("proposal")
    with pytest.raises(Refusal, match="2018-01-15 的决定凭同样的证据认定过"):
        case.propose()
    assert case.stopped("propose", **proposal()) == [("STEP-TWICE", "again")]
    case.propose(again="此前的决定只作提醒")
    assert case.meet().confirm().standing.confirmed_on == DAY


@pytest.mark.parametrize(
    "other",
    [replace(BEFORE, upheld=frozenset({"N5"})), replace(BEFORE, cited=frozenset({"E9"}))],
)
def test_another_ground_or_other_evidence_is_another_act(other):
    assert Case(decided=(other,)).upto("proposal").stopped("propose", **proposal()) == []


def test_new_evidence_on_the_same_ground_makes_it_a_new_act():
    new = Piece(status="verified", item="N1", reporter=RUI)
    case = Case(decided=(BEFORE,))
    case.change(pieces={**case.world.pieces, "E7": new}).upto("hearing")
    case.verify(evidence=["E1", "E7"]).hear().assess()
    assert case.stopped("propose", **proposal()) == []
    case.change(pieces={**case.world.pieces, "E7": replace(new, status="withdrawn")})
    assert case.stopped("propose", **proposal()) == [("STEP-TWICE", "again")]


def test_what_was_decided_elsewhere_meanwhile_is_not_adopted_here():
    case = Case().upto("decision").change(decided=(BEFORE,))
    assert case.stopped("meet", **meeting(DAY)) == [("STEP-TWICE", "again")]
    assert case.stopped("meet", **meeting(DAY) | {"outcome": "rejected"}) == []
    case.change(decided=()).meet().change(decided=(BEFORE,))
    assert stopped(case, "confirm", by=CHENG) == [("STEP-TWICE", "again")]


def test_b1_a_pack_that_wants_an_earlier_reminder_gets_it():
    case = Case(prior_missing=True).upto("proposal")
    assert stopped(case, "propose", **proposal()) == [GUARD]


@pytest.mark.parametrize(
    ("blocks", "measure", "stops"),
    [("ending", "removal", True), ("ending", "transfer", False), ("moving", "transfer", True)],
)
def test_d_04_a_protected_state_stands_against_the_proposal_the_decision_and_its_execution(
    blocks, measure, stops
):
    states = (Protection(label="医疗期", basis="公务员法第八十九条", blocks=blocks),)
    says = [("STEP-PROTECTED", "measure")] if stops else []
    for gate, move, by, given in (
        ("proposal", "propose", AN, proposal(measure)), ("decision", "meet", AN, meeting(DAY)),
        ("confirm", "confirm", CHENG, {}),
    ):  # fmt: skip
        case = _upto(gate, measure).change(protections=states)
        assert case.stopped(move, by=by, **given) == says
    case = _upto("execute", measure).change(protections=states)
    given = {"effective_on": "2018-01-16", "last_on": "2018-01-15"}
    assert (("STEP-PROTECTED", "measure") in case.stopped("execute_post", **given)) is stops


def _upto(gate, measure):
    """Go so far with another measure than the usual one."""
    case = Case().upto("proposal")
    steps = {"decision": lambda: case.propose(measure), "confirm": case.meet,
             "service": case.confirm, "execute": case.serve}  # fmt: skip
    for name, step in steps.items():
        if gate == "proposal":
            break
        step()
        if name == gate:
            break
    return case


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"entitled": 6}, []),
        ({"entitled": 7}, [(GUARD, "present"), (GUARD, "votes")][:1]),
        ({"entitled": 0}, [("STEP-VALUE", "entitled"), (GUARD, "present")]),
        ({"entitled": 4, "recused": ["王议决"]}, [("STEP-VALUE", "entitled")]),
        (
            {"present": ["程立群", "程立群", "周议决", "吴议决", "郑议决"]},
            [("STEP-VALUE", "present")],
        ),
        ({"recused": ["周议决"]}, [("STEP-RECUSED", "present")]),
        ({"present": ["程立群", "周议决", "吴议决", "范守义"]}, [("STEP-RECUSED", "present")]),
        ({"votes": {"for": 4, "against": 1, "abstained": 0}}, [("STEP-VALUE", "votes")]),
        ({"votes": {"for": 2, "against": 1, "abstained": 1}}, [(GUARD, "votes")]),
        ({"votes": {"for": 2, "against": 1, "abstained": 1}, "outcome": "returned"}, []),
        ({"held_on": "2018-01-16"}, [("STEP-DAY", "held_on")]),
        ({"held_on": "2018-01-14"}, [("STEP-DAY", "held_on")]),
        ({"body": ""}, [(FIELD, "body")]),
        ({"text": " "}, [("STEP-VALUE", "text")]),
    ],
)
def test_s0_09_a_decision_has_its_meeting_body_quorum_votes_and_text(given, says):
    case = Case().upto("decision")
    assert case.stopped("meet", **meeting(DAY) | given) == says


def test_s0_09_nothing_is_decided_without_the_record_of_a_meeting():
    case = Case().upto("decision")
    assert stopped(case, "confirm", by=CHENG) == ["STEP-ORDER"]
    assert "STEP-ORDER" in stopped(case, "serve", **service(DAY))


@pytest.mark.parametrize(
    ("quorum", "entitled", "held"),
    [((1, 10), 9, False), ((1, 10), 8, True), ((0, 0), 9, False), ((3, 1), 4, False)],
)
def test_a_silly_quorum_never_makes_a_decision_easier_than_half(quorum, entitled, held):
    course = course_of(procedure(*GATES), quorum=quorum)
    case = Case(course=course).upto("decision")
    given = meeting(DAY) | {"entitled": entitled, "outcome": "returned"}
    assert (case.stopped("meet", **given) == []) is held


@pytest.mark.parametrize(
    ("entitled", "expected"),
    [(5, "5 人以上到会"), (9, "5 人以上到会"), (11, "应到的 1/2 以上到会")],
)
def test_a_number_of_persons_is_no_share(entitled, expected):
    case = Case(course=course_of(procedure(*GATES), quorum=5)).upto("decision")
    given = meeting(DAY) | {"entitled": entitled, "outcome": "returned"}
    with pytest.raises(Refusal) as refused:
        case.do("meet", **given)
    found = (expected, f"应到 {entitled} 人，实到 4 人")
    assert [(p.expected, p.found) for p in refused.value.problems] == [found]
    more = ["王议决"] if entitled < 11 else ["王议决", "冯议决"]
    assert case.stopped("meet", **given | {"present": [*given["present"], *more]}) == []


def test_a_recused_member_does_not_sit():
    case = Case().upto("decision").declare(CHENG, relation="spouse")
    given = meeting(DAY)
    assert case.stopped("meet", **given) == [("STEP-RECUSED", "present")]


def test_the_record_is_confirmed_by_a_member_who_was_there_and_did_not_write_it():
    case = Case().upto("confirm")
    absent = By(user=9, name="冯议决", roles=frozenset({"decider"}))
    case.declare(absent)
    assert stopped(case, "confirm", by=absent) == ["STEP-APART"]
    assert stopped(case, "meet", **meeting(DAY)) == ["STEP-ORDER"]
    both = By(user=1, name="程立群", roles=frozenset({"decider", "officer"}))
    assert stopped(case, "confirm", by=both) == ["STEP-APART"]


def test_what_led_to_a_decision_is_not_done_again_after_it():
    case = Case().upto("service")
    for move, by, given in (
        ("verify", BAI, VERIFIED), ("tell", AN, told(DAY)), ("propose", AN, proposal()),
        ("join", AN, {"grounds": ["N5"], "reason": "另一条"}),
    ):  # fmt: skip
        assert "STEP-ORDER" in case.stopped(move, by=by, **given)
