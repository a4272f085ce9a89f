"""Letters in the office, step by step, as a person at the desk would make them."""

from datetime import date

from biaochi.access.shapes import Act
from biaochi.evidence import services as evidence
from biaochi.evidence.shapes import Draft, Edit, Item
from biaochi.letters.desks import EXPIRY, LETTER, OBSERVATION
from biaochi.matters import queries, services
from biaochi.matters.shapes import Opening, Wanted
from tests.office import reports

DRAFT = {
    "type": "inquiry", "subject": "报表迟报", "facts": "一月报表迟报三日。",
    "expected": "说明迟报的原因。",
}  # fmt: skip
SERVED = {"served_on": "2018-01-15", "means": "talk", "receipt": "杜文清"}
DAY, FACT = date(2018, 1, 15), date(2016, 12, 20)


def proven(world, person="du", on=FACT):
    """Return a verified piece of evidence, on an item of the demonstration's negative list."""
    items = {"N4": Item(code="N4", label="工作长期落后", catalogue="负面清单")}
    draft = Draft(person=person, item="N4", occurred_on=on, source="督查")
    code = evidence.report(draft, items=items, actor=world.actor("an"), at=reports.AT)
    evidence.verify(Edit(code=code, version=1), actor=world.actor("bai"), at=reports.AT)
    return code


def drafted(world, at, *, pack=None, person="du", on=DAY, **given):
    opening = Opening(person=person, title="函询", pack=pack)
    if not given.keys() & {"evidence", "findings"}:
        given["evidence"] = [proven(world, person)]
    wanted = Wanted(move="draft", on=on, given={**DRAFT, **given})
    return services.open_matter(LETTER, opening, wanted, actor=world.actor("an"), at=at)


DESKS = {"letter": LETTER, "observation": OBSERVATION, "expiry": EXPIRY}
OPENED = {
    "variant": "observation", "reason": "工作长期落后", "start_on": "2018-01-10", "months": 6,
    "goals": ["按月报送"], "checker": "安静仪", "served_on": "2018-01-10", "means": "talk",
    "receipt": "杜文清",
}  # fmt: skip
TALK = {"talked_by": "安静仪", "text": "对照目标谈话", "result": "none"}


def observed(world, at, *, pack=None, on=DAY, **given):
    """Open an observation; returns its code."""
    opening = Opening(person="du", title="考察期", pack=pack)
    wanted = Wanted(move="open", on=on, given={**OPENED, **given})
    return services.open_matter(OBSERVATION, opening, wanted, actor=world.actor("an"), at=at)


def step(world, at, code, move, *, who="an", on=DAY, **given):
    """Make a move; an official comes through the door to his own matters."""
    actor = world.actor(who)
    own = who in world.people
    line = queries.one(actor, code, act=Act.SEE_OWN if own else Act.SEE_MATTERS)
    act = Act.MOVE_OWN if own else Act.MOVE_MATTERS
    wanted = Wanted(move=move, on=on, given=given, seen=line.version)
    return services.take(DESKS[line.kind], code, wanted, actor=actor, at=at, act=act)


def served(world, at, *, pack=None, on=DAY, **given):
    """Return the code of an inquiry that was served."""
    code = drafted(world, at, pack=pack, on=on, **given)
    step(world, at, code, "approve", who="cheng", on=on)
    step(world, at, code, "serve", on=on, **{**SERVED, "served_on": f"{on}"})
    return code
