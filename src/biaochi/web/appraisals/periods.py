"""Appraisals: which there are, opening one, what is in and what is missing, computing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import queries, services
from biaochi.appraisals.board import board
from biaochi.appraisals.shapes import PeriodLine
from biaochi.errors import CODES, Refusal
from biaochi.packs.loader import builtin_ids
from biaochi.registry.queries import unit_choices
from biaochi.tasks.services import ask
from biaochi.vocabulary import office
from biaochi.web.boxes import DayBox
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing, answer

_BUILTIN = "builtin:"
_STATES = {k: v[0] for k, v in office.PERIOD_STATES.items()}
_FIELDS = {"PERIOD-TAKEN": "name", "PLAN-PERIOD": "name", "NOT-FOUND": None}


def _shape(found: Sequence[PeriodLine]) -> list[Mapping[str, Any]]:
    return [
        {
            "title": p.title, "href": reverse("period", kwargs={"ident": p.ident}),
            "name": p.name, "unit": p.unit_name, "pack": p.pack.title, "runs": p.runs,
            "state": p.state, "opened_at": p.opened_at,
        }
        for p in found
    ]  # fmt: skip


PERIODS = Listing(
    name="periods", title="考核",
    columns=(
        Column(key="title", label="名称", kind="link", href="href"),
        Column(key="name", label="期间", sort=("name",)),
        Column(key="unit", label="单位"), Column(key="pack", label="规则包"),
        Column(key="runs", label="计算次数", kind="number"),
        Column(key="state", label="状态", kind="tag", words=_STATES, tones={"open": "info"}),
        Column(key="opened_at", label="开启时刻", kind="moment"),
    ),
    filters=(Filter(key="state", label="状态", choices=tuple(_STATES.items())),
             Filter(key="unit_name", label="单位", kind="text")),
    empty="还没有考核", todo="由组织部干部开启：选单位、规则包和期间。", shape=_shape,
)  # fmt: skip


class Opening(forms.Form):
    """What is appraised: which part of the tree, under which pack, over which span."""

    unit = forms.ChoiceField(label="单位", help_text="这个单位和它下面的所有单位一起考核。")
    pack = forms.ChoiceField(label="规则包", help_text="以载入时的内容为准，之后不随文件改变。")
    name = forms.CharField(
        label="期间", max_length=10, help_text="年度写 2017；季度写 2017Q1；半年写 2017H1。"
    )
    as_of = DayBox(
        label="截止日", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="不填则为期间的最后一天。",
    )  # fmt: skip


def _opening(actor: Actor, data: Any = None) -> Opening:  # noqa: ANN401 (what was posted)
    form = Opening(data)
    units = unit_choices(actor, Act.RUN_APPRAISALS)
    taken = queries.packs(actor)
    codes = {p.code for p in taken}
    packs = [(p.digest, f"{p.title}（{clock.local(p.added_at):%Y-%m-%d} 载入）") for p in taken]
    packs += [
        (f"{_BUILTIN}{i}", f"{i}（随程序提供，现在载入）") for i in builtin_ids() if i not in codes
    ]
    form.fields["unit"].choices = [(u.code, u.label) for u in units]  # type: ignore[attr-defined]
    form.fields["pack"].choices = packs  # type: ignore[attr-defined]  # choice fields both
    return form


@page(Act.SEE_APPRAISALS)
def periods(request: Asked) -> HttpResponse:
    """Every appraisal of the actor's units."""
    context = {"may_open": may(request.actor, Act.RUN_APPRAISALS)}
    found = queries.periods(request.actor)
    return answer(
        request, PERIODS, rows=found, template="web/appraisals/periods.html", context=context
    )


@page(Act.RUN_APPRAISALS, methods=("GET", "POST"))
def period_new(request: Asked) -> HttpResponse:
    """Open an appraisal."""
    form = _opening(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ident = _opened(request.actor, form.cleaned_data)
        except Refusal as refusal:
            for problem in refusal.problems:
                said = f"{CODES[problem.code].says}：应为{problem.expected}。{problem.do}"
                form.add_error(_FIELDS.get(problem.code), said)
        else:
            messages.success(request, "考核已开启。先看还缺什么，再计算。")
            return HttpResponseRedirect(reverse("period", kwargs={"ident": ident}))
    status = 422 if form.errors else 200
    return render(request, "web/appraisals/new.html", {"form": form}, status=status)


def _opened(actor: Actor, said: Mapping[str, Any]) -> int:
    now, pack = clock.now(), said["pack"]
    if pack.startswith(_BUILTIN):
        pack = services.take_in(actor=actor, at=now, builtin_id=pack.removeprefix(_BUILTIN))
    return services.open_period(
        unit=said["unit"], pack=pack, name=said["name"], as_of=said["as_of"], actor=actor, at=now
    )


@page(Act.SEE_APPRAISALS)
def period(request: Asked, ident: int) -> HttpResponse:
    """One appraisal: what is in, what is missing, what was computed."""
    line = queries.period(request.actor, ident)
    context = {
        "period": line, "board": board(request.actor, ident, on=clock.today()),
        "runs": queries.runs(request.actor, ident),
        "may_run": may(request.actor, Act.RUN_APPRAISALS) and line.is_open,
        "facts": _facts(line),
    }  # fmt: skip
    return render(request, "web/appraisals/period.html", context)


def _facts(line: PeriodLine) -> list[tuple[str, object]]:
    return [
        ("单位", line.unit_name), ("期间", line.name),
        ("截止日", line.as_of or "期间的最后一天"), ("规则包", line.pack.title),
        ("规则包指纹", line.pack.digest.removeprefix("sha256:")[:16]),
        ("开启", f"{line.opened_by}，{clock.local(line.opened_at):%Y-%m-%d %H:%M}"),
        ("状态", line.label),
    ]  # fmt: skip


@page(Act.RUN_APPRAISALS, methods=("POST",))
def period_run(request: Asked, ident: int) -> HttpResponse:
    """Put a computation in the queue and show how far it is."""
    row = services.open_for_runs(request.actor, ident)
    task = ask(
        kind="run", title=f"计算：{row.title}", asked={"period": ident}, actor=request.actor,
        at=clock.now(),
    )  # fmt: skip
    return HttpResponseRedirect(reverse("task", kwargs={"ident": task}))


@page(Act.RUN_APPRAISALS, methods=("POST",))
def period_close(request: Asked, ident: int) -> HttpResponse:
    """End an appraisal."""
    version = request.POST.get("version", "")
    services.close_period(
        period=ident, version=int(version) if version.isdecimal() else 0, actor=request.actor,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, "考核已结束，结果保留。")
    return HttpResponseRedirect(reverse("period", kwargs={"ident": ident}))


urlpatterns: list[URLPattern] = [
    path("appraisals/", periods, name="periods"),
    path("appraisals/new/", period_new, name="period_new"),
    path("appraisals/<int:ident>/", period, name="period"),
    path("appraisals/<int:ident>/run/", period_run, name="period_run"),
    path("appraisals/<int:ident>/close/", period_close, name="period_close"),
]
