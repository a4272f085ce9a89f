"""Many follow-ups at once: where each stands, with what the office knows around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from biaochi.access.shapes import Actor
from biaochi.evidence.verifying import verified_on
from biaochi.followup.shapes import Known
from biaochi.followup.terms import terms_for
from biaochi.followup.timers import known_about
from biaochi.followup.worlds import adjustments
from biaochi.matters.queries import lines, rows, said_in_all
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.aftercare import Around
from biaochi.procedure.recovering import Recovery, fold

KIND = ("aftercare",)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A follow-up, where it stands, and what is known around it."""

    line: MatterLine
    now: Recovery
    around: Around


def followed(actor: Actor, *, only_open: bool = True) -> list[Followed]:
    """Return the follow-ups the actor may see; a handful of queries however many there are."""
    found = rows(actor, kinds=KIND)
    return standings(lines(found.filter(is_open=True) if only_open else found))


def standings(those: Sequence[MatterLine]) -> list[Followed]:
    """Return where follow-ups stand, of lines somebody was already allowed to see."""
    known = known_about({line.person for line in those})
    said = said_in_all(line.key for line in those)
    evidence = verified_on({line.person for line in those})
    found = []
    for line in those:
        about = known.get(line.person, Known())
        around = Around(
            terms=terms_for(line), measures=adjustments(about), timers=about.timers,
            evidence=evidence.get(line.person, {}),
        )  # fmt: skip
        found.append(Followed(line=line, around=around, now=fold(said.get(line.key, ()), around)))
    return found
