"""Compute the whole record again: the chain, the commitments, and the rows as they stand now."""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from biaochi.access.scoping import Why
from biaochi.trail.models import Entry, Head, Version
from biaochi.trail.services import canonical, chained, commitment, content_of

_PAGE = 2000
_CHAINED_OTHERWISE = frozenset({"previous", "hash"})


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was looked at, the end of the chain, and every place that does not fit."""

    entries: int
    versions: int
    seq: int
    hash: str
    faults: tuple[str, ...]


def verify() -> Verified:
    """Read everything; an empty list of faults means that everything fits."""
    faults: list[str] = []
    count, seq, last = 0, 0, ""
    versions = 0
    for entries in _pages():
        kept = _versions(entries)
        versions += len(kept)
        for entry in entries:
            count += 1
            faults += _faults(entry, kept.get(entry.seq), seq=seq, last=last)
            seq, last = entry.seq, entry.hash
    faults += _head(seq, last)
    loose = Version.objects.unscoped(Why.TRAIL).count() - versions
    if loose:
        faults.append(f"有 {loose} 个版本不属于任何一条留痕")
    faults += _rows()
    return Verified(entries=count, versions=versions, seq=seq, hash=last, faults=tuple(faults))


def _pages() -> Iterator[list[Entry]]:
    """Yield entries in order, a page at a time, so that no long read holds up who writes."""
    rows = Entry.objects.unscoped(Why.TRAIL).order_by("seq")
    after = -1
    while page := list(rows.filter(seq__gt=after)[:_PAGE]):
        yield page
        after = page[-1].seq


def _versions(entries: list[Entry]) -> dict[int, Version]:
    first, last = entries[0].seq, entries[-1].seq
    rows = Version.objects.unscoped(Why.TRAIL).filter(entry_id__gte=first, entry_id__lte=last)
    return {v.entry_id: v for v in rows.order_by("entry_id")}


def _faults(entry: Entry, version: Version | None, *, seq: int, last: str) -> Iterator[str]:
    where = f"第 {entry.seq} 条"
    if entry.seq != seq + 1:
        yield f"{where}之前缺号（上一条是第 {seq} 条）"
    if entry.previous != last:
        yield f"{where}接不上前一条"
    if entry.hash != chained(entry.previous, _said(entry)):
        yield f"{where}的内容与摘要不符"
    if bool(entry.commitment) != (version is not None):
        yield f"{where}的版本内容不在了" if entry.commitment else f"{where}多出一个版本"
    elif version is not None:
        if not _fits(entry, version):
            yield f"{where}的版本内容与承诺不符"
        said = (version.kind, version.ident, version.version)
        if said != (entry.kind, entry.ident, entry.version):
            yield f"{where}的版本说的是别的对象"


def _said(entry: Entry) -> dict[str, object]:
    return {
        f.attname: f.value_from_object(entry)
        for f in Entry._meta.concrete_fields
        if f.attname not in _CHAINED_OTHERWISE
    }


def _fits(entry: Entry, version: Version) -> bool:
    try:
        found = commitment(version.salt, version.content)
    except ValueError:  # the salt is no longer hexadecimal
        return False
    return hmac.compare_digest(found, entry.commitment)


def _head(seq: int, last: str) -> Iterator[str]:
    head = Head.objects.filter(pk=1).first()
    if head is None or (head.seq, head.hash) != (seq, last):
        yield f"链头与末条（第 {seq} 条）不符，末尾可能被截去"


def _rows() -> Iterator[str]:
    """Compare each recorded row as it stands with the last version the trail has of it."""
    models_by_kind = {m._meta.model_name: m for m in apps.get_models() if hasattr(m, "version")}
    kinds = _of_rows().order_by("kind").values_list("kind", flat=True)
    for kind in kinds.distinct():
        model = models_by_kind.get(kind)
        if model is not None:
            yield from _rows_of(kind, model)


def _of_rows() -> models.QuerySet[Version]:
    """Return versions of rows; what was recorded about something else has version 0."""
    return Version.objects.unscoped(Why.TRAIL).filter(version__gt=0)


def _rows_of(kind: str, model: type[models.Model]) -> Iterator[str]:
    newest = (
        _of_rows().filter(kind=kind)
        .values("ident").annotate(entry=models.Max("entry_id")).order_by("entry")
    )  # fmt: skip
    by = "code" if any(f.name == "code" for f in model._meta.concrete_fields) else "pk"
    after = -1
    while page := list(newest.filter(entry__gt=after)[:_PAGE]):
        after = page[-1]["entry"]
        kept = Version.objects.unscoped(Why.TRAIL).in_bulk([p["entry"] for p in page])
        idents = [p["ident"] for p in page]
        found = model._base_manager.filter(  # noqa: SLF001 (whole rows, whoever may see them)
            **{f"{by}__in": idents}
        )
        rows = {str(getattr(row, by)): row for row in found}
        for one in page:
            version = kept[one["entry"]]
            yield from _row(version, rows.get(version.ident), label=model._meta.verbose_name)


def _row(version: Version, row: models.Model | None, *, label: object) -> Iterator[str]:
    where = f"{label} {version.ident}"
    if row is None:
        yield f"{where}：留痕里有，库里没有了"
        return
    now, then = json.loads(canonical(content_of(row))), json.loads(version.content)
    changed = sorted(k for k in now.keys() | then.keys() if now.get(k) != then.get(k))
    if changed:
        yield f"{where}：与第 {version.entry_id} 条留下的不同（{'、'.join(changed)}）"
