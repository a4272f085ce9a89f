"""One writer at a time, first come, first served: SQLite's own waiting lets some starve.

Threads of a process stand in line; processes share two file locks.  Who wants to write takes the
first (the turnstile), waits there for the second (the gate), then lets the next one in to wait, so
that a process that writes without pause cannot pass another that waits.
"""

import fcntl
import os
import time
from collections import deque
from pathlib import Path
from threading import Lock

_POLL = 0.002


class Busy(Exception):
    """The turn did not come in time."""


class Gate:
    """The gate of one database file."""

    def __init__(self, path: Path, *, seconds: float) -> None:
        self._seconds = seconds
        self._mutex = Lock()
        self._line: deque[Lock] = deque()
        self._taken = False
        self._turnstile = _opened(path.with_name(f"{path.name}-turnstile"))
        self._file = _opened(path.with_name(f"{path.name}-gate"))

    def enter(self) -> None:
        """Wait for the turn; Busy if it does not come."""
        until = time.monotonic() + self._seconds
        if not self._first_in_line(until):
            raise Busy
        try:
            _lock(self._turnstile, until)
            try:
                _lock(self._file, until)
            finally:
                fcntl.flock(self._turnstile, fcntl.LOCK_UN)
        except Busy:
            self._hand_on()
            raise

    def leave(self) -> None:
        """Let the next one in."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._hand_on()

    def _first_in_line(self, until: float) -> bool:
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            turn = Lock()
            turn.acquire()
            self._line.append(turn)
        if turn.acquire(timeout=max(0.0, until - time.monotonic())):
            return True
        with self._mutex:
            if turn in self._line:
                self._line.remove(turn)
                return False
        return True  # it came in the very moment

    def _hand_on(self) -> None:
        with self._mutex:
            if self._line:
                self._line.popleft().release()
            else:
                self._taken = False


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _lock(file: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise Busy from None
            time.sleep(_POLL)
        else:
            return
