"""Where a case stands: its stages, its ways, its clocks, under any course."""

from dataclasses import replace
from datetime import date, timedelta

from biaochi.packs.shapes import Stage
from biaochi.procedure.adjusting import DISTINCTIONS, EFFECTS
from biaochi.procedure.casefile import CASE
from biaochi.procedure.course import course_of
from tests.core.procedure.caseworld import (
    AN,
    BAI,
    DAY,
    FAN,
    GATES,
    LI,
    Case,
    answered,
    procedure,
    proposal,
    told,
    world,
)


def test_the_stage_is_the_first_with_something_undone():
    case, seen = Case(), []
    for gate in ("verification", "hearing", "tolerance", "proposal", "decision", "confirm"):
        case = Case().upto(gate)
        seen.append(case.standing.stage)
    assert seen == ["verification", "hearing", "tolerance", "proposal", "decision", "decision"]
    assert Case().upto("service").standing.stage == "service"
    assert Case().upto("execute").standing.stage == "closing"


def test_every_stage_that_was_passed_has_its_day_the_motion_too():
    standing = Case().upto("hearing").standing
    assert [*standing.since] == ["motion", "verification", "hearing"]
    assert standing.since["motion"] == DAY


def test_a_gate_the_pack_does_not_name_is_dealt_with_in_its_next_stage():
    stages = ("motion", "verification", "decision")
    case = Case(*stages).upto("hearing")
    assert case.standing.stage == "decision"
    assert "STEP-ORDER" in case.stopped("propose", **proposal())
    assert case.upto is not None


def test_tolerance_may_come_before_the_hearing_where_the_pack_says_so():
    order = ("motion", "verification", "tolerance", "hearing", "decision", "service")
    assert dict(course_of(procedure(*order)).houses) == {
        "motion": 0, "verification": 1, "tolerance": 2, "hearing": 3, "proposal": 4,
        "decision": 4, "service": 5,
    }  # fmt: skip
    case = Case(*order).upto("hearing").assess()
    assert case.standing.stage == "hearing"


def test_a_pack_that_puts_the_decision_first_changes_where_and_never_whether():
    backwards = course_of(procedure(*reversed(GATES)))
    assert set(backwards.houses.values()) == {0}
    case = Case(*reversed(GATES)).upto("hearing")
    assert case.stopped("meet", body="会")[:1] != []
    assert "STEP-ORDER" in case.stopped("propose", **proposal())


def test_a_procedure_of_appeals_only_falls_back_on_the_gates():
    course = course_of(procedure(("review", "appeal")))
    assert [s.id for s in course.stages] == list(GATES)


def test_stages_without_gate_and_unpublished_ones_are_passed_by_a_word():
    stages = (
        ("before", ""), ("motion", "motion"), ("verification", "verification"), ("blank", ""),
        Stage(id="decision", label="慎重决定", gate="decision", published=False), ("after", ""),
    )  # fmt: skip
    case = Case(*stages).open().declare()
    assert case.standing.stage == "verification"
    assert case.stopped("pass", note="办了") == ["STEP-ORDER"]
    case.verify()
    assert case.standing.stage == "blank"
    assert "STEP-ORDER" in case.stopped("tell", **told(DAY))
    case.do("pass", note="已会商")
    case.hear().assess().propose().meet().confirm().serve()
    assert (case.standing.stage, case.standing.passes) == ("decision", True)
    case.do("pass", note="办完")
    case.do("pass", note="后续已安排")
    assert case.standing.ending == "adjusted"
    assert case.stopped("pass", note="再办") == ["STEP-ORDER"]


def test_a_limit_may_be_named_and_an_unknown_one_is_none():
    stages = (
        Stage(id="motion", label="动议", gate="motion", deadline="term"),
        Stage(id="verification", label="核实", gate="verification", deadline="unknown"),
    )
    course = course_of(procedure(*stages), parameters={"term": "15 days"})
    assert dict(course.lengths) == {0: "15 days"}
    assert course.length_of("hearing") == ""
    assert course.length_of("motion") == "15 days"


def test_the_bar_ends_with_the_closing():
    assert [s for s, _ in CASE.stages(world())] == [*GATES, "closing"]


