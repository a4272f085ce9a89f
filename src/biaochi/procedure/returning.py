"""What is due in a follow-up, what it still lacks, and whether somebody may be considered again.

"May be considered" opens the normal selection procedure; it never means "has to be appointed".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from biaochi.procedure.aftercare import Around
from biaochi.procedure.deadlines import deadline
from biaochi.procedure.recovering import Recovery
from biaochi.procedure.shapes import Awaited, Clock, Deadline

_UNCHANGED = frozenset({"same", "worse"})


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One line of the panel: what, whether it holds, what was found, what to do about it."""

    label: str
    met: bool
    found: str
    do: str = ""
    required: bool = True


def eligibility(now: Recovery, around: Around, *, on: date) -> tuple[Condition, ...]:
    """Return what speaks for and against considering somebody again on a day (资格面板)."""
    return tuple(_conditions(now, around, on))


def may_be_considered(now: Recovery, around: Around, *, on: date) -> bool:
    """Tell whether every required condition holds on a day."""
    return all(c.met for c in eligibility(now, around, on=on) if c.required)


def is_lead(now: Recovery, around: Around) -> bool:
    """Tell whether talks have not helped and there is new evidence: somebody has to decide (S4-18).

    The machine only lists it; a person asks for a decision, and another one decides.
    """
    enough = len(now.talks) >= around.terms.escalation_talks
    return enough and is_unimproved(now) and bool(new_evidence(now, around))


def new_evidence(now: Recovery, around: Around) -> tuple[str, ...]:
    """Return the verified evidence of what happened since he was adjusted, in order."""
    since = started_on(now, around)
    return tuple(sorted(code for code, on in around.evidence.items() if on > since))


def coverage(now: Recovery, around: Around) -> tuple[tuple[str, str, int, date | None], ...]:
    """Return (label, owner, talks held, last day) of each kind of actor that has to talk."""
    rows = []
    for f in around.terms.talks:
        days = [t.on for t in now.talks if t.actor == f.id]
        rows.append((f.label, f.owner, len(days), max(days, default=None)))
    return tuple(rows)


def unfilled(now: Recovery, around: Around) -> tuple[str, ...]:
    """Return what the plan still lacks, in words."""
    found = []
    for f in around.terms.plan:
        said = now.plan.get(f.id)
        parts = [("内容", said.text if said else "")]
        if f.kind == "plan":
            parts += [("责任人", said.by if said else ""), ("日期", said.on if said else "")]
        lacking = "、".join(label for label, text in parts if not text)
        if lacking:
            found.append(f"{f.label}（{lacking}）")
    return tuple(found)


def unsettled(around: Around) -> tuple[str, ...]:
    """Return the measures whose influence period nobody has stated yet, by code."""
    open_ = {code for t in around.timers if t.deadline is None for code in t.covers}
    return tuple(code for code in around.measures if code in open_)


def started_on(now: Recovery, around: Around) -> date:
    """Return the day the measure took effect; the day of opening where it is no longer there."""
    measure = around.measures.get(now.measure)
    return measure.on if measure else now.opened_on


def clocks(now: Recovery, around: Around) -> tuple[Clock, ...]:
    """Return what is due: the plan, talks, re-checks, answers, assessments, the end of influence.

    What the pack gives no interval for has no clock.
    """
    return tuple(_clocks(now, around)) if now.closed_on is None else ()


def awaits(now: Recovery, around: Around) -> tuple[Awaited, ...]:
    """Return what a follow-up waits for; what is due at its time comes with its clock."""
    return tuple(_awaits(now, around)) if now.closed_on is None and now.measure else ()


def _awaits(now: Recovery, around: Around) -> Iterator[Awaited]:
    if now.is_awaiting:
        yield Awaited(move="decide", why="已提请研究，等具名的人决定")
    elif now.active_on is None:
        lacking = unfilled(now, around)
        if lacking:
            yield Awaited(move="fix", why=f"计划还缺：{'、'.join(lacking)}")
        else:
            yield Awaited(move="activate", why="计划已写全，可以启用")
    if now.unsolved:
        yield Awaited(move="solve", why=f"本人反映的困难有 {len(now.unsolved)} 件还没有解决")
    if is_lead(now, around) and now.escalated_on is None:
        yield Awaited(move="escalate", why="多次谈话没有改进，又有新的已核实证据")


