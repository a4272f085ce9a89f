"""Matters on screen, of an invented kind that asks for every sort of field."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from biaochi import clock
from biaochi.access.models import Grant
from biaochi.access.scoping import Why
from biaochi.desks import kinds, queries
from biaochi.matters.models import Step
from biaochi.trail.models import Entry
from biaochi.trail.queries import taken_out
from tests.office import toy


@pytest.fixture(autouse=True)
def toys(monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    monkeypatch.setitem(kinds.DESKS, "case", toy.DESK)


@pytest.fixture
def enter(world):
    def entered(login):
        client = Client()
        client.force_login(world.users[login])
        return client

    return entered


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def begun(enter, **more):
    sent = {"title": "提醒：迟报", "f_reason": "报表迟报", "seen": "0", "on": f"{clock.today()}"}
    answer = enter("an").post("/people/du/matters/new/case/", {**sent, **more})
    assert answer.status_code == 302, text(answer, answer.status_code)
    return answer["Location"].strip("/").rsplit("/", 1)[1]


def sent(enter, code, move, who="an", own=False, **given):
    actor_page = f"/mine/matters/{code}/" if own else f"/matters/{code}/"
    client = enter(who)
    seen = re.search(r'name="seen" value="(\d+)"', text(client.get(f"{actor_page}?do={move}")))
    given = {"seen": seen[1] if seen else "0", "on": f"{clock.today()}", **given}
    return client.post(f"{actor_page}moves/{move}/", given)


def test_a_list_of_matters_that_is_taken_out_keeps_whom_it_held(world, enter):
    begun(enter)
    assert enter("an").get("/matters/?format=xlsx").status_code == 200
    [taken] = taken_out("du", since=clock.now() - timedelta(minutes=5))
    assert taken.user == world.users["an"].pk


def told(enter):
    code = begun(enter)
    assert sent(enter, code, "tell", f_text="情况如下。", f_inner="不外传").status_code == 302
    return code


def test_a_matter_is_opened_and_stands_in_the_list_board_and_clocks(enter) -> None:
    code = told(enter)
    an = enter("an")
    assert "提醒：迟报" in text(an.get("/matters/"))
    assert "提醒：迟报" in text(an.get("/matters/?stage=已告知&state=open&who=杜"))
    assert "提醒：迟报" not in text(an.get("/matters/?state=closed"))
    board = text(an.get("/matters/board/?kind=case"))
    assert re.search(r"已告知 <span class=\"many\">1</span>", board)
    clocks = text(an.get("/matters/clocks/"))
    assert [w for w in ("本人回复", "次日", "暂定", "杜文清") if w not in clocks] == []
    page = text(an.get(f"/matters/{code}/"))
    assert [w for w in ("情况如下。", "不外传", "同类情况", "这里还没有内容", "先听取意见")
            if w not in page] == []  # fmt: skip


def test_every_sort_of_field_comes_back_as_it_was_filled(enter, world) -> None:
    code = told(enter)
    given = {
        "f_names": "周邻居\n\n  吴同事 ", "f_votes-for": "3", "f_votes-against": "0",
        "f_votes-abstained": "1", "f_kept": "no", "f_seen_on": "2018-01-05", "f_many": "0",
        "f_way": "oral",
    }  # fmt: skip
    assert sent(enter, code, "check", who="bai", **given).status_code == 302
    last = Step.objects.unscoped(Why.ABOUT).order_by("-pk").first()
    assert last.given == {
        "names": ["周邻居", "吴同事"], "votes": {"for": 3, "against": 0, "abstained": 1},
        "kept": False, "seen_on": "2018-01-05", "many": 0, "way": "oral",
    }  # fmt: skip
    assert sent(enter, code, "state", who="du", own=True, f_points="一\n二").status_code == 302
    answers = {
        "f_answers-1-accepted": "yes", "f_answers-1-answer": "属实",
        "f_answers-2-accepted": "no", "f_answers-2-answer": "与记录不符",
    }  # fmt: skip
    assert sent(enter, code, "answer", **answers).status_code == 302
    his = text(enter("du").get(f"/mine/matters/{code}/"))
    assert "第 2 条（不采纳）：与记录不符" in his
    assert [w for w in ("周邻居", "不外传", "赞成", "来信", "内部期限") if w in his] == []


def test_what_is_wrong_is_said_beside_its_box_and_the_input_is_kept(enter) -> None:
    code = told(enter)
    sent(enter, code, "state", f_points="第一条\n第二条")
    shown = text(sent(enter, code, "answer", **{"f_answers-1-answer": "写了一半"}), 422)
    assert "第 1、2 条还没有答复完" in shown
    assert "写了一半" in shown
    shown = text(sent(enter, code, "check", who="bai", f_names="甲", f_kept="yes"), 422)
    assert 'id="check_f_seen_on_error"' in shown
    shown = text(sent(enter, code, "state", f_points="别的"), 422)
    assert re.search(r'id="state_f_points_error".{0,80}说清楚的意见', shown, re.DOTALL)
    assert 'class="move opened" id="move-state"' in shown


def test_the_second_at_a_matter_sees_what_the_first_did_and_keeps_his_words(enter) -> None:
    code = told(enter)
    stale = {"seen": "2", "on": f"{clock.today()}", "f_points": "我写了很久的意见"}
    sent(enter, code, "refer", f_matter="线索")
    shown = text(enter("an").post(f"/matters/{code}/moves/state/", stale), 409)
    assert "安静仪 移送" in shown
    assert "我写了很久的意见" in shown
    assert 'name="seen" value="3"' in shown
    end = {"seen": "3", "on": f"{clock.today()}", "sure": "on"}
    assert enter("an").post(f"/matters/{code}/moves/end/", end).status_code == 302
    shown = text(enter("an").post(f"/matters/{code}/moves/state/", {**stale, "seen": "3"}), 409)
    assert [w for w in ("我写了很久的意见", "安静仪 完", "已经办结") if w not in shown] == []


def test_what_cannot_be_taken_back_is_confirmed_and_proved(enter) -> None:
    code = told(enter)
    shown = text(sent(enter, code, "end"), 422)
    assert "请先核对" in shown
    client = enter("an")
    session = client.session
    session["proved"] = "2018-01-01T00:00:00+00:00"
    session.save()
    assert "先确认密码" in text(client.get(f"/matters/{code}/?do=end"))
    given = {"seen": "2", "on": f"{clock.today()}", "sure": "on"}
    assert "请在新窗口确认密码" in re.sub("<[^>]*>", "", text(
        client.post(f"/matters/{code}/moves/end/", given), 422))  # fmt: skip
    assert sent(enter, code, "end", sure="on").status_code == 302
    assert "已办结</span>" in text(enter("an").get(f"/matters/{code}/"))


def test_files_come_with_a_step_and_are_handed_to_whom_it_is_shown(enter) -> None:
    code = told(enter)
    file = SimpleUploadedFile("情况说明.pdf", b"%PDF-1.7 x")
    assert sent(enter, code, "state", who="du", own=True, f_points="见附件", files=file
                ).status_code == 302  # fmt: skip
    page = text(enter("du").get(f"/mine/matters/{code}/"))
    there = re.search(rf'href="(/mine/matters/{code}/files/\d+/)"', page)[1]
    answer = enter("du").get(there)
    assert answer.content == b"%PDF-1.7 x"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert enter("fan").get(there).status_code == 404
    assert enter("an").get(there.replace("/mine", "")).status_code == 200
    bad = SimpleUploadedFile("a.exe", b"MZ")
    shown = text(sent(enter, code, "state", who="du", own=True, f_points="再", files=bad), 415)
    assert 'id="state_files_error"' in shown


def test_nothing_is_there_for_whom_it_is_not(enter) -> None:
    code = begun(enter)
    for login in ("du", "jin", "xi", "ouyang", "shen", "zhu", "ning", "pan", "li"):
        client = enter(login)
        assert client.get(f"/matters/{code}/").status_code == 404, login
        assert client.get(f"/mine/matters/{code}/").status_code == 404, login
        assert client.post(f"/matters/{code}/moves/end/", {}).status_code == 404, login
        listed = client.get("/matters/")
        assert listed.status_code == 404 or "杜文清" not in listed.content.decode(), login
    assert enter("rui").get("/people/du/matters/new/case/").status_code == 404
    assert enter("cheng").get("/people/du/matters/new/case/").status_code == 404
    assert enter("an").get("/people/du/matters/new/nonsense/").status_code == 404


def test_a_day_that_has_not_come_is_refused_beside_its_box(enter) -> None:
    code = told(enter)
    shown = text(sent(enter, code, "refer", f_matter="线索", on="2999-01-01"), 422)
    assert 'id="refer_on_error"' in shown
    assert date(2999, 1, 1).isoformat() in shown


def test_my_page_lists_my_matters_with_what_is_due(enter) -> None:
    code = told(enter)
    mine = text(enter("du").get("/mine/"))
    assert f"/mine/matters/{code}/" in mine
    assert "本人回复：请在" in mine
    assert "内部期限" not in mine
    assert f"/mine/matters/{code}/" not in text(enter("fan").get("/mine/"))


def test_a_long_list_of_choices_can_be_searched(enter) -> None:
    shown = text(enter("an").get("/people/du/matters/new/case/"))
    assert 'data-narrow="begin_f_grades"' in shown
    assert shown.count('name="f_grades"') == 25


def test_kinds_are_chosen_on_a_page_of_their_own(enter) -> None:
    shown = text(enter("an").get("/people/du/matters/new/?finding=3"))
    assert "/people/du/matters/new/case/?finding=3" in shown
    assert enter("jin").get("/people/du/matters/new/").status_code == 404


def test_the_reads_of_a_matter_are_on_the_trail(enter, world) -> None:
    code = told(enter)
    enter("sheng").get(f"/matters/{code}/")
    read = Entry.objects.unscoped(Why.TRAIL).filter(event="matter_read", ident=code)
    assert read.filter(user=world.users["sheng"].pk).count() == 1
    assert queries.opened(world.actor("sheng"), code, on=clock.today()).offers == ()


def test_the_desk_says_what_waits_for_whom_and_why(enter, world) -> None:
    code = begun(enter)
    bai = text(enter("bai").get("/"))
    assert f"/matters/{code}/?do=check#move-check" in bai
    assert "等核对" in bai
    assert "等核对" not in text(enter("an").get("/"))
    assert "等核对" not in text(enter("sheng").get("/"))
    sent(enter, code, "tell", f_text="情况如下。")
    his = text(enter("du").get("/"))
    assert f'href="/mine/matters/{code}/?do=state"' in his
    assert [w for w in ("可以写意见", "还有") if w not in his] == []
    sent(enter, code, "state", who="du", own=True, f_points="一")
    an = text(enter("an").get("/"))
    assert "有意见没有答复" in an
    page = text(enter("an").get(f"/matters/{code}/"))
    assert page.index("下一步") < page.index("移送</a>")
    for login in ("jin", "xi", "fan"):
        assert code not in text(enter(login).get("/"))


def test_the_desk_says_what_ran_out(enter, world) -> None:
    code = begun(enter, on="2018-01-15")
    sent(enter, code, "tell", f_text="情况如下。", on="2018-01-15")
    shown = text(enter("sheng").get("/"))
    assert re.search(rf'href="/matters/{code}/">杜文清：本人回复.*?逾期', shown)
    assert "逾期的期限" not in text(enter("du").get("/"))


def test_an_officer_finds_on_his_desk_what_he_handles_himself(enter, world) -> None:
    code = told(enter)
    sent(enter, code, "state", who="du", own=True, f_points="一")
    Grant.objects.create(
        user=world.users["sheng"], role="officer", unit="qs", from_on=date(2015, 1, 1),
        granted_by=world.users["an"], granted_at=clock.now(),
    )  # fmt: skip
    assert "有意见没有答复" not in text(enter("sheng").get("/"))
    assert "有意见没有答复" in text(enter("an").get("/"))


def test_a_step_that_cannot_be_made_yet_says_why_where_it_was_asked_for(enter) -> None:
    code = told(enter)
    shown = text(enter("an").get(f"/matters/{code}/?do=answer"))
    assert re.search(r"「答复」现在还不能办.{0,200}本人写了意见", shown, re.DOTALL)


def test_who_has_to_do_what_is_said_to_those_it_does_not_wait_for(enter) -> None:
    code = begun(enter)
    waits = r"现在等</span> 核实人员：<b>核对</b>.*?等核对"
    assert re.search(waits, text(enter("an").get(f"/matters/{code}/")))
    assert "现在等" not in text(enter("bai").get(f"/matters/{code}/"))


def test_his_own_words_are_not_held_ready_for_an_officer(enter) -> None:
    code = told(enter)
    page = text(enter("an").get(f"/matters/{code}/"))
    assert re.search(r"现在等</span> 本人：<b>", page)
    assert 'name="f_points"' not in page
    assert "照原文代为登记" in text(enter("an").get(f"/matters/{code}/?do=state"))
    desk = text(enter("an").get("/"))
    assert "等本人；他交来书面的，代为登记" in desk
    assert 'name="f_points"' in text(enter("du").get(f"/mine/matters/{code}/"))


def test_my_own_record_holds_what_i_was_told_and_nothing_else(enter) -> None:
    told(enter)
    answer = enter("du").get("/mine/record.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    words = "\n".join(str(c) for row in sheet.iter_rows(values_only=True) for c in row)
    assert "提醒：迟报：告知" in words
    assert "告知的内容：情况如下。" in words
    assert "不外传" not in words


def test_a_date_on_the_stage_bar_says_what_it_is(enter) -> None:
    code = told(enter)
    since = rf'title="进入这一阶段的日子">{clock.today()} 起<'
    for client, page in (("an", f"/matters/{code}/"), ("du", f"/mine/matters/{code}/")):
        bar = re.search(r'<ol class="steps".*?</ol>', text(enter(client).get(page)), re.DOTALL)[0]
        assert len(re.findall(since, bar)) == 2
        assert len(re.findall(r"\d{4}-\d\d-\d\d", bar)) == 2
