"""Letters, observations, terms that end, resignations, follow-ups: played by what is offered.

Whoever is to act looks at what he is offered, and fills it in by chance.
"""

from biaochi.desks import queries
from biaochi.desks.kinds import desk_of
from biaochi.errors import Refusal
from biaochi.matters.services import drafted
from biaochi.matters.shapes import Opening
from tests.office import casework
from tests.office.machine import ground as county
from tests.office.machine.office import Act

KINDS = ("letter", "observation", "expiry", "resignation", "aftercare")
_HIMSELF = {"resignation"}
_SKIPPED = 0.4
"""How often a box that need not be filled stays empty."""


def other_act(random, office, *, on):
    """Return an act in a matter of another kind, or one that opens it."""
    going = [n for n, kind in enumerate(office.kinds) if kind in KINDS and office.is_open[n]]
    if not going or random.random() < 0.15:
        return _opening(random, office, on=on)
    number = random.choice(going)
    for _ in range(4):
        who = random.choice((*county.ROLES, office.people[number]))
        own = who == office.people[number]
        offer = _offered(random, office, number, who=who, on=on)
        if offer is not None:
            break
    else:
        return Act(kind="move", on=on, who="an", matter=number, move="close", given={"note": "完"})
    given = _filled(random, offer, on=on)
    return Act(kind="move", on=on, who=who, matter=number, move=offer.move.id, given=given, own=own)


def _offered(random, office, number, *, who, on):
    actor, own = office.world.actor(who), who == office.people[number]
    try:
        page = queries.opened(actor, office.codes[number], on=on, own=own)
    except Refusal:
        return None
    offers = page.offers or (page.blocked if random.random() < 0.05 else ())
    useful = [o for o in offers if not o.move.closes] or offers
    return random.choice(useful if random.random() < 0.9 else offers) if offers else None


def _opening(random, office, *, on):
    kind, person = random.choice(KINDS), random.choice(("fan", "du"))
    cases = [n for n in office.steps if office.people[n] == person]
    parent = f"#{random.choice(cases)}" if kind == "aftercare" and cases else ""
    who = person if kind in _HIMSELF else random.choice(("an", "yan"))
    given = {"kind": kind, "person": person, "parent": parent}
    opening = Opening(
        person=person, title="另一件", pack=office.table.pack, parent=office.named(parent)
    )
    desk = desk_of(kind)
    try:
        line = drafted(
            desk, opening, actor=office.world.actor("an" if who == person else who),
            at=casework.moment(on),
        )  # fmt: skip
        offer = queries.beginning(line, actor=office.world.actor(who), on=on, own=who == person)
        given |= _filled(random, offer, on=on)
    except Refusal:
        pass
    return Act(kind="open", on=on, who=who, given=given, own=who == person)


def _filled(random, offer, *, on):
    """Fill in what is offered, each box by its kind."""
    return {
        f.name: _value(random, f, offer.choices.get(f.name, f.choices), on=on)
        for f in offer.move.fields if f.required or random.random() > _SKIPPED
    }  # fmt: skip


def _value(random, of, choices, *, on):
    keys = [key for key, _ in choices]
    some = {
        "day": lambda: f"{on}", "number": lambda: random.choice((1, 3, on.year)),
        "flag": lambda: random.random() < 0.5,
        "choice": lambda: random.choice(keys) if keys else "",
        "many": lambda: random.sample(keys, min(len(keys), random.randrange(1, 3))),
        "names": lambda: ["冯核实", "何核实"], "points": lambda: ["有困难"],
        "answers": lambda: [{"point": int(k), "accepted": True, "answer": "看过"} for k in keys],
        "votes": lambda: {"for": 3, "against": 0, "abstained": 0},
    }  # fmt: skip
    return some.get(of.kind, lambda: "说明")()