def test_the_answer_is_due_as_the_pack_says_with_its_arithmetic():
    case = Case().upto("hearing").tell()
    assert case.clocks() == [("answer", "2018-01-29", "")]
    [clock] = case.kind.clocks(case.standing, case.world)
    assert clock.deadline.steps[0] == "2018-01-15 的次日 2018-01-16 起算，10 个工作日"
    assert clock.owner == "本人"
    assert case.stopped("assess", by=BAI, conclusion="none", reason="无") == ["STEP-ORDER"]
    case.wait(date(2018, 1, 29))
    assert case.standing.stage == "hearing"
    case.wait(date(2018, 1, 30))
    assert case.standing.stage == "tolerance"
    case.assess()


def test_a_notice_may_give_him_longer_but_never_shorter():
    longer = Case().upto("hearing").tell(until="2018-02-20")
    assert longer.clocks() == [("answer", "2018-02-20", "")]
    assert longer.standing.answer_by.steps[-1] == "告知书写明到 2018-02-20"
    shorter = Case().upto("hearing").tell(until="2018-01-17")
    assert shorter.clocks() == [("answer", "2018-01-29", "")]


def test_without_a_limit_in_the_pack_the_clock_runs_only_by_the_notice():
    case = Case(*GATES).upto("hearing").tell()
    assert case.clocks() == []
    case.wait(date(2019, 1, 15))
    assert case.standing.stage == "hearing"
    named = Case(*GATES).upto("hearing").tell(until="2018-02-20")
    assert named.standing.answer_by.length == "告知书写明"


def test_a_stage_with_a_limit_has_its_clock_and_shows_when_it_was_met():
    stages = [Stage(id=g, label=g, gate=g, owner="县委组织部") for g in GATES]
    stages[1] = replace(stages[1], deadline="30 days")
    case = Case(*stages).upto("verification")
    assert case.clocks() == [("stage:verification:0", "2018-02-14", "")]
    case.wait(DAY + timedelta(days=3))
    case.verify()
    assert case.clocks() == [("stage:verification:0", "2018-02-14", "2018-01-18")]


def test_when_he_spoke_is_the_day_the_clock_was_met():
    case = Case().upto("hearing").tell()
    case.wait(DAY + timedelta(days=2))
    case.do("state", by=FAN, points=["有困难"])
    assert case.clocks() == [("answer", "2018-01-29", "2018-01-17")]


def test_a_ground_joined_later_is_verified_told_and_assessed_anew():
    case = Case().upto("decision")
    case.do("join", grounds=["N5"], reason="另一条")
    assert case.standing.stage == "verification"
    case.verify(upheld=["N1", "N5"], evidence=["E1", "E2"])
    assert case.standing.stage == "hearing"
    case.hear("对第二条有意见")
    assert case.standing.stage == "tolerance"
    case.assess().propose()
    assert case.standing.stage == "decision"


def test_a_second_notice_without_news_keeps_what_was_said():
    case = Case().upto("tolerance").tell()
    assert (case.standing.stage, case.standing.spoken) == ("tolerance", True)


def test_a_ground_verified_again_without_news_keeps_what_was_heard():
    case = Case().upto("decision").verify()
    assert case.standing.stage == "proposal"


def test_evidence_withdrawn_before_the_decision_sends_the_case_back():
    case = Case().upto("decision")
    pieces = dict(case.world.pieces)
    pieces["E1"] = replace(pieces["E1"], status="withdrawn")
    case.change(pieces=pieces)
    assert (case.standing.stage, case.standing.lost) == ("verification", ("N1",))
    decided = Case().upto("service").change(pieces=pieces)
    assert decided.standing.stage == "service"


def test_a_proposal_is_not_renewed_while_its_evidence_is_gone_even_in_one_stage():
    case = Case(("all", "service")).upto("decision")
    pieces = {**case.world.pieces, "E1": replace(case.world.pieces["E1"], status="withdrawn")}
    assert "STEP-ORDER" in case.change(pieces=pieces).stopped("propose", **proposal())


def test_evidence_exempted_elsewhere_carries_nothing_any_more():
    case = Case().upto("decision")
    pieces = {**case.world.pieces, "E1": replace(case.world.pieces["E1"], status="exempted")}
    assert case.change(pieces=pieces).standing.stage == "verification"


