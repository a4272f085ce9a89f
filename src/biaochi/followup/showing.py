"""What is shown beside a follow-up: the plan, timers, who talked, what was asked, the way back."""

from collections.abc import Iterator
from datetime import date

from biaochi.access.shapes import Actor
from biaochi.followup.shapes import spoken
from biaochi.followup.worlds import after_world
from biaochi.matters.shapes import MatterLine, Panel
from biaochi.procedure.aftercare import Around, written
from biaochi.procedure.following import CHANGES, RESULTS
from biaochi.procedure.recovering import Recovery, fold
from biaochi.procedure.returning import Condition, coverage, eligibility, is_lead, unfilled
from biaochi.procedure.shapes import Said


def after_panels(line: MatterLine, said: tuple[Said, ...], actor: Actor) -> tuple[Panel, ...]:
    """Return everything that helps to work on a follow-up."""
    del actor
    if not said:
        return ()
    around = after_world(line, said, said[-1].on)
    now = fold(said, around)
    return (
        *_lead(now, around), _plan(now, around), _conditions(now, around, said[-1].on),
        _timers(around, line.opened_on), _talks(now, around), *_cares(now), _checks(now, around),
    )  # fmt: skip


def own_after_panels(
    line: MatterLine, said: tuple[Said, ...], actor: Actor
) -> tuple[Panel, ...]:  # fmt: skip
    """Return what the official is shown of his plan: not who suggests what about him."""
    del actor
    around = after_world(line, said, line.opened_on)
    now = fold(said, around)
    if now.active_on is None:
        return ()
    return (
        _plan(now, around), _conditions(now, around, said[-1].on), _timers(around, line.opened_on),
        _talks(now, around), *_cares(now),
    )  # fmt: skip


def _lead(now: Recovery, around: Around) -> Iterator[Panel]:
    if is_lead(now, around) and not now.is_awaiting:
        note = "谈话和复检后没有改进，又有新的已核实证据。是否提请研究由人决定，系统不作处理。"
        yield Panel(title="等待人决定", note=note, tone="warning")


def _plan(now: Recovery, around: Around) -> Panel:
    rows = []
    for f in written(around.terms):
        said = now.plan.get(f.id)
        if said and said.text:
            rows.append((f.label, said.text, said.by, said.on))
    lacking = unfilled(now, around)
    product = "plan_due" in around.terms.product
    notes = [f"还缺：{'、'.join(lacking)}" if lacking else ""]
    notes.append(f"启用期限 {spoken(around.terms.plan_due)} 由产品暂定" if product else "")
    return Panel(
        title="计划", columns=("项目", "内容", "责任人", "日期"), rows=tuple(rows),
        note="；".join(filter(None, notes)), empty="还没有填写",
        tone="warning" if lacking else "info",
    )  # fmt: skip


def _conditions(now: Recovery, around: Around, on: date) -> Panel:
    """Judge as of the day the influence is over: the page holds whenever it is opened."""
    state = around.barred(on)
    then = state.until or on
    first, *_ = eligibility(now, around, on=on)
    later = [c for c in eligibility(now, around, on=then) if c.label != first.label]
    waits = state.state == "barred" and state.until is not None
    rows = [(first.label, f"至 {then}" if waits else _holds(first), first.found)]
    rows += [(c.label, _holds(c), c.found) for c in later]
    when = f"影响期至 {then}。" if waits else ""
    return Panel(
        title="可以研究重新使用的条件", columns=("条件", "情况", "依据"), rows=tuple(rows),
        note=f"{when}各项都具备时，可以按正常选拔任用程序研究，不等于应当任用。",
    )  # fmt: skip


def _holds(condition: Condition) -> str:
    if not condition.required:
        return "供研究"
    return "具备" if condition.met else "不具备"


def _timers(around: Around, since: date) -> Panel:
    """Show what ran on the day of opening or began since; what was over then is left out."""
    rows = tuple(
        (t.label, t.bars, f"{t.start}", t.ends,
         "；".join(t.deadline.steps) if t.deadline else "没有写明长度，需填写")
        for t in around.timers
        if not t.is_over(since)
    )  # fmt: skip
    return Panel(
        title="影响期", columns=("措施", "影响", "起", "止", "算法"), rows=rows,
        empty="没有影响期；规则包没有写明的，不当作没有。",
    )  # fmt: skip


def _talks(now: Recovery, around: Around) -> Panel:
    rows = coverage(now, around)
    missing = [label for label, _, times, _ in rows if not times]
    return Panel(
        title="谈话", columns=("谈话", "责任主体", "次数", "最近一次"),
        rows=tuple((label, owner, f"{n}", f"{last or '没有'}") for label, owner, n, last in rows),
        note=f"还没有谈：{'、'.join(missing)}" if missing else "",
        tone="warning" if missing else "info",
    )  # fmt: skip


def _cares(now: Recovery) -> Iterator[Panel]:
    if now.tickets:
        yield Panel(
            title="困难", columns=("编号", "困难", "由谁办", "办理情况", "解决"),
            rows=tuple(
                (f"{t.number}", t.text, t.owner, t.answer, f"{t.solved_on or '没有'}")
                for t in now.tickets
            ),
        )  # fmt: skip
    if now.assignments:
        results = dict(RESULTS)
        yield Panel(
            title="工作安排", columns=("工作", "开始", "结束", "由谁考核", "结果"),
            rows=tuple(
                (a.work, f"{a.from_on}", f"{a.ended_on or '进行中'}", a.owner,
                 results.get(a.result, ""))
                for a in now.assignments
            ),
        )  # fmt: skip


def _checks(now: Recovery, around: Around) -> Panel:
    changes = dict(CHANGES)
    rows = tuple(
        (f"{r.number}", f"{r.done_on or '草稿'}", changes.get(r.change, ""), r.outcome)
        for r in now.rechecks
    )
    draft = now.drafted
    labels = [f.label for f in around.terms.checks if draft and f.id not in draft.texts]
    if draft and not draft.change:
        labels.append("与调整时相比")
    return Panel(
        title="复检", columns=("次", "完成", "与调整时相比", "结论"), rows=rows,
        empty="还没有复检", note=f"草稿还缺：{'、'.join(labels)}" if labels else "",
        tone="warning" if labels else "info",
    )  # fmt: skip
