"""A policy pack brought as a .zip: unpacked and checked aside, then stored, or nothing of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.queries import missing
from biaochi.appraisals.services import take_in
from biaochi.appraisals.storing import files_in
from biaochi.errors import Problem, refuse
from biaochi.exchange import uploads
from biaochi.exchange.doors.opening import in_child, named
from biaochi.exchange.doors.packing import AGAIN
from biaochi.exchange.doors.shapes import MIB, Limits

LIMITS = Limits(
    most_bytes=5 * MIB, most_inflated=20 * MIB, most_members=2_000, memory=1024 * MIB, seconds=60
)


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A file as it arrives: its name and bytes."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The pack that was stored, and what its check would have one watch or answer."""

    digest: str
    remarks: tuple[Problem, ...]


def bring(file: Brought, *, actor: Actor, at: datetime) -> Taken:
    """Check a pack and store it (载入规则包); refused with everything amiss, it leaves nothing."""
    if not may(actor, Act.RUN_APPRAISALS):
        raise missing("规则包")
    named(file.name, endings=(".zip",), do=AGAIN)
    stored = uploads.keep(file.chunks, limits=LIMITS)
    try:
        with TemporaryDirectory(prefix="pack-", dir=uploads.path_of("x").parent) as work:
            problems = _checked(uploads.path_of(stored.token), work)
            refuse(problems)
            digest = take_in(actor=actor, at=at, files=files_in(Path(work)))
    finally:
        uploads.drop(stored.token)
    return Taken(digest=digest, remarks=problems)


def _checked(path: Path, work: str) -> tuple[Problem, ...]:
    given = [str(path), work, json.dumps(asdict(LIMITS))]
    said = in_child("biaochi.exchange.doors.packing", given, limits=LIMITS, do=AGAIN)
    return tuple(Problem(**p) for p in said["problems"])
