"""Signing in through the browser's door."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from biaochi import clock
from biaochi.access.models import User
from biaochi.access.scoping import Why
from biaochi.accounts import factors

PASSWORD = "四月的雨下在青石板上，一直到傍晚"


@pytest.fixture
def an(world):
    user = world.users["an"]
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client, login="an", password=PASSWORD, **more):
    return client.post("/login/", {"login": login, "password": password, **more})


def is_in(client):
    return client.get("/account/").status_code == 200


def change(user, **columns):
    User.objects.unscoped(Why.LOGIN).filter(pk=user.pk).update(**columns)


def test_who_signs_in_gets_where_he_was_going(client, an) -> None:
    assert client.get("/account/").headers["Location"] == "/login/?next=/account/"
    assert enter(client, next="/account/").headers["Location"] == "/account/"
    assert is_in(client)


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(client, an, place) -> None:
    assert enter(client, next=place).headers["Location"] == "/"


def test_a_wrong_password_is_told_beside_the_form(client, an) -> None:
    answer = enter(client, password="x" * 20)
    assert answer.status_code == 422
    assert "登录名、密码或验证码不对" in answer.content.decode()
    assert not is_in(client)


def test_the_key_of_a_session_is_new_after_signing_in(client, an) -> None:
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    enter(client)
    assert client.session.session_key != planted
    assert "planted" not in client.session


def test_only_the_newest_session_of_a_person_counts(client, an) -> None:
    enter(client)
    other = Client()
    enter(other)
    assert is_in(other)
    assert not is_in(client)


def later(client, **marks):
    session = client.session
    for mark, back in marks.items():
        moment = session[mark]
        session[mark] = (datetime.fromisoformat(moment) - back).isoformat()
    session.save()


def test_an_idle_session_ends_and_a_long_one_too(client, an) -> None:
    enter(client)
    later(client, seen=timedelta(minutes=14))
    assert is_in(client)
    later(client, seen=timedelta(minutes=16))
    assert not is_in(client)
    enter(client)
    later(client, began=timedelta(hours=8, minutes=1))
    assert not is_in(client)


@pytest.mark.parametrize("columns", [{"is_active": False}, {"session": ""}, {"password": "x"}])
def test_a_session_ends_with_the_account_or_the_password(client, an, columns) -> None:
    enter(client)
    assert is_in(client)
    change(an, **columns)
    assert not is_in(client)


def test_signing_out_clears_the_browser(client, an) -> None:
    enter(client)
    answer = client.post("/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
    assert client.get("/logout/").status_code == 405


def test_a_first_password_has_to_be_changed_before_anything_else(client, an) -> None:
    change(an, must_change=True)
    enter(client)
    assert client.get("/account/").headers["Location"] == "/account/password/"
    new = "晴天里晒过的被子有太阳的味道呀"
    said = {"old": PASSWORD, "new": new, "repeated": new}
    assert client.post("/account/password/", said).headers["Location"] == "/account/"
    assert is_in(client)


def test_a_weak_new_password_is_refused_on_the_page(client, an) -> None:
    enter(client)
    said = {"old": PASSWORD, "new": "short", "repeated": "short"}
    answer = client.post("/account/password/", said)
    assert "15 到 200 个字符" in answer.content.decode()


def test_who_needs_a_second_factor_sets_it_up_first(client, an, settings) -> None:
    settings.SECOND_FACTOR = "staff"
    enter(client)
    assert client.get("/account/").headers["Location"] == "/account/second-factor/"
    page = client.get("/account/second-factor/")
    assert page.status_code == 200
    picture = client.get("/account/second-factor/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    secret = client.session["pending_factor"]
    client.post("/account/second-factor/", {"code": code(secret)})
    assert is_in(client)
    assert client.get("/account/second-factor/").status_code == 404


def code(secret, *, later=0):
    return factors._code(secret, int(clock.now().timestamp()) // 30 + later)


def test_the_second_step_asks_for_the_code(client, an, settings) -> None:
    secret = factors.made()
    change(an, second_factor=factors.kept(an, secret=secret))
    answer = enter(client)
    assert answer.status_code == 200
    assert not is_in(client)
    half = answer.context["half"]
    wrong = client.post("/login/code/", {"half": half, "code": "000000x"})
    assert wrong.status_code == 422
    assert (
        client.post("/login/code/", {"half": half + "x", "code": code(secret)}).status_code == 302
    )
    assert not is_in(client)
    client.post("/login/code/", {"half": half, "code": code(secret)})
    assert is_in(client)


def test_a_post_without_its_token_is_refused(an) -> None:
    client = Client(enforce_csrf_checks=True)
    assert enter(client).status_code == 403


def test_the_watermark_names_the_reader(client, an) -> None:
    assert client.get("/watermark.svg").status_code == 302
    enter(client)
    drawn = client.get("/watermark.svg").content.decode()
    assert "安静仪 an" in drawn


def test_no_page_is_kept_by_a_cache_or_may_load_from_outside(client, an) -> None:
    enter(client)
    answer = client.get("/account/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.headers["Content-Security-Policy"]
