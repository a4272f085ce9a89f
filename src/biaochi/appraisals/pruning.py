"""Snapshots nobody can ask about any more are let go; those of a finished run stay for good.

Findings, figures and whatever was determined because of them belong to a finished run, and its
explanation needs the facts as they were read.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.db.models import Max

from biaochi.access.scoping import Why
from biaochi.appraisals.models import Run
from biaochi.appraisals.storing import open_folder, snapshot_folder

_AT_WORK = timedelta(days=1)
"""A run that is still being computed has no row yet; nothing younger is touched."""


def prune(at: datetime) -> int:
    """Remove what unfinished runs left, and second copies that only older runs would read."""
    old = [path for path in _there() if _age(path, at) > _AT_WORK]
    wanted = _wanted()
    gone = [path for path in old if path not in wanted]
    for path in gone:
        rmtree(path, ignore_errors=True)
    return len(gone)


def _there() -> Iterator[Path]:
    place = Path(settings.HOME) / "snapshots"
    return place.iterdir() if place.exists() else iter(())


def _wanted() -> frozenset[Path]:
    done = Run.objects.unscoped(Why.RUN).filter(done=True).order_by()
    newest = done.values("period").annotate(newest=Max("pk")).values("newest")
    kept = {snapshot_folder(d) for d in done.values_list("facts_digest", flat=True)}
    latest = done.filter(pk__in=newest).values_list("facts_digest", flat=True)
    return frozenset(kept | {open_folder(d) for d in latest})


def _age(path: Path, at: datetime) -> timedelta:
    try:
        return timedelta(seconds=at.timestamp() - path.stat().st_mtime)
    except FileNotFoundError:
        return timedelta()
