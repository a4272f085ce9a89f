"""Remedies in the office: lodged, sat over by others, served; who sees them and who may not sit."""

from datetime import date, timedelta

import pytest

from biaochi.access.models import Grant
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.cases.desks import RESIGNATION
from biaochi.desks import queries as desks
from biaochi.errors import Refusal
from biaochi.evidence import services as evidence
from biaochi.evidence.shapes import Edit
from biaochi.matters import queries, services
from biaochi.matters.shapes import Opening, Wanted
from biaochi.registry.models import Link
from biaochi.remedies.against import subject_of
from biaochi.remedies.dependents import dependents
from biaochi.remedies.queries import counted, ways_open
from biaochi.remedies.worlds import world as world_of
from biaochi.web.matters.waiting import for_me
from tests.office import casework, remedywork
from tests.office.remedywork import (
    APPEAL,
    DAY,
    OBJECTION,
    REQUEST,
    REVIEW,
    formed,
    heard,
    judges,
    lodged,
    removed,
    seated,
    served,
    standing,
    step,
)


@pytest.fixture
def office(world):
    return judges(world)


def codes(refused):
    return [p.code for p in refused.value.problems]


def test_a_removal_is_reviewed_by_others_and_upheld(office):
    case = removed(office)
    code = lodged(office, f"matter:{case}")
    line = served(office, code, "uphold")
    assert (line.stage, line.outcome, line.parent) == ("served", "维持", case)
    assert line.title == f"申请复核：组织调整「{queries.with_code(case).title}」"
    assert step(office, code, "close", note="归档").is_open is False


def test_a_remedy_says_in_words_how_the_matter_it_is_against_ended(office):
    removed = remedywork.removed(office)
    found = subject_of(f"matter:{removed}", person="fan")
    assert dict(found.facts)["结果"] == "决定已送达，还没有办结"
    done = f"{casework.DAY}"
    casework.step(office, removed, "execute_post", effective_on=done, last_on="2018-01-14")
    casework.step(office, removed, "close", note="办结")
    found = subject_of(f"matter:{removed}", person="fan")
    assert dict(found.facts)["结果"] == "已作调整"


def test_the_clocks_of_a_review_run_from_the_receipt(office):
    code = lodged(office, f"matter:{removed(office)}")
    found = {c.key: c for c in queries.clocks_of(remedywork.line_of(code))}
    assert found["file"].due_on == date(2018, 2, 14)
    assert (found["decide"].due_on, found["decide"].owner) == (date(2018, 2, 21), "原处理机关")
    assert found["file"].steps[0] == "2018-01-15 的次日 2018-01-16 起算，30 日"
    assert found["file"].provisional


def test_too_late_is_told_with_the_sum_and_an_obstacle_opens_the_door(office):
    about, on = f"matter:{removed(office)}", date(2018, 3, 1)
    with pytest.raises(Refusal) as refused:
        lodged(office, about, on=on)
    assert codes(refused) == ["STEP-LATE"]
    assert "2018-02-14" in refused.value.problems[0].expected
    lodged(office, about, on=on, obstacle="住院", cleared_on="2018-02-27")


def test_the_ways_open_to_him_are_listed_with_their_days(office):
    case = removed(office)
    found = ways_open(office.actor("fan"), person="fan", about=f"matter:{case}", on=DAY)
    assert [(w.id, w.standing, w.given, w.due_on) for w in found] == [
        (OBJECTION, "内部", "given", None),
        (REVIEW, "法定", "given", date(2018, 2, 14)),
        (APPEAL, "法定", "given", date(2018, 2, 14)),
    ]
    with pytest.raises(Refusal):
        ways_open(office.actor("du"), person="fan", about=f"matter:{case}", on=DAY)
    with pytest.raises(Refusal):
        ways_open(office.actor("fan"), person="fan", about="matter:none", on=DAY)


