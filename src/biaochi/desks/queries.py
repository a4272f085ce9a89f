"""Reads of matters of any kind: actor first, one shape of page out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor, Role
from biaochi.desks.beside import looked_at
from biaochi.desks.kinds import DESKS, desk_of
from biaochi.desks.prefilling import begun_with, prefilled
from biaochi.desks.shapes import MatterPage, MatterTold, Offer, Stage
from biaochi.desks.telling import Telling, members_shown, warning
from biaochi.errors import Problem
from biaochi.followup import forgetting
from biaochi.matters import queries
from biaochi.matters.services import by_of
from biaochi.matters.shapes import MatterLine, StepLine, Wanted
from biaochi.procedure.shapes import Awaited, Kind, Said, Standing
from biaochi.procedure.transitions import choices
from biaochi.trail.editing import not_found

LOOKS = (Act.SEE_MATTERS, Act.JUDGE_REMEDIES, Act.ANSWER_REFERRALS)
"""The rights by which somebody looks at a matter of another, the widest first."""

_MOVES = {Act.SEE_MATTERS: Act.MOVE_MATTERS, Act.SEE_OWN: Act.MOVE_OWN}


def moving(act: Act) -> Act:
    """Return the right by which he moves a matter who looks at it by this one."""
    return _MOVES.get(act, act)


def rights(actor: Actor) -> tuple[Act, ...]:
    """Return by which rights this actor looks at matters of others at all."""
    return tuple(act for act in LOOKS if may(actor, act))


def _looks(actor: Actor) -> tuple[Act, ...]:
    """Who sits over a remedy looks at it as a judge, whatever else he may see."""
    return tuple(sorted(rights(actor), key=lambda act: act != Act.JUDGE_REMEDIES))


def looking(actor: Actor, code: str, *, own: bool = False) -> tuple[MatterLine, Act]:
    """Return a matter and the right by which the actor sees it; not found otherwise."""
    for act in (Act.SEE_OWN,) if own else _looks(actor):
        row = queries.rows(actor, act=act).filter(code=code).first()
        if row is not None:
            return queries.line_of(row), act
    raise not_found("事项")


def opened(
    actor: Actor, code: str, *, on: date, day: date | None = None, own: bool = False,
    chosen: str | None = None,
) -> MatterPage:  # fmt: skip
    """Return one matter as this reader may see it ``on`` a day, with what he can do in it.

    ``day``: what could be done on an earlier day, for what is registered late.

    What its fields offer is gathered for the ``chosen`` move, for all if it is None; if it is
    blank, for the one move of his that the matter waits for, or else for none.
    """
    line, act = looking(actor, code, own=own)
    forgetting.refuse_forgotten(actor, line, on=on)
    now, telling, world = _told(actor, line, act=act, on=day or on, chosen=chosen)
    return MatterPage(
        **vars(now), stages=bar(telling.kind, telling.said, world, standing=now.standing),
        members=members_shown(queries.members_of(line), act=act), panels=telling.panels(),
        parent=_parent(actor, line, act=act), below=tuple(queries.below(actor, line, act=act)),
    )  # fmt: skip


def told(
    actor: Actor, code: str, *, on: date, own: bool = False, chosen: str | None = None
) -> MatterTold:
    """Return the same without what only a page shows around it."""
    line, act = looking(actor, code, own=own)
    forgetting.refuse_forgotten(actor, line, on=on)
    return _told(actor, line, act=act, on=on, chosen=chosen)[0]


def _told(
    actor: Actor, line: MatterLine, *, act: Act, on: date, chosen: str | None
) -> tuple[MatterTold, Telling, Any]:
    """Return what is told of a matter, with who tells it and what was gathered for it."""
    desk = desk_of(line.kind)
    kind = desk.kind_for(line)
    shown = queries.steps(line, dict(kind.moves))
    said = tuple(s.said for s in shown)
    world = desk.world(line, said, on)
    standing = kind.fold(said, world)
    telling = Telling(desk=desk, kind=kind, line=line, said=said, actor=actor, act=act)
    offers, blocked = _offers(telling, world, on=on, chosen=chosen)
    waits = kind.awaits(standing, world)
    if chosen == "":
        chosen = _next(waits, offers, own=act == Act.SEE_OWN)
        offers = tuple(
            replace(o, choices=telling.choices(o.move)) if o.move.id == chosen else o
            for o in offers
        )
    offers = tuple(
        prefilled(_beside(o, telling, shown, standing), line, said, standing, world, on=on)
        if o.move.id == chosen
        else o
        for o in offers
    )
    now = MatterTold(
        line=line, act=act, standing=standing, seen=len(said), on=on, chosen=chosen or "",
        waits={w.move: w.why for w in waits},
        clocks=tuple(c for c in queries.clocks_of(line) if telling.clock(c)),
        steps=tuple(telling.step(s) for s in reversed(shown) if telling.shows(s.said)),
        offers=offers, blocked=blocked,
    )  # fmt: skip
    return now, telling, world


def files_shown(actor: Actor, code: str, *, own: bool = False) -> tuple[MatterLine, set[int]]:
    """Return a matter and the files of the steps this reader is shown."""
    line, act = looking(actor, code, own=own)
    desk = desk_of(line.kind)
    kind = desk.kind_for(line)
    steps = queries.steps(line, dict(kind.moves))
    said = tuple(s.said for s in steps)
    telling = Telling(desk=desk, kind=kind, line=line, said=said, actor=actor, act=act)
    return line, {f.ident for s in steps if telling.shows(s.said) for f in s.files}


def beginning(line: MatterLine, *, actor: Actor, on: date, own: bool = False) -> Offer:
    """Return the first move of a matter that is not there yet; not found for whom it is not."""
    desk = desk_of(line.kind)
    act = Act.SEE_OWN if own else Act.SEE_MATTERS
    kind, world = desk.kind_for(line), desk.world(line, (), on)
    telling = Telling(desk=desk, kind=kind, line=line, said=(), actor=actor, act=act)
    offers, blocked = _offers(telling, world, on=on, chosen=None)
    for offer in (*offers, *blocked):
        return replace(offer, filled=begun_with(line, offer))
    raise not_found("事项")


def first_move(kind: str) -> str:
    """Return the move that opens a matter of this kind; not found where there is no such kind."""
    return desk_of(kind).kind.first


def kinds_to_open(actor: Actor, *, own: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the kinds of matter this actor may open somewhere, or about himself."""
    roles = {"self"} if own else {str(r) for r in actor.roles} - {"self"}
    kinds = (d.kind for d in DESKS.values())
    return tuple((k.id, k.label) for k in kinds if k.moves[k.first].roles & roles)


