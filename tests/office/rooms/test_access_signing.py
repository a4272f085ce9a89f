from datetime import UTC, datetime, timedelta

import pytest

from biaochi.access.models import Attempt, User
from biaochi.access.scoping import Why
from biaochi.access.sealing import seal, unseal
from biaochi.accounts import attempts, factors, passwords
from biaochi.accounts.services import own, signing
from biaochi.accounts.shapes import Step
from biaochi.errors import Refusal
from biaochi.trail.models import Entry, Version

AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
PASSWORD = "四月的雨下在青石板上，一直到傍晚"
HERE = "192.0.2.7"


@pytest.fixture
def an(world):
    user = world.users["an"]
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(login="an", password=PASSWORD, *, at=AT, address=HERE):
    return signing.sign_in(login=login, password=password, address=address, at=at)


def told(refusal):
    return [p.code for p in refusal.value.problems]


def events():
    rows = Entry.objects.unscoped(Why.TRAIL).order_by("seq")
    return [(e.event, e.ident, e.detail.get("why", "")) for e in rows]


def test_the_right_password_lets_in_and_leaves_a_trail(an) -> None:
    assert sign_in().step is Step.IN
    assert events() == [("signed_in", "an", "")]


@pytest.mark.parametrize("login", ["an", "nobody-here"])
def test_a_wrong_password_and_an_unknown_name_are_told_the_same(an, login) -> None:
    with pytest.raises(Refusal) as refusal:
        sign_in(login, "错的密码错的密码错的密码")
    assert told(refusal) == ["SIGN-WRONG"]
    assert "nobody" not in str(refusal.value)
    assert events() == [("sign_in_refused", "an" if login == "an" else "?", "password")]


@pytest.mark.parametrize("login", ["an", "nobody-here"])
def test_guesses_wait_longer_and_longer_but_never_above_a_minute(an, login) -> None:
    tried, at = 0, AT
    for _ in range(600):
        with pytest.raises(Refusal) as refusal:
            sign_in(login, "x" * 16, at=at)
        tried += told(refusal) == ["SIGN-WRONG"]
        at += timedelta(seconds=1)
    assert tried < 20
    assert attempts.LONGEST == 60
    with pytest.raises(Refusal) as refusal:
        sign_in(login, "x" * 16, at=at + timedelta(seconds=60))
    assert told(refusal) == ["SIGN-WRONG"]


def test_somebody_attacked_gets_in_within_a_minute(an) -> None:
    for second in range(0, 600, 61):
        with pytest.raises(Refusal):
            sign_in(password="x" * 16, at=AT + timedelta(seconds=second), address="198.51.100.1")
    assert sign_in(at=AT + timedelta(seconds=680)).step is Step.IN
    assert not Attempt.objects.unscoped(Why.LOGIN).filter(key__startswith="name:").exists()


def test_a_guess_that_waits_is_not_compared(an) -> None:
    for _ in range(4):
        with pytest.raises(Refusal):
            sign_in(password="x" * 16)
    with pytest.raises(Refusal) as refusal:
        sign_in()
    assert told(refusal) == ["SIGN-WAIT"]
    assert events()[-1] == ("sign_in_delayed", "an", "wait")


def test_an_address_that_guesses_many_names_waits_too(an) -> None:
    for n in range(30):
        with pytest.raises(Refusal):
            sign_in(f"guess{n}", "x" * 16)
    with pytest.raises(Refusal) as refusal:
        sign_in()
    assert told(refusal) == ["SIGN-WAIT"]
    assert sign_in(address="192.0.2.8").step is Step.IN


def test_the_disabled_and_other_systems_do_not_get_in(an) -> None:
    User.objects.unscoped(Why.LOGIN).filter(pk=an.pk).update(is_active=False)
    with pytest.raises(Refusal) as refusal:
        sign_in()
    assert told(refusal) == ["SIGN-WRONG"]


def test_an_account_that_is_not_released_is_told_so_only_with_its_password(an) -> None:
    User.objects.unscoped(Why.LOGIN).filter(pk=an.pk).update(awaits=True)
    with pytest.raises(Refusal) as refusal:
        sign_in()
    assert told(refusal) == ["SIGN-UNRELEASED"]
    with pytest.raises(Refusal) as refusal:
        sign_in(password="x" * 16)
    assert told(refusal) == ["SIGN-WRONG"]


def with_factor(world, *, at=AT):
    secret = factors.made()
    code = factors._code(secret, int(at.timestamp()) // 30)
    own.set_factor(actor=world.actor("an"), secret=secret, code=code, at=at)
    return secret


def test_a_code_of_the_second_factor_is_asked_for_and_works_once(an, world) -> None:
    secret = with_factor(world)
    passed = sign_in()
    assert passed.step is Step.FACTOR
    at = AT + timedelta(seconds=60)
    code = factors._code(secret, int(at.timestamp()) // 30)
    prove = {"user": passed.user, "code": code, "address": HERE, "at": at}
    assert signing.prove_factor(**prove).step is Step.IN
    with pytest.raises(Refusal) as refusal:
        signing.prove_factor(**prove)
    assert told(refusal) == ["SIGN-WRONG"]
    assert events()[-1] == ("sign_in_refused", "an", "factor")


def test_a_secret_opens_only_at_its_own_row(an, world) -> None:
    with_factor(world)
    an.refresh_from_db()
    assert factors.secret_of(an)
    other = world.users["bai"]
    other.second_factor = an.second_factor
    with pytest.raises(ValueError, match="cannot be opened"):
        factors.secret_of(other)
    sealed = seal("秘密".encode(), place="a/b/1")
    assert unseal(sealed, place="a/b/1").decode() == "秘密"


BAD = [
    ("short-one-14ch", "15 到 200 个字符"),
    ("安静仪的长长的密码就是这一句话", "不含登录名和姓名"),
    ("aaaaaaaaaaaaaaaa", "不同的字符"),
    ("password12password12", "不是常见密码"),
    (PASSWORD, "最近用过的 5 个密码"),
]


@pytest.mark.parametrize(("new", "why"), BAD)
def test_a_weak_password_is_refused_with_the_reason(an, new, why) -> None:
    with pytest.raises(Refusal) as refusal:
        passwords.check(new, user=an, factor=False)
    assert told(refusal) == ["PASSWORD-POLICY"]
    assert why in str(refusal.value)


def test_twelve_characters_are_enough_beside_a_second_factor(an) -> None:
    passwords.check("雨-fu7-qk2-vxm", user=an, factor=True)
    with pytest.raises(Refusal):
        passwords.check("雨-fu7-qk2-vxm", user=an, factor=False)


def test_a_changed_password_ends_sessions_and_is_remembered(an, world) -> None:
    signing.entered(user=an.pk, session="k" * 32)
    new = "晴天里晒过的被子有太阳的味道呀"
    own.change_password(actor=world.actor("an"), old=PASSWORD, new=new, at=AT)
    an.refresh_from_db()
    assert (an.session, an.must_change) == ("", False)
    assert sign_in(password=new).step is Step.IN
    with pytest.raises(Refusal):
        own.change_password(actor=world.actor("an"), old=new, new=PASSWORD, at=AT)


def test_the_trail_holds_no_hash_of_a_password(an, world) -> None:
    new = "晴天里晒过的被子有太阳的味道呀"
    own.change_password(actor=world.actor("an"), old=PASSWORD, new=new, at=AT)
    content = Version.objects.unscoped(Why.TRAIL).latest("entry_id").content
    assert "argon2" not in content
    assert '"password":"' in content
