"""One act of a person leads to one decision, whatever case it is brought in."""

import pytest

from biaochi.errors import Refusal
from biaochi.evidence.queries import held_about
from tests.office import casework, remedywork
from tests.office.casework import step


def again(world, *, grounds=("N1",), more=(), **opening):
    """Another case on the evidence of one that went before, up to its proposal."""
    evidence = [str(e.code) for e in held_about("fan") if e.item in grounds]
    second = casework.opened(world, grounds=grounds, **opening)
    casework.declared(world, second)
    casework.verified(world, second, evidence=[*evidence, *more], upheld=grounds)
    casework.heard(world, second)
    casework.assessed(world, second)
    return second


def refused(world, code, measure="transfer", **given):
    with pytest.raises(Refusal) as found:
        casework.proposed(world, code, measure, **given)
    return [(p.code, p.column_name) for p in found.value.problems]


@pytest.mark.parametrize("served", [False, True])
def test_the_same_evidence_on_the_same_ground_is_not_decided_twice(world, served):
    first = casework.to_proposal(world)
    casework.decided(world, first, "transfer")
    if served:
        casework.served(world, first)
    second = again(world)
    assert refused(world, second) == [("STEP-TWICE", "again")]
    casework.proposed(world, second, "transfer", again="前一件只涉及职级，另有依据")


def test_new_evidence_makes_it_another_act(world):
    first = casework.to_proposal(world)
    casework.decided(world, first, "transfer")
    second = again(world, more=[casework.piece(world)])
    casework.proposed(world, second, "transfer")


def test_a_case_that_was_withdrawn_decided_nothing(world):
    first = casework.to_proposal(world)
    casework.decided(world, first, "transfer")
    step(world, first, "withdraw", reason="依据不足")
    casework.proposed(world, again(world), "transfer")


def test_two_cases_under_way_are_not_both_decided(world):
    first = casework.to_proposal(world)
    second = again(world)
    casework.proposed(world, second, "transfer")
    casework.met(world, second)
    casework.decided(world, first, "transfer")
    with pytest.raises(Refusal) as found:
        step(world, second, "confirm")
    assert [p.code for p in found.value.problems] == ["STEP-TWICE"]


def answered(world, outcome, **more):
    """A removal against which a remedy was served; returns the remedy."""
    office = remedywork.judges(world)
    first = remedywork.removed(office)
    remedy = remedywork.lodged(office, f"matter:{first}")
    remedywork.served(office, remedy, outcome, **more)
    return remedy


def test_what_a_remedy_revoked_is_no_decision(world):
    answered(world, "revoke")
    casework.proposed(world, again(world), "transfer")


def test_what_a_remedy_made_lighter_is_a_decision(world):
    answered(world, "alter", measure="transfer")
    assert refused(world, again(world)) == [("STEP-TWICE", "again")]


def test_what_was_sent_back_is_dealt_with_again_on_the_same_evidence(world):
    remedy = answered(world, "remand")
    casework.proposed(world, again(world, parent=remedy), "removal")
    assert refused(world, again(world)) == [("STEP-TWICE", "again")]
