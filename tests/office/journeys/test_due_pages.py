"""What is due: it leads where it is done, and what is long overdue buries nothing."""

import re
from datetime import date, timedelta

import pytest

from biaochi import clock
from tests.office import following, periods

OPENED = clock.today() - timedelta(days=200)
LONG = clock.today() - timedelta(days=900)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def followed(world, on):
    """Open a follow-up whose plan and talks are due."""
    pack = periods.opened(world, pack="demo-qingshi").pack_id
    case = following.executed(world, pack=pack, on=on)
    return following.opened(world, case, pack=pack, on=on)


def test_what_is_due_in_a_follow_up_leads_to_the_very_step(enter, world) -> None:
    code = followed(world, OPENED)
    there = f'href="/matters/{code}/?do=recheck#move-recheck">复检</a>'
    an = enter("an")
    for page in ("/matters/clocks/", f"/matters/{code}/"):
        assert there in text(an.get(page)), page
    assert re.search(
        rf'href="/matters/{code}/\?do=\w+#move-\w+">杜文清：启用计划', text(an.get("/"))
    )
    assert "?do=recheck" not in text(enter("sheng").get("/matters/clocks/"))


def test_a_day_that_is_not_sure_leads_to_the_calendar_for_whom_confirms_it(enter, world) -> None:
    code = followed(world, OPENED)
    year = f'href="/calendar/{OPENED.year}/">{OPENED.year} 年</a>'
    for page in ("/matters/clocks/", f"/matters/{code}/"):
        assert year in text(enter("an").get(page))
        assert year not in text(enter("sheng").get(page))


def test_what_ran_out_long_ago_is_folded_away_below_what_ran_out_lately(enter, world) -> None:
    old, new = followed(world, LONG), followed(world, OPENED)
    page = text(enter("an").get("/matters/clocks/"))
    lately, long_ago = page.split("到期一年以上的")
    assert (old in lately, new in lately, old in long_ago) == (False, True, True)


@pytest.mark.parametrize(
    ("today", "lately"), [(date(2027, 3, 1), True), (date(2029, 3, 1), False)]
)  # fmt: skip
def test_returns_owed_for_years_are_counted_and_lately_owed_ones_named(
    enter, world, monkeypatch, today, lately
) -> None:
    periods.opened(world, pack="demo-qingshi")
    monkeypatch.setattr("biaochi.clock.today", lambda: today)
    page = text(enter("an").get("/"))
    assert ("近一年没有逾期的报送" not in page) is lately
    assert ("逾期一年以上未报" in page) is not lately
    if lately:
        days = [int(n) for n in re.findall(r"逾期 (\d+) 天", page)]
        assert days
        assert days == sorted(days)
    else:
        assert re.search(r"\d{4} 年[^<：]+：\d+ 份", page)
