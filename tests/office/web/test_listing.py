import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404
from django.test import RequestFactory

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.registry.models import Person
from biaochi.trail.events import Event
from biaochi.trail.models import Entry
from biaochi.trail.queries import taken_out
from biaochi.web import listing
from biaochi.web.listing import Column, Filter, Listing, answer, show
from biaochi.web.sessions import proved
from biaochi.web.sheets import XLSX

PEOPLE = Listing(
    name="test-people",
    title="人员/名单",
    columns=(
        Column(key="name", label="姓名", sort=("name",), kind="link", href="href"),
        Column(key="post", label="职务"),
        Column(key="birth_on", label="出生日期", kind="date", sort=("birth_on",)),
        Column(key="tier", label="层次", kind="tag", words={"head": "正职"}),
    ),
    filters=(
        Filter(key="tier", label="层次", choices=(("正科", "正科"), ("副科", "副科"))),
        Filter(key="name", label="姓名", kind="text", by="name__contains"),
        Filter(key="born", label="出生不早于", kind="date", by="birth_on__gte"),
    ),
    order="name",
    ties=("code",),
)


@pytest.fixture
def ask(world):
    session = SessionStore()

    def asked(query="", login="an"):
        request = RequestFactory().get(f"/list/{query}")
        request.session, request.actor = session, world.actor(login)
        proved(request)
        return request

    return asked


def rows(request):
    return Person.objects.visible_to(request.actor, Act.SEE_PEOPLE)


def names(shown):
    return [r.cells[0].text for r in shown["rows"]]


def test_a_queryset_is_counted_and_sliced_in_two_queries(ask, django_assert_num_queries) -> None:
    request = ask("?sort=-name")
    with django_assert_num_queries(2):
        shown = show(request, PEOPLE, rows=rows(request))
    assert shown["pager"]["total"] == 4
    assert names(shown) == sorted(names(shown), reverse=True)


def test_unknown_filters_sorts_and_sizes_are_dropped(ask) -> None:
    request = ask("?sort=id_number&size=7&tier=nobody&born=tomorrow&page=99")
    shown = show(request, PEOPLE, rows=rows(request))
    assert (len(shown["rows"]), shown["pager"]["page"]) == (4, 1)
    assert not shown["narrowed"]


