"""The desks of this room: an adjustment case, a voluntary resignation."""

from collections.abc import Iterator

from biaochi.cases import resignation
from biaochi.cases.choosing import choices
from biaochi.cases.effects import effects, file_of
from biaochi.cases.gathering import world, world_asked
from biaochi.cases.panels import own_panels, panels
from biaochi.matters.shapes import Desk, Taken, by_source
from biaochi.procedure.casefile import CASE as CASE_KIND
from biaochi.procedure.resigning import RESIGNATION as RESIGNATION_KIND

_PARTS = {"open": "handler", "propose": "handler", "tell": "handler", "verify": "verifier"}


def members(taken: Taken) -> tuple[tuple[int, str, str], ...]:
    """Return who has become what by this step: handler, verifier, recused."""
    return tuple(_members(taken))


def _members(taken: Taken) -> Iterator[tuple[int, str, str]]:
    by, file = taken.last.by, file_of(taken)
    part = _PARTS.get(taken.last.move)
    if part is not None:
        yield by.user, by.name, part
    if taken.last.move in {"declare", "answer_recusal"}:
        named = {**taken.world.users, str(by.user): by.name}
        for user in file.recused:
            yield user, named.get(str(user), ""), "recused"


CASE = Desk(
    kind=CASE_KIND, world=world, effects=effects, members=members, choices=choices, panels=panels,
    own_panels=own_panels, asked=world_asked,
)  # fmt: skip

RESIGNATION = Desk(
    kind=RESIGNATION_KIND, world=resignation.world, effects=resignation.effects,
    members=resignation.members, choices=by_source(resignation.choices), panels=resignation.panels,
    own_panels=resignation.panels,
)  # fmt: skip
