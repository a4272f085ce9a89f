"""My page: what is held on me and why, how to answer, how to take my record away."""

from typing import Literal

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.desks import queries as desks
from biaochi.evidence import replying
from biaochi.registry import dossier as registered
from biaochi.trail.events import Event
from biaochi.trail.services import seen
from biaochi.web import cells, sheets
from biaochi.web.doors import Asked, page
from biaochi.web.dossier import File, opened
from biaochi.web.matters.own import own_lines, told_rows

_LONGEST = 4000
COLUMNS = (
    cells.Column(key="sort", label="类别", width=10),
    cells.Column(key="on", label="日期", kind="date"),
    cells.Column(key="what", label="内容", width=40),
    cells.Column(key="state", label="状态", width=16),
    cells.Column(key="more", label="说明", width=60),
)


class Answer(forms.Form):
    """What I have to say to one record."""

    kind = forms.ChoiceField(
        label="我要", widget=forms.RadioSelect,
        choices=[
            ("reply", "作说明（情况属实，补充原因或经过）"),
            ("correction", "请求更正（记录有误）"),
        ],
        initial="reply",
    )  # fmt: skip
    text = forms.CharField(
        label="内容", max_length=_LONGEST, widget=forms.Textarea({"rows": 6}),
        help_text="写清时间、经过和依据。提交后不能改，可以再补充。",
    )  # fmt: skip


@page(Act.SEE_OWN)
def mine(request: Asked) -> HttpResponse:
    """Show everything held on the actor, and record that he looked."""
    file = _own(request)
    kept = [e for e in reversed(file.evidence.evidence) if not e.superseded]
    shown = [
        {"item": file.labels.item(e.item), "held": e, "may_answer": e.status != "withdrawn"}
        for e in kept
    ]
    waiting = sum(e.status == "reported" for e in kept)
    return render(
        request, "web/mine/mine.html",
        {"file": file, "person": file.held, "evidence": shown, "waiting": waiting,
         "matters": own_lines(request.actor, today=clock.today()),
         "begins": desks.kinds_to_open(request.actor, own=True)},
    )  # fmt: skip


@page(Act.SEE_OWN)
def export(request: Asked) -> HttpResponse:
    """Hand the actor his own record as a workbook."""
    file = _own(request)
    rows = [
        cells.row_of(
            {"sort": m.kind, "on": m.on, "what": m.what, "state": m.state,
             "more": "\n".join(m.more)},
            COLUMNS, choose="",
        )
        for m in file.moments
    ]  # fmt: skip
    results = [
        cells.row_of(
            {"sort": "结果", "on": period, "what": label, "state": v.text, "more": ""},
            COLUMNS, choose="",
        )
        for label, values in file.results.rows
        for period, v in zip(file.results.periods, values, strict=True)
        if v is not None
    ]  # fmt: skip
    told = [cells.row_of(row, COLUMNS, choose="") for row in told_rows(request.actor)]
    every = [*rows, *told, *results]
    return sheets.answer(
        request.actor, title="我的记录", columns=COLUMNS, rows=every, narrowed={},
        reach=sheets.Reach(of=len(every)),
    )  # fmt: skip


@page(Act.REPLY_EVIDENCE, methods=("GET", "POST"))
def reply(request: Asked, code: str) -> HttpResponse:
    """Answer one record about the actor, or ask to have it corrected."""
    file = _own(request)
    one = next((e for e in file.evidence.evidence if e.code == code), None)
    if one is None:
        raise Http404
    form = Answer(request.POST or None, initial={"kind": request.GET.get("kind", "reply")})
    if request.method == "POST" and form.is_valid():
        kind: Literal["reply", "correction"] = form.cleaned_data["kind"]
        text = form.cleaned_data["text"]
        replying.reply(code, kind=kind, text=text, actor=request.actor, at=clock.now())
        messages.success(request, "已提交，并留有记录。核实或答复后会显示在这一条下面。")
        return HttpResponseRedirect(f"{reverse('mine')}#{code}")
    return render(
        request, "web/mine/reply.html",
        {"form": form, "held": one, "item": file.labels.item(one.item)},
    )  # fmt: skip


def _own(request: Asked) -> File:
    actor = request.actor
    with transaction.atomic():
        held = registered.held(actor, Act.SEE_OWN, code=actor.person)
        if held is None:
            raise Http404
        seen(
            Event.OWN_RECORD_READ, actor=actor, at=clock.now(), kind="person", ident=actor.person
        )  # fmt: skip
    return opened(actor, held, own=True)


urlpatterns: list[URLPattern] = [
    path("mine/", mine, name="mine"),
    path("mine/record.xlsx", export, name="mine_export"),
    path("mine/evidence/<str:code>/", reply, name="mine_evidence"),
]