def test_of_very_many_rows_the_first_are_leafed_in_the_usual_order(ask, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST", 3)
    request = ask("?sort=-birth_on&page=9")
    usual = replace(PEOPLE, many=lambda: rows(request).exclude(code="du"), size=2)
    shown = show(request, usual, rows=rows(request))
    assert shown["pager"] | {"total": 3, "more": True, "pages": 2, "page": 2} == shown["pager"]
    assert [h["label"] for h in shown["heads"] if h["href"]] == ["姓名"]
    assert names(shown) == sorted(p.name for p in usual.many())[2:]
    few = show(ask("?tier=正科"), PEOPLE, rows=rows(request))
    assert (few["pager"]["total"], few["pager"]["more"]) == (2, False)


def test_a_filter_is_remembered_until_it_is_reset(ask) -> None:
    first = ask("?tier=正科")
    assert show(first, PEOPLE, rows=rows(first))["pager"]["total"] == 2
    later = ask()
    shown = show(later, PEOPLE, rows=rows(later))
    assert (shown["pager"]["total"], shown["remembered"]) == (2, True)
    assert answer(ask("?reset=1"), PEOPLE, rows=()).status_code == 302
    after = ask()
    assert show(after, PEOPLE, rows=rows(after))["pager"]["total"] == 4


def test_a_sequence_of_dicts_is_filtered_sorted_and_blanks_come_last(ask) -> None:
    given = [{"name": "乙", "birth_on": None}, {"name": "甲", "birth_on": date(1970, 1, 1)}]
    down = show(ask("?sort=-birth_on"), PEOPLE, rows=given)
    assert names(down) == ["甲", "乙"]
    assert down["rows"][1].cells[2].text == ""


def test_only_who_may_export_gets_a_workbook(ask) -> None:
    request = ask("?format=xlsx", login="bai")
    with pytest.raises(Http404):
        answer(request, PEOPLE, rows=rows(request))
    assert show(ask("", login="bai"), PEOPLE, rows=())["export"] == ""


def test_an_export_asks_for_the_password_again(ask) -> None:
    request = ask("?format=xlsx")
    request.session.clear()
    answered = answer(request, PEOPLE, rows=[])
    assert answered.headers["Location"] == "/confirm/?next=/list/%3Fformat%3Dxlsx"


def test_the_workbook_holds_values_only_and_leaves_a_trail(ask) -> None:
    given = [
        {"name": "=HYPERLINK(1)", "post": "@SUM(A1)", "birth_on": date(1970, 1, 1), "tier": "head"},
        {"name": "310101197001010011", "post": Decimal("12.50"), "birth_on": None, "tier": 3},
    ]
    made = answer(ask("?format=xlsx&size=20"), PEOPLE, rows=given)
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    sheet = book.active
    assert [s.sheet_state for s in book.worksheets] == ["visible"]
    assert sheet["A1"].value == "人员/名单"
    assert sheet["A5"].value == "310101197001010011"
    assert (sheet["A6"].value, sheet["A6"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["A6"].quotePrefix
    assert (sheet["D6"].value, sheet["B5"].value, sheet["C5"].value) == ("正职", 12.5, None)
    assert sheet["C6"].number_format == "yyyy-mm-dd"
    assert sheet.print_title_rows == "$4:$4"
    entry = Entry.objects.visible_to(ask().actor, Act.SEE_OWN).get(event=Event.EXPORTED)
    assert entry.detail["rows"] == 2
    assert not entry.commitment
    assert f"{entry.seq:08d}" in sheet.oddFooter.left.text
    assert "青石县" in sheet["A2"].value


def test_an_export_keeps_whose_record_it_told_of(ask) -> None:
    before = clock.now()
    request = ask("?format=xlsx&name=杜")
    told = replace(PEOPLE, person="code")
    answer(request, told, rows=rows(request))
    assert [t.name for t in taken_out("du", since=before)] == [request.actor.name]
    assert taken_out("fan", since=before) == []
    assert taken_out("du", since=clock.now()) == []


def test_more_rows_than_a_workbook_holds_are_never_cut_off_silently(ask, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST_EXPORTED", 3)
    asked = ask("?format=xlsx&sort=name")
    exports = Entry.objects.visible_to(asked.actor, Act.SEE_OWN).filter(event=Event.EXPORTED)
    shown = show(asked, PEOPLE, rows=rows(asked))
    assert shown["cut"] == "只含前 3 行，共 4 行；请缩小范围"
    assert len(shown["rows"]) == 4
    assert not exports.exists()
    first = ask(shown["export_first"])
    made = answer(first, PEOPLE, rows=rows(first))
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert sheet["A1"].value == shown["cut"]
    assert [sheet["A2"].value, sheet["A5"].value] == ["人员/名单", "姓名"]
    assert [sheet.cell(row, 1).value for row in range(6, 10)] == [*names(shown)[:3], None]
    assert {k: exports.get().detail[k] for k in ("rows", "of")} == {"rows": 3, "of": 4}


def test_as_many_rows_as_a_workbook_holds_are_all_there(ask, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST_EXPORTED", 4)
    asked = ask("?format=xlsx")
    made = answer(asked, PEOPLE, rows=rows(asked))
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert sheet["A1"].value == "人员/名单"
    assert sheet.max_row == 8
    [entry] = Entry.objects.visible_to(asked.actor, Act.SEE_OWN).filter(event=Event.EXPORTED)
    assert (entry.detail["rows"], "of" in entry.detail) == (4, False)


def test_of_very_many_rows_the_workbook_counts_them_all(ask, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST", 2)
    monkeypatch.setattr(listing, "MOST_EXPORTED", 3)
    asked = ask("?format=xlsx")
    shown = show(asked, PEOPLE, rows=rows(asked))
    assert shown["cut"] == "只含前 3 行，共 4 行；请缩小范围"


def test_the_page_says_what_was_not_exported_and_the_register_what_was(
    world, client, monkeypatch
) -> None:
    monkeypatch.setattr(listing, "MOST_EXPORTED", 3)
    client.force_login(world.users["an"])
    page = client.get("/people/?format=xlsx").content.decode()
    assert "工作簿只含前 3 行，共 4 行；请缩小范围" in page
    assert "format=xlsx&amp;first=3" in page
    assert client.get("/people/?format=xlsx&first=3")["Content-Type"] == XLSX
    client.force_login(world.users["shen"])
    register = client.get("/trail/exports/").content.decode()
    assert '<td class="number">3</td><td class="number">4</td>' in register.replace("\n", "")
