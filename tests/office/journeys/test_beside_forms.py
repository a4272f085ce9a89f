"""What stands beside a form: the steps it is about, what is settled, the paper that is missing."""

import html
import re
from datetime import timedelta

import pytest

from biaochi.access.models import Grant
from biaochi.access.scoping import Why
from biaochi.documents.queries import lacking, papers_of
from biaochi.documents.services import produce
from biaochi.documents.shapes import Ask
from biaochi.registry.subjects import standing
from tests.office import casework, following, lettering, periods, remedywork, resigning
from tests.office.cast import AT
from tests.office.remedywork import judges, seated


def form(client, code, move):
    """Return the form of a move as it is shown."""
    page = html.unescape(client.get(f"/matters/{code}/?do={move}").content.decode())
    found = re.search(rf'<div class="move opened" id="move-{move}">.*?</form>', page, re.DOTALL)
    assert found, re.sub(r"<[^>]+>|\s+", " ", page)[-2000:]
    return found[0]


def approved(world, at):
    pack = periods.opened(world, pack="demo-qingshi").pack_id
    code = lettering.drafted(world, at, pack=pack)
    lettering.step(world, at, code, "approve", who="cheng")
    return code


def test_serving_an_inquiry_asks_nothing_of_an_admonition_and_tells_the_length(
    enter, world, at
) -> None:  # fmt: skip
    shown = form(enter("an"), approved(world, at), "serve")
    assert ("谈话人" in shown, "整改报告期限" in shown) == (False, False)
    assert "按规则包：15个工作日" in shown


def test_serving_an_admonition_tells_the_length_nobody_may_change(enter, world, at) -> None:
    seated(world, "zheng", "郑分管", role="decider")
    pack = periods.opened(world, pack="demo-qingshi").pack_id
    code = lettering.drafted(world, at, pack=pack, type="admonition")
    lettering.step(world, at, code, "approve", who="zheng")
    lettering.step(world, at, code, "approve_leader", who="cheng")
    shown = form(enter("an"), code, "serve")
    assert "谈话人" in shown
    assert "f_rectify_months" not in shown
    assert re.search(r"<dt>整改报告期限（月）</dt><dd>按规则包：6个月</dd>", shown)
    assert "f_reply_days" not in shown


def test_a_letter_that_was_not_made_is_called_to_mind_before_service(enter, world, at) -> None:
    code, an = approved(world, at), enter("an")
    shown = form(an, code, "serve")
    assert "要送达的“函询通知书”还没有出具" in shown
    assert f'href="/matters/{code}/papers/1/letter/"' in shown
    produce(code, Ask(step=1, sort="letter", form="docx"), actor=world.actor("an"), at=AT)
    assert "还没有出具" not in form(an, code, "serve")


def test_one_letter_stands_once_among_the_papers(world, at) -> None:
    an, code = world.actor("an"), approved(world, at)
    assert [p.step for p in papers_of(an, code) if p.sort == "letter"] == [1]
    lettering.step(world, at, code, "serve", **lettering.SERVED)
    assert [p.step for p in papers_of(an, code) if p.sort == "letter"] == [3]
    assert [(p.step, p.sort) for p in lacking(an, code)] == [(3, "letter")]
    produce(code, Ask(step=1, sort="letter", form="docx"), actor=an, at=AT)
    assert [p.step for p in papers_of(an, code) if p.sort == "letter"] == [1, 3]


def test_who_answers_a_recusal_reads_who_asked_about_whom_and_why(enter, world) -> None:
    code = casework.told(world)
    casework.step(world, code, "ask_recusal", who="fan", whom="程立群同志", reason="有过纠纷")
    shown = form(enter("sheng"), code, "answer_recusal")
    assert [w for w in ("范守义", "程立群同志", "有过纠纷") if w not in shown] == []
    cheng = world.users["cheng"].pk
    assert re.search(rf'value="{cheng}"\s+selected>程立群', shown)


def test_who_confirms_a_meeting_reads_its_votes_attendance_and_text(enter, world) -> None:
    code = casework.to_proposal(world)
    casework.proposed(world, code)
    casework.met(world, code)
    shown = form(enter("cheng"), code, "confirm")
    wanted = ("赞成 4，反对 0，弃权 0", "会议决定，同意所提方案。", *casework.PRESENT)
    assert [w for w in wanted if w not in shown] == []


@pytest.mark.parametrize(("outcome", "told"), [("refused", True), ("granted", False)])
def test_the_notice_of_a_resignation_starts_with_the_ways_against_it(
    enter, world, outcome, told
) -> None:  # fmt: skip
    judges(world)
    code = resigning.asked(world)
    resigning.step(world, code, "check", note="已核对")
    resigning.step(
        world, code, "decide", "cheng", body="县委组织部", held_on=f"{resigning.DAY}",
        outcome=outcome, reason="研究意见",
    )  # fmt: skip
    shown = form(enter("an"), code, "serve")
    assert "向组织部门提出内部异议" in shown
    assert ("30日内向原处理机关申请复核" in shown) is told
    assert f"/matters/{code}/papers/3/resignation_decision/" in shown


