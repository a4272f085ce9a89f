"""Report a thing, and put one in the place of another."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from biaochi.access.shapes import Act
from biaochi.appraisals.items import items_at
from biaochi.clock import now
from biaochi.errors import Refusal
from biaochi.evidence import queries, services
from biaochi.evidence.shapes import Edit, EvidenceLine
from biaochi.registry import subjects
from biaochi.registry.subjects import Subject
from biaochi.trail.editing import not_found
from biaochi.web.doors import Asked, page
from biaochi.web.evidence.forms import CorrectForm, ReportForm, beside, started

_LONGEST = 40
_LABELS = {
    "value": "分值", "count": "次数", "occurred_on": "发生日期", "source": "来源",
    "matter": "事项编号", "round": "第几轮", "incident": "事件编号", "due_on": "应办结日期",
    "done_on": "实际办结日期", "context": "情境", "note": "说明", "item": "目录条目",
}  # fmt: skip


@page(Act.REPORT_EVIDENCE, methods=("GET", "POST"))
def report(request: Asked) -> HttpResponse:
    """Choose about whom, then say what."""
    said = {name: request.GET.get(name, "")[:_LONGEST] for name in ("person", "unit", "q")}
    if not said["person"] and not said["unit"]:
        found = subjects.find(request.actor, Act.REPORT_EVIDENCE, words=said["q"])
        return render(request, "web/evidence/choose.html", {"found": found, "q": said["q"]})
    subject = _subject(request, person=said["person"], unit=said["unit"])
    items = items_at(subject.span)
    form = ReportForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        draft = form.draft(person=said["person"], unit="" if said["person"] else said["unit"])
        try:
            code = services.report(draft, items=items, actor=request.actor, at=now())
        except Refusal as refusal:
            beside(form, refusal)
        else:
            messages.success(request, "已填报，等另一位核实人员核实后计入。")
            return HttpResponseRedirect(reverse("evidence", kwargs={"code": code}))
    given = {"form": form, "subject": subject, "items": items}
    return render(request, "web/evidence/report.html", given, status=422 if form.errors else 200)


@page(Act.REPORT_EVIDENCE, methods=("GET", "POST"))
def correct(request: Asked, code: str) -> HttpResponse:
    """Show what is recorded beside what is to take its place."""
    line = queries.state(request.actor, code=code)
    place = {"person": line.person, "unit": "" if line.person else line.unit}
    items = items_at(_subject(request, **place).span)
    start = {**started(line), "version": line.version}
    form = CorrectForm(request.POST or None, items=items, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        edit = Edit(code=code, version=said["version"], reason=said["reason"])
        try:
            new = services.correct(
                edit, draft=form.draft(**place), items=items, actor=request.actor, at=now()
            )
        except Refusal as refusal:
            beside(form, refusal)
        else:
            messages.success(request, "已更正；更正后的这一条核实之前，两条都不计入。")
            return HttpResponseRedirect(reverse("evidence", kwargs={"code": new}))
    given = {"form": form, "line": line, "old": _old(line), "items": items}
    return render(request, "web/evidence/correct.html", given, status=422 if form.errors else 200)


def _subject(request: Asked, *, person: str, unit: str) -> Subject:
    if person:
        found = subjects.person(request.actor, Act.REPORT_EVIDENCE, code=person)
    else:
        found = subjects.unit(request.actor, Act.REPORT_EVIDENCE, code=unit)
    if found is None:
        raise not_found("人员或单位")
    return found


def _old(line: EvidenceLine) -> list[tuple[str, Any]]:
    return [(label, getattr(line, name)) for name, label in _LABELS.items()]
