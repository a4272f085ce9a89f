from datetime import date

import pytest

from biaochi.timeline import (
    LATEST,
    Duration,
    Period,
    WorkingDays,
    add_months,
    add_years,
    day_of,
    intervals,
    is_length,
    months_between,
    years_between,
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2017Q1", date(2017, 1, 1), date(2017, 3, 31)),
        ("2017Q4", date(2017, 10, 1), date(2017, 12, 31)),
        ("2017H2", date(2017, 7, 1), date(2017, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
    ],
)
def test_a_period_is_read_with_its_first_and_last_day(text, first, last):
    period = Period.parse(text)
    assert (period.first, period.last, period.year) == (first, last, first.year)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000",
        "17",
        "2017Q5",
        "2017H3",
        "2017-13",
        "2017-00",
        "2017 ",
        "9999",
        "9999-12",
        "1899",
    ],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        Period.parse(text)


def test_the_day_after_the_last_is_outside():
    period = Period.parse("2017Q1")
    assert period.contains(date(2017, 1, 1))
    assert period.contains(date(2017, 3, 31))
    assert not period.contains(date(2017, 4, 1))
    assert not period.contains(date(2016, 12, 31))


def test_a_day_the_month_lacks_becomes_its_last():
    assert add_months(date(2017, 1, 31), 1) == date(2017, 2, 28)
    assert add_months(date(2017, 1, 31), -2) == date(2016, 11, 30)
    assert add_years(date(2016, 2, 29), 1) == date(2017, 2, 28)
    assert add_years(date(2016, 2, 29), 4) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        (date(2015, 3, 15), date(2017, 3, 14), 23, 1),
        (date(2015, 3, 15), date(2017, 3, 15), 24, 2),
        (date(2017, 3, 15), date(2017, 3, 15), 0, 0),
        (date(2017, 3, 15), date(2015, 3, 15), -24, -2),
        (date(2017, 3, 14), date(2015, 3, 15), -23, -1),
    ],
)
def test_only_completed_months_and_years_count(start, end, months, years):
    assert months_between(start, end) == months
    assert years_between(start, end) == years


def test_working_days_leave_out_weekends_and_holidays_but_not_worked_weekends():
    friday, saturday, monday = date(2017, 9, 29), date(2017, 9, 30), date(2017, 10, 2)
    calendar = WorkingDays(frozenset({monday}), frozenset({saturday}))
    assert calendar.is_worked(saturday)
    assert not calendar.is_worked(monday)
    assert not WorkingDays().is_worked(saturday)
    assert calendar.after(friday, 2) == date(2017, 10, 3)
    assert WorkingDays().after(friday, 2) == date(2017, 10, 3)
    assert WorkingDays().after(friday, 0) == friday


@pytest.mark.parametrize(
    ("text", "count", "unit", "day"),
    [
        ("15 working_days", 15, "working_days", date(2017, 2, 21)),
        ("1 working_day", 1, "working_days", date(2017, 2, 1)),
        ("10 days", 10, "days", date(2017, 2, 10)),
        ("1 month", 1, "months", date(2017, 2, 28)),
        ("2years", 2, "years", date(2019, 1, 31)),
        (" 1 day ", 1, "days", date(2017, 2, 1)),
    ],
)
def test_a_duration_is_read_and_counted_from_the_day_after(text, count, unit, day):
    duration = Duration.parse(text)
    assert duration == Duration(count, unit)
    assert duration.after(date(2017, 1, 31)) == day


def test_a_duration_in_working_days_goes_by_the_calendar_given():
    holiday = WorkingDays(frozenset({date(2017, 2, 1)}))
    assert Duration(1, "working_days").after(date(2017, 1, 31), holiday) == date(2017, 2, 2)


@pytest.mark.parametrize(
    "text", ["", "months", "6", "six months", "6 weeks", "-1 days", "123456 days"]
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        Duration.parse(text)


def test_a_period_is_cut_into_named_runs():
    assert list(intervals(Period.parse("2017"), 3)) == ["2017Q1", "2017Q2", "2017Q3", "2017Q4"]
    assert list(intervals(Period.parse("2017Q2"), 1)) == ["2017-04", "2017-05", "2017-06"]
    assert list(intervals(Period.parse("2017"), 6)) == ["2017H1", "2017H2"]
    assert list(intervals(Period.parse("2017-03"), 12)) == ["2017"]
    span = Period(date(2016, 12, 1), date(2017, 2, 1))
    assert list(intervals(span, 1)) == ["2016-12", "2017-01"]


@pytest.mark.parametrize("text", ["1001 years", "12001 months", "99999 years"])
def test_a_length_no_day_can_be_counted_by_is_none(text):
    assert not is_length(text)


@pytest.mark.parametrize("text", ["1000 years", "12000 months", "99999 days", "99999 working_days"])
def test_whatever_may_be_said_leads_to_a_day(text):
    assert Duration.parse(text).after(LATEST) > LATEST


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "2201-01-01", "1899-12-31", "soon"])
def test_a_day_beyond_what_may_be_said_is_none(text):
    assert day_of(text) is None
