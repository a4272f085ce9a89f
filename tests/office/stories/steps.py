"""Steps of a story, each by whom it belongs to, through the services; browsed.py: on the pages."""

from datetime import date

import pytest

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.desks import services
from biaochi.desks.kinds import desk_of
from biaochi.errors import Refusal
from biaochi.matters import queries
from biaochi.matters.models import Matter
from biaochi.matters.shapes import Opening, Wanted
from tests.office import casework

TITLES = {
    "case": "组织调整", "resignation": "辞职", "aftercare": "后续管理", "remedy": "复核",
}  # fmt: skip


class Steps:
    """What is done in one office, by whom."""

    def __init__(self, world):
        self.world = world

    def open(self, person, kind, *, on, who="an", by="", parent="", **given):
        """Open a matter; returns its code."""
        pack, _, procedure = by.partition(":")
        own = who == person
        opening = Opening(
            person=person, title=TITLES[kind], pack=int(pack) if pack else None,
            procedure=procedure, told=own, parent=parent,
        )  # fmt: skip
        wanted = Wanted(move=desk_of(kind).kind.first, on=on, given=_plain(given))
        return services.open_matter(
            kind, opening, wanted, actor=self.world.actor(who), at=casework.moment(on),
            act=Act.MOVE_OWN if own else Act.MOVE_MATTERS,
        )  # fmt: skip

    def line(self, code):
        """What everybody may read of a matter."""
        row = Matter.objects.unscoped(Why.ABOUT).select_related("person__home", "parent")
        return queries.line_of(row.get(code=code))

    def take(self, code, move, who, on, **given):
        """Make a move."""
        line = self.line(code)
        seen = len(queries.said_in(line.key))
        wanted = Wanted(move=move, on=on, given=_plain(given), seen=seen)
        services.take(
            code, wanted, actor=self.world.actor(who), at=casework.moment(on),
            own=who == line.person,
        )  # fmt: skip

    def refused(self, code, move, who, on, **given):
        """Try what is refused; returns what is said about why."""
        with pytest.raises(Refusal) as caught:
            self.take(code, move, who, on, **given)
        return str(caught.value)

    def speaker(self, person, on):
        """Who registers what an official says: himself today, of the past the officer."""
        return person if on == clock.today() else "an"

    # The walk of a case, with what every story says alike.

    def verified(self, code, on, **given):
        for who in ("an", "bai", "cheng"):
            self.take(code, "declare", who, on, relation="none")
        self.checked(code, on, **given)

    def checked(self, code, on, **given):
        self.take(
            code, "verify", "bai", on, investigators=["白景明", "冯核实"], violation=False,
            summary="谈话和书面材料一致，属实。", **given,
        )  # fmt: skip

    def heard(self, code, person, on):
        """He is told, says one thing, and is answered."""
        self.take(
            code, "tell", "an", on, served_on=on, means="talk", text="认定的事实和依据",
            receipt="本人签收",
        )  # fmt: skip
        self.take(code, "state", self.speaker(person, on), on, points=["工作有客观困难"])
        self.take(code, "answer", "an", on, answers=[(False, "已经核对，事实清楚。")])

    def assessed(self, code, on):
        self.take(code, "assess", "bai", on, conclusion="none", reason="不是探索中的失误。")

    def proposed(self, code, measure, on, **more):
        given = {"reason_class": "fault", "violation": False, "reason": "不适宜担任现职。"} | more
        self.take(code, "propose", "an", on, measure=measure, **given)

    def decided(self, code, on):
        self.take(
            code, "meet", "an", on, body="县委常委会", held_on=on, entitled=5,
            present=casework.PRESENT, votes={"for": 4, "against": 0, "abstained": 0},
            outcome="adopted", text="会议决定，同意所提方案。",
        )  # fmt: skip
        self.take(code, "confirm", "cheng", on)

    def served(self, code, on):
        self.take(
            code, "serve", "an", on, served_on=on, means="talk", remedy=casework.REMEDY,
            receipt="本人签收",
        )  # fmt: skip


def _plain(given):
    """Return what a move says as plain JSON."""
    said = {k: f"{v}" if isinstance(v, date) else v for k, v in given.items()}
    if "answers" in said:
        said["answers"] = [
            {"point": n, "accepted": accepted, "answer": answer}
            for n, (accepted, answer) in enumerate(said["answers"], 1)
        ]
    return said
