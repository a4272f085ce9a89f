"""Write the record: in the transaction of the act itself, or the act does not happen."""

import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.db import models, transaction

from biaochi.access.shapes import Actor
from biaochi.trail.events import Event
from biaochi.trail.models import Entry, Head, Version


@dataclass(frozen=True, kw_only=True)
class About:
    """What an act was about, where it is not a row: its kind, its id, what to commit to."""

    kind: str
    ident: str
    content: dict[str, Any] = field(default_factory=dict)


def record(
    event: Event, *, actor: Actor, at: datetime, about: models.Model | About,
    reason: str = "", detail: dict[str, Any] | None = None,
) -> int:  # fmt: skip
    """Append one act with all columns of what it left behind; returns its number."""
    kind, ident, version, content = _committed(about)
    salt = token_hex(32) if content else ""
    with transaction.atomic():
        entry = _append(
            event=event, user=actor.user, user_name=actor.name,
            roles=",".join(sorted(actor.roles)) or str(actor.admin or ""), at=at,
            kind=kind, ident=ident, version=version, reason=reason, detail=detail or {},
            commitment=commitment(salt, content) if content else "",
        )  # fmt: skip
        if content:
            Version.objects.create(
                entry=entry, kind=kind, ident=ident, version=version, salt=salt, content=content
            )
    return entry.seq


def seen(event: Event, *, actor: Actor, at: datetime, kind: str, ident: str) -> int:
    """Append one sensitive read."""
    return record(event, actor=actor, at=at, about=About(kind=kind, ident=ident))


def commitment(salt: str, content: str) -> str:
    """Return HMAC-SHA256 (RFC 2104) of the canonical content under the salt of its row, as hex."""
    return hmac.new(bytes.fromhex(salt), content.encode(), sha256).hexdigest()


def chained(previous: str, said: dict[str, Any]) -> str:
    """Return the hash of an entry: SHA-256 of the previous hash and its canonical columns."""
    return sha256(f"{previous}\n{canonical(said)}".encode()).hexdigest()


def canonical(content: dict[str, Any]) -> str:
    """Return JSON with sorted keys and no blanks: the same content has the same text."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def content_of(row: models.Model) -> dict[str, Any]:
    """Return every stored column of a row except those its model derives or counts.

    Of columns that hold secrets (``digested``) it is a hash: changes show, the secret does not.
    """
    skipped = {*getattr(row, "derived", ()), *getattr(row, "volatile", ())}
    fields = [f for f in row._meta.concrete_fields if f.name not in skipped]
    content = {f.attname: f.value_from_object(row) for f in fields}
    return content | {name: _digest(content[name]) for name in getattr(row, "digested", ())}


def _committed(about: models.Model | About) -> tuple[str, str, int, str]:
    if isinstance(about, About):
        return about.kind, about.ident, 0, canonical(about.content) if about.content else ""
    kind = about._meta.model_name or ""
    ident = str(getattr(about, "code", "") or about.pk)
    return kind, ident, getattr(about, "version", 0), canonical(content_of(about))


def _append(**said: Any) -> Entry:  # noqa: ANN401 (the columns of an entry)
    head = Head.objects.select_for_update().get(pk=1)
    seq = head.seq + 1
    said = {**said, "seq": seq, "event": str(said["event"])}
    entry = Entry(**said, previous=head.hash, hash=chained(head.hash, said))
    entry.save(force_insert=True)
    head.seq, head.hash = seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def _digest(value: object) -> str:
    said = value.encode() if isinstance(value, str) else bytes(value)  # type: ignore[call-overload]  # a binary column
    return sha256(said).hexdigest() if said else ""


def _plain(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        # One moment has one text, whatever zone it came in: it is computed again from the row.
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value).__name__)
