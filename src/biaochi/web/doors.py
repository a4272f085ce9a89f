"""The one way into a page: signed in, allowed, refusals shown as such."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.errors import CODES, Refusal

View = Callable[..., HttpResponse]


class Asked(HttpRequest):
    """A request behind the door: somebody is signed in."""

    actor: Actor


def page(act: Act, *, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """Make a view that asks for this act; whoever may not is told that nothing is there."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **given: Any) -> HttpResponse:  # noqa: ANN401 (from the URL)
            actor = getattr(request, "actor", None)
            if actor is None:
                return HttpResponseRedirect(f"/login/?next={quote(request.get_full_path())}")
            if not may(actor, act):
                raise Http404
            try:
                return view(request, **given)
            except Refusal as refusal:
                return refused(request, refusal)

        answer = require_http_methods(list(methods))(answer)
        answer.act = act  # type: ignore[attr-defined]  # read by the matrix test
        return answer

    return wrap


def public(view: View) -> View:
    """Mark a view that needs nobody to be signed in; the matrix test lists these."""
    view.act = None  # type: ignore[attr-defined]  # read by the matrix test
    return view


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page that shows a refusal: what was expected, found, and what to do."""
    status = max(CODES[p.code].status for p in refusal.problems)
    problems = [(CODES[p.code].says, p) for p in refusal.problems]
    return render(request, "web/refused.html", {"problems": problems}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Return the one page for everything that is not there, or not for this person."""
    return render(request, "web/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours; says nothing about it."""
    return render(request, "web/broken.html", status=500)
