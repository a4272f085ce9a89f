"""The one way into a page: signed in, allowed, refusals shown as such."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.errors import CODES, Refusal

View = Callable[..., HttpResponseBase]
_NOT_FOUND = 404


class Asked(HttpRequest):
    """A request behind the door: somebody is signed in."""

    actor: Actor


def page(*acts: Act, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """Make a view that asks for one of these acts; who may none is told that nothing is there."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **given: Any) -> HttpResponseBase:  # noqa: ANN401 (from the URL)
            actor = getattr(request, "actor", None)
            if actor is None:
                return HttpResponseRedirect(f"/login/?next={quote(request.get_full_path())}")
            if not any(may(actor, act) for act in acts) or _unheard(request):
                raise Http404
            try:
                return view(request, **given)
            except Refusal as refusal:
                return refused(request, refusal)

        answer = require_http_methods(list(methods))(answer)
        answer.acts = acts  # type: ignore[attr-defined]  # read by the matrix test
        return answer

    return wrap


def _unheard(request: HttpRequest) -> bool:
    """Tell whether a NUL came along, which no text of ours holds and PostgreSQL does not take."""
    said = (*request.GET.lists(), *request.POST.lists())
    return "\0" in request.path or any("\0" in text for _, texts in said for text in texts)


def public(view: View) -> View:
    """Mark a view that needs nobody to be signed in; the matrix test lists these."""
    view.acts = ()  # type: ignore[attr-defined]  # read by the matrix test
    return view


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page that shows a refusal: what was expected, found, and what to do."""
    status = max(CODES[p.code].status for p in refusal.problems)
    if any(CODES[p.code].status == _NOT_FOUND for p in refusal.problems):
        return not_found(request)
    problems = [(CODES[p.code].says, p) for p in refusal.problems]
    return render(request, "web/refused.html", {"problems": problems}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Return the one page for everything that is not there, or not for this person."""
    return render(request, "web/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours; says nothing about it."""
    return render(request, "web/broken.html", status=500)
