"""The one way anything is said in a matter: locked, judged by the pure core, written, recorded.

Nothing here moves a post: a room above writes what a decision makes so, in the same transaction.
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Role
from biaochi.errors import refusal
from biaochi.matters import files, queries
from biaochi.matters.models import DueClock, Matter, Member, Step
from biaochi.matters.shapes import Desk, MatterCode, MatterLine, Opening, Taken, Wanted
from biaochi.procedure.shapes import By, Clock, Said
from biaochi.procedure.transitions import advance
from biaochi.registry import subjects
from biaochi.trail.editing import locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record

_PREFIX = {
    "letter": "H", "observation": "K", "case": "T", "resignation": "Z", "expiry": "Q",
    "remedy": "S", "aftercare": "G",
}  # fmt: skip


@transaction.atomic
def open_matter(
    desk: Desk, opening: Opening, wanted: Wanted, *, actor: Actor, at: datetime,
    act: Act = Act.MOVE_MATTERS,
) -> MatterCode:  # fmt: skip
    """Open a matter about an official with its first move (立项); returns its code."""
    subject = subjects.person(actor, act, code=opening.person)
    if subject is None or (act != Act.MOVE_OWN and actor.person == opening.person):
        raise not_found("人员")
    parent = None
    if opening.parent:
        parent = Matter.objects.unscoped(Why.ABOUT).filter(code=opening.parent).first()
    kind = desk.kind.id
    row = Matter(
        code=f"{_PREFIX[kind]}{at:%Y%m%d}-{token_hex(4)}", kind=kind, person_id=subject.key,
        pack_id=opening.pack, procedure=opening.procedure, parent=parent, title=opening.title,
        opened_on=wanted.on, told_on=wanted.on if opening.told else None, version=0,
    )  # fmt: skip
    _say(desk, row, (), wanted, by=(actor, act), at=at)
    return MatterCode(row.code)


@transaction.atomic
def take(
    desk: Desk, code: str, wanted: Wanted, *, actor: Actor, at: datetime,
    act: Act = Act.MOVE_MATTERS,
) -> MatterLine:  # fmt: skip
    """Make one move in a matter (办理一步), or refuse with everything that stands in its way."""
    rows = Matter.objects.visible_to(actor, act).filter(code=code, kind=desk.kind.id)
    row = locked(rows, what="事项")
    said = queries.said_in(row.pk)
    if wanted.seen != len(said):
        later = "；".join(f"{s.by.name} {_label(desk, s)}（{s.on}）" for s in said[wanted.seen :])
        raise refusal(
            "EDIT-CONFLICT", expected=f"您打开时的第 {wanted.seen} 步",
            found=later or f"现在是第 {len(said)} 步", do="请看过新的步骤后再办理。",
        )  # fmt: skip
    return _say(desk, row, said, wanted, by=(actor, act), at=at)


def refresh_clocks(desk: Desk, code: str, *, at: datetime) -> None:
    """Work out anew what is due in a matter, after the calendar or the pack changed."""
    row = Matter.objects.unscoped(Why.ABOUT).get(code=code)
    said, line = queries.said_in(row.pk), queries.line_of(row)
    world = desk.world(line, said, said[-1].on if said else at.date())
    _clocks(row, desk.kind.clocks(desk.kind.fold(said, world), world))


def _say(
    desk: Desk, row: Any, said: Sequence[Said], wanted: Wanted, *,  # noqa: ANN401 (a row)
    by: tuple[Actor, Act], at: datetime,
) -> MatterLine:  # fmt: skip
    actor, act = by
    step = Said(
        number=len(said) + 1, move=wanted.move, on=wanted.on, by=by_of(actor, act=act),
        given=_plain(wanted.given),
    )  # fmt: skip
    world = desk.world(queries.line_of(row), tuple(said), wanted.on)
    standing = advance(desk.kind, said, step, world)
    first = not said
    row.stage, row.stage_label = standing.stage, standing.stage_label
    row.is_open, row.outcome = standing.is_open, standing.outcome
    row.referred = bool(getattr(standing, "referred", False))
    row.told_on = row.told_on or standing.told_on
    row.closed_on = None if standing.is_open else wanted.on
    row.version = step.number
    row.save(force_insert=first)
    made = Step.objects.create(
        matter=row, number=step.number, move=step.move, on=step.on, at=at, user=actor.user,
        user_name=actor.name, person=actor.person, roles=",".join(sorted(step.by.roles)),
        given=dict(step.given),
    )  # fmt: skip
    event = Event.MATTER_OPENED if first else Event.STEP_TAKEN
    detail = {"move": step.move, "kind": row.kind, "step": step.number}
    record(event, actor=actor, at=at, about=row, detail=detail)
    record(Event.STEP_TAKEN, actor=actor, at=at, about=made, detail=detail)
    for name, data in wanted.files:
        files.keep(made, name=name, data=data, actor=actor, at=at)
    taken = Taken(
        matter=queries.line_of(row), said=(*said, step), standing=standing, world=world,
        actor=actor, at=at,
    )  # fmt: skip
    for user, name, part in desk.members(taken):
        Member.objects.unscoped(Why.ABOUT).get_or_create(
            matter=row, user=user, part=part, defaults={"user_name": name, "step": step.number}
        )
    _clocks(row, desk.kind.clocks(standing, world))
    desk.effects(taken)
    return taken.matter


def by_of(actor: Actor, *, act: Act = Act.MOVE_MATTERS) -> By:
    """Return who this actor is to a procedure: in his own matter himself alone, else never so."""
    own = frozenset({Role.SELF})
    roles = frozenset(map(str, own if act == Act.MOVE_OWN else actor.roles - own))
    return By(user=actor.user, name=actor.name, person=actor.person, roles=roles)


def _clocks(row: Any, clocks: Sequence[Clock]) -> None:  # noqa: ANN401 (a row)
    DueClock.objects.unscoped(Why.ABOUT).filter(matter=row).delete()
    DueClock.objects.bulk_create(
        DueClock(
            matter=row, key=c.key, label=c.label, owner=c.owner, start_on=c.deadline.start,
            due_on=c.deadline.due, length=c.deadline.length, steps=list(c.deadline.steps),
            then=c.then, provisional=c.deadline.provisional, met_on=c.met_on,
        )
        for c in clocks
    )  # fmt: skip


def _label(desk: Desk, said: Said) -> str:
    move = desk.kind.moves.get(said.move)
    return move.label if move else said.move


def _plain(value: Any) -> Any:  # noqa: ANN401 (plain JSON)
    """Return the content with texts in one form (NFC, no blanks around); numbers and flags stay."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value
