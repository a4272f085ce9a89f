"""The audit administrator's pages: the record, who looked at whom, the register of exports."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.clock import BEIJING
from biaochi.timeline import day_of
from biaochi.trail import reading
from biaochi.trail.events import Event
from biaochi.trail.services import seen
from biaochi.web import listing
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing

_EVENTS = tuple((str(e), e.label) for e in Event)
_DAY = timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)


def _since(rows: Any, day: str) -> Any:  # noqa: ANN401 (rows of a list)
    return rows.filter(at__gte=_midnight(date.fromisoformat(day)))


def _until(rows: Any, day: str) -> Any:  # noqa: ANN401 (rows of a list)
    return rows.filter(at__lt=_midnight(date.fromisoformat(day)) + _DAY)


_SPAN = (
    Filter(key="since", label="从", kind="date", narrow=_since),
    Filter(key="until", label="到（含）", kind="date", narrow=_until),
)

LIST = Listing(
    name="trail", title="留痕", order="-seq", ties=("seq",), shape=reading.lines, wide=True,
    about="谁、何时、对哪个编号做了什么；不显示写下的理由和内容。",
    columns=(
        Column(key="seq", label="序号", kind="number", sort=("seq",)),
        Column(key="at", label="时刻", kind="moment"),
        Column(key="event", label="事项", sort=("event",)),
        Column(key="name", label="操作人", sort=("user_name",)),
        Column(key="roles", label="当时的角色"),
        Column(key="kind", label="对象种类", sort=("kind",)),
        Column(key="ident", label="对象编号", sort=("ident",)),
        Column(key="version", label="版本", kind="number"),
        Column(key="address", label="地址"),
    ),
    filters=(
        Filter(key="event", label="事项", choices=_EVENTS),
        Filter(key="name", label="操作人", kind="text", by="user_name__contains"),
        Filter(key="ident", label="对象编号", kind="text", by="ident"),
        *_SPAN,
    ),
)  # fmt: skip

EXPORTS = Listing(
    name="exports", title="导出登记", order="-number", ties=("seq",), shape=reading.exports,
    about="每份导出的编号印在导出的表上；流到外面的，凭编号查得到是谁何时导出的。",
    empty="还没有人导出过",
    columns=(
        Column(key="number", label="编号", sort=("seq",)),
        Column(key="at", label="时刻", kind="moment"),
        Column(key="name", label="导出人", sort=("user_name",)),
        Column(key="what", label="内容", sort=("ident",)),
        Column(key="rows", label="行数", kind="number"),
        Column(key="of", label="符合条件的行数", kind="number"),
    ),
    filters=(Filter(key="name", label="导出人", kind="text", by="user_name__contains"), *_SPAN),
)  # fmt: skip

LOOKED = Listing(
    name="looked", title="谁看了谁", order="times",
    about="一个月里，谁查看了哪些编号的记录、各几次；没有任务而常看的，要问一问。",
    empty="这个月没有人查看过",
    columns=(
        Column(key="name", label="查看人", sort=("name",)),
        Column(key="event", label="事项", sort=("event",)),
        Column(key="kind", label="对象种类"),
        Column(key="ident", label="对象编号", sort=("ident",)),
        Column(key="times", label="次数", kind="number", sort=("times",)),
        Column(key="last", label="最近一次", kind="moment", sort=("last",)),
    ),
    filters=(Filter(key="name", label="查看人", kind="text"),),
)  # fmt: skip


@page(Act.READ_TRAIL)
def trail(request: Asked) -> HttpResponse:
    """Every act and every sensitive read, newest first; reading it is itself on the trail."""
    seen(Event.TRAIL_READ, actor=request.actor, at=clock.now(), kind="trail", ident="entries")
    return listing.answer(request, LIST, rows=reading.entries(request.actor))


@page(Act.READ_TRAIL)
def exports(request: Asked) -> HttpResponse:
    """Every export by its number."""
    rows = reading.entries(request.actor).filter(event=Event.EXPORTED)
    return listing.answer(request, EXPORTS, rows=rows)


@page(Act.READ_TRAIL)
def looked(request: Asked) -> HttpResponse:
    """Who looked at whom in a month."""
    month = _month(request.GET.get("month", ""))
    following = (month + timedelta(days=31)).replace(day=1)
    rows = reading.looked(request.actor, since=_midnight(month), until=_midnight(following))
    seen(Event.TRAIL_READ, actor=request.actor, at=clock.now(), kind="trail", ident="looked")
    shown = listing.show(request, LOOKED, rows=rows)
    if isinstance(shown, HttpResponse):
        return shown
    return render(request, "web/trail/looked.html", {
        "listing": shown, "month": f"{month:%Y-%m}",
        "before": f"{month - _DAY:%Y-%m}", "after": f"{following:%Y-%m}",
    })  # fmt: skip


def _month(said: str) -> date:
    return day_of(f"{said}-01") or clock.today().replace(day=1)


urlpatterns: list[URLPattern] = [
    path("trail/", trail, name="trail"),
    path("trail/looked/", looked, name="trail-looked"),
    path("trail/exports/", exports, name="trail-exports"),
]
