"""The calendar of holidays: entered from the yearly notice, confirmed by a named person.

Until a year is confirmed, whatever is counted in it is provisional (暂定).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files

from django.db import transaction

from biaochi.access.policy import may
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.errors import refusal
from biaochi.procedure.deadlines import Calendar
from biaochi.registry.models import CalendarDay, CalendarYear
from biaochi.timeline import WorkingDays
from biaochi.trail.editing import conflict, keep_before, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import About, record

_DAY = r"(?:(\d{1,2})月)?(\d{1,2})日"
_SPAN = re.compile(rf"{_DAY}(?:至{_DAY})?")
_ASIDE = re.compile(r"\([^()]*\)")
_SENTENCE = re.compile(r"[。;\n]")
_RESTS, _WORKS = "放假", "上班"
_WEEKEND = 5
_LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day that is not what its place in the week says."""

    on: date
    kind: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Year:
    """A year of the calendar; ``confirmed_by`` is blank while it is provisional."""

    year: int
    days: tuple[Day, ...]
    document: str = ""
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    version: int = 0

    @property
    def is_provisional(self) -> bool:
        """Tell whether nobody has confirmed the year."""
        return not self.confirmed_by


def year_of(year: int) -> Year:
    """Return a year as it stands; the calendar is public within the office."""
    rows = CalendarDay.objects.unscoped(Why.ABOUT).filter(date__year=year).order_by("date")
    days = tuple(Day(on=r.date, kind=r.kind, source=r.source) for r in rows)
    said = CalendarYear.objects.unscoped(Why.ABOUT).filter(year=year).first()
    if said is None:
        return Year(year=year, days=days)
    return Year(
        year=year, days=days, document=said.document, confirmed_by=said.confirmed_by,
        confirmed_at=said.confirmed_at, version=said.version,
    )  # fmt: skip


def feasts(days: Iterable[Day]) -> list[tuple[str, list[date], list[date]]]:
    """Return the days by feast: its name, the days off, the days worked for it."""
    found: dict[str, tuple[list[date], list[date]]] = {}
    for day in days:
        rests, works = found.setdefault(day.source, ([], []))
        (rests if day.kind == "holiday" else works).append(day.on)
    return [(name or "（未写名称）", rests, works) for name, (rests, works) in found.items()]


def working_calendar() -> Calendar:
    """Return the working days as entered, and the years a named person confirmed."""
    rows = CalendarDay.objects.unscoped(Why.ABOUT).values_list("date", "kind")
    kinds: dict[str, set[date]] = {}
    for on, kind in rows:
        kinds.setdefault(kind, set()).add(on)
    named = CalendarYear.objects.unscoped(Why.ABOUT).exclude(confirmed_by="")
    working = WorkingDays(
        holidays=frozenset(kinds.get("holiday", ())), workdays=frozenset(kinds.get("workday", ()))
    )
    return Calendar(working=working, confirmed=frozenset(named.values_list("year", flat=True)))


def is_workday(on: date, *, days: Mapping[date, str]) -> bool:
    """Tell whether a day is worked; ``days`` holds the kinds of the days that are special."""
    kind = days.get(on)
    return kind == "workday" if kind else on.weekday() < _WEEKEND


def read_notice(text: str, *, year: int) -> tuple[Day, ...]:
    """Return the days a yearly notice names: spans "放假", single days "上班".

    Refuses a text in which no such day is found, or one day is both.
    """
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", text[:_LONGEST]).replace(" ", ""))
    found: dict[date, Day] = {}
    feast = ""
    for sentence in filter(None, _SENTENCE.split(plain)):
        head, sign, _ = sentence.partition(":")
        feast = re.sub(r"^[一二三四五六七八九十\d]+[、.]", "", head) if sign else feast
        for kind, days in _named(sentence, year=year):
            for on in days:
                if found.get(on, Day(on=on, kind=kind)).kind != kind:
                    raise _wrong("每天只放假或只上班", f"{on:%m-%d} 两样都写了")
                found[on] = Day(on=on, kind=kind, source=feast[:40])
    if not found:
        raise _wrong("含有“放假”“上班”日期的通知", "没有认出日期")
    return tuple(found[on] for on in sorted(found))


