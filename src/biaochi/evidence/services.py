"""Writes of evidence.  A row is never edited: a correction is a row that takes its place.

Who reported a thing does not verify it, and nobody verifies what is held about himself.
"""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.clock import local
from biaochi.errors import Problem, Refusal, refuse
from biaochi.evidence.amounts import stored
from biaochi.evidence.judging import problems
from biaochi.evidence.models import Evidence, EvidenceState
from biaochi.evidence.shapes import Draft, Edit, EvidenceCode, Items, Status
from biaochi.registry import subjects
from biaochi.trail.editing import locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record
from biaochi.vocabulary import office

_TEXTS = ("source", "matter", "incident", "context", "note")
_REASON = 1000


@transaction.atomic
def report(
    draft: Draft, *, items: Items, actor: Actor, at: datetime, code: str = ""
) -> EvidenceCode:
    """Take in one recorded thing (填报证据); it counts once somebody else has verified it."""
    refuse(problems(draft, items=items, at=at))
    row = _new(draft, actor=actor, at=at, code=code)
    row.save(force_insert=True)
    _left(row, Event.EVIDENCE_REPORTED, actor=actor, at=at)
    return EvidenceCode(row.code)


@transaction.atomic
def correct(edit: Edit, *, draft: Draft, items: Items, actor: Actor, at: datetime) -> EvidenceCode:
    """Put a row in the place of another (更正证据); it has to be verified like any other."""
    old = _held(edit, act=Act.REPORT_EVIDENCE, actor=actor)
    refuse([*_open(old, edit=edit), *problems(draft, items=items, at=at)])
    if draft.person != _code(old.person) or (not old.person and draft.unit != _code(old.unit)):
        _refuse(
            "EVIDENCE-SUBJECT", "同一个人或单位", draft.person or draft.unit,
            "记错了人的，请撤回原证据，再为正确的人另报一条。",
        )  # fmt: skip
    row = _new(draft, actor=actor, at=at)
    row.supersedes = old.code
    row.save(force_insert=True)
    _left(row, Event.EVIDENCE_CORRECTED, actor=actor, at=at, reason=edit.reason)
    return EvidenceCode(row.code)


def verify(edit: Edit, *, actor: Actor, at: datetime) -> None:
    """Say that a reported thing is so (核实证据); from now on it counts."""
    verify_all([edit], actor=actor, at=at)


@transaction.atomic
def verify_all(edits: Sequence[Edit], *, actor: Actor, at: datetime) -> int:
    """Verify several, each recorded by itself; all of them or none."""
    for edit in sorted(edits, key=lambda e: e.code):
        row = _held(edit, act=Act.VERIFY_EVIDENCE, actor=actor)
        _apart(row, actor=actor)
        _turn(row, edit, to="verified", start=("reported",), actor=actor, at=at)
    return len(edits)


@transaction.atomic
def withdraw(edit: Edit, *, actor: Actor, at: datetime) -> None:
    """Take a thing back (撤回证据): a verifier any, a reporter what he reported himself."""
    row = _held(edit, act=Act.VERIFY_EVIDENCE, actor=actor, own=Act.REPORT_EVIDENCE)
    start: tuple[Status, ...] = ("reported", "verified", "exempted")
    _reasoned(edit)
    _turn(row, edit, to="withdrawn", start=start, actor=actor, at=at)


@transaction.atomic
def exempt(
    edit: Edit, *, actor: Actor, at: datetime, act: Act = Act.VERIFY_EVIDENCE
) -> None:  # fmt: skip
    """Say that a thing is so and is not to be held against anybody (免责).

    ``act``: by which right; a tolerance review of a case does so by moving the case.
    """
    row = _held(edit, act=act, actor=actor)
    _apart(row, actor=actor)
    _reasoned(edit)
    _turn(row, edit, to="exempted", start=("reported", "verified"), actor=actor, at=at)


def _new(draft: Draft, *, actor: Actor, at: datetime, code: str = "") -> Evidence:
    person = unit = None
    if draft.person:
        person = subjects.person(actor, Act.REPORT_EVIDENCE, code=draft.person)
    else:
        unit = subjects.unit(actor, Act.REPORT_EVIDENCE, code=draft.unit)
    if person is None and unit is None:
        raise not_found("人员或单位")
    code = code or EvidenceCode(f"E{local(at):%Y%m%d}-{token_hex(6)}")
    return Evidence(
        code=code, item=draft.item, value=stored(draft.value),
        person_id=person.key if person else None, unit_id=unit.key if unit else None,
        count=draft.count, occurred_on=draft.occurred_on, round=draft.round, due_on=draft.due_on,
        done_on=draft.done_on, status="reported", recorded_at=at, reported_by=actor.user,
        reported_by_name=actor.name, **{name: getattr(draft, name) for name in _TEXTS},
    )  # fmt: skip


