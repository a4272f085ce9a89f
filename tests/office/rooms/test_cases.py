"""Adjustment cases in the office: what the guards learn of it, who sees what, what is shown."""

from datetime import date, timedelta

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.cases.counting import statistics
from biaochi.cases.desks import CASE
from biaochi.errors import Refusal
from biaochi.evidence import services as evidence
from biaochi.evidence.measuring import taken_about
from biaochi.evidence.shapes import Edit
from biaochi.findings.models import Determination
from biaochi.matters import queries, services
from biaochi.matters.shapes import Opening, Wanted
from biaochi.registry import appointing
from biaochi.registry.models import CalendarDay, CalendarYear, Person
from biaochi.registry.queries import posts_of
from biaochi.registry.shapes import AbsenceSaid, GradeSaid, LinkSaid
from tests.office import casework, periods, staff
from tests.office.casework import DAY, moment, step
from tests.office.lettering import served


def is_official(world, login, person):
    """Let somebody of the office be an official himself."""
    world.users[login].person = person
    world.users[login].save()


def panels(world, code):
    line = queries.one(world.actor("an"), code)
    return {p.title: p for p in CASE.panels(line, queries.said_in(line.key), world.actor("an"))}


def offered(world, code, source, login="an"):
    line = queries.one(world.actor("an"), code)
    return dict(CASE.choices(line, queries.said_in(line.key), world.actor(login))(source))


def verified(world, **more):
    piece = casework.piece(world)
    code = casework.opened(world, **more)
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece])
    return code


def test_a_removal_goes_through_every_stage_and_each_leaves_its_fact(world):
    code = casework.to_proposal(world)
    casework.decided(world, code)
    casework.served(world, code)
    step(world, code, "execute_post", effective_on=f"{DAY + timedelta(days=1)}",
         last_on=f"{DAY}")  # fmt: skip
    line = step(world, code, "close", note="已办结")
    assert (line.stage, line.is_open, line.outcome) == ("closing", False, "adjusted")
    [measure] = taken_about("fan")
    assert (measure.measure, measure.on, measure.ends_on) == ("removal", DAY, date(2019, 1, 15))
    [post] = posts_of(world.actor("an"), "fan", on=DAY + timedelta(days=1))
    assert (post.to_on, post.current) == (DAY, False)
    assert [m[1:] for m in queries.members_of(line)] == [
        ("安静仪", "handler"), ("白景明", "verifier"),
    ]  # fmt: skip
    assert CASE.kind.stages(CASE.world(line, (), DAY))[0] == ("motion", "动议")


def determined(code):
    rows = Determination.objects.unscoped(Why.ABOUT).filter(Determination.counted())
    return [d.item for d in rows.filter(note__startswith=str(code)).order_by("pk")]


def test_a_case_taken_back_after_service_leaves_nothing_against_him(world):
    code = casework.to_proposal(world)
    casework.decided(world, code)
    casework.served(world, code)
    assert [m.measure for m in taken_about("fan")] == ["removal"]
    assert determined(code) == ["N1"]
    step(world, code, "withdraw", reason="依据的事实有变化")
    assert (taken_about("fan"), determined(code)) == ([], [])
    counts = statistics(world.actor("an"), since=DAY, until=DAY)
    assert (counts.times, counts.apart["withdrawn"].times) == (0, 1)
    assert counts.apart["revoked"].times == 0


def test_what_is_refuted_when_verified_again_is_no_longer_determined(world):
    code = verified(world)
    other = casework.piece(world, item="N5")
    assert determined(code) == ["N1"]
    step(world, code, "join", grounds=["N5"], evidence=[other], reason="新的依据")
    casework.verified(world, code, evidence=[other], upheld=["N5"], refuted=["N1"])
    assert determined(code) == ["N5"]


def test_a_case_without_pack_or_procedure_is_refused_in_words(world):
    pack = casework.pack_of(world)
    with pytest.raises(Refusal, match="从列出的程序里选"):
        casework.opened(world, pack=pack, procedure="unknown")

    with pytest.raises(Refusal, match="请选规则包和程序"):
        services.open_matter(
            CASE, Opening(person="fan", title="组织调整"),
            Wanted(move="open", on=DAY, given={"channel": "unfit", "reason": "无"}),
            actor=world.actor("an"), at=moment(DAY),
        )  # fmt: skip


def test_d_10_a_relative_known_to_the_registry_is_blocked(world):
    is_official(world, "bai", "han")
    said = LinkSaid(kind="配偶", from_code="fan", to_code="han")
    appointing.add_link(place="qs", said=said, actor=world.actor("an"), at=moment(DAY))
    piece = casework.piece(world, verified=False)
    code = casework.opened(world)
    with pytest.raises(Refusal, match="登记的关系：夫妻"):
        step(world, code, "declare", who="bai", relation="none")
    with pytest.raises(Refusal, match="登记的关系：夫妻"):
        casework.verified(world, code, evidence=[piece])


