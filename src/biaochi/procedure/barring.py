"""Influence periods (影响期): which measure bars what, from when, until when, and why then.

A length nobody stated is not a length of nothing: the timer says that it has to be filled in, and
until then nobody counts as free of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from biaochi.packs.shapes import Influence
from biaochi.procedure.deadlines import timer
from biaochi.procedure.shapes import Deadline
from biaochi.timeline import Duration

State = Literal["clear", "barred", "unknown"]
UNSTATED = "未定，需填写"
_JOINED = {"heaviest": "取最长的一项", "together": "合并计算"}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A measure that was taken; ``ends_on`` where the decision itself says when it ends."""

    code: str
    measure: str
    label: str
    on: date
    ends_on: date | None = None
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class Timer:
    """One influence period.  Without ``deadline`` its length is not known; ``question`` says why.

    ``covers`` are the codes of the measures it comes from, several where periods are joined.
    """

    covers: tuple[str, ...]
    label: str
    bars: str
    start: date
    deadline: Deadline | None
    source: str = "stated"
    question: str = ""
    inclusive: bool = True

    def is_over(self, on: date) -> bool:
        """Tell whether it is over on a day; never while its length is not known."""
        return self.deadline is not None and is_over(
            self.deadline.due, on=on, inclusive=self.inclusive
        )

    @property
    def ends(self) -> str:
        """The last word on when it ends, for people."""
        return f"{self.deadline.due}" if self.deadline else self.question or UNSTATED


@dataclass(frozen=True, kw_only=True)
class Barred:
    """What stands in the way of somebody on a day.

    ``until`` is the day from which nothing known does; None while a length is not known.
    """

    on: date
    state: State
    until: date | None
    running: tuple[Timer, ...] = ()
    unknown: tuple[Timer, ...] = ()
    over: tuple[Timer, ...] = ()


def timers_of(
    taken: Sequence[tuple[Measured, Sequence[Influence]]], *, inclusive: bool = True
) -> tuple[Timer, ...]:
    """Return every timer of these measures, the earliest first, joined ones after their parts.

    Each measure comes with what its pack said on that day, lengths written out (``6 months``) and
    not by the names of parameters; ``inclusive``: on its last day a period is already over.
    """
    found: list[Timer] = []
    joining: list[tuple[Measured, Influence]] = []
    for measure, influence in sorted(taken, key=lambda t: (t[0].on, t[0].code)):
        said = [i for i in influence if i.measure == measure.measure]
        found += [_timer(measure, i) for i in said]
        joining += [(measure, i) for i in said if i.longest]
        if not said and measure.ends_on is not None:
            found.append(_timer(measure, Influence(measure=measure.measure, bars="")))
    return tuple(replace(t, inclusive=inclusive) for t in (*found, *_joined(joining)))


def is_over(due: date, *, on: date, inclusive: bool) -> bool:
    """Tell whether a period is over on a day; ``inclusive``: already on its last day.

    >>> is_over(date(2025, 3, 1), on=date(2025, 3, 1), inclusive=True)
    True
    """
    return on >= due if inclusive else on > due


def barred(timers: Sequence[Timer], *, on: date) -> Barred:
    """Return what stands in the way on a day; what begins later does not yet."""
    begun = [t for t in timers if t.start <= on]
    unknown = tuple(t for t in begun if t.deadline is None)
    over = tuple(t for t in begun if t.is_over(on))
    running = tuple(t for t in begun if t.deadline is not None and not t.is_over(on))
    until = max((t.deadline.due for t in running if t.deadline), default=on)
    state: State = "barred" if running else "unknown" if unknown else "clear"
    return Barred(
        on=on, state=state, until=None if unknown else until, running=running, unknown=unknown,
        over=over,
    )  # fmt: skip


def _timer(measure: Measured, influence: Influence) -> Timer:
    due: Deadline | None = None
    source: str = influence.source
    counted = timer(measure.on, influence.lasts) if influence.lasts else None
    if measure.ends_on is not None and (counted is None or counted.due != measure.ends_on):
        said = f"自 {measure.on} 起，按决定登记的期满日期 {measure.ends_on}"
        due = Deadline(start=measure.on, due=measure.ends_on, length="", steps=(said,))
        source = "stated"
    elif counted is not None:
        due = counted
    return Timer(
        covers=(measure.code,), label=measure.label, bars=influence.bars, start=measure.on,
        deadline=due, source=source,
    )  # fmt: skip


def _joined(said: Sequence[tuple[Measured, Influence]]) -> Iterator[Timer]:
    """Yield what several periods of one kind come to where a later one begins in an earlier one."""
    for bars in dict.fromkeys(influence.bars for _, influence in said):
        yield from _in_a_row([(m, i) for m, i in said if i.bars == bars])


def _in_a_row(said: Sequence[tuple[Measured, Influence]]) -> Iterator[Timer]:
    row: Timer | None = None
    for measure, influence in said:
        one = _timer(measure, influence)
        if row is None or _apart(row, one):
            row = one
            continue
        row = _added(row, one, influence)
        yield row


def _apart(row: Timer, one: Timer) -> bool:
    return row.deadline is not None and one.start >= row.deadline.due


def _added(row: Timer, one: Timer, influence: Influence) -> Timer:
    both = replace(
        row, covers=(*row.covers, *one.covers), label=f"{row.label}、{one.label}", deadline=None
    )
    if row.deadline is None or one.deadline is None:
        return replace(both, question=row.question or UNSTATED)
    if influence.joined not in _JOINED:
        return replace(both, question="数项同时进行，合并办法没有选定，需填写")
    before, alone = row.deadline.due, one.deadline.due
    due = max(before, alone)
    steps = [f"前一项至 {before}，这一项至 {alone}，{_JOINED[influence.joined]}"]
    if influence.joined == "together" and one.deadline.length:
        due = Duration.parse(one.deadline.length).after(before)
        steps.append(f"前一项余下的期间加这一项，至 {due}")
    most = timer(one.start, influence.longest).due
    if due > most:
        due = most
        steps.append(f"合并最长不超过自 {one.start} 起算的上限，至 {most}")
    deadline = Deadline(start=row.start, due=due, length="", steps=tuple(steps))
    return replace(both, deadline=deadline)
