"""Remedies on screen: from my page to the panel and back to my page."""

import re

import pytest

from biaochi import clock
from biaochi.evidence.queries import held_about
from tests.office import casework, periods
from tests.office.remedywork import OBJECTION, REVIEW, judges, removed

TODAY = clock.today()


@pytest.fixture(autouse=True)
def seats(world):
    judges(world)


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def sent(enter, code, move, who, *, own=False, **given):
    page = f"/mine/matters/{code}/" if own else f"/matters/{code}/"
    client = enter(who)
    seen = re.search(r'name="seen" value="(\d+)"', text(client.get(f"{page}?do={move}")))
    given = {"seen": seen[1] if seen else "0", "on": f"{TODAY}", **given}
    answer = client.post(f"{page}moves/{move}/", given)
    assert answer.status_code == 302, text(answer, answer.status_code)


def lodged(enter, query, **given):
    client, address = enter("fan"), f"/mine/matters/new/remedy/?{query}"
    assert "提出" in text(client.get(address))
    given = {"f_points": "没有这回事", "f_wish": "撤销", "seen": "0", "on": f"{TODAY}"} | given
    answer = client.post(address, given)
    assert answer.status_code == 302, text(answer, answer.status_code)
    return answer["Location"].strip("/").rsplit("/", 1)[1]


def test_an_objection_to_evidence_starts_from_my_page(enter, world) -> None:
    piece = casework.piece(world, person="fan")
    mine = text(enter("fan").get("/mine/"))
    link = f"/mine/matters/new/remedy/?subject=evidence:{piece}"
    assert link in mine
    form = text(enter("fan").get(link))
    assert "提出内部异议</" in form
    assert "申请复核" not in form
    code = lodged(
        enter, f"subject=evidence:{piece}", f_about=f"evidence:{piece}", f_way=OBJECTION
    )  # fmt: skip
    page = text(enter("fan").get(f"/mine/matters/{code}/"))
    assert "复核、申诉和异议期间不停止原决定的执行。" in page
    [held] = held_about("fan")
    assert held.status == "verified"


def test_the_form_offers_the_ways_of_what_can_be_chosen_and_no_others(enter, world) -> None:
    form = text(enter("fan").get("/mine/matters/new/remedy/"))
    assert "提出内部异议</" not in form
    removed(world)
    form = text(enter("fan").get("/mine/matters/new/remedy/"))
    assert "提出内部异议</" in form
    assert form.count("申请复核（法定，复核申诉）") == 1
    assert "再申诉" not in form


def test_a_form_without_any_way_says_so(enter, world, tmp_path) -> None:
    rule, of_record = "procedures/own-record.yaml", "covers: [request]"
    folder = periods.changed(tmp_path, rule, of_record, "covers: [refused-retirement]")
    periods.opened(world, folder=folder)
    form = text(enter("fan").get("/mine/matters/new/remedy/"))
    assert "对可以针对的事项、结果和记录，规则包没有写可以走的途径。" in form


def test_a_statutory_way_against_a_deduction_is_refused_beside_the_form(enter, world) -> None:
    removed(world)
    piece = casework.piece(world, person="fan")
    address = f"/mine/matters/new/remedy/?subject=evidence:{piece}"
    given = {
        "f_about": f"evidence:{piece}", "f_way": REVIEW, "f_points": "没有", "f_wish": "撤销",
        "seen": "0", "on": f"{TODAY}",
    }  # fmt: skip
    page = text(enter("fan").post(address, given), status=422)
    assert "应为：提出内部异议；" in page
    assert "没有</textarea>" in page


def test_a_panel_hears_decides_and_his_page_tells_the_next_way(enter, world) -> None:
    case = removed(world)
    assert f"/mine/matters/new/remedy/?parent={case}" in text(
        enter("fan").get(f"/mine/matters/{case}/")
    )
    late = enter("fan").post(f"/mine/matters/new/remedy/?parent={case}", {
        "f_about": f"matter:{case}", "f_way": REVIEW, "f_points": "过重", "f_wish": "撤销",
        "seen": "0", "on": f"{TODAY}"})  # fmt: skip
    page = text(late, status=422)
    assert "2018-02-14" in page
    assert "耽误的原因" in page
    code = lodged(enter, f"parent={case}", f_about=f"matter:{case}", f_way=OBJECTION)
    sent(enter, code, "accept", "sheng", f_note="符合条件")
    users = [world.users[u].pk for u in ("pan", "pei", "peng")]
    sent(enter, code, "form_panel", "sheng", f_members=users)
    for login in ("pan", "pei", "peng"):
        sent(enter, code, "declare", login, f_relation="none")
    assert text(enter("pan").get(f"/matters/{case}/"))
    assert enter("pu").get(f"/matters/{case}/").status_code == 404
    sent(enter, code, "hear", "pan", f_held_on=f"{TODAY}", f_way_of="oral", f_record="听取意见")
    page = text(enter("pan").get(f"/matters/{code}/?do=decide"))
    assert "平级" in page or "调离岗位" in page
    assert ">降职<" not in page
    own = text(enter("fan").get(f"/mine/matters/{code}/"))
    assert "裴公正" in own
    assert "申请回避" in own
