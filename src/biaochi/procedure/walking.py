"""The walk over what was said in a case: every move changes what is known of it, in order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from biaochi.procedure.adjusting import RELATIONS
from biaochi.procedure.casefacts import Ask, CaseWorld, Plea
from biaochi.procedure.contents import grounds_of, line
from biaochi.procedure.deadlines import deadline
from biaochi.procedure.shapes import By, Deadline, Said

_NO_RELATION = RELATIONS[0][0]
EARLY = frozenset({"verify", "tell", "state", "waive", "answer", "assess", "join"})
"""Moves after which a proposal made before has to be made again."""


@dataclass
class Walk:
    """What is known so far; ``hear`` takes the next thing that was said."""

    world: CaseWorld
    opener: By | None = None
    opening: Mapping[str, Any] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    declared: dict[int, str] = field(default_factory=dict)
    recused: dict[int, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    asks: list[Ask] = field(default_factory=list)
    referral: str = ""
    flagged: bool = False
    upheld: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    verified_on: date | None = None
    told: frozenset[str] = frozenset()
    told_on: date | None = None
    answer_by: Deadline | None = None
    spoken: bool = False
    waived: bool = False
    heard_on: date | None = None
    points: list[str] = field(default_factory=list)
    answered: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    pleas: list[Plea] = field(default_factory=list)
    assessment: Mapping[str, Any] | None = None
    assessed: frozenset[str] = frozenset()
    proposal: Mapping[str, Any] | None = None
    proposed_on: date | None = None
    last: Mapping[str, Any] | None = None
    last_upheld: frozenset[str] = frozenset()
    opposed: Mapping[str, Any] | None = None
    opposed_upheld: frozenset[str] = frozenset()
    meeting: Mapping[str, Any] | None = None
    recorder: By | None = None
    confirmed_on: date | None = None
    served: Mapping[str, Any] | None = None
    executed: set[str] = field(default_factory=set)
    passed: int = 0
    outcome: str = ""

    def hear(self, said: Said) -> None:
        """Take one move into account."""
        if said.move in EARLY:
            self._drop_proposal()
        heard: Callable[[Said], None] | None = getattr(self, f"_{said.move}", None)
        if heard is not None:
            heard(said)

    def kept(self) -> dict[str, Any]:
        """Return what a case file takes over as it is, by name."""
        return {
            "opener": self.opener, "channel": self.opening.get("channel", ""),
            "discovery": self.opening.get("discovery", ""), "findings": tuple(self.findings),
            "grounds": tuple(self.grounds), "cited": tuple(self.cited), "declared": self.declared,
            "recused": self.recused, "recused_names": frozenset(self.names),
            "asks": tuple(self.asks), "referral": self.referral, "flagged": self.flagged,
            "upheld": self.upheld, "refuted": self.refuted, "verified_on": self.verified_on,
            "told": self.told, "answer_by": self.answer_by, "spoken": self.spoken,
            "waived": self.waived, "heard_on": self.heard_on, "points": tuple(self.points),
            "answered": self.answered, "pleas": tuple(self.pleas),
            "assessment": self.assessment, "proposal": self.proposal,
            "proposed_on": self.proposed_on, "opposed": self.opposed, "meeting": self.meeting,
            "recorder": self.recorder, "confirmed_on": self.confirmed_on, "served": self.served,
            "executed": frozenset(self.executed),
        }  # fmt: skip

    def _open(self, said: Said) -> None:
        self.opener, self.opening = said.by, said.given
        self._add(said)

    def _join(self, said: Said) -> None:
        self._add(said)

    def _add(self, said: Said) -> None:
        _more(self.findings, said.given.get("findings", ()))
        _more(self.grounds, grounds_of(said.given, self.world))
        _more(self.cited, said.given.get("evidence", ()))

    def _declare(self, said: Said) -> None:
        relation = said.given["relation"]
        self.declared[said.by.user] = relation
        if relation != _NO_RELATION:
            self.recused[said.by.user] = dict(RELATIONS)[relation]
            self.names.add(said.by.name)

    def _ask_recusal(self, said: Said) -> None:
        self.asks.append(Ask(whom=said.given["whom"], reason=said.given["reason"]))

    def _answer_recusal(self, said: Said) -> None:
        place = next(i for i, ask in enumerate(self.asks) if not ask.answered)
        asked = self.asks[place]
        self.asks[place] = Ask(whom=asked.whom, reason=asked.reason, answered=True)
        if said.given["granted"]:
            user = said.given["user"]
            self.recused[int(user)] = "本人申请，已同意"
            self.names.add(self.world.users.get(user, asked.whom))

    def _refer(self, said: Said) -> None:
        del said
        self.referral, self.flagged = "pending", False

    def _referral_back(self, said: Said) -> None:
        self.referral = said.given["result"]

    def _verify(self, said: Said) -> None:
        self.verified_on = said.on
        self.upheld = tuple(said.given.get("upheld", ()))
        self.refuted = tuple(said.given.get("refuted", ()))
        _more(self.cited, said.given.get("evidence", ()))
        if set(self.upheld) - self.opposed_upheld:
            self.opposed = None
        self.flagged = self.flagged or said.given["violation"]

    def _tell(self, said: Said) -> None:
        served = date.fromisoformat(said.given["served_on"])
        if frozenset(self.upheld) - self.told:
            self.spoken = self.waived = False
            self.heard_on = None
        self.told |= frozenset(self.upheld)
        self.told_on = self.told_on or served
        due = _answer_by(served, said.given.get("until", ""), self.world)
        self.answer_by = _later(self.answer_by, due)

    def _state(self, said: Said) -> None:
        self.points.extend(said.given["points"])
        self.spoken, self.waived, self.heard_on = True, False, said.on
        if plea := line(said.given, "tolerance"):
            self.pleas.append(Plea(reason=plea))
        if self.opposed is None and self.last is not None:
            self.opposed, self.opposed_upheld = self.last, self.last_upheld

    def _waive(self, said: Said) -> None:
        self.waived, self.heard_on = True, said.on

    def _answer(self, said: Said) -> None:
        for answer in said.given["answers"]:
            self.answered[answer["point"]] = answer

    def _assess(self, said: Said) -> None:
        self.assessment, self.assessed = said.given, frozenset(self.upheld)
        reply = line(said.given, "reply")
        self.pleas = [replace(p, reply=p.reply or reply) for p in self.pleas]

    def _propose(self, said: Said) -> None:
        self._drop_proposal()
        self.proposal = self.last = said.given
        self.last_upheld, self.proposed_on = frozenset(self.upheld), said.on

    def _meet(self, said: Said) -> None:
        self.meeting, self.recorder = said.given, said.by
        if said.given["outcome"] == "returned":
            self._drop_proposal()

    def _confirm(self, said: Said) -> None:
        self.confirmed_on = said.on

    def _serve(self, said: Said) -> None:
        self.served = said.given

    def _execute_post(self, said: Said) -> None:
        self.executed.add(said.move)

    _execute_grade = _execute_pay = _execute_post

    def _pass(self, said: Said) -> None:
        del said
        self.passed += 1

    def _drop_proposal(self) -> None:
        self.proposal = self.meeting = self.recorder = None


def _later(before: Deadline | None, now: Deadline | None) -> Deadline | None:
    """Time that was given is not taken back by telling him again; without an end it has none."""
    return before if before is not None and now is not None and before.due > now.due else now


def _more(kept: list[str], added: Any) -> None:  # noqa: ANN401 (plain JSON)
    kept.extend(one for one in dict.fromkeys(added) if one not in kept)


def _answer_by(served: date, until: str, world: CaseWorld) -> Deadline | None:
    """Return by when he may answer: the pack's limit; the notice may give him longer."""
    length = world.course.length_of("hearing")
    stated = deadline(served, length, world.calendar) if length else None
    if not until:
        return stated
    told = date.fromisoformat(until)
    if stated is not None and stated.due >= told:
        return stated
    steps = (*(stated.steps if stated else ()), f"告知书写明到 {told}")
    return Deadline(start=served, due=told, length=length or "告知书写明", steps=steps)
