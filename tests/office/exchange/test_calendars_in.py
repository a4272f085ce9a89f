import io
from datetime import date

import pytest
from openpyxl import load_workbook

from biaochi.access.scoping import Why
from biaochi.errors import Refusal
from biaochi.exchange import intake, queries
from biaochi.exchange.forms import EXAMPLE
from biaochi.exchange.intake import Brought
from biaochi.exchange.templates import HEADER_ROW, plain_template
from biaochi.matters import queries as matters
from biaochi.registry import calendars
from biaochi.registry.calendars import Day
from biaochi.trail.models import Entry
from tests.office import staff
from tests.office.exchange.corpus import book, csv
from tests.office.lettering import served
from tests.office.working import work

pytestmark = pytest.mark.django_db
HEADER = ("日期", "类别", "名称")
ROWS = (
    HEADER, (date(2027, 1, 1), "放假", "元旦"), ("2027.1.2", "放假", "元旦"),
    ("2027年1月10日", "补班", "元旦"), (20270206, "调休上班", "春节"),
)  # fmt: skip
DAYS = (
    Day(on=date(2027, 1, 1), kind="holiday", source="元旦"),
    Day(on=date(2027, 1, 2), kind="holiday", source="元旦"),
    Day(on=date(2027, 1, 10), kind="workday", source="元旦"),
    Day(on=date(2027, 2, 6), kind="workday", source="春节"),
)


@pytest.fixture
def bring(world, at, settings, tmp_path):
    """Somebody brings a file for a year, and the worker checks it."""
    settings.HOME = tmp_path

    def bring(data: bytes, name="年历.xlsx", *, by="an", year=2027):
        file = Brought(form="calendar", year=year, name=name, chunks=[data])
        ident = intake.bring(file, actor=world.actor(by), at=at)
        work()
        return queries.one_import(world.actor(by), ident)

    return bring


def days(rows=ROWS) -> bytes:
    said = [[f"{c}" if isinstance(c, date) else c for c in row] for row in rows]
    return book(tuple(map(tuple, said)))


def test_days_are_looked_at_first_and_replace_the_year_when_taken(bring, world, at) -> None:
    an = world.actor("an")
    before = (Day(on=date(2027, 5, 1), kind="holiday", source="劳动节"),)
    calendars.enter_days(year=2027, days=before, version=0, actor=an, at=at)
    calendars.confirm_year(year=2027, document="通知", version=1, actor=an, at=at)
    found = bring(days())
    assert (found.outcome["good"], found.outcome["bad"], found.about["confirmed_by"]) == (
        4, 0, an.name
    )  # fmt: skip
    assert [d["on"] for d in found.about["days"]] == [f"{d.on}" for d in DAYS]
    assert calendars.year_of(2027).days == before
    assert intake.commit(found.ident, version=1, choice="all", actor=an, at=at) == 4
    year = calendars.year_of(2027)
    assert (year.days, year.is_provisional) == (DAYS, True)
    events = Entry.objects.unscoped(Why.TRAIL).order_by("seq").values_list("event", flat=True)
    assert list(events)[-3:] == ["file_uploaded", "calendar_entered", "batch_committed"]


def test_a_csv_and_a_template_say_the_same(bring, world, at) -> None:
    text = "\n".join(",".join(map(str, row)) for row in ROWS)
    assert bring(csv(text)(), "年历.csv").about["days"] == bring(days()).about["days"]
    made = load_workbook(io.BytesIO(plain_template("calendar", title="通知")))
    page = made["数据"]
    assert page.cell(HEADER_ROW + 2, 1).value == EXAMPLE
    assert [c.value for row in made["_字典"].iter_rows() for c in row] == ["放假", "补班"]
    for row, cells in enumerate(ROWS[1:], HEADER_ROW + 3):
        for column, value in enumerate(cells, 2):
            page.cell(row, column).value = value
    out = io.BytesIO()
    made.save(out)
    filled = bring(out.getvalue(), "模板.xlsx")
    assert (filled.outcome["good"], len(filled.about["days"])) == (4, 4)
    made["_标尺"].cell(1, 2).value = "scores"
    made.save(out)
    wrong = bring(out.getvalue(), "别的.xlsx")
    assert [p["code"] for p in wrong.task.problems] == ["FILE-TEMPLATE"]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (("2026-12-31", "放假", ""), ["CELL-DATE"]),
        (("2027-01-01", "放假", "元旦"), ["ROW-DUPLICATE"]),
        (("2027-01-01", "补班", "元旦"), ["ROW-CONFLICT"]),
        (("2027-01-10", "放假", ""), ["ROW-CONFLICT"]),
        (("2027-02-30", "放假", ""), ["CELL-DATE"]),
        (("2027-03-01", "半天", ""), ["CELL-CHOICE"]),
        (("2027-03-01", "", ""), ["CELL-MISSING"]),
        (("", "放假", "元旦"), ["CELL-MISSING"]),
        (("2026-03-01", "半天", ""), ["CELL-DATE", "CELL-CHOICE"]),
        (("2027-03-01", "放假", "长" * 41), ["CELL-LONG"]),
    ],
)
def test_a_wrong_row_is_told_by_its_place_and_nothing_goes_in(row, codes, bring, world, at) -> None:
    found = bring(days((*ROWS, row)))
    assert [(e["code"], e["line"]) for e in found.errors] == [(code, 6) for code in codes]
    assert (found.outcome["good"], found.outcome["bad"]) == (4, 1)
    assert queries.answer_of(world.actor("an"), found.ident)[1] is not None
    for choice in ("all", "good"):
        with pytest.raises(Refusal, match="BATCH-ERRORS"):
            intake.commit(found.ident, version=1, choice=choice, actor=world.actor("an"), at=at)
    assert not calendars.year_of(2027).days