def test_an_officer_lodges_for_him_and_the_neighbour_cannot(office):
    case = removed(office)
    code = lodged(office, f"matter:{case}", who="an")
    assert queries.one(office.actor("fan"), code, act=Act.SEE_OWN).told_on == DAY
    with pytest.raises(Refusal) as refused:
        lodged(office, f"matter:{case}", who="jin")
    assert codes(refused) == ["NOT-FOUND"]


def test_an_appeal_follows_the_review_and_counts_from_its_service(office):
    review = lodged(office, f"matter:{removed(office)}")
    on = DAY + timedelta(days=7)
    served(office, review, "uphold")
    found = ways_open(office.actor("fan"), person="fan", about=f"matter:{review}", on=on)
    assert {w.id: w.due_on for w in found} == {OBJECTION: None, APPEAL: date(2018, 2, 13)}
    appeal = lodged(office, f"matter:{review}", way=APPEAL, on=on)
    with pytest.raises(Refusal) as refused:
        step(office, appeal, "accept", note="受理")
    assert codes(refused) == ["STEP-APART"]
    step(office, appeal, "accept", who="she", note="受理")
    members = keys(office, "pu", "ping", "pan")
    with pytest.raises(Refusal) as refused:
        step(office, appeal, "form_panel", who="she", members=members)
    assert codes(refused) == ["STEP-APART"]
    assert "潘复核" in refused.value.problems[0].found


def test_what_a_review_made_lighter_can_still_be_appealed_within_its_days(office):
    review = lodged(office, f"matter:{removed(office)}")
    on = DAY + timedelta(days=7)
    served(office, review, "alter", measure="transfer")
    found = ways_open(office.actor("fan"), person="fan", about=f"matter:{review}", on=on)
    assert {w.id: w.due_on for w in found} == {OBJECTION: None, APPEAL: date(2018, 2, 13)}
    lodged(office, f"matter:{review}", way=APPEAL, on=on)


def test_what_a_review_made_of_a_measure_is_told_in_words(office):
    review = lodged(office, f"matter:{removed(office)}")
    served(office, review, "alter", measure="transfer")
    rows = dependents(office.actor("an"), review).rows
    assert [(r.kind, r.said) for r in rows] == [("measure", "2018-01-15 免职 → 调离岗位")]
    line = remedywork.line_of(review)
    said = queries.said_in(line.key)
    offered = dict(remedywork.REMEDY.choices(line, said, office.actor("an"))("lighter"))
    assert offered["transfer"] == "调离岗位"


def test_what_an_officer_has_to_do_waits_for_one_where_a_supervisor_took_it_up(office):
    review = lodged(office, f"matter:{removed(office)}")
    remedywork.decided(office, review, "revoke")
    waits = {(w.line.code, w.label) for w in for_me(office.actor("an"))}
    assert (review, "送达决定") in waits
    assert review not in {w.line.code for w in for_me(office.actor("sheng"))}


def test_a_panel_reads_what_the_evidence_is_that_may_be_found_untrue(office):
    review = lodged(office, f"matter:{removed(office)}")
    heard(office, review)
    line = remedywork.line_of(review)
    said = queries.said_in(line.key)
    [(code, told)] = remedywork.REMEDY.choices(line, said, office.actor("pan"))("evidence")
    assert told == f"{code} 2017-12-16 N1 不服从组织安排（已核实）"


# Who sits.


def keys(office, *logins):
    return [str(office.users[login].pk) for login in logins]


def problem_of(office, code, members):
    with pytest.raises(Refusal) as refused:
        formed(office, code, members)
    [problem] = refused.value.problems
    return problem


HANDS = (
    ("白景明", "办理"), ("程立群", "办理"), ("周议决", "记在"), ("冯核实", "记在"),
    ("黎联络", "填报"),
)  # fmt: skip


def test_whoever_had_a_hand_in_it_does_not_sit_by_person_and_not_by_account(office):
    code = lodged(office, f"matter:{removed(office)}")
    for n, (name, did) in enumerate(HANDS):
        seated(office, f"twin{n}", name)
        if n == 0:
            step(office, code, "accept", note="符合条件")
        with pytest.raises(Refusal) as refused:
            step(office, code, "form_panel", members=keys(office, "pan", "pei", f"twin{n}"))
        [problem] = refused.value.problems
        assert problem.code == "STEP-APART"
        assert name in problem.found
        assert did in problem.found