def _held(edit: Edit, *, act: Act, actor: Actor, own: Act | None = None) -> Evidence:
    """Return the locked row; by the act, or by another one on what the actor reported himself."""
    rows = Evidence.objects.visible_to(actor, act).filter(Evidence.counted(), code=edit.code)
    if own is not None and not rows.exists():
        rows = Evidence.objects.visible_to(actor, own).filter(
            Evidence.counted(), code=edit.code, reported_by=actor.user
        )
    row: Evidence = locked(rows, what="证据", version=edit.version)
    return row


def _open(row: Evidence, *, edit: Edit) -> list[Problem]:
    found = [] if edit.reason.strip() else [_no_reason()]
    later = Evidence.objects.unscoped(Why.ABOUT).filter(Evidence.counted(), supersedes=row.code)
    if later.exists():
        do = "请打开更正后的那一条再改。"
        found.append(Problem("FACT-SUPERSEDED", "没有更正过的证据", f"{row.code} 已更正", do))
    if row.status == "withdrawn":
        found.append(_wrong_stage(row, ("reported", "verified", "exempted")))
    return found


def _apart(row: Evidence, *, actor: Actor) -> None:
    if row.reported_by == actor.user or row.reported_by_name == actor.name:
        _refuse("EVIDENCE-OWN", "填报人以外的人", actor.name, "请由另一位核实人员核实。")
    if actor.person and _code(row.person) == actor.person:
        _refuse("EVIDENCE-OWN", "本人以外的人", actor.name, "请由另一位核实人员核实。")


def _reasoned(edit: Edit) -> None:
    if not edit.reason.strip():
        raise Refusal((_no_reason(),))


def _no_reason() -> Problem:
    return Problem("REASON-MISSING", "一句理由", "空白", "请写明为什么。", column_name="理由")


def _turn(
    row: Evidence, edit: Edit, *, to: Status, start: tuple[Status, ...], actor: Actor, at: datetime
) -> None:
    later = Evidence.objects.unscoped(Why.ABOUT).filter(Evidence.counted(), supersedes=row.code)
    if row.status not in start:
        raise Refusal((_wrong_stage(row, start),))
    if later.exists():
        _refuse("FACT-SUPERSEDED", "没有更正过的证据", f"{row.code} 已更正", "请看更正后的那一条。")
    before, row.status = row.status, to
    row.version += 1
    row.save(update_fields=["status", "version"])
    reason = edit.reason.strip()[:_REASON]
    _left(row, _EVENTS[to], actor=actor, at=at, reason=reason, before=before)


_EVENTS = {
    "verified": Event.EVIDENCE_VERIFIED, "withdrawn": Event.EVIDENCE_WITHDRAWN,
    "exempted": Event.EVIDENCE_EXEMPTED,
}  # fmt: skip


def _left(
    row: Evidence, event: Event, *, actor: Actor, at: datetime, reason: str = "", before: str = ""
) -> None:
    """Keep what it was before as well: imported rows have no first state of their own."""
    EvidenceState.objects.create(
        evidence=row, status=row.status, before=before, reason=reason, user=actor.user,
        user_name=actor.name, at=at,
    )  # fmt: skip
    record(event, actor=actor, at=at, about=row, reason=reason)


def _wrong_stage(row: Evidence, start: tuple[Status, ...]) -> Problem:
    wanted = "、".join(office.chinese(office.EVIDENCE_STATUSES, s) for s in start)
    found = office.chinese(office.EVIDENCE_STATUSES, row.status)
    return Problem("EVIDENCE-STAGE", f"{wanted}的证据", f"{row.code} {found}", "请刷新后再看。")


def _code(row: Any) -> str:  # noqa: ANN401 (a person or a unit, or nobody)
    return row.code if row is not None else ""


def _refuse(code: str, expected: str, found: str, do: str) -> None:
    raise Refusal((Problem(code, expected, found, do),))
