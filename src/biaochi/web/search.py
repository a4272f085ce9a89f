"""One box for everything: each room finds what the actor may see of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.evidence import queries as evidence
from biaochi.registry import queries as registry
from biaochi.registry.shapes import Choice
from biaochi.web.doors import Asked, page

_LONGEST = 80
_LIMIT = 20
_OFFERED = 8


@dataclass(frozen=True)
class Searcher:
    """A room that can be searched: ``find`` answers with what the actor sees, by code."""

    title: str
    act: Act
    find: Callable[[Actor, str], Sequence[Choice]]
    view: str


@dataclass(frozen=True)
class Hit:
    """One thing that was found, and where it is."""

    label: str
    note: str
    href: str


SEARCHERS: tuple[Searcher, ...] = (
    Searcher("人员", Act.SEE_PEOPLE, registry.search, "person"),
    Searcher("单位", Act.SEE_UNITS, registry.search_units, "unit"),
    Searcher("证据", Act.SEE_EVIDENCE, evidence.search, "evidence"),
)
"""In the order of the page; an area adds its own line here."""


@page(Act.SEE_PEOPLE)
def search(request: Asked) -> HttpResponse:
    """Show what a text may mean; the only thing found is opened at once."""
    text = request.GET.get("q", "").strip()[:_LONGEST]
    groups = found(request.actor, text)
    hits = [hit for _, some in groups for hit in some]
    if len(hits) == 1:
        return redirect(hits[0].href)
    context = {"q": text, "groups": groups, "total": len(hits), "limit": _LIMIT}
    return render(request, "web/search/results.html", context)


def found(actor: Actor, text: str) -> list[tuple[str, list[Hit]]]:
    """Return what every room found, by title; rooms without a hit are left out."""
    return [
        (
            searcher.title,
            [Hit(c.label, c.note, reverse(searcher.view, kwargs={"code": c.code})) for c in some],
        )
        for searcher, some in _asked(actor, text)
    ]


def offered(actor: Actor, text: str) -> list[Choice]:
    """Return the first few things a text may become."""
    return [c for _, some in _asked(actor, text) for c in some][:_OFFERED]


def _asked(actor: Actor, text: str) -> list[tuple[Searcher, Sequence[Choice]]]:
    open_to = [s for s in SEARCHERS if text and may(actor, s.act)]
    return [(s, some) for s in open_to if (some := s.find(actor, text))]


@page(Act.SEE_PEOPLE)
def suggest(request: Asked) -> HttpResponse:
    """Complete what is being typed, from what the actor sees; ``as=code`` offers codes."""
    text = request.GET.get("q", "") or request.GET.get(request.GET.get("box", ""), "")
    groups = offered(request.actor, text.strip()[:_LONGEST])
    coded = request.GET.get("as") == "code"
    return render(request, "web/search/options.html", {"choices": groups, "coded": coded})


urlpatterns: list[URLPattern] = [
    path("search/", search, name="search"),
    path("search/suggest/", suggest, name="search_suggest"),
]
