"""To whom the original was told: who read it, took it out, had it sent, or sat over it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from biaochi.evidence.overturning import measures_of
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.remedies.shapes import Subject
from biaochi.trail.events import Event
from biaochi.trail.queries import readers_of

_READING = (
    Event.MATTER_READ, Event.EVIDENCE_READ, Event.ATTACHMENT_READ, Event.STEP_FILE_READ,
    Event.DOSSIER_READ, Event.EXPORTED,
)  # fmt: skip
_BODIES = ("body", "unit_told", "copied_to")
_NAMES = ("present",)


def recipients_of(subject: Subject, line: MatterLine) -> Mapping[str, str]:
    """Return key → who and how, of everybody to whom the original is known by the records."""
    return dict(_found(subject, line))


def _found(subject: Subject, line: MatterLine) -> Iterator[tuple[str, str]]:
    matters = [m for m in subject.chain if m.kind != "remedy"]
    first = min((m.opened_on for m in matters), default=line.opened_on)
    since = datetime.combine(first, time.min, tzinfo=UTC)
    own = {line.name, *(name for _, name, _ in queries.members_of(line, part="panel"))}
    for user, name, how in readers_of(_things(subject, matters), events=_READING, since=since):
        if name not in own:
            yield f"user:{user}", f"{name}（{how}）"
    for matter in matters:
        for step in queries.said_in(matter.key):
            for field in _BODIES:
                body = step.given.get(field)
                if isinstance(body, str) and body:
                    yield f"body:{body}", f"{body}（{matter.title}）"
            for field in _NAMES:
                for name in step.given.get(field) or ():
                    yield f"name:{name}", f"{name}（参加会议）"


def _things(subject: Subject, matters: list[MatterLine]) -> Iterator[tuple[str, str]]:
    for matter in matters:
        yield "matter", str(matter.code)
        yield "person", matter.person
        for measure in measures_of(matter.code):
            yield "measure", measure.code
    for code in subject.evidence:
        yield "evidence", code