def test_d_10_who_declared_a_relation_does_not_see_the_case_any_more(world):
    code = casework.opened(world)
    step(world, code, "declare", who="bai", relation="interest")
    with pytest.raises(Refusal, match="NOT-FOUND"):
        queries.one(world.actor("bai"), code)
    line = queries.one(world.actor("an"), code)
    assert ("白景明", "recused") in [m[1:] for m in queries.members_of(line)]


def test_d_10_a_request_of_the_person_is_answered_by_another_and_from_above_for_a_head(world):
    is_official(world, "cheng", "du")
    code = verified(world)
    casework.heard(world, code)
    step(world, code, "ask_recusal", who="fan", whom="程立群", reason="有过纠纷")
    with pytest.raises(Refusal, match="上一级的监督人员"):
        step(world, code, "answer_recusal", who="an", granted=False, reason="没有证据")
    cheng = str(world.users["cheng"].pk)
    assert offered(world, code, "users")[cheng] == "程立群"
    step(world, code, "answer_recusal", who="sheng", granted=True, user=cheng, reason="同意")
    with pytest.raises(Refusal, match="NOT-FOUND"):
        queries.one(world.actor("cheng"), code)


@pytest.mark.parametrize(
    ("kind", "measure", "stops"),
    [("产假", "removal", True), ("产假", "transfer", False), ("立案审查", "transfer", True)],
)
def test_d_04_a_protected_state_of_the_registry_stops_the_proposal(world, kind, measure, stops):
    code = casework.to_proposal(world)
    said = AbsenceSaid(kind=kind, from_on=DAY - timedelta(days=10))
    appointing.add_absence(person="fan", said=said, actor=world.actor("an"), at=moment(DAY))
    assert "受保护的期间" in panels(world, code)
    if stops:
        with pytest.raises(Refusal, match="STEP-PROTECTED"):
            casework.proposed(world, code, measure)
    else:
        casework.proposed(world, code, measure)


def test_d_04_a_protected_state_stated_about_the_person_counts_the_same(world):
    code = casework.to_proposal(world)
    person = world.people["fan"]
    person.extra = {"protected": "是"}
    person.save()
    with pytest.raises(Refusal, match="法定保护状态"):
        casework.proposed(world, code, "removal")


def test_d_13_a_referred_case_waits_for_the_liaison(world):
    code = verified(world)
    step(world, code, "refer", matter="涉嫌违纪", body="县纪委")
    line = queries.one(world.actor("li"), code, act=Act.ANSWER_REFERRALS)
    assert line.code == code
    casework.heard(world, code)
    with pytest.raises(Refusal, match="还没有回音"):
        casework.assessed(world, code)
    said = queries.said_in(line.key)

    given = {"result": "handled", "reason": "已给予警告"}
    wanted = Wanted(move="referral_back", on=DAY, given=given, seen=len(said))
    services.take(
        CASE, code, wanted, actor=world.actor("li"), at=moment(DAY), act=Act.ANSWER_REFERRALS
    )
    casework.assessed(world, code)


def test_s3_26_similar_circumstances_are_shown_and_the_outlier_is_flagged(world):
    pack = casework.pack_of(world)
    for person, measure in (("du", "transfer"), ("geng", "transfer"), ("han", "transfer")):
        code = casework.to_proposal(world, person=person, pack=pack)
        casework.decided(world, code, measure)
    code = casework.to_proposal(world, pack=pack)
    shown = panels(world, code)["同类情形 3 件的措施"]
    assert (shown.rows, shown.tone) == ((("调离岗位", "3", "3/3", ""),), "info")
    with pytest.raises(Refusal, match="同类 3 件里有 3 件更轻"):
        casework.proposed(world, code, "removal")
    casework.proposed(world, code, "removal", heavier="造成较大损失")
    flagged = panels(world, code)["同类情形 3 件的措施"]
    assert flagged.tone == "warning"
    assert flagged.note == "本件方案重于绝大多数同类情形，须有更重的理由。"
    assert "杜文清" not in str(flagged)


