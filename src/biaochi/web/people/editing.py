"""Adding and changing officials; reading a whole id number."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.registry import queries, services
from biaochi.registry.shapes import PersonSheet
from biaochi.web.boxes import differs, put
from biaochi.web.doors import Asked, page
from biaochi.web.people import forms

_BOTH = ("GET", "POST")


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def add(request: Asked) -> HttpResponse:
    """Add an official of a unit."""
    actor = request.actor
    units = queries.unit_choices(actor, Act.EDIT_PEOPLE)
    asked = {"unit": request.GET.get("unit", "")}
    form = forms.NewPersonForm(request.POST or None, initial=asked, units=units)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        outcome = put(
            form,
            lambda: services.add_person(
                said=form.said(), unit=data["unit"], code=data["code"], actor=actor,
                at=clock.now(),
            ),
        )  # fmt: skip
        if outcome.accepted:
            messages.success(request, f"已新建「{data['name']}」。接着登记任职。")
            _doubted(request, form)
            return redirect("person", code=outcome.done)
    context = {"form": form, "title": "新建人员", "send": "新建", "back": ""}
    return render(request, "web/people/form.html", context)


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def edit(request: Asked, code: str) -> HttpResponse:
    """Change what is said about an official; the second editor is told what the first did."""
    actor = request.actor
    sheet = _editable(request, code)
    form = _form(sheet, data=request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, sheet=sheet)
    data = form.cleaned_data
    outcome = put(
        form,
        lambda: services.change_person(
            code=code, said=form.said(), version=data["version"] or 0, actor=actor,
            at=clock.now(), reason=data["reason"],
        ),
    )  # fmt: skip
    if outcome.accepted:
        messages.success(request, f"已修改「{data['name']}」。")
        _doubted(request, form)
        return redirect("person", code=code)
    if not outcome.conflict:
        return _page(request, form, sheet=sheet)
    fresh = _form(sheet, data=None)
    more = {"conflict": outcome.conflict, "differs": differs(form, fresh)}
    return _page(request, fresh, sheet=sheet, more=more, status=409)


@page(Act.SEE_ID_NUMBER, methods=_BOTH)
def number(request: Asked, code: str) -> HttpResponse:
    """Show a whole id number to somebody who says why; the page is not kept anywhere."""
    sheet = queries.person_sheet(request.actor, code)
    if sheet is None or not sheet.id_masked:
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    shown = ""
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        shown = services.read_id_number(
            code=code, reason=reason, actor=request.actor, at=clock.now()
        )
    return render(
        request, "web/people/number.html", {"form": form, "person": sheet, "number": shown}
    )


def _editable(request: Asked, code: str) -> PersonSheet:
    sheet = queries.person_sheet(request.actor, code)
    if (
        sheet is None
        or not queries.people(request.actor, Act.EDIT_PEOPLE).filter(code=code).exists()
    ):
        raise Http404
    return sheet


def _doubted(request: Asked, form: forms.PersonForm) -> None:
    """Say what is odd about a number that was taken all the same."""
    for doubt in queries.doubts_about(form.said()):
        text = f"{doubt.column_name}：应为{doubt.expected}，实为{doubt.found}。{doubt.do}"
        messages.warning(request, text)


def _form(sheet: PersonSheet, *, data: Any) -> forms.ChangedPersonForm:  # noqa: ANN401 (what was posted)
    start = forms.of_person(sheet)
    return forms.ChangedPersonForm(data, initial=start, has_number=sheet.id_masked)


def _page(
    request: Asked, form: Any, *, sheet: PersonSheet, more: dict[str, Any] | None = None,  # noqa: ANN401 (a form)
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "title": f"修改 {sheet.name}", "send": "保存", "person": sheet,
        **(more or {}),
    }  # fmt: skip
    return render(request, "web/people/form.html", context, status=status)
