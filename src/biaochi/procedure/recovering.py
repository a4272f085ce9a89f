"""Where a follow-up stands: the plan, talks, difficulties, assignments, re-checks so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from biaochi.procedure.aftercare import Around
from biaochi.procedure.shapes import Said, Standing

STAGES = (
    ("draft", "计划草稿"), ("active", "跟踪帮带"), ("awaiting", "等待人决定"),
    ("considered", "已研究使用"), ("closed", "已结束"),
)  # fmt: skip
_LABELS = dict(STAGES)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One heading of the plan: what, who answers for it by name, until when."""

    text: str = ""
    by: str = ""
    on: str = ""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A talk that was held: which kind of actor, when, by whom."""

    actor: str
    on: date
    by: str


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A difficulty somebody has to answer."""

    number: int
    text: str
    owner: str
    opened_on: date
    answer_by: date | None = None
    answer: str = ""
    solved_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Work at the front line or on a task, assessed by itself."""

    number: int
    kind: str
    place: str
    work: str
    from_on: date
    until: date | None
    owner: str
    ended_on: date | None = None
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """A re-check; a draft while ``done_on`` is blank."""

    number: int
    begun_on: date
    texts: Mapping[str, str] = field(default_factory=dict)
    change: str = ""
    outcome: str = ""
    done_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A talk that somebody owes him after he refused an arrangement."""

    on: date
    talk_by: date
    talker: str


