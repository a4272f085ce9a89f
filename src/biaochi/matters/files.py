"""Files handed in with a step: kept like attachments of evidence, by type of content."""

from datetime import datetime
from hashlib import sha256
from secrets import token_hex

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.evidence import attaching
from biaochi.evidence.sniffing import taken
from biaochi.matters.models import Step, StepFile
from biaochi.matters.shapes import MatterLine
from biaochi.trail.editing import not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record, seen


def keep(step: Step, *, name: str, data: bytes, actor: Actor, at: datetime) -> int:
    """Keep one file beside a step (随附文件); refuses what is no document or picture."""
    kept = taken(data)
    stored = token_hex(24)
    row = StepFile(
        step=step, name=attaching.named(name, kept), content_type=kept.content_type,
        size=len(kept.data), digest=sha256(kept.data).hexdigest(), stored=stored,
    )  # fmt: skip
    row.save(force_insert=True)
    record(Event.STEP_FILE_ADDED, actor=actor, at=at, about=row, detail={"digest": row.digest})
    attaching.write(stored, kept.data)
    return int(row.pk)


def fetched(actor: Actor, line: MatterLine, *, ident: int, at: datetime) -> tuple[str, str, str]:
    """Return (name, type, path) of a file of this matter; the read is recorded.

    The caller has made sure that this reader is shown the step it came with.
    """
    rows = StepFile.objects.unscoped(Why.ABOUT).filter(step__matter=line.key, pk=ident)
    row = rows.first()
    if row is None:
        raise not_found("文件")
    seen(Event.STEP_FILE_READ, actor=actor, at=at, kind="stepfile", ident=str(ident))
    return row.name, row.content_type, str(attaching.place(row.stored))
