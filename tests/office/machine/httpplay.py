"""Random cases over the interface, each move posted by whoever signed in; refusals are expected.

The players of the pure core walk here too (``tests/core/procedure/caseplay``), with the office's
own people, packs, evidence and clock: what the oracle is shown is what the database holds.
"""

import json
from datetime import timedelta
from random import Random

from biaochi.access.scoping import Why
from biaochi.cases.desks import CASE
from biaochi.matters import queries
from biaochi.matters.models import Matter
from biaochi.procedure.shapes import By
from tests.core.procedure import caseplay
from tests.core.procedure.caseplay import START, Play
from tests.office import casework

PATH = "/api/v1/matters"
COURSES = (
    ("demo-qingshi", "unfit-adjustment"), ("jiangxi-2017", "unfit"),
    ("jiangxi-2017", "accountability"), ("county-appraisal", "adjustment"),
    ("national-2022", "unfit-adjustment"), ("changshan-2017", "adjustment"),
)  # fmt: skip
LOGINS = ("an", "bai", "cheng", "fan", "sheng", "li", "rui", "zhou")
_ROLES = {
    "an": {"officer"}, "bai": {"verifier"}, "cheng": {"decider"}, "fan": {"self"},
    "sheng": {"supervisor"}, "li": {"liaison"}, "rui": {"verifier", "officer", "decider"},
    "zhou": {"decider"},
}  # fmt: skip


def players(world):
    """The office's people, as the players know them."""
    return tuple(
        By(user=world.users[n].pk, name=world.users[n].name, roles=frozenset(_ROLES[n]),
           person="fan" if n == "fan" else "")
        for n in LOGINS
    )  # fmt: skip


class HttpPlay(Play):
    """One random case under way, over the interface."""

    def __init__(self, seed, *, office, steps=45):
        self.office = office
        self.code, self.answers = "", []
        super().__init__(seed, steps=steps)

    def _turn(self):
        self.on += timedelta(days=self.random.choice((0, 0, 0, 0, 1, 3, 12)))
        self._look()
        known = self.random.random() < 0.88
        move, by, given = self._known_way() if known else self._anything()
        if move == "answer_recusal":
            given["user"] = str(self.random.choice(caseplay.PEOPLE).user)
        status = self._post(move, by, given)
        self.answers.append((move, status))
        assert status in {200, 201, 403, 404, 409, 422}, (move, status)
        if status in {200, 201}:
            self.said = queries.said_in(self._row().pk)
            self.steps.append((self.said[-1], self.world))

    def _look(self):
        """See the case as the office has it on the day of the next move."""
        line = queries.line_of(self._row()) if self.code else self.office.drafted()
        self.world = CASE.world(line, self.said, self.on)
        self.file = CASE.kind.fold(self.said, self.world)

    def _post(self, move, by, given):
        said = {"on": f"{self.on}", "given": given, "own": by.person == "fan"}
        if not self.code:
            said |= self.office.opening()
            answer = self.office.post(by, "", said)
            if answer.status_code == 201:
                self.code = answer.json()["matter"]["code"]
            return answer.status_code
        said |= {"move": move, "seen": len(self.said)}
        return self.office.post(by, f"/{self.code}/moves", said).status_code

    def _row(self):
        rows = Matter.objects.unscoped(Why.ABOUT).select_related("person__home", "parent")
        return rows.get(code=self.code)


class Office:
    """One county under one procedure, and a client for whoever signs in."""

    def __init__(self, world, client, pack, procedure):
        self.world, self.client, self.procedure = world, client, procedure
        self.pack = pack
        self.logins = {world.users[n].pk: n for n in LOGINS}

    def post(self, by, path, said):
        """Post as this player."""
        self.client.force_login(self.world.users[self.logins[by.user]])
        return self.client.post(
            f"{PATH}{path}", data=json.dumps(said), content_type="application/json"
        )

    def opening(self):
        """What every case here begins with."""
        return {"kind": "case", "person": "fan", "title": "组织调整", "pack": self.pack,
                "procedure": self.procedure, "own": False}  # fmt: skip

    def drafted(self):
        """The case before it is there."""
        from biaochi.matters.services import drafted  # noqa: PLC0415 (Django is set up first)
        from biaochi.matters.shapes import Opening  # noqa: PLC0415 (the same)

        opening = Opening(person="fan", title="组织调整", pack=self.pack, procedure=self.procedure)
        return drafted(CASE, opening, actor=self.world.actor("an"), at=casework.moment(START))


def seeded(seed):
    """Which course a seed walks."""
    return Random(seed * 7 + 1).choice(COURSES)
