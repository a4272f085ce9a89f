"""Why somebody's answer is what it is, sentence by sentence, down to the evidence."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.appraisals.asking import Told, told
from biaochi.appraisals.opened import NotYet
from biaochi.batch.explaining import Who
from biaochi.trail.events import Event
from biaochi.web.doors import Asked, page
from biaochi.web.reading import was_read

_PATIENCE = 1.5
"""Seconds a page takes at most before it says that the facts are still being brought."""


def _act(request: Asked, kind: str, code: str) -> Act:
    """Oneself reads in one's own right; everybody else needs to see results."""
    own = kind == "person" and code == request.actor.person
    return Act.SEE_OWN if own or not may(request.actor, Act.SEE_RESULTS) else Act.SEE_RESULTS


@page(Act.SEE_EXPLANATIONS)
def explanation(request: Asked, run: int, kind: str, code: str) -> HttpResponse:
    """Explain one subject of a run, or one rule or quantity of it."""
    act = _act(request, kind, code)
    what = request.GET.get("what", "")[:120]
    who = Who(kind=kind, ident=code, what=what)
    try:
        found = told(request.actor, run, who, act=act, patience=_PATIENCE)
    except NotYet:
        return render(request, "web/appraisals/opening.html", {"at": request.get_full_path()})
    was_read(request, Event.EXPLANATION_READ, kind=kind, ident=code)
    context = {
        "told": found, "label": _label(found), "own": act == Act.SEE_OWN,
        "evidence_page": "mine_evidence" if act == Act.SEE_OWN else "evidence",
    }  # fmt: skip
    return render(request, "web/appraisals/explanation.html", context)


def _label(found: Told) -> str:
    """Return what the one rule or quantity is called that was asked about."""
    named = [*(f.label for f in found.findings), *(q[0].label for q in found.quantities if q)]
    return named[0] if found.what and named else ""


urlpatterns: list[URLPattern] = [
    path("runs/<int:run>/explain/<str:kind>/<str:code>/", explanation, name="explanation"),
]
