from datetime import UTC, date, datetime

import pytest

from biaochi.access.models import Grant, Token, User
from biaochi.access.scoping import Why
from biaochi.access.tokens import digest_of
from biaochi.accounts.services import grants, people, signing, tokens
from biaochi.accounts.services.grants import GrantSaid
from biaochi.accounts.shapes import Step
from biaochi.errors import Refusal
from biaochi.trail.models import Entry

AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def user(login):
    return User.objects.unscoped(Why.LOGIN).get(login=login)


def told(refusal):
    return [p.code for p in refusal.value.problems]


def last_event():
    return Entry.objects.unscoped(Why.TRAIL).latest("seq").event


def sign_in(login, password):
    return signing.sign_in(login=login, password=password, address="192.0.2.1", at=AT)


def added(world, **more):
    said = {"login": "newcomer", "name": "辛新来", "actor": world.actor("xi"), "at": AT} | more
    return people.add_account(**said)


def released(world, login="newcomer"):
    row = user(login)
    return people.release(
        ident=row.pk, version=row.version, actor=world.actor("ouyang"), at=AT
    )  # fmt: skip


def test_a_new_account_needs_what_two_administrators_hand_over(world) -> None:
    word = added(world)
    with pytest.raises(Refusal) as refusal:
        sign_in("newcomer", word)
    assert told(refusal) == ["SIGN-UNRELEASED"]
    code = released(world)
    assert last_event() == "account_released"
    passed = sign_in("newcomer", word)
    assert passed.step is Step.OPENING
    entered = signing.prove_opening(user=passed.user, code=code, address="192.0.2.1", at=AT)
    assert entered.step is Step.IN
    assert user("newcomer").must_change