@transaction.atomic
def enter_days(*, year: int, days: Sequence[Day], version: int, actor: Actor, at: datetime) -> None:
    """Put these days in the place of what was entered for a year (登记放假安排).

    The year becomes provisional: whoever confirms it looks at what was entered.
    """
    said = _year(year, version=version, actor=actor)
    if any(d.on.year != year for d in days):
        raise _wrong(f"{year}年的日期", "有别的年份")
    CalendarDay.objects.unscoped(Why.ABOUT).filter(date__year=year).delete()
    CalendarDay.objects.bulk_create(
        [CalendarDay(date=d.on, kind=d.kind, source=d.source) for d in days]
    )
    if said is None:
        said = CalendarYear(year=year, version=0, confirmed_at=at)
    said.confirmed_by, said.version = "", said.version + 1
    said.save()
    detail = {"year": year, "days": {f"{d.on}": d.kind for d in days}}
    record(Event.CALENDAR_ENTERED, actor=actor, at=at, about=said, detail=detail)


@transaction.atomic
def confirm_year(
    *, year: int, document: str, version: int, actor: Actor, at: datetime
) -> None:  # fmt: skip
    """Confirm the holidays of a year under one's name (确认年历)."""
    said = _year(year, version=version, actor=actor)
    if not document.strip():
        raise refusal(
            "EDIT-REQUIRED", expected="文件名称或文号", found="空", do="请填写依据的通知。",
            label="文件",
        )  # fmt: skip
    if not CalendarDay.objects.unscoped(Why.ABOUT).filter(date__year=year).exists():
        raise _wrong("先登记这一年的放假安排", "还没有登记")
    if said is None:
        said = CalendarYear(year=year, version=0)
    else:
        keep_before(said, actor=actor, at=at)
    said.document, said.confirmed_by, said.confirmed_at = document.strip(), actor.name, at
    said.version += 1
    said.save()
    record(Event.CALENDAR_CONFIRMED, actor=actor, at=at, about=said)


@transaction.atomic
def seed(*, actor: Actor, at: datetime) -> int:
    """Enter the days that come with the product into an empty calendar; returns how many.

    They stay provisional until somebody confirms them.
    """
    if CalendarDay.objects.unscoped(Why.SETUP).exists():
        return 0
    days = shipped()
    CalendarDay.objects.bulk_create(
        [CalendarDay(date=d.on, kind=d.kind, source=d.source) for d in days]
    )
    for year in sorted({d.on.year for d in days}):
        content = {f"{d.on}": d.kind for d in days if d.on.year == year}
        about = About(kind="calendar", ident=str(year), content=content)
        record(Event.CALENDAR_ENTERED, actor=actor, at=at, about=about, reason="随产品带来")
    return len(days)


def shipped() -> tuple[Day, ...]:
    """Return the days that come with the product, from the data of this room."""
    text = (files("biaochi.registry") / "data" / "calendar.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Day(on=date.fromisoformat(on), kind=kind, source=of) for on, kind, of in rows)


def _named(sentence: str, *, year: int) -> Iterable[tuple[str, list[date]]]:
    """Return the days of a sentence; those before 放假 rest, those before 上班 work."""
    at = 0
    for sign, kind in ((_RESTS, "holiday"), (_WORKS, "workday")):
        end = sentence.find(sign, at)
        if end >= 0:
            yield kind, _days(sentence[at:end], year=year)
            at = end


def _days(text: str, *, year: int) -> list[date]:
    found: list[date] = []
    month = 0
    for match in _SPAN.finditer(text):
        first_month, first, last_month, last = match.groups()
        month = int(first_month or month)
        start = _date(year, month, int(first))
        month = int(last_month or month)
        until = _date(year, month, int(last)) if last else start
        if until < start:
            raise _wrong("先后相接的起止日期", match.group())
        found.extend(start + timedelta(days=n) for n in range((until - start).days + 1))
    return found


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _wrong("真实的日期", f"{month}月{day}日") from None


def _wrong(expected: str, found: str) -> Exception:
    return refusal(
        "EDIT-VALUE", expected=expected, found=found, do="请对照通知改正。", label="通知"
    )


def _year(year: int, *, version: int, actor: Actor) -> CalendarYear | None:
    """Return the year to change, locked; it has to be as it was looked at."""
    if not may(actor, Act.EDIT_CALENDAR):
        raise not_found("年历")
    said: CalendarYear | None = (
        CalendarYear.objects.unscoped(Why.ABOUT).select_for_update().filter(year=year).first()
    )
    if said is not None and said.version != version:
        raise conflict(said, version=version)
    if said is None and version:
        raise refusal(
            "EDIT-CONFLICT", expected=f"{year}年的第{version}版", found="没有这一版",
            do="请重新打开。",
        )  # fmt: skip
    return said