def test_he_reads_what_he_was_told_before_he_answers_it(enter, world) -> None:
    code = casework.opened(world)
    casework.declared(world, code)
    casework.verified(world, code, evidence=[casework.piece(world)])
    on = casework.standing(world, code).verified_on
    casework.step(
        world, code, "tell", served_on=f"{on}", means="talk", text="三次没有到会。", receipt="收"
    )  # fmt: skip
    page = enter("fan").get(f"/mine/matters/{code}/?do=state").content.decode()
    assert 0 < page.index("三次没有到会。") < page.index('name="f_points"')
    assert ("由您办理" in page, "由本人办理" in page) == (True, False)


@pytest.mark.parametrize(
    ("way", "next_"),
    [
        (remedywork.REVIEW, "可以自收到决定之日起15日内向申诉受理机关提出申诉"),
        (remedywork.OBJECTION, "没有下一步法定途径；不服的，仍可以提出内部异议。"),
    ],
)
def test_the_answer_to_a_remedy_starts_with_the_way_that_follows(enter, world, way, next_) -> None:
    judges(world)
    about = f"matter:{remedywork.removed(world)}"
    code = remedywork.lodged(world, about, way=way)
    assert next_ in form(enter("sheng"), code, "refuse")
    remedywork.decided(world, code, "uphold")
    assert next_ in form(enter("an"), code, "serve")
    assert "请核对，可以改" in form(enter("an"), code, "serve")


def test_a_decision_on_a_measure_asks_for_no_score_and_no_grade(enter, world) -> None:
    judges(world)
    code = remedywork.lodged(world, f"matter:{remedywork.removed(world)}")
    remedywork.heard(world, code)
    asked = form(enter("pan"), code, "decide")
    assert 'name="f_measure"' in asked
    assert not re.search(r'name="f_(value|grade)"', asked)


def test_where_nobody_may_sit_the_box_says_who_can_open_an_account(enter, world) -> None:
    judges(world)
    about = f"matter:{remedywork.removed(world)}"
    code = remedywork.lodged(world, about)
    remedywork.step(world, code, "accept", note="符合条件")
    until = remedywork.DAY - timedelta(days=1)
    Grant.objects.unscoped(Why.SETUP).filter(role="panel").update(to_on=until)
    shown = form(enter("sheng"), code, "form_panel")
    assert "没有能参加审理的人。请系统管理员在“账号”里开通账号" in shown
    assert "安全管理员在“授权”里授予“复核申诉人员”的角色" in shown


def test_the_post_to_be_given_back_starts_as_it_was(enter, world) -> None:
    judges(world)
    case = remedywork.removed(world)
    given = {"effective_on": f"{casework.DAY}", "last_on": f"{casework.DAY - timedelta(days=1)}"}
    casework.step(world, case, "execute_post", **given)
    code = remedywork.lodged(world, f"matter:{case}", way=remedywork.OBJECTION)
    held = standing("fan", on=casework.DAY - timedelta(days=1))
    remedywork.served(world, code)
    shown = form(enter("an"), code, "restore")
    assert re.search(rf'value="{held.unit}"[^>]*(checked|selected)', shown)
    assert re.search(rf'name="f_post" value="{held.post_name}"', shown)


def test_where_no_matter_was_opened_for_it_the_box_says_how(enter, world) -> None:
    judges(world)
    about = f"matter:{remedywork.removed(world)}"
    code = remedywork.lodged(world, about)
    remedywork.served(world, code, "remand")
    assert "先按本页“由此另立”立一件" in form(enter("an"), code, "redo")


def test_a_form_in_which_nothing_has_to_be_said_shows_all_its_boxes(enter, world) -> None:
    pack = periods.opened(world, pack="demo-qingshi").pack_id
    code = following.opened(world, following.executed(world, pack=pack), pack=pack)
    shown = form(enter("an"), code, "recheck")
    assert ("与调整时相比" in shown, "视情况填写" in shown) == (True, False)
    assert "先按本页“由此另立”里的“组织调整”立一件" in form(enter("an"), code, "again")


def test_a_proposal_offers_no_reason_it_could_not_rest_on(enter, world) -> None:
    shown = form(enter("an"), casework.to_proposal(world), "propose")
    assert re.findall(r'name="f_reason_class" value="(\w+)"', shown) == ["fault", "fit", "health"]
    assert "由他在自己的页面提出“自愿辞职”" in shown
