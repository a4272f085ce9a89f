from datetime import UTC, date, datetime, timedelta

from biaochi import clock
from biaochi.vocabulary import office


def test_this_moment_has_a_zone_and_goes_on() -> None:
    first, second = clock.now(), clock.now()
    assert first.utcoffset() == timedelta(0)
    assert first <= second


def test_a_day_begins_at_midnight_in_beijing() -> None:
    assert clock.local(datetime(2017, 12, 31, 16, 0, tzinfo=UTC)).date() == date(2018, 1, 1)
    assert clock.local(datetime(2017, 12, 31, 15, 59, tzinfo=UTC)).date() == date(2017, 12, 31)


def test_today_is_the_day_of_this_moment() -> None:
    before, day, after = clock.now(), clock.today(), clock.now()
    assert clock.local(before).date() <= day <= clock.local(after).date()


def test_a_key_without_a_word_is_shown_as_it_is() -> None:
    assert office.chinese(office.ROLES, "officer") == "组织部干部"
    assert office.chinese(office.ROLES, "stranger") == "stranger"
