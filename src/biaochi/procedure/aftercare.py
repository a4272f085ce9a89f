"""What a pack asks for after an adjustment, what the product takes where it is silent, the world.

The world of a follow-up is what its guards ask of the rest of the office.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from biaochi.packs.shapes import Aftercare, AftercareField
from biaochi.procedure.barring import Barred, Measured, Timer, barred
from biaochi.procedure.deadlines import Calendar

DEFAULTS: Mapping[str, tuple[str, str]] = {
    "plan_due": ("30 days", "调整生效后启用计划的期限"),
    "escalation_talks": ("2", "提请研究之前至少谈过的次数"),
    "shown_after": ("12 months", "没有影响期的函件和措施，办结后在默认界面显示的时间"),
    "long_open_days": ("180", "久拖未结的天数"),
}
"""What the product takes where a pack has no parameter of this name; shown as the product's."""

ACTORS = (
    ("talk-principal", "单位主要领导谈话", "单位主要领导"),
    ("talk-line", "分管领导谈话", "分管领导"),
    ("talk-organisation", "组织部门谈话", "组织部门"),
)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a pack says of the time after, with lengths written out (``3 months``).

    ``inclusive``: on its last day an influence period counts as over.  ``product`` names those of
    ``DEFAULTS`` that the pack left to the product.
    """

    aftercare: Aftercare = field(default_factory=Aftercare)
    inclusive: bool = True
    plan_due: str = DEFAULTS["plan_due"][0]
    escalation_talks: int = int(DEFAULTS["escalation_talks"][0])
    places: tuple[tuple[str, str], ...] = ()
    product: frozenset[str] = frozenset()

    def headings(self, *kinds: str) -> tuple[AftercareField, ...]:
        """Return the headings of these kinds in the order of the pack."""
        return tuple(f for f in self.aftercare.fields if f.kind in kinds)

    @property
    def plan(self) -> tuple[AftercareField, ...]:
        """Headings a plan needs before it is in force: the pack's, or else the work goals."""
        return self.headings("plan", "file") or (GOALS,)

    @property
    def checks(self) -> tuple[AftercareField, ...]:
        """Headings of a re-check: the pack's, or else how he does now."""
        return self.headings("recheck") or (RECHECK,)

    @property
    def talks(self) -> tuple[AftercareField, ...]:
        """Who has to talk with him: as the pack says, or else the three kinds of actor."""
        return self.headings("talk") or tuple(
            AftercareField(id=i, label=label, kind="talk", owner=o) for i, label, o in ACTORS
        )


GOALS = AftercareField(id="goals", label="工作目标任务", kind="file")
PROJECTS = AftercareField(id="key-projects", label="重点项目清单", kind="file")
RECHECK = AftercareField(id="recheck", label="现实表现", kind="recheck")


def written(terms: Terms) -> tuple[AftercareField, ...]:
    """Return every heading that is written in the plan and the file on the person."""
    asked = terms.headings("plan", "file")
    have = {f.id for f in asked}
    return asked + tuple(f for f in (GOALS, PROJECTS) if f.id not in have)


@dataclass(frozen=True, kw_only=True)
class CaseSeen:
    """Another case of the person: still going, done, or dropped without a measure."""

    state: Literal["open", "done", "dropped"]
    opened_on: date


@dataclass(frozen=True, kw_only=True)
class Around:
    """What the office knows around one follow-up.

    ``measures``: in force, by code · ``timers``: every influence period of the person ·
    ``results``: annual results by year · ``cases``: his other cases · ``evidence``: verified, by
    code, with its day · ``parent``: the case this follows, if any · ``others``: the measures that
    other open follow-ups of his are about.
    """

    terms: Terms
    measures: Mapping[str, Measured] = field(default_factory=dict)
    timers: tuple[Timer, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    results: Mapping[int, str] = field(default_factory=dict)
    cases: Mapping[str, CaseSeen] = field(default_factory=dict)
    evidence: Mapping[str, date] = field(default_factory=dict)
    parent: CaseSeen | None = None
    others: frozenset[str] = frozenset()

    @property
    def written(self) -> tuple[str, ...]:
        """The ids of what is written in the plan."""
        return tuple(f.id for f in written(self.terms))

    @property
    def checks(self) -> tuple[str, ...]:
        """The ids of what a re-check has to say."""
        return tuple(f.id for f in self.terms.checks)

    def barred(self, on: date) -> Barred:
        """Return what stands in the way of the person on a day."""
        return barred(self.timers, on=on)
