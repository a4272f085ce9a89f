from datetime import date

import pytest

from biaochi.access import sealing
from biaochi.access.scoping import Why
from biaochi.errors import Refusal
from biaochi.registry import idnumbers, queries, services
from biaochi.registry.models import Person
from biaochi.registry.shapes import PersonSaid
from biaochi.trail.models import Entry, Version

BORN = date(1975, 6, 17)


def number(place="110101", born="19750617", order="001") -> str:
    """A number with the right last sign."""
    body = place + born + order
    total = sum(int(d) * pow(2, 17 - n, 11) for n, d in enumerate(body))
    return body + "10X98765432"[total % 11]


GOOD = number()


def said(text, **more):
    return PersonSaid(
        **{"name": "杜文清", "sex": "男", "birth_on": BORN, "id_number": text, **more}
    )


def change(world, at, code="du", login="an", **more):
    version = Person.objects.unscoped(Why.ABOUT).get(code=code).version
    services.change_person(
        code=code, said=said(**more), version=version, actor=world.actor(login), at=at
    )


def row(code):
    return Person.objects.unscoped(Why.ABOUT).get(code=code)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), "校验位不符"),
        (GOOD[:15], "15 位"),
        ("1.10101197506E17", "16 位"),
        (number(born="19750231"), "日期不存在"),
        (number(born="19750618"), "号码里的出生日期不同"),
        (number(order="002"), "号码表示「女」"),
    ],
)
def test_a_wrong_number_is_refused_without_repeating_it(world, at, text, found) -> None:
    with pytest.raises(Refusal) as problem:
        change(world, at, text=text)
    (said_wrong,) = problem.value.problems
    assert (said_wrong.code, said_wrong.found) == ("ID-NUMBER", found)
    assert text not in str(problem.value)


def test_an_unknown_birthplace_is_only_a_warning(world, at) -> None:
    odd = number(place="999999")
    (warning,) = idnumbers.problems(odd, birth_on=BORN, sex="男")
    assert warning.level == "warning"
    change(world, at, text=odd)
    assert row("du").id_number


def test_the_number_is_sealed_masked_and_found_only_whole_or_by_its_end(world, at) -> None:
    change(world, at, text=f" {GOOD[:6]} {GOOD[6:]} ")
    person, an = row("du"), world.actor("an")
    assert GOOD.encode() not in bytes(person.id_number)
    assert queries.person_sheet(an, "du").id_masked == GOOD[:3] + "*" * 13 + GOOD[-2:]
    for text, wanted in ((GOOD, ["du"]), (GOOD[-4:], ["du"]), (GOOD[:10], []), (GOOD[-5:], [])):
        assert [c.code for c in queries.search(an, text)] == wanted
    assert queries.search(world.actor("rui"), GOOD) == ()
    assert queries.search(world.actor("jin"), GOOD) == ()


def test_no_version_in_the_trail_holds_the_number(world, at) -> None:
    change(world, at, text=GOOD)
    assert not any(GOOD in v.content for v in Version.objects.unscoped(Why.ABOUT))
    (step,) = (s for s in queries.person_history(world.actor("an"), "du"))
    told = {c.label: c.new for c in step.changes}
    assert told["身份证号（加密）"] == "（加密保存）"
    assert not any("查找用" in label for label in told)


def test_reading_the_whole_number_needs_the_right_and_a_reason(world, at) -> None:
    change(world, at, text=GOOD)
    read = services.read_id_number
    assert read(code="du", reason="核对证件", actor=world.actor("an"), at=at) == GOOD
    last = Entry.objects.unscoped(Why.TRAIL).order_by("-seq").first()
    assert (last.event, last.ident, last.reason) == ("id_number_read", "du", "核对证件")
    for login, reason, code in (
        ("an", " ", "EDIT-REQUIRED"), ("jin", "x", "NOT-FOUND"), ("bai", "x", "NOT-FOUND"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as problem:
            read(code="du", reason=reason, actor=world.actor(login), at=at)
        assert problem.value.problems[0].code == code


def test_one_number_belongs_to_one_official_within_sight(world, at) -> None:
    change(world, at, text=GOOD)
    with pytest.raises(Refusal) as problem:
        change(world, at, code="fan", text=GOOD)
    assert problem.value.problems[0].code == "EDIT-TWICE"
    change(world, at, code="zhu", login="jin", text=GOOD)
    assert row("zhu").id_digest == row("du").id_digest


def test_birth_day_and_sex_are_checked_against_the_number_kept(world, at) -> None:
    change(world, at, text=GOOD)
    with pytest.raises(Refusal):
        change(world, at, text=None, sex="女")
    change(world, at, text=None, name="杜文青")
    assert idnumbers.unseal(row("du").id_number, person="du") == GOOD
    change(world, at, text="", sex="女")
    assert (bytes(row("du").id_number), row("du").id_digest, row("du").id_tail) == (b"", "", "")


def test_a_sealed_value_does_not_open_elsewhere_or_changed() -> None:
    sealed = idnumbers.seal(GOOD, person="du")
    for broken, person in (
        (sealed, "fan"), (sealed[:-1] + bytes([sealed[-1] ^ 1]), "du"),
        (b"\x09" + sealed[1:], "du"), (sealed[:5], "du"), (b"", "du"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="cannot be opened"):
            idnumbers.unseal(broken, person=person)
    assert idnumbers.seal(GOOD, person="du") != sealed


def test_a_new_key_seals_what_comes_and_the_old_one_still_opens(settings, tmp_path) -> None:
    settings.HOME = tmp_path
    before = sealing.seal(b"old", place="a/b/c")
    (tmp_path / "keys" / "sealing-2.key").write_text("another", encoding="ascii")
    after = sealing.seal(b"new", place="a/b/c")
    assert (before[0], after[0]) == (1, 2)
    assert sealing.unseal(before, place="a/b/c") == b"old"
    assert sealing.unseal(after, place="a/b/c") == b"new"
