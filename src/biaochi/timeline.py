"""Days, periods and the arithmetic of dates.  Nothing here knows what day it is today."""

import calendar as _months
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_IN_YEAR = 12
MONTHS_IN_QUARTER = 3
MONTHS_IN_HALF = 6
SATURDAY = 5
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
"""Days that may be said; what lies outside is a slip of the pen."""
LONGEST_YEARS = 1000  # of one length: no day that is said leads beyond the last there is
DURATION_UNITS = ("days", "working_days", "months", "years")
_TO_A_YEAR = {"months": MONTHS_IN_YEAR, "years": 1}
_PERIOD = re.compile(r"(?P<y>\d{4})(?:Q(?P<q>[1-4])|H(?P<h>[12])|-(?P<m>0[1-9]|1[0-2]))?")
_DURATION = re.compile(r"(?P<n>\d{1,5})\s*(?P<u>days?|working_days?|months?|years?)")


@dataclass(frozen=True, order=True)
class Period:
    """A half-open span of days ``[first, end)``.

    >>> Period.parse("2017Q1").last
    datetime.date(2017, 3, 31)
    """

    first: date
    end: date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2017``, ``2017Q1``, ``2017H2`` or ``2017-03``; ValueError otherwise.

        A year no day of which may be said is none either.
        """
        found = _PERIOD.fullmatch(text)
        if not found or not EARLIEST.year <= int(found["y"]) <= LATEST.year:
            raise ValueError(text)
        year = int(found["y"])
        if found["q"]:
            return cls.part(year, MONTHS_IN_QUARTER, int(found["q"]))
        if found["h"]:
            return cls.part(year, MONTHS_IN_HALF, int(found["h"]))
        if found["m"]:
            return cls.part(year, 1, int(found["m"]))
        return cls.part(year, MONTHS_IN_YEAR, 1)

    @classmethod
    def part(cls, year: int, months: int, which: int) -> "Period":
        """Return the ``which``-th run of ``months`` months of a year (1-based)."""
        first = add_months(date(year, 1, 1), months * (which - 1))
        return cls(first, add_months(first, months))

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.end - timedelta(days=1)

    @property
    def year(self) -> int:
        """The calendar year the period begins in."""
        return self.first.year

    def contains(self, day: date) -> bool:
        """Is the day inside?"""
        return self.first <= day < self.end


def day_of(text: str) -> date | None:
    """Return the day a text says in ISO form; None if it says none, or none that may be said.

    >>> day_of("2017-02-28"), day_of("2017-02-29"), day_of("9999-12-31")
    (datetime.date(2017, 2, 28), None, None)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def add_months(day: date, months: int) -> date:
    """Move by calendar months; a day the month lacks becomes its last day.

    >>> add_months(date(2023, 8, 31), 6)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    last = _months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_years(day: date, years: int) -> date:
    """Move by calendar years; 29 February becomes the 28th where there is none."""
    return add_months(day, years * MONTHS_IN_YEAR)


def months_between(start: date, end: date) -> int:
    """Completed months from start to end, negative when end is earlier.

    >>> months_between(date(2017, 1, 31), date(2017, 2, 28))
    0
    """
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * MONTHS_IN_YEAR + end.month - start.month
    return months - (end.day < start.day)


def years_between(start: date, end: date) -> int:
    """Completed years from start to end, negative when end is earlier."""
    months = months_between(start, end)
    return months // MONTHS_IN_YEAR if months >= 0 else -(-months // MONTHS_IN_YEAR)


@dataclass(frozen=True)
class WorkingDays:
    """Which days are worked: weekdays, but for holidays, and weekend days worked instead."""

    holidays: Container[object] = frozenset()
    workdays: Container[object] = frozenset()

    def is_worked(self, day: date) -> bool:
        """Is this day a working day?"""
        if day in self.workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after the day; counting starts the day after.

        >>> WorkingDays().after(date(2017, 3, 1), 15)
        datetime.date(2017, 3, 22)
        """
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_worked(day)
        return day


@dataclass(frozen=True)
class Duration:
    """A number of days, working days, months or years."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read ``15 working_days``, ``6 months``, ``1 years``; ValueError otherwise.

        So is a length beyond all reason, a thousand years and more.
        """
        found = _DURATION.fullmatch(text.strip())
        if not found:
            raise ValueError(text)
        unit = found["u"] if found["u"].endswith("s") else found["u"] + "s"
        count = int(found["n"])
        if count > LONGEST_YEARS * _TO_A_YEAR.get(unit, count):
            raise ValueError(text)
        return cls(count, unit)

    def after(self, day: date, working: WorkingDays | None = None) -> date:
        """Return the day this long after ``day``."""
        if self.unit == "days":
            return day + timedelta(days=self.count)
        if self.unit == "working_days":
            return (working or WorkingDays()).after(day, self.count)
        return add_months(day, self.count * (MONTHS_IN_YEAR if self.unit == "years" else 1))


def is_length(text: str) -> bool:
    """Tell whether a text is a length of time as packs write it.

    >>> is_length("15 working_days"), is_length("soon")
    (True, False)
    """
    try:
        Duration.parse(text)
    except ValueError:
        return False
    return True


def intervals(period: Period, months: int) -> Mapping[str, Period]:
    """Cut a period's calendar year(s) into runs of months, named ``2017Q1``, ``2017-03``…"""
    names = {1: "-{:02d}", MONTHS_IN_QUARTER: "Q{}", MONTHS_IN_HALF: "H{}", MONTHS_IN_YEAR: ""}
    found = {}
    for year in range(period.first.year, period.last.year + 1):
        for which in range(1, MONTHS_IN_YEAR // months + 1):
            part = Period.part(year, months, which)
            if part.first < period.end and period.first < part.end:
                found[f"{year}" + names[months].format(which)] = part
    return found
