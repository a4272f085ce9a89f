"""A decision from its service on screen: what the officer tells, what the official is told."""

import html
import re
from datetime import timedelta

import pytest

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.matters import queries
from biaochi.registry.models import Person
from tests.office import casework, remedywork
from tests.office.remedywork import judges

TODAY = clock.today()


@pytest.fixture(autouse=True)
def seats(world):
    judges(world)


def text(answer, status=200):
    page = answer.content.decode()
    assert answer.status_code == status, re.sub(r"<[^>]+>|\s+", " ", page)[-2000:]
    return html.unescape(page)


def decided(world, measure="removal", **proposal):
    code = casework.to_proposal(world)
    casework.decided(world, code, measure, **proposal)
    return code


def box(page, name):
    found = re.search(rf'<textarea[^>]*name="f_{name}"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    return found[1].strip()


def sent(enter, code, move, **given):
    an, page = enter("an"), f"/matters/{code}/"
    seen = re.search(r'name="seen" value="(\d+)"', text(an.get(f"{page}?do={move}")))[1]
    given = {f"f_{name}": value for name, value in given.items()}
    return an.post(
        f"{page}moves/{move}/", {"seen": seen, "on": f"{TODAY}", "sure": "on", **given}
    )  # fmt: skip


def test_his_desk_and_the_page_tell_the_decision_and_the_ways_with_their_days(enter, world) -> None:
    code = decided(world)
    fan, lodge = enter("fan"), f"/mine/matters/new/remedy/?parent={code}"
    assert "决定已送达" not in text(fan.get("/"))
    casework.served(world, code, on=TODAY, served_on=f"{TODAY}")
    last = TODAY + timedelta(days=30)
    desk, page = text(fan.get("/")), text(fan.get(f"/mine/matters/{code}/"))
    assert "决定已送达：组织调整" in desk
    assert f'href="/mine/matters/{code}/#object"' in desk
    assert f'href="{lodge}">不服的，可以向原处理机关申请复核' in desk
    assert "没有期限限制" in desk
    assert "请看决定书" not in desk
    [due] = set(re.findall(r"最后一日 (\d{4}-\d\d-\d\d)", desk))
    assert due >= f"{last}"
    told = page[page.index('id="object"') :]
    assert lodge in told
    for words in ("申请复核", "原处理机关", "申诉受理机关", "次日", "30 日", "暂定", "没有期限"):
        assert words in told
    assert "决定已送达" not in text(enter("du").get("/"))


def test_a_way_whose_day_is_over_leaves_the_desk_and_is_told_on_the_page(enter, world) -> None:
    code = decided(world)
    casework.served(world, code)
    fan = enter("fan")
    desk = text(fan.get("/"))
    assert "可以向组织部门提出内部异议" in desk
    assert "申请复核" not in desk
    told = text(fan.get(f"/mine/matters/{code}/"))
    assert "期限已过" in told
    casework.step(world, code, "execute_post", effective_on="2018-01-16", last_on="2018-01-15")
    casework.step(world, code, "close", note="办结")
    assert "决定已送达" not in text(fan.get("/"))


def test_a_way_he_took_already_is_not_offered_again_while_it_runs(enter, world) -> None:
    code, fan = decided(world), enter("fan")
    casework.served(world, code, served_on=f"{TODAY}", on=TODAY)
    lodge = "可以向原处理机关申请复核"
    assert lodge in text(fan.get("/"))
    taken = remedywork.lodged(world, f"matter:{code}", on=TODAY)
    shown = text(fan.get("/"))
    assert lodge not in shown
    assert "可以向组织部门提出内部异议" in shown
    remedywork.step(world, taken, "withdraw", who="fan", reason="不再提出")
    assert lodge in text(fan.get("/"))


def test_the_notice_starts_with_the_ways_of_the_pack_and_can_be_changed(enter, world) -> None:
    code = decided(world)
    page = text(enter("an").get(f"/matters/{code}/?do=serve"))
    told = box(page, "remedy")
    assert "可以自收到决定之日起30日内向原处理机关申请复核" in told
    assert "可以自收到决定之日起30日内向申诉受理机关提出申诉" in told
    assert "向组织部门提出内部异议（没有期限限制）" in told
    assert "“异议”必须写明" in page
    given = {"served_on": f"{TODAY}", "means": "talk", "receipt": "范守义"}
    refused = text(sent(enter, code, "serve", remedy="可以申请复核、提出申诉。", **given), 422)
    assert box(refused, "remedy") == "可以申请复核、提出申诉。"
    assert sent(enter, code, "serve", remedy=f"{told}特此告知。", **given).status_code == 302
    last = queries.said_in(queries.with_code(code).key)[-1]
    assert last.given["remedy"] == f"{told}特此告知。"


@pytest.mark.parametrize("regime", ["公务员", "监察对象", "事业人员", "国企管理人员", ""])
@pytest.mark.parametrize("measure", ["removal", "transfer"])
def test_what_stands_in_the_box_is_enough_for_whoever_it_is(enter, world, regime, measure) -> None:
    Person.objects.unscoped(Why.ABOUT).filter(code="fan").update(extra={"regime": regime})
    code = decided(world, measure)
    told = box(text(enter("an").get(f"/matters/{code}/?do=serve")), "remedy")
    given = {"served_on": f"{TODAY}", "means": "talk", "receipt": "范守义", "remedy": told}
    assert sent(enter, code, "serve", **given).status_code == 302


def test_a_notice_that_leaves_out_the_days_is_told_what_to_write(enter, world) -> None:
    Person.objects.unscoped(Why.ABOUT).filter(code="fan").update(extra={"regime": "公务员"})
    code = decided(world)
    given = {"served_on": f"{TODAY}", "means": "talk", "receipt": "范守义"}
    short = "可以提出异议、申请复核；可以在三十日内向市委组织部提出申诉。"
    refused = text(sent(enter, code, "serve", remedy=short, **given), 422)
    assert "应为：可以自收到决定之日起30日内向原处理机关申请复核" in refused
    assert "复核没有写向谁提出和“30日内”" in refused
    assert "申诉没有写" not in refused


def test_a_measure_the_law_does_not_name_is_told_without_the_ways_of_the_law(enter, world) -> None:
    code = decided(world, "transfer", post_after="副局长", destination="县教育局")
    told = box(text(enter("an").get(f"/matters/{code}/?do=serve")), "remedy")
    assert "异议" in told
    assert "复核" not in told


def test_after_a_step_the_page_opens_at_the_top_where_it_says_so(enter, world) -> None:
    code = decided(world)
    page = text(enter("an").get(f"/matters/{code}/?do=serve"))
    given = {"served_on": f"{TODAY}", "means": "talk", "receipt": "范守义"}
    done = sent(enter, code, "serve", remedy=box(page, "remedy"), **given)
    assert (done.status_code, done["Location"]) == (302, f"/matters/{code}/#content")


@pytest.mark.parametrize("destination", ["县教育局", "另行安排"])
def test_the_new_post_stands_open_and_starts_as_it_was_decided(enter, world, destination) -> None:
    code = decided(world, "transfer", post_after="青石县教育局副科长", destination=destination)
    casework.served(world, code)
    page = text(enter("an").get(f"/matters/{code}/?do=execute_post"))
    assert "视情况填写" not in page
    assert re.search(r'name="f_post" value="青石县教育局副科长"[^>]* required', page)
    assert re.search(r'value="qs-edu"[^>]* checked>', page)
    assert re.search(r"任职单位 <span class=.must.>必填", page)
    assert re.search(r"新职务 <span class=.must.>必填", page)
    given = {"effective_on": f"{TODAY}", "last_on": "2018-01-20", "post": "青石县教育局副科长"}
    refused = text(sent(enter, code, "execute_post", **given), 422)
    assert 'id="execute_post_f_unit_error"' in refused
    assert sent(enter, code, "execute_post", unit="qs-edu", **given).status_code == 302


def test_a_removal_without_a_new_post_asks_for_none(enter, world) -> None:
    code = decided(world)
    casework.served(world, code)
    page = text(enter("an").get(f"/matters/{code}/?do=execute_post"))
    assert "新职务 <span" not in page
    given = {"effective_on": "2018-01-21", "last_on": "2018-01-20"}
    assert sent(enter, code, "execute_post", **given).status_code == 302


def test_before_a_decision_an_objection_stands_back_and_says_what_it_is_against(
    enter, world
) -> None:  # fmt: skip
    code, fan = decided(world), enter("fan")
    page = text(fan.get(f"/mine/matters/{code}/"))
    assert page.index("您现在可以") < page.index('id="object"')
    section = re.search(r'id="object">.*?</section>', page, re.DOTALL)[0]
    assert "不服怎么办" not in page
    assert re.search(r"<details>.*还没有作出决定.*内部异议.*</details>", section, re.DOTALL)
    lodge = f"/mine/matters/new/remedy/?parent={code}"
    assert lodge in section
    assert "（决定以前的办理）" in text(fan.get(lodge))
    casework.served(world, code)
    page = text(fan.get(f"/mine/matters/{code}/"))
    assert "不服怎么办" in page
    assert "还没有作出决定" not in page
    assert "决定以前的办理" not in text(fan.get(lodge))


def test_a_matter_taken_back_before_a_decision_does_not_promise_one(enter, world) -> None:
    code = casework.to_proposal(world, on=TODAY)
    casework.step(world, code, "withdraw", reason="情况已经说明清楚")
    page = text(enter("fan").get(f"/mine/matters/{code}/"))
    assert "没有对您作出决定" in page
    assert "作出决定并送达您以后" not in page


def test_a_decision_that_was_revoked_says_so_where_he_reads_it(enter, world) -> None:
    code, fan = remedywork.removed(world), enter("fan")
    page = f"/mine/matters/{code}/"
    remedy = remedywork.lodged(world, f"matter:{code}", way=remedywork.OBJECTION)
    assert "您已经提出，正在办理" in text(fan.get(page))
    assert "不再作数" not in text(fan.get(page))
    remedywork.served(world, remedy)
    shown = text(fan.get(page))
    assert "不再作数" in shown
    assert "您提出的已经有了决定" in shown
    assert "正在办理：" not in shown
