"""The stories of the sources, each walked through the one door with what it leaves behind."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.appraisals import services as appraisals
from biaochi.appraisals.models import Figure
from biaochi.cases.counting import statistics
from biaochi.cases.desks import CASE
from biaochi.cases.queries import cases_of_finding
from biaochi.errors import Refusal
from biaochi.evidence import services as evidence
from biaochi.evidence.measuring import taken_about
from biaochi.evidence.models import Evidence, EvidenceState
from biaochi.evidence.shapes import Draft, Edit
from biaochi.findings import queries as findings
from biaochi.findings.models import Determination
from biaochi.findings.services import handle, run_period
from biaochi.matters import queries
from biaochi.registry.models import Unit
from biaochi.registry.queries import posts_of
from tests.office import casework, county
from tests.office.casework import DAY, ITEMS, REMEDY, moment, step
from tests.office.lettering import observed
from tests.office.lettering import served as served_letter

YEAR = {"since": date(2018, 1, 1), "until": date(2018, 12, 31)}


@pytest.fixture
def appraised(world):
    """An appraisal of the county under the demonstration; returns how to compute it."""
    actor = world.actor("an")
    digest = appraisals.take_in(actor=actor, at=moment(DAY), builtin_id="demo-qingshi")
    period = appraisals.open_period(
        unit="qs", pack=digest, name="2018", actor=actor, at=moment(DAY)
    )

    def compute(days=0):
        at = moment(DAY) + timedelta(days=days, hours=1)
        return run_period({"period": period}, actor, at, lambda *_: None)["run"]

    return compute


def found(world, run, rule, person="fan"):
    rows = findings.rows(world.actor("an"), run=run)
    return rows.filter(subject=person, rule=rule, verdict="met").first()


def taken_up(world, row, days=0):
    at = moment(DAY) + timedelta(days=days, hours=2)
    handle(
        finding=row.pk, act="taken_up", reason="研究", seen=0, actor=world.actor("an"), at=at
    )  # fmt: skip
    return str(row.pk)


def recorded(world, item, value=-3, on=DAY, person="fan"):
    """Evidence of the appraisal's year, verified."""
    draft = Draft(person=person, item=item, value=Decimal(value), occurred_on=on, source="谈话记录")
    items = {item: replace(ITEMS["N1"], code=item)}
    code = evidence.report(draft, items=items, actor=world.actor("li"), at=moment(DAY))
    evidence.verify(Edit(code=code, version=1), actor=world.actor("bai"), at=moment(DAY))
    return str(code)


def test_s0_16_a_deputy_on_the_negative_list_is_removed_after_verification(world, appraised):
    pieces = [recorded(world, "N1"), recorded(world, "N5")]
    finding = taken_up(world, found(world, appraised(), "negative-list-hit"))
    code = casework.opened(world, grounds=["N1", "N5"], findings=[finding])
    casework.declared(world, code)
    grounds = ("N1", "N5", "negative-list-hit")
    casework.verified(world, code, evidence=pieces, upheld=grounds)
    casework.heard(world, code)
    casework.assessed(world, code)
    casework.decided(world, code, "removal")
    casework.served(world, code)
    step(world, code, "execute_post", effective_on="2018-01-16", last_on="2018-01-15")
    line = step(world, code, "close", note="已办结")
    assert (line.outcome, taken_about("fan")[0].measure) == ("adjusted", "removal")
    made = Determination.objects.unscoped(Why.ABOUT).filter(person__code="fan").order_by("pk")
    assert [(d.item, d.rule, d.outcome, d.by) for d in made] == [
        ("N1", "", "属实", "白景明"), ("N5", "", "属实", "白景明"),
        ("", "negative-list-hit", "属实", "白景明"),
    ]  # fmt: skip
    [by] = cases_of_finding(world.actor("an"), person="fan", finding=int(finding))
    assert by.code == code
    assert cases_of_finding(world.actor("jin"), person="fan", finding=int(finding)) == []