def test_s3_26_what_cannot_be_compared_is_told_apart(world):
    pack = casework.pack_of(world)
    for person, measure in (("du", "transfer"), ("geng", "standby"), ("han", "standby")):
        code = casework.to_proposal(world, person=person, pack=pack)
        casework.decided(world, code, measure)
    code = casework.to_proposal(world, pack=pack)
    with pytest.raises(Refusal, match="同类 1 件里有 1 件更轻，另有 2 件不能比较"):
        casework.proposed(world, code, "removal")
    casework.proposed(world, code, "transfer")
    shown = panels(world, code)["同类情形 3 件的措施"]
    assert (shown.tone, shown.note) == ("info", "供比较，轻重由人掌握。其中 2 件不能比较轻重。")


def test_s3_26_letters_on_the_same_ground_are_similar_too(world, at):

    pack = casework.pack_of(world)
    served(world, at, pack=pack, evidence=[casework.piece(world, person="du")])
    code = casework.to_proposal(world, pack=pack)
    assert panels(world, code)["同类情形 1 件的措施"].rows == (("函询", "1", "1/1", ""),)


def test_s3_26_his_own_letters_are_not_similar_circumstances(world, at):
    pack = casework.pack_of(world)
    served(world, at, pack=pack, evidence=[casework.piece(world, person="du")])
    code = casework.to_proposal(world, person="du", pack=pack)
    assert not [title for title in panels(world, code) if title.startswith("同类情形")]


def test_s3_25_the_advice_on_destinations_is_a_table_and_no_more(world):
    code = casework.to_proposal(world)
    shown = panels(world, code)["去向参考"]
    assert ("不适应领导岗位，但有专业技术", "免去领导职务，从事专业技术工作") in shown.rows
    casework.proposed(world, code, "transfer")


def test_the_ways_of_remedy_are_told_before_the_notice_is_served(world):
    code = casework.to_proposal(world)
    casework.decided(world, code)
    assert panels(world, code)["送达时要写明"].rows == (
        ("可以提出：异议、复核、申诉",), ("可以向组织部门提出内部异议",),
    )  # fmt: skip


def test_who_stands_under_no_law_on_record_is_told_on_the_page_until_the_notice(world):
    title = "适用的人事制度"
    code = casework.to_proposal(world)
    assert "没有登记适用的人事制度" in panels(world, code)[title].note
    Person.objects.unscoped(Why.ABOUT).filter(code="fan").update(extra={"regime": "公务员"})
    assert title not in panels(world, code)
    Person.objects.unscoped(Why.ABOUT).filter(code="fan").update(extra={})
    casework.decided(world, code)
    assert panels(world, code)[title].tone == "warning"
    casework.served(world, code)
    assert title not in panels(world, code)


def test_fields_offer_what_the_office_knows(world):
    piece = casework.piece(world)
    code = casework.opened(world, discovery="nomination")
    assert offered(world, code, "channels")["unfit"] == "不适宜担任现职调整"
    assert offered(world, code, "discoveries")["nomination"] == "反向提名"
    assert next(iter(offered(world, code, "items"))) == "N1"
    assert offered(world, code, "items")["unfit-proposal"] == "规则：经认定不适宜担任现职"
    assert offered(world, code, "grounds") == {"N1": "N1 不服从组织安排"}
    assert offered(world, code, "evidence")[piece] == "2017-12-16 N1 不服从组织安排（已核实）"
    assert "不适宜" in offered(world, code, "outcomes")
    assert set(offered(world, code, "measures")) >= {"transfer", "non-leading", "removal"}
    assert "grade-post" not in offered(world, code, "measures")
    assert "qs-edu" in offered(world, code, "units")
    assert offered(world, code, "post_roles")["deputy"] == "副职"
    assert offered(world, code, "findings") == {}
    assert offered(world, code, "elsewhere") == {}
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece])
    step(world, code, "tell", served_on=f"{DAY}", means="talk", text="事实", receipt="签收")
    step(world, code, "state", who="fan", points=["一", "二"])
    assert offered(world, code, "points") == {"1": "一", "2": "二"}


def test_what_was_said_keeps_its_words_when_the_evidence_is_gone(world):
    piece = casework.piece(world)
    code = verified_with(world, piece)

    edit = Edit(code=piece, version=2, reason="记错了人")
    evidence.withdraw(edit, actor=world.actor("bai"), at=moment(DAY))
    assert "已撤回" in offered(world, code, "evidence")[piece]
    assert casework.standing(world, code).stage == "verification"


def verified_with(world, piece):
    code = casework.opened(world, evidence=[piece])
    casework.declared(world, code)
    casework.verified(world, code, evidence=[piece])
    return code