def test_a_relative_of_the_official_does_not_sit(office):
    case = removed(office)
    seated(office, "twin", "耿某", person="geng")
    Link.objects.create(
        kind="配偶", from_code="geng", to_code="fan", place=office.units["qs"],
        recorded_at=remedywork.AT,
    )  # fmt: skip
    code = lodged(office, f"matter:{case}")
    problem = problem_of(office, code, ("pan", "pei", "twin"))
    assert "夫妻" in problem.found


def test_the_official_himself_is_not_even_offered_a_seat(office):
    case = removed(office)
    seated(office, "twin", "另一个账号", person="fan")
    code = lodged(office, f"matter:{case}")
    problem = problem_of(office, code, ("pan", "pei", "twin"))
    assert problem.code == "STEP-VALUE"
    offered = dict(remedywork.REMEDY.choices(remedywork.line_of(code),
                                             queries.said_in(remedywork.line_of(code).key),
                                             office.actor("sheng"))("reviewers"))  # fmt: skip
    assert set(offered.values()) == {"潘复核", "裴公正", "彭审理", "蒲候补", "平候补"}


def test_where_too_few_can_sit_the_page_says_why_and_who_gives_the_role(office):
    case = removed(office)
    gone = [office.users[login] for login in ("pei", "peng", "pu", "ping")]
    held = Grant.objects.unscoped(Why.SETUP).filter(user__in=gone)
    held.update(to_on=date(2016, 1, 1))
    code = lodged(office, f"matter:{case}")
    step(office, code, "accept", note="符合条件")
    shown = sitting(office, code)
    assert shown.tone == "warning"
    assert "现在能参加的 1 名" in shown.note
    assert "请安全管理员" in shown.note


def test_where_enough_can_sit_nothing_is_asked_for(office):
    code = lodged(office, f"matter:{removed(office)}")
    step(office, code, "accept", note="符合条件")
    assert (sitting(office, code).note, sitting(office, code).tone) == ("", "info")


def sitting(office, code):
    line = remedywork.line_of(code)
    shown = remedywork.REMEDY.panels(line, queries.said_in(line.key), office.actor("sheng"))
    return next(p for p in shown if p.title == "审理人员")


def test_who_handled_the_case_does_not_accept_its_review(office):
    code = lodged(office, f"matter:{removed(office)}")
    with pytest.raises(Refusal) as refused:
        step(office, code, "accept", who="an", note="受理")
    assert codes(refused) == ["STEP-APART"]


# Who sees.


def test_the_panel_reads_the_remedy_and_what_it_is_against_and_nothing_else(office):
    case = removed(office)
    other = removed(office, person="geng")
    code = lodged(office, f"matter:{case}")
    formed(office, code)
    pan = office.actor("pan")
    seen = {line.code for line in queries.lines(queries.rows(pan, act=Act.JUDGE_REMEDIES))}
    assert seen == {code, case}
    assert other not in seen
    assert desks.opened(pan, case, on=DAY).offers == ()
    assert queries.lines(queries.rows(office.actor("pu"), act=Act.JUDGE_REMEDIES)) == []


def test_a_panel_cannot_move_what_it_reads(office):
    case = removed(office)
    code = lodged(office, f"matter:{case}")
    formed(office, code)
    said = queries.said_in(queries.with_code(case).key)
    close = casework.Wanted(move="close", on=DAY, given={"note": "完"}, seen=len(said))
    with pytest.raises(Refusal) as refused:
        casework.services.take(
            casework.CASE, case, close, actor=office.actor("pan"), at=remedywork.moment(DAY),
            act=Act.JUDGE_REMEDIES,
        )  # fmt: skip
    assert "STEP-ROLE" in codes(refused)


