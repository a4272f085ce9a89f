"""Reads of the trail for somebody who already was allowed to see what they are about."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from biaochi.access.scoping import Why
from biaochi.clock import local
from biaochi.trail.events import Event
from biaochi.trail.models import Entry, Version
from biaochi.trail.shapes import Change, Step, Taken

EMPTY = "（空）"
SEALED = "（加密保存）"
_COUNTED = frozenset({"id", "version", "recorded_at", "retired_at", "batch_id"})

_QUIET = frozenset({Event.KEPT_BEFORE, Event.REPLACED})
"""What only keeps the content of a row is no step of its history."""
_LABELS = {str(event): event.label for event in Event}

Content = Mapping[str, Any]
Words = Mapping[tuple[str, Any], str]


def history_of(kind: str, *idents: str) -> tuple[Step, ...]:
    """Return every recorded version of things of one kind, newest first.

    A row that replaced another is told by what differs from the row it replaced.
    """
    versions = _versions(kind, idents)
    contents = [json.loads(v.content) for v in versions]
    words = _words(kind, contents)
    steps: list[Step] = []
    last: dict[str, Content] = {}
    for version, content in zip(versions, contents, strict=True):
        replaced = str(version.entry.detail.get("replaces", ""))
        before = last.get(version.ident) or last.get(replaced) or {}
        last[version.ident] = content
        if version.entry.event not in _QUIET:
            steps.append(_step(version, changes=_changes(version, before, content, words)))
    return tuple(reversed(steps))


def changes_since(kind: str, ident: str, version: int) -> tuple[Change, ...]:
    """Return what is different from that version, each by who changed it last.

    A thing that came in by a file has no recorded first version; then nothing is known of it.
    """
    versions = _versions(kind, (ident,))
    contents = [json.loads(v.content) for v in versions]
    known = [n for n, v in enumerate(versions) if v.version == version]
    if not known:
        return ()
    start = contents[known[0]]
    words = _words(kind, contents)
    last: dict[str, Change] = {}
    for at in range(known[0] + 1, len(versions)):
        for change in _changes(versions[at], contents[at - 1], contents[at], words):
            last[change.label] = change
    now = _changes(versions[-1], start, contents[-1], words)
    return tuple(
        Change(label=c.label, old=c.old, new=c.new, by=last[c.label].by, at=last[c.label].at)
        for c in now
        if c.label in last
    )


def replaced_since(kind: str, ident: str) -> tuple[Change, ...]:
    """Return what differs in the row that took the place of this one, and who put it there."""
    rows = Version.objects.unscoped(Why.ABOUT).filter(kind=kind, entry__detail__replaces=int(ident))
    new = rows.select_related("entry").order_by("entry_id").first()
    old = _versions(kind, (ident,))
    if new is None or not old:
        return ()
    contents = [json.loads(old[-1].content), json.loads(new.content)]
    return tuple(_changes(new, contents[0], contents[1], _words(kind, contents)))


def is_kept(kind: str, ident: str, version: int) -> bool:
    """Tell whether this version of a thing is in the trail."""
    rows = Version.objects.unscoped(Why.ABOUT).filter(kind=kind, ident=ident, version=version)
    return bool(rows.exists())


def readers_of(
    things: Iterable[tuple[str, str]], *, events: Collection[Event], since: datetime
) -> list[tuple[int, str, str]]:
    """Return (user, name, what he did) of who read or took out one of these things, once each.

    A thing is what an entry is about, or what the paper is about that it tells of.
    """
    asked = models.Q(pk__in=())
    for kind, ident in things:
        asked |= models.Q(kind=kind, ident=ident)
        asked |= models.Q(kind="paper", **{f"detail__{kind}": ident})
    rows = Entry.objects.unscoped(Why.ABOUT).filter(
        asked, event__in=[str(e) for e in events], at__gte=since
    )
    found: dict[int, tuple[str, str]] = {}
    for user, name, event in rows.order_by("seq").values_list("user", "user_name", "event"):
        found.setdefault(user, (name, _LABELS.get(event, event)))
    return [(user, name, what) for user, (name, what) in sorted(found.items())]


def taken_out(person: str, *, since: datetime) -> list[Taken]:
    """Return the lists exported since a moment that held an official, and every folder of facts.

    Of a folder only its unit is known: who asks tells whether the official was among them.
    """
    rows = Version.objects.unscoped(Why.ABOUT).filter(
        models.Q(kind="facts") | models.Q(content__contains=json.dumps(person, ensure_ascii=False)),
        entry__event=Event.EXPORTED, entry__at__gte=since,
    )  # fmt: skip
    found = []
    for row in rows.select_related("entry").order_by("entry_id"):
        content, entry = json.loads(row.content), row.entry
        unit = str(content.get("unit", "")) if row.kind == "facts" else ""
        if unit or person in content.get("people", ()):
            found.append(Taken(user=entry.user, name=entry.user_name, at=entry.at, unit=unit))
    return found


def _versions(kind: str, idents: Iterable[str]) -> list[Version]:
    rows = Version.objects.unscoped(Why.ABOUT).filter(kind=kind, ident__in=sorted(set(idents)))
    return list(rows.select_related("entry").order_by("entry_id"))


def _step(version: Version, *, changes: Iterable[Change]) -> Step:
    entry = version.entry
    return Step(
        seq=entry.seq, event=_LABELS.get(entry.event, entry.event), by=entry.user_name, at=entry.at,
        version=version.version, reason=entry.reason, changes=tuple(changes),
    )  # fmt: skip


def _changes(version: Version, old: Content, new: Content, words: Words) -> list[Change]:
    found = []
    for field in _fields(version.kind):
        was, now = old.get(field.attname), new.get(field.attname)
        if was == now or field.attname in _COUNTED:
            continue
        if field.attname.startswith("id_") and field.attname != "id_number":
            continue
        said = [_said(field, value, words) for value in (was, now)]
        by, at = version.entry.user_name, version.entry.at
        found.append(Change(label=str(field.verbose_name), old=said[0], new=said[1], by=by, at=at))
    return found


def _fields(kind: str) -> list[Any]:
    model = next((m for m in apps.get_models() if m._meta.model_name == kind), None)
    return list(model._meta.concrete_fields) if model else []


def _words(kind: str, contents: Iterable[Content]) -> Words:
    """Return the names of rows that columns point to: one query per such column."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for field in _fields(kind):
        if field.related_model and field.attname not in _COUNTED:
            wanted[field] = {c.get(field.attname) for c in contents} - {None}
    return {
        (field.attname, row.pk): str(row)
        for field, keys in wanted.items()
        if keys
        for row in field.related_model._base_manager.filter(pk__in=keys)  # noqa: SLF001 (names only)
    }


def _said(field: Any, value: Any, words: Words) -> str:  # noqa: ANN401 (Django's own shapes)
    if value in (None, "", {}, []):
        return EMPTY
    if field.related_model:
        return words.get((field.attname, value), str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    for kind, say in _SAYINGS.items():
        if isinstance(field, kind):
            return say(value)
    return str(value)


def _pairs(value: Mapping[str, Any]) -> str:
    return "；".join(f"{k}：{v}" for k, v in sorted(value.items()))


_SAYINGS: Mapping[type[Any], Callable[[Any], str]] = {
    models.BinaryField: lambda _: SEALED,
    models.BooleanField: lambda value: "是" if value else "否",
    models.DateTimeField: lambda text: f"{local(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}",
    models.JSONField: _pairs,
}
"""How columns of a kind are told; JSON holds days and moments as text."""
