"""Progress on standard error, for whatever takes more than two seconds."""

import sys
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from biaochi.cli.tables import clip, pad

PATIENCE = 2.0
_ON_TERMINAL, _IN_FILE = 0.5, 5.0
_ACROSS = 78


class Progress:
    """Says what is going on: one line that renews itself on a terminal, a few plain lines else."""

    def __init__(self) -> None:
        self.doing = ""
        self._started = monotonic()
        self._written = ""
        self._over = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._over.set()
        self._thread.join()
        self.clear()

    def clear(self) -> None:
        """Take the line off the terminal, so that something else can be printed."""
        if self._written and sys.stderr.isatty():
            sys.stderr.write("\r" + " " * _ACROSS + "\r")
            sys.stderr.flush()

    def says(self, doing: str) -> None:
        """Note what is being done now."""
        self.doing = doing

    def _watch(self) -> None:
        if self._over.wait(PATIENCE):
            return
        terminal = sys.stderr.isatty()
        while True:
            self._write(terminal=terminal)
            if self._over.wait(_ON_TERMINAL if terminal else _IN_FILE):
                return

    def _write(self, *, terminal: bool) -> None:
        line = f"{self.doing}…… {monotonic() - self._started:.0f} 秒"
        self._written = line
        if terminal:
            sys.stderr.write("\r" + pad(clip(line, _ACROSS), _ACROSS))
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()
