"""Which function does which kind of long work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from biaochi.access.shapes import Actor
from biaochi.appraisals.asking import ask_what_if
from biaochi.exchange import checking, folder_out, intake
from biaochi.findings.services import run_period

Report = Callable[[int, int, str], None]
"""Done, total, what is being done now; cheap, so it may be called for each row."""

Work = Callable[[dict[str, Any], Actor, datetime, Report], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Handler:
    """How a kind of task is done.  Restartable: doing it twice leaves what doing it once does."""

    run: Work
    restartable: bool


HANDLERS: Mapping[str, Handler] = {
    "run": Handler(run=run_period, restartable=True),
    "what_if": Handler(run=ask_what_if, restartable=True),
    intake.CHECK: Handler(run=checking.check, restartable=True),
    intake.SWEEP: Handler(run=checking.sweep, restartable=True),
    folder_out.EXPORT: Handler(run=folder_out.export, restartable=True),
}
