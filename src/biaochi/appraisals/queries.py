"""Reads of packs, periods and runs: actor first, shapes out."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from biaochi.access.policy import reaches
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Span
from biaochi.appraisals.models import Figure, PackVersion, Period, Run
from biaochi.appraisals.shapes import PackLine, PeriodLine, RunColumn, RunGroup, RunLine
from biaochi.appraisals.storing import pack_of
from biaochi.errors import Problem, Refusal
from biaochi.packs.loader import builtin, load
from biaochi.packs.shapes import Pack

FALLBACK = "national-2022"
_KEPT = 32


def missing(what: str) -> Refusal:
    """Return the refusal for what is not there, or not for this person."""
    return Refusal((Problem("NOT-FOUND", what, "没有", "请从列表里打开。"),))


def packs(actor: Actor) -> list[PackLine]:
    """Return the packs taken in, by code, newest first."""
    rows = PackVersion.objects.visible_to(actor, Act.SEE_PACKS).defer("files")
    return [_pack(row) for row in rows.order_by("code", "-pk")]


def pack(actor: Actor, ident: int) -> tuple[PackLine, Pack]:
    """Return one pack with its content."""
    row = PackVersion.objects.visible_to(actor, Act.SEE_PACKS).filter(pk=ident).first()
    if row is None:
        raise missing("规则包")
    return _pack(row), pack_of(row)


def kept_pack(ident: int | None) -> Pack | None:
    """Return the pack an object the actor may already see was begun under; it never changes."""
    if ident is None:
        return None
    rows = PackVersion.objects.unscoped(Why.ABOUT)
    return _kept(rows.values_list("digest", flat=True).get(pk=ident))


@lru_cache(maxsize=1)
def national() -> Pack:
    """Return the pack that holds where a county's own says nothing: of remedies, of weights."""
    return load(builtin(FALLBACK))


@lru_cache(maxsize=_KEPT)
def _kept(digest: str) -> Pack:
    """Return the pack of a digest, which never means anything else; its files are read once."""
    return pack_of(PackVersion.objects.unscoped(Why.ABOUT).get(digest=digest))


def packs_over() -> list[tuple[Span, int, Pack]]:
    """Return (part of the tree, number, pack) of the open appraisals, the one opened last first.

    Packs are public inside the office; whoever asks about somebody takes the first that covers him.
    """
    rows = Period.objects.unscoped(Why.ABOUT).filter(state="open").order_by("-pk")
    found = rows.select_related("unit", "pack")
    return [(Span(r.unit.first, r.unit.last), r.pack_id, pack_of(r.pack)) for r in found]


def periods(actor: Actor, *, act: Act = Act.SEE_APPRAISALS) -> list[PeriodLine]:
    """Return the appraisals the actor may look at, newest first, with how many runs they had."""
    rows = _periods(actor, act).order_by("-name", "-pk")
    done = Run.objects.unscoped(Why.ABOUT).filter(done=True, period__in=rows.values("pk"))
    counted = done.order_by().values_list("period").annotate(Count("pk"))
    runs_of = dict(counted)
    return [_period(row, runs=runs_of.get(row.pk, 0)) for row in rows]


def period(actor: Actor, ident: int) -> PeriodLine:
    """Return one appraisal."""
    row = _periods(actor, Act.SEE_APPRAISALS).filter(pk=ident).first()
    if row is None:
        raise missing("考核")
    return _period(row)


def _periods(actor: Actor, act: Act) -> QuerySet[Any]:
    rows: QuerySet[Any] = Period.objects.visible_to(actor, act)
    return rows.select_related("unit", "pack").defer("pack__files")


def runs(actor: Actor, period: int, *, act: Act = Act.SEE_RESULTS) -> list[RunLine]:
    """Return the runs of an appraisal, newest first."""
    return [_run(row) for row in _runs(actor, act).filter(period=period).order_by("-number")]


