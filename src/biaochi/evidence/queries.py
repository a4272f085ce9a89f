"""Reads of evidence: actor first, shapes out; opening one piece is recorded."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from biaochi.access.policy import may
from biaochi.access.scoping import Why, nobody
from biaochi.access.shapes import Act, Actor
from biaochi.evidence.amounts import shown
from biaochi.evidence.models import Attachment, Evidence, EvidenceState, Reply
from biaochi.evidence.shapes import (
    AttachmentLine,
    Citable,
    EvidenceCode,
    EvidenceLine,
    EvidencePage,
    ReplyLine,
    StateLine,
)
from biaochi.registry.models import Person, Unit
from biaochi.registry.shapes import Choice
from biaochi.trail.editing import not_found
from biaochi.trail.events import Event
from biaochi.trail.services import About, record, seen

_SHORTEST = 2
_LAST = "\U0010ffff"
_FEW = 300


def rows(actor: Actor, act: Act = Act.SEE_EVIDENCE) -> QuerySet[Any]:
    """Return the rows on which the actor may do this act; ``lines`` shapes them."""
    later = Evidence.objects.filter(Evidence.counted(), supersedes=OuterRef("code"))
    found: QuerySet[Any] = (
        Evidence.objects.visible_to(actor, act)
        .filter(Evidence.counted())
        .select_related("person", "person__home", "unit")
        .annotate(superseded_by=Subquery(later.order_by("pk").values("code")[:1]))
    )
    return found


def listed(actor: Actor, act: Act = Act.SEE_EVIDENCE, *, many: bool = False) -> QuerySet[Any]:
    """Return the same rows for a list, which filters by ``state`` and ``entry``.

    What is seen of few people is looked up by person.  ``many``: there are so many that they are
    read in the order of the list until a page is full.  Other indexes are then hidden from the
    planner.
    """
    found = rows(actor, act)
    people = Person.objects.visible_to(actor, act).order_by().values_list("pk", flat=True)
    few = list(people[: _FEW + 1])
    if len(few) <= _FEW:
        units = Unit.objects.visible_to(actor, act).order_by().values("pk")
        found = found.filter(Q(person__in=few) | Q(person=None, unit__in=units))
    as_is = not many and len(few) > _FEW
    state, entry = (F(c) if as_is else Coalesce(F(c), Value("")) for c in ("status", "item"))
    arranged: QuerySet[Any] = found.alias(state=state, entry=entry)
    return arranged


def named(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Keep the rows about officials with this in their name."""
    people = Person.objects.unscoped(Why.ABOUT).filter(name__contains=text)
    few = list(people.order_by().values_list("pk", flat=True)[: _FEW + 1])
    return found.filter(Q(person__in=few) if len(few) <= _FEW else Q(person__name__contains=text))


def waiting(actor: Actor) -> QuerySet[Any]:
    """Return what waits for verification by this actor: reported by others, not yet corrected."""
    found = listed(actor, Act.VERIFY_EVIDENCE).filter(state="reported", superseded_by=None)
    own = Q(person__code=actor.person) if actor.person else nobody()
    return found.exclude(own | Q(reported_by=actor.user) | Q(reported_by_name=actor.name))


def unanswered(actor: Actor) -> QuerySet[Any]:
    """Return the evidence beside which somebody wrote what nobody has answered yet."""
    answers = Reply.objects.filter(answers=OuterRef("pk"))
    open_ = Reply.objects.filter(~Exists(answers), answers=None)
    return rows(actor, Act.ANSWER_EVIDENCE).filter(pk__in=open_.values("evidence"))


def search(actor: Actor, text: str, *, limit: int = 20) -> tuple[Choice, ...]:
    """Return pieces of evidence whose code begins with a text, for the one box of everything.

    The text is asked for as it was typed, in capitals and in small letters.
    """
    asked = text.strip()
    if len(asked) < _SHORTEST:
        return ()
    found: list[Any] = []
    for start in dict.fromkeys((asked, asked.upper(), asked.lower())):
        if len(found) < limit:
            found += coded(actor, start)[: limit - len(found)]
    return tuple(
        Choice(code=r.code, label=r.code, note=r.person.name if r.person else r.unit.name)
        for r in found
    )