def _conditions(now: Recovery, around: Around, on: date) -> Iterator[Condition]:
    state = around.barred(on)
    ends = "；".join(f"{t.label}（{t.bars or '影响期'}）至 {t.ends}" for t in state.running)
    unknown = "；".join(f"{t.label}：{t.ends}" for t in state.unknown)
    yield Condition(
        label="影响期已满",
        met=state.state == "clear",
        found="；".join(filter(None, (ends, unknown))) or "没有在影响期内的措施",
        do="请等影响期满；没有期限的，先在规则包或措施里填写。",
    )
    last = now.checked[-1] if now.checked else None
    yield Condition(
        label="复检完成",
        met=last is not None,
        found=f"{last.done_on}，{last.outcome or '没有写结论'}" if last else "没有完成的复检",
        do="请按规则包的各项完成一次复检。",
    )
    yield _annual(now, around, on)
    lacking = [f.label for f in around.terms.headings("eligibility") if not now.review.get(f.id)]
    if around.terms.headings("eligibility"):
        yield Condition(
            label="影响期满考核",
            met=not lacking,
            found=f"没有写：{'、'.join(lacking)}" if lacking else "已写",
            do="请登记影响期满考核。",
        )
    again = around.cases.get(now.again) if now.again else None
    if again is not None and again.state != "dropped":
        yield Condition(
            label="没有转入再次调整", met=False, found=f"{now.again}", do="请等那一件办完。"
        )
    if now.assignments:
        results = [f"{a.work}：{_RESULTS.get(a.result, '还没有结果')}" for a in now.assignments]
        good = now.assignments[-1].result != "poor"
        yield Condition(label="单独考核", met=good, found="；".join(results), required=False)


def _annual(now: Recovery, around: Around, on: date) -> Condition:
    """Ask for one annual result as soon as a whole year's appraisal can have taken place."""
    since = started_on(now, around).year
    noted = [f"{year} 年{result}" for year, result in now.annuals if year >= since]
    return Condition(
        label="年度考核结果", met=bool(noted) or on.year == since,
        found="、".join(noted) or "没有登记", do="请登记调整以来的年度考核结果。",
    )  # fmt: skip


_RESULTS = {"excellent": "优秀", "qualified": "合格", "poor": "较差"}


def is_unimproved(now: Recovery) -> bool:
    """Tell whether the last re-check saw no change for the better, or the last task went badly."""
    last = now.checked[-1] if now.checked else None
    results = [a.result for a in now.assignments if a.result]
    return bool(last and last.change in _UNCHANGED) or results[-1:] == ["poor"]


def _clocks(now: Recovery, around: Around) -> Iterator[Clock]:
    since = started_on(now, around)
    yield Clock(
        key="plan",
        label="启用计划",
        owner="组织部门",
        met_on=now.active_on,
        deadline=deadline(since, around.terms.plan_due, around.calendar),
        then="列入过期未启用的名单",
    )
    yield from _repeated(now, around, since)
    for t in now.unsolved:
        if t.answer_by is not None:
            yield _agreed(f"ticket:{t.number}", f"答复困难：{t.text}"[:100], t.owner,
                          (t.opened_on, t.answer_by))  # fmt: skip
    for a in now.serving:
        if a.until is not None:
            yield _agreed(f"assignment:{a.number}", f"单独考核：{a.work}"[:100], a.owner,
                          (a.from_on, a.until))  # fmt: skip
    for i, asked in enumerate(now.asked, start=1):
        yield _agreed(f"asked:{i}", "不服从安排后的谈话", asked.talker, (asked.on, asked.talk_by))
    mine = [t for t in around.timers if now.measure in t.covers]
    for i, one in enumerate(mine, start=1):
        if one.deadline is not None:
            yield Clock(
                key=f"influence:{i}", label=f"影响期满：{one.label}"[:100],
                owner="组织部门", deadline=one.deadline, met_on=now.considered_on,
                then="可以研究，不等于应当任用；系统不作安排",
            )  # fmt: skip


def _repeated(now: Recovery, around: Around, since: date) -> Iterator[Clock]:
    """Yield the next talk of each kind and the next re-check, where the pack gives an interval."""
    for f in around.terms.talks:
        if f.every:
            last = max((t.on for t in now.talks if t.actor == f.id), default=since)
            yield Clock(
                key=f"talk:{f.id}",
                label=f.label,
                owner=f.owner,
                deadline=deadline(last, f.every, around.calendar),
                then="列入谈话缺项",
            )
    every = {f.every: f for f in around.terms.checks if f.every}
    last = max((r.done_on for r in now.checked if r.done_on), default=since)
    due = [(deadline(last, length, around.calendar), f) for length, f in every.items()]
    if due:
        first, heading = min(due, key=lambda d: d[0].due)
        yield Clock(
            key="recheck", label="复检", owner=heading.owner, deadline=first, then="列入应复检名单"
        )


def _agreed(key: str, label: str, owner: str, days: tuple[date, date]) -> Clock:
    start, due = days
    said = Deadline(start=start, due=due, length="", steps=(f"登记时约定 {due}",))
    return Clock(key=key, label=label, owner=owner, deadline=said, then="提醒经办人")