def run(actor: Actor, ident: int, *, act: Act = Act.SEE_RESULTS) -> RunLine:
    """Return one run; its monitors only to who may see everybody in it."""
    row = _runs(actor, act).filter(pk=ident).first()
    if row is None:
        raise missing("计算结果")
    return _run(row, whole=sees_whole(actor, act, row.period))


def latest_of(actor: Actor, period: int, *, act: Act = Act.SEE_RESULTS) -> RunLine | None:
    """Return the newest run of an appraisal, if there is one for the actor."""
    row = _runs(actor, act).filter(period=period).order_by("-number").first()
    return None if row is None else _run(row)


def run_before(line: RunLine) -> int | None:
    """Return the run that came before one, of the same appraisal."""
    rows = Run.objects.unscoped(Why.ABOUT).filter(
        period=line.period.ident, done=True, number__lt=line.number
    )
    found: int | None = rows.order_by("-number").values_list("pk", flat=True).first()
    return found


def own_run(actor: Actor, ident: int) -> RunLine:
    """Return a run in which there is something about the actor himself; nothing of others."""
    mine = Figure.objects.visible_to(actor, Act.SEE_OWN).filter(run=ident)
    if not actor.person or not mine.exists():
        raise missing("计算结果")
    row = _every().filter(pk=ident).first()
    if row is None:
        raise missing("计算结果")
    return _run(row, whole=False)


def sees_whole(actor: Actor, act: Act, period: Period) -> bool:
    """Tell whether the actor may see everybody within the unit of an appraisal."""
    first, last = period.unit.first, period.unit.last
    return any(
        r.span.first <= first and last <= r.span.last and not r.tiers for r in reaches(actor, act)
    )


def stored_run(line: RunLine) -> Run:
    """Return the row behind a run the actor was allowed to see."""
    row: Run = Run.objects.unscoped(Why.ABOUT).select_related("period__unit", "period__pack").get(
        pk=line.ident
    )  # fmt: skip
    return row


def _runs(actor: Actor, act: Act) -> QuerySet[Any]:
    rows: QuerySet[Any] = Run.objects.visible_to(actor, act)
    return _with_period(rows)


def _every() -> QuerySet[Any]:
    return _with_period(Run.objects.unscoped(Why.ABOUT))


def _with_period(rows: QuerySet[Any]) -> QuerySet[Any]:
    joined = rows.filter(Q(done=True)).select_related("period__unit", "period__pack")
    return joined.defer("period__pack__files")


def _pack(row: PackVersion) -> PackLine:
    return PackLine(
        ident=row.pk, code=row.code, title=row.title, digest=row.digest, added_by=row.added_by,
        added_at=row.added_at,
    )  # fmt: skip


def _period(row: Period, *, runs: int = 0) -> PeriodLine:
    return PeriodLine(
        ident=row.pk, name=row.name, title=row.title, unit=row.unit.code, unit_name=row.unit.name,
        pack=_pack(row.pack), as_of=row.as_of, state=row.state, opened_by=row.opened_by,
        opened_at=row.opened_at, version=row.version, runs=runs,
    )  # fmt: skip


def _run(row: Run, *, whole: bool = True) -> RunLine:
    said: Any = row.columns
    return RunLine(
        ident=row.pk, number=row.number, period=_period(row.period), as_of=row.as_of,
        known_by=row.known_by, facts_digest=row.facts_digest, results_digest=row.results_digest,
        engine=row.engine, people=row.people, by=row.by, at=row.at,
        columns=tuple(_columns(said["columns"])),
        groups=tuple(RunGroup(**g) for g in said["groups"]),
        monitors=tuple(row.monitors) if whole else (), questions=tuple(row.questions),
        warnings=tuple(row.warnings),
    )  # fmt: skip


def _columns(said: Iterable[dict[str, Any]]) -> Iterable[RunColumn]:
    return (RunColumn(**{**c, "order": tuple(c["order"])}) for c in said)
