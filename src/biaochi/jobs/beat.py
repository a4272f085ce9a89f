"""The pulse of a running task: renews the lease and writes progress, beside the work itself.

It has its own database connection: a report in the middle of a transaction neither waits for it
nor is part of it.
"""

from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection

from biaochi import clock
from biaochi.tasks import services
from biaochi.tasks.shapes import Claim, Progress

_TICK = timedelta(milliseconds=500)
_RENEW = services.LEASE / 6


class Lost(Exception):
    """Another worker has the task now; this one stops where it is."""


class Beat:
    """Runs while a task runs.  ``report`` may be called as often as one likes."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._progress = Progress()
        self._lost = False
        self._stop = Event()
        self._thread = Thread(target=self._run, name=f"beat-{claim.ident}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._stop.set()
        self._thread.join()

    def report(self, done: int, total: int, note: str) -> None:
        """Take note of how far the work is; raises Lost where it is no longer ours."""
        if self._lost:
            raise Lost
        self._progress = Progress(done=done, total=total, note=note)

    def _run(self) -> None:
        written, renewed = Progress(), monotonic()
        while not self._stop.wait(_TICK.total_seconds()):
            now, latest = self._progress, monotonic()
            if now == written and latest - renewed < _RENEW.total_seconds():
                continue
            if self._said(now):
                written, renewed = now, latest
        connection.close()

    def _said(self, progress: Progress) -> bool:
        try:
            held = services.renew(self._claim, progress=progress, at=clock.now())
        except DatabaseError:  # busy or gone for a moment: the next beat tries again
            connection.close()
            return False
        self._lost = not held
        return True