def test_a_year_that_others_changed_meanwhile_is_not_replaced(bring, world, at) -> None:
    data = days()
    found = bring(data)
    said = (Day(on=date(2027, 5, 1), kind="holiday", source="劳动节"),)
    calendars.enter_days(year=2027, days=said, version=0, actor=world.actor("jin"), at=at)
    with pytest.raises(Refusal, match="EDIT-CONFLICT"):
        intake.commit(found.ident, version=1, choice="all", actor=world.actor("an"), at=at)
    assert calendars.year_of(2027).days == said
    intake.discard(found.ident, version=1, actor=world.actor("an"), at=at)
    again = bring(data)
    assert again.ident != found.ident
    assert intake.commit(again.ident, version=1, choice="all", actor=world.actor("an"), at=at) == 4


def test_the_same_file_for_another_year_is_another_import(bring) -> None:
    data = days()
    found, other = bring(data), bring(data, year=2028)
    assert other.ident != found.ident
    assert {e["code"] for e in other.errors} == {"CELL-DATE"}
    assert bring(data).ident == found.ident


def test_whoever_may_not_change_the_calendar_brings_none(bring) -> None:
    for login in ("rui", "li", "bai", "du", "xi"):
        with pytest.raises(Refusal, match="BATCH-GONE"):
            bring(days(), by=login)


def test_the_page_of_a_year_takes_a_file_shows_it_and_says_what_is_left(
    world, client, settings, tmp_path
) -> None:
    settings.HOME = tmp_path
    client.force_login(world.users["an"])
    template = client.get("/calendar/2027/template/")
    assert load_workbook(io.BytesIO(template.content))["数据"].cell(HEADER_ROW + 1, 2).value
    file = io.BytesIO(days())
    file.name = "年历.xlsx"
    answer = client.post("/calendar/2027/import/", {"file": file})
    work()
    shown = client.get(answer["Location"]).content.decode()
    assert "2027年的放假安排" in shown
    assert "<td>春节</td><td></td><td>2月6日</td>" in shown
    done = client.post(f"{answer['Location']}decide/", {"answer": "all", "version": 1}, follow=True)
    assert "已导入 4 行，请到年历核对后确认。" in done.content.decode()
    assert "1月10日" in client.get("/calendar/2027/").content.decode()
    file = io.BytesIO(days())
    file.name = "a.exe"
    again = client.post("/calendar/2027/import/", {"file": file})
    assert "应为.xlsx、.xls、.et、.csv" in again.content.decode()


def test_what_is_due_follows_the_days_of_a_file(world, client, settings, tmp_path, at) -> None:
    settings.HOME = tmp_path
    code = served(world, at, pack=staff.pack(world), on=date(2027, 1, 25))
    line = matters.one(world.actor("an"), code)
    [before] = matters.clocks_of(line)
    client.force_login(world.users["an"])
    file = io.BytesIO(days())
    file.name = "年历.xlsx"
    answer = client.post("/calendar/2027/import/", {"file": file})
    work()
    client.post(f"{answer['Location']}decide/", {"answer": "all", "version": 1})
    [after] = matters.clocks_of(line)
    assert (before.due_on, after.due_on) == (date(2027, 2, 15), date(2027, 2, 12))
