"""Evidence under a ground: its own, or other evidence with words on how it bears on it."""

from biaochi.procedure.casefacts import Piece
from tests.core.procedure.caseworld import BAI, VERIFIED, Case

GUARD = "STEP-GUARD"


def test_a_ground_nothing_is_recorded_on_may_rest_on_other_verified_evidence():
    case = Case().open(grounds=["unfit-proposal"]).declare()
    said = VERIFIED | {"upheld": ["unfit-proposal"], "bearing": "同一件事"}
    assert case.stopped("verify", by=BAI, **said) == []
    cited = {
        **case.world.pieces,
        "E2": Piece(status="verified", rules=frozenset({"unfit-proposal"})),
    }
    case.change(pieces=cited)
    given = VERIFIED | {"upheld": ["unfit-proposal"]}
    assert case.stopped("verify", by=BAI, **given) == [(GUARD, "evidence")]
    assert case.stopped("verify", by=BAI, **given | {"evidence": ["E2"]}) == []


def test_a_ground_without_evidence_of_its_own_takes_words_on_what_bears_on_it():
    case = Case().open(grounds=["other"], evidence=["E1"]).declare()
    found = VERIFIED | {"upheld": ["other"]}
    assert case.stopped("verify", by=BAI, **found) == [(GUARD, "bearing")]
    assert case.stopped("verify", by=BAI, **found, bearing="同一件事的另一面") == []
    case.change(pieces={**case.world.pieces, "E9": Piece(status="verified")})
    assert case.stopped("verify", by=BAI, **found | {"evidence": ["E9"]}) == []
    case.change(pieces={**case.world.pieces, "E9": Piece(status="reported", item="other")})
    assert case.stopped("verify", by=BAI, **found, bearing="同一件事") == [(GUARD, "evidence")]
