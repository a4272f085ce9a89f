"""The office while it is played in: it does what it is told, and keeps what the judges ask for.

An act is plain data, so that a play can be told again with some of its acts left out.  Matters are
named by the order in which they were opened: "#0" stands for the code of the first.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.db import connection

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.cases.desks import CASE
from biaochi.cli.main import main
from biaochi.desks.kinds import desk_of
from biaochi.desks.services import count_anew
from biaochi.errors import Refusal
from biaochi.evidence import services as evidence
from biaochi.evidence.models import Evidence
from biaochi.evidence.shapes import Edit, EvidenceCode
from biaochi.jobs.worker import each_day
from biaochi.matters import queries
from biaochi.matters.models import Matter, Step
from biaochi.matters.services import drafted
from biaochi.matters.shapes import Opening
from biaochi.registry import appointing
from biaochi.registry.models import Absence, Appointment
from biaochi.registry.shapes import AbsenceSaid, LinkSaid
from tests.core.procedure.caseplay import START
from tests.office import casework

PATH = "/api/v1/matters"
_POSTS = str(
    Appointment.objects.unscoped(Why.ABOUT).order_by("pk")
    .values_list("pk", "person", "post", "grade", "to_on", "retired_at").query
)  # fmt: skip
_STEPS = f"SELECT COUNT(*) FROM {Step._meta.db_table}"
"""Asked after every act; put into words of the database once."""
_NUMBER = re.compile(r"#(\d+)")
DONE, REFUSED = {200, 201}, {403, 404, 409, 422}


@dataclass(frozen=True, kw_only=True)
class Act:
    """What somebody does, or what happens; ``matter``: the number of the matter, from nought."""

    kind: str
    on: date
    who: str = ""
    matter: int = -1
    move: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a reader was answered: of whose own pages, if they are his own."""

    act: Act
    status: int
    text: str


