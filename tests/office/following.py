"""Follow-ups in the office: a measure in force, a plan, the steps of the time after."""

from datetime import date, datetime
from secrets import token_hex

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.clock import BEIJING
from biaochi.evidence.measuring import MeasureSaid, record_measure
from biaochi.followup.desks import AFTERCARE
from biaochi.matters import queries, services
from biaochi.matters.models import Matter
from biaochi.matters.shapes import Opening, Wanted
from biaochi.registry.models import Person

START = date(2018, 3, 1)
FILLED = {
    f"{i}{part}": said
    for i in ("duty", "mentoring", "goal", "supervision")
    for part, said in (("", "写明"), ("_by", "盛监督"), ("_on", "2018-12-31"))
} | {"person-file": "档案一份"}


def at_noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=BEIJING)


def executed(world, *, pack=None, person="du", on=START, measure="removal", **more):
    """Put an executed case and its measure into the database, as if it had gone its way."""
    row = Matter.objects.create(
        code=f"T{on:%Y%m%d}-{token_hex(4)}", kind="case", pack_id=pack, title="组织调整",
        person=world.people[person], opened_on=on, stage="closed", stage_label="已执行",
        is_open=False, outcome="adjusted", told_on=on, closed_on=on,
    )  # fmt: skip
    measured(world, code=f"{row.code}-1", person=person, on=on, measure=measure, **more)
    return row.code


def measured(world, *, code, person="du", on=START, measure="removal", **more):
    key = Person.objects.unscoped(Why.SETUP).get(code=person).pk
    said = MeasureSaid(person_key=key, code=code, measure=measure, on=on, **more)
    return record_measure(said, actor=world.actor("an"), at=at_noon(on))


def opened(world, case, *, pack=None, person="du", on=START, measure=""):
    """Open a follow-up of an executed case; returns its code."""
    opening = Opening(person=person, title="后续管理", pack=pack, parent=case)
    wanted = Wanted(move="open", on=on, given={"measure": measure or f"{case}-1"})
    return services.open_matter(AFTERCARE, opening, wanted, actor=world.actor("an"), at=at_noon(on))


def step(world, code, move, *, on, who="an", **given):
    """Make a move on a day; an official comes through the door to his own matters."""
    actor, day = world.actor(who), date.fromisoformat(on)
    own = who in world.people
    line = queries.one(actor, code, act=Act.SEE_OWN if own else Act.SEE_MATTERS)
    wanted = Wanted(move=move, on=day, given=given, seen=line.version)
    act = Act.MOVE_OWN if own else Act.MOVE_MATTERS
    return services.take(AFTERCARE, code, wanted, actor=actor, at=at_noon(day), act=act)


def active(world, *, pack=None, person="du", on=START, **more):
    """Return a follow-up whose plan is in force."""
    case = executed(world, pack=pack, person=person, on=on, **more)
    code = opened(world, case, pack=pack, person=person, on=on)
    step(world, code, "fix", on=f"{on}", **FILLED)
    step(world, code, "activate", on=f"{on}")
    return code
