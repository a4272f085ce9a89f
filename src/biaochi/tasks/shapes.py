"""What crosses the door of tasks."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NewType

from biaochi.vocabulary import office

TaskId = NewType("TaskId", int)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A task a worker holds.  ``attempt`` tells this hold from an earlier one that was lost."""

    ident: TaskId
    kind: str
    asked: dict[str, Any]
    user: int
    holder: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a task is, and what it is doing."""

    done: int = 0
    total: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskState:
    """A task as its owner sees it."""

    ident: TaskId
    kind: str
    title: str
    state: str
    progress: Progress
    result: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return office.chinese(office.TASK_STATES, self.state)

    @property
    def over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state in {"done", "refused", "failed"}

    @property
    def percent(self) -> int:
        """Whole per cent done; 0 while the total is unknown."""
        if self.state == "done":
            return 100
        done, total = self.progress.done, self.progress.total
        return min(100, 100 * done // total) if total else 0
