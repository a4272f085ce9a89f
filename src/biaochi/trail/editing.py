"""Two people at the same thing: the second is told what the first did, nothing is overwritten."""

from datetime import datetime
from typing import Any

from django.db import models

from biaochi.access.shapes import Actor
from biaochi.clock import local
from biaochi.errors import Refusal, refusal
from biaochi.trail.events import Event
from biaochi.trail.queries import changes_since, is_kept, replaced_since
from biaochi.trail.services import record


def not_found(what: str) -> Refusal:
    """Return the refusal for what is not there, or not for this person: the same words."""
    return refusal("NOT-FOUND", expected=f"您范围内的{what}", found="没有", do="请核对后重试。")


def locked(rows: models.QuerySet[Any], *, what: str, version: int | None = None) -> Any:  # noqa: ANN401 (a row of any model)
    """Return the one row of a scoped query, locked for this transaction.

    Refuses where there is none, where its version is no longer the one that was looked at, and
    where another row took its place.
    """
    row = rows.select_for_update(of=("self",)).order_by("pk").first()
    if row is None:
        raise not_found(what)
    if version is not None and (row.version != version or getattr(row, "retired_at", None)):
        raise conflict(row, version=version)
    return row


def conflict(row: Any, *, version: int) -> Refusal:  # noqa: ANN401 (a row of any model)
    """Return the refusal that tells what others changed since this version."""
    kind, ident = row._meta.model_name, str(getattr(row, "code", "") or row.pk)
    retired = getattr(row, "retired_at", None) is not None
    changes = replaced_since(kind, ident) if retired else changes_since(kind, ident, version)
    told = [f"{c}（{local(c.at):%Y-%m-%d %H:%M}）" for c in changes]
    otherwise = "这一行已被更正" if retired else f"现在已是第{row.version}版"
    return refusal(
        "EDIT-CONFLICT", expected=f"您打开时的第{version}版",
        found="；".join(told) or otherwise, do="请看过新内容后再改一次。",
    )  # fmt: skip


def keep_before(row: Any, *, actor: Actor, at: datetime) -> None:  # noqa: ANN401 (a row of any model)
    """Put a row as it stands into the trail before its first change, where a file brought it."""
    kind, ident = row._meta.model_name, str(getattr(row, "code", "") or row.pk)
    if not is_kept(kind, ident, row.version):
        record(Event.KEPT_BEFORE, actor=actor, at=at, about=row)
