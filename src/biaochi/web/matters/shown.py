"""What pages about matters show: clocks with the days left, forms with what they ask first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse

from biaochi.access.shapes import Actor, Role
from biaochi.desks.kinds import desk_of
from biaochi.desks.shapes import MatterPage, Offer
from biaochi.matters.shapes import ClockLine
from biaochi.procedure.shapes import Move
from biaochi.vocabulary.office import ROLES
from biaochi.web.matters.forms import MoveForm

SOON = 7
LONG_AGO = timedelta(days=365)
_STEPS: Mapping[str, Mapping[str, str]] = {
    "aftercare": {
        "plan": "activate", "talk": "talk", "recheck": "recheck", "ticket": "solve",
        "assignment": "assess", "asked": "talk", "influence": "consider",
    },
    "observation": {"review": "review"}, "expiry": {"due": "arrange", "until": "arrange"},
    "resignation": {"decide": "decide"}, "remedy": {"decide": "decide", "redo": "redo"},
}  # fmt: skip
"""The step by which what is due gets done: by kind of matter, by what is due."""
_KEY = re.compile(r"[a-z_]+")


@dataclass(frozen=True, kw_only=True)
class ClockShown:
    """Something due, with how long there is left on the day of the page.

    ``to``: where the reader does it; blank where it is not his, or no single step.
    """

    line: ClockLine
    today: date
    to: str = ""

    @property
    def days(self) -> int:
        """Days left; below zero when it is overdue."""
        return (self.line.due_on - self.today).days

    @property
    def group(self) -> str:
        """Where it stands on a page of clocks."""
        if self.line.met_on:
            return "met"
        return "overdue" if self.days < 0 else "soon" if self.days <= SOON else "later"

    @property
    def is_old(self) -> bool:
        """Tell whether it ran out so long ago that it would bury what matters today."""
        return self.group == "overdue" and self.today - self.line.due_on > LONG_AGO

    @property
    def years(self) -> Sequence[int]:
        """The years whose holidays it crosses, where one of them is not confirmed."""
        first = self.line.start_on.year
        return range(first, self.line.due_on.year + 1) if self.line.provisional else ()

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return {"met": "ok", "overdue": "bad", "soon": "warn", "later": "info"}[self.group]

    @property
    def says(self) -> str:
        """How long there is left, in words."""
        if self.line.met_on:
            late = (self.line.met_on - self.line.due_on).days
            return f"迟 {late} 天办理" if late > 0 else "已办"
        if self.days < 0:
            return f"逾期 {-self.days} 天"
        return "今天到期" if self.days == 0 else f"还有 {self.days} 天"


@dataclass(frozen=True, kw_only=True)
class FormShown:
    """A move, with its form where it is the chosen one; ``proof``: the password comes first.

    ``why`` says why it comes next; blank where the matter does not wait for it. ``for_him``: it
    is the official's own, and an officer registers what he handed in.
    """

    offer: Offer
    form: MoveForm | None
    action: str
    opened: bool = False
    proof: bool = False
    why: str = ""
    for_him: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitsFor:
    """A step the matter waits for from somebody else: who may take it, and why now."""

    label: str
    who: str
    why: str


def waits_for(told: MatterPage) -> list[WaitsFor]:
    """Return what the matter waits for that is not this reader's own to do now."""
    moves = desk_of(told.line.kind).kind_for(told.line).moves
    his = {o.move.id for o in told.offers if told.own or not is_for_him(o.move)}
    return [
        WaitsFor(label=moves[m].label, who=_who(moves[m]), why=why)
        for m, why in told.waits.items() if m in moves and m not in his
    ]  # fmt: skip


def is_for_him(move: Move) -> bool:
    """Tell whether a step is the official's own to take; an officer only registers it for him."""
    return str(Role.SELF) in move.roles


def _who(move: Move) -> str:
    """Return who takes a step: the official himself where it is his, else the roles."""
    roles = {str(Role.SELF)} if is_for_him(move) else move.roles
    return "、".join(says for role, (says, _) in ROLES.items() if role in roles)


def clocks_shown(lines: Sequence[ClockLine], *, today: date) -> list[ClockShown]:
    """Return what is due, the open ones first, by day."""
    shown = [ClockShown(line=line, today=today) for line in lines]
    return sorted(shown, key=lambda c: (c.group == "met", c.line.due_on))


def latest_first(overdue: Iterable[ClockShown]) -> list[ClockShown]:
    """Return what ran out, the latest first: what can still be made good stands before the rest."""
    return sorted(overdue, key=lambda c: c.line.due_on, reverse=True)


def leading(clocks: Iterable[ClockShown], actor: Actor) -> list[ClockShown]:
    """Return what is due with where this reader does it, where a step of his roles does."""
    roles = {str(r) for r in actor.roles} - {str(Role.SELF)}
    return [replace(c, to=_step_at(c.line, roles)) for c in clocks]


def _step_at(clock: ClockLine, roles: set[str]) -> str:
    line, key = clock.matter, _KEY.match(clock.key)
    named = _STEPS.get(line.kind, {}).get(key[0] if key else "", "")
    move = desk_of(line.kind).kind_for(line).moves.get(named) if named else None
    if move is None or not move.roles & roles:
        return ""
    return f"{reverse('matter', kwargs={'code': line.code})}?do={named}#move-{named}"


def last_of(told: MatterPage) -> str:
    """Return what the page of a matter says of its state."""
    if told.line.is_open:
        return told.standing.stage_label
    return f"{told.standing.stage_label}（{told.line.closed_on}）"
