"""What is shown beside a remedy: what it is against, who sits, what follows, what depends on it."""

from collections.abc import Iterator
from datetime import date

from biaochi.access.shapes import Actor
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine, Panel
from biaochi.procedure.deadlines import spoken
from biaochi.procedure.remedyguards import TOO_FEW, is_late
from biaochi.procedure.remedying import (
    NOT_SUSPENDED,
    REMANDED,
    Remedy,
    World,
    fold,
    next_due,
    redo_due,
    served_on,
)
from biaochi.procedure.shapes import Said
from biaochi.registry.shapes import PersonStanding
from biaochi.registry.subjects import standing, unit_name
from biaochi.remedies.against import subject_of
from biaochi.remedies.choosing import name_of
from biaochi.remedies.dependents import depending_on
from biaochi.remedies.shapes import UNSTATED, Dependents, Subject
from biaochi.remedies.worlds import about_of, world
from biaochi.vocabulary import office

_MOVING = "execute_post"


def panels(line: MatterLine, said: tuple[Said, ...], actor: Actor) -> tuple[Panel, ...]:
    """Return what is looked at while a remedy is handled."""
    del actor
    on = said[-1].on if said else line.opened_on
    seen = world(line, said, on)
    subject = subject_of(about_of(line, said), person=line.person)
    found = [*_not_suspended(fold(said, seen) if said else None)]
    if subject is not None:
        found.append(Panel(title="针对", columns=("", ""), rows=subject.facts, empty=subject.label))
    if not said:
        return tuple(found)
    return (*found, *_running(line, fold(said, seen), seen, subject))


def _running(
    line: MatterLine, now: Remedy, seen: World, subject: Subject | None
) -> Iterator[Panel]:  # fmt: skip
    if is_late(now, seen):
        note = "超过期限提出，写明了耽误的原因；受理时请认定理由是否正当。"
        yield Panel(title="逾期", note=note, tone="warning")
    if now.accepted_on and not now.request:
        yield _sitting(now, seen)
    yield from _again(now, seen)
    yield from _following(now, seen)
    if now.decided in {"alter", "revoke"} and subject is not None:
        yield from _depending(depending_on(line))
        yield from _former(line, subject)
        yield _told(seen)


def _again(now: Remedy, seen: World) -> Iterator[Panel]:
    """What has to be dealt with again, within what time, and what became of it."""
    if now.served is None or now.decided != REMANDED:
        return
    due, way = redo_due(now, seen), seen.ways.get(now.way)
    rows = [("期限", "期限待定：规则包没有写，按决定书办理")]
    if due is not None and way is not None and way.remand is not None:
        rows = [
            ("期限", f"{due.due}（{'；'.join(due.steps)}）"),
            ("依据", f"{way.remand.clause}（{way.remand.confidence}）"),
        ]  # fmt: skip
    if now.redone is not None:
        given = now.redone.given
        code = str(given.get("matter", ""))
        rows.append(("办理", seen.redone.get(code, code) or given.get("note") or "不再处理"))
    yield Panel(
        title="重新处理", columns=("", ""), rows=tuple(rows),
        tone="warning" if now.is_remanded else "info",
        note="发回不改变原决定的记录。由原处理机关从这一件立新的一件，再登记；不再处理的写明理由。",
    )  # fmt: skip


def _not_suspended(now: Remedy | None = None) -> Iterator[Panel]:
    """That the original is carried out meanwhile; nothing where it was revoked or altered."""
    if now is None or now.served is None or not now.corrects:
        yield Panel(title="执行", note=NOT_SUSPENDED)


def _sitting(now: Remedy, seen: World) -> Panel:
    """Who sits, and who may not and why."""
    rows = [
        (name_of(seen, u), "审理", "已声明" if u in now.declared else "未声明",
         "已签署" if u in now.signed else "")
        for u in now.panel
    ]  # fmt: skip
    barred = [u for u in seen.reviewers if u in seen.conflicts]
    rows += [(name_of(seen, u), "不能参加", "；".join(seen.conflicts[u]), "") for u in barred]
    able = len(seen.reviewers) - len(barred)
    short = not now.panel and able <= TOO_FEW
    why = f"登记了 {len(seen.reviewers)} 名复核申诉人员，不能参加的 {len(barred)} 名"
    ask = "请安全管理员给没有办理过原事项、不需要回避的人授予“复核申诉”角色"
    return Panel(
        title="审理人员", columns=("姓名", "身份", "说明", "签署"), rows=tuple(rows),
        note=f"要三人以上单数，现在能参加的 {able} 名：{why}。{ask}。" if short else "",
        tone="warning" if short else "info", empty="还没有组成。",
    )  # fmt: skip


