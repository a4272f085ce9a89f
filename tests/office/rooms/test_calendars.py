from datetime import date

import pytest

from biaochi.access.scoping import Why
from biaochi.errors import Refusal
from biaochi.matters import queries
from biaochi.registry import calendars
from biaochi.trail.models import Entry
from tests.office import staff
from tests.office.lettering import served

NOTICES = {
    2024: """
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
""",
    2025: """
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
""",
    2026: """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
""",
}


def events():
    return list(Entry.objects.unscoped(Why.TRAIL).order_by("seq").values_list("event", flat=True))


def enter(world, at, *, version=0, login="an", text=NOTICES[2026]):
    calendars.enter_days(
        year=2026, days=calendars.read_notice(text, year=2026), version=version,
        actor=world.actor(login), at=at,
    )  # fmt: skip


def confirm(world, at, *, version, login="an", document="国务院办公厅通知"):
    calendars.confirm_year(
        year=2026, document=document, version=version, actor=world.actor(login), at=at
    )


def code_of(act, *given, **more):
    with pytest.raises(Refusal) as problem:
        act(*given, **more)
    return problem.value.problems[0].code


@pytest.mark.parametrize("year", NOTICES)
def test_the_days_that_come_with_the_product_are_those_of_the_notices(year) -> None:
    ours = {d.on: d.kind for d in calendars.shipped() if d.on.year == year}
    read = {d.on: d.kind for d in calendars.read_notice(NOTICES[year], year=year)}
    assert ours == read


@pytest.mark.parametrize(
    ("on", "works"),
    [
        (date(2026, 2, 14), True), (date(2026, 9, 20), True), (date(2026, 10, 10), True),
        (date(2026, 2, 16), False), (date(2026, 10, 1), False), (date(2026, 10, 8), True),
        (date(2025, 1, 26), True), (date(2025, 2, 4), False), (date(2024, 9, 29), True),
        (date(2024, 2, 9), True), (date(2026, 11, 21), False), (date(2026, 11, 20), True),
    ],
)  # fmt: skip
def test_known_days_are_worked_or_not(on, works) -> None:
    days = {d.on: d.kind for d in calendars.shipped()}
    assert calendars.is_workday(on, days=days) is works


def test_the_days_off_of_each_year_add_up_to_what_the_notices_say() -> None:
    off = [d.on.year for d in calendars.shipped() if d.kind == "holiday"]
    assert {year: off.count(year) for year in NOTICES} == {2024: 28, 2025: 28, 2026: 33}


def test_a_span_may_cross_the_end_of_a_month_and_says_its_feast() -> None:
    days = calendars.read_notice(
        "五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。", year=2025
    )
    assert [(f"{d.on:%m%d}", d.kind, d.source) for d in days] == [
        ("0531", "holiday", "端午节"), ("0601", "holiday", "端午节"),
        ("0602", "holiday", "端午节"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["没有日期", "元旦：13月1日放假。", "春节：2月30日放假。", "元旦：1月3日至1日放假。",
     "元旦：1月1日放假，1月1日上班。"],
)  # fmt: skip
def test_a_notice_that_makes_no_sense_is_refused(text) -> None:
    assert code_of(calendars.read_notice, text, year=2026) == "EDIT-VALUE"


def test_a_year_is_provisional_until_a_named_person_confirms_it(world, at) -> None:
    enter(world, at)
    year = calendars.year_of(2026)
    assert year.is_provisional
    assert len(year.days) == 39
    confirm(world, at, version=year.version)
    year = calendars.year_of(2026)
    assert (year.confirmed_by, year.document) == ("安静仪", "国务院办公厅通知")
    enter(world, at, version=year.version, text="元旦：1月1日放假。")
    assert calendars.year_of(2026).is_provisional
    assert events() == ["calendar_entered", "calendar_confirmed", "calendar_entered"]


def test_the_calendar_is_changed_by_officers_on_what_they_saw(world, at) -> None:
    assert code_of(enter, world, at, login="bai") == "NOT-FOUND"
    assert code_of(confirm, world, at, version=0) == "EDIT-VALUE"
    enter(world, at)
    assert code_of(enter, world, at) == "EDIT-CONFLICT"
    assert code_of(confirm, world, at, version=1, document=" ") == "EDIT-REQUIRED"
    confirm(world, at, version=1)
    assert code_of(confirm, world, at, version=1) == "EDIT-CONFLICT"


def test_an_empty_calendar_is_seeded_once_and_stays_provisional(world, at) -> None:
    an = world.actor("an")
    assert calendars.seed(actor=an, at=at) == len(calendars.shipped())
    assert calendars.seed(actor=an, at=at) == 0
    assert events() == ["calendar_entered"] * 3
    assert calendars.year_of(2025).is_provisional
    assert calendars.year_of(2027).days == ()


def test_the_page_of_a_year_is_read_by_all_and_changed_by_officers(world, client) -> None:
    client.force_login(world.users["an"])
    assert "暂定" in client.get("/calendar/2026/").content.decode()
    answer = client.post("/calendar/2026/enter/", {"notice": NOTICES[2026]}, follow=True)
    shown = answer.content.decode()
    assert "2月14日" in shown
    assert client.post("/calendar/2026/enter/", {"notice": "x", "version": 1}).status_code == 200
    said = {"document": "国办通知", "version": 1}
    assert client.post("/calendar/2026/confirm/", said).status_code == 302
    assert client.post("/calendar/2026/confirm/", said).status_code == 409
    assert "已确认" in client.get("/calendar/2026/").content.decode()
    client.logout()
    client.force_login(world.users["bai"])
    assert client.get("/calendar/").status_code == 200
    assert client.post("/calendar/2026/confirm/", said).status_code == 404
    assert client.get("/calendar/1066/").status_code == 404


def test_what_is_due_follows_the_holidays_that_are_entered_and_confirmed(world, at, client) -> None:
    code = served(world, at, pack=staff.pack(world), on=date(2026, 2, 10))
    line = queries.one(world.actor("an"), code)

    def due():
        [clock] = queries.clocks_of(line)
        return clock.due_on, clock.provisional

    assert due() == (date(2026, 3, 3), True)
    client.force_login(world.users["an"])
    client.post("/calendar/2026/enter/", {"notice": NOTICES[2026]})
    assert due() == (date(2026, 3, 9), True)
    client.post("/calendar/2026/confirm/", {"document": "国办通知", "version": 1})
    assert due() == (date(2026, 3, 9), False)
