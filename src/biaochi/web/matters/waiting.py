"""What of matters waits for somebody: his next steps, what ran out, what is due from himself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor, Role
from biaochi.accounts import queries as accounts
from biaochi.desks import queries as desks
from biaochi.desks.kinds import DESKS
from biaochi.desks.telling import is_his
from biaochi.matters import queries
from biaochi.matters.services import by_of
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.shapes import Awaited, Move
from biaochi.web import links
from biaochi.web.matters.shown import ClockShown, clocks_shown, is_for_him

REGISTERS = "等本人；他交来书面的，代为登记"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A step somebody has to take: in which matter, which, why now, where its form is."""

    line: MatterLine
    label: str
    why: str
    href: str


def for_me(actor: Actor) -> list[Waiting]:
    """Return the steps that wait for this actor, those that have waited longest first.

    What an officer has to do waits for the one who handles the matter, not for all of them;
    where no officer handles it, a supervisor took it up say, it waits for every one.
    """
    found: dict[tuple[str, str], Waiting] = {}
    officers = cache(_officers)  # asked at most once, and for most desks never
    for act in desks.rights(actor):
        lines = queries.lines(queries.rows(actor, act=act).filter(is_open=True))
        handlers = queries.handlers(actor, act=act)
        for line in lines:
            others = handlers.get(line.key, frozenset())
            for waited in _mine(actor, line, act=act, handlers=others, officers=officers):
                found.setdefault((line.code, waited.label), waited)
    return sorted(found.values(), key=lambda w: (w.line.stage_on or w.line.opened_on, w.line.code))


def for_him(actor: Actor) -> list[Waiting]:
    """Return what waits for the official himself, in matters he was told of."""
    lines = queries.about(actor, actor.person, act=Act.SEE_OWN)
    return [
        w for line in lines if line.is_open
        for w in _mine(actor, line, act=Act.SEE_OWN, handlers=frozenset())
    ]  # fmt: skip


def due(actor: Actor, *, today: date) -> list[ClockShown]:
    """Return what is due in the matters the actor looks at, the soonest first."""
    found: dict[tuple[str, str], ClockShown] = {}
    for act in desks.rights(actor):
        for c in clocks_shown(queries.clocks(actor, act=act), today=today):
            found.setdefault((c.line.matter.code, c.line.key), c)
    return sorted(found.values(), key=lambda c: c.line.due_on)


def due_from(actor: Actor, *, today: date) -> Mapping[str, ClockShown]:
    """Return what is due next from the official himself, by matter."""
    if not may(actor, Act.SEE_OWN):
        return {}
    found: dict[str, ClockShown] = {}
    for c in clocks_shown(queries.clocks(actor, act=Act.SEE_OWN), today=today):
        if is_his(c.line):
            found.setdefault(c.line.matter.code, c)
    return found


def _mine(
    actor: Actor, line: MatterLine, *, act: Act, handlers: frozenset[int],
    officers: Callable[[], frozenset[int]] = frozenset,
) -> Iterator[Waiting]:  # fmt: skip
    roles = by_of(actor, act=act, about=line).roles
    for waited in line.waits:
        move = _move(line, waited)
        if move is None or actor.user in waited.apart:
            continue
        mine = move.roles & roles
        others = handlers if mine == {str(Role.OFFICER)} else frozenset()
        if others and actor.user not in others and others & officers():
            continue
        if mine:
            own = act == Act.SEE_OWN
            there = links.link("mine_matter" if own else "matter", code=line.code)
            registers = not own and is_for_him(move)
            yield Waiting(
                line=line, label=move.label, why=REGISTERS if registers else waited.why,
                # He reads what is asked before the form, so his link does not jump past it.
                href=f"{there}?do={move.id}" + ("" if own else f"#move-{move.id}"),
            )  # fmt: skip


def _officers() -> frozenset[int]:
    return accounts.acting(str(Role.OFFICER), on=clock.today())


def _move(line: MatterLine, waited: Awaited) -> Move | None:
    desk = DESKS.get(line.kind)
    return desk.kind.moves.get(waited.move) if desk else None
