"""What crosses the door of exchange."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NewType

from biaochi.exchange.forms import FORMS
from biaochi.tasks.shapes import TaskState
from biaochi.vocabulary import office

BatchId = NewType("BatchId", int)
Choice = Literal["all", "good"]
ANNOTATED = ".annotated.xlsx"
ERRORS = ".errors"
MOST_ANNOTATED = 20_000


@dataclass(frozen=True, kw_only=True)
class Import:
    """A file somebody brought: what it is, how far it is, what the check found."""

    ident: BatchId
    form: str
    name: str
    state: str
    rows: int
    digest: str
    rows_digest: str
    created_at: datetime
    committed_at: datetime | None
    version: int
    task: TaskState | None = None
    outcome: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What kind of workbook it is."""
        return FORMS[self.form].label

    @property
    def says(self) -> str:
        """The state in Chinese."""
        if self.state == "staged" and self.task:
            return {"done": "待确认", "refused": "未通过", "failed": "出错中断"}.get(
                self.task.state, "检查中"
            )
        return office.chinese(office.BATCH_STATES, self.state)

    @property
    def ready(self) -> bool:
        """Tell whether the check is done and the rows wait for a decision."""
        return self.state == "staged" and bool(self.task) and self.outcome != {}

    @property
    def about(self) -> Mapping[str, Any]:
        """Return what the rows are about as a whole, where they go in together or not at all."""
        found: Mapping[str, Any] = self.outcome.get("about", {})
        return found

    @property
    def errors(self) -> Sequence[Mapping[str, Any]]:
        """Return the first errors with their places."""
        found: Sequence[Mapping[str, Any]] = self.outcome.get("first", ())
        return found
