"""What is tried in the office: cases walked mostly the right way, remedies against them, the rest.

The players of the pure core walk here too (``tests/core/procedure/caseplay``).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from biaochi.cases.desks import CASE
from biaochi.errors import Refusal
from biaochi.procedure.remedyways import open_ways
from biaochi.procedure.shapes import By, Said
from biaochi.procedure.transitions import advance
from biaochi.remedies.desks import REMEDY
from biaochi.remedies.worlds import world_against
from tests.core.procedure.caseplay import START, Play, words
from tests.office.machine import ground as county
from tests.office.machine.office import Act
from tests.office.machine.others import other_act
from tests.office.machine.remedywords import REMEDY_WORDS, known_remedy_way

SECRET = "密言"
"""In what is not for the official: he must never read it."""
KNOWN, TRIES, MOST = (0.8, 0.95), 12, 3
"""How often somebody knows the way, by play; how long he thinks about it; how many cases."""
PERSONS = ("fan", "fan", "du")
OFTEN = {
    "case": 58, "remedy": 13, "other": 10, "evidence": 4, "absence": 2, "relation": 1, "day": 2,
    "command": 1, "look": 9,
}  # fmt: skip
TAKEN_BACK = (0, 0.03, 0.1)
"""How often a case is taken back, at each step: at first, once found, once served."""
MOODS = (
    {}, {"case": 86, "other": 2, "absence": 4}, {"case": 50, "remedy": 45, "other": 0, "look": 5},
    {"evidence": 15, "absence": 10, "relation": 4, "day": 6, "other": 2},
)  # fmt: skip
"""What a play is about, by chance: the usual, one case to its end, remedies, what happens beside.

