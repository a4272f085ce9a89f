"""What the official can do against what was decided about him, by which day, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from biaochi.access.shapes import Act, Actor
from biaochi.errors import Refusal
from biaochi.followup.forgetting import shown as shown_still
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.remedies.queries import decision_served, known_since, ways_open
from biaochi.remedies.shapes import UNLIMITED, OpenWay
from biaochi.web import links


@dataclass(frozen=True, kw_only=True)
class WayShown:
    """A way open against something, with how long there is left on the day of the page."""

    way: OpenWay
    today: date

    @property
    def days(self) -> int | None:
        """Days left; None where no last day is known."""
        return (self.way.due_on - self.today).days if self.way.due_on else None

    @property
    def is_past(self) -> bool:
        """Tell whether its last day is over."""
        return self.days is not None and self.days < 0

    @property
    def says(self) -> str:
        """How long there is left, in words."""
        if self.days is None:
            return self.way.unstated if self.way.unstated == UNLIMITED else "期限待定"
        if self.days < 0:
            return "期限已过"
        return "今天到期" if self.days == 0 else f"还有 {self.days} 天"

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return "bad" if self.is_past else "info" if self.days is None else "warn"


@dataclass(frozen=True, kw_only=True)
class DecisionShown:
    """A decision served on the official, with the ways against it that are not over."""

    matter: MatterLine
    served_on: date
    ways: Sequence[WayShown]

    @property
    def lodging(self) -> str:
        """Where a remedy against it is lodged."""
        return lodging(self.matter.code)


def lodging(code: str) -> str:
    """Return where a remedy against a matter is lodged."""
    return f"{links.link('mine_matter_new', kind='remedy')}?parent={code}"


def ways_shown(actor: Actor, code: str, *, today: date) -> list[WayShown]:
    """Return the ways open against a matter about the actor; none where there is nothing yet."""
    try:
        found = ways_open(actor, person=actor.person, about=f"matter:{code}", on=today)
    except Refusal:
        return []
    return [WayShown(way=way, today=today) for way in found]


def is_decided(actor: Actor, code: str, *, today: date) -> bool:
    """Tell whether something was decided in a matter about the actor and made known to him."""
    try:
        found = known_since(actor, person=actor.person, about=f"matter:{code}", on=today)
    except Refusal:
        return False
    return found is not None


def decisions(actor: Actor, *, today: date) -> list[DecisionShown]:
    """Return what was decided about the actor, the latest first.

    Until the matter is closed and the last day of every way is over.
    """
    found = []
    for line in shown_still(queries.about(actor, actor.person, act=Act.SEE_OWN), on=today):
        told = decision_served(actor, line, on=today)
        if told is None:
            continue
        ways = [WayShown(way=way, today=today) for way in told.ways]
        if line.is_open or any(w.days is not None and not w.is_past for w in ways):
            found.append(
                DecisionShown(
                    matter=line, served_on=told.served_on,
                    ways=[w for w in ways if not w.is_past],
                )
            )  # fmt: skip
    return sorted(found, key=lambda d: d.served_on, reverse=True)