def test_s0_17_a_lower_post_and_the_grade_are_recorded_apart(world):
    code = casework.to_proposal(world, person="du")
    casework.decided(
        world, code, "transfer", post_after="副局长", destination="县教育局",
        grade_after="四级主任科员",
    )  # fmt: skip
    casework.served(world, code, remedy=REMEDY)
    with pytest.raises(Refusal, match="变动都已办理"):
        step(world, code, "close", note="办结")
    step(
        world, code, "execute_post", effective_on="2018-01-16", last_on="2018-01-15",
        unit="qs-edu", post="副局长", post_role="deputy",
    )  # fmt: skip
    [post, *_] = posts_of(world.actor("an"), "du", on=date(2018, 1, 20))
    assert (post.unit, post.post, post.role, post.grade) == ("qs-edu", "副局长", "deputy", "")
    step(world, code, "execute_grade", on=date(2018, 2, 1), effective_on="2018-02-01",
         grade="四级主任科员")  # fmt: skip
    [post, *_] = posts_of(world.actor("an"), "du", on=date(2018, 2, 2))
    assert (post.post, post.grade, post.from_on) == ("副局长", "四级主任科员", date(2018, 2, 1))
    step(world, code, "close", note="办结")
    [row] = statistics(world.actor("an"), **YEAR).tables["way"]
    assert row.label == "调离岗位"


def test_s0_17_a_case_closes_only_after_a_verification_record(world):
    code = casework.opened(world, discovery="nomination")
    with pytest.raises(Refusal, match="STEP-ORDER"):
        step(world, code, "close", note="办结")


def test_s0_18_the_last_of_three_years_is_moved_to_a_non_leading_post(world, at):
    """The rank opens the question; evidence under it is verified before anything is proposed."""
    top = Unit.objects.create(code="all", name="青石县各单位", parent=world.units["qs"])
    county.load(county.few(), under=top, at=at)
    actor = world.actor("an")
    digest = appraisals.take_in(actor=actor, at=at, builtin_id="demo-qingshi")
    period = appraisals.open_period(unit="all", pack=digest, name="2017", actor=actor, at=at)
    later = at + timedelta(hours=2)
    run = run_period({"period": period}, actor, later, lambda *_: None)["run"]
    last = next(r for r in findings.rows(actor, run=run).filter(rule="last-three-years"))
    finding, person = taken_up(world, last, days=1), last.subject
    piece = casework.piece(world, "U1", person=person)
    code = casework.opened(
        world, person=person, grounds=["U1"], findings=[finding], discovery="appraisal"
    )
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece], upheld=["U1", "last-three-years"],
                      bearing="位次由考核结果得出，凭据说明原因")  # fmt: skip
    casework.heard(world, code, points=())
    casework.assessed(world, code)
    casework.decided(world, code, "non-leading", post_after="主任科员")
    casework.served(world, code)
    [measure] = [m for m in taken_about(person) if m.code.startswith(code)]
    assert (measure.measure, measure.ends_on) == ("non-leading", date(2019, 1, 15))
    [row] = statistics(world.actor("an"), **YEAR).tables["discovery"]
    assert row.label == "年度考核"


def test_s4_14_a_member_who_slipped_to_the_last_place_is_removed(world):
    piece = casework.piece(world, "U1", person="han")
    code = casework.opened(world, person="han", grounds=["slipping"])
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece], upheld=["slipping"],
                      bearing="位次由考核结果得出，凭据说明原因")  # fmt: skip
    casework.heard(world, code)
    casework.assessed(world, code)
    casework.decided(world, code, "removal")
    casework.served(world, code)
    assert [m.measure for m in taken_about("han")] == ["removal"]
    [made] = Determination.objects.unscoped(Why.ABOUT).filter(person__code="han")
    assert (made.rule, made.outcome) == ("slipping", "属实")


def test_s3_22_treatment_retained_is_counted_apart_from_demotion(world):
    code = casework.to_proposal(world)
    casework.decided(world, code, "demotion", retained=True)
    casework.served(world, code)
    tables = statistics(world.actor("an"), **YEAR).tables
    assert [r.label for r in tables["way"]] == ["保留待遇"]


def test_s2_05_adjustments_are_counted_by_class_of_circumstance(world):
    pieces = [casework.piece(world, "U1"), casework.piece(world, "U5")]
    code = casework.opened(world, grounds=["U1", "U5"])
    casework.declared(world, code)
    casework.verified(world, code, evidence=pieces, upheld=["U1", "U5"])
    casework.heard(world, code)
    casework.assessed(world, code)
    casework.decided(world, code)
    casework.served(world, code)
    found_ = statistics(world.actor("an"), **YEAR)
    assert {k: v.times for k, v in found_.crossing.items()} == {"不能为": 1, "岗位不适": 1}
    assert found_.times == 1


def test_s0_18_after_2019_the_measure_of_2015_names_its_successor(world):
    day = date(2019, 6, 3)
    code = casework.to_proposal(world, on=day)
    with pytest.raises(Refusal, match="请改用「转任职级公务员」"):
        casework.proposed(world, code, "non-leading")


