"""To whom the original was told: who read it, took it out, had it sent, or sat over it.

Who exported a list or a folder of facts that held the official is told too: what such a list said
of him in which column is not kept, so he may be named who saw only that there was something.  Not
known are lists leafed through on screen, copies passed on, and lists exported before an export
kept whom it held; a folder of facts is laid on the tree of units as it stands now.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from biaochi.appraisals.gather import people_of
from biaochi.evidence.overturning import measures_of
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.registry.queries import spans
from biaochi.remedies.shapes import Subject
from biaochi.trail.events import Event
from biaochi.trail.queries import readers_of, taken_out
from biaochi.trail.shapes import Taken

_READING = (
    Event.MATTER_READ, Event.EVIDENCE_READ, Event.ATTACHMENT_READ, Event.STEP_FILE_READ,
    Event.DOSSIER_READ, Event.EXPORTED,
)  # fmt: skip
_BODIES = ("body", "unit_told", "copied_to")
_NAMES = ("present",)
_LISTED = "导出过名单"


def recipients_of(subject: Subject, line: MatterLine) -> Mapping[str, str]:
    """Return key → who and how, of everybody to whom the original is known by the records."""
    return dict(_found(subject, line))


def _found(subject: Subject, line: MatterLine) -> Iterator[tuple[str, str]]:
    matters = [m for m in subject.chain if m.kind != "remedy"]
    first = min((m.opened_on for m in matters), default=line.opened_on)
    since = datetime.combine(first, time.min, tzinfo=UTC)
    own = {line.name, *(name for _, name, _ in queries.members_of(line, part="panel"))}
    readers = readers_of(_things(subject, matters), events=_READING, since=since)
    for user, name, how in (*_listed(line.person, since), *readers):
        if name not in own:
            yield f"user:{user}", f"{name}（{how}）"
    yield from _bodies(matters)


def _bodies(matters: list[MatterLine]) -> Iterator[tuple[str, str]]:
    """Yield bodies that were told and who was present, as the steps say."""
    for matter in matters:
        for step in queries.said_in(matter.key):
            for field in _BODIES:
                body = step.given.get(field)
                if isinstance(body, str) and body:
                    yield f"body:{body}", f"{body}（{matter.title}）"
            for field in _NAMES:
                for name in step.given.get(field) or ():
                    yield f"name:{name}", f"{name}（参加会议）"


def _listed(person: str, since: datetime) -> Iterator[tuple[int, str, str]]:
    """Yield who took out a list or a folder that held the official."""
    for taken in taken_out(person, since=since):
        if not taken.unit or _was_among(person, taken):
            yield taken.user, taken.name, _LISTED


def _was_among(person: str, taken: Taken) -> bool:
    """Tell whether a folder of the facts of a unit held an official when it was written."""
    span = spans({taken.unit}).get(taken.unit)
    if span is None:
        return False
    return bool(people_of(span, known_by=taken.at).filter(code=person).exists())


def _things(subject: Subject, matters: list[MatterLine]) -> Iterator[tuple[str, str]]:
    for matter in matters:
        yield "matter", str(matter.code)
        yield "person", matter.person
        for measure in measures_of(matter.code):
            yield "measure", measure.code
    for code in subject.evidence:
        yield "evidence", code