class Office:
    """What is done in the office, and what came of it."""

    def __init__(self, ground, table):
        self.ground, self.world, self.table = ground, ground.world, table
        self.codes, self.kinds, self.people, self.is_open = [], [], [], []
        self.steps: dict[int, list] = {}
        self.carried: dict[int, list] = {}
        self.done, self.moved, self.read, self.broken, self.away = [], [], [], [], []
        self.refused = Counter()
        self._looks: dict = {}
        self._kept = _posts(), _steps()

    def again(self):
        """Return the office as it is now, to go on from here more than once."""
        other = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, list | Counter):
                setattr(other, name, value.copy())
        other.steps, other.carried = _copied(self.steps), _copied(self.carried)
        other._looks = {}
        return other

    def do(self, act):
        """Do what is told; whether it was done."""
        held, told = self._kept
        status = _WAYS[act.kind](self, act)
        if status not in DONE | REFUSED:
            self.broken.append((act, status))
        if status in DONE and act.kind != "look":
            self._looks.clear()
        self.done.append((act, status))
        self._kept = _posts(), _steps()
        if self._kept[0] != held:
            self.moved.append(act)
        if act.kind not in {"open", "move"} and self._kept[1] != told:
            self.broken.append((act, "said something in a matter"))
        return status in DONE

    def look(self, number, on, *, person="fan"):
        """Return (steps so far, the office) as a case has it on a day, or as it would be opened."""
        key = (number, on, person)
        if key not in self._looks:
            line = self._line(number) if number >= 0 else self._drafted(person)
            said = queries.said_in(line.key) if number >= 0 else ()
            self._looks[key] = said, desk_of(line.kind).world(line, said, on)
        return self._looks[key]

    def _line(self, number):
        rows = Matter.objects.unscoped(Why.ABOUT).select_related("person__home", "parent")
        return queries.line_of(rows.get(code=self.codes[number]))

    def _drafted(self, person):
        opening = Opening(
            person=person, title="组织调整", pack=self.table.pack,
            procedure=self.table.course.procedure,
        )  # fmt: skip
        at = casework.moment(START)
        return drafted(CASE, opening, actor=self.world.actor("an"), at=at)

    def _post(self, act, path, said):
        answer = self.ground.clients[act.who].post(
            f"{PATH}{path}", data=json.dumps(said), content_type="application/json"
        )
        if answer.status_code in REFUSED:
            codes = {p["code"] for p in answer.json().get("errors", ())}
            self.refused.update((act.move or "open", code) for code in codes or {"none"})
        return answer

    def _opened(self, act):
        given = self.named(dict(act.given))
        kind = given.pop("kind")
        said = {
            "kind": kind, "person": given.pop("person"), "title": "组织调整",
            "on": f"{act.on}", "own": act.own, "parent": given.pop("parent", ""),
            "pack": self.table.pack if kind != "remedy" else None, "given": given,
        }  # fmt: skip
        if said["kind"] == "case":
            said["procedure"] = self.table.course.procedure
            world = self.look(-1, act.on, person=said["person"])[1]
        answer = self._post(act, "", said)
        if answer.status_code == 201:
            self.codes.append(answer.json()["matter"]["code"])
            self.kinds.append(said["kind"])
            self.people.append(said["person"])
            self.is_open.append(True)
            if said["kind"] == "case":
                self.steps[len(self.codes) - 1] = [(self._last(-1), world)]
        return answer.status_code

    def _made(self, act):
        if not 0 <= act.matter < len(self.codes):
            return 404
        code, said = self.codes[act.matter], {"move": act.move, "on": f"{act.on}", "own": act.own}
        so_far, world = self.look(act.matter, act.on)
        said |= {"given": self.named(act.given), "seen": len(so_far)}
        answer = self._post(act, f"/{code}/moves", said)
        status = answer.status_code
        if status == 200:
            self.is_open[act.matter] = answer.json()["matter"]["open"]
        if status == 200 and act.matter in self.steps:
            self.steps[act.matter].append((self._last(act.matter), world))
            if act.move in {"confirm", "propose"}:
                now = _evidence(self.people[act.matter])
                self.carried.setdefault(act.matter, []).append((len(so_far) + 1, now))
            if act.move == "execute_post":
                self.away.append((act, _away(self.people[act.matter], act.on)))
        return status

    def _last(self, number):
        return queries.said_in(self._line(number).key)[-1]

    def named(self, value):
        """Return what is said with the codes of matters in the place of their numbers."""
        if isinstance(value, str):
            return _NUMBER.sub(self._code, value)
        if isinstance(value, Mapping):
            return {k: self.named(v) for k, v in value.items()}
        return [self.named(v) for v in value] if isinstance(value, list | tuple) else value

    def _code(self, found):
        number = int(found[1])
        return self.codes[number] if number < len(self.codes) else "none"

    def _evidence(self, act):
        actor, given = self.world.actor(act.who), act.given
        if act.move == "report":
            self.ground.reported(
                self.world, given["person"], given["item"], code=given["code"], by=act.who,
                on=act.on,
            )  # fmt: skip
            return 201
        row = Evidence.objects.unscoped(Why.ABOUT).get(code=given["code"])
        edit = Edit(code=EvidenceCode(given["code"]), version=row.version, reason="重新看过")
        say = {"verify": evidence.verify, "withdraw": evidence.withdraw, "exempt": evidence.exempt}
        say[act.move](edit, actor=actor, at=clock.now())
        return 200

    def _absence(self, act):
        said = AbsenceSaid(
            kind=act.given["kind"], from_on=act.on - timedelta(days=1),
            to_on=act.on + timedelta(days=act.given["days"]),
        )  # fmt: skip
        appointing.add_absence(
            person=act.given["person"], said=said, actor=self.world.actor(act.who),
            at=casework.moment(act.on),
        )  # fmt: skip
        return 200

    def _related(self, act):
        said = LinkSaid(kind="夫妻", from_code="du", to_code="fan", from_on=act.on)
        appointing.add_link(
            place="qs-fin", said=said, actor=self.world.actor(act.who), at=casework.moment(act.on)
        )
        return 200

    def _day(self, act):
        """A new day begins for the worker; holidays of a year were entered."""
        each_day()
        count_anew(act.on.year, actor=self.world.actor("ouyang"), at=casework.moment(act.on))
        return 200

    def _command(self, act):
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            left = main(list(act.given["words"]))
        return 200 if left == 0 else 422

    def _reading(self, act):
        path = self.named(act.given["path"])
        answer = self.ground.clients[act.who].get(path)
        if answer.status_code == 200:
            text = answer.content.decode("utf-8", "replace")
            self.read.append(Seen(act=act, status=answer.status_code, text=text))
        return answer.status_code if answer.status_code != 302 else 403


def _copied(lists):
    return {key: list(values) for key, values in lists.items()}


def _posts():
    """What everybody's posts are, as rows."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTS)
        return cursor.fetchall()


def _steps():
    """How many steps were said in all matters."""
    with connection.cursor() as cursor:
        cursor.execute(_STEPS)
        return cursor.fetchone()


def _evidence(person):
    """What is verified about him and not corrected since, by item."""
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(person__code=person)
    found = list(rows.values_list("code", "item", "status", "supersedes"))
    gone = {later for *_, later in found}
    return {
        code: item for code, item, status, _ in found if status == "verified" and code not in gone
    }


def _away(person, on):
    """Why he is away on a day, as far as it is recorded by now."""
    rows = Absence.objects.unscoped(Why.ABOUT).filter(
        person__code=person, from_on__lte=on, to_on__gte=on
    )
    return set(rows.values_list("kind", flat=True))


def _refusable(way):
    def done(office, act):
        try:
            return way(office, act)
        except Refusal:
            return 422

    return done


_WAYS = {
    "open": Office._opened, "move": Office._made, "evidence": _refusable(Office._evidence),
    "absence": _refusable(Office._absence), "relation": _refusable(Office._related),
    "day": Office._day, "command": Office._command, "look": Office._reading,
}  # fmt: skip
