"""One computation: what it was made from, what is watched, what is open, how it differs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import queries, results
from biaochi.appraisals.asking import names_of
from biaochi.appraisals.shapes import RunLine
from biaochi.findings import queries as findings
from biaochi.packs.shapes import Pack
from biaochi.trail.events import Event
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Listing, answer
from biaochi.web.reading import was_read

_POOL = 20
_WHOLE = {"persons": "人", "person_times": "人次", "units": "个"}


@page(Act.SEE_RESULTS)
def run(request: Asked, ident: int) -> HttpResponse:
    """One computation."""
    line = queries.run(request.actor, ident)
    found = findings.rows(request.actor, run=ident)
    context = {
        "run": line, "facts": _facts(line), "counts": findings.counts(found),
        "monitors": _monitors(request.actor, line), "statistics": _statistics(line),
        "before": queries.run_before(line), "may_ask": may(request.actor, Act.RUN_APPRAISALS),
    }  # fmt: skip
    was_read(request, Event.RESULTS_READ, kind="run", ident=ident)
    return render(request, "web/appraisals/run.html", context)


def _facts(line: RunLine) -> list[tuple[str, object]]:
    return [
        ("截止日", line.as_of), ("得知时刻的界限", f"{clock.local(line.known_by):%Y-%m-%d %H:%M}"),
        ("人数", line.people), ("计算", f"{line.by}，{clock.local(line.at):%Y-%m-%d %H:%M}"),
        ("规则包", line.period.pack.title), ("事实指纹", line.facts_digest),
        ("结果指纹", line.results_digest),
    ]  # fmt: skip


def _monitors(actor: Actor, line: RunLine) -> list[Mapping[str, Any]]:
    """Figures beside figures; names in the order for study only of whom the actor may see."""
    listed = [m for m in line.monitors if m["kind"] == "monitor"]
    names = names_of(actor, {code for m in listed for code in m["pool"][:_POOL]})
    return [
        {**m, "people": [(c, names[c]) for c in m["pool"][:_POOL] if c in names],
         "more": max(0, len(m["pool"]) - _POOL)}
        for m in listed
    ]  # fmt: skip


def _statistics(line: RunLine) -> list[Mapping[str, Any]]:
    return [
        {**s, "counted": _WHOLE.get(s["counts"], "")}
        for s in line.monitors
        if s["kind"] == "statistic"
    ]


@page(Act.SEE_RESULTS)
def run_questions(request: Asked, ident: int) -> HttpResponse:
    """What the pack or the facts leave open, and which readings were used."""
    line = queries.run(request.actor, ident)
    pack = queries.pack(request.actor, line.period.pack.ident)[1]
    context = {
        "run": line, "readings": _readings(pack),
        "may_ask": may(request.actor, Act.RUN_APPRAISALS),
    }  # fmt: skip
    return render(request, "web/appraisals/questions.html", context)


def _readings(pack: Pack) -> list[Mapping[str, Any]]:
    chosen_by = {"source": "原文写明", "product": "产品暂定", "county": "本地选定"}
    return [
        {
            "name": name, "asks": r.asks, "chosen": r.options.get(r.chosen or "", "未选定"),
            "by": chosen_by[r.chosen_by], "clause": r.basis.clause if r.basis else "",
            "others": [(o, text) for o, text in r.options.items() if o != r.chosen],
        }
        for name, r in pack.readings.items()
    ]  # fmt: skip


def _shape(rows: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 (pairs of a line and a text)
    return [
        {
            "name": line.name, "unit": line.unit, "was": was, "now": line.text,
            "person": line.code if line.kind == "person" else "",
        }
        for line, was in rows
    ]  # fmt: skip


DIFFERENCES = Listing(
    name="differences", title="两次计算对照",
    columns=(Column(key="name", label="对象"), Column(key="unit", label="单位"),
             Column(key="was", label="上次"), Column(key="now", label="这次")),
    empty="这一项没有变化", todo="可以换一个量再看。", shape=_shape, person="person",
)  # fmt: skip


@page(Act.SEE_RESULTS)
def run_compare(request: Asked, ident: int, other: int) -> HttpResponse:
    """What differs between two runs of one appraisal."""
    after, before = queries.run(request.actor, ident), queries.run(request.actor, other)
    columns = [c for c in after.columns if before.column(c.name) is not None]
    name = request.GET.get("name", "")
    column = after.column(name) or after.column("total") or columns[0]
    rows = list(results.compared(request.actor, before, after, name=column.name))
    context = {
        "run": after, "before": before, "columns": columns, "column": column,
        "differences": findings.differences(request.actor, other, ident),
    }  # fmt: skip
    was_read(request, Event.RESULTS_READ, kind="run", ident=ident)
    return answer(
        request, DIFFERENCES, rows=rows, template="web/appraisals/compare.html", context=context
    )


urlpatterns: list[URLPattern] = [
    path("runs/<int:ident>/", run, name="run"),
    path("runs/<int:ident>/questions/", run_questions, name="run_questions"),
    path("runs/<int:ident>/compare/<int:other>/", run_compare, name="run_compare"),
]
