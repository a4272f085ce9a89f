"""The official's own matters: what he was told, what he can do, by when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse

from biaochi import clock
from biaochi.access.shapes import Act, Actor
from biaochi.desks import queries as desks
from biaochi.followup.forgetting import shown as shown_still
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.trail.events import Event
from biaochi.web.doors import Asked, page
from biaochi.web.matters.opening import opened
from biaochi.web.matters.showing import handed, moved, shown
from biaochi.web.matters.shown import ClockShown
from biaochi.web.matters.waiting import due_from
from biaochi.web.reading import was_read


@page(Act.SEE_OWN)
def matter(request: Asked, code: str) -> HttpResponse:
    """One matter about the reader himself."""
    chosen = request.GET.get("do", "")
    told = desks.opened(request.actor, code, on=clock.today(), own=True, chosen=chosen)
    was_read(request, Event.OWN_RECORD_READ, kind="matter", ident=code)
    return shown(request, told)


@page(Act.MOVE_OWN, methods=("POST",))
def move(request: Asked, code: str, move: str) -> HttpResponse:
    """Make a move in one's own matter."""
    return moved(request, code, move, own=True)


@page(Act.SEE_OWN)
def file(request: Asked, code: str, ident: int) -> HttpResponse:
    """Hand out a file of a step one was told of."""
    return handed(request, code, ident, own=True)


@page(Act.MOVE_OWN, methods=("GET", "POST"))
def new(request: Asked, kind: str) -> HttpResponse:
    """Begin something oneself: a remedy, a resignation."""
    return opened(request, request.actor.person, kind, own=True)


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """A matter on my page, with what is due from me next."""

    line: MatterLine
    clock: ClockShown | None


def own_lines(actor: Actor, *, today: date) -> Sequence[OwnLine]:
    """Return what is or was under way about the actor, as far as he was told, open ones first."""
    lines = shown_still(queries.about(actor, actor.person, act=Act.SEE_OWN), on=today)
    due = due_from(actor, today=today)
    lines.sort(key=lambda m: not m.is_open)
    return [OwnLine(line=m, clock=due.get(m.code)) for m in lines]


def told_rows(actor: Actor) -> Iterator[Mapping[str, object]]:
    """Yield every step the actor was told of or took himself, for his own record."""
    for line in queries.about(actor, actor.person, act=Act.SEE_OWN):
        told = desks.opened(actor, line.code, on=clock.today(), own=True, chosen="")
        for step in reversed(told.steps):
            yield {
                "sort": "事项", "on": step.on, "what": f"{line.title}：{step.label}",
                "state": line.stage_label,
                "more": "\n".join(f"{c.label}：{'；'.join(c.lines)}" for c in step.contents),
            }  # fmt: skip
