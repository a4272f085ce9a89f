"""What default views leave out once its influence period is over, for whoever says why."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.errors import Refusal
from biaochi.followup import forgetting
from biaochi.registry import subjects
from biaochi.web import labelling
from biaochi.web.doors import Asked, page
from biaochi.web.matters.forms import sentence


class WhyForm(forms.Form):
    """Why somebody needs to see it."""

    reason = forms.CharField(
        label="为什么要看", max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="影响期满的记录不再作为标签。确因工作需要查看的写明理由；谁、何时、为什么看的，记入留痕。",
    )  # fmt: skip


@page(Act.SEE_MATTERS, methods=("GET", "POST"))
def forgotten(request: Asked, code: str) -> HttpResponse:
    """Ask why, then show what is left out about an official; the answer holds for today."""
    actor = request.actor
    person = subjects.person(actor, Act.SEE_MATTERS, code=code)
    if person is None or actor.person == code:
        raise Http404
    form = WhyForm(request.POST or None)
    found: forgetting.Recalled | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = forgetting.recall(
                actor, code, reason=form.cleaned_data["reason"], at=clock.now()
            )
        except Refusal as refused:
            for problem in refused.problems:
                form.add_error("reason", sentence(problem))
    labels = labelling.current()
    context = {
        "person": person, "form": form, "found": found,
        "measures": [(m, labels.measure(m.measure)) for m in found.measures] if found else [],
        "dossier_at": reverse("dossier", kwargs={"code": code}),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "web/matters/forgotten.html", context, status=status)
