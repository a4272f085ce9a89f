"""Files beside evidence: kept outside the web root by a random name, handed out with rights."""

import os
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.errors import Problem, Refusal
from biaochi.evidence.judging import hidden
from biaochi.evidence.models import Attachment, Evidence
from biaochi.evidence.queries import attachment
from biaochi.evidence.shapes import EvidenceCode, Stored
from biaochi.evidence.sniffing import Taken, taken
from biaochi.trail.editing import locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record, seen

FOLDER = "attachments"
_OURS, _FOLDER = 0o600, 0o700
_MOST = 20
_LONGEST = 120


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name and its bytes."""

    name: str
    data: bytes


def attach(code: str, *, upload: Upload, act: Act, actor: Actor, at: datetime) -> int:
    """Put a file beside a piece of evidence (上传附件): a reporter, or the person himself."""
    kept = taken(upload.data)
    stored = token_hex(24)
    path = _folder() / stored
    try:
        with transaction.atomic():
            made = _row(code, kept, name=named(upload.name, kept), act=act, actor=actor)
            made.stored, made.at = stored, at
            made.save(force_insert=True)
            record(
                Event.ATTACHMENT_ADDED, actor=actor, at=at, about=made,
                detail={"evidence": code, "digest": made.digest},
            )  # fmt: skip
            _write(path, kept.data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return int(made.pk)


def attach_either(code: str, *, upload: Upload, actor: Actor, at: datetime) -> int:
    """Attach as somebody who reports, or else as the person whom it is about."""
    rows = Evidence.objects.visible_to(actor, Act.REPORT_EVIDENCE).filter(code=code)
    act = Act.REPORT_EVIDENCE if rows.exists() else Act.REPLY_EVIDENCE
    return attach(code, upload=upload, act=act, actor=actor, at=at)


@transaction.atomic
def fetched(actor: Actor, *, ident: int, at: datetime) -> Stored:
    """Return where a file is, for whoever may see its evidence; the read is recorded."""
    for act in (Act.SEE_EVIDENCE, Act.SEE_OWN):
        rows = Attachment.objects.visible_to(actor, act).select_related("evidence")
        row = rows.filter(pk=ident).first()
        if row is not None:
            seen(Event.ATTACHMENT_READ, actor=actor, at=at, kind="attachment", ident=str(ident))
            code = EvidenceCode(row.evidence.code)
            return Stored(line=attachment(row), path=str(_folder() / row.stored), code=code)
    raise not_found("附件")


def _row(code: str, kept: Taken, *, name: str, act: Act, actor: Actor) -> Attachment:
    rows = Evidence.objects.visible_to(actor, act).filter(Evidence.counted(), code=code)
    evidence = locked(rows, what="证据")
    beside = Attachment.objects.unscoped(Why.ABOUT).filter(evidence=evidence)
    if beside.count() >= _MOST:
        do = "请合并成一个文件后再传。"
        raise Refusal((Problem("FILE-SIZE", f"至多 {_MOST} 个附件", "已满", do),))
    return Attachment(
        evidence=evidence, name=name, content_type=kept.content_type, size=len(kept.data),
        digest=sha256(kept.data).hexdigest(), user=actor.user, user_name=actor.name,
    )  # fmt: skip


def named(name: str, kept: Taken) -> str:
    """Return a name that is safe to hand back: no path, nothing unseen, the ending it deserves."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2].strip(" .")
    stem = plain.rpartition(".")[0] or plain
    if not stem or hidden(stem) or set(stem) & set('<>:"|?*\n\r\t'):
        do = "请改一个普通的文件名再传。"
        problem = Problem("FILE-NAME", "普通的文件名", repr(name)[:60], do, column_name="附件")
        raise Refusal((problem,))
    return f"{stem[:_LONGEST]}.{kept.ending}"


def place(stored: str) -> Path:
    """Return where a file of this stored name is."""
    return _folder() / stored


def write(stored: str, data: bytes) -> None:
    """Write a new file under this stored name, on the disk before the row that names it is."""
    _write(_folder() / stored, data)


def _folder() -> Path:
    folder = Path(settings.HOME) / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER)
    return folder


def _write(path: Path, data: bytes) -> None:
    """Write a new file, on the disk before the row that names it is."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
