"""The stages a pack names, and where each gate of the product is housed among them.

The gates are the same in every pack, and which of them has to come before which; a pack that names
fewer stages, or names them in another order, changes where they are dealt with and never whether.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from biaochi.packs.shapes import Procedure, Stage
from biaochi.timeline import is_length
from biaochi.vocabulary.registry import Gate

GATES = ("motion", "verification", "hearing", "tolerance", "proposal", "decision", "service")
BEFORE: Mapping[str, tuple[str, ...]] = {
    "motion": (), "verification": GATES[:1], "hearing": GATES[:2], "tolerance": GATES[:2],
    "proposal": ("motion", "verification", "hearing", "tolerance"),
    "decision": GATES[:-2], "service": GATES[:-1],
}  # fmt: skip
"""All that comes before a gate; the hearing and tolerance may come in either order."""


_PLAIN = tuple(Stage(id=g, label=g.zh, gate=g.value) for g in Gate if g is not Gate.APPEAL)  # type: ignore[arg-type]  # the same words
"""The stages of a procedure that names none of its own."""
Quorum = tuple[int, int] | int
"""How many have to attend: a share of those entitled, (2, 3), or a number of persons, 5."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """The stages of a case in order, and the stage (by place) that houses each gate.

    ``lengths``: by place, the time limit the pack states for a stage, written as in packs.
    """

    id: str
    label: str
    stages: tuple[Stage, ...]
    houses: Mapping[str, int]
    body: str = ""
    quorum: Quorum = (1, 2)
    lengths: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def dealt(self) -> tuple[tuple[str, ...], ...]:
        """The gates dealt with in each stage, in the order of the stages."""
        places = range(len(self.stages))
        return tuple(tuple(g for g in GATES if self.houses[g] == place) for place in places)

    def housed(self, place: int) -> tuple[str, ...]:
        """Return the gates dealt with in the stage at this place."""
        return self.dealt[place] if place < len(self.dealt) else ()

    @cached_property
    def by_word(self) -> tuple[int, ...]:
        """The stages from the motion on that are passed by a word: no gate, or no known text."""
        places = range(self.houses["motion"], len(self.stages))
        return tuple(i for i in places if not self.dealt[i] or not self.stages[i].published)

    def declared(self, gate: str) -> int | None:
        """Return the place of the stage the pack itself gives to a gate."""
        return next((i for i, s in enumerate(self.stages) if s.gate == gate), None)

    def length_of(self, gate: str) -> str:
        """Return the time limit of the stage the pack gives to a gate; blank if it states none."""
        place = self.declared(gate)
        return "" if place is None else self.lengths.get(place, "")


def course_of(
    procedure: Procedure, *, quorum: Quorum = (1, 2),
    parameters: Mapping[str, str] | None = None,
) -> Course:  # fmt: skip
    """Return the course of a procedure; stages of gate ``appeal`` belong to remedies.

    A gate the pack does not name is housed with the next one it does; none comes after a gate that
    has to follow it.  ``parameters`` are durations a stage may name instead of writing them:
    {"inquiry_term": "15 working_days"}.
    """
    stages = tuple(s for s in procedure.stages if s.gate != "appeal") or _PLAIN
    named = parameters or {}
    lengths = {i: _length(s.deadline, named) for i, s in enumerate(stages)}
    return Course(
        id=procedure.id, label=procedure.label.zh, stages=stages, houses=_houses(stages),
        body=procedure.body, quorum=quorum, lengths={i: t for i, t in lengths.items() if t},
    )  # fmt: skip


def _length(text: str, named: Mapping[str, str]) -> str:
    return text if is_length(text) else named.get(text, "")


def _houses(stages: Sequence[Stage]) -> dict[str, int]:
    declared: dict[str, int] = {}
    for place, stage in enumerate(stages):
        if stage.gate in GATES:
            declared.setdefault(stage.gate, place)
    latest = max(declared.values(), default=len(stages) - 1)
    houses: dict[str, int] = {}
    for gate in reversed(GATES):
        after = [houses[g] for g in houses if gate in BEFORE[g]]
        limit = min(after, default=latest)
        houses[gate] = min(declared.get(gate, limit), limit)
    return houses
