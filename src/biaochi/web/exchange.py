"""Bring a workbook, see what the check found, decide; take facts out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header

from biaochi.access.shapes import Act
from biaochi.appraisals import queries as appraisals
from biaochi.clock import now
from biaochi.desks.services import count_anew
from biaochi.errors import CODES, Problem, Refusal
from biaochi.exchange import calendars_in, folder_out, intake, queries
from biaochi.exchange.doors.opening import ENDINGS
from biaochi.exchange.forms import FORMS, Form
from biaochi.exchange.intake import Brought
from biaochi.exchange.shapes import Import
from biaochi.exchange.templates import template
from biaochi.registry import calendars
from biaochi.registry.calendars import Day
from biaochi.registry.queries import unit_choices
from biaochi.web.doors import Asked, page
from biaochi.web.sessions import fresh

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHOICES = ("all", "good")
_AFTER = {
    "evidence": "，等核实后计入", "scores": "，等核实后计入", "calendar": "，请到年历核对后确认",
}  # fmt: skip
_NO_ANSWER = "没有错误，或行数太多，不返回工作簿；可以下载错误清单。"


class UploadForm(forms.Form):
    """Which form under which pack, and the file."""

    form = forms.ChoiceField(label="种类")
    pack = forms.TypedChoiceField(label="规则包", coerce=int)
    file = forms.FileField(
        label="文件", help_text="用模板填写的 .xlsx；也收 .xls、.et 和 CSV（UTF-8 或 GB18030）。",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )  # fmt: skip

    def __init__(
        self,
        *given: Any,  # noqa: ANN401 (Django's own)
        kinds: list[Form],
        packs: list[tuple[int, str]],
        **more: Any,  # noqa: ANN401 (Django's own)
    ) -> None:
        super().__init__(*given, **more)
        self.fields["form"].choices = [(k.name, k.label) for k in kinds]  # type: ignore[attr-defined]  # of a choice field
        self.fields["pack"].choices = packs  # type: ignore[attr-defined]  # of a choice field


class FactsForm(forms.Form):
    """Which unit, in which form."""

    unit = forms.ChoiceField(label="单位", help_text="含下级单位。")
    form = forms.ChoiceField(
        label="格式", choices=(("csv", "CSV（可用表格软件打开）"), ("parquet", "Parquet"))
    )

    def __init__(self, *given: Any, units: list[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*given, **more)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # of a choice field


@page(Act.IMPORT, methods=("GET", "POST"))
def imports(request: Asked) -> HttpResponse:
    """Choose a form, take its template, bring a file; everything I brought before."""
    packs = [(p.ident, p.title) for p in appraisals.packs(request.actor)]
    kinds = [FORMS[name] for name in intake.forms_for(request.actor)]
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds, packs=packs)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        file = Brought(
            form=said["form"], pack=said["pack"], name=said["file"].name,
            chunks=said["file"].chunks(),
        )  # fmt: skip
        try:
            ident = intake.bring(file, actor=request.actor, at=now())
        except Refusal as refusal:
            for problem in refusal.problems:
                form.add_error("file", _said(problem))
        else:
            return HttpResponseRedirect(reverse("import", kwargs={"ident": ident}))
    given = {
        "form": form, "imports": queries.imports(request.actor), "packs": packs,
        "kinds": kinds,
    }  # fmt: skip
    return render(request, "web/exchange/list.html", given, status=422 if form.errors else 200)


@page(Act.IMPORT)
def blank(request: Asked, form: str, pack: int) -> HttpResponse:
    """Return the workbook to fill in."""
    if form not in intake.forms_for(request.actor):
        raise intake.gone(form)
    line, content = appraisals.pack(request.actor, pack)
    data = template(form, pack=content, actor=request.actor)
    return _download([data], f"{FORMS[form].label}-{line.code}.xlsx", _XLSX)


@page(Act.IMPORT)
def one(request: Asked, ident: int) -> HttpResponse:
    """Show how far the check is; then what it found, and what may be decided."""
    return render(request, "web/exchange/import.html", _given(request, ident))


@page(Act.IMPORT)
def state(request: Asked, ident: int) -> HttpResponse:
    """Return the part of the page that changes."""
    return render(request, "web/exchange/state.html", _given(request, ident))


@page(Act.IMPORT, methods=("POST",))
def decide(request: Asked, ident: int) -> HttpResponse:
    """Take the rows in, give the file up, or have it checked again."""
    answer, version = request.POST.get("answer", ""), request.POST.get("version", "")
    found = queries.one_import(request.actor, ident)
    given: dict[str, Any] = {"actor": request.actor, "at": now()}
    seen = int(version) if version.isascii() and version.isdigit() else 0
    if answer in _CHOICES:
        number = intake.commit(found.ident, version=seen, choice=answer, **given)  # type: ignore[arg-type]  # one of the two
        if found.form == calendars_in.FORM:
            count_anew(found.outcome["about"]["year"], actor=request.actor, at=now())
        messages.success(request, f"已导入 {number} 行{_AFTER.get(found.form, '')}。")
    elif answer == "discard":
        intake.discard(found.ident, version=seen, **given)
        messages.success(request, "已放弃这份文件，没有导入任何内容。")
    else:
        intake.check_again(found.ident, **given)
    return HttpResponseRedirect(reverse("import", kwargs={"ident": ident}))


@page(Act.IMPORT)
def answer(request: Asked, ident: int) -> HttpResponseBase:
    """Return the workbook with its errors marked."""
    found, made = queries.answer_of(request.actor, ident)
    if made is None:
        messages.info(request, _NO_ANSWER)
        return HttpResponseRedirect(reverse("import", kwargs={"ident": ident}))
    name = f"{found.name.rsplit('.', 1)[0]}-错误说明.xlsx"
    return FileResponse(made.open("rb"), as_attachment=True, filename=name, content_type=_XLSX)


@page(Act.IMPORT)
def errors(request: Asked, ident: int) -> HttpResponse:
    """Return every error as a CSV that a table program opens."""
    found = queries.one_import(request.actor, ident)
    lines = queries.errors_as_csv(request.actor, ident)
    name = f"{found.name.rsplit('.', 1)[0]}-错误清单.csv"
    return _download(lines, name, "text/csv; charset=utf-8")


@page(Act.EXPORT, methods=("GET", "POST"))
@fresh
def facts(request: Asked) -> HttpResponse:
    """Choose a unit whose facts are taken out."""
    units = [(c.code, c.label) for c in unit_choices(request.actor, Act.EXPORT)]
    form = FactsForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        task = folder_out.request_facts(**form.cleaned_data, actor=request.actor, at=now())
        return HttpResponseRedirect(reverse("task", kwargs={"ident": task}))
    given = {"form": form}
    return render(request, "web/exchange/facts.html", given, status=422 if form.errors else 200)


@page(Act.EXPORT)
def facts_file(request: Asked, token: str) -> HttpResponseBase:
    """Return a finished archive to whoever asked for it."""
    made, name = folder_out.exported(request.actor, token)
    return FileResponse(made.open("rb"), as_attachment=True, filename=name)


def _given(request: Asked, ident: int) -> dict[str, Any]:
    found = queries.one_import(request.actor, ident)
    shown = [(CODES[e["code"]].says, e) for e in found.errors]
    days = [
        Day(on=date.fromisoformat(d["on"]), kind=d["kind"], source=d["name"])
        for d in found.about.get("days", ())
    ]
    return {
        "one": found, "errors": shown, "steps": _steps(found), "feasts": calendars.feasts(days)
    }  # fmt: skip


def _steps(found: Import) -> list[dict[str, str]]:
    """Say where a file stands: brought, checked, decided."""
    checked = "done" if found.outcome else "now"
    decided = {"committed": "done", "discarded": "done"}.get(found.state, "")
    if found.ready:
        decided = "now"
    return [
        {"label": "上传", "state": "done"}, {"label": "检查", "state": checked},
        {"label": "确认导入", "state": decided, "says": found.says if decided else ""},
    ]  # fmt: skip


def _said(problem: Problem) -> str:
    says = CODES[problem.code].says
    return f"{says}：应为{problem.expected}，实为{problem.found}。{problem.do}"


def _download(data: Iterable[bytes], name: str, kind: str) -> HttpResponse:
    said = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    found = HttpResponse(b"".join(data), content_type=kind)
    found.headers["Content-Disposition"] = said
    return found


urlpatterns: list[URLPattern] = [
    path("import/", imports, name="imports"),
    path("import/template/<slug:form>/<int:pack>/", blank, name="import_template"),
    path("import/<int:ident>/", one, name="import"),
    path("import/<int:ident>/state/", state, name="import_state"),
    path("import/<int:ident>/decide/", decide, name="import_decide"),
    path("import/<int:ident>/answer/", answer, name="import_answer"),
    path("import/<int:ident>/errors/", errors, name="import_errors"),
    path("export/facts/", facts, name="facts_export"),
    path("export/facts/<slug:token>/", facts_file, name="facts_file"),
]
