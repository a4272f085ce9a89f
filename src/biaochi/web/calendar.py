"""The calendar of a year: holidays at a glance, the notice pasted in, the year confirmed."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.desks.services import count_anew
from biaochi.exchange import calendars_in, intake
from biaochi.exchange.doors.opening import ENDINGS
from biaochi.exchange.intake import Brought
from biaochi.exchange.templates import plain_template
from biaochi.registry import calendars
from biaochi.vocabulary import office
from biaochi.web import sheets
from biaochi.web.boxes import put, words
from biaochi.web.doors import Asked, page
from biaochi.web.people.forms import Versioned

_BOTH = ("GET", "POST")
_FIRST, _LAST = 2000, 2100
_CONFIRM, _NOTICE = "confirm_%s", "notice_%s"
_SHORT = {"holiday": "休", "workday": "班"}


@dataclass(frozen=True)
class Box:
    """A day in the grid of a month; blank ones belong to another month."""

    day: int
    kind: str = ""
    says: str = ""
    mark: str = ""


class NoticeForm(Versioned):
    """The text of the yearly notice."""

    notice = forms.CharField(
        label="通知", widget=forms.Textarea(attrs={"rows": 10}), max_length=20_000,
        help_text="粘贴国务院办公厅关于部分节假日安排的通知中各节日的几段。",
    )  # fmt: skip


class ConfirmForm(Versioned):
    """Who confirms a year, by which document."""

    document = words("文件", longest=120, required=True, hint="如“国办发明电〔2025〕7号”。")


class BringForm(forms.Form):
    """A workbook or a CSV with the days of a year."""

    file = forms.FileField(
        label="文件", help_text="用模板填写的 .xlsx；也收 .xls、.et 和 CSV（UTF-8 或 GB18030）。",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )  # fmt: skip


@page(Act.SEE_PACKS)
def calendar(request: Asked, year: int | None = None) -> HttpResponse:
    """Show a year: which days are off, which weekends are worked, whether it is provisional."""
    shown = calendars.year_of(_year(year))
    context = {
        **_around(request, shown),
        "confirm": _confirming(shown),
        "notice": _noticing(shown),
        "bringing": BringForm(),
    }
    return render(request, "web/calendar/year.html", context)


@page(Act.EDIT_CALENDAR, methods=("POST",))
def confirm(request: Asked, year: int) -> HttpResponse:
    """Confirm a year under one's name."""
    form = ConfirmForm(request.POST, auto_id=_CONFIRM)
    if form.is_valid():
        data = form.cleaned_data
        outcome = put(
            form,
            lambda: calendars.confirm_year(
                year=_year(year), document=data["document"], version=data["version"] or 0,
                actor=request.actor, at=clock.now(),
            ),
        )  # fmt: skip
        if outcome.accepted:
            count_anew(year, actor=request.actor, at=clock.now())
            messages.success(request, f"已确认{year}年的年历。")
            return redirect("calendar_year", year=year)
        return _again(request, year, confirm=form, conflict=outcome.conflict)
    return _again(request, year, confirm=form)


@page(Act.EDIT_CALENDAR, methods=("POST",))
def enter(request: Asked, year: int) -> HttpResponse:
    """Read a notice and put its days in the place of what was entered."""
    form = NoticeForm(request.POST, auto_id=_NOTICE)
    if not form.is_valid():
        return _again(request, year, notice=form)
    data = form.cleaned_data
    outcome = put(
        form,
        lambda: calendars.enter_days(
            year=_year(year), days=calendars.read_notice(data["notice"], year=year),
            version=data["version"] or 0, actor=request.actor, at=clock.now(),
        ),
    )  # fmt: skip
    if outcome.accepted:
        count_anew(year, actor=request.actor, at=clock.now())
        messages.success(request, f"已登记{year}年的放假安排，请核对后确认。")
        return redirect("calendar_year", year=year)
    return _again(request, year, notice=form, conflict=outcome.conflict)


@page(Act.EDIT_CALENDAR)
def blank(request: Asked, year: int) -> HttpResponse:  # noqa: ARG001 (the same for everybody)
    """Return the workbook of a year to fill in."""
    made = plain_template(calendars_in.FORM, title=f"{_year(year)}年放假安排的通知")
    response = HttpResponse(made, content_type=sheets.XLSX)
    said = content_disposition_header(as_attachment=True, filename=f"年历-{year}.xlsx")
    response.headers["Content-Disposition"] = said or "attachment"
    return response


@page(Act.EDIT_CALENDAR, methods=("POST",))
def bring(request: Asked, year: int) -> HttpResponse:
    """Take a workbook or a CSV of a year to its check; nothing is entered yet."""
    form = BringForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["file"]
        file = Brought(
            form=calendars_in.FORM, year=_year(year), name=given.name, chunks=given.chunks()
        )
        outcome = put(form, lambda: intake.bring(file, actor=request.actor, at=clock.now()))
        if outcome.accepted:
            return redirect("import", ident=outcome.done)
    return _again(request, year, bringing=form)


def _confirming(shown: calendars.Year) -> ConfirmForm:
    return ConfirmForm(initial={"version": shown.version}, auto_id=_CONFIRM)


def _noticing(shown: calendars.Year) -> NoticeForm:
    return NoticeForm(initial={"version": shown.version}, auto_id=_NOTICE)


def _again(
    request: Asked, year: int, *, conflict: str = "", notice: NoticeForm | None = None,
    confirm: ConfirmForm | None = None, bringing: BringForm | None = None,
) -> HttpResponse:  # fmt: skip
    shown = calendars.year_of(_year(year))
    context = {
        **_around(request, shown),
        "notice": notice if notice and not conflict else _noticing(shown),
        "confirm": confirm if confirm and not conflict else _confirming(shown),
        "conflict": conflict, "bringing": bringing or BringForm(),
    }  # fmt: skip
    return render(request, "web/calendar/year.html", context, status=409 if conflict else 200)


def _around(request: Asked, shown: calendars.Year) -> dict[str, object]:
    special = {d.on: d for d in shown.days}
    return {
        "shown": shown, "months": [(m, _month(shown.year, m, special)) for m in range(1, 13)],
        "weekdays": "一二三四五六日", "years": range(shown.year - 1, shown.year + 2),
        "feasts": calendars.feasts(shown.days), "may_edit": may(request.actor, Act.EDIT_CALENDAR),
    }  # fmt: skip


def _month(year: int, month: int, special: Mapping[date, calendars.Day]) -> list[list[Box]]:
    return [
        [_box(on, special) if on.month == month else Box(0) for on in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]


def _box(on: date, special: Mapping[date, calendars.Day]) -> Box:
    day = special.get(on)
    if day is None:
        weekend = not calendars.is_workday(on, days={})
        return Box(on.day, "weekend" if weekend else "")
    says = f"{office.chinese(office.CALENDAR_DAYS, day.kind)} {day.source}".strip()
    return Box(on.day, day.kind, says, _SHORT[day.kind])


def _year(year: int | None) -> int:
    found = clock.today().year if year is None else year
    if not _FIRST <= found <= _LAST:
        raise Http404
    return found


urlpatterns: list[URLPattern] = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/<int:year>/", calendar, name="calendar_year"),
    path("calendar/<int:year>/confirm/", confirm, name="calendar_confirm"),
    path("calendar/<int:year>/enter/", enter, name="calendar_enter"),
    path("calendar/<int:year>/template/", blank, name="calendar_template"),
    path("calendar/<int:year>/import/", bring, name="calendar_import"),
]
