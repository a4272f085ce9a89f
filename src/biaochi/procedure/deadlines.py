"""Deadlines with their arithmetic: counted from the day after, told in words.

A period counted for somebody to act in ends on the next working day when its last day is a rest
day; a timer (an influence period, a trial post) ends on its day.  Whatever crosses a year whose
holidays nobody confirmed is provisional.  Source of the counting: Civil Code 2020, arts. 200-203.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from biaochi.procedure.shapes import Deadline
from biaochi.timeline import Duration, WorkingDays

_UNITS = {"days": "日", "working_days": "个工作日", "months": "个月", "years": "年"}


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The working days as entered, and the years a named person confirmed."""

    working: WorkingDays = field(default_factory=WorkingDays)
    confirmed: frozenset[int] = frozenset()


def spoken(length: str) -> str:
    """Return a length of time as packs write it, in words; blank stays blank.

    >>> spoken("15 working_days")
    '15个工作日'
    >>> spoken("")
    ''
    """
    if not length:
        return ""
    span = Duration.parse(length)
    return f"{span.count}{_UNITS[span.unit]}"


def deadline(start: date, length: str, calendar: Calendar) -> Deadline:
    """Return by when something has to be done; counting starts the day after ``start``.

    ``length`` is written as in packs (``15 working_days``, ``30 days``, ``6 months``); ValueError
    otherwise.

    >>> deadline(date(2017, 3, 1), "15 working_days", Calendar()).due
    datetime.date(2017, 3, 22)
    """
    span = Duration.parse(length)
    last = span.after(start, calendar.working)
    due = last
    while not calendar.working.is_worked(due):
        due += timedelta(days=1)
    return Deadline(
        start=start, due=due, length=length, steps=tuple(_told(start, last, due, span, calendar)),
        provisional=_provisional(start, due, calendar),
    )  # fmt: skip


def timer(start: date, length: str) -> Deadline:
    """Return when a period that runs by itself ends: the same day of the month, no rest-day rule.

    >>> timer(date(2024, 1, 20), "6 months").due
    datetime.date(2024, 7, 20)
    """
    span = Duration.parse(length)
    due = span.after(start)
    steps = (f"自 {start} 起 {span.count} {_UNITS[span.unit]}，至 {due} 期满",)
    return Deadline(start=start, due=due, length=length, steps=steps)


def _told(start: date, last: date, due: date, span: Duration, calendar: Calendar) -> Iterator[str]:
    first = start + timedelta(days=1)
    yield f"{start} 的次日 {first} 起算，{span.count} {_UNITS[span.unit]}"
    if span.unit == "working_days":
        rests = (last - start).days - span.count
        if rests:
            yield f"其间休息日 {rests} 天不计，第 {span.count} 个工作日是 {last}"
    elif last.day != start.day and span.unit in {"months", "years"}:
        yield f"{last:%Y-%m} 没有 {start.day} 日，算到月末 {last}"
    if due != last:
        yield f"最后一日 {last} 是休息日，顺延到 {due}"
    unsure = sorted(_unconfirmed(start, due, calendar))
    if unsure:
        years = "、".join(str(y) for y in unsure)
        yield f"{years} 年的放假安排还没有确认，这个日期是暂定的"


def _provisional(start: date, due: date, calendar: Calendar) -> bool:
    return bool(_unconfirmed(start, due, calendar))


def _unconfirmed(start: date, due: date, calendar: Calendar) -> set[int]:
    first = start + timedelta(days=1)
    return set(range(first.year, due.year + 1)) - calendar.confirmed
