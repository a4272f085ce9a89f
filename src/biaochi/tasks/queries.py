"""Reads of tasks: everybody sees his own."""

from biaochi.access.shapes import Act, Actor
from biaochi.errors import Problem, Refusal
from biaochi.tasks.models import Task
from biaochi.tasks.shapes import Progress, TaskId, TaskState

_SHOWN = 100


def mine(actor: Actor) -> list[TaskState]:
    """Return the tasks the actor asked for, newest first."""
    rows = Task.objects.visible_to(actor, Act.SEE_TASKS).order_by("-pk")[:_SHOWN]
    return [_state(row) for row in rows]


def one(actor: Actor, *, ident: int) -> TaskState:
    """Return one task of the actor; refused as not found for everybody else."""
    row = Task.objects.visible_to(actor, Act.SEE_TASKS).filter(pk=ident).first()
    if row is None:
        problem = Problem(
            "NOT-FOUND", expected="本人提交的任务", found=str(ident), do="请从「我的任务」打开。"
        )
        raise Refusal((problem,))
    return _state(row)


def _state(row: Task) -> TaskState:
    return TaskState(
        ident=TaskId(row.pk), kind=row.kind, title=row.title, state=row.state,
        progress=Progress(done=row.done, total=row.total, note=row.note),
        result=row.result, problems=row.problems, created_at=row.created_at,
        started_at=row.started_at, finished_at=row.finished_at, attempts=row.attempts,
    )  # fmt: skip