def _following(now: Remedy, seen: World) -> Iterator[Panel]:
    """The next way with its sum, to be told at service."""
    way = seen.ways.get(now.way)
    if way is None or (now.decision is None and now.refused is None):
        return
    following = seen.ways.get(way.next)
    if following is None:
        yield Panel(title="下一步", note="没有下一步法定途径；对任何处理仍可以提出内部异议。")
        return
    term = following.file
    length = f"收到决定之日起{spoken(term.length)}" if term.length else UNSTATED
    rows = [
        ("途径", following.label), ("向谁提出", following.body), ("期限", length),
        ("依据", f"{term.clause}（{term.confidence}）"),
    ]  # fmt: skip
    counted = next_due(now, seen)
    if counted is not None and counted[1] is not None:
        rows.append(("最后一日", f"{counted[1].due}（{'；'.join(counted[1].steps)}）"))
    yield Panel(title="下一步", columns=("", ""), rows=tuple(rows))


def _depending(found: Dependents) -> Iterator[Panel]:
    taken = found.taken_back_at is not None
    yield Panel(
        title="撤销、变更的记录" if taken else "将要撤销、变更的记录",
        columns=("种类", "编号", "内容"),
        rows=tuple((office.chinese(office.KINDS, r.kind), r.code, r.said) for r in found.rows),
        empty="没有留下记录",
    )  # fmt: skip
    yield Panel(
        title="用到它的计算", columns=("考核", "第几次", "状态"),
        note="进行中的考核送达时排入重新计算；已结束的需要时另开一次。",
        rows=tuple(
            (r.title, f"{r.number}", "进行中" if r.is_open else "已结束") for r in found.runs
        ),
        empty="没有",
    )  # fmt: skip
    citing = [f for f in found.findings if f.cites]
    yield Panel(
        title="用到它的提示", columns=("提示", "结论", "考核", "依据"),
        rows=tuple((f.label, f.verdict_label, f.period, "、".join(f.cites)) for f in citing),
        empty="没有",
    )  # fmt: skip
    yield Panel(
        title="引用它的事项", columns=("事项", "第几步", "引用"),
        rows=tuple((q.matter.title, f"{q.step}", "、".join(q.what)) for q in found.matters),
        empty="没有",
    )  # fmt: skip


def _former(line: MatterLine, subject: Subject) -> Iterator[Panel]:
    """The post and grade before each change the original made: what an officer would restore."""
    rows = tuple(
        (f"{on}", unit_name(held.unit), held.post_name, held.level, held.grade)
        for on, held in posts_before(line, subject)
    )
    if rows:
        yield Panel(
            title="原任职务", columns=("任到", "单位", "职务", "级别", "职级"), rows=rows,
            note="职务不会自动恢复，请登记“恢复原职务职级”或“另作安排”。", tone="warning",
        )  # fmt: skip


def posts_before(
    line: MatterLine, subject: Subject
) -> tuple[tuple[date, PersonStanding], ...]:  # fmt: skip
    """Return what he held until each change the original made, with its last day."""
    moved = (s for m in subject.chain for s in queries.said_in(m.key) if s.move == _MOVING)
    return tuple((_last(s), standing(line.person, on=_last(s))) for s in moved)


def _last(step: Said) -> date:
    said = step.given.get("last_on")
    return date.fromisoformat(said) if said else step.on


def _told(seen: World) -> Panel:
    return Panel(
        title="原来知道的范围", note="恢复名誉要说明到这些人和单位。", columns=("谁",),
        rows=tuple((said,) for said in seen.recipients.values()),
        empty="留痕里没有别人看过、导出过；也没有移送过。",
    )  # fmt: skip


def own_panels(line: MatterLine, said: tuple[Said, ...], actor: Actor) -> tuple[Panel, ...]:
    """Return what the official sees of his own remedy: who sits, what follows, what it is not."""
    del actor
    if not said:
        return tuple(_not_suspended())
    seen = world(line, said, said[-1].on)
    now = fold(said, seen)
    sitting = Panel(
        title="审理人员", note="认为其中有人不能公正审理的，可以申请回避。", columns=("姓名",),
        rows=tuple((name_of(seen, u),) for u in now.panel), empty="还没有组成",
    )  # fmt: skip
    shown = (*_ended(now), *_not_suspended(now))
    after = _following(now, seen) if now.served or now.refused else ()
    return (*shown, *(() if now.request else (sitting,)), *after)


def _ended(now: Remedy) -> Iterator[Panel]:
    """How his remedy came out, once he was told, or took it back himself."""
    rows = [("结果", now.outcome)]
    if now.served is not None:
        rows.append(("送达", f"{served_on(now)}"))
    if now.served or now.refused or now.withdrawn:
        yield Panel(title="结果", columns=("", ""), rows=tuple(rows))
