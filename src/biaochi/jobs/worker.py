"""Takes tasks one after the other and runs them; one thread of the server or a process by itself.

Whatever a task raises ends that task and not the worker.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import date
from threading import Event, Thread
from typing import Any, NoReturn

from django.db import DatabaseError, close_old_connections, connection

from biaochi import clock
from biaochi.appraisals.pruning import prune
from biaochi.errors import Problem, Refusal
from biaochi.jobs.beat import Beat, Lost
from biaochi.jobs.handlers import HANDLERS, Handler
from biaochi.jobs.holders import gone, holder
from biaochi.registry.homes import refresh_homes
from biaochi.registry.queries import actor_with
from biaochi.tasks import services
from biaochi.tasks.shapes import Claim

_IDLE_SECONDS = 0.5
_BUSY_SECONDS = 2.0
_BROKEN = "程序出错，任务没有完成，也没有留下半截的结果；请重新提交，仍不行请联系系统管理员。"
_LOG = logging.getLogger("biaochi.jobs")


class Worker:
    """Works until told to stop; a running task is finished first."""

    def __init__(self, handlers: Mapping[str, Handler] = HANDLERS) -> None:
        self._handlers = handlers
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Work in a thread beside the server."""
        self._thread = Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def stop(self, *, seconds: float | None = None) -> None:
        """Take no more tasks and wait for the running one, no longer than this."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self) -> None:
        """Take task after task until told to stop."""
        name = holder()
        day = date.min
        self._guarded(lambda: bool(services.forsake(gone=gone, at=clock.now())))
        while not self._stop.is_set():
            if day != clock.today() and self._guarded(each_day):
                day = clock.today()
            if not self._guarded(lambda: work_once(self._handlers, name=name)):
                self._stop.wait(_IDLE_SECONDS)
        connection.close()

    def _guarded(self, act: Callable[[], bool]) -> bool:
        try:
            close_old_connections()
            return act()
        except DatabaseError:
            _LOG.warning("the database did not answer; trying again", exc_info=True)
            connection.close()
            self._stop.wait(_BUSY_SECONDS)
            return False


def each_day() -> bool:
    """Do what a new day brings: officials belong elsewhere, and what is left over goes."""
    refresh_homes(clock.today())
    prune(clock.now())
    return True


def work_once(handlers: Mapping[str, Handler], *, name: str) -> bool:
    """Do the next task, if there is one."""
    if not services.waiting(at=clock.now()):
        return False
    again = sorted(kind for kind, handler in handlers.items() if handler.restartable)
    claim = services.take(holder=name, restartable=again, at=clock.now())
    if claim is not None:
        _do(claim, handlers=handlers)
    return claim is not None


def _do(claim: Claim, *, handlers: Mapping[str, Handler]) -> None:
    try:
        with Beat(claim) as beat:
            result = _done(claim, handler=handlers.get(claim.kind), beat=beat)
    except Lost:
        _LOG.warning("task %s went to another worker", claim.ident)
    except Refusal as refusal:
        services.refuse(claim, problems=refusal.problems, at=clock.now())
    except Exception:  # noqa: BLE001 (ends the task, not the worker)
        _LOG.exception("task %s (%s) broke", claim.ident, claim.kind)
        services.fail(claim, sentence=_BROKEN, at=clock.now())
    else:
        services.finish(claim, result=result, at=clock.now())


def _done(claim: Claim, *, handler: Handler | None, beat: Beat) -> dict[str, Any]:
    if handler is None:
        _refuse("TASK-KIND", "程序认识的任务", claim.kind, "请用同一版本的程序重新提交。")
    actor = actor_with(user=claim.user, on=clock.today())
    if actor is None:
        _refuse("TASK-OWNER", "启用的账号", "已停用", "请由现任经办人重新提交。")
    return handler.run(claim.asked, actor, clock.now(), beat.report)


def _refuse(code: str, expected: str, found: str, do: str) -> NoReturn:
    raise Refusal((Problem(code, expected, found, do),))
