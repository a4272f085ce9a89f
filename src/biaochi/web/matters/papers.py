"""Papers of a matter: looked over before they go out, handed out with a mark on each page."""

from typing import Literal, cast
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.desks.queries import LOOKS, looking
from biaochi.documents import queries, services
from biaochi.documents.shapes import Ask
from biaochi.trail.events import Event
from biaochi.web.doors import Asked, page
from biaochi.web.reading import was_read

_FORMS = ("docx", "pdf")


@page(*LOOKS)
def paper(request: Asked, code: str, step: int, sort: str) -> HttpResponse:
    """What a paper still lacks, before anybody takes it out."""
    line, _ = looking(request.actor, code)
    papers = queries.papers_of(request.actor, code)
    told = next((p for p in papers if p.step == step and p.sort == sort), None)
    if told is None:
        raise Http404
    doubts = {
        form: services.check(code, Ask(step=step, sort=sort, form=form), actor=request.actor)
        for form in _forms()
    }
    was_read(request, Event.MATTER_READ, kind="matter", ident=code)
    context = {"line": line, "paper": told, "doubts": doubts["docx"], "pdf_doubts": doubts["pdf"]}
    return render(request, "web/matters/paper.html", context)


@page(*LOOKS)
def handed(request: Asked, code: str, step: int, sort: str, form: str) -> HttpResponse:
    """Hand out a paper; whose copy it is stands on each page and on the trail."""
    return _handed(request, code, step=step, sort=sort, form=form, own=False)


@page(Act.SEE_OWN)
def own_handed(request: Asked, code: str, step: int, sort: str, form: str) -> HttpResponse:
    """Hand the official a copy of a paper that was made for him."""
    return _handed(request, code, step=step, sort=sort, form=form, own=True)


def _handed(
    request: Asked, code: str, *, step: int, sort: str, form: str, own: bool
) -> HttpResponse:  # fmt: skip
    if form not in _FORMS:
        raise Http404
    ask = Ask(step=step, sort=sort, form=cast('Literal["docx", "pdf"]', form))
    copy = services.produce(code, ask, actor=request.actor, at=clock.now(), own=own)
    answer = HttpResponse(copy.data, content_type=copy.content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(copy.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _forms() -> tuple[Literal["docx"], Literal["pdf"]]:
    return ("docx", "pdf")