def test_s3_15_a_rule_under_legal_review_leads_to_a_proposal_only(world):
    code = casework.to_proposal(world, item="W2")
    with pytest.raises(Refusal, match="合法性审查"):
        casework.proposed(world, code, "removal")
    casework.proposed(
        world, code, "removal", law_review="只作建议，按法定情形研究", pay="扣当年绩效一成",
        pay_basis="县里的办法，须合法性审查",
    )  # fmt: skip
    [post, *_] = posts_of(world.actor("an"), "fan", on=DAY)
    assert (post.current, taken_about("fan")) == (True, [])


def test_s3_15_what_the_rule_proposes_is_shown_for_people_to_choose(world):
    piece = casework.piece(world, "W2")
    code = casework.opened(world, grounds=["banned-conduct-found"])
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece], upheld=["banned-conduct-found"],
                      bearing="这条证据就是认定的行为")  # fmt: skip
    [panel] = [p for p in panels(world, code) if p.title == "规则建议的措施"]
    assert [row[1] for row in panel.rows] == ["免职", "调离岗位", "待岗培训"]


def test_s3_17_the_second_round_of_a_matter_may_end_in_standby(world):
    piece = casework.piece(world, "U1")
    case = casework.opened(world, grounds=["matter-missed-again"])
    casework.declared(world, case)
    casework.verified(world, case, evidence=[piece], upheld=["matter-missed-again"],
                      bearing="两轮都没有打开局面")  # fmt: skip
    casework.heard(world, case)
    casework.assessed(world, case)
    casework.decided(world, case, "standby", law_review="只作建议")
    line = casework.served(world, case, remedy="三十日内可以提出异议。")
    assert line.stage == "closing"


def test_s2_16_an_exempted_mistake_is_suppressed_in_the_next_run(world, appraised):
    piece = recorded(world, "N1")
    first = appraised()
    finding = taken_up(world, found(world, first, "negative-list-hit"))
    code = casework.opened(world, grounds=["N1"], findings=[finding])
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece], upheld=["N1", "negative-list-hit"])
    casework.heard(world, code)
    casework.assessed(
        world, code, "exempted", distinctions=["inexperience", "exploration", "no_gain"],
        exempted=[piece], effects=["appraisal", "performance", "awards", "promotion"],
    )  # fmt: skip
    with pytest.raises(Refusal, match="已经认定免责"):
        casework.proposed(world, code)
    line = step(world, code, "close", note="不予调整")
    assert (line.outcome, line.stage_label) == ("exempted", "经研究免责")
    row = Evidence.objects.unscoped(Why.ABOUT).get(code=piece)
    states = EvidenceState.objects.unscoped(Why.ABOUT).filter(evidence=row).order_by("pk")
    assert [s.status for s in states] == ["reported", "verified", "exempted"]
    assert found(world, appraised(days=1), "negative-list-hit") is None
    counted = statistics(world.actor("an"), **YEAR)
    assert (counted.persons, counted.apart["exempted"].times) == (0, 1)
    assert taken_about("fan") == []


def test_s2_16_an_event_worth_minus_three_changes_no_total_once_exempted(world, appraised):
    event, other = recorded(world, "C04"), recorded(world, "C01", -2)
    assert points(world, appraised()) == "5"
    code = casework.opened(world, grounds=["C04"])
    casework.declared(world, code)
    casework.verified(world, code, evidence=[event], upheld=["C04"])
    casework.heard(world, code)
    casework.assessed(
        world, code, "exempted", distinctions=["inexperience", "exploration", "no_gain"],
        exempted=[event], effects=["appraisal", "performance", "awards", "promotion"],
    )  # fmt: skip
    assert points(world, appraised(days=1)) == "2"
    assert other


def points(world, run):
    row = Figure.objects.unscoped(Why.RUN).get(run=run, subject="fan", name="points")
    return row.value.removesuffix(".00")


def test_s0_12_a_pack_with_a_name_for_it_keeps_the_exemption_in_its_history(world):
    piece = casework.piece(world)
    pack = casework.pack_of(world, "changshan-2017")
    code = casework.opened(world, pack=pack, procedure="adjustment", channel="unfit")
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece])
    casework.heard(world, code)
    casework.assessed(
        world, code, "exempted", distinctions=["inexperience", "exploration", "no_gain"],
        exempted=[piece], effects=["appraisal", "performance", "awards", "promotion"],
    )  # fmt: skip
    step(world, code, "close", note="免予处理")
    [measure] = taken_about("fan")
    assert measure.measure == "considered-exempted"
    made = Determination.objects.unscoped(Why.ABOUT).filter(outcome="免予处理").get()
    assert (made.rule, made.item) == ("consistently-outstanding", "N1")


