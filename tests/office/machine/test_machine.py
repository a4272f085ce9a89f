"""The procedure over HTTP: no course and no sequence of posts leads around a guard.

That a missing guard would be found is shown beside (``test_missing_guards``), and for every guard
before the pure core (``tests/core/procedure/test_case_properties``).
"""

from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from biaochi.access.models import Grant
from biaochi.access.scoping import Why
from biaochi.evidence import services as evidence
from biaochi.evidence.shapes import Draft, Edit, EvidenceCode, Item
from biaochi.matters.models import Matter
from biaochi.registry.models import Appointment
from tests.core.procedure import caseplay
from tests.core.procedure.caseoracle import wrongs
from tests.core.procedure.caseplay import START
from tests.office import casework, cast, staff
from tests.office.machine import httpplay
from tests.office.machine.httpplay import COURSES, HttpPlay, Office, seeded

pytestmark = pytest.mark.once

PLAYS = 6
_ITEMS = {
    "demo-qingshi": ("N1", "N5", "N3"), "jiangxi-2017": ("U-01", "U-02", "Q-01"),
    "county-appraisal": ("OH01", "OH02", "U01"), "national-2022": ("F01", "F02", "F03"),
    "changshan-2017": ("N-01", "N-02", "N-03"),
}  # fmt: skip


@pytest.fixture
def ground(world, client, monkeypatch):
    """The county, its packs, three verified pieces of evidence for each pack's items."""
    staff.hired(world, "zhou", "周议决", "decider")
    for role in ("officer", "verifier", "decider"):
        Grant.objects.create(
            user=world.users["rui"], role=role, unit="qs", from_on=date(2015, 1, 1),
            granted_by=world.users["rui"], granted_at=cast.AT,
        )  # fmt: skip
    packs = {name: staff.pack(world, name) for name, _ in COURSES}
    monkeypatch.setattr(caseplay, "PEOPLE", httpplay.players(world))
    monkeypatch.setattr(caseplay, "NAMES", tuple(p.name for p in caseplay.PEOPLE))

    @contextmanager
    def played(seed):
        name, procedure = seeded(seed)
        with transaction.atomic():
            monkeypatch.setattr(caseplay, "GROUNDS", _ITEMS[name])
            _report(world, _ITEMS[name])
            office = Office(world, client, packs[name], procedure)
            yield HttpPlay(seed, office=office)
            transaction.set_rollback(True)

    return played


def test_no_course_and_no_sequence_of_posts_leads_around_a_guard(ground):
    moves = set()
    for seed in range(PLAYS):
        with ground(seed) as play:
            assert wrongs(play.steps) == [], seed
            moves |= {s.move for s in play.said}
            assert _moved_by_hand(play)
    assert moves >= {"verify", "tell", "state", "answer", "assess", "propose", "meet", "confirm"}


def _report(world, grounds):
    """Three pieces of evidence under the codes the players know, verified by somebody else."""
    for number, ground in enumerate(grounds):
        item = Item(code=ground, label=ground, catalogue="目录", sign="takes")
        draft = Draft(
            person="fan", item=ground, value=Decimal(-3), source="谈话记录",
            occurred_on=START - timedelta(days=30),
        )  # fmt: skip
        by, at = world.actor("rui"), casework.moment(START)
        evidence.report(draft, items={ground: item}, actor=by, at=at, code=f"E{number}")
        edit = Edit(code=EvidenceCode(f"E{number}"), version=1)
        evidence.verify(edit, actor=world.actor("bai"), at=at)


def _moved_by_hand(play):
    """Nothing moved a post but a step that says so."""
    moved = any(s.move in {"execute_post", "execute_grade"} for s in play.said)
    rows = Appointment.objects.unscoped(Why.ABOUT).filter(person__code="fan")
    assert Matter.objects.unscoped(Why.ABOUT).filter(kind="case").count() <= 1
    return moved or list(rows.values_list("to_on", "retired_at")) == [(None, None)]
