"""Periods, runs, results and findings for other systems: to be read, never to be decided by."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from biaochi.access.shapes import Act
from biaochi.api.doors import allowed
from biaochi.api.shapes import ROWS, Errors, Strict
from biaochi.appraisals import outgoing, queries
from biaochi.clock import now
from biaochi.findings import outgoing as findings_out

Ident = Annotated[int, Field(ge=1, le=2**62)]
_REFUSED = {401: Errors, 404: Errors, 422: Errors, 429: Errors}
router = Router()


class RowsAsked(Strict):
    """Which rows are asked for."""

    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=ROWS)] = 100


class FiguresAsked(RowsAsked):
    """Of one quantity, or of all."""

    name: Annotated[str, Field(max_length=80, pattern=r"^[^\u0000-\u001f\u007f]*$")] = ""


class FindingsAsked(RowsAsked):
    """Of one verdict, or of all."""

    verdict: Literal["", "met", "not_met", "undetermined", "not_in_force"] = ""


class PeriodOut(Schema):
    """An appraisal."""

    id: int
    name: str
    title: str
    unit: str
    pack: str
    state: str


class RunOut(Schema):
    """One computation, with digests of what went in and what came out."""

    id: int
    number: int
    as_of: date
    facts_digest: str
    results_digest: str
    people: int
    at: datetime


class FigureOut(Schema):
    """One quantity of one subject; null where it could not be determined."""

    subject: str
    kind: str
    name: str
    value: str | None


class FiguresOut(Schema):
    """Some rows; ``next`` goes into ``after`` for those that follow."""

    rows: list[FigureOut]
    next: int | None


class FindingOut(Schema):
    """What a rule asks about somebody; it opens a question and decides nothing."""

    subject: str
    kind: str
    rule: str
    label: str
    verdict: str
    opens: str


class FindingsOut(Schema):
    """Some rows; ``next`` goes into ``after`` for those that follow."""

    rows: list[FindingOut]
    next: int | None


@router.get("/periods", response={200: list[PeriodOut], **_REFUSED})
def periods(request: HttpRequest) -> list[PeriodOut]:
    """Return the appraisals within reach (考核)."""
    actor = allowed(request, Act.SEE_APPRAISALS)
    return [
        PeriodOut(
            id=p.ident, name=p.name, title=p.title, unit=p.unit, pack=p.pack.digest, state=p.state
        )
        for p in queries.periods(actor)
    ]


@router.get("/periods/{ident}/runs", response={200: list[RunOut], **_REFUSED})
def runs(request: HttpRequest, ident: Path[Ident]) -> list[RunOut]:
    """Return the computations of an appraisal (计算), the newest first."""
    actor = allowed(request, Act.SEE_RESULTS)
    queries.period(actor, ident)
    return [
        RunOut(
            id=r.ident, number=r.number, as_of=r.as_of, facts_digest=r.facts_digest,
            results_digest=r.results_digest, people=r.people, at=r.at,
        )
        for r in queries.runs(actor, ident)
    ]  # fmt: skip


@router.get("/runs/{ident}/results", response={200: FiguresOut, **_REFUSED})
def results(request: HttpRequest, ident: Path[Ident], asked: Query[FiguresAsked]) -> FiguresOut:
    """Return what was computed (结果) of those within reach."""
    actor = allowed(request, Act.SEE_RESULTS)
    wanted = outgoing.Wanted(name=asked.name, after=asked.after, limit=asked.limit)
    rows, following = outgoing.figures(actor, ident, wanted=wanted, at=now())
    shown = [FigureOut(subject=r.subject, kind=r.kind, name=r.name, value=r.value) for r in rows]
    return FiguresOut(rows=shown, next=following or None)


@router.get("/runs/{ident}/findings", response={200: FindingsOut, **_REFUSED})
def findings(request: HttpRequest, ident: Path[Ident], asked: Query[FindingsAsked]) -> FindingsOut:
    """Return what rules ask (提示) about those within reach."""
    actor = allowed(request, Act.SEE_FINDINGS)
    wanted = findings_out.Wanted(verdict=asked.verdict, after=asked.after, limit=asked.limit)
    rows, following = findings_out.findings(actor, ident, wanted=wanted, at=now())
    shown = [
        FindingOut(
            subject=r.code, kind=r.kind, rule=r.rule, label=r.label, verdict=r.verdict,
            opens=r.opens,
        )
        for r in rows
    ]  # fmt: skip
    return FindingsOut(rows=shown, next=following or None)
