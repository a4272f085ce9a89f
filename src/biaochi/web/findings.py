"""Findings: what rules ask, what a named person does about each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.appraisals.citing import evidence_among, sources
from biaochi.errors import CODES, Refusal
from biaochi.findings import queries, services
from biaochi.findings.shapes import NEW, NEWS, FindingLine, FindingPage
from biaochi.trail.events import Event
from biaochi.vocabulary import office
from biaochi.web import links
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing, answer
from biaochi.web.reading import was_read

_WAITING = (
    ("open", "还没有人处理"), *((k, f"最后：{v[0]}") for k, v in office.HANDLINGS.items())
)  # fmt: skip
_TOLD = ("met", "undetermined")
_VERDICTS = tuple((k, v[0]) for k, v in office.VERDICTS.items() if k in _TOLD)
_TONES = {"met": "warn", "undetermined": "info"}
_NEWS_TONES = {"fresh": "info", "changed": "warn"}


_NEXT = "已受理。受理只是列入研究；要办的，按“立一件事项”，选办哪一种，这条提示已经替您选好。"


class HandlingForm(forms.Form):
    """What is done about a finding, and why; ``seen`` is the last handling the page showed."""

    act = forms.ChoiceField(
        label="处理", choices=[(k, v[0]) for k, v in office.HANDLINGS.items()],
        widget=forms.RadioSelect,
        help_text="受理：列入研究。不予采用：写明不采用的理由。转核实：先核实缺的或有疑问的事实。",
    )  # fmt: skip
    reason = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000,
        help_text="记入留痕，以后看这条提示的人都会看到。",
        error_messages={"required": "没有写明理由，请写几句话。"},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)


def _shape(found: Sequence[Any]) -> list[Mapping[str, Any]]:
    return [_row(line) for line in queries.lines(found)]


def _row(line: FindingLine) -> Mapping[str, Any]:
    done = line.handled
    return {
        "name": line.name, "href": reverse("finding", kwargs={"ident": line.ident}),
        "unit": line.unit, "label": line.label, "verdict": line.verdict, "opens": line.opens_label,
        "news": line.news, "period": line.period_name,
        "person": line.code if line.kind == "person" else "",
        "handled": f"{done.label}（{done.by}）" if done else "",
    }  # fmt: skip


FINDINGS = Listing(
    name="findings", title="提示",
    columns=(
        Column(key="name", label="对象", kind="link", href="href"),
        Column(key="unit", label="单位"), Column(key="label", label="规则", sort=("rule",)),
        Column(key="verdict", label="结论", kind="tag", sort=("verdict",), tones=_TONES,
               words={k: v[0] for k, v in office.VERDICTS.items()}),
        Column(key="opens", label="打开"),
        Column(key="news", label="与上次比", kind="tag", words=NEWS, tones=_NEWS_TONES),
        Column(key="handled", label="处理"), Column(key="period", label="考核"),
    ),
    filters=(
        Filter(key="waiting", label="处理", choices=_WAITING,
               narrow=queries.waiting_for),
        Filter(key="news", label="与上次比", choices=((NEW, "新出现或有变化"), *NEWS.items()),
               narrow=queries.news_among),
        Filter(key="verdict", label="结论", choices=_VERDICTS),
        Filter(key="rule", label="规则"),
        Filter(key="who", label="姓名或编号", kind="text",
               narrow=queries.named),
        Filter(key="unit", label="单位", kind="text", by="person__home__name__contains"),
        Filter(key="run", label="哪次考核", by="run"),
    ),
    ties=("verdict", "rule", "subject", "pk"), shape=_shape, person="person",
    about="规则对事实提出的问题。提示只打开问题，由署名的人核实、判断；它不改变任何人的职务。",
    empty="没有提示", todo="计算一次考核之后，符合规则和尚不能定的会列在这里。",
)  # fmt: skip


@page(Act.SEE_FINDINGS)
def findings(request: Asked) -> HttpResponse:
    """The findings of the newest run of each appraisal."""
    found = queries.rows(request.actor)
    rules = dict.fromkeys((c.rule, c.label) for c in queries.counts(found))
    runs = queries.runs_of(found)
    choices = {"rule": list(rules), "run": runs}
    response = answer(request, FINDINGS, rows=queries.joined(found), choices=choices)
    was_read(request, Event.FINDINGS_READ, kind="finding", ident="list")
    return response


@page(Act.SEE_FINDINGS)
def finding(request: Asked, ident: int) -> HttpResponse:
    """One finding whole."""
    told = queries.one(request.actor, ident)
    was_read(request, Event.FINDINGS_READ, kind="finding", ident=ident)
    return _page(request, told, HandlingForm(initial={"seen": told.seen}))


def _page(
    request: Asked, told: FindingPage, form: HandlingForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "told": told, "line": told.line, "form": form,
        "cited": sources(told.evidence, evidence_among(told.evidence)),
        "may_handle": may(request.actor, Act.HANDLE_FINDINGS),
        "opens_at": _opens_at(request, told),
        "may_see_people": may(request.actor, Act.SEE_PEOPLE),
    }  # fmt: skip
    return render(request, "web/findings/finding.html", context, status=status)


def _opens_at(request: Asked, told: FindingPage) -> str:
    """Return where a matter is opened on this finding: it is about an official and taken up."""
    line = told.line
    if line.kind != "person" or line.handled is None or line.handled.act != "taken_up":
        return ""
    return links.opening(request.actor, line.code, finding=line.ident)


@page(Act.HANDLE_FINDINGS, methods=("POST",))
def finding_handle(request: Asked, ident: int) -> HttpResponse:
    """Write down what is done about a finding; what is wrong is said beside the form."""
    told = queries.one(request.actor, ident, act=Act.HANDLE_FINDINGS)
    form = HandlingForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.handle(
                finding=ident, act=said["act"], reason=said["reason"], seen=said["seen"],
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            told = queries.one(request.actor, ident, act=Act.HANDLE_FINDINGS)
            return _again(request, told, form, refusal)
        told = queries.one(request.actor, ident)
        messages.success(request, _NEXT if _opens_at(request, told) else "已记下您的处理。")
        return HttpResponseRedirect(reverse("finding", kwargs={"ident": ident}))
    return _page(request, told, form, status=422)


def _again(request: Asked, told: FindingPage, form: HandlingForm, refusal: Refusal) -> HttpResponse:
    """Show the form again with what was written, and what stands in the way."""
    for problem in refusal.problems:
        said = f"{CODES[problem.code].says}：{problem.found}。{problem.do}"
        form.add_error(problem.column_name or None, said)
    form.data = {**form.data.dict(), "seen": str(told.seen)}  # type: ignore[attr-defined]  # posted
    status = max(CODES[p.code].status for p in refusal.problems)
    return _page(request, told, form, status=status)


urlpatterns: list[URLPattern] = [
    path("findings/", findings, name="findings"),
    path("findings/<int:ident>/", finding, name="finding"),
    path("findings/<int:ident>/handle/", finding_handle, name="finding_handle"),
]