@pytest.mark.parametrize("login", ["ouyang", "shen", "an", "du"])
def test_only_the_system_administrator_makes_accounts(world, login) -> None:
    row = user("bai")
    given = {"ident": row.pk, "version": row.version, "actor": world.actor(login), "at": AT}
    for act in (
        lambda: people.disable(**given, reason="x"),
        lambda: people.reset(**given, reason="x"),
        lambda: people.change_account(**given, name="x", person=""),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert told(refusal) == ["NOT-FOUND"]


@pytest.mark.parametrize("login", ["ouyang", "shen", "an", "du"])
def test_who_may_not_make_accounts_is_refused(world, login) -> None:
    with pytest.raises(Refusal) as refusal:
        added(world, actor=world.actor(login))
    assert told(refusal) == ["NOT-FOUND"]


def test_a_login_is_taken_whatever_its_letters(world) -> None:
    with pytest.raises(Refusal) as refusal:
        added(world, login="AN")
    assert told(refusal) == ["ACCOUNT-TAKEN"]


@pytest.mark.parametrize("more", [{"name": "申审计"}, {"person": "du"}])
def test_nobody_is_two_administrators_or_an_official_beside(world, more) -> None:
    with pytest.raises(Refusal) as refusal:
        added(world, admin="system", **more)
    assert told(refusal) == ["ACCOUNT-ADMIN"]


@pytest.mark.parametrize("login", ["ouyang", "shen"])
def test_the_last_of_each_administrator_stays(world, login) -> None:
    row = user(login)
    with pytest.raises(Refusal) as refusal:
        people.disable(
            ident=row.pk, version=row.version, reason="x", actor=world.actor("xi"), at=AT
        )
    assert told(refusal) == ["ACCOUNT-LAST"]


def test_nobody_disables_or_resets_himself(world) -> None:
    row = user("xi")
    given = {"ident": row.pk, "version": row.version, "actor": world.actor("xi"), "at": AT}
    for act in (people.disable, people.reset):
        with pytest.raises(Refusal) as refusal:
            act(**given, reason="x")
        assert told(refusal) == ["ACCOUNT-OWN"]


def test_a_disabled_account_is_out_at_once_with_its_keys(world) -> None:
    people.add_system(login="hr", name="人事系统", actor=world.actor("xi"), at=AT)
    row = user("hr")
    tokens.add_token(
        user=row.pk, label="取结果", expires_on=None, actor=world.actor("xi"), at=AT
    )  # fmt: skip
    people.disable(ident=row.pk, version=row.version, reason="停用", actor=world.actor("xi"), at=AT)
    assert not user("hr").is_active
    assert not Token.objects.unscoped(Why.LOGIN).filter(revoked_at=None).exists()


def test_an_old_form_does_not_overwrite(world) -> None:
    row = user("bai")
    xi = world.actor("xi")
    people.change_account(ident=row.pk, name="白明", person="", version=1, actor=xi, at=AT)
    with pytest.raises(Refusal) as refusal:
        people.change_account(ident=row.pk, name="白亮", person="", version=1, actor=xi, at=AT)
    assert told(refusal) == ["EDIT-CONFLICT"]


def test_an_account_tied_to_another_official_has_to_be_opened_again(world) -> None:
    row = user("bai")
    people.change_account(
        ident=row.pk, name=row.name, person="du", version=1, actor=world.actor("xi"), at=AT
    )
    assert user("bai").awaits


def test_a_key_is_shown_once_and_kept_as_a_hash(world) -> None:
    xi = world.actor("xi")
    people.add_system(login="hr", name="人事系统", actor=xi, at=AT)
    word = tokens.add_token(user=user("hr").pk, label="取", expires_on=None, actor=xi, at=AT)
    row = Token.objects.unscoped(Why.LOGIN).get()
    assert row.digest == digest_of(word) != word
    tokens.revoke_token(ident=row.pk, version=1, actor=xi, at=AT)
    assert last_event() == "token_revoked"
    with pytest.raises(Refusal):
        tokens.add_token(user=user("an").pk, label="取", expires_on=None, actor=xi, at=AT)


def said(who="pan", **more):
    given = {"user": user(who).pk, "role": "verifier", "unit": "qs-fin", "from_on": TODAY}
    return GrantSaid(**(given | more))


def grant(world, login="ouyang", **more):
    grants.grant(said=said(**more), reason="任命", actor=world.actor(login), at=AT)


def test_a_granted_role_reaches_its_part_of_the_tree_and_ends_sessions(world) -> None:
    signing.entered(user=user("pan").pk, session="k")
    before = world.actor("pan").reaches
    grant(world, from_on=TODAY)
    held = Grant.objects.unscoped(Why.ACTOR).latest("pk")
    assert (held.role, held.unit, held.granted_by.login) == ("verifier", "qs-fin", "ouyang")
    assert len(before) == 1
    assert user("pan").session == ""
    assert last_event() == "granted"
    grants.revoke(ident=held.pk, version=1, reason="调离", actor=world.actor("ouyang"), at=AT)
    held.refresh_from_db()
    assert held.revoked_at == AT


BAD = [
    ({"role": "self"}, "GRANT-FORM"),
    ({"role": "god"}, "GRANT-FORM"),
    ({"unit": "nowhere"}, "GRANT-FORM"),
    ({"from_on": date(2026, 11, 20)}, "GRANT-FORM"),
    ({"to_on": date(2026, 11, 20)}, "GRANT-FORM"),
    ({"who": "shen"}, "ACCOUNT-ADMIN"),
    ({"who": "ouyang"}, "ACCOUNT-OWN"),
    ({"login": "xi"}, "NOT-FOUND"),
    ({"login": "an"}, "NOT-FOUND"),
    ({"who": "an", "role": "officer", "unit": "qs"}, "GRANT-TWICE"),
]


@pytest.mark.parametrize(("more", "code"), BAD)
def test_a_wrong_grant_is_refused(world, more, code) -> None:
    with pytest.raises(Refusal) as refusal:
        grant(world, **more)
    assert told(refusal) == [code]
