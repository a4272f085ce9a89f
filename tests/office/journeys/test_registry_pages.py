import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stdnum.cn import ric

from biaochi.access.scoping import Why
from biaochi.registry import bulk
from biaochi.registry.models import Absence, Appointment, Link, Person, Unit
from biaochi.trail.models import Entry

PERSON = {"name": "陆新来", "sex": "男", "birth_on": "1980-02-03"}
POST = {"unit": "qs-edu", "post": "党组书记", "from_on": "2018-01-01", "role": "head"}


@pytest.fixture
def enter(world, client):
    def entered(login):
        client.logout()
        client.force_login(world.users[login])
        return client

    return entered


def text(answer):
    return answer.content.decode()


def shown(answer):
    """A page without the mark against forged forms, which is new each time."""
    return re.sub(r'value="\w{64}"', "", text(answer))


def entries():
    rows = Entry.objects.unscoped(Why.TRAIL).order_by("seq")
    return [e for e in rows.values_list("event", flat=True) if not e.startswith("signed")]


def row(code):
    return Person.objects.unscoped(Why.ABOUT).get(code=code)


def test_an_officer_reads_the_list_the_sheet_and_the_history(enter) -> None:
    an = enter("an")
    listed = text(an.get("/people/"))
    assert all(name in listed for name in ("杜文清", "范守义", "耿建新", "韩立新"))
    assert "祝远山" not in listed
    sheet = text(an.get("/people/du/"))
    assert "青石县财政局" in sheet
    assert "局长" in sheet
    assert entries() == ["person_read"]
    assert an.get("/people/du/history/").status_code == 200


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("unit=qs-fin", {"杜文清", "范守义"}), ("tier=副科", {"范守义", "韩立新"}),
        ("q=新", {"耿建新", "韩立新"}), ("q=gjx", {"耿建新"}), ("q=hanli", {"韩立新"}),
        ("q=duwen", {"杜文清"}), ("role=deputy", {"范守义", "韩立新"}), ("unit=nx-fin", None),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(enter, asked, names) -> None:
    shown = text(enter("an").get(f"/people/?{asked}"))
    everybody = {"杜文清", "范守义", "耿建新", "韩立新"}
    assert {n for n in everybody if n in shown} == (names or everybody)


def test_an_officer_adds_an_official_and_his_post(enter) -> None:
    an = enter("an")
    wrong = an.post("/people/du/posts/add/", POST | {"to_on": "2017-01-01"})
    assert set(wrong.context["form"].errors) == {"to_on"}
    shown = an.post("/people/add/", PERSON | {"unit": "qs-fin"}, follow=True)
    code = row_of("陆新来").code
    assert f"/people/{code}/" in shown.redirect_chain[-1][0]
    an.post(f"/people/{code}/posts/add/", POST, follow=True)
    assert row(code).home.code == "qs-edu"
    assert "党组书记" in text(an.get(f"/people/{code}/"))


def row_of(name):
    return Person.objects.unscoped(Why.ABOUT).get(name=name)


def test_what_is_wrong_is_said_beside_the_box_and_nothing_is_lost(enter) -> None:
    said = PERSON | {"unit": "qs-fin", "id_number": "110101197506170011"}
    shown = enter("an").post("/people/add/", said)
    assert shown.status_code == 200
    form = shown.context["form"]
    assert set(form.errors) == {"id_number"}
    assert 'value="陆新来"' in text(shown)
    assert Person.objects.unscoped(Why.ABOUT).count() == 5


def test_an_odd_number_is_taken_with_a_warning(enter) -> None:
    number = "99999919800203001X"
    number = number[:-1] + ric.calc_check_digit(number)
    said = PERSON | {"unit": "qs-fin", "id_number": number}
    shown = text(enter("an").post("/people/add/", said, follow=True))
    assert "查不到这个地区代码" in shown
    assert row_of("陆新来").id_number


def test_the_second_editor_is_shown_what_the_first_changed(enter) -> None:
    an = enter("an")
    said = {"name": "杜文青", "sex": "男", "birth_on": "1970-05-01", "version": 1}
    assert an.post("/people/du/edit/", said).status_code == 302
    shown = an.post("/people/du/edit/", said | {"name": "杜闻清"})
    assert shown.status_code == 409
    assert "安静仪把「姓名」由「杜文清」改为「杜文青」" in text(shown)
    assert [(d.label, d.now, d.typed) for d in shown.context["differs"]] == [
        ("姓名", "杜文青", "杜闻清")
    ]
    assert shown.context["form"].initial["version"] == 2
    assert row("du").name == "杜文青"


def test_a_post_is_corrected_ended_and_corrected_too_late(enter) -> None:
    an = enter("an")
    ident = Appointment.objects.unscoped(Why.ABOUT).get(person__code="du").pk
    assert "局长" in text(an.get(f"/posts/{ident}/correct/"))
    said = {"unit": "qs-fin", "post": "局长", "from_on": "2014-04-01", "version": 1, "reason": "文"}
    assert an.post(f"/posts/{ident}/correct/", said).status_code == 302
    late = an.post(f"/posts/{ident}/end/", {"last_on": "2018-01-01", "version": 1, "reason": "免"})
    assert late.status_code == 409
    assert "由「2014-03-01」改为「2014-04-01」" in text(late)


