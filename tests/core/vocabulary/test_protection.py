"""Protected states, near relations, advice on destinations: closed lists with their basis."""

from biaochi.vocabulary.destinations import DESTINATIONS, DESTINATIONS_BASIS
from biaochi.vocabulary.protection import RELATIVES, SHELTERS


def test_every_protected_state_says_what_it_stands_against_and_why():
    assert SHELTERS
    assert all(s.blocks in {"ending", "moving"} and s.basis.strip() for s in SHELTERS.values())


def test_spouses_and_blood_relations_are_near():
    assert {"夫妻", "直系血亲"} <= set(map(str, RELATIVES.values())) | set(RELATIVES)


def test_advice_on_destinations_has_a_basis_and_no_reason_twice():
    reasons = [reason for reason, _ in DESTINATIONS]
    assert len(set(reasons)) == len(reasons) >= 3
    assert DESTINATIONS_BASIS
