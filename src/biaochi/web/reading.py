"""Sensitive pages say who read them, after the page is made and before it leaves."""

from biaochi import clock
from biaochi.trail.events import Event
from biaochi.trail.services import seen
from biaochi.web.doors import Asked


def was_read(request: Asked, event: Event, *, kind: str, ident: object) -> None:
    """Record one read; where that fails the page is not answered.

    Nothing is held meanwhile: the write is one short transaction of its own.
    """
    seen(event, actor=request.actor, at=clock.now(), kind=kind, ident=str(ident))