Who does a little of everything never comes to what needs twenty steps before it.
"""
ABSENCES = ("病假", "产假", "立案调查", "哺乳期", "工伤", "借调")
PAGES = (
    "/matters/#{n}/", "/api/v1/matters/#{n}", "/matters/", "/people/fan/", "/people/du/dossier/",
    "/matters/#{n}/papers/", "/api/v1/matters", "/people/fan/dossier/",
)  # fmt: skip
OWN_PAGES = (
    "/mine/", "/mine/matters/#{n}/", "/mine/matters/#{n}/papers/", "/api/v1/matters/#{n}?own=true",
    "/matters/#{n}/", "/api/v1/matters/#{n}", "/people/{p}/dossier/", "/people/{p}/",
)  # fmt: skip
COMMANDS = (("trail", "verify"), ("recover", "xi"), ("recover", "fan"), ("recover", "an"))


class CaseTurns(Play):
    """A case as its players see it, for one turn."""

    def __init__(self, play, number, *, person):
        office, self.random, self.on = play.office, play.random, play.on
        self.known = play.known
        items = office.table.course.items
        self.people = office.ground.people
        self.grounds = items[:-1] if self.random.random() < self.known else items
        self.said, self.world = office.look(number, self.on, person=person)
        self.file = CASE.kind.fold(self.said, self.world)

    def act(self, number):
        """Return what is tried next in this case."""
        known = self.random.random() < self.known
        move, by, given = self._legal_way() if known else self._anything()
        given = dict(given)
        if move == "declare":
            given["note"] = SECRET
        own = by.person == self.world.person and self.random.random() < 0.9
        if move == "open":
            given |= {"kind": "case", "person": self.world.person}
            return Act(kind="open", on=self.on, who=by, given=given, own=own)
        return Act(kind="move", on=self.on, who=by, matter=number, move=move, given=given, own=own)

    def _legal_way(self):
        """The next step as it should be, after some thought; what is refused is tried as well."""
        found = "verification" in self.file.done
        back = TAKEN_BACK[1 + bool(self.file.served)] if found else TAKEN_BACK[0]
        if self.random.random() < back:
            return "withdraw", self.people[0], words("withdraw", self)
        for _ in range(TRIES):
            move, by, given = self._known_way()
            if move == "assess" and "tolerance" in self.file.done:
                continue  # once is enough for who knows the way
            if not refused(CASE.kind, self.said, self.world, Thought(move, by, given, self.on)):
                break
        return move, by, given


@dataclass(frozen=True)
class Thought:
    """A step as somebody thinks of it."""

    move: str
    by: By
    given: dict
    on: date


def refused(kind, said, world, step):
    """Tell whether the core would refuse a step; only those who know the way ask."""
    wanted = Said(number=len(said) + 1, move=step.move, on=step.on, by=step.by, given=step.given)
    try:
        advance(kind, said, wanted, world)
    except Refusal:
        return True
    return False


class OfficePlay:
    """One random play: so many acts, chosen from what the office is like."""

    def __init__(self, seed, *, office, steps=40):
        self.random, self.office, self.on = Random(seed), office, START
        self.often = OFTEN | self.random.choice(MOODS)
        self.known = self.random.choice(KNOWN)
        for _ in range(steps):
            if self.random.random() < 0.4:
                self.on += timedelta(days=self.random.choice((1, 1, 3, 12, 40)))
            office.do(self._named(self._chosen()))

    def _named(self, act):
        """Players are people; whoever acts is a login."""
        if isinstance(act.who, By):
            login = self.office.ground.logins[act.who.user]
            return Act(**{**vars(act), "who": login})
        return act

    def _chosen(self):
        random = self.random
        kind = random.choices(list(self.often), list(self.often.values()))[0]
        return getattr(self, f"_{kind}")()

    def _case(self):
        office, random = self.office, self.random
        cases = list(office.steps)
        going = [n for n in cases if office.is_open[n]]
        fresh = not cases or (random.random() < 0.03 and len(cases) < MOST)
        if fresh:
            return self._turn(-1, random.choice(PERSONS) if cases else "fan")
        if not going and random.random() < self.known:
            if self._served():
                return self._remedy()
            if len(cases) <= MOST:
                return self._turn(-1, "fan")
        number = random.choice(going or cases)
        return self._turn(number, office.people[number])

    def _turn(self, number, person):
        return CaseTurns(self, number, person=person).act(number)

    def _other(self):
        return other_act(self.random, self.office, on=self.on)

    def _told(self):
        """The cases in which something was decided and served, or at least told."""
        moves = {n: {s.move for s, _ in steps} for n, steps in self.office.steps.items()}
        served = [n for n, kind in enumerate(self.office.kinds) if kind == "remedy"]
        served = [n for n in served if not self.office.is_open[n]]
        return [n for n, made in moves.items() if made & {"tell", "serve"}] + served

    def _served(self):
        """The cases in which a decision was served: there is something to be against."""
        steps = self.office.steps
        return [n for n, made in steps.items() if any(s.move == "serve" for s, _ in made)]

    def _remedy(self):
        office, random = self.office, self.random
        remedies = [n for n, kind in enumerate(office.kinds) if kind == "remedy"]
        told = self._told()
        if not told or (not self._served() and random.random() < self.known):
            return self._case()
        if not remedies or random.random() < 0.1:
            known = random.random() < self.known
            return self._lodged(random.choice((self._served() if known else None) or told))
        going = [n for n in remedies if office.is_open[n]]
        number = random.choice(going or remedies)
        who, move, given = self._remedy_step(number, *office.look(number, self.on))
        return Act(
            kind="move", on=self.on, who=who, matter=number, move=move, given=given,
            own=who == office.people[number],
        )  # fmt: skip

    def _remedy_step(self, number, said, world):
        random, now = self.random, REMEDY.kind.fold(said, world)
        if random.random() > self.known:
            move = random.choice(sorted(REMEDY.kind.moves.keys() - {"lodge"}))
            who = random.choice(sorted(county.ROLES))
            return who, move, REMEDY_WORDS[move](random, now, world, self.on)
        for _ in range(TRIES):
            who, move, given = known_remedy_way(random, now, world, office=self.office)
            given = given or REMEDY_WORDS[move](random, now, world, self.on)
            by = self.office.ground.by(who)
            if not refused(REMEDY.kind, said, world, Thought(move, by, given, self.on)):
                break
        return who, move, given

    def _lodged(self, number):
        random, person = self.random, self.office.people[number]
        about = f"matter:#{number}"
        code = self.office.codes[number]
        world = world_against(person, f"matter:{code}", self.on)
        ways = open_ways(world.ways, world.against, regime=world.regime)
        ways = ways if random.random() < self.known else world.ways
        given = {
            "kind": "remedy", "person": person, "about": about, "points": ["事实不清"],
            "way": random.choice(sorted(ways) or ["none"]), "wish": "撤销",
        }  # fmt: skip
        if random.random() < 0.5:
            given["knew_on"] = f"{self.on}"
        own = random.random() < 0.8
        return Act(kind="open", on=self.on, who=person if own else "yan", given=given, own=own)

    def _evidence(self):
        random, person = self.random, self.random.choice(PERSONS)
        move = random.choice(("verify", "withdraw", "exempt", "report", "withdraw"))
        items = self.office.table.course.items
        given = {"person": person, "code": f"E{random.randrange(len(items))}-{person}"}
        if move == "report":
            given |= {"item": random.choice(items), "code": f"X{random.randrange(99)}-{person}"}
        who = random.choice(("bai", "rui", "an", "du"))
        return Act(kind="evidence", on=self.on, who=who, move=move, given=given)

    def _absence(self):
        given = {
            "kind": self.random.choice(ABSENCES), "days": self.random.choice((2, 20, 200, 200)),
            "person": self.random.choice(self.office.people or PERSONS),
        }  # fmt: skip
        return Act(kind="absence", on=self.on, who="an", given=given)

    def _relation(self):
        return Act(kind="relation", on=self.on, who="an")

    def _day(self):
        return Act(kind="day", on=self.on)

    def _command(self):
        return Act(kind="command", on=self.on, given={"words": self.random.choice(COMMANDS)})

    def _look(self):
        office, random = self.office, self.random
        if not office.codes:
            return self._case()
        number = random.randrange(len(office.codes))
        person = office.people[number]
        if random.random() < 0.6:
            path, who = random.choice(OWN_PAGES), person
        else:
            path, who = random.choice(PAGES), random.choice((*county.STRANGERS, *county.ROLES))
        path = path.replace("{n}", f"{number}").replace("{p}", person)
        return Act(kind="look", on=self.on, who=who, given={"path": path})