def test_absences_and_relations_are_registered_and_ended(enter) -> None:
    an = enter("an")
    an.post("/people/du/absences/add/", {"kind": "挂职", "from_on": "2017-03-01"})
    ident = Absence.objects.unscoped(Why.ABOUT).get().pk
    said = {"kind": "挂职", "from_on": "2017-03-01", "to_on": "2017-02-01", "version": 1}
    wrong = an.post(f"/people/du/absences/{ident}/", said | {"reason": "期满"})
    assert set(wrong.context["form"].errors) == {"to_on"}
    right = said | {"to_on": "2017-09-01", "reason": "期满"}
    assert an.post(f"/people/du/absences/{ident}/", right).status_code == 302
    assert an.get(f"/people/du/absences/{ident}/").status_code == 404
    an.post("/people/du/relations/add/", {"kind": "nominator", "to_code": "fan"})
    ident = Link.objects.unscoped(Why.ABOUT).get().pk
    end = {"last_on": "2018-01-01", "version": 1, "reason": "期满"}
    assert enter("jin").post(f"/people/du/relations/{ident}/end/", end).status_code == 404
    assert enter("an").post(f"/people/du/relations/{ident}/end/", end).status_code == 302
    sheet = text(enter("an").get("/people/du/"))
    assert "2017-09-01" in sheet
    assert "2018-01-01" in sheet


def test_characters_without_strokes_are_listed(enter) -> None:
    an = enter("an")
    assert "都有笔画数据" in text(an.get("/people/unknown-characters/"))
    an.post("/people/add/", PERSON | {"name": "陆\U00020bb7", "unit": "qs-fin"})
    assert "陆\U00020bb7" in text(an.get("/people/unknown-characters/"))


def test_a_whole_id_number_is_shown_once_for_a_reason(enter, world) -> None:
    an = enter("an")
    number = "11010119750617001X"
    number = number[:-1] + ric.calc_check_digit(number)
    said = {"name": "杜文清", "birth_on": "1975-06-17", "id_number": number, "version": 1}
    assert an.post("/people/du/edit/", said).status_code == 302
    assert number not in text(an.get("/people/du/"))
    assert number not in text(an.get("/people/du/id-number/"))
    assert number in text(an.post("/people/du/id-number/", {"reason": "核对"}))
    assert "id_number_read" in entries()
    for login in ("bai", "jin", "rui", "du"):
        assert enter(login).post("/people/du/id-number/", {"reason": "x"}).status_code == 404


ADDRESSES = (
    "/people/du/", "/people/du/edit/", "/people/du/history/", "/people/du/posts/add/",
    "/people/du/absences/add/", "/people/du/id-number/", "/people/du/relations/add/",
    "/units/qs-fin/", "/units/qs-fin/edit/",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_neighbour_is_told_what_he_would_be_told_of_nobody(enter, address) -> None:
    jin = enter("jin")
    there, nowhere = (
        jin.get(a) for a in (address, address.replace("/du/", "/xx/").replace("qs-fin", "xx"))
    )
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert shown(there) == shown(nowhere)


def test_search_finds_only_what_is_seen(enter) -> None:
    assert enter("an").get("/search/?q=杜").url == "/people/du/"
    assert "/units/qs-fin/" in text(enter("an").get("/search/?q=局"))
    jin = enter("jin")
    for asked in ("杜", "du", "青石", "qs-fin"):
        assert "没有找到" in text(jin.get(f"/search/?q={asked}"))
        assert text(jin.get(f"/search/suggest/?q={asked}")).strip() == ""
    an = enter("an")
    assert '<option value="杜文清">青石县财政局 局长' in text(an.get("/search/suggest/?q=杜"))
    coded = text(an.get("/search/suggest/?as=code&box=to_code&to_code=杜"))
    assert '<option value="du">杜文清' in coded


def test_units_are_added_and_changed_with_conflicts(enter) -> None:
    an = enter("an")
    assert "青石县教育局" in text(an.get("/units/"))
    assert "宁溪" not in text(an.get("/units/"))
    assert an.post("/units/add/", {"name": "预算股", "parent": "qs-fin"}).status_code == 302
    said = {"name": "财政", "parent": "qs", "version": 1}
    assert an.post("/units/qs-fin/edit/", said).status_code == 302
    late = an.post("/units/qs-fin/edit/", said | {"name": "财局"})
    assert late.status_code == 409
    assert "由「青石县财政局」改为「财政」" in text(late)
    assert "预算股" in text(an.get("/units/qs-fin/"))
    assert Unit.objects.unscoped(Why.ABOUT).get(code="qs-fin").name == "财政"


def test_only_officers_find_the_forms(enter) -> None:
    for login in ("bai", "rui", "cheng", "sheng", "du", "xi", "ouyang", "shen"):
        who = enter(login)
        for address in ("/people/add/", "/people/du/edit/", "/units/add/"):
            assert who.get(address).status_code == 404
            assert who.post(address, {}).status_code == 404


LISTS = ("/people/?q=", "/people/?unit=qs-fin&q=王", "/units/", "/search/?q=王", "/people/du/")


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_no_page_asks_more_for_more_people(enter, world, at) -> None:
    an = enter("an")
    bulk.add_units({"code": f"qs-u{n}", "name": f"王{n}处", "parent": "qs"} for n in range(3))
    add(world, at, range(2))
    few = [queries_of(an, address) for address in LISTS]
    bulk.add_units({"code": f"qs-v{n}", "name": f"王{n}室", "parent": "qs"} for n in range(30))
    add(world, at, range(2, 60))
    assert [queries_of(an, address) for address in LISTS] == few


def add(world, at, numbers):
    """Officials of the finance office, each with a post; du gets one more."""
    made = bulk.add_people({"code": f"qs-p{n}", "name": f"王{n}"} for n in numbers)
    keys = [*made.values(), world.people["du"].pk]
    Appointment.objects.bulk_create(
        Appointment(
            person_id=key, unit=world.units["qs-fin"], post=f"科员{key}", recorded_at=at,
            from_on=date(2017, 1, 1 + min(numbers)),
        )
        for key in keys
    )  # fmt: skip
    bulk.settle(at.date())