def test_who_is_recused_no_longer_sees_the_remedy(office):
    code = lodged(office, f"matter:{removed(office)}")
    formed(office, code)
    step(office, code, "ask_recusal", who="fan", whom=str(office.users["pan"].pk), reason="有矛盾")
    step(office, code, "answer_recusal", whom=str(office.users["pan"].pk), granted=True,
         reason="属实")  # fmt: skip
    assert queries.lines(queries.rows(office.actor("pan"), act=Act.JUDGE_REMEDIES)) == []
    assert standing(code).panel == tuple(office.users[u].pk for u in ("pei", "peng"))


def test_nobody_else_sees_a_remedy(office):
    code = lodged(office, f"matter:{removed(office)}")
    acts = (Act.SEE_MATTERS, Act.JUDGE_REMEDIES, Act.ANSWER_REFERRALS, Act.SEE_OWN)
    for login in ("xi", "ouyang", "shen", "jin", "du", "zhu", "li", "ning", "rui", "pan"):
        for act in acts:
            with pytest.raises(Refusal):
                queries.one(office.actor(login), code, act=act)


def test_his_own_page_shows_who_sits_that_nothing_is_suspended_and_what_follows(office):
    code = lodged(office, f"matter:{removed(office)}")
    served(office, code, "uphold")
    page = desks.opened(office.actor("fan"), code, on=DAY + timedelta(days=7), own=True)
    panels = {p.title: p for p in page.panels}
    assert panels["执行"].note == "复核、申诉和异议期间不停止原决定的执行。"
    assert [r[0] for r in panels["审理人员"].rows] == ["潘复核", "裴公正", "彭审理"]
    assert ("途径", "提出申诉") in panels["下一步"].rows
    assert not any("票" in line for s in page.steps for c in s.contents for line in c.lines)


# Evidence from my page (S4-10), requests (D-15).


def test_a_deduction_stays_after_explanation_and_its_objection_lightens_it(office):
    piece = casework.piece(office, person="fan")
    code = lodged(office, f"evidence:{piece}", way=OBJECTION)
    with pytest.raises(Refusal) as refused:
        served(office, code, "alter", value="-4")
    assert codes(refused) == ["STEP-HEAVIER"]
    code = lodged_again(office, piece, code)
    served(office, code, "alter", value="-1")
    lines = {e.code: e for e in casework.evidence_about("fan")}
    assert lines[piece].superseded_by
    after = lines[lines[piece].superseded_by]
    assert (str(after.value), after.status) == ("-1", "verified")


def lodged_again(office, piece, code):
    step(office, code, "withdraw", who="fan", reason="重新提出")
    return lodged(office, f"evidence:{piece}", way=OBJECTION)


def test_a_revoked_deduction_is_withdrawn_with_its_trail(office):
    piece = casework.piece(office, person="fan")
    code = lodged(office, f"evidence:{piece}", way=OBJECTION)
    served(office, code)
    [line] = casework.evidence_about("fan")
    assert (line.status, line.superseded_by) == ("withdrawn", "")


def test_a_deduction_has_no_statutory_way(office):
    piece = casework.piece(office, person="fan")
    found = ways_open(office.actor("fan"), person="fan", about=f"evidence:{piece}", on=DAY)
    assert [w.id for w in found] == [OBJECTION]
    with pytest.raises(Refusal) as refused:
        lodged(office, f"evidence:{piece}", way=REVIEW)
    assert codes(refused) == ["STEP-LEGAL"]


def test_the_evidence_of_another_is_not_there_to_object_to(office):
    piece = casework.piece(office, person="fan")
    with pytest.raises(Refusal) as refused:
        lodged(office, f"evidence:{piece}", way=OBJECTION, who="du", person="du")
    assert "about" in [p.column_name for p in refused.value.problems]


