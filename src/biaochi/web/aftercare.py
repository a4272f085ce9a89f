"""Pages of the time after an adjustment: the ledger, stock-taking, what bars whom, retention."""

from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.followup import ledger, retention, timers
from biaochi.followup.standings import followed
from biaochi.registry import subjects
from biaochi.trail.editing import not_found
from biaochi.web.boxes import DayBox
from biaochi.web.doors import Asked, page

_FEW = 200


def _box() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DayForm(forms.Form):
    """As of which day."""

    on = DayBox(label="截至", widget=_box())


class SpanForm(forms.Form):
    """From which day to which."""

    first = DayBox(label="从", widget=_box())
    last = DayBox(label="到", widget=_box())

    def clean(self) -> None:
        """The last day does not come before the first."""
        said = self.cleaned_data
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "应为：不早于起始日期。请改正。")


@page(Act.SEE_MATTERS)
def overview(request: Asked) -> HttpResponse:
    """Who is followed up on a day, who is where, what is owed to whom (动态台账)."""
    form = DayForm(request.GET if "on" in request.GET else {"on": clock.today()})
    on = form.cleaned_data["on"] if form.is_valid() else clock.today()
    actor, those = request.actor, followed(request.actor)
    return render(
        request, "web/aftercare/overview.html",
        {"form": form, "on": on, "ledger": ledger.ledger(actor, on=on),
         "owed": ledger.owed(actor, on=on)[:_FEW], "talks": ledger.coverage_report(those)[:_FEW],
         "analysis": ledger.analysis(those, on=on)[:_FEW], "leads": ledger.leads(those),
         "ready": ledger.ready(those, on=on)},
        status=200 if form.is_valid() else 422,
    )  # fmt: skip


@page(Act.SEE_MATTERS)
def stock(request: Asked) -> HttpResponse:
    """Take stock of a span: opened, closed, what lingers and whose it is (定期盘点)."""
    today = clock.today()
    start = {"first": date(today.year, 1, 1), "last": today}
    form = SpanForm(request.GET if "first" in request.GET else start)
    fine = form.is_valid()
    span = form.cleaned_data if fine else start
    taken = ledger.stock_take(request.actor, **span)
    times = ledger.times(request.actor, **span)
    return render(
        request, "web/aftercare/stock.html", {"form": form, "taken": taken, "times": times},
        status=200 if fine else 422,
    )  # fmt: skip


@page(Act.SEE_MATTERS)
def kept(request: Asked) -> HttpResponse:
    """How long records are kept, and what is past its time, for a person to decide (待处置清单)."""
    today = clock.today()
    return render(
        request, "web/aftercare/retention.html",
        {"schedule": retention.schedule(on=today),
         "expired": retention.past_retention(request.actor, on=today)[:_FEW]},
    )  # fmt: skip


@page(Act.SEE_MATTERS)
def bars(request: Asked, code: str) -> HttpResponse:
    """What bars an official today and until when (影响期核对); what is over has its own page."""
    actor, today = request.actor, clock.today()
    person = subjects.person(actor, Act.SEE_MATTERS, code=code)
    if person is None or actor.person == code:
        raise not_found("人员")
    _, rows = timers.bars(actor, code, on=today)
    given = {"person": person, "today": today, "bars": rows}
    return render(request, "web/aftercare/bars.html", given)


urlpatterns: list[URLPattern] = [
    path("aftercare/", overview, name="aftercare"),
    path("aftercare/stock/", stock, name="aftercare_stock"),
    path("aftercare/retention/", kept, name="aftercare_retention"),
    path("people/<str:code>/bars/", bars, name="bars"),
]
