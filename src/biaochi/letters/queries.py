"""Reads of this room: the steps of intervention about somebody, what runs out on whose desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from biaochi.access.shapes import Act, Actor
from biaochi.evidence.measuring import (
    MeasureLine,
    first_of,
    measure_lines,
    measures,
    taken_about,
)
from biaochi.letters.worlds import observation_world
from biaochi.matters import queries
from biaochi.matters.shapes import ClockLine, MatterLine
from biaochi.packs.shapes import Pack
from biaochi.procedure import observing
from biaochi.procedure.casefile import CLOSING
from biaochi.vocabulary import office

_KINDS = ("letter", "observation", "case")
_WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of intervention.  ``matter`` is the code of its page, blank for history."""

    kind: str
    on: date
    title: str
    state: str
    is_open: bool
    code: str
    matter: str = ""

    @property
    def label(self) -> str:
        """The step in Chinese."""
        return office.chinese(office.RUNGS, self.kind)

    @property
    def height(self) -> int:
        """How high on the ladder it stands: 0 is the lightest."""
        return list(office.RUNGS).index(self.kind)


def ladder(actor: Actor, person: str, *, act: Act = Act.SEE_MATTERS) -> tuple[Rung, ...]:
    """Return every step of intervention about an official in order of time.

    What was withdrawn is no step; the official sees what he was told.
    """
    matters = {str(m.code): m for m in queries.about(actor, person, act=act, kinds=_KINDS)}
    taken = measures(actor, act=act, kinds=list(office.RUNGS)).filter(person__code=person)
    found = [_of_measure(line, matters) for line in measure_lines(taken)]
    shown = {r.matter for r in found}
    found += [
        _of_matter(m) for m in matters.values()
        if m.code not in shown and m.outcome != _WITHDRAWN
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda r: (r.on, r.height, r.code)))


def prior_interventions(
    person: str, *, on: date, pack: Pack | None = None
) -> Sequence[MeasureLine]:  # fmt: skip
    """Return what was tried with an official, by that day, before anybody thinks of his post.

    Letters and observation periods, and whatever else the pack calls a reminder.  The actor was
    already allowed to see the official.
    """
    kinds = set(office.RUNGS) - {"case"}
    kinds |= {m.id for m in pack.measures if m.kind == "reminder"} if pack else set()
    return [m for m in taken_about(person, kinds=kinds) if m.on <= on]


def overdue(actor: Actor, *, on: date) -> list[ClockLine]:
    """Return what ran out, and nobody did, in the letters and observations of this handler."""
    mine = queries.handled_by(actor)
    late = queries.clocks(actor, until=on)
    return [
        c for c in late
        if c.due_on < on and c.matter.key in mine and c.matter.kind in {"letter", "observation"}
    ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Lead:
    """An observation that waits for people to decide whether anything follows."""

    matter: MatterLine
    failed_talks: int
    news: tuple[str, ...]


def escalations(actor: Actor) -> list[Lead]:
    """Return where talks changed nothing and something new was proven: awaiting human decision."""
    found = []
    rows = queries.rows(actor, kinds=("observation",)).filter(is_open=True)
    for row in queries.having(rows, move="talk", result="none"):
        line = queries.line_of(row)
        said = queries.said_in(line.key)
        standing = observing.fold(said, observation_world(line, said, said[-1].on))
        if standing.escalates:
            news = tuple(sorted(standing.news))
            found.append(Lead(matter=line, failed_talks=standing.failed_talks, news=news))
    return found


def _of_measure(line: MeasureLine, matters: Mapping[str, MatterLine]) -> Rung:
    code, _, _ = first_of(line.code).rpartition("-")
    matter = matters.get(code)
    return Rung(
        kind=line.measure, on=line.on, title=line.note, code=line.code,
        state=_state(matter) if matter else "已登记", matter=matter.code if matter else "",
        is_open=matter.is_open if matter else False,
    )  # fmt: skip


def _of_matter(line: MatterLine) -> Rung:
    return Rung(
        kind=_kind(line), on=line.opened_on, title=line.title, code=line.code,
        state=_state(line), matter=line.code, is_open=line.is_open,
    )  # fmt: skip


def _state(line: MatterLine) -> str:
    """Where it stands; a case with nothing left to do but to be closed is not closed yet."""
    return "等办结" if line.is_open and line.stage == CLOSING[0] else line.stage_label


def _kind(line: MatterLine) -> str:
    """A letter that was not served yet has no measure: its first step says which type it is."""
    if line.kind != "letter":
        return line.kind
    return str(queries.said_in(line.key)[0].given["type"])