def test_the_time_to_answer_follows_the_holidays_that_were_entered(world):
    CalendarDay.objects.create(date=date(2018, 1, 17), kind="holiday")
    CalendarYear.objects.create(
        year=2018, document="放假通知", confirmed_by="安静仪", confirmed_at=moment(DAY)
    )
    code = verified(world)
    step(world, code, "tell", served_on=f"{DAY}", means="talk", text="事实", receipt="签收")
    line = queries.one(world.actor("an"), code)
    [clock] = [c for c in queries.clocks_of(line) if c.key == "answer"]
    assert (clock.due_on, clock.provisional, clock.owner) == (date(2018, 1, 30), False, "本人")


@pytest.mark.parametrize(
    ("said", "expected"), [("5/6", "应到的 5/6 以上到会"), ('"6"', "6 人以上到会")]
)
def test_who_has_to_be_there_is_as_of_the_day_of_the_meeting(world, tmp_path, said, expected):
    rule = "procedures/unfit-adjustment.yaml"
    periods.changed(tmp_path, rule, "quorum: 2/3", "quorum: there_at_least")
    dated = f'{{"2017-01-01": 2/3, "2018-01-20": {said}}}'
    dated = f"  there_at_least: {{values: {dated}, basis: 第七条}}\n"
    folder = periods.changed(tmp_path, "pack.yaml", "parameters:\n", f"parameters:\n{dated}")
    pack = periods.opened(world, folder=folder).pack_id
    code = casework.to_proposal(world, pack=pack)
    casework.proposed(world, code)
    later = date(2018, 1, 22)
    with pytest.raises(Refusal) as refused:
        casework.met(world, code, on=later, held_on=f"{later}")
    assert [p.expected for p in refused.value.problems] == [expected]
    casework.met(world, code, on=later, held_on="2018-01-19")


def test_a_grade_is_not_changed_before_there_is_a_post(world):
    code = casework.to_proposal(world)
    casework.decided(world, code, "removal", grade_after="四级调研员")
    casework.served(world, code)
    step(world, code, "execute_post", effective_on="2018-01-16", last_on="2018-01-15")
    with pytest.raises(Refusal, match="先办理职务变动"):
        step(world, code, "execute_grade", effective_on="2018-01-20", grade="四级调研员")


def test_a_grade_in_the_same_post_begins_a_row_of_its_own(world, at):
    [post] = posts_of(world.actor("an"), "du", on=DAY)

    said = GradeSaid(grade="四级调研员", from_on=post.from_on)
    with pytest.raises(Refusal, match="晚于任职首日"):
        appointing.regrade(
            ident=post.ident, said=said, version=1, reason="依据", actor=world.actor("an"), at=at
        )


def test_a_moved_official_without_post_gets_the_new_one(world):
    code = casework.to_proposal(world)
    casework.decided(world, code, "transfer", post_after="副主任")
    casework.served(world, code)
    [post] = posts_of(world.actor("an"), "fan", on=DAY)
    appointing.end_appointment(
        ident=post.ident, last_on=date(2017, 12, 31), version=post.version, reason="机构改革",
        actor=world.actor("an"), at=moment(DAY),
    )  # fmt: skip
    step(
        world, code, "execute_post", effective_on="2018-01-16", last_on="2018-01-15",
        unit="qs-edu", post="副主任", post_role="deputy",
    )  # fmt: skip
    current = [p for p in posts_of(world.actor("an"), "fan", on=date(2018, 1, 20)) if p.current]
    assert [(p.post, p.unit) for p in current] == [("副主任", "qs-edu")]


def test_the_neighbour_and_the_administrators_see_nothing_of_a_case(world):
    code = verified(world)
    for login in ("jin", "xi", "ouyang", "shen", "rui", "ning", "pan", "du"):
        with pytest.raises(Refusal):
            queries.one(world.actor(login), code)
    hired = staff.hired(world, "zhou", "周议决", "decider")
    assert queries.one(hired, code).code == code


def test_what_he_did_well_is_no_ground_of_a_case(world):
    praise = casework.piece(world, item="G2")
    fault = casework.piece(world)
    code = casework.opened(world)
    items = offered(world, code, "items")
    assert {"N1", "unfit-proposal", "last-confirmed"} <= items.keys()
    assert not items.keys() & {"G1", "G2", "G3", "influence-over"}
    evidence = offered(world, code, "evidence")
    assert fault in evidence
    assert praise not in evidence


def test_what_was_brought_before_keeps_its_words_though_it_is_no_ground(world):
    praise = casework.piece(world, item="G2")
    code = casework.opened(world, grounds=["G1", "N1"], evidence=[praise])
    assert offered(world, code, "items")["G1"].startswith("G1 ")
    assert praise in offered(world, code, "evidence")


def test_praise_is_offered_where_an_exemption_weighs_his_record(world):
    praise = casework.piece(world, item="G2")
    code = casework.opened(world)
    assert praise in offered(world, code, "record")
