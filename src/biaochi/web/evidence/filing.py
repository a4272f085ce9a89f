"""Returns: what came, and the form that says it came (also that there was nothing to report)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from biaochi.access.shapes import Act
from biaochi.appraisals.items import duties_of
from biaochi.clock import now
from biaochi.errors import Refusal
from biaochi.evidence import returning
from biaochi.evidence.returning import Filed
from biaochi.web import listing
from biaochi.web.doors import Asked, page
from biaochi.web.evidence.forms import ReturnForm, beside
from biaochi.web.listing import Column, Filter, Listing


@page(Act.SEE_EVIDENCE)
def returns(request: Asked) -> HttpResponse:
    """Show every return within reach."""
    kinds = duties_of(request.actor)
    shown = Listing(
        name="returns", title="报送", order="-period", wide=False,
        columns=(
            Column(key="kind_label", label="事项", sort=("kind",)),
            Column(key="subject_name", label="单位或人员", sort=("subject",)),
            Column(key="period", label="时期", sort=("period",)),
            Column(key="due_on", label="应报日期", kind="date", sort=("due_on",)),
            Column(key="done_on", label="实报日期", kind="date", sort=("done_on",)),
            Column(key="nil", label="零报告"),
        ),
        filters=(
            Filter(key="kind", label="事项", choices=tuple(kinds.items())),
            Filter(key="period", label="时期", kind="text"),
        ),
        shape=lambda rows: _shaped(rows, kinds), empty="还没有报送记录",
        todo="按“登记报送”写明哪个单位报了哪一期；没有要报的也要写零报告。",
    )  # fmt: skip
    return listing.answer(
        request, shown, rows=returning.returns(request.actor),
        template="web/evidence/returns.html",
    )  # fmt: skip


@page(Act.REPORT_EVIDENCE, methods=("GET", "POST"))
def file_return(request: Asked) -> HttpResponse:
    """Say that a return was made."""
    kinds = duties_of(request.actor)
    start = {name: request.GET.get(name, "")[:40] for name in ("kind", "subject", "period")}
    form = ReturnForm(request.POST or None, kinds=kinds, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            filed = Filed(**form.cleaned_data)
            returning.file_return(filed, kinds=kinds, actor=request.actor, at=now())
        except Refusal as refusal:
            beside(form, refusal)
        else:
            messages.success(request, "已登记报送。")
            return HttpResponseRedirect(reverse("returns"))
    given = {"form": form, "kinds": kinds}
    return render(request, "web/evidence/return.html", given, status=422 if form.errors else 200)


def _shaped(rows: Sequence[Any], kinds: dict[str, str]) -> list[dict[str, Any]]:
    return [
        asdict(line) | {"kind_label": kinds.get(line.kind, line.kind)}
        for line in returning.lines(list(rows))
    ]