def stages_of(line: MatterLine, *, on: date) -> tuple[tuple[str, str], ...]:
    """Return the stages matters like this one go through, for a board."""
    desk = desk_of(line.kind)
    said = queries.said_in(line.key)
    return desk.kind_for(line).stages(desk.world(line, said, on))


def bar(
    kind: Kind, said: tuple[Said, ...], world: Any, *, standing: Standing  # noqa: ANN401 (each kind's own)
) -> tuple[Stage, ...]:  # fmt: skip
    """Return the stage bar: since when each stage was entered is read from the steps."""
    entered = dict(standing.since or {})
    for number, step in enumerate(said if standing.since is None else (), start=1):
        entered.setdefault(kind.fold(said[:number], world).stage, step.on)
    stages = kind.stages(world)
    idents = [ident for ident, _ in stages]
    here = idents.index(standing.stage) if standing.stage in idents else -1

    def state(place: int, ident: str) -> str:
        if place == here:
            return "now" if standing.is_open else "done"
        if ident in standing.missed:
            return "missed"
        return "done" if place < here or (here < 0 and ident in entered) else "next"

    return tuple(
        Stage(ident=ident, label=label, state=state(n, ident), since=entered.get(ident))
        for n, (ident, label) in enumerate(stages)
    )


def _offers(
    telling: Telling, world: Any, *, on: date, chosen: str | None  # noqa: ANN401 (each kind's own)
) -> tuple[tuple[Offer, ...], tuple[Offer, ...]]:  # fmt: skip
    """Return what the reader can do now, and what he could do with what is lacking for it."""
    act = telling.act
    by = by_of(telling.actor, act=act, about=telling.line)
    found = choices(telling.kind, telling.said, world, by=by, on=on)
    legal = tuple(
        Offer(
            move=c.move, warns=warning(c.move),
            choices=telling.choices(c.move) if chosen in {None, c.move.id} else {},
        )
        for c in found if not c.lacks
    )  # fmt: skip
    blocked = tuple(Offer(move=c.move, lacks=told_to(act, c.lacks)) for c in found if c.lacks)
    return legal, blocked


def _beside(
    offer: Offer, telling: Telling, shown: Sequence[StepLine], standing: Standing
) -> Offer:  # fmt: skip
    """Return a move with the steps it is about, as far as this reader is shown them."""
    wanted = looked_at(offer.move.id, telling.said, standing)
    found = (s for s in shown if s.said.number in wanted and telling.shows(s.said))
    return replace(offer, beside=tuple(telling.step(s) for s in found))


def _next(waits: Sequence[Awaited], offers: Sequence[Offer], *, own: bool) -> str:
    """Return the one move of this reader that the matter waits for; blank for none or several.

    What the official himself is to do is never held ready for somebody else.
    """
    awaited = {w.move for w in waits}
    his = [
        o.move.id for o in offers
        if o.move.id in awaited and (own or str(Role.SELF) not in o.move.roles)
    ]  # fmt: skip
    return his[0] if len(his) == 1 else ""


def unseen(actor: Actor, line: MatterLine, wanted: Wanted, *, act: Act) -> Wanted:
    """Return a move as of now where every step since its form was opened is hidden from its maker.

    He could not have seen them; they do not make what he wrote out of date.
    """
    if act == Act.SEE_MATTERS:
        return wanted
    desk = desk_of(line.kind)
    said = queries.said_in(line.key)
    telling = Telling(
        desk=desk, kind=desk.kind_for(line), line=line, said=said, actor=actor, act=act
    )
    later = said[wanted.seen :]
    return wanted if any(telling.shows(s) for s in later) else replace(wanted, seen=len(said))


def told_to(act: Act, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return what stands in somebody's way without what is not his to know."""
    if act == Act.SEE_MATTERS:
        return tuple(problems)
    do = "请过几天再来，或者直接与经办人联系。"
    instead = Problem("STEP-ORDER", "可以办这一步的时候", "经办机关正在研究", do)
    hidden = _HIDDEN if act == Act.SEE_OWN else frozenset()
    return tuple(dict.fromkeys(instead if p.code in hidden else _without(p) for p in problems))


def _without(problem: Problem) -> Problem:
    """Leave out which steps others took meanwhile."""
    if problem.code != "EDIT-CONFLICT":
        return problem
    return replace(problem, expected="您打开时的样子", found="又办了新的一步")


_HIDDEN = frozenset({"STEP-REFERRED", "STEP-PROTECTED", "STEP-RECUSED"})


def _parent(actor: Actor, line: MatterLine, *, act: Act) -> MatterLine | None:
    if not line.parent:
        return None
    row = queries.rows(actor, act=act).filter(code=line.parent).first()
    return queries.line_of(row) if row is not None else None
