"""What each of the three administrators can do on the screen, and what none of them sees."""

import re

import pytest

from biaochi.access.models import User
from biaochi.access.scoping import Why
from biaochi.trail.events import Event
from biaochi.trail.services import About, record
from tests.office.cast import AT

PAGES = {
    "xi": ("/accounts/", "/accounts/add/", "/health/"),
    "ouyang": ("/grants/", "/holders/", "/health/"),
    "shen": ("/trail/", "/trail/looked/", "/trail/exports/"),
}
ALL = sorted({page for pages in PAGES.values() for page in pages})


def user(login):
    return User.objects.unscoped(Why.LOGIN).get(login=login)


def enter(client, login):
    client.force_login(user(login))
    return client


def body(answer):
    return answer.content.decode()


@pytest.mark.parametrize("login", ["xi", "ouyang", "shen", "an", "du"])
def test_an_administrator_has_his_own_pages_and_no_others(client, world, login) -> None:
    enter(client, login)
    open_to = {page for page in ALL if client.get(page).status_code == 200}
    assert open_to == set(PAGES.get(login, ()))


@pytest.mark.parametrize("login", ["xi", "ouyang", "shen"])
def test_the_menu_leads_an_administrator_to_his_pages(client, world, login) -> None:
    enter(client, login)
    shown = body(client.get("/account/"))
    assert [p for p in ALL if f'href="{p}"' in shown and p not in PAGES[login]] == []
    assert [p for p in PAGES[login] if p != "/accounts/add/" and f'href="{p}"' not in shown] == []


@pytest.mark.parametrize("login", ["xi", "ouyang", "shen"])
def test_no_administrator_reads_what_the_registry_holds(client, world, login) -> None:
    enter(client, login)
    for page in PAGES[login]:
        shown = body(client.get(page))
        assert "局长" not in shown
        assert "正科" not in shown


def secret(answer):
    return re.search(r"<code>([^<]+)</code>", body(answer))[1]


def test_an_account_is_made_opened_granted_and_used(client, world) -> None:
    enter(client, "xi")
    word = secret(client.post("/accounts/add/", {"login": "new", "name": "辛新来", "kind": ""}))
    made = user("new")
    enter(client, "ouyang")
    code = secret(client.post(f"/holders/{made.pk}/release/", {"version": made.version}))
    said = {"role": "officer", "unit": "qs", "from_on": "2099-01-01", "reason": "任命文件"}
    assert client.post(f"/holders/{made.pk}/", said).status_code == 302
    assert "组织部干部" in body(client.get(f"/holders/{made.pk}/"))
    client.logout()
    half = client.post("/login/", {"login": "new", "password": word}).context["half"]
    entered = client.post("/login/code/", {"half": half, "code": code})
    assert entered.headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/account/password/"


def test_a_wrong_grant_is_told_above_its_form(client, world) -> None:
    enter(client, "ouyang")
    said = {"role": "officer", "unit": "qs", "from_on": "2001-01-01", "reason": "x"}
    answer = client.post(f"/holders/{user('pan').pk}/", said)
    assert "不早于今天" in body(answer)


def test_a_grave_step_asks_for_the_password_again(client, world) -> None:
    enter(client, "ouyang")
    session = client.session
    session["proved"] = "2020-01-01T00:00:00+00:00"
    session.save()
    answer = client.get(f"/holders/{user('pan').pk}/")
    assert answer.headers["Location"].startswith("/confirm/?next=/holders/")
    ouyang = user("ouyang")
    ouyang.set_password("四月的雨下在青石板上，一直到傍晚")
    ouyang.save()
    enter(client, "ouyang")
    session = client.session
    session["proved"] = "2020-01-01T00:00:00+00:00"
    session.save()
    said = {"password": "四月的雨下在青石板上，一直到傍晚", "next": "/grants/"}
    assert client.post("/confirm/", said).headers["Location"] == "/grants/"
    assert client.get(f"/holders/{user('pan').pk}/").status_code == 200


def test_the_trail_shows_acts_without_the_words_written(client, world) -> None:
    actor = world.actor("an")
    record(
        Event.EVIDENCE_WITHDRAWN, actor=actor, at=AT, reason="举报人张三说的",
        about=About(kind="evidence", ident="e-17"), detail={"text": "秘密"},
    )  # fmt: skip
    enter(client, "shen")
    shown = body(client.get("/trail/"))
    assert "e-17" in shown
    assert "安静仪" in shown
    assert "张三" not in shown
    assert "秘密" not in shown
    assert "撤回证据" in body(client.get("/trail/?event=evidence_withdrawn"))
    assert "e-17" not in body(client.get("/trail/?event=signed_out"))


def test_the_auditor_sees_who_looked_at_whom_how_often(client, world) -> None:
    for _ in range(3):
        record(
            Event.DOSSIER_READ, actor=world.actor("an"), at=AT,
            about=About(kind="person", ident="du"),
        )  # fmt: skip
    enter(client, "shen")
    shown = body(client.get("/trail/looked/?month=2018-01"))
    assert re.search(r"安静仪.*查看一人一档.*du.*3", shown, re.DOTALL)
    assert "安静仪" not in body(client.get("/trail/looked/?month=2018-02"))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_nobody_means_is_no_error_page(client, world, day) -> None:
    enter(client, "shen")
    assert client.get(f"/trail/?since={day}&until={day}").status_code == 200
    assert client.get(f"/trail/looked/?month={day[:7]}").status_code == 200


def test_reading_the_trail_is_itself_on_the_trail(client, world) -> None:
    enter(client, "shen")
    client.get("/trail/")
    assert "查阅留痕" in body(client.get("/trail/?event=trail_read"))


def test_health_names_what_is_wrong(client, world, settings) -> None:
    settings.DEBUG = True
    enter(client, "xi")
    assert "开着调试" in body(client.get("/health/"))
