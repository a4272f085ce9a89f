"""Letters, observations and expiries on screen, from the first form to the last."""

import re
from datetime import date, timedelta

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.evidence.models import Measure
from biaochi.registry.models import Appointment, Person
from tests.office import periods
from tests.office.lettering import TALK, observed, proven, step


def text(answer, status=200):
    page = answer.content.decode()
    assert answer.status_code == status, re.sub(r"<[^>]+>|\s+", " ", page)[-3000:]
    return page


def made(client, code, move, *, own=False, **given):
    page = f"/mine/matters/{code}/" if own else f"/matters/{code}/"
    shown = text(client.get(f"{page}?do={move}"))
    seen = re.search(r'name="seen" value="(\d+)"', shown)
    said = {f"f_{k}": v for k, v in given.items()}
    answer = client.post(
        f"{page}moves/{move}/",
        {"seen": seen[1] if seen else "0", "on": f"{clock.today()}", "sure": "on", **said},
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]


def test_an_inquiry_from_draft_to_close(enter, world) -> None:
    pack = periods.opened(world, pack="demo-qingshi").pack_id
    today = f"{clock.today()}"
    an, du = enter("an"), enter("du")
    way = f"/people/du/matters/new/letter/?way={pack}:&evidence={proven(world)}"
    form = text(an.get(way))
    assert "E2026" in form
    sent = {
        "title": "函询：迟报", "seen": "0", "on": today, "f_type": "inquiry", "f_subject": "迟报",
        "f_facts": "一月报表迟报三日。", "f_expected": "说明原因。",
        "f_evidence": re.search(r'value="(E2026[^"]+)"', form)[1],
    }  # fmt: skip
    answer = an.post(way, sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    code = answer["Location"].strip("/").rsplit("/", 1)[1]
    assert du.get(f"/mine/matters/{code}/").status_code == 404
    made(enter("cheng"), code, "approve")
    made(an, code, "serve", served_on=today, means="talk", receipt="杜文清")
    his = text(du.get(f"/mine/matters/{code}/"))
    assert 0 < his.index("一月报表迟报三日。") < his.index('id="reply_f_points"')
    assert f'href="/mine/matters/{code}/?do=reply"' in text(du.get("/"))
    made(du, code, "reply", own=True, points="系统故障\n已补报")
    made(an, code, "judge", result="explained", reason="属实")
    made(an, code, "close")
    page = text(an.get(f"/matters/{code}/"))
    assert [w for w in ("已办结", "15 个工作日", "系统故障") if w not in page] == []


def test_letters_are_counted_and_every_number_opens(enter, world, at) -> None:
    for n, (type_, rank) in enumerate([("reminder", "正职")] * 2 + [("admonition", "副职")]):
        Measure.objects.create(
            person=world.people["du"], code=f"M{n}", measure=type_, rank=rank, note=f"事由{n}",
            on=date(2017, 3, 1) + timedelta(days=n), recorded_at=at,
        )  # fmt: skip
    an = enter("an")
    page = text(an.get("/letters/"))
    assert 'href="?type=reminder&amp;rank=%E6%AD%A3%E8%81%8C">2</a>' in page
    assert "<b>3</b> 人次，1 人" in page
    drilled = text(an.get("/letters/?type=admonition&rank=副职"))
    assert ("事由2" in drilled, "事由0" in drilled) == (True, False)
    assert "事由" not in text(enter("jin").get("/letters/?reset=1", follow=True))


def test_what_runs_out_is_opened_with_one_click(enter, world, at) -> None:
    periods.opened(world, pack="demo-qingshi")
    soon = clock.today() + timedelta(days=90)
    start = date(soon.year - 5, soon.month, soon.day) + timedelta(days=1)
    Appointment.objects.unscoped(Why.SETUP).filter(person__code="du").update(from_on=start)
    an = enter("an")
    page = text(an.get("/expiring/?months=notice&ground=term"))
    row = re.search(r"杜文清.*?</tr>", page, re.DOTALL)[0]
    assert ("每届 5 年" in row, "临近" in row) == (True, True)
    there = re.search(r'href="([^"]+)">立项', row)[1].replace("&amp;", "&")
    form = text(an.get(there))
    about = re.search(
        r'value="(term:[^"]+)" (?:required )?(?:id="[^"]+" )?(?:selected|checked)', form
    )
    assert about, form[-4000:]
    sent = {"title": "任期届满", "seen": "0", "on": f"{clock.today()}", "f_about": about[1]}
    assert an.post(there, sent).status_code == 302
    assert "已立项" in text(an.get("/expiring/?name=杜"))
    assert ">立项</a>" not in text(enter("sheng").get("/expiring/"))


def test_what_cannot_be_worked_out_is_listed_with_what_is_missing(enter, world) -> None:
    periods.opened(world, pack="demo-qingshi")
    Person.objects.unscoped(Why.SETUP).filter(code="du").update(sex="")
    page = text(enter("an").get("/expiring/"))
    assert "没有登记性别或出生日期，请补登" in page


def test_leads_wait_for_people(enter, world, at) -> None:
    an = enter("an")
    assert "没有等待决定的线索" in text(an.get("/leads/"))
    code = observed(world, at)
    for _ in range(2):
        step(world, at, code, "talk", **TALK)
    news = proven(world, on=date(2018, 2, 1))
    page = text(an.get("/leads/"))
    assert (code in page, news in page) == (True, True)
    assert code not in text(enter("jin").get("/leads/"))


def test_the_form_for_posts_refuses_a_third_term_beside_the_post(enter, world, at) -> None:
    periods.opened(world, pack="demo-qingshi")
    Appointment.objects.unscoped(Why.SETUP).filter(person__code="du").update(
        from_on=date(2014, 9, 1), to_on=date(2024, 8, 31)
    )
    sent = {"unit": "qs-fin", "post": "局长", "from_on": "2024-09-01", "role": "head", "order": "0"}
    page = text(enter("an").post("/people/du/posts/add/", sent))
    assert "已任满 2 届（至 2024-08-31）" in page


def test_the_dossier_and_my_page_show_the_ladder(enter, world, at) -> None:
    Measure.objects.create(
        person=world.people["du"], code="M1", measure="reminder", on=date(2016, 5, 1),
        note="会议迟到", recorded_at=at,
    )  # fmt: skip
    code = observed(world, at)
    dossier = text(enter("an").get("/people/du/dossier/"))
    assert re.search(r"2016-05-01.*?提醒.*?会议迟到", dossier, re.DOTALL)
    assert f'href="/matters/{code}/">考察期</a>' in dossier
    own = text(enter("du").get("/mine/"))
    assert f'href="/mine/matters/{code}/">考察期</a>' in own