def test_s1_11_and_s2_15_not_his_fault_needs_a_destination_and_counts_as_level(world):
    code = casework.to_proposal(world, item="U5")
    with pytest.raises(Refusal, match="安排去向"):
        casework.proposed(world, code, "transfer", reason_class="fit")
    casework.decided(world, code, "transfer", reason_class="fit", destination="县档案局")
    casework.served(world, code, remedy="三十日内可以提出异议。")
    tables = statistics(world.actor("an"), **YEAR).tables
    assert [r.label for r in tables["way"]] == ["平级调整"]


def test_b1_a_pack_that_asks_for_an_earlier_reminder_sees_the_one_that_was_served(world):
    piece = casework.piece(world)
    pack = casework.pack_of(world, "jiangxi-2017")
    code = casework.opened(world, pack=pack, procedure="unfit")
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece])
    step(world, code, "pass", note="已会商")
    casework.heard(world, code)
    casework.assessed(world, code)
    with pytest.raises(Refusal, match="先提醒、函询、诫勉"):
        casework.proposed(world, code, "removal")
    line = queries.one(world.actor("an"), code)
    assert line.stage == "decision"


def test_b1_a_period_of_observation_is_an_earlier_intervention_too(world, at):
    piece = casework.piece(world)
    pack = casework.pack_of(world, "jiangxi-2017")
    code = casework.opened(world, pack=pack, procedure="unfit")
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece])
    step(world, code, "pass", note="已会商")
    casework.heard(world, code)
    casework.assessed(world, code)
    served_letter(world, at, pack=pack, person="fan")
    casework.proposed(world, code, "removal")


def test_b1_a_probation_is_no_earlier_intervention_and_an_observation_is(world, at):
    piece = casework.piece(world, person="du")
    pack = casework.pack_of(world, "jiangxi-2017")
    code = casework.opened(world, person="du", pack=pack, procedure="unfit")
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece])
    step(world, code, "pass", note="已会商")
    casework.heard(world, code)
    casework.assessed(world, code)
    observed(world, at, pack=pack, variant="probation")
    with pytest.raises(Refusal, match="先提醒、函询、诫勉"):
        casework.proposed(world, code, "removal")
    observed(world, at, pack=pack)
    casework.proposed(world, code, "removal")


def test_s2_06_the_unnamed_stages_of_a_pack_are_passed_with_a_word(world):
    pack = casework.pack_of(world, "jiangxi-2017")
    code = casework.opened(
        world, pack=pack, procedure="accountability", channel="accountability"
    )  # fmt: skip
    casework.declared(world, code)
    piece = casework.piece(world)
    casework.verified(world, code, evidence=[piece])
    assert queries.one(world.actor("an"), code).stage == "unnamed-one"
    step(world, code, "pass", note="已研究")
    casework.heard(world, code)
    casework.assessed(world, code)
    casework.decided(world, code, "removal")
    casework.served(world, code)
    assert queries.one(world.actor("an"), code).stage == "unnamed-two"
    step(world, code, "pass", note="已备案")
    step(world, code, "close", note="办结", unexecuted="按程序另行办理")


def panels(world, code):
    line = queries.one(world.actor("an"), code)
    return CASE.panels(line, queries.said_in(line.key), world.actor("an"))


def test_the_person_is_shown_what_was_told_and_never_by_whom(world):
    piece = casework.piece(world)
    code = casework.opened(world)
    casework.declared(world, code)
    casework.verified(
        world, code, evidence=[piece], informants=["above", "served"]
    )  # fmt: skip
    with pytest.raises(Refusal):
        queries.one(world.actor("fan"), code, act=Act.SEE_OWN)
    casework.heard(world, code)
    line = queries.one(world.actor("fan"), code, act=Act.SEE_OWN)
    own = CASE.own_panels(line, queries.said_in(line.key), world.actor("fan"))
    assert [p.title for p in own] == ["告知的情形", "陈述申辩的期限", "您的意见和答复"]
    assert own[2].rows == (("工作有客观困难", "不采纳：已经核对，事实清楚"),)
    text = str(own)
    assert "黎联络" not in text
    assert "白景明" not in text
