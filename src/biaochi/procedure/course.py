"""The stages a pack names, and where each gate of the product is housed among them.

The gates are the same in every pack and in one order; a pack that names fewer stages, or names
them in another order, changes where they are dealt with and never whether.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biaochi.packs.shapes import Procedure, Stage

GATES = ("motion", "verification", "hearing", "tolerance", "proposal", "decision", "service")
_LAST = len(GATES) - 1


@dataclass(frozen=True, kw_only=True)
class Course:
    """The stages of a case in order, and the stage (by place) that houses each gate."""

    id: str
    label: str
    stages: tuple[Stage, ...]
    houses: Mapping[str, int]
    body: str = ""
    quorum: tuple[int, int] = (1, 2)

    def housed(self, place: int) -> tuple[str, ...]:
        """Return the gates dealt with in the stage at this place."""
        return tuple(g for g in GATES if self.houses[g] == place)


def course_of(procedure: Procedure, *, quorum: tuple[int, int] = (1, 2)) -> Course:
    """Return the course of a procedure; stages of gate ``appeal`` belong to remedies.

    A gate the pack does not name is housed with the next one it does; none comes after a gate that
    has to follow it.  ``quorum`` is a share of those entitled to attend: (2, 3).
    """
    stages = tuple(s for s in procedure.stages if s.gate != "appeal") or procedure.stages
    return Course(
        id=procedure.id, label=procedure.label.zh, stages=stages, houses=_houses(stages),
        body=procedure.body, quorum=quorum,
    )  # fmt: skip


def _houses(stages: Sequence[Stage]) -> dict[str, int]:
    declared: dict[str, int] = {}
    for place, stage in enumerate(stages):
        if stage.gate in GATES:
            declared.setdefault(stage.gate, place)
    houses: dict[str, int] = {}
    later = declared.get(GATES[_LAST], max(declared.values(), default=len(stages) - 1))
    for gate in reversed(GATES):
        later = min(declared.get(gate, later), later)
        houses[gate] = later
    return houses
