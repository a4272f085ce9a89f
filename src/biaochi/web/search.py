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
    groups = []
    for searcher in SEARCHERS if text else ():
        if not may(actor, searcher.act):
            continue
        hits = [
            Hit(c.label, c.note, reverse(searcher.view, kwargs={"code": c.code}))
            for c in searcher.find(actor, text)
        ]
        if hits:
            groups.append((searcher.title, hits))
    return groups


urlpatterns: list[URLPattern] = [path("search/", search, name="search")]
