"""The desk of remedies: what matters, pages and papers take to work on them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from biaochi.access.shapes import Actor
from biaochi.appraisals.overturning import fallback
from biaochi.clock import local
from biaochi.matters.shapes import Desk, Opening, Taken, Wanted
from biaochi.procedure.remedyguards import REMEDY as KIND
from biaochi.procedure.remedyways import ways_of
from biaochi.registry.subjects import standing
from biaochi.remedies.against import subject_of
from biaochi.remedies.choosing import choices, name_of
from biaochi.remedies.effects import effects, remedy_of
from biaochi.remedies.showing import own_panels, panels
from biaochi.remedies.worlds import remedies_for, world, world_asked

_TITLE = 120


def opening(asked: Opening, wanted: Wanted, actor: Actor, at: datetime) -> Opening:
    """Complete an opening: the remedies that hold, the matter it is against, what it is called."""
    about = str(wanted.given.get("about", ""))
    subject = subject_of(about, person=asked.person)
    if subject is None:
        return asked
    official = standing(asked.person, on=local(at).date())
    ident, pack = remedies_for(subject, official)
    if ident is None or pack is None:
        ident, pack = fallback(actor=actor, at=at)
    way = ways_of(pack, on=wanted.on).get(str(wanted.given.get("way", "")))
    kind, _, code = about.partition(":")
    return replace(
        asked, pack=ident, parent=code if kind == "matter" else "",
        title=f"{way.label if way else '复核申诉'}：{subject.label}"[:_TITLE],
    )  # fmt: skip


def members(taken: Taken) -> tuple[tuple[int, str, str], ...]:
    """Return who has become what by this step: handler, member of the panel, recused."""
    return tuple(_members(taken))


def _members(taken: Taken) -> Iterator[tuple[int, str, str]]:
    by, now, move = taken.last.by, remedy_of(taken), taken.last.move
    if move in {"lodge", "accept"} and "self" not in by.roles:
        yield by.user, by.name, "handler"
    if move == "form_panel":
        for user in now.panel:
            yield user, name_of(taken.world, user), "panel"
    if move in {"declare", "answer_recusal"}:
        for user in now.recused:
            yield user, name_of(taken.world, user), "recused"


REMEDY = Desk(
    kind=KIND, world=world, effects=effects, members=members, choices=choices, panels=panels,
    own_panels=own_panels, opening=opening, asked=world_asked,
)  # fmt: skip
