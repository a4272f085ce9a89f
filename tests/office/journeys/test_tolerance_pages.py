"""Tolerance on screen: what it takes is said before, he may ask for it, and he is answered."""

import html
import re

from biaochi.documents.queries import papers_of
from tests.office import casework

ASKED, REPLY = "试点没有先例，按会议要求先办。", "不采纳。试点之前已有明确规定。"


def text(answer, status=200):
    assert answer.status_code == status, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())[
        -2000:
    ]
    return html.unescape(answer.content.decode())


def opened_form(page, move):
    return re.search(rf'<div class="move opened" id="move-{move}">.*?</form>', page, re.DOTALL)[0]


def told(world):
    code = casework.opened(world)
    casework.declared(world, code)
    casework.verified(world, code, evidence=[casework.piece(world)])
    on = casework.standing(world, code).verified_on
    casework.step(world, code, "tell", served_on=f"{on}", means="talk", text="事实", receipt="收")
    return code


def sent(client, page, move, **given):
    seen = re.search(r'name="seen" value="(\d+)"', text(client.get(f"{page}?do={move}")))[1]
    given = {f"f_{name}": value for name, value in given.items()}
    on = {"on": f"{casework.DAY}"}
    return client.post(f"{page}moves/{move}/", {"seen": seen, **on, **given})


def answered(world, code):
    answers = [{"point": 1, "accepted": False, "answer": "已核对"}]
    casework.step(world, code, "answer", answers=answers)


def test_what_an_exemption_takes_stands_before_the_form(enter, world) -> None:
    code = told(world)
    casework.step(world, code, "state", who="fan", points=["有困难"])
    answered(world, code)
    shown = opened_form(text(enter("bai").get(f"/matters/{code}/?do=assess")), "assess")
    takes = shown[shown.index("免责要具备什么") : shown.index("<form")]
    wanted = (
        "乱作为", "不是明知故犯", "不是为谋取私利", "本件已核实的", "不影响提拔使用", "可以从轻",
        "先行先试中的失误，经认定免责", "第二十九条", "须有核实人和主持人签名的容错认定",
        "反向积分超过列入线",
    )  # fmt: skip
    assert [w for w in wanted if w not in takes] == []
    assert "法定保护状态" not in takes
    assert 'name="f_reply"' not in shown


def test_only_what_the_case_cites_can_be_exempted_in_it(enter, world) -> None:
    code = told(world)
    other = casework.piece(world, item="N3")
    [cited] = casework.standing(world, code).cited
    casework.step(world, code, "state", who="fan", points=["有困难"])
    answered(world, code)
    shown = opened_form(text(enter("bai").get(f"/matters/{code}/?do=assess")), "assess")
    offered = re.findall(r'name="f_exempted" value="([^"]+)"', shown)
    assert (offered, other in shown) == ([cited], True)


def test_he_asks_for_tolerance_with_his_defence_and_is_answered(enter, world) -> None:
    code, fan, bai = told(world), enter("fan"), enter("bai")
    own = f"/mine/matters/{code}/"
    form = opened_form(text(fan.get(f"{own}?do=state")), "state")
    assert "请求了也不会加重处理" in form
    assert "<details" in form[: form.index("免责要具备什么")]
    done = fan.post(f"{own}moves/state/", {
        "seen": "6", "f_points": "有困难", "f_tolerance": ASKED,
    })  # fmt: skip
    assert done.status_code == 302, text(done, done.status_code)
    assert re.search(rf"请求容错：{ASKED}.*?等待答复", text(fan.get(own)), re.DOTALL)
    answered(world, code)
    shown = opened_form(text(bai.get(f"/matters/{code}/?do=assess")), "assess")
    assert shown.index(ASKED) < shown.index("<form")
    assert re.search(r"对本人容错请求的答复 <span class=.must.>必填", shown)
    casework.step(world, code, "assess", conclusion="none", reason="不是失误", reply=REPLY)
    assert re.search(rf"请求容错：{ASKED}.*?<td[^>]*>{REPLY}", text(fan.get(own)), re.DOTALL)
    assert "tolerance" in {p.sort for p in papers_of(world.actor("an"), code)}


def test_without_an_answer_to_him_the_review_is_not_taken(enter, world) -> None:
    code = told(world)
    casework.step(world, code, "state", who="fan", points=["有困难"], tolerance=ASKED)
    answered(world, code)
    page = f"/matters/{code}/"
    refused = text(sent(enter("bai"), page, "assess", conclusion="none", reason="不是"), 422)
    assert 'id="assess_f_reply_error"' in refused


def test_the_stage_bar_of_an_exempted_case_tells_what_it_came_through(enter, world) -> None:
    code = told(world)
    casework.step(world, code, "state", who="fan", points=["有困难"])
    answered(world, code)
    before = stage_bar(enter("fan"), code)
    [piece] = casework.standing(world, code).cited
    casework.step(
        world, code, "assess", conclusion="exempted", reason="先行先试", exempted=[piece],
        distinctions=["inexperience", "exploration", "no_gain"],
        effects=["appraisal", "performance", "awards", "promotion"],
    )  # fmt: skip
    after = stage_bar(enter("fan"), code)
    assert after["告知事实并听取陈述申辩"] == before["告知事实并听取陈述申辩"] != ""
    assert after["集体讨论决定"] == after["谈话送达"] == "没有经过"
    casework.step(world, code, "close", note="免责")
    page = text(enter("fan").get(f"/mine/matters/{code}/"))
    assert "经研究予以免责，不作组织调整" in page
    assert [w for w in ("以前提出，一条一条写", "您可以陈述申辩") if w in page] == []


def stage_bar(client, code):
    page = text(client.get(f"/mine/matters/{code}/"))
    found = re.findall(r'<li class="\w+"[^>]*>([^<]+)(?:<span[^>]*>([^<]*)</span>)?</li>', page)
    return dict(found)
