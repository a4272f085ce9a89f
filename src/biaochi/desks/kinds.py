"""Every kind of matter this office knows, one line each."""

from collections.abc import Mapping

from biaochi.cases.desks import CASE, RESIGNATION
from biaochi.followup.desks import AFTERCARE
from biaochi.letters.desks import EXPIRY, LETTER, OBSERVATION
from biaochi.matters.shapes import Desk
from biaochi.remedies.desks import REMEDY
from biaochi.trail.editing import not_found

DESKS: Mapping[str, Desk] = {
    "letter": LETTER,
    "observation": OBSERVATION,
    "expiry": EXPIRY,
    "case": CASE,
    "resignation": RESIGNATION,
    "remedy": REMEDY,
    "aftercare": AFTERCARE,
}


def desk_of(kind: str) -> Desk:
    """Return the desk that answers for a kind of matter."""
    desk = DESKS.get(kind)
    if desk is None:
        raise not_found("事项")
    return desk
