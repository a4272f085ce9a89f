"""Why somebody's answer is what it is, sentence by sentence, down to the evidence."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.appraisals.asking import Told, evidence_of, told
from biaochi.trail.events import Event
from biaochi.trail.services import seen
from biaochi.web.doors import Asked, page


def _act(request: Asked, kind: str, code: str) -> Act:
    """Oneself reads in one's own right; everybody else needs to see results."""
    own = kind == "person" and code == request.actor.person
    return Act.SEE_OWN if own or not may(request.actor, Act.SEE_RESULTS) else Act.SEE_RESULTS


@page(Act.SEE_EXPLANATIONS)
def explanation(request: Asked, run: int, kind: str, code: str) -> HttpResponse:
    """Explain one subject of a run, or one rule or quantity of it."""
    act = _act(request, kind, code)
    what = request.GET.get("what", "")[:120]
    found = told(request.actor, run, kind=kind, code=code, what=what, act=act)
    with transaction.atomic():
        seen(Event.EXPLANATION_READ, actor=request.actor, at=clock.now(), kind=kind, ident=code)
    context = {
        "told": found, "there": evidence_of(_cited(found)), "own": act == Act.SEE_OWN,
        "evidence_page": "mine_evidence" if act == Act.SEE_OWN else "evidence",
    }  # fmt: skip
    return render(request, "web/appraisals/explanation.html", context)


def _cited(found: Told) -> set[str]:
    steps = [
        *(s for f in found.findings for s in f.steps),
        *(s for q in found.quantities for s in q),
    ]
    return {e for s in steps for e in (*s.evidence, *s.pending)}


urlpatterns: list[URLPattern] = [
    path("runs/<int:run>/explain/<str:kind>/<str:code>/", explanation, name="explanation"),
]
