"""函件统计、到龄届满、等待人工决定: lists of what is short of a case; nothing here acts."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor, Role
from biaochi.evidence.measuring import measure_lines
from biaochi.letters import counting, tenures
from biaochi.letters.queries import escalations
from biaochi.procedure.tenure import GROUNDS
from biaochi.timeline import Duration
from biaochi.vocabulary import office
from biaochi.web import links, listing
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing

_TYPES = tuple((k, v[0]) for k, v in office.LETTERS.items())
_AHEAD = 24
_MONTHS = (
    ("notice", "按规则包提前的时间"), ("3", "三个月"), ("6", "六个月"), ("12", "一年"),
)  # fmt: skip
_STATES = {"overdue": "已经到期", "soon": "临近", "later": "以后"}
_TONES = {"overdue": "bad", "soon": "warn", "later": "info"}
_MOST_UNKNOWN = 50


def _letters(found: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": m.name, "href": links.link("dossier", code=m.person), "unit": m.unit,
            "tier": m.tier, "measure": m.measure, "rank": m.rank or counting.UNSTATED, "on": m.on,
            "note": m.note, "code": m.code, "person": m.person,
        }
        for m in measure_lines(found)
    ]  # fmt: skip


LETTERS = Listing(
    name="letters", title="函件统计", order="-on", shape=_letters, person="person",
    columns=(
        Column(key="name", label="人员", kind="link", href="href", sort=("person__sort_pinyin",)),
        Column(key="unit", label="单位"), Column(key="tier", label="层次"),
        Column(key="measure", label="种类", sort=("measure",), words=office.LETTERS),
        Column(key="rank", label="级别", sort=("rank",)),
        Column(key="on", label="日期", kind="date", sort=("on",)),
        Column(key="note", label="事由"), Column(key="code", label="编号"),
    ),
    filters=(
        Filter(key="type", label="种类", choices=_TYPES, by="measure"),
        Filter(key="rank", label="级别", narrow=counting.of_rank),
        Filter(key="from", label="日期从", kind="date", by="on__gte"),
        Filter(key="to", label="到", kind="date", by="on__lte"),
    ),
    empty="没有函件", todo="提醒、函询、诫勉送达之后，或导入以前的措施之后，会列在这里。",
)  # fmt: skip


@page(Act.SEE_MATTERS)
def letters(request: Asked) -> HttpResponse:
    """Letters by type and rank; each number opens into its letters."""
    rows = counting.rows(request.actor)
    ranks = counting.ranks(rows)
    choices = {"rank": [(r, r) for r in ranks]}
    shown = listing.show(request, LETTERS, rows=rows.select_related("person__home"),
                         choices=choices)  # fmt: skip
    if isinstance(shown, HttpResponse):
        return shown
    said = {f["key"]: f["value"] for f in shown["filters"]}
    since, until = _day(said["from"], date.min), _day(said["to"], date.max)
    table = counting.counted(request.actor, since=since, until=until)
    span = {k: v for k, v in said.items() if k in {"from", "to"} and v}
    context = {"listing": shown, "table": table, "ranks": ranks, "grid": _grid(table, ranks, span)}
    return render(request, "web/letters/letters.html", context)


def _day(said: str, otherwise: date) -> date:
    return date.fromisoformat(said) if said else otherwise


def _grid(
    table: counting.Counted, ranks: Sequence[str], span: dict[str, str]
) -> list[tuple[str, str, int, list[tuple[str, counting.Cell | None]]]]:
    """Return the table row by row: the type, its number, and a cell for each rank."""
    by = {(c.type, c.rank): c for c in table.cells}
    totals = table.by_type()
    return [
        (
            label, _drill(span, type=type_), totals[type_],
            [(_drill(span, type=type_, rank=r), by.get((type_, r))) for r in ranks],
        )
        for type_, label in _TYPES if type_ in totals
    ]  # fmt: skip


def _drill(span: dict[str, str], **asked: str) -> str:
    return "?" + urlencode({**span, **asked})


def _ahead(rows: Sequence[dict[str, Any]], value: str) -> list[dict[str, Any]]:
    if value == "notice":
        return [r for r in rows if r["state"] != "later"]
    until = Duration.parse(f"{value} months").after(clock.today())
    return [r for r in rows if r["on"] <= until]


EXPIRING = Listing(
    name="expiring", title="到龄届满", person="person", wide=True,
    columns=(
        Column(key="name", label="人员", kind="link", href="href"),
        Column(key="unit", label="单位"),
        Column(key="ground", label="到期的事项", words=dict(GROUNDS)),
        Column(key="what", label="职务或层次"), Column(key="on", label="到期日", kind="date"),
        Column(key="state", label="状态", kind="tag", words=_STATES, tones=_TONES),
        Column(key="how", label="怎样算出来的"),
        Column(key="do", label="办理", kind="link", href="do_href"),
    ),
    filters=(
        Filter(key="months", label="多久以内", choices=_MONTHS, narrow=_ahead),
        Filter(key="ground", label="到期的事项", choices=GROUNDS[:-1]),
        Filter(key="name", label="姓名", kind="text"),
    ),
    empty="两年以内没有到期的", todo="任期、年龄等界限写在进行中考核的规则包里。",
    about="列出已经到期和两年以内到期的。到期只提醒，不会自动免职；谈话、研究、决定、办理都由人做。",
)  # fmt: skip


@page(Act.SEE_MATTERS)
def expiring(request: Asked) -> HttpResponse:
    """Show what runs out, the soonest first; an officer opens a matter on it."""
    actor, on = request.actor, clock.today()
    found = tenures.expiring(actor, on=on, months=_AHEAD)
    rows = [_line(actor, e) for e in found.known]
    context = {"unknown": found.unknown[:_MOST_UNKNOWN], "many": len(found.unknown)}
    return listing.answer(
        request, EXPIRING, rows=rows, template="web/letters/expiring.html", context=context
    )


def _line(actor: Actor, e: tenures.Expiring) -> dict[str, Any]:
    state = "overdue" if e.overdue else "soon" if e.soon else "later"
    row = {
        "name": e.name, "href": links.link("dossier", code=e.person), "unit": e.unit,
        "ground": e.due.ground, "what": e.due.name, "on": e.due.on, "state": state,
        "how": "；".join(e.due.steps), "person": e.person,
    }  # fmt: skip
    if e.matter:
        return {**row, "do": "已立项", "do_href": links.link("matter", code=e.matter)}
    if not may(actor, Act.MOVE_MATTERS) or Role.OFFICER not in actor.roles:
        return row
    there = reverse("matter_new", kwargs={"code": e.person, "kind": "expiry"})
    asked = urlencode({"way": f"{e.pack}:", "subject": e.due.key})
    return {**row, "do": "立项", "do_href": f"{there}?{asked}"}


@page(Act.SEE_MATTERS)
def leads(request: Asked) -> HttpResponse:
    """Show where talks changed nothing and something new was proven; people decide."""
    found = escalations(request.actor)
    return render(request, "web/letters/leads.html", {"leads": found})


urlpatterns: list[URLPattern] = [
    path("letters/", letters, name="letters"),
    path("expiring/", expiring, name="expiring"),
    path("leads/", leads, name="leads"),
]
