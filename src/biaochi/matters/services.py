"""The one way anything is said in a matter: locked, judged by the pure core, written, recorded.

Nothing here moves a post: a room above writes what a decision makes so, in the same transaction.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from biaochi.access.policy import OWN, reaches
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor, Role
from biaochi.clock import local
from biaochi.errors import refusal
from biaochi.matters import files, queries
from biaochi.matters.models import DueClock, Matter, Member, Step
from biaochi.matters.shapes import Desk, MatterCode, MatterLine, Opening, Taken, Wanted
from biaochi.procedure.shapes import Awaited, By, Clock, Kind, Said
from biaochi.procedure.transitions import advance
from biaochi.registry import subjects
from biaochi.trail.editing import locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record

_PREFIX = {
    "letter": "H", "observation": "K", "case": "T", "resignation": "Z", "expiry": "Q",
    "remedy": "S", "aftercare": "G",
}  # fmt: skip


@dataclass(frozen=True)
class _Doing:
    """Who does something, when, and by which right."""

    actor: Actor
    at: datetime
    act: Act


@transaction.atomic
def open_matter(
    desk: Desk, opening: Opening, wanted: Wanted, *, actor: Actor, at: datetime,
    act: Act = Act.MOVE_MATTERS,
) -> MatterCode:  # fmt: skip
    """Open a matter about an official with its first move (立项); returns its code."""
    if desk.opening is not None:
        opening = desk.opening(opening, wanted, actor, at)
    row = _begun(desk, opening, wanted.on, doing=_Doing(actor, at, act))
    _say(desk, row, (), wanted, doing=_Doing(actor, at, act))
    return MatterCode(row.code)


def drafted(
    desk: Desk, opening: Opening, *, actor: Actor, at: datetime, act: Act = Act.MOVE_MATTERS
) -> MatterLine:
    """Return a matter as it would be opened, for the form that asks for it; nothing is written."""
    row = _begun(desk, opening, local(at).date(), doing=_Doing(actor, at, act))
    return queries.line_of(row)


@transaction.atomic
def take(
    desk: Desk, code: str, wanted: Wanted, *, actor: Actor, at: datetime,
    act: Act = Act.MOVE_MATTERS,
) -> MatterLine:  # fmt: skip
    """Make one move in a matter (办理一步), or refuse with everything that stands in its way."""
    _named(actor)
    rows = Matter.objects.visible_to(actor, act).filter(code=code, kind=desk.kind.id)
    row = locked(rows, what="事项")
    said = queries.said_in(row.pk)
    if wanted.seen != len(said):
        kind = desk.kind_for(queries.line_of(row))
        later = "；".join(f"{s.by.name} {_label(kind, s)}（{s.on}）" for s in said[wanted.seen :])
        raise refusal(
            "EDIT-CONFLICT", expected=f"您打开时的第 {wanted.seen} 步",
            found=later or f"现在是第 {len(said)} 步", do="请看过新的步骤后再办理。",
        )  # fmt: skip
    return _say(desk, row, said, wanted, doing=_Doing(actor, at, act))


@transaction.atomic
def refresh_clocks(desk: Desk, code: str, *, actor: Actor, at: datetime) -> None:
    """Work out anew what is due in a matter, after the calendar or the pack changed (重算时限)."""
    row = Matter.objects.unscoped(Why.ABOUT).get(code=code)
    said, line = queries.said_in(row.pk), queries.line_of(row)
    world = desk.world(line, said, said[-1].on if said else at.date())
    kind = desk.kind_for(line)
    standing = kind.fold(said, world)
    _clocks(row, kind.clocks(standing, world))
    desk.recount(Taken(matter=line, said=said, standing=standing, world=world, actor=actor, at=at))


@transaction.atomic
def refresh_waits(desk: Desk, code: str, *, on: date, actor: Actor, at: datetime) -> None:
    """Work out anew what a matter waits for, after another one changed that (重算待办)."""
    rows = Matter.objects.unscoped(Why.ABOUT).filter(code=code)
    row = rows.select_for_update(of=("self",)).get()
    said, line = queries.said_in(row.pk), queries.line_of(row)
    kind, world = desk.kind_for(line), desk.world(line, said, on)
    row.waits = _waits(kind.awaits(kind.fold(said, world), world))
    row.save(update_fields=["waits"])
    record(Event.WAITS_RECOUNTED, actor=actor, at=at, about=row, detail={"kind": row.kind})


def _begun(desk: Desk, opening: Opening, on: date, *, doing: _Doing) -> Matter:
    """Return the row of a matter that is not there yet."""
    actor, act = doing.actor, doing.act
    _named(actor)
    subject = subjects.person(actor, act, code=opening.person)
    if subject is None or (act not in OWN and actor.person == opening.person):
        raise not_found("人员")
    parent = None
    if opening.parent:
        own = Matter.objects.visible_to(actor, act).filter(person=subject.key)
        parent = own.filter(code=opening.parent).first()
        if parent is None:
            raise not_found("事项")
    kind = desk.kind.id
    code = f"{_PREFIX[kind]}{local(doing.at):%Y%m%d}-{token_hex(4)}"
    return Matter(
        code=code, kind=kind, person_id=subject.key, pack_id=opening.pack,
        procedure=opening.procedure, parent=parent, title=opening.title,
        opened_on=on, told_on=on if opening.told else None, version=0,
    )  # fmt: skip


def _say(
    desk: Desk, row: Any, said: Sequence[Said], wanted: Wanted, *, doing: _Doing  # noqa: ANN401 (a row)
) -> MatterLine:  # fmt: skip
    actor, at = doing.actor, doing.at
    line = queries.line_of(row)
    step = Said(
        number=len(said) + 1, move=wanted.move, on=wanted.on,
        by=by_of(actor, act=doing.act, about=line), given=_plain(wanted.given),
    )  # fmt: skip
    kind, world = desk.kind_for(line), desk.world_for(line, tuple(said), step)
    standing = advance(kind, said, step, world)
    first = not said
    if first or row.stage != standing.stage:
        row.stage_on = wanted.on
    row.stage, row.stage_label = standing.stage, standing.stage_label
    row.is_open, row.outcome = standing.is_open, standing.outcome
    row.waits = _waits(kind.awaits(standing, world))
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
    _clocks(row, kind.clocks(standing, world))
    desk.effects(taken)
    return taken.matter


def by_of(actor: Actor, *, act: Act, about: MatterLine) -> By:
    """Return who this actor is in this matter: the roles that reach so far, under this act only.

    What somebody may do elsewhere, or as an officer in his own matter, is no right here.
    """
    if act in OWN:
        roles = {str(Role.SELF)}
    else:
        roles = {
            str(r.role) for r in reaches(actor, _MOVES.get(act, act))
            if r.span.first <= about.place <= r.span.last
            and (not r.tiers or about.tier in r.tiers)
        }  # fmt: skip
    return By(user=actor.user, name=actor.name, person=actor.person, roles=frozenset(roles))


_MOVES = {Act.SEE_MATTERS: Act.MOVE_MATTERS}


def _waits(awaited: Sequence[Awaited]) -> list[dict[str, Any]]:
    return [{"move": w.move, "why": w.why, "apart": sorted(w.apart)} for w in awaited]


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


def _label(kind: Kind, said: Said) -> str:
    move = kind.moves.get(said.move)
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


def _named(actor: Actor) -> None:
    """Refuse whoever is no person: what is said in a matter is said by a name."""
    if actor.system:
        do = "请由署名的人登录后办理；接口密钥只能读取。"
        raise refusal("STEP-ROLE", expected="署名的人", found=actor.name, do=do)