@dataclass(frozen=True, kw_only=True)
class Recovery(Standing):
    """The standing of a follow-up."""

    opened_on: date = date.min
    measure: str = ""
    plan: Mapping[str, Planned] = field(default_factory=dict)
    active_on: date | None = None
    talks: tuple[Talk, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    trainings: tuple[tuple[date, str], ...] = ()
    assignments: tuple[Assignment, ...] = ()
    rechecks: tuple[Recheck, ...] = ()
    annuals: tuple[tuple[int, str], ...] = ()
    review: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    again: str = ""
    escalated_on: date | None = None
    decision: str = ""
    considered_on: date | None = None
    commended_on: date | None = None
    closed_on: date | None = None

    @property
    def checked(self) -> tuple[Recheck, ...]:
        """The re-checks that are complete."""
        return tuple(r for r in self.rechecks if r.done_on is not None)

    @property
    def drafted(self) -> Recheck | None:
        """The re-check that is still a draft."""
        return next((r for r in self.rechecks if r.done_on is None), None)

    @property
    def unsolved(self) -> tuple[Ticket, ...]:
        """The difficulties nobody has solved."""
        return tuple(t for t in self.tickets if t.solved_on is None)

    @property
    def serving(self) -> tuple[Assignment, ...]:
        """The assignments that are under way."""
        return tuple(a for a in self.assignments if a.ended_on is None)

    @property
    def is_awaiting(self) -> bool:
        """Tell whether a person with authority has to decide."""
        return self.escalated_on is not None and not self.decision


def fold(said: Sequence[Said], world: Around) -> Recovery:
    """Return the standing after these steps; nothing said: a plan that is not there yet."""
    now = Recovery(stage="draft", stage_label="", is_open=True)
    for step in said:
        turn = _TURNS.get(step.move)
        now = turn(now, step, world) if turn else now
    stage = _stage(now)
    return replace(now, stage=stage, stage_label=_LABELS[stage], is_open=now.closed_on is None)


def _stage(now: Recovery) -> str:
    if now.closed_on is not None:
        return "closed"
    if now.is_awaiting:
        return "awaiting"
    if now.considered_on is not None:
        return "considered"
    return "active" if now.active_on is not None else "draft"


def _open(now: Recovery, step: Said, _: Around) -> Recovery:
    return replace(now, opened_on=step.on, measure=_text(step, "measure"))


def _fix(now: Recovery, step: Said, world: Around) -> Recovery:
    plan = dict(now.plan)
    for heading in world.written:
        before = plan.get(heading, Planned())
        plan[heading] = Planned(
            text=_text(step, heading) or before.text,
            by=_text(step, f"{heading}_by") or before.by,
            on=_text(step, f"{heading}_on") or before.on,
        )
    return replace(now, plan=plan)


def _activate(now: Recovery, step: Said, _: Around) -> Recovery:
    return replace(now, active_on=step.on, told_on=step.on)


def _talk(now: Recovery, step: Said, _: Around) -> Recovery:
    on = _day(step, "talked_on") or step.on
    talk = Talk(actor=_text(step, "actor"), on=on, by=_text(step, "by"))
    owner = _text(step, "owner") or talk.by
    first = len(now.tickets) + 1
    raised = tuple(
        Ticket(number=first + i, text=text, owner=owner, opened_on=step.on)
        for i, text in enumerate(step.given.get("difficulties") or ())
    )
    return replace(
        now, talks=(*now.talks, talk), tickets=(*now.tickets, *raised),
        asked=tuple(a for a in now.asked if a.on > on),
    )  # fmt: skip


def _raise(now: Recovery, step: Said, _: Around) -> Recovery:
    ticket = Ticket(
        number=len(now.tickets) + 1, text=_text(step, "difficulty"),
        owner=_text(step, "owner") or "组织部门", opened_on=step.on,
        answer_by=_day(step, "answer_by"),
    )  # fmt: skip
    return replace(now, tickets=(*now.tickets, ticket))


def _solve(now: Recovery, step: Said, _: Around) -> Recovery:
    done = step.on if step.given.get("solved") else None
    tickets = tuple(
        replace(t, answer=_text(step, "reason"), solved_on=done)
        if f"{t.number}" == _text(step, "ticket") else t
        for t in now.tickets
    )  # fmt: skip
    return replace(now, tickets=tickets)


def _training(now: Recovery, step: Said, _: Around) -> Recovery:
    entry = (_day(step, "from_on") or step.on, _text(step, "course"))
    return replace(now, trainings=(*now.trainings, entry))


def _assign(now: Recovery, step: Said, _: Around) -> Recovery:
    one = Assignment(
        number=len(now.assignments) + 1, kind=_text(step, "kind"), place=_text(step, "place"),
        work=_text(step, "work"), from_on=_day(step, "from_on") or step.on,
        until=_day(step, "until"), owner=_text(step, "owner"),
    )  # fmt: skip
    return replace(now, assignments=(*now.assignments, one))


def _assess(now: Recovery, step: Said, _: Around) -> Recovery:
    ended = _day(step, "ended_on") or step.on
    assignments = tuple(
        replace(a, ended_on=ended, result=_text(step, "result"))
        if f"{a.number}" == _text(step, "assignment") else a
        for a in now.assignments
    )  # fmt: skip
    return replace(now, assignments=assignments)


def _recheck(now: Recovery, step: Said, world: Around) -> Recovery:
    draft = now.drafted or Recheck(number=len(now.rechecks) + 1, begun_on=step.on)
    texts = dict(draft.texts)
    texts |= {h: _text(step, h) for h in world.checks if _text(step, h)}
    one = replace(
        draft, texts=texts, change=_text(step, "change") or draft.change,
        outcome=_text(step, "outcome") or draft.outcome,
    )  # fmt: skip
    if all(h in texts for h in world.checks) and one.change:
        one = replace(one, done_on=step.on)
    return replace(now, rechecks=(*now.checked, one))


def _annual(now: Recovery, step: Said, _: Around) -> Recovery:
    year = int(step.given.get("year") or 0)
    kept = tuple(a for a in now.annuals if a[0] != year)
    return replace(now, annuals=tuple(sorted((*kept, (year, _text(step, "result"))))))


def _review(now: Recovery, step: Said, _: Around) -> Recovery:
    said = {name: f"{text}" for name, text in step.given.items() if text}
    return replace(now, review={**now.review, **said})


def _refused(now: Recovery, step: Said, _: Around) -> Recovery:
    one = Asked(on=step.on, talk_by=_day(step, "talk_by") or step.on, talker=_text(step, "talker"))
    return replace(now, asked=(*now.asked, one))


def _commend(now: Recovery, step: Said, _: Around) -> Recovery:
    return replace(now, commended_on=step.on)


def _consider(now: Recovery, step: Said, _: Around) -> Recovery:
    return replace(now, considered_on=step.on, outcome=_text(step, "outcome"))


def _again(now: Recovery, step: Said, _: Around) -> Recovery:
    return replace(now, again=_text(step, "case"), outcome="again")


def _escalate(now: Recovery, step: Said, _: Around) -> Recovery:
    return replace(now, escalated_on=step.on, decision="")


def _decide(now: Recovery, step: Said, _: Around) -> Recovery:
    return replace(now, decision=_text(step, "decision"))


def _close(now: Recovery, step: Said, _: Around) -> Recovery:
    return replace(now, closed_on=step.on, outcome=now.outcome or _text(step, "why"))


def _text(step: Said, name: str) -> str:
    return f"{step.given.get(name) or ''}"


def _day(step: Said, name: str) -> date | None:
    return date.fromisoformat(_text(step, name)) if _text(step, name) else None


_Turn = Callable[[Recovery, Said, Around], Recovery]
_TURNS: Mapping[str, _Turn] = {
    "open": _open, "fix": _fix, "revise": _fix, "activate": _activate, "talk": _talk,
    "raise": _raise, "solve": _solve, "training": _training, "assign": _assign,
    "assess": _assess, "recheck": _recheck, "annual": _annual, "review": _review,
    "refused": _refused, "commend": _commend, "consider": _consider, "again": _again,
    "escalate": _escalate, "decide": _decide, "close": _close,
}  # fmt: skip
