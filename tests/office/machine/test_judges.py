"""Each judge of the office finds what it is there for, when a fault lets it happen.

That they find nothing else is what the plays show (``test_machine``).
"""

from dataclasses import replace

import pytest

from tests.office.machine import judges
from tests.office.machine.faults import FAULTS, GONE
from tests.office.machine.ground import Ground
from tests.office.machine.office import Act
from tests.office.machine.usual import ON, PRESENT, USUAL, act, case, remedy, revoked

pytestmark = pytest.mark.once


@pytest.fixture
def ground(world, tmp_path):
    return Ground(world, tmp_path)


def told(ground, acts):
    """Do all this in an office of the demonstration; what the judges say."""
    with ground.playing(ground.laid(ground.courses[0])) as office:
        for one in acts:
            office.do(one)
        found = {judge.__name__: list(judge(office)) for judge in judges.JUDGES}
        refused = [(a.move or a.kind, status) for a, status in office.done if status > 201]
    return {name: said for name, said in found.items() if said}, refused


def test_a_case_told_rightly_to_its_end_leaves_nothing_wrong(ground):
    acts = [*case("execute_post"), *remedy(ground, ("pan", "pei", "peng"), outcome="revoke")]
    acts += [
        Act(kind="day", on=ON),
        Act(kind="command", on=ON, given={"words": ("trail", "verify")}),
    ]
    assert told(ground, acts) == ({}, [])


def test_who_had_to_do_with_its_evidence_while_he_sits_over_it_does_not_decide(ground):
    sitting = remedy(ground, ("rui", "pei", "peng"), outcome="uphold")
    changed = {"open": {"grounds": ["N5"]}, "meet": {"present": [*PRESENT[:2], "吴议决", "郑议决"]},
               "verify": {"upheld": ["N5"], "evidence": ["E1-fan"]}}  # fmt: skip
    begun, decide = [*case("serve", **changed), *sitting[:-1]], replace(sitting[-1], who="pei")
    exempt = replace(GONE, who="rui", move="exempt", given={"code": "E1-fan"})
    assert told(ground, [*begun, decide]) == ({}, [])
    assert told(ground, [*begun, exempt, decide]) == ({}, [("decide", 422)])


def test_what_a_remedy_revoked_is_not_carried_out(ground):
    acts = [*case("serve"), *revoked(ground), act("execute_post", *USUAL["execute_post"])]
    assert told(ground, acts) == ({}, [("execute_post", 422)])
    left = act("close", "an", {"note": "办结", "unexecuted": "复核已经撤销"})
    assert told(ground, [*acts[:-1], left]) == ({}, [])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_judge(fault, ground, monkeypatch):
    put = FAULTS[fault]
    put.broken(monkeypatch)
    found, refused = told(ground, put.acts(ground))
    assert put.judge in found, refused
