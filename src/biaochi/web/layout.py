"""What every page shows around its content: who is signed in, the menu."""

from typing import Any

from django.http import HttpRequest

from biaochi.access.policy import may
from biaochi.web.menu import MENU


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame; the menu holds only what the actor may open."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "menu": ()}
    return {"actor": actor, "menu": tuple(e for e in MENU if may(actor, e.act))}
