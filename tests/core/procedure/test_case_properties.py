"""No pack and no sequence of acts leads around a guard; a guard that is missing is found out."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaochi.procedure import guards
from tests.core.drawing import generated
from tests.core.procedure.caseoracle import wrongs
from tests.core.procedure.caseplay import Play

RUNS, FEW, SEEDS = 2000, 10, 400
FAULTS = (
    "closed", "self", "recused", "relatives", "declared", "asked", "ending", "order", "decided",
    "referral", "protected", "grounds", "verifier", "investigators", "judged", "evidence",
    "telling", "assessor", "exemption", "reasons", "violation", "legal", "pay", "law-review",
    "not-for-speaking", "once", "meeting", "people", "quorum", "votes", "record", "confirmer",
    "remedy", "served-on", "as-decided", "closing",
)  # fmt: skip
"""Guards whose absence the oracle notices; the others are told by tests of their own."""


@given(st.integers(0, 10**9))
@generated(FEW)
def test_a_random_case_breaks_no_rule(seed):
    assert wrongs(Play(seed).steps) == []


@pytest.mark.slow
@given(st.integers(0, 10**9))
@generated(RUNS)
def test_no_pack_and_no_sequence_of_acts_leads_around_a_guard(seed):
    assert wrongs(Play(seed).steps) == []


@pytest.mark.slow
def test_the_random_cases_come_far_enough_to_mean_something():
    moves = Counter(s.move for seed in range(200) for s in Play(seed).said)
    assert moves["confirm"] > 40
    assert moves["execute_post"] + moves["execute_grade"] + moves["execute_pay"] > 10
    assert min(moves[m] for m in ("join", "refer", "waive", "state", "withdraw", "pass")) > 5


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_case_without_this_guard_is_found_out(fault, monkeypatch):
    kept = tuple(g for g in guards.GUARDS if g.id != fault)
    assert len(kept) == len(guards.GUARDS) - 1
    monkeypatch.setattr(guards, "GUARDS", kept)
    assert any(wrongs(Play(seed, steps=70).steps) for seed in range(SEEDS))
