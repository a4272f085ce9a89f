"""What stands beside a form: the steps it is about, what is settled, the paper that is missing."""

import html
import re

import pytest

from biaochi.documents.queries import lacking, papers_of
from biaochi.documents.services import produce
from biaochi.documents.shapes import Ask
from tests.office import casework, lettering, periods, resigning
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
    code = casework.opened(world)
    casework.declared(world, code)
    casework.verified(world, code, evidence=[casework.piece(world)])
    on = casework.standing(world, code).verified_on
    casework.step(world, code, "tell", served_on=f"{on}", means="talk", text="事实", receipt="收")
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
