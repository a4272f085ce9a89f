"""一人一档: everything held on an official on one page, as far as the actor may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import dossier as appraised
from biaochi.evidence import dossier as recorded
from biaochi.findings import dossier as found
from biaochi.findings.shapes import FindingLine
from biaochi.followup import forgetting
from biaochi.letters.queries import Rung, ladder
from biaochi.matters import queries as matters
from biaochi.matters.shapes import MatterLine
from biaochi.registry import dossier as registered
from biaochi.trail.events import Event
from biaochi.trail.services import seen
from biaochi.web import charts, labelling, links, moments
from biaochi.web.doors import Asked, page
from biaochi.web.labels import Labels
from biaochi.web.results import Table, table_of, trend_of

_EMPTY = found.Held(findings=(), determinations=())
_NOTHING = appraised.Held(decided=(), computed=(), runs=())


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A score as it is shown."""

    period: str
    label: str
    said: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A finding and where its reasons are."""

    line: FindingLine
    href: str


@dataclass(frozen=True, kw_only=True)
class File:
    """A dossier as a page shows it."""

    held: registered.Held
    evidence: recorded.Held
    results: Table
    findings: Sequence[Shown]
    moments: Sequence[moments.Moment]
    rungs: Sequence[Rung]
    trend: charts.Chart | None
    scores: Sequence[Mark]
    labels: Labels

    @property
    def met(self) -> list[Shown]:
        """The findings whose conditions are met."""
        return [f for f in self.findings if f.line.verdict == "met"]

    @property
    def undetermined(self) -> list[Shown]:
        """The findings for which facts are missing."""
        return [f for f in self.findings if f.line.verdict != "met"]


@page(Act.SEE_PEOPLE)
def dossier(request: Asked, code: str) -> HttpResponse:
    """Show the dossier of one official, and record that it was read."""
    actor = request.actor
    with transaction.atomic():
        held = registered.held(actor, Act.SEE_PEOPLE, code=code)
        if held is None:
            raise Http404
        seen(Event.DOSSIER_READ, actor=actor, at=clock.now(), kind="person", ident=code)
    sort = request.GET.get("kind", "")
    sort = sort if sort in moments.KINDS else ""
    file = opened(actor, held, sort=sort)
    return render(
        request, "web/dossier/dossier.html",
        {"file": file, "person": held, "sort": sort, "kinds": moments.KINDS.items(),
         "may_see_results": may(actor, Act.SEE_RESULTS),
         "may_see_findings": may(actor, Act.SEE_FINDINGS), **_around(held),
         "may_see_matters": may(actor, Act.SEE_MATTERS),
         "opens_at": links.opening(actor, held.code),
         "bars_at": links.link("bars", code=code) if _may_check(actor, code) else ""},
    )  # fmt: skip


def opened(actor: Actor, held: registered.Held, *, sort: str = "", own: bool = False) -> File:
    """Put a dossier together from what each room lets the actor see."""
    labels = labelling.current()

    def asks(act: Act) -> Act:
        return Act.SEE_OWN if own else act

    evidence = (
        recorded.held(actor, asks(Act.SEE_EVIDENCE), person=held.code)
        if own or may(actor, Act.SEE_EVIDENCE)
        else recorded.Held(evidence=(), scores=(), measures=())
    )
    out = forgetting.hidden(actor, held.code, on=clock.today())
    evidence = replace(
        evidence, measures=tuple(m for m in evidence.measures if m.code not in out.measures)
    )
    runs = appraised.last_runs()
    results = (
        appraised.held(actor, asks(Act.SEE_RESULTS), people=[held.code], runs=runs)
        if own or may(actor, Act.SEE_RESULTS)
        else _NOTHING
    )
    findings = (
        found.held(actor, asks(Act.SEE_FINDINGS), person=held.code)
        if own or may(actor, Act.SEE_FINDINGS)
        else _EMPTY
    )
    # What a case determined names the case in its note.
    kept = (d for d in findings.determinations if d.note.partition(" ")[0] not in out.matters)
    findings = replace(findings, determinations=tuple(kept))
    days = {r.ident: r.as_of for r in runs}
    under_way, rungs = _matters(actor, held.code, own=own)
    under_way = [m for m in under_way if m.code not in out.matters]
    rungs = [r for r in rungs if not {r.matter, r.code} & (out.matters | out.measures)]
    woven = moments.woven(
        [
            moments.of_posts(held, on=clock.today()), moments.of_evidence(evidence, labels),
            moments.of_findings(findings, labels, days=days),
            moments.of_matters(under_way, own=own),
        ],
        sort=sort,
    )  # fmt: skip
    return File(
        held=held, evidence=evidence, results=table_of(results, labels, person=held.code),
        findings=[
            Shown(line=f, href=links.finding(f)) for f in findings.findings
        ], moments=woven, rungs=rungs, trend=trend_of(results, labels), labels=labels,
        scores=[
            Mark(
                period=s.period, label=labels.quantity(s.component), source=s.source,
                said=s.label or (f"{s.value:f}" if s.value is not None else ""),
            )
            for s in reversed(evidence.scores)
        ],
    )  # fmt: skip


def _may_check(actor: Actor, code: str) -> bool:
    return may(actor, Act.SEE_MATTERS) and actor.person != code


def _matters(actor: Actor, code: str, *, own: bool) -> tuple[list[MatterLine], list[Rung]]:
    """Return what is under way about somebody, and the steps of intervention so far."""
    if own:
        lines = matters.about(actor, code, act=Act.SEE_OWN)
        return lines, list(ladder(actor, code, act=Act.SEE_OWN))
    if not may(actor, Act.SEE_MATTERS) or actor.person == code:
        return [], []
    return matters.about(actor, code), list(ladder(actor, code))


def _around(held: registered.Held) -> dict[str, Any]:
    return {
        "unit_at": links.link("unit", code=held.unit) if held.unit else "",
        "person_at": links.link("person", code=held.code), "people_at": links.link("people"),
    }  # fmt: skip


urlpatterns: list[URLPattern] = [
    path("people/<str:code>/dossier/", dossier, name="dossier"),
]
