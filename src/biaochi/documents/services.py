"""Papers are made and handed out: with the rights of the matter, under a number of the trail."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex

from django.conf import settings
from django.db import transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.clock import local
from biaochi.desks.kinds import desk_of
from biaochi.desks.queries import looking
from biaochi.documents import catalogue, filling, fonts, layout, typeset
from biaochi.documents.gathering import material, template_for
from biaochi.documents.kept import paper_from, plain
from biaochi.documents.models import Paper as Row
from biaochi.documents.models import Template
from biaochi.documents.queries import by_himself, called, may_have, sorts_of
from biaochi.documents.shapes import Ask, Copy, Doubt, Drawn, Form, Mark, Paper
from biaochi.documents.sorts.material import Material
from biaochi.errors import Refusal, refusal
from biaochi.evidence import attaching
from biaochi.evidence.sniffing import TYPES
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.shapes import Said
from biaochi.registry.queries import seat
from biaochi.trail.editing import not_found
from biaochi.trail.events import Event
from biaochi.trail.services import About, record


def produce(code: str, ask: Ask, *, actor: Actor, at: datetime, own: bool = False) -> Copy:
    """Hand out a paper of a step (出具文书): kept as it was made, marked with who took it when.

    The official gets a copy of what the office made, or the paper of a step he made himself;
    everybody else has it made from the matter.
    """
    line, act = looking(actor, code, own=own)
    said = _offered(line, ask, act)
    newest = _newest(line, ask)
    if act == Act.SEE_OWN and (newest or not by_himself(said)):
        return _copied(line, ask, newest, actor=actor, at=at)
    m = material(line, upto=ask.step, actor=actor)
    paper = catalogue.made(ask.sort, m)
    template = template_for(line, m.said, sort=ask.sort) if ask.form == "docx" else None
    clean = _drawn(paper, ask.form, template=template, m=m)
    with transaction.atomic():
        row, stored = _kept(line, ask, _Made(paper, clean, template), actor=actor, at=at)
        try:
            mark = _mark(line, ask, row, actor=actor, at=at)
            marked = _drawn(paper, ask.form, template=template, m=m, mark=mark)
        except BaseException:
            if stored:
                attaching.place(stored).unlink(missing_ok=True)
            raise
    return _copy(row, line, ask, marked, mark)


def _newest(line: MatterLine, ask: Ask) -> Row | None:
    rows = Row.objects.unscoped(Why.ABOUT).filter(
        matter=line.key, step=ask.step, sort=ask.sort, form=ask.form
    )
    row: Row | None = rows.select_related("template").order_by("-pk").first()
    return row


def _offered(line: MatterLine, ask: Ask, act: Act) -> Said:
    """Return the step; refuses what it has not, and what is not this reader's."""
    moves = desk_of(line.kind).kind_for(line).moves
    said = next((s for s in queries.said_in(line.key) if s.number == ask.step), None)
    move = moves.get(said.move) if said else None
    if said is None or move is None or ask.sort not in dict(sorts_of(line, move)):
        raise refusal(
            "PAPER-STEP", expected="这一步的文书", found=f"第 {ask.step} 步 {ask.sort}"[:60],
            do="请从事项页面的文书清单里选。",
        )  # fmt: skip
    if not may_have(ask.sort, move, said, act):
        raise not_found("文书")
    return said


def _drawn(
    paper: Paper, form: Form, *, template: Template | None, m: Material | None,
    mark: Mark | None = None,
) -> Drawn:  # fmt: skip
    if form == "pdf":
        return typeset.draw(paper, fonts.found(settings.FONTS), mark)
    if template is None or m is None:
        return layout.draw(paper, mark)
    data = attaching.place(template.stored).read_bytes()
    said = filling.values(paper, m, his=catalogue.SORTS[paper.sort].his)
    filled = filling.fill(data, said, paper, mark)
    return Drawn(data=filled, doubts=layout.doubts(paper))


@dataclass(frozen=True)
class _Made:
    paper: Paper
    clean: Drawn
    template: Template | None


def _kept(
    line: MatterLine, ask: Ask, made: _Made, *, actor: Actor, at: datetime
) -> tuple[Row, str]:  # fmt: skip
    """Return the row of a paper, and under which name it was stored now; blank: it was there."""
    digest = sha256(made.clean.data).hexdigest()
    newest = _newest(line, ask)
    if newest is not None and newest.digest == digest:
        return newest, ""
    stored = token_hex(24)
    row = Row(
        matter_id=line.key, step=ask.step, sort=ask.sort, form=ask.form, content=plain(made.paper),
        template=made.template, digest=digest, stored=stored, size=len(made.clean.data),
        missing=list(made.paper.missing), user=actor.user, user_name=actor.name, made_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record(Event.PAPER_MADE, actor=actor, at=at, about=row, detail={"matter": str(line.code)})
    attaching.write(stored, made.clean.data)
    return row, stored


def _copied(
    line: MatterLine, ask: Ask, row: Row | None, *, actor: Actor, at: datetime
) -> Copy:  # fmt: skip
    """Hand the official a copy of what the office made for this step."""
    if row is None:
        raise not_found("文书")
    with transaction.atomic():
        mark = _mark(line, ask, row, actor=actor, at=at)
        if row.template_id is not None:
            data = attaching.place(row.stored).read_bytes()
            marked = Drawn(data=filling.stamped(data, mark))
        else:
            paper = paper_from(row.content)
            marked = _drawn(paper, ask.form, template=None, m=None, mark=mark)
    return _copy(row, line, ask, marked, mark)


def _mark(line: MatterLine, ask: Ask, row: Row, *, actor: Actor, at: datetime) -> Mark:
    """Put the hand-out on the trail; what is handed out carries its number."""
    label = catalogue.SORTS[ask.sort].label
    number = record(
        Event.EXPORTED, actor=actor, at=at,
        about=About(kind="paper", ident=str(row.pk)),
        detail={
            "matter": str(line.code), "step": ask.step, "paper": label, "form": ask.form,
            "digest": row.digest,
        },
    )  # fmt: skip
    place = seat(actor)
    who = f"{place}　{actor.name}" if place else actor.name
    return Mark(who=who, when=f"{local(at):%Y-%m-%d %H:%M}", number=f"{number:08d}")


def _copy(row: Row, line: MatterLine, ask: Ask, drawn: Drawn, mark: Mark) -> Copy:
    label = called(line, step=ask.step, sort=ask.sort)
    return Copy(
        name=f"{label}-{line.name}-{mark.number}.{ask.form}", content_type=TYPES[ask.form],
        data=drawn.data, digest=row.digest, number=mark.number, doubts=drawn.doubts,
    )  # fmt: skip


def check(code: str, ask: Ask, *, actor: Actor) -> tuple[Doubt, ...]:
    """Return what to look at before a paper goes out (文书检查), without handing it out."""
    line, act = looking(actor, code)
    _offered(line, ask, act)
    paper = catalogue.made(ask.sort, material(line, upto=ask.step, actor=actor))
    if ask.form == "docx":
        return layout.doubts(paper)
    try:
        return typeset.doubts(paper, fonts.found(settings.FONTS))
    except Refusal as found:
        [problem] = found.problems
        return (Doubt(kind="font", text=problem.found, do=problem.do),)
