"""Each judge of the office finds what it is there for, when a fault lets it happen.

That they find nothing else is what the plays show (``test_machine``).
"""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction

from tests.office import cast
from tests.office.machine import judges
from tests.office.machine.faults import FAULTS, GONE
from tests.office.machine.ground import Ground
from tests.office.machine.office import Act
from tests.office.machine.usual import ON, PRESENT, USUAL, act, case, remedy, revoked

pytestmark = pytest.mark.once


BEGUN = case("confirm")
"""What most of what is told here begins with."""


class Stage:
    """An office of the demonstration; what most acts begin with is told once, and stays.

    Everything else is undone when it was judged.  A fault is put in after the beginning.
    """

    def __init__(self, ground):
        self.ground, self.table = ground, ground.laid(ground.courses[0])
        self._begun, self._mark = None, ""

    def told(self, acts, *, fault=None):
        """Do all this; returns what the judges say, and what was refused."""
        return self.told_on(acts, (), fault=fault)[0]

    def told_on(self, acts, *endings, fault=None):
        """Do all this once, then go on in each of these ways; returns what is said of each."""
        shared = acts[: len(BEGUN)] == BEGUN
        with self._office(shared=shared) as office, pytest.MonkeyPatch.context() as patch:
            if fault is not None:
                fault.broken(patch)
            _done(office, acts[len(BEGUN) if shared else 0 :])
            return [_ended(office, ending) for ending in endings]

    @contextmanager
    def _office(self, *, shared):
        if self._begun is not None and (not shared or self.ground.is_late):
            transaction.savepoint_rollback(self._mark)
            self._begun = None
        self.ground.sign_in()
        if shared and self._begun is None:
            self._mark = transaction.savepoint()
            self._begun = _done(self.ground.office(self.table), BEGUN)
        here = transaction.savepoint()
        try:
            yield self._begun.again() if shared else self.ground.office(self.table)
        finally:
            transaction.savepoint_rollback(here)


def _ended(office, acts):
    here = transaction.savepoint()
    office = _done(office.again(), acts)
    found = {judge.__name__: list(judge(office)) for judge in judges.JUDGES}
    refused = [(a.move or a.kind, status) for a, status in office.done if status > 201]
    transaction.savepoint_rollback(here)
    return {name: said for name, said in found.items() if said}, refused


def _done(office, acts):
    for one in acts:
        office.do(one)
    return office


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    """The database in one transaction for all of this file, so that what was told once stays."""
    del django_db_setup
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stage(db, tmp_path_factory):
    return Stage(Ground(cast.world(), tmp_path_factory.mktemp("packs")))


def test_a_case_told_rightly_to_its_end_leaves_nothing_wrong(stage):
    acts = [*case("execute_post"), *remedy(stage.ground, ("pan", "pei", "peng"), outcome="revoke")]
    acts += [
        Act(kind="day", on=ON),
        Act(kind="command", on=ON, given={"words": ("trail", "verify")}),
    ]
    assert stage.told(acts) == ({}, [])


def test_who_had_to_do_with_its_evidence_while_he_sits_over_it_does_not_decide(stage):
    sitting = remedy(stage.ground, ("rui", "pei", "peng"), outcome="uphold")
    changed = {"open": {"grounds": ["N5"]}, "meet": {"present": [*PRESENT[:2], "吴议决", "郑议决"]},
               "verify": {"upheld": ["N5"], "evidence": ["E1-fan"]}}  # fmt: skip
    begun, decide = [*case("serve", **changed), *sitting[:-1]], replace(sitting[-1], who="pei")
    exempt = replace(GONE, who="rui", move="exempt", given={"code": "E1-fan"})
    told = stage.told_on(begun, [decide], [exempt, decide])
    assert told == [({}, []), ({}, [("decide", 422)])]


def test_what_a_remedy_revoked_is_not_carried_out(stage):
    execute = act("execute_post", *USUAL["execute_post"])
    left = act("close", "an", {"note": "办结", "unexecuted": "复核已经撤销"})
    told = stage.told_on([*case("serve"), *revoked(stage.ground)], [execute], [left])
    assert told == [({}, [("execute_post", 422)]), ({}, [])]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_judge(fault, stage):
    put = FAULTS[fault]
    found, refused = stage.told(put.acts(stage.ground), fault=put)
    assert put.judge in found, refused
