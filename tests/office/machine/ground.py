"""A county to play in: its people, its packs, what was reported; a play leaves nothing behind."""

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from time import monotonic

from django.db import transaction
from django.test import Client

from biaochi.access.models import Grant
from biaochi.access.scoping import Why
from biaochi.evidence import services as evidence
from biaochi.evidence.measuring import MeasureSaid, record_measure
from biaochi.evidence.shapes import Draft, Edit, EvidenceCode, Item
from biaochi.procedure.shapes import By
from biaochi.registry.models import Person
from tests.core.procedure.caseplay import START
from tests.office import casework, cast, staff
from tests.office.machine.office import Office
from tests.office.machine.packs import Course, builtin_courses, random_courses

HIRED = (
    ("zhou", "周议决", "decider"), ("yan", "严经办", "officer"), ("she", "佘督查", "supervisor"),
    ("pei", "裴公正", "panel"), ("peng", "彭审理", "panel"), ("pu", "蒲候补", "panel"),
)  # fmt: skip
MORE = {
    "rui": ("officer", "verifier", "decider", "panel"), "zhou": ("panel",), "fan": ("officer",),
    "du": ("officer",),
}  # fmt: skip
"""Who holds more than one role: the same person may try to sit on both sides."""
ROLES = {
    "an": {"officer"}, "bai": {"verifier"}, "cheng": {"decider"}, "fan": {"self", "officer"},
    "sheng": {"supervisor"}, "li": {"liaison"}, "rui": {"verifier", "officer", "decider", "panel"},
    "zhou": {"decider", "panel"}, "du": {"self", "officer"}, "yan": {"officer"},
    "she": {"supervisor"}, "pan": {"panel"}, "pei": {"panel"}, "peng": {"panel"}, "pu": {"panel"},
}  # fmt: skip
STRANGERS = ("jin", "ning", "xi", "ouyang", "shen", "han")
"""Signed in, and nothing of these matters is theirs to see."""
_SESSION_SECONDS, _GARBAGE = 240, 50_000


@dataclass(frozen=True)
class Table:
    """What is chosen before a play: the course its cases walk."""

    course: Course
    pack: int


class Ground:
    """The county, once; ``playing`` gives each play a fresh one."""

    def __init__(self, world, folder):
        gc.set_threshold(_GARBAGE)  # packs are many objects, and stay
        self.world, self.folder, self.reported = world, folder, reported
        for login, name, role in HIRED:
            staff.hired(world, login, name, role)
        for login, roles in MORE.items():
            for role in roles:
                _granted(world, login, role)
        Person.objects.unscoped(Why.ABOUT).update(extra={"regime": "公务员"})
        self.packs = {}
        self.courses = builtin_courses()
        self.clients, self._since = {}, -_SESSION_SECONDS
        self.logins = {user.pk: login for login, user in world.users.items()}
        self.people = tuple(self._player(login) for login in ROLES)

    def _player(self, login):
        user = self.world.users[login]
        return By(user=user.pk, name=user.name, roles=frozenset(ROLES[login]), person=user.person)

    def by(self, login):
        """Return somebody as he acts for the office, not about himself."""
        return next(p for p in self.people if self.logins[p.user] == login)

    @property
    def is_late(self):
        """Whether the sessions of everybody will soon be over."""
        return monotonic() - self._since >= _SESSION_SECONDS

    def sign_in(self):
        """Let everybody sign in, and once more before his session is over."""
        if not self.is_late:
            return
        self._since = monotonic()
        for login in (*ROLES, *STRANGERS):
            self.clients[login] = Client(raise_request_exception=False)
            self.clients[login].force_login(self.world.users[login])

    def table(self, seed):
        """Return the course a seed walks: one of a pack that comes along, or a random one."""
        random = Random(seed * 7 + 1)
        if random.random() < 0.5:
            return self.laid(random.choice(self.courses))
        return self.laid(random.choice(random_courses(seed // 40, folder=self.folder)))

    def laid(self, course):
        """Return the table for a course, its pack taken in."""
        if course.digest not in self.packs:
            self.packs[course.digest] = course.taken_in(self.world)
        return Table(course=course, pack=self.packs[course.digest])

    @contextmanager
    def playing(self, table):
        """Give a play an office of its own; whatever it does is taken back."""
        self.sign_in()
        with transaction.atomic():
            yield self.office(table)
            transaction.set_rollback(True)

    def office(self, table):
        """Return an office in which something was reported about two officials."""
        for person in ("fan", "du"):
            _reported(self.world, person, table.course.items)
        return Office(self, table)


def _granted(world, login, role):
    Grant.objects.create(
        user=world.users[login], role=role, unit="qs", from_on=date(2015, 1, 1),
        granted_by=world.users["an"], granted_at=cast.AT,
    )  # fmt: skip


def _reported(world, person, items):
    """A reminder in earlier days, and a piece of evidence for each item; the last not verified."""
    key = Person.objects.unscoped(Why.ABOUT).get(code=person).pk
    said = MeasureSaid(
        person_key=key, code=f"M-{person}", measure="reminder", on=START - timedelta(days=90)
    )
    record_measure(said, actor=world.actor("an"), at=casework.moment(START))
    for number, item in enumerate(items):
        by = "li" if number else "rui"
        reported(world, person, item, code=f"E{number}-{person}", by=by, on=START)
        if number < len(items) - 1:
            verified(world, f"E{number}-{person}", by="bai", on=START)


def reported(world, person, item, *, code, by, on):
    """Report a piece of evidence, as it is told to the office."""
    known = Item(code=item, label=item, catalogue="目录", sign="takes")
    draft = Draft(
        person=person, item=item, value=Decimal(-3), source="谈话记录",
        occurred_on=on - timedelta(days=30),
    )  # fmt: skip
    at = casework.moment(on)
    evidence.report(draft, items={item: known}, actor=world.actor(by), at=at, code=code)


def verified(world, code, *, by, on):
    """Say that a piece of evidence is so."""
    edit = Edit(code=EvidenceCode(code), version=1)
    evidence.verify(edit, actor=world.actor(by), at=casework.moment(on))
