"""The menu: label, address, and the act that opens it."""

from dataclasses import dataclass

from biaochi.access.shapes import Act


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: str
    view: str
    act: Act


MENU: tuple[Entry, ...] = (Entry("我的任务", "tasks", Act.SEE_TASKS),)
