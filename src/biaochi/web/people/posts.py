"""Posts, absences and relations of an official: registered, corrected, ended."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.letters.tenures import appointment_check
from biaochi.registry import appointing, queries
from biaochi.registry.shapes import AbsenceRow, PersonSheet, PostRow
from biaochi.web.boxes import Outcome, put
from biaochi.web.doors import Asked, page
from biaochi.web.people import forms

_BOTH = ("GET", "POST")


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def appoint(request: Asked, code: str) -> HttpResponse:
    """Register a post."""
    sheet = _sheet(request, code)
    units = queries.unit_choices(request.actor, Act.EDIT_PEOPLE)
    start = {"unit": sheet.unit, "tier": sheet.tier, "order": 0}
    form = forms.PostForm(request.POST or None, initial=start, units=units)

    def act() -> object:
        return appointing.appoint(
            person=code, said=form.said(), actor=request.actor, at=clock.now(),
            check=appointment_check(code, on=clock.today()),
        )  # fmt: skip

    return _answered(request, form, act, sheet=sheet, title="登记任职")


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def correct(request: Asked, ident: int) -> HttpResponse:
    """Put a right post in the place of a wrong one."""
    row = _post(request, ident)
    sheet = _sheet(request, row.person)
    units = queries.unit_choices(request.actor, Act.EDIT_PEOPLE)
    start = {**forms.of_post(row), "unit_name": row.unit_name, "line_of_name": row.line_of_name}
    form = forms.CorrectedPostForm(request.POST or None, initial=start, units=units)

    def act() -> object:
        data = form.cleaned_data
        return appointing.correct_appointment(
            ident=ident, said=form.said(), version=data["version"] or 0, reason=data["reason"],
            actor=request.actor, at=clock.now(),
        )  # fmt: skip

    return _answered(request, form, act, sheet=sheet, title=f"更正任职：{row.post}")


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def end(request: Asked, ident: int) -> HttpResponse:
    """Register the last day of a post."""
    row = _post(request, ident)
    form = forms.EndForm(request.POST or None, initial={"version": row.version})

    def act() -> object:
        data = form.cleaned_data
        return appointing.end_appointment(
            ident=ident, last_on=data["last_on"], version=data["version"] or 0,
            reason=data["reason"], actor=request.actor, at=clock.now(),
        )  # fmt: skip

    sheet = _sheet(request, row.person)
    return _answered(request, form, act, sheet=sheet, title=f"登记免职：{row.post}")


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def absent(request: Asked, code: str) -> HttpResponse:
    """Register an absence."""
    form = forms.AbsenceForm(request.POST or None)

    def act() -> object:
        return appointing.add_absence(
            person=code, said=form.said(), actor=request.actor, at=clock.now()
        )

    return _answered(request, form, act, sheet=_sheet(request, code), title="登记缺勤")


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def correct_absence(request: Asked, code: str, ident: int) -> HttpResponse:
    """Put a right absence in the place of a wrong one."""
    row = _absence(request, code, ident)
    form = forms.CorrectedAbsenceForm(request.POST or None, initial=forms.of_absence(row))

    def act() -> object:
        data = form.cleaned_data
        return appointing.correct_absence(
            ident=ident, said=form.said(), version=data["version"] or 0, reason=data["reason"],
            actor=request.actor, at=clock.now(),
        )  # fmt: skip

    return _answered(request, form, act, sheet=_sheet(request, code), title=f"更正缺勤：{row.kind}")


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def relate(request: Asked, code: str) -> HttpResponse:
    """Register a relation that starts at this official."""
    sheet = _sheet(request, code)
    form = forms.LinkForm(request.POST or None)

    def act() -> object:
        return appointing.add_link(
            place=sheet.unit, said=form.said(code), actor=request.actor, at=clock.now()
        )

    return _answered(request, form, act, sheet=sheet, title="登记关系")


@page(Act.EDIT_PEOPLE, methods=_BOTH)
def unrelate(request: Asked, code: str, ident: int) -> HttpResponse:
    """Register the last day of a relation of this official."""
    row = queries.link_with(request.actor, ident)
    if row is None or code not in (row.from_code, row.to_code):
        raise Http404
    form = forms.EndForm(request.POST or None, initial={"version": row.version})

    def act() -> object:
        data = form.cleaned_data
        return appointing.end_link(
            ident=ident, last_on=data["last_on"], version=data["version"] or 0,
            reason=data["reason"], actor=request.actor, at=clock.now(),
        )  # fmt: skip

    sheet = _sheet(request, code)
    return _answered(request, form, act, sheet=sheet, title=f"结束关系：{row.kind}")


def _answered(
    request: Asked, form: django_forms.Form, act: Callable[[], object], *,
    sheet: PersonSheet, title: str,
) -> HttpResponse:  # fmt: skip
    """Show the form, or do the act and go back to the sheet."""
    back = reverse("person", kwargs={"code": sheet.code})
    outcome = Outcome()
    if request.method == "POST" and form.is_valid():
        outcome = put(form, act)
        if outcome.accepted:
            messages.success(request, f"{title}：已登记。")
            return redirect(back)
    context: dict[str, Any] = {
        "form": form, "title": title, "send": "保存", "person": sheet, "back": back,
        "conflict": outcome.conflict,
    }  # fmt: skip
    status = 409 if outcome.conflict else 200
    return render(request, "web/people/form.html", context, status=status)


def _sheet(request: Asked, code: str) -> PersonSheet:
    there = queries.people(request.actor, Act.EDIT_PEOPLE).filter(code=code).exists()
    sheet = queries.person_sheet(request.actor, code) if there else None
    if sheet is None:
        raise Http404
    return sheet


def _post(request: Asked, ident: int) -> PostRow:
    row = queries.post_with(request.actor, ident, on=clock.today())
    if row is None or (row.retired and request.method != "POST"):
        raise Http404
    return row


def _absence(request: Asked, code: str, ident: int) -> AbsenceRow:
    row = queries.absence_with(request.actor, ident)
    if row is None or row.person != code or (row.retired and request.method != "POST"):
        raise Http404
    return row
