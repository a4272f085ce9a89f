"""The desks of this room: what matters, pages and papers take to work on its kinds."""

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.items import labels_of
from biaochi.evidence import queries as evidence
from biaochi.findings.grounds import taken_up
from biaochi.letters.effects import letter_effects, recount
from biaochi.letters.expired import (
    expiry_choices,
    expiry_effects,
    expiry_panels,
    own_expiry_panels,
)
from biaochi.letters.observed import observation_effects
from biaochi.letters.showing import (
    letter_panels,
    observation_panels,
    own_letter_panels,
    own_observation_panels,
)
from biaochi.letters.worlds import expiry_world, letter_world, observation_world
from biaochi.matters.shapes import Choices, Desk, MatterLine, Taken, by_source
from biaochi.procedure import expiring, observing, writing
from biaochi.procedure.shapes import Said


def grounds(source: str, line: MatterLine, said: tuple[Said, ...], actor: Actor) -> Choices:
    """Return what a matter about somebody may rest on: findings taken up, evidence."""
    del said
    if source == "findings":
        return tuple(taken_up(line.person).items())
    if source == "evidence":
        labels = labels_of(actor, act=Act.SEE_EVIDENCE)
        rows = evidence.rows(actor).filter(person__code=line.person, superseded_by=None)
        listed = evidence.lines(list(rows.exclude(status="withdrawn").order_by("occurred_on")))
        return tuple(
            (e.code, f"{e.occurred_on} {labels.get(e.item, e.item)}（{e.label}）") for e in listed
        )
    return ()


def handler(taken: Taken) -> tuple[tuple[int, str, str], ...]:
    """Whoever opens a matter handles it."""
    by = taken.last.by
    return ((by.user, by.name, "handler"),) if len(taken.said) == 1 else ()


LETTER = Desk(
    kind=writing.KIND, world=letter_world, effects=letter_effects, recount=recount,
    members=handler, choices=by_source(grounds), panels=letter_panels, own_panels=own_letter_panels,
)  # fmt: skip

OBSERVATION = Desk(
    kind=observing.KIND, world=observation_world, effects=observation_effects, members=handler,
    choices=by_source(grounds), panels=observation_panels, own_panels=own_observation_panels,
)  # fmt: skip

EXPIRY = Desk(
    kind=expiring.KIND, world=expiry_world, effects=expiry_effects, members=handler,
    choices=by_source(expiry_choices), panels=expiry_panels, own_panels=own_expiry_panels,
)  # fmt: skip
