"""How many letters there were, by type and by rank; every number opens into its letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from biaochi.access.shapes import Act, Actor
from biaochi.evidence.measuring import MeasureLine, measure_lines, measures
from biaochi.letters.ranks import RANKS
from biaochi.vocabulary import office

UNSTATED = "未注明"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Letters of one type to one rank: how many, and to how many persons."""

    type: str
    rank: str
    times: int
    persons: int

    @property
    def label(self) -> str:
        """The type in Chinese."""
        return office.chinese(office.LETTERS, self.type)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The letters of a span; persons are counted once however many letters they got."""

    cells: tuple[Cell, ...]
    times: int
    persons: int

    def by_type(self) -> dict[str, int]:
        """Return how many letters each type has; types without one are left out."""
        found: dict[str, int] = {}
        for cell in self.cells:
            found[cell.type] = found.get(cell.type, 0) + cell.times
        return found

    def by_rank(self) -> dict[str, int]:
        """Return how many letters each rank got."""
        found: dict[str, int] = {}
        for cell in self.cells:
            found[cell.rank] = found.get(cell.rank, 0) + cell.times
        return found


def counted(
    actor: Actor, *, since: date, until: date, act: Act = Act.SEE_MATTERS
) -> Counted:  # fmt: skip
    """Count the letters from a day to a day, both included, within reach of the actor."""
    rows = _within(actor, since=since, until=until, act=act).order_by()
    grouped = rows.values_list("measure", "rank").annotate(
        times=Count("pk"), persons=Count("person", distinct=True)
    )
    order = list(office.LETTERS)
    cells = [
        Cell(type=t, rank=rank or UNSTATED, times=times, persons=persons)
        for t, rank, times, persons in grouped
    ]
    return Counted(
        cells=tuple(sorted(cells, key=lambda c: (order.index(c.type), c.rank))),
        times=sum(c.times for c in cells), persons=rows.values("person").distinct().count(),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which cells of the table are opened; blank for all."""

    type: str = ""
    rank: str = ""


def letters(
    actor: Actor, asked: Asked, *, since: date, until: date, act: Act = Act.SEE_MATTERS
) -> Sequence[MeasureLine]:
    """Return the letters behind a number of the table, oldest first."""
    found = _within(actor, since=since, until=until, act=act)
    if asked.type:
        found = found.filter(measure=asked.type)
    return measure_lines(of_rank(found, asked.rank) if asked.rank else found)


def rows(actor: Actor, *, act: Act = Act.SEE_MATTERS) -> QuerySet[Any]:
    """Return every letter within reach of the actor, for a list."""
    return measures(actor, act=act, kinds=list(office.LETTERS))


def of_rank(found: Any, rank: str) -> Any:  # noqa: ANN401 (rows of a list)
    """Keep the letters to one rank; ``未注明`` keeps those of which nobody wrote it down."""
    return found.filter(rank="" if rank == UNSTATED else rank)


def ranks(found: QuerySet[Any]) -> list[str]:
    """Return the ranks there are among letters, the highest first."""
    listed = found.order_by("rank").values_list("rank", flat=True).distinct()
    order = {rank: n for n, rank in enumerate(RANKS)}
    return sorted(
        (rank or UNSTATED for rank in listed), key=lambda r: (order.get(r, len(order)), r)
    )


def _within(actor: Actor, *, since: date, until: date, act: Act) -> QuerySet[Any]:
    return rows(actor, act=act).filter(on__gte=since, on__lte=until)