def test_evidence_this_case_exempts_leaves_its_history_as_it_was():
    case = Case().upto("tolerance")
    before = case.standing
    case.assess(
        conclusion="exempted", exempted=["E1"], distinctions=[k for k, _ in DISTINCTIONS],
        effects=[k for k, _ in EFFECTS],
    )  # fmt: skip
    pieces = {**case.world.pieces, "E1": replace(case.world.pieces["E1"], status="exempted")}
    after = case.change(pieces=pieces).standing
    assert before.since.items() <= after.since.items()
    assert after.times[: len(before.times) - 1] == before.times[:-1]
    assert after.missed == {"proposal", "decision", "service"}


def test_a_case_that_ends_early_has_missed_what_it_never_came_to():
    rejected = Case().upto("decision").meet(outcome="rejected", votes=_votes(0)).standing
    assert (rejected.missed, "decision" in rejected.since) == ({"service"}, True)
    withdrawn = Case().upto("hearing")
    withdrawn.do("withdraw", reason="情况已经清楚")
    assert "hearing" not in withdrawn.standing.missed
    assert {"tolerance", "proposal"} <= withdrawn.standing.missed
    assert Case().upto("execute").standing.missed == frozenset()


def test_a_meeting_that_returns_sends_the_case_back_to_the_proposal():
    case = Case().upto("decision").meet(outcome="returned", votes=_votes(0))
    assert (case.standing.stage, case.standing.proposal) == ("proposal", None)
    case.propose("transfer").meet().confirm()
    assert case.standing.confirmed_on == DAY


def test_a_meeting_that_rejects_leaves_only_the_close():
    case = Case().upto("decision").meet(outcome="rejected", votes=_votes(1))
    assert case.standing.ending == "rejected"
    assert case.stopped("propose", **proposal()) == ["STEP-GUARD"]
    case.do("close", note="办结")
    assert (case.standing.outcome, case.standing.stage_label) == ("rejected", "会议不同意调整")


def test_nothing_upheld_is_closed_as_unsubstantiated_or_taken_up_again():
    case = Case().upto("verification").verify(upheld=[], refuted=["N1"], evidence=[])
    assert case.standing.ending == "unsubstantiated"
    assert case.stopped("tell", **told(DAY)) == ["STEP-GUARD"]
    case.do("join", grounds=["N5"], reason="新的依据")
    assert case.standing.stage == "verification"
    case.verify(upheld=[], refuted=["N1", "N5"], evidence=[])
    case.do("close", note="查无实据")
    assert case.standing.outcome == "unsubstantiated"


def test_a_case_is_withdrawn_at_every_stage_before_execution():
    ways = ("verification", "hearing", "tolerance", "proposal", "decision", "confirm", "service")
    for gate in (*ways, "execute"):
        case = Case().upto(gate)
        case.do("withdraw", reason="依据不足")
        assert (case.standing.is_open, case.standing.outcome) == (False, "withdrawn")
        assert case.stopped("withdraw", reason="再撤") == ["STEP-CLOSED"]
    done = Case().upto("execute")
    done.do("execute_post", effective_on="2018-01-16", last_on="2018-01-15")
    assert done.stopped("withdraw", reason="不办了") == ["STEP-ORDER"]


def test_what_is_left_to_carry_out_is_done_or_explained():
    case = Case().upto("execute")
    assert case.standing.left == ("execute_post",)
    assert case.stopped("close", note="办结") == [("STEP-GUARD", "unexecuted")]
    case.do("close", note="办结", unexecuted="本人申诉中，暂缓")
    assert case.standing.outcome == "adjusted"


def test_a_referral_that_takes_the_matter_over_ends_the_case():
    case = Case().upto("tolerance")
    case.do("refer", by=BAI, matter="涉嫌违纪", body="县纪委")
    assert case.standing.referred
    case.do("referral_back", by=LI, result="taken", reason="已立案")
    assert (case.standing.referred, case.standing.ending) == (False, "referred")
    assert case.stopped("assess", by=BAI, conclusion="none", reason="无") == ["STEP-GUARD"]
    case.do("close", note="移送")
    assert case.standing.outcome == "referred"


def test_an_answered_point_is_not_open_any_more():
    case = Case().upto("hearing").tell()
    case.do("state", by=FAN, points=["一", "二"])
    assert case.standing.open_points == (1, 2)
    case.do("answer", by=AN, answers=answered(1, 2))
    assert case.standing.open_points == ()


def _votes(number):
    return {"for": number, "against": 3, "abstained": 0}
