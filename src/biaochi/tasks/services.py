"""Ask for long work, take it, say how far it is, say how it ended.

A worker holds a task by a lease.  Every word of a worker about its task names the attempt, so a
worker that was thought dead and wakes up again changes nothing.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.errors import CODES, Problem
from biaochi.tasks.models import Task
from biaochi.tasks.shapes import Claim, Progress, TaskId

LEASE = timedelta(seconds=60)
ATTEMPTS = 3
_GIVEN_UP = "执行的进程中断了，任务没有完成，也没有留下半截的结果；可以重新提交。"
_NOTE = 120
_PROBLEMS = 2000


def ask(*, kind: str, title: str, asked: dict[str, Any], actor: Actor, at: datetime) -> TaskId:
    """Put work in the queue (提交任务); it runs with the rights its owner has when it starts."""
    row = Task.objects.create(
        kind=kind, title=title[:_NOTE], asked=asked, user=actor.user, user_name=actor.name,
        created_at=at,
    )  # fmt: skip
    return TaskId(row.pk)


def waiting(*, at: datetime) -> bool:
    """Tell whether a worker would find something; takes no lock, so it may be asked often."""
    return _open(at).exists()


@transaction.atomic
def take(*, holder: str, restartable: Collection[str], at: datetime) -> Claim | None:
    """Take the oldest task that waits or whose worker is gone; gives up what cannot be redone."""
    for row in _open(at).order_by("pk").select_for_update(skip_locked=True):
        lost = row.state == "running"
        if lost and (row.kind not in restartable or row.attempts >= ATTEMPTS):
            _end(row, state="failed", at=at, problems=[_plainly(_GIVEN_UP)])
            continue
        row.state, row.holder, row.attempts = "running", holder, row.attempts + 1
        row.done, row.total, row.note = 0, 0, ""
        row.started_at, row.leased_until = at, at + LEASE
        row.save()
        return Claim(
            ident=TaskId(row.pk), kind=row.kind, asked=row.asked, user=row.user,
            holder=holder, attempt=row.attempts,
        )  # fmt: skip
    return None


def renew(claim: Claim, *, progress: Progress, at: datetime) -> bool:
    """Say that the work goes on and how far it is; False where it is no longer ours."""
    return bool(
        _held(claim).update(
            leased_until=at + LEASE, done=progress.done, total=progress.total,
            note=progress.note[:_NOTE],
        )
    )  # fmt: skip


def finish(claim: Claim, *, result: dict[str, Any], at: datetime) -> bool:
    """Say that the work is done and where its result is."""
    return _ended(claim, state="done", at=at, result=result)


def refuse(claim: Claim, *, problems: Sequence[Problem], at: datetime) -> bool:
    """Say that the input was refused, with every problem found."""
    said = [asdict(p) | {"says": CODES[p.code].says} for p in problems[:_PROBLEMS]]
    return _ended(claim, state="refused", at=at, problems=said)


def fail(claim: Claim, *, sentence: str, at: datetime) -> bool:
    """Say that the work broke, by one sentence without inner details."""
    return _ended(claim, state="failed", at=at, problems=[_plainly(sentence)])


@transaction.atomic
def forsake(*, gone: Callable[[str], bool], at: datetime) -> int:
    """Free at once the tasks of workers that are known to be gone; the next one takes them."""
    rows = _rows().filter(state="running", leased_until__gt=at).order_by("pk")
    found = [row for row in rows.select_for_update(skip_locked=True) if gone(row.holder)]
    for row in found:
        row.leased_until = at
        row.save(update_fields=["leased_until"])
    return len(found)


def _rows() -> QuerySet[Task]:
    rows: QuerySet[Task] = Task.objects.unscoped(Why.TASK)
    return rows


def _open(at: datetime) -> QuerySet[Task]:
    return _rows().filter(Q(state="waiting") | Q(state="running", leased_until__lte=at))


def _held(claim: Claim) -> QuerySet[Task]:
    return _rows().filter(
        pk=claim.ident, state="running", holder=claim.holder, attempts=claim.attempt
    )


@transaction.atomic
def _ended(claim: Claim, **said: Any) -> bool:  # noqa: ANN401 (what _end takes)
    row = _held(claim).select_for_update().first()
    if row is not None:
        _end(row, **said)
    return row is not None


def _end(row: Task, *, state: str, at: datetime, **said: Any) -> None:  # noqa: ANN401 (columns)
    row.state, row.finished_at, row.leased_until = state, at, None
    for name, value in said.items():
        setattr(row, name, value)
    row.save()


def _plainly(sentence: str) -> dict[str, Any]:
    return {"code": "", "says": sentence}
