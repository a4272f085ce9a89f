"""What every page shows around its content: who is signed in, the menu."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.vocabulary.office import ADMINS, ROLES, chinese
from biaochi.web.menu import GROUPS, MENU


@dataclass(frozen=True)
class Line:
    """A line of the menu as this actor sees it on this page."""

    label: str
    href: str
    key: str
    here: bool


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame; the menu holds only what the actor may open."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "menu": ()}
    return {
        "actor": actor, "actor_roles": titles(actor), "menu": menu(actor, path=request.path),
        "searches": may(actor, Act.SEE_PEOPLE),
    }  # fmt: skip


def titles(actor: Actor) -> str:
    """Return what the actor is, in Chinese."""
    if actor.admin is not None:
        return chinese(ADMINS, actor.admin)
    held = [k for k in ROLES if k in actor.roles]
    return "、".join(chinese(ROLES, k) for k in held)


def menu(actor: Actor, *, path: str) -> tuple[Group, ...]:
    """Return the menu by headings; the line of this page, or of the page above it, is marked."""
    mine = [(e, reverse(e.view)) for e in MENU if may(actor, e.act)]
    open_to = list({to: (e, to) for e, to in reversed(mine)}.values())[::-1]
    above = [href for _, href in open_to if href == path or (href != "/" and path.startswith(href))]
    here = max(above, key=len, default="")
    lines = {
        g: tuple(Line(e.label, to, e.key, to == here) for e, to in open_to if e.group == g)
        for g in (*GROUPS, *(e.group for e, _ in open_to))
    }
    return tuple(Group(title, kept) for title, kept in lines.items() if kept)