def test_who_reported_or_verified_does_not_sit_over_the_objection(office):
    piece = casework.piece(office, person="fan")
    evidence.withdraw(
        Edit(code=piece, version=2, reason="暂撤"), actor=office.actor("bai"), at=remedywork.AT
    )
    code = lodged(office, f"evidence:{piece}", way=OBJECTION)
    seen = world_of(remedywork.line_of(code), queries.said_in(remedywork.line_of(code).key), DAY)
    assert seen.conflicts == {}
    seated(office, "twin", "白景明")
    problem = problem_of(office, code, ("pan", "pei", "twin"))
    assert "核实" in problem.found


def test_a_request_is_answered_with_reasons_by_another_hand(office):
    code = lodged(office, "record:", way=REQUEST, request="view")
    step(office, code, "accept", note="受理")
    answers = [{"point": n, "accepted": False, "answer": "依法保密"} for n in (1, 2)]
    step(office, code, "answer_request", outcome="declined", text="依法应当保密", answers=answers)
    line = step(office, code, "serve", served_on=f"{DAY}", means="talk", receipt="签收",
                remedy="可以提出内部异议")  # fmt: skip
    assert line.outcome == "不同意"
    [due] = [c for c in queries.clocks_of(line) if c.key == "decide"]
    assert (due.length, due.due_on) == ("15 working_days", date(2018, 2, 12))


def test_numbers_by_way_and_outcome_add_up_to_the_remedies(office):
    case = removed(office)
    piece = casework.piece(office, person="fan", item="N3")
    served(office, lodged(office, f"matter:{case}"), "uphold")
    withdrawn = lodged(office, f"evidence:{piece}", way=OBJECTION)
    step(office, withdrawn, "withdraw", who="fan", reason="不再坚持")
    running = lodged(office, f"evidence:{piece}", way=OBJECTION)
    cells = counted(office.actor("sheng"), since=date(2018, 1, 1), until=date(2018, 12, 31))
    assert [(c.way, c.outcome, c.times, c.persons) for c in cells] == [
        (OBJECTION, "撤回", 1, 1), (OBJECTION, "未结", 1, 1), (REVIEW, "维持", 1, 1),
    ]  # fmt: skip
    assert counted(office.actor("jin"), since=date(2018, 1, 1), until=date(2018, 12, 31)) == ()
    assert running


def test_who_does_not_sit_is_told_there_is_no_such_remedy(office):
    code = lodged(office, f"matter:{removed(office)}")
    heard(office, code)
    with pytest.raises(Refusal) as refused:
        step(office, code, "decide", who="pu", outcome="uphold", votes=remedywork.VOTES,
             text="决定", answers=[])  # fmt: skip
    assert codes(refused) == ["NOT-FOUND"]


def test_a_refused_resignation_may_be_reviewed_from_its_service(office):
    code = refused_resignation(office)
    found = ways_open(office.actor("fan"), person="fan", about=f"matter:{code}", on=DAY)
    assert {w.id: w.due_on for w in found} == {
        OBJECTION: None, REVIEW: date(2018, 2, 21), APPEAL: date(2018, 2, 21),
    }  # fmt: skip


def refused_resignation(office):
    def do(move, who, act=Act.MOVE_MATTERS, **given):
        wanted = Wanted(move=move, on=DAY, given=given, seen=len(said()))
        services.take(
            RESIGNATION, code, wanted, actor=office.actor(who), at=remedywork.moment(DAY), act=act
        )  # fmt: skip

    def said():
        return queries.said_in(remedywork.line_of(code).key)

    given = {"type": "service", "ground": "family", "statement": "照顾老人"}
    code = services.open_matter(
        RESIGNATION,
        Opening(person="fan", title="辞去公职", pack=casework.pack_of(office, "national-2022")),
        Wanted(move="request", on=DAY, given=given), actor=office.actor("fan"),
        at=remedywork.moment(DAY), act=Act.MOVE_OWN,
    )  # fmt: skip
    do("check", "an", note="已核对")
    do("decide", "cheng", body="县委组织部", held_on=f"{DAY}", outcome="refused", reason="未满年限")
    do("serve", "an", served_on=f"{DAY}", means="talk", receipt="签收", remedy=casework.REMEDY)
    return code
