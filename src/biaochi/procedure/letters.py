"""Where a letter stands: what was said of it put together, and what is due (提醒函询诫勉)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from biaochi.packs.shapes import Pack, Procedure
from biaochi.procedure.deadlines import Calendar, deadline
from biaochi.procedure.lengths import in_force, length_of, stage_with
from biaochi.procedure.letter_moves import ADMONITION, INQUIRY, TYPES
from biaochi.procedure.shapes import By, Clock, Deadline, Said, Standing

STAGES = (
    ("draft", "起草"), ("approval", "审批"), ("service", "送达"), ("reply", "等待回复"),
    ("study", "研究回复"), ("rectify", "整改"), ("follow", "待办结"), ("closed", "已办结"),
)  # fmt: skip
LABELS = dict(STAGES)
_REPLYING, _RECTIFYING = frozenset({"reply", "study"}), frozenset({"rectify"})
_REPLY, _SELF_CHECK = frozenset({"reply", "answer"}), frozenset({"self-check"})
_RECTIFY, _REPORT = frozenset({"rectify"}), "整改报告"


@dataclass(frozen=True, kw_only=True)
class LetterRules:
    """What a pack says about letters on a day; a length it does not give is blank."""

    types: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""
    self_check: str = ""
    rectify: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterWorld:
    """What guards of a letter ask of the office.

    ``findings``: taken up, about him; ``verified`` and ``reported``: codes of evidence about him;
    ``type`` and ``replies`` are of the letter as it stands, for the stage bar.
    """

    person: str
    pack: Pack | None = None
    procedure: str = ""
    calendar: Calendar = field(default_factory=Calendar)
    findings: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()
    reported: frozenset[str] = frozenset()
    type: str = ""
    replies: bool = False


@dataclass(frozen=True, kw_only=True)
class Service:
    """A letter handed over: when, how long there is to reply, when the reply came."""

    on: date
    length: str
    answered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LetterStanding(Standing):
    """Where a letter stands; ``head`` and ``leader`` are those who signed, None for nobody."""

    type: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    authors: tuple[By, ...] = ()
    returned: bool = False
    head: By | None = None
    leader: By | None = None
    approved_on: date | None = None
    services: tuple[Service, ...] = ()
    judged: str = ""
    rectify: str = ""
    self_checked_on: date | None = None
    reported_on: date | None = None
    rectified: str = ""
    suggests: str = ""
    withdrawn: bool = False

    @property
    def drafters(self) -> frozenset[int]:
        """The users who drafted it."""
        return frozenset(by.user for by in self.authors)

    @property
    def wants_reply(self) -> bool:
        """Tell whether a written reply is asked for."""
        return self.type == INQUIRY or bool(self.content.get("reply_wanted"))

    @property
    def approved(self) -> bool:
        """Tell whether everybody signed whose signature this type of letter takes."""
        return bool(self.head) and (self.type != ADMONITION or bool(self.leader))

    @property
    def answered(self) -> bool:
        """Tell whether a reply to the newest letter came."""
        return bool(self.services) and self.services[-1].answered_on is not None


def rules_of(pack: Pack | None, procedure: str, *, on: date) -> LetterRules:
    """Return what the pack says about letters; nothing at all without a pack.

    Lengths are those of the stages of the procedure, else of the pack's parameters.
    """
    if pack is None:
        return LetterRules()
    ladder = pack.procedures.get(procedure) or ladder_of(pack)
    known = dict(TYPES)
    types = {m.id: m.label for m in pack.measures if m.id in known and in_force(m.in_force, on)}
    return LetterRules(
        types=types,
        reply=_length(pack, ladder, _REPLY, "inquiry_term", "inquiry_reply", on=on),
        self_check=_length(pack, ladder, _SELF_CHECK, "self_check_term", on=on),
        rectify=_length(pack, ladder, _RECTIFY, "rectify_term", on=on),
    )  # fmt: skip


def ladder_of(pack: Pack) -> Procedure | None:
    """Return the procedure of a pack in which somebody replies to a letter."""
    found = (p for p in pack.procedures.values() if stage_with(p, _REPLY))
    return next(found, None)


def _length(
    pack: Pack, ladder: Procedure | None, ids: frozenset[str], *parameters: str, on: date
) -> str:
    paper = _REPORT if ids == _RECTIFY else ""
    stage = stage_with(ladder, ids, paper=paper) if ladder else None
    said = [stage.deadline if stage else "", *(p for p in parameters if p in pack.parameters)]
    return next(filter(None, (length_of(pack, one, on=on) for one in said)), "")


# ---------------------------------------------------------------- what was said, put together


def fold(said: Sequence[Said], world: LetterWorld) -> LetterStanding:
    """Return where a letter stands after what was said."""
    standing = LetterStanding(stage="draft", stage_label=LABELS["draft"], is_open=True)
    for one in said:
        standing = _AFTER[one.move](standing, one, world)
    stage = _stage(standing, begun=bool(said))
    return replace(standing, stage=stage, stage_label=LABELS[stage])


def _stage(s: LetterStanding, *, begun: bool) -> str:
    if not s.is_open:
        return "closed"
    if not begun or s.returned:
        return "draft"
    if not s.services:
        return "service" if s.approved else "approval"
    if s.wants_reply and s.judged in {"", "unclear"}:
        return "study" if s.answered or s.judged else "reply"
    if s.type == ADMONITION and not s.rectified:
        return "rectify"
    return "follow"


def _drafted(s: LetterStanding, said: Said, _: LetterWorld) -> LetterStanding:
    return replace(
        s, type=said.given.get("type", s.type), content=said.given, returned=False, head=None,
        leader=None, authors=(*s.authors, said.by),
    )  # fmt: skip


def _approved(s: LetterStanding, said: Said, _: LetterWorld) -> LetterStanding:
    if said.move == "approve":
        return replace(s, approved_on=said.on, head=said.by)
    return replace(s, approved_on=said.on, leader=said.by)


def _returned(s: LetterStanding, *_: object) -> LetterStanding:
    return replace(s, returned=True, head=None, leader=None)


def _served(s: LetterStanding, said: Said, world: LetterWorld) -> LetterStanding:
    on = date.fromisoformat(said.given["served_on"])
    rules = rules_of(world.pack, world.procedure, on=on)
    months = said.given.get("rectify_months")
    rectify = rules.rectify or (f"{months} months" if months else "")
    first = said.move == "serve"
    return replace(
        s, services=(*s.services, Service(on=on, length=reply_length(said.given, rules))),
        judged="", told_on=s.told_on or on, rectify=rectify if first else s.rectify,
    )  # fmt: skip


def _replied(s: LetterStanding, said: Said, _: LetterWorld) -> LetterStanding:
    last = s.services[-1]
    met = replace(last, answered_on=last.answered_on or said.on)
    return replace(s, services=(*s.services[:-1], met))


def _judged(s: LetterStanding, said: Said, _: LetterWorld) -> LetterStanding:
    return replace(s, judged=said.given["result"])


def _self_checked(s: LetterStanding, said: Said, _: LetterWorld) -> LetterStanding:
    return replace(s, self_checked_on=s.self_checked_on or said.on)


def _reported(s: LetterStanding, said: Said, _: LetterWorld) -> LetterStanding:
    return replace(s, reported_on=s.reported_on or said.on)


def _rectified(s: LetterStanding, said: Said, _: LetterWorld) -> LetterStanding:
    return replace(s, rectified=said.given["result"], suggests=said.given.get("suggests", ""))


def _closed(s: LetterStanding, said: Said, _: LetterWorld) -> LetterStanding:
    if said.move == "withdraw":
        return replace(s, is_open=False, withdrawn=True, outcome="withdrawn")
    return replace(s, is_open=False, outcome=s.rectified or s.judged or "done")


_AFTER: Mapping[str, Callable[[LetterStanding, Said, LetterWorld], LetterStanding]] = {
    "draft": _drafted, "redraft": _drafted, "approve": _approved, "approve_leader": _approved,
    "return": _returned, "serve": _served, "inquire_again": _served, "reply": _replied,
    "judge": _judged, "self_check": _self_checked, "report": _reported,
    "judge_rectification": _rectified, "withdraw": _closed, "close": _closed,
}  # fmt: skip


# ---------------------------------------------------------------- what is due


def clocks(s: LetterStanding, world: LetterWorld) -> tuple[Clock, ...]:
    """Return what the person owes and by when; running out changes nothing by itself."""
    return tuple(_clocks(s, world))


def _clocks(s: LetterStanding, world: LetterWorld) -> Iterator[Clock]:
    for number, service in enumerate(s.services, start=1):
        due = reply_due(service, world)
        if due is not None and (s.wants_reply or number > 1):
            yield Clock(
                key=f"reply-{number}", label="书面回复" if number == 1 else "再次函询的回复",
                owner="本人", deadline=due, met_on=service.answered_on,
                then="由经办人催复、再次函询或转为线索，不会自动作任何处理",
            )  # fmt: skip
    if s.type != ADMONITION or not s.services:
        return
    first = s.services[0].on
    checked = rules_of(world.pack, world.procedure, on=first).self_check
    if checked:
        yield Clock(
            key="self_check", label="诫勉后自查", owner="本人", met_on=s.self_checked_on,
            deadline=deadline(first, checked, world.calendar), then="由经办人提醒本人",
        )  # fmt: skip
    report = rectify_due(s, world)
    if report is not None:
        yield Clock(
            key="rectify", label="整改报告", owner="本人", deadline=report, met_on=s.reported_on,
            then="由经办人了解整改情况，不会自动作任何处理",
        )  # fmt: skip


def reply_due(service: Service, world: LetterWorld) -> Deadline | None:
    """Return by when a letter handed over has to be answered; None where no length is known."""
    return deadline(service.on, service.length, world.calendar) if service.length else None


def rectify_due(s: LetterStanding, world: LetterWorld) -> Deadline | None:
    """Return by when the report on putting things right is due; None where no length is known."""
    if not s.rectify or not s.services:
        return None
    return deadline(s.services[0].on, s.rectify, world.calendar)


def reply_length(given: Mapping[str, Any], rules: LetterRules) -> str:
    """Return how long there is to reply: what was given in the letter, else what the pack says."""
    days = given.get("reply_days")
    return f"{days} working_days" if days else rules.reply


def stages(world: LetterWorld) -> tuple[tuple[str, str], ...]:
    """Return the stages this letter goes through, in order."""
    left_out = frozenset() if world.replies or world.type == INQUIRY else _REPLYING
    left_out |= frozenset() if world.type == ADMONITION else _RECTIFYING
    return tuple(s for s in STAGES if s[0] not in left_out)
