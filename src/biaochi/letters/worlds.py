"""What guards ask of the rest of the office, gathered for one matter."""

from datetime import date

from biaochi.appraisals.queries import kept_pack
from biaochi.evidence.queries import proven_on, standing_of
from biaochi.findings.grounds import taken_up
from biaochi.letters.tenures import dues_of, moves_in_term, posts_of
from biaochi.matters.queries import is_overturned
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.expiring import ExpiryWorld
from biaochi.procedure.letters import LetterWorld
from biaochi.procedure.observing import ObservationWorld
from biaochi.procedure.shapes import Said
from biaochi.procedure.tenure import limits_of
from biaochi.registry.calendars import working_calendar

_DRAFTS = frozenset({"draft", "redraft"})


def letter_world(line: MatterLine, said: tuple[Said, ...], on: date) -> LetterWorld:
    """Gather what a letter asks: the pack, the calendar, what is known about the person."""
    del on  # everything here holds whatever the day
    known = standing_of(line.person)
    drafts = [s.given for s in said if s.move in _DRAFTS]
    return LetterWorld(
        person=line.person, pack=kept_pack(line.pack), procedure=line.procedure,
        calendar=working_calendar(), findings=frozenset(taken_up(line.person)),
        verified=frozenset(c for c, status in known.items() if status == "verified"),
        reported=frozenset(c for c, status in known.items() if status == "reported"),
        type=drafts[0].get("type", "") if drafts else "",
        replies=bool(drafts and drafts[-1].get("reply_wanted")),
    )  # fmt: skip


def observation_world(
    line: MatterLine, said: tuple[Said, ...], on: date
) -> ObservationWorld:  # fmt: skip
    """Gather what an observation asks: the pack, what is proven of the person and since when."""
    del on  # everything here holds whatever the day
    return ObservationWorld(
        person=line.person, pack=kept_pack(line.pack), procedure=line.procedure,
        findings=frozenset(taken_up(line.person)), proven=proven_on(line.person),
        variant=said[0].given.get("variant", "") if said else "",
    )  # fmt: skip


def expiry_world(line: MatterLine, said: tuple[Said, ...], on: date) -> ExpiryWorld:
    """Gather what an expiry asks: what runs out that day, the posts, the moves of this term."""
    del said
    pack = kept_pack(line.pack)
    found = dues_of(line.person, pack, on=on)
    return ExpiryWorld(
        person=line.person, dues={d.key: d for d in found},
        moved=moves_in_term(line.person, pack, on=on), moves=limits_of(pack, on=on).special,
        posts=frozenset(str(p.ident) for p in posts_of(line.person, on=on)),
        overturned=line.told_on is not None and is_overturned(line.key),
    )  # fmt: skip
