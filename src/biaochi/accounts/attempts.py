"""How long somebody who guesses has to wait: longer each time, never more than a minute.

Counted by the name typed, whether it exists or not, and by address.  A guess is counted before it
is tried, so that many at once do not slip through together.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from biaochi.access.models import Attempt
from biaochi.access.scoping import Why

LONGEST = 60
_FREE_BY_NAME, _FREE_BY_ADDRESS = 4, 30
_FORGOTTEN = timedelta(hours=1)
_KEPT = timedelta(days=1)


def wait(failures: int, *, free: int) -> int:
    """Return how many seconds the next try has to wait.

    >>> [wait(n, free=4) for n in (0, 3, 4, 5, 9, 10, 1000)]
    [0, 0, 1, 2, 32, 60, 60]
    """
    doublings = min(failures - free, LONGEST.bit_length())
    return 0 if doublings < 0 else min(LONGEST, 1 << doublings)


@transaction.atomic
def counted(*, login: str, address: str, at: datetime) -> int:
    """Count a try; returns 0, or the seconds still to wait, and then nothing was counted."""
    rows = [_row(_by_name(login), at), _row(_by_address(address), at)]
    waits = [
        _left(row, at=at, free=free)
        for row, free in zip(rows, (_FREE_BY_NAME, _FREE_BY_ADDRESS), strict=True)
    ]
    if any(waits):
        return max(waits)
    for row in rows:
        fresh = at - row.failed_at > _FORGOTTEN
        row.failures, row.failed_at = 1 if fresh else row.failures + 1, at
        row.save(update_fields=["failures", "failed_at"])
    return 0


@transaction.atomic
def forgiven(*, login: str, address: str, at: datetime) -> None:
    """Forget the failures of a name that got in, and this one try of its address."""
    rows = Attempt.objects.unscoped(Why.LOGIN)
    rows.filter(key=_by_name(login)).delete()
    row = rows.select_for_update().filter(key=_by_address(address)).first()
    if row is not None:
        row.failures = max(0, row.failures - 1)
        row.save(update_fields=["failures"])
    rows.filter(failed_at__lt=at - _KEPT).delete()


def _row(key: str, at: datetime) -> Attempt:
    rows = Attempt.objects.unscoped(Why.LOGIN)
    rows.get_or_create(key=key, defaults={"failed_at": at})
    found: Attempt = rows.select_for_update().get(key=key)
    return found


def _left(row: Attempt, *, at: datetime, free: int) -> int:
    since = at - row.failed_at
    if since > _FORGOTTEN:
        return 0
    return max(0, wait(row.failures, free=free) - int(since.total_seconds()))


def _by_name(login: str) -> str:
    # What was typed may be somebody's password in the wrong field: it is not kept as it is.
    return "name:" + sha256(login.strip().casefold().encode()).hexdigest()[:60]


def _by_address(address: str) -> str:
    return f"address:{address}"[:80]