def coded(actor: Actor, start: str) -> QuerySet[Any]:
    """Return the rows whose code begins so, in the order of codes, read from an index of them."""
    begins = Q(code__startswith=start)
    if connection.vendor == "sqlite":  # which uses no index for LIKE
        begins = Q(code__gte=start, code__lt=f"{start}{_LAST}")
    return rows(actor).filter(begins).order_by("code")


def lines(found: Sequence[Any]) -> list[EvidenceLine]:
    """Return rows of a list as shapes."""
    return [line(row) for row in found]


@transaction.atomic
def opened(actor: Actor, *, code: str, at: datetime) -> EvidencePage:
    """Return everything about one piece of evidence, and record that it was read (查看证据)."""
    row, own = _one(actor, code=code)
    seen(Event.EVIDENCE_READ, actor=actor, at=at, kind="evidence", ident=row.code)
    beside = {"evidence": row.pk}
    states = EvidenceState.objects.unscoped(Why.ABOUT).filter(**beside).order_by("pk")
    replies = Reply.objects.unscoped(Why.ABOUT).filter(**beside).order_by("pk")
    files = Attachment.objects.unscoped(Why.ABOUT).filter(**beside).order_by("pk")
    return EvidencePage(
        line=line(row), own=own,
        states=tuple(
            StateLine(status=s.status, reason=s.reason, by=s.user_name, at=s.at) for s in states
        ),
        replies=tuple(_reply(r) for r in replies),
        attachments=tuple(attachment(a) for a in files),
    )  # fmt: skip


@transaction.atomic
def sent_out(
    actor: Actor, *, status: str, after: str, limit: int, at: datetime
) -> tuple[list[EvidenceLine], str | None]:
    """Return some evidence for another system (导出), oldest first, and where to go on."""
    found = rows(actor)
    if status:
        found = found.filter(status=status)
    if after:
        start = Evidence.objects.visible_to(actor, Act.SEE_EVIDENCE).filter(code=after).first()
        if start is None:
            raise not_found("证据")
        found = found.filter(pk__gt=start.pk)
    some = list(found.order_by("pk")[: limit + 1])
    kept = lines(some[:limit])
    people = sorted({e.person for e in kept if e.person})
    about = About(kind="evidence", ident="", content={"people": people} if people else {})
    detail = {"rows": len(kept), "status": status, "after": after}
    record(Event.EXPORTED, actor=actor, at=at, about=about, detail=detail)
    return kept, kept[-1].code if len(some) > limit else None


def standing_of(person: str) -> dict[str, str]:
    """Return the pieces about an official the actor may already see: code → status.

    What was corrected or withdrawn is no longer there.
    """
    about = _kept(person).exclude(status="withdrawn")
    return dict(about.order_by("code").values_list("code", "status"))


def proven_on(person: str) -> dict[str, date]:
    """Return the verified pieces about an official the actor may already see: code → its day."""
    about = _kept(person).filter(status="verified")
    return dict(about.order_by("code").values_list("code", "occurred_on"))


def _kept(person: str) -> QuerySet[Any]:
    rows_: QuerySet[Any] = Evidence.objects.unscoped(Why.ABOUT).filter(Evidence.counted())
    later = rows_.filter(supersedes=OuterRef("code"))
    return rows_.filter(~Exists(later), person__code=person)


def state(actor: Actor, *, code: str) -> EvidenceLine:
    """Return one piece of evidence as a line; refused as not found where it is not seen."""
    return line(_one(actor, code=code)[0])


def held_about(person: str) -> list[EvidenceLine]:
    """Return what is recorded about an official the actor was already allowed to see."""
    later = Evidence.objects.filter(Evidence.counted(), supersedes=OuterRef("code"))
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(Evidence.counted(), person__code=person)
    joined = rows.select_related("person", "person__home", "unit").annotate(
        superseded_by=Subquery(later.order_by("pk").values("code")[:1])
    )
    return lines(list(joined.order_by("occurred_on", "pk")))


