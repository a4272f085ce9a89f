"""The days off of a year from a workbook: looked at together, entered together or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from biaochi.access.shapes import Actor
from biaochi.errors import Problem, Refusal
from biaochi.exchange import uploads
from biaochi.exchange.doors.opening import open_file
from biaochi.exchange.doors.wording import refusal, shown
from biaochi.exchange.forms import DAY_WORDS, FORMS
from biaochi.exchange.shapes import ERRORS
from biaochi.exchange.staging import Outcome
from biaochi.exchange.tables import Line, Sheet, sheet_of
from biaochi.registry import calendars
from biaochi.registry.calendars import Day
from biaochi.vocabulary import office

FORM = "calendar"
MOST = 366
_LABELS = {f.name: f.label for f in FORMS[FORM].fields}


def looked_at(sheet: Sheet, asked: dict[str, Any]) -> Outcome:
    """Look at every day; the outcome holds them, and the year as it stands."""
    outcome = Outcome()
    days: list[Day] = []
    with uploads.beside(asked["token"], ending=ERRORS).open("w", encoding="utf-8") as out:
        for day, problems in _judged(sheet, year=asked["year"]):
            outcome.rows += 1
            if day is None:
                outcome.tell([asdict(p) for p in problems], out)
            else:
                outcome.good += 1
                days.append(day)
            outcome.duplicates += any(p.code == "ROW-DUPLICATE" for p in problems)
    days.sort(key=lambda d: d.on)
    year = calendars.year_of(asked["year"])
    outcome.about = {
        "year": year.year, "version": year.version, "confirmed_by": year.confirmed_by,
        "days": [{"on": f"{d.on}", "kind": d.kind, "name": d.source} for d in days],
    }  # fmt: skip
    return outcome


def take_in(asked: dict[str, Any], *, version: int, actor: Actor, at: datetime) -> int:
    """Enter the days in the place of what the year held when the file was looked at."""
    with TemporaryDirectory(prefix="import-", dir=uploads.path_of("x").parent) as work:
        table = open_file(uploads.path_of(asked["token"]), name=asked["name"], work=Path(work))
        judged = list(_judged(sheet_of(table, FORMS[FORM]), year=asked["year"]))
    if wrong := [p for _, problems in judged for p in problems]:
        raise Refusal(tuple(wrong))
    days = [day for day, _ in judged if day is not None]
    calendars.enter_days(year=asked["year"], days=days, version=version, actor=actor, at=at)
    return len(days)


def _judged(sheet: Sheet, *, year: int) -> Iterator[tuple[Day | None, Sequence[Problem]]]:
    """Yield each row as a day, or what is wrong with it."""
    seen: dict[date, tuple[int, str]] = {}
    for number, line in enumerate(sheet.lines(), 1):
        if number > MOST:
            do = "一行一天，一份文件只写一年。"
            raise refusal("FILE-ROWS", f"不超过 {MOST} 行", "更多", do)
        problems = [*line.problems, *_wrong(line, year, seen)]
        on, kind = line.values.get("on"), DAY_WORDS.get(str(line.values.get("kind")), "")
        if isinstance(on, date) and kind:
            seen.setdefault(on, (line.number, kind))
        if problems or not isinstance(on, date):
            yield None, problems
        else:
            yield Day(on=on, kind=kind, source=str(line.values.get("name") or "")), ()


def _wrong(line: Line, year: int, seen: dict[date, tuple[int, str]]) -> Iterator[Problem]:
    on, said = line.values.get("on"), line.values.get("kind")
    kind = DAY_WORDS.get(str(said), "")
    if isinstance(on, date) and on.year != year:
        yield _problem("CELL-DATE", f"{year}年的日期", f"{on}", "一份文件只写一年。", line, "on")
    if said is not None and not kind:
        words = "或".join(DAY_WORDS)
        yield _problem("CELL-CHOICE", words, shown(said), "请从下拉表里选。", line, "kind")
    if not isinstance(on, date) or on not in seen or not kind:
        return
    before, was = seen[on]
    if was == kind:
        found, do = f"第{before}行已有 {on}", "请删去这一行。"
        yield Problem("ROW-DUPLICATE", "每天一行", found, do, line=line.number)
    else:
        found = f"第{before}行写 {on} {office.chinese(office.CALENDAR_DAYS, was)}"
        do = "请对照通知，两行里只留一行。"
        yield Problem("ROW-CONFLICT", "每天只放假或只上班", found, do, line=line.number)


def _problem(  # the parts of a problem and where it stands
    code: str, expected: str, found: str, do: str, line: Line, column: str
) -> Problem:
    return Problem(code, expected, found, do, line=line.number, column_name=_LABELS[column])
