"""An official of the cast resigns by himself: the steps several tests take."""

from biaochi.access.shapes import Act
from biaochi.cases.desks import RESIGNATION
from biaochi.matters import queries, services
from biaochi.matters.shapes import Opening, Wanted
from tests.office import casework
from tests.office.casework import DAY, REMEDY, moment

ASKED = {"type": "service", "ground": "health", "statement": "身体不适应", "health": "慢性病"}


def asked(world, person="du", pack="national-2022", **given):
    opening = Opening(
        person=person, title="辞职", pack=casework.pack_of(world, pack), told=True
    )  # fmt: skip
    wanted = Wanted(move="request", on=DAY, given=ASKED | given)
    return services.open_matter(
        RESIGNATION, opening, wanted, actor=world.actor(person), at=moment(DAY), act=Act.MOVE_OWN
    )


def step(world, code, move, who="an", on=DAY, **given):
    own = who in world.people
    line = queries.one(world.actor(who), code, act=Act.SEE_OWN if own else Act.SEE_MATTERS)
    wanted = Wanted(move=move, on=on, given=given, seen=line.version)
    act = Act.MOVE_OWN if own else Act.MOVE_MATTERS
    return services.take(
        RESIGNATION, code, wanted, actor=world.actor(who), at=moment(on), act=act
    )  # fmt: skip


def decided(world, code, outcome="granted", **given):
    step(world, code, "check", note="已核对", **given)
    step(
        world, code, "decide", "cheng", body="县委组织部", held_on=f"{DAY}", outcome=outcome,
        reason="研究意见",
    )  # fmt: skip
    return step(
        world, code, "serve", served_on=f"{DAY}", means="talk", receipt="本人签收", remedy=REMEDY
    )
