"""What the person says to what is held about him, and what the office answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.errors import Problem, Refusal
from biaochi.evidence.judging import hidden
from biaochi.evidence.models import Evidence, Reply
from biaochi.evidence.services import correct
from biaochi.evidence.shapes import Draft, Edit, EvidenceCode, Items
from biaochi.trail.editing import locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record

_LONGEST = 4000


@dataclass(frozen=True, kw_only=True)
class Correction:
    """The row that takes the place of one the person was right about."""

    edit: Edit
    draft: Draft
    items: Items


@transaction.atomic
def reply(
    code: str, *, kind: Literal["reply", "correction"], text: str, actor: Actor, at: datetime
) -> int:
    """Let the person answer what is held about him (本人说明), or ask to have it corrected."""
    row = locked(_seen(actor, Act.REPLY_EVIDENCE, code), what="证据")
    return _said(row, kind, text, actor=actor, at=at, answers=None)


@transaction.atomic
def answer(
    ident: int, *, text: str, actor: Actor, at: datetime, correction: Correction | None = None
) -> EvidenceCode | None:
    """Answer a reply once (答复本人); where the person is right, with the corrected row."""
    replies = Reply.objects.visible_to(actor, Act.ANSWER_EVIDENCE)
    to = replies.filter(pk=ident, answers=None).select_related("evidence").first()
    if to is None:
        raise not_found("本人说明")
    # A reply is append-only and nobody may lock it; what it stands beside can be locked.
    locked(Evidence.objects.unscoped(Why.ABOUT).filter(pk=to.evidence_id), what="证据")
    if Reply.objects.unscoped(Why.ABOUT).filter(answers=to).exists():
        problem = Problem("REPLY-TWICE", "没有答复过的说明", "已经答复", "请看已有的答复。")
        raise Refusal((problem,))
    _said(to.evidence, "answer", text, actor=actor, at=at, answers=to)
    if correction is None:
        return None
    if correction.edit.code != to.evidence.code:
        problem = Problem("NOT-FOUND", "这条说明所在的证据", correction.edit.code, "请重新打开。")
        raise Refusal((problem,))
    return correct(
        correction.edit, draft=correction.draft, items=correction.items, actor=actor, at=at
    )


def evidence_of(actor: Actor, *, ident: int) -> EvidenceCode:
    """Return beside what a reply stands, for whoever may answer it."""
    rows = Reply.objects.visible_to(actor, Act.ANSWER_EVIDENCE).filter(pk=ident)
    row = rows.select_related("evidence").first()
    if row is None:
        raise not_found("本人说明")
    return EvidenceCode(row.evidence.code)


def _seen(actor: Actor, act: Act, code: str) -> QuerySet[Evidence]:
    rows: QuerySet[Evidence] = Evidence.objects.visible_to(actor, act).filter(
        Evidence.counted(), code=code
    )
    return rows


def _said(
    row: Evidence, kind: str, text: str, *, actor: Actor, at: datetime, answers: Reply | None
) -> int:
    said = text.strip()
    if not said or len(said) > _LONGEST or hidden(said):
        expected = f"1 至 {_LONGEST} 字，没有不可见的字符"
        found = f"{len(said)} 字" if said else "空白"
        problem = Problem("FACT-TEXT", expected, found, "请改写。", column_name="内容")
        raise Refusal((problem,))
    made = Reply.objects.create(
        evidence=row, kind=kind, text=said, user=actor.user, user_name=actor.name, at=at,
        answers=answers,
    )  # fmt: skip
    event = Event.REPLY_ANSWERED if answers else Event.REPLIED
    record(event, actor=actor, at=at, about=made, detail={"evidence": row.code})
    return int(made.pk)
