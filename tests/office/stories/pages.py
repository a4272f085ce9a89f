"""Steps of a story, each by whom it belongs to: as a form of the pages, or through the services.

The two take the same words; pages are slower, so few stories go that way every time.
"""

import re
from datetime import date

import pytest
from django.test import Client

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.desks.kinds import DESKS
from biaochi.errors import Refusal
from biaochi.matters import queries, services
from biaochi.matters.models import Matter
from biaochi.matters.shapes import Opening, Wanted
from tests.office import casework

_LISTS = frozenset({"investigators", "present", "points"})


class Pages:
    """The pages of one office, as each person opens them."""

    def __init__(self, world, *, paged=False):
        self.world, self.clients, self.paged = world, {}, paged

    def client(self, who):
        if who not in self.clients:
            self.clients[who] = Client()
            self.clients[who].force_login(self.world.users[who])
        return self.clients[who]

    def read(self, who, path, status=200):
        answer = self.client(who).get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.content.decode()

    def open(self, person, kind, *, on, who="an", way="", **given):
        """Open a matter on its page; returns its code."""
        if not self.paged:
            return self._opened(person, kind, on=on, who=who, way=way, **given)
        base = f"/mine/matters/new/{kind}/" if who == person else (
            f"/people/{person}/matters/new/{kind}/"
        )  # fmt: skip
        sent = {"title": "组织调整", "on": f"{on}", "seen": "0", "sure": "on", **_form(given)}
        answer = self.client(who).post(f"{base}?way={way}" if way else base, sent)
        assert answer.status_code == 302, wrong(answer)
        return answer["Location"].strip("/").rsplit("/", 1)[1]

    def _opened(self, person, kind, *, on, who, way, **given):
        pack, _, procedure = way.partition(":")
        own = who == person
        opening = Opening(
            person=person, title="组织调整", pack=int(pack) if pack else None,
            procedure=procedure, told=own,
        )  # fmt: skip
        wanted = Wanted(move=DESKS[kind].kind.first, on=on, given=_plain(given))
        return services.open_matter(
            DESKS[kind], opening, wanted, actor=self.world.actor(who), at=casework.moment(on),
            act=Act.MOVE_OWN if own else Act.MOVE_MATTERS,
        )  # fmt: skip

    def post(self, code, move, who, on, **given):
        own = who in self.world.people
        row = Matter.objects.unscoped(Why.ABOUT).get(code=code)
        seen = len(queries.said_in(row.pk))
        sent = {"on": f"{on}", "seen": f"{seen}", "sure": "on", **_form(given)}
        base = f"/mine/matters/{code}" if own else f"/matters/{code}"
        return self.client(who).post(f"{base}/moves/{move}/", sent)

    def take(self, code, move, who, on, **given):
        if not self.paged:
            self._taken(code, move, who, on, given)
            return
        answer = self.post(code, move, who, on, **given)
        assert answer.status_code == 302, (move, wrong(answer))

    def _taken(self, code, move, who, on, given):
        row = Matter.objects.unscoped(Why.ABOUT).select_related("person").get(code=code)
        wanted = Wanted(
            move=move, on=on, given=_plain(given), seen=len(queries.said_in(row.pk))
        )  # fmt: skip
        own = who == row.person.code
        services.take(
            DESKS[row.kind], code, wanted, actor=self.world.actor(who), at=casework.moment(on),
            act=Act.MOVE_OWN if own else Act.MOVE_MATTERS,
        )  # fmt: skip

    def refused(self, code, move, who, on, **given):
        """Try what is refused; returns what is said about why."""
        if not self.paged:
            with pytest.raises(Refusal) as caught:
                self._taken(code, move, who, on, given)
            return str(caught.value)
        answer = self.post(code, move, who, on, **given)
        assert answer.status_code in {404, 409, 422}, (move, answer.status_code)
        return answer.content.decode()

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
        """He is told, says one thing, and is answered.

        What was said in the past is registered by the officer: one's own page knows today only.
        """
        speaker = person if on == clock.today() else "an"
        self.take(
            code, "tell", "an", on, served_on=on, means="talk", text="认定的事实和依据",
            receipt="本人签收",
        )  # fmt: skip
        self.take(code, "state", speaker, on, points=["工作有客观困难"])
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


def wrong(answer):
    page = answer.content.decode()
    shown = r'class="(?:errors|notice)[^"]*".*?</(?:ul|p|div)>'
    said = re.findall(shown, page, re.DOTALL)
    return answer.status_code, [re.sub(r"<[^>]+>|\s+", " ", s) for s in said] or page[-3000:]


def _plain(given):
    """Return what a move says as plain JSON."""
    said = {k: f"{v}" if isinstance(v, date) else v for k, v in given.items()}
    if "answers" in said:
        said["answers"] = [
            {"point": n, "accepted": accepted, "answer": answer}
            for n, (accepted, answer) in enumerate(said["answers"], 1)
        ]
    return said


def _form(given):
    """Return what a browser would send for what a move says."""
    sent = {}
    for name, value in given.items():
        key = f"f_{name}"
        if name == "votes":
            sent |= {f"{key}-{k}": f"{v}" for k, v in value.items()}
        elif name == "answers":
            for n, (accepted, answer) in enumerate(value, 1):
                sent[f"{key}-{n}-accepted"] = "yes" if accepted else "no"
                sent[f"{key}-{n}-answer"] = answer
        elif isinstance(value, bool):
            sent[key] = "yes" if value else "no"
        elif name in _LISTS:
            sent[key] = "\n".join(value)
        else:
            sent[key] = value if isinstance(value, list) else f"{value}"
    return sent
