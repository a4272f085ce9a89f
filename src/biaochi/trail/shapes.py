"""What crosses the door of the trail: steps of a history, what each changed, what was taken out."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Change:
    """One column that is no longer what it was, and who made it so."""

    label: str
    old: str
    new: str
    by: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.by}把「{self.label}」由「{self.old}」改为「{self.new}」"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One recorded version of a thing: who left it so, when, why, what was new."""

    seq: int
    event: str
    by: str
    at: datetime
    version: int
    reason: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A list or folder somebody took out; ``unit``: of whom, where it was a folder of facts."""

    user: int
    name: str
    at: datetime
    unit: str = ""
