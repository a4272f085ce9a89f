"""The root of the organ tree, planted by the first run, before there is anybody to ask."""

from datetime import datetime

from biaochi.access.shapes import Actor
from biaochi.registry import names
from biaochi.registry.models import Unit
from biaochi.registry.tree import renumber
from biaochi.trail.events import Event
from biaochi.trail.services import record


def plant(*, code: str, name: str, type: str, actor: Actor, at: datetime) -> None:  # noqa: A002 (a column)
    """Add the unit at the top 建立根单位; everything else hangs below it."""
    unit = Unit(code=code, name=name, type=type)
    names.fill_unit(unit)
    unit.save(force_insert=True)
    renumber()
    record(Event.UNIT_ADDED, actor=actor, at=at, about=unit)
