"""The last day of every way against a count on fingers: random days, holidays, worked weekends."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from biaochi.procedure.deadlines import Calendar
from biaochi.procedure.remedying import filing_due
from biaochi.procedure.remedyways import Against
from biaochi.timeline import WorkingDays
from tests.core.procedure.remedyworld import REVIEW, world

FIRST = date(2023, 11, 1)
DAYS = st.integers(0, 800).map(lambda n: FIRST + timedelta(days=n))
LAST_OF = {1: 31, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def rests(day, holidays, worked):
    return day not in worked and (day.weekday() > 4 or day in holidays)


def to_working(day, holidays, worked):
    while rests(day, holidays, worked):
        day += timedelta(days=1)
    return day


def thirty_days_on(day):
    for _ in range(30):
        day += timedelta(days=1)
    return day


def a_month_on(day):
    """The same number in the next month, or that month's last day: told without a calendar."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = 28 + leap if month == 2 else LAST_OF[month]
    return date(year, month, min(day.day, last))


@settings(max_examples=200, deadline=None)
@given(DAYS, st.frozensets(DAYS, max_size=60), st.frozensets(DAYS, max_size=20), st.booleans())
def test_the_last_day_is_the_one_counted_by_hand(served, holidays, worked, firm):
    calendar = Calendar(
        working=WorkingDays(holidays - worked, worked), confirmed=frozenset({2023, 2024})
    )
    against = Against(kind="matter", words=frozenset({"demerit"}), known_on=served)
    of = world(against=against, calendar=calendar)
    found = filing_due(of.ways["firm-review/review" if firm else REVIEW], {}, of)
    counted = a_month_on(served) if firm else thirty_days_on(served)
    assert found.due == to_working(counted, holidays - worked, worked)
    crossed = {(served + timedelta(days=n)).year for n in range(1, (found.due - served).days + 1)}
    assert found.provisional is bool(crossed - {2023, 2024})
    assert (f"顺延到 {found.due}" in found.steps[-1 - found.provisional]) is (found.due != counted)