def cited_of(person: str) -> list[Citable]:
    """Return what could be cited about an official the actor may already see, in few columns."""
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(Evidence.counted(), person__code=person)
    found = list(
        rows.order_by("occurred_on", "pk").values_list(
            "code", "item", "status", "reported_by", "reported_by_name", "supersedes"
        )
    )
    gone = {supersedes for *_, supersedes in found}  # a correction is about the same person
    return [
        Citable(
            code=code,
            item=item,
            reporter=by,
            reporter_name=name,
            status="superseded" if code in gone else status,
        )
        for code, item, status, by, name, _ in found
    ]


def items_of_evidence(codes: Collection[str]) -> dict[str, str]:
    """Return the item of each of these pieces, for who compares and names nobody."""
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(code__in=sorted(codes))
    return dict(rows.values_list("code", "item"))


def acts_on(actor: Actor, *, line: EvidenceLine) -> frozenset[str]:
    """Return what the actor could do with it now; the services decide again."""
    can = {
        act
        for act in (Act.VERIFY_EVIDENCE, Act.REPORT_EVIDENCE, Act.ANSWER_EVIDENCE)
        if may(actor, act) and rows(actor, act).filter(code=line.code).exists()
    }
    own = bool(actor.person) and line.person == actor.person
    mine = line.reported_by == actor.user or line.reported_by_name == actor.name
    found = {"reply"} if own else set()
    found |= {"attach"} if Act.REPORT_EVIDENCE in can else set()
    found |= {"answer"} if Act.ANSWER_EVIDENCE in can else set()
    if line.superseded_by or line.status == "withdrawn":
        return frozenset(found)
    judges = Act.VERIFY_EVIDENCE in can and not own and not mine
    found |= {"correct"} if Act.REPORT_EVIDENCE in can else set()
    found |= {"verify"} if judges and line.status == "reported" else set()
    found |= {"exempt"} if judges and line.status != "exempted" else set()
    takes_back = Act.VERIFY_EVIDENCE in can or (Act.REPORT_EVIDENCE in can and mine)
    return frozenset(found | ({"withdraw"} if takes_back else set()))


def line(row: Any) -> EvidenceLine:  # noqa: ANN401 (an annotated row)
    """Return one row of ``rows`` as a shape."""
    person, unit = row.person, row.unit
    place = person.home if person is not None else unit
    return EvidenceLine(
        code=EvidenceCode(row.code), item=row.item,
        person=person.code if person else "", person_name=person.name if person else "",
        unit=place.code if place else "", unit_name=place.name if place else "",
        value=shown(row.value), count=row.count, occurred_on=row.occurred_on, source=row.source,
        status=row.status, supersedes=row.supersedes, superseded_by=row.superseded_by or "",
        reported_by=row.reported_by, reported_by_name=row.reported_by_name,
        recorded_at=row.recorded_at, version=row.version, matter=row.matter, round=row.round,
        incident=row.incident, due_on=row.due_on, done_on=row.done_on, context=row.context,
        note=row.note,
    )  # fmt: skip


def attachment(row: Attachment) -> AttachmentLine:
    """Return a file's row as a shape."""
    return AttachmentLine(
        ident=row.pk, name=row.name, content_type=row.content_type, size=row.size,
        by=row.user_name, at=row.at, reply=row.reply_id,
    )  # fmt: skip


def _one(actor: Actor, *, code: str) -> tuple[Any, bool]:
    for act in (Act.SEE_EVIDENCE, Act.SEE_OWN):
        row = rows(actor, act).filter(code=code).first()
        if row is not None:
            return row, bool(actor.person) and row.person is not None and (
                row.person.code == actor.person
            )
    raise not_found("证据")


def _reply(row: Reply) -> ReplyLine:
    return ReplyLine(
        ident=row.pk, kind=row.kind, text=row.text, by=row.user_name, at=row.at,
        answers=row.answers_id,
    )  # fmt: skip
