"""From arguments to a pack, facts and what is asked of them."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from shlex import quote

from biaochi.batch.assess import open_facts
from biaochi.cli.guard import visible
from biaochi.cli.progress import Progress
from biaochi.engine.compile import Asked
from biaochi.errors import Problem, Refusal
from biaochi.facts.store import Store
from biaochi.packs.loader import load, locate
from biaochi.packs.shapes import Pack

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_WARNED = 5


@dataclass(frozen=True)
class Job:
    """A pack, the facts it runs on, and the progress shown meanwhile."""

    pack: Pack
    store: Store
    asked: Asked
    progress: Progress


@contextmanager
def opened(given: Namespace) -> Iterator[Job]:
    """Load the pack and read the facts that the arguments name."""
    asked = asked_of(given)
    refuse_divided(given)
    with Progress() as progress:
        progress.says("读取规则包")
        pack = load(locate(given.pack))
        progress.says("读取和检查事实")
        with open_facts(pack, given.facts) as store:
            warn(store.warnings)
            progress.says("计算")
            yield Job(pack, store, asked, progress)


def refuse_divided(given: Namespace) -> None:
    """Refuse raw facts that lie in parts (``people/county=甲/…``): they are prepared first."""
    folder = Path(given.facts)
    if any(p.is_dir() for p in folder.glob("people/*=*")):
        out = f"{folder}-prepared"
        words = ["--facts", str(folder), "--pack", given.pack, "--out", out]
        command = " ".join(["biaochi facts prepare", *map(quote, words)])
        do = f"请先运行 {command}，再把 --facts 改成 {out}。"
        found = "人员分在几个部分的文件夹里"
        raise Refusal((Problem("FACT-DIVIDED", "整理后的事实", found, do, str(folder)),))


def warn(problems: tuple[Problem, ...]) -> None:
    """Say on standard error what is odd about the facts, the first few."""
    warnings = [p for p in problems if p.level == "warning"]
    for problem in warnings[:_WARNED]:
        print(visible(f"注意 {problem}"), file=sys.stderr)
    if len(warnings) > _WARNED:
        more = f"注意 另有 {len(warnings) - _WARNED} 处；用 biaochi facts check 查看。"
        print(more, file=sys.stderr)


def asked_of(given: Namespace) -> Asked:
    """Return period, day, horizon and readings; Refusal where a time is written wrong."""
    _check_period(given.period)
    return Asked(
        period=given.period, as_of=_day(given.as_of, "--as-of"), known_by=_moment(given.known_by),
        readings=dict(given.reading),
    )  # fmt: skip


def _check_period(text: str) -> None:
    """Keep years where calendars are sure; the rest of the form is the compiler's to judge."""
    year = text[:4]
    if year.isascii() and year.isdecimal() and not _FIRST_YEAR <= int(year) < _LAST_YEAR:
        expected = f"{_FIRST_YEAR} 到 {_LAST_YEAR} 之间的年份"
        _refuse("PLAN-PERIOD", expected, text, "例如 --period 2017。")


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not _FIRST_YEAR <= day.year < _LAST_YEAR:
        _refuse("ASK-TIME", "日期，写成 2017-12-31", text, f"请改正 {option}。")
    return day


def _moment(text: str | None) -> datetime | None:
    """A day counts to its end; a time of day is taken as it is, without time zone."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901  facts are written in local time
    if moment.tzinfo is not None or not _FIRST_YEAR <= moment.year < _LAST_YEAR:
        expected = "日期或时刻，写成 2017-12-31 或 2017-12-31 08:30"
        _refuse("ASK-TIME", expected, text, "请改正 --known-by，不写时区。")
    is_day = "T" not in text and ":" not in text
    return datetime.combine(moment.date(), time.max) if is_day else moment


def _refuse(code: str, expected: str, found: str, do: str) -> None:
    raise Refusal((Problem(code, expected, f"「{visible(found)}」", do),))
