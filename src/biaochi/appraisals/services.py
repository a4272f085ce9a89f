"""Writes of appraisals: packs are taken in, periods opened and closed, runs published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from biaochi.access.policy import may
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.models import PackVersion, Period, Run
from biaochi.appraisals.queries import missing
from biaochi.appraisals.shapes import Computed
from biaochi.appraisals.storing import files_in, pack_from, pack_of
from biaochi.engine.compile import Asked, compile_pack
from biaochi.errors import Problem, Refusal
from biaochi.packs.loader import builtin
from biaochi.registry.models import Unit
from biaochi.trail.events import Event
from biaochi.trail.services import record

_TITLE = 120


@transaction.atomic
def take_in(
    *, actor: Actor, at: datetime, builtin_id: str = "", files: Mapping[str, str] | None = None
) -> str:
    """Store a pack, built in or given as files; return its digest.  The same pack is kept once."""
    if not may(actor, Act.RUN_APPRAISALS):
        raise missing("规则包")
    version = kept(builtin_id=builtin_id, files=files, actor=actor, at=at)
    return str(version.digest)


def kept(
    *, actor: Actor, at: datetime, builtin_id: str = "", files: Mapping[str, str] | None = None
) -> PackVersion:
    """Return a pack as stored; it is stored the first time somebody needs it (载入规则包)."""
    given = files_in(builtin(builtin_id)) if builtin_id else dict(files or {})
    pack = pack_from(given)
    found = PackVersion.objects.unscoped(Why.UNIQUE).filter(digest=pack.digest).first()
    if found is not None:
        return cast("PackVersion", found)
    row: PackVersion = PackVersion.objects.create(
        digest=pack.digest, code=pack.id, title=pack.title, files=given,
        added_by=actor.name, added_at=at,
    )  # fmt: skip
    record(Event.PACK_ADDED, actor=actor, at=at, about=row)
    return row


@transaction.atomic
def open_period(
    *, unit: str, pack: str, name: str, actor: Actor, at: datetime, as_of: date | None = None
) -> int:
    """Open an appraisal of a unit and what is below it under a pack; return its number."""
    place = Unit.objects.visible_to(actor, Act.RUN_APPRAISALS).filter(code=unit).first()
    if place is None:
        raise missing("单位")
    version = PackVersion.objects.visible_to(actor, Act.SEE_PACKS).filter(digest=pack).first()
    if version is None:
        raise missing("规则包")
    compile_pack(pack_of(version), Asked(period=name, as_of=as_of))
    rows = Period.objects.visible_to(actor, Act.RUN_APPRAISALS)
    if rows.filter(unit=place, pack=version, name=name, as_of=as_of, state="open").exists():
        do = "请直接打开已有的那一次；要换截止日，请写明另一天。"
        raise Refusal((Problem("PERIOD-TAKEN", "没有开过的考核", f"{place.name} {name}", do),))
    row = Period.objects.create(
        name=name, title=_titled(place.name, name), pack=version, unit=place, as_of=as_of,
        opened_by=actor.name, opened_at=at,
    )  # fmt: skip
    record(Event.PERIOD_OPENED, actor=actor, at=at, about=row)
    return int(row.pk)


@transaction.atomic
def close_period(*, period: int, version: int, actor: Actor, at: datetime) -> None:
    """End an appraisal: no further runs; what is there stays."""
    open_for_runs(actor, period)
    rows = Period.objects.unscoped(Why.ABOUT).filter(pk=period, state="open")
    row = rows.select_for_update(of=("self",)).get()
    if row.version != version:
        do = "请重新打开这次考核，看过之后再结束。"
        raise Refusal((Problem("EDIT-CONFLICT", f"第 {version} 版", f"第 {row.version} 版", do),))
    row.state, row.version = "closed", row.version + 1
    row.save(update_fields=["state", "version"])
    record(Event.PERIOD_CLOSED, actor=actor, at=at, about=row)


def open_for_runs(actor: Actor, period: int) -> Period:
    """Return an open period of a unit in whose name the actor may compute."""
    rows = Period.objects.visible_to(actor, Act.RUN_APPRAISALS).select_related("pack", "unit")
    row: Period | None = rows.filter(pk=period).first()
    if row is None:
        raise missing("考核")
    if row.state != "open":
        do = "已结束的考核不再计算；需要时另开一次。"
        raise Refusal((Problem("PERIOD-CLOSED", "进行中的考核", "已结束", do),))
    return row


@transaction.atomic
def publish(computed: Computed, *, findings: int, actor: Actor, at: datetime) -> dict[str, Any]:
    """Make a stored run visible in one step; not in a period that was closed meanwhile."""
    open_for_runs(actor, computed.period)
    row = Run.objects.unscoped(Why.RUN).select_for_update().get(pk=computed.run)
    row.done = True
    row.save(update_fields=["done"])
    detail = {"findings": findings, "people": row.people}
    record(Event.RUN_DONE, actor=actor, at=at, about=row, detail=detail)
    return {
        "run": row.pk, "number": row.number, "people": row.people, "findings": findings,
        "facts_digest": row.facts_digest, "results_digest": row.results_digest,
    }  # fmt: skip


def _titled(unit: str, name: str) -> str:
    return f"{unit} {name} {'年度' if name.isdigit() else ''}考核"[:_TITLE]
