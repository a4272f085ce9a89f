"""What stands in the way of a move of a remedy.  These hold whatever a pack says."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from biaochi.errors import Problem
from biaochi.procedure.awaiting import remedy_awaits
from biaochi.procedure.given import day_in
from biaochi.procedure.remedying import (
    Remedy,
    World,
    answer_due,
    clocks,
    filing_due,
    fold,
    stages,
    started_on,
)
from biaochi.procedure.remedymoves import MOVES
from biaochi.procedure.remedyways import Given, Way, open_ways
from biaochi.procedure.shapes import Kind, Said
from biaochi.procedure.transitions import fitting
from biaochi.procedure.weighing import heavier

TOO_FEW = 2
"""A panel is odd and more than one: so many are none."""
_JUDGING = frozenset({"accept", "refuse", "form_panel", "answer_recusal", "answer_request"})
_FOR_HIM = frozenset({"withdraw", "waive"})
"""What ends or shortens his remedy: nobody it is about puts that down as his wish."""


def lacks(now: Remedy, wanted: Said, world: World) -> Sequence[Problem]:
    """Return everything that stands in the way of a move."""
    if not now.is_open:
        return (Problem("STEP-CLOSED", "进行中的事项", f"已{now.outcome or '办结'}",
                        "有新的事实和理由的，请另行提出。"),)  # fmt: skip
    wanted = replace(wanted, given=fitting(MOVES[wanted.move], wanted.given))
    speaks = wanted.move in _FOR_HIM and wanted.by.person != world.person
    found = [*_judges(wanted, world)] if speaks or wanted.move in _JUDGING else []
    return (*found, *_GUARDS[wanted.move](now, wanted, world))


Guard = Callable[[Remedy, Said, World], Iterator[Problem]]


def _order(expected: str, found: str, do: str = "请按阶段办理。") -> Problem:
    return Problem("STEP-ORDER", expected, found, do)


def _judges(wanted: Said, world: World) -> Iterator[Problem]:
    reasons = world.conflicts.get(wanted.by.user, ())
    if reasons:
        yield Problem(
            "STEP-APART", "没有办理过原事项、不需要回避的人",
            f"{wanted.by.name}：{'；'.join(reasons)}", "请由另一个人办理。",
        )  # fmt: skip


def _lodge(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    given = wanted.given
    if not given:
        return
    if not world.against.kind:
        yield Problem("STEP-VALUE", "已经告知本人的处理、结果或记录", given.get("about") or "空",
                      "请从列出的事项里选。", column_name="about")  # fmt: skip
        return
    regime = given.get("regime") or world.regime
    opened = open_ways(world.ways, world.against, regime=regime)
    way = world.ways.get(given.get("way", ""))
    if way is None or way.id not in opened:
        yield _not_open(opened, way.label if way else str(given.get("way", "")))
        return
    if way.is_request != bool(given.get("request")):
        expected = "请求种类" if way.is_request else "不填请求种类"
        do = "查阅、复制、更正、解释的选“提出请求”；不服处理的选别的途径。"
        yield Problem("STEP-VALUE", expected, given.get("request") or "空", do,
                      column_name="request")  # fmt: skip
    start = started_on(given, world)
    if way.statutory and not way.is_request and start is None:
        do = "请填写得知决定的日期；有送达回证的由系统带出。"
        yield Problem("STEP-FIELD", "得知决定的日期", "空", do, column_name="knew_on")
    if start is not None and start > wanted.on:
        yield Problem("STEP-DAY", f"不晚于提出之日 {wanted.on}", f"{start}", "请改日期。",
                      column_name="knew_on")  # fmt: skip
    if (way.id, True) in world.others:
        yield _order(f"没有正在办理的「{way.label}」", "已经提出过，正在办理",
                     "请在那一件里补充意见。")  # fmt: skip
    if way.statutory and not way.is_request and (way.id, False) in world.others:
        yield _order(f"没有办结过的「{way.label}」", "已经处理过",
                     "请走下一步途径，或者提出内部异议。")  # fmt: skip
    yield from _in_time(wanted, world)


def _not_open(opened: Mapping[str, tuple[Way, Given]], asked: str) -> Problem:
    names = [way.called for way, _ in opened.values()]
    return Problem(
        "STEP-LEGAL", "、".join(names) or "没有可走的途径", asked or "空",
        "请从可走的途径里选；内部异议对任何处理都可以提出。", column_name="way",
    )  # fmt: skip


def _in_time(wanted: Said, world: World) -> Iterator[Problem]:
    """Late is refused with the sum, unless an obstacle is told: who accepts then judges it."""
    due = filing_due(world.ways[wanted.given["way"]], wanted.given, world)
    if due is None or wanted.on <= due.due or wanted.given.get("obstacle"):
        return
    yield Problem(
        "STEP-LATE", f"不晚于 {due.due}（{'；'.join(due.steps)}）", f"{wanted.on}",
        "因不可抗力或者其他正当理由耽误的，请填写「耽误的原因」和障碍消除的日期，由受理机关认定；"
        "也可以提出内部异议。", column_name="obstacle",
    )  # fmt: skip


def is_late(now: Remedy, world: World) -> bool:
    """Tell whether a remedy was lodged after its last day."""
    way = world.ways.get(now.way)
    if way is None or now.lodged is None:
        return False
    due = filing_due(way, now.lodged.given, world)
    return due is not None and now.lodged.on > due.due


def _accept(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    yield from _waiting(now)


def _refuse(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    yield from _waiting(now)
    ground = wanted.given.get("ground")
    if ground == "late" and not is_late(now, world):
        yield Problem("STEP-VALUE", "与期限相符的原因", "没有超过期限", "请改选原因。",
                      column_name="ground")  # fmt: skip
    way = world.ways.get(now.way)
    if ground == "scope" and way is not None and not way.statutory:
        yield Problem("STEP-VALUE", "内部异议对任何处理都开放", "不属于范围",
                      "请受理，或改选原因。", column_name="ground")  # fmt: skip


def _waiting(now: Remedy) -> Iterator[Problem]:
    if now.accepted_on is not None:
        yield _order("还没有受理的事项", f"{now.accepted_on} 已受理")


def _accepted(now: Remedy) -> Iterator[Problem]:
    if now.accepted_on is None:
        yield _order("先受理", "还没有受理", "请先审查并受理。")
    if now.decision is not None:
        yield _order("还没有作出决定", f"{now.decision.on} 已作出决定", "请送达。")


def _form(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    yield from _accepted(now)
    if now.request:
        yield _order("不服处理的事项", "查阅、复制、更正、解释的请求", "请直接答复请求。")
    if wanted.given.get("members"):
        yield from _members(now, wanted.given["members"], world)


def _members(now: Remedy, members: Sequence[str], world: World) -> Iterator[Problem]:
    known = [m for m in members if m.isdecimal() and int(m) in world.reviewers]
    users = [int(m) for m in known]
    if len(known) < len(members) or len(set(users)) < len(users):
        yield _member("复核申诉人员各选一次", "、".join(members))
        return
    if not _is_whole(users):
        yield _member("三人以上的单数", f"{len(users)} 人")
    for user in users:
        name = world.reviewers[user].name
        if user in world.conflicts:
            yield Problem("STEP-APART", "没有办理过原事项的人",
                          f"{name}：{'；'.join(world.conflicts[user])}", "请换人。",
                          column_name="members")  # fmt: skip
        if user in now.recused:
            yield Problem("STEP-RECUSED", "没有回避的人", f"{name} 已经回避", "请换人。",
                          column_name="members")  # fmt: skip
    yield from _one_each([world.reviewers[u] for u in users])
    kept = [u for u in now.panel if u in world.reviewers and u not in world.conflicts]
    gone = [world.reviewers[u].name for u in kept if u not in users]
    if gone:
        yield _member("原来的审理人员留任，只补缺额", f"少了 {'、'.join(gone)}")


def _one_each(found: Sequence[object]) -> Iterator[Problem]:
    """Two accounts of one person are one person."""
    for what in ("person", "name"):
        counted = Counter(getattr(r, what) for r in found if getattr(r, what))
        for said, times in counted.items():
            if times > 1:
                yield _member("每个审理人员是不同的人", f"{said} 有 {times} 个账号")
                return


def _member(expected: str, found: str) -> Problem:
    return Problem("STEP-VALUE", expected, found, "请重新选择审理人员。", column_name="members")


def _is_whole(panel: Sequence[int]) -> bool:
    return len(panel) > TOO_FEW and len(panel) % 2 == 1


def _on_panel(now: Remedy, wanted: Said) -> Iterator[Problem]:
    if wanted.by.user not in now.panel:
        yield Problem("STEP-APART", "这一件的审理人员", wanted.by.name, "请由审理人员办理。")


def _declare(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    yield from _accepted(now)
    yield from _on_panel(now, wanted)


def _challenge(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    yield from _accepted(now)
    if not now.panel:
        yield _order("先组成审理人员", "还没有", "组成之后会告知您是哪些人。")
    whom = wanted.given.get("whom")
    if whom and (not whom.isdecimal() or int(whom) not in now.panel):
        yield Problem("STEP-VALUE", "现在的审理人员", whom, "请从名单里选。", column_name="whom")


def _unchallenge(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    if not now.challenged:
        yield _order("有没有答复的回避申请", "没有")
    whom = wanted.given.get("whom")
    if whom and (not whom.isdecimal() or int(whom) not in now.challenged):
        yield Problem("STEP-VALUE", "被申请回避的人", whom, "请从名单里选。", column_name="whom")
    if wanted.by.user in now.challenged:
        yield Problem("STEP-APART", "被申请回避的人以外的人", wanted.by.name, "请由另一个人答复。")


def _sitting(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    """A panel sits when it is whole, everybody declared, nobody is challenged or had a hand in it.

    A hand in the original may come later than the seat: in its evidence, say.
    """
    yield from _accepted(now)
    yield from _on_panel(now, wanted)
    for user in [u for u in now.panel if u in world.conflicts]:
        name = world.reviewers[user].name if user in world.reviewers else "审理人员"
        found = f"{name}：{'；'.join(world.conflicts[user])}"
        yield Problem("STEP-APART", "没有办理过原事项的审理人员", found, "请先换人，再审理。")
    if not _is_whole(now.panel):
        do = "请组成或补足审理人员。"
        yield Problem("STEP-GUARD", "三人以上单数的审理人员", f"{len(now.panel)} 人", do)
    if now.challenged:
        do = "请先答复回避申请。"
        yield Problem("STEP-GUARD", "没有待答复的回避申请", f"{len(now.challenged)} 件", do)
    silent = [u for u in now.panel if u not in now.declared]
    if now.panel and silent:
        do = "请审理人员先声明。"
        yield Problem(
            "STEP-GUARD", "审理人员都声明过是否回避", f"还有 {len(silent)} 人没有声明", do
        )


def _ask_file(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    yield from _sitting(now, wanted, world)


def _hear(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    yield from _sitting(now, wanted, world)
    held, since = day_in(wanted.given, "held_on"), now.accepted_on
    if held is not None and since is not None and not since <= held <= wanted.on:
        yield Problem("STEP-DAY", f"{since} 至 {wanted.on}", f"{held}", "请在听取之后登记。",
                      column_name="held_on")  # fmt: skip


def _state(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    if now.decision is not None:
        yield _order(
            "还没有作出决定", f"{now.decision.on} 已作出决定", "不服决定的，请走下一步途径。"
        )


def _extend(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    yield from _accepted(now)
    yield from _on_panel(now, wanted)
    way = world.ways.get(now.way)
    if way is None or way.extend is None or not way.extend.length:
        yield Problem("STEP-LEGAL", "可以延长的途径", "没有延长的规定", "请在期限内作出决定。")
        return
    if now.extended_on is not None:
        yield _order("没有延长过", f"{now.extended_on} 已延长一次", "只延长一次。")
    due = answer_due(now, world)
    if due is not None and wanted.on > due.due:
        yield Problem("STEP-LATE", f"期限届满（{due.due}）之前", f"{wanted.on}",
                      "期限已过，请尽快作出决定。")  # fmt: skip


def _decide(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    if now.request:
        yield _order("不服处理的事项", "查阅、复制、更正、解释的请求", "请直接答复请求。")
        return
    yield from _sitting(now, wanted, world)
    if not now.heard:
        do = "请再次听取本人意见；本人书面表示不再陈述的，登记下来。"
        yield Problem("STEP-GUARD", "再次听取过本人意见", "还没有", do)
    if wanted.given:
        yield from _voted(now, wanted)
        yield from _replied(now, wanted)
        yield from _lighter(wanted, world)


def _voted(now: Remedy, wanted: Said) -> Iterator[Problem]:
    votes = wanted.given.get("votes")
    if votes is None:
        return
    if sum(votes.values()) != len(now.panel):
        yield Problem("STEP-VALUE", f"票数合计 {len(now.panel)}", f"{sum(votes.values())}",
                      "请核对表决票数。", column_name="votes")  # fmt: skip
    elif votes["for"] * 2 <= len(now.panel):
        yield Problem("STEP-VALUE", "过半数赞成", f"赞成 {votes['for']} 票",
                      "没有过半数的不成决定。", column_name="votes")  # fmt: skip


def _replied(now: Remedy, wanted: Said) -> Iterator[Problem]:
    answered = [a["point"] for a in wanted.given.get("answers") or ()]
    wanting = [n for n in range(1, len(now.points) + 1) if answered.count(n) != 1]
    if wanting or len(answered) != len(now.points):
        which = "、".join(f"第 {n} 条" for n in wanting) or "多出的答复"
        yield Problem("STEP-VALUE", f"{len(now.points)} 条意见各答复一次", which, "请逐条答复。",
                      column_name="answers")  # fmt: skip


def _lighter(wanted: Said, world: World) -> Iterator[Problem]:
    """Never heavier: an alteration is told in one of the ways the original can be lightened."""
    given, original = wanted.given, world.original
    altered = {name: given.get(name) for name in ("measure", "value", "grade") if given.get(name)}
    if given.get("outcome") != "alter":
        for name, value in altered.items():
            yield Problem("STEP-VALUE", "只在变更时填写", str(value), "请清空，或选变更。",
                          column_name=name)  # fmt: skip
        return
    has = {"measure": original.measure, "value": original.value, "grade": original.grade}
    if len(altered) != 1 or not has[next(iter(altered))]:
        names = {"measure": "变更为", "value": "变更后的分值", "grade": "变更后的等次"}
        wanting = "、".join(label for key, label in names.items() if has[key])
        do = "没有可以比较轻重的内容时，请撤销或发回重新处理。"
        yield Problem("STEP-VALUE", wanting or "可以变更的内容", "、".join(altered) or "空", do,
                      column_name="outcome")  # fmt: skip
        return
    name, value = next(iter(altered.items()))
    why = _COMPARED[name](str(value), world)
    if why:
        do = "复核、申诉不得加重；确需另行处理的，撤销后按程序重新办理。"
        yield Problem("STEP-HEAVIER", "不重于原处理", why, do, column_name=name)


def _measure_heavier(value: str, world: World) -> str:
    before, after = world.measures.get(world.original.measure), world.measures.get(value)
    if before is None or after is None:
        return f"规则包里没有「{value}」"
    return "与原处理相同，没有变更" if before.id == after.id else heavier(before, after)


def _value_heavier(value: str, world: World) -> str:
    try:
        new, old = Decimal(value), Decimal(world.original.value)
    except InvalidOperation:
        return f"「{value}」不是数"
    good = world.original.adds
    # A burden goes towards zero; what is to his good may only grow.
    if old < 0 or not good:
        return "" if abs(new) < abs(old) and new * old >= 0 else f"由 {old} 变为 {new}"
    return "" if new > old else f"由 {old} 变为 {new}"


def _grade_heavier(value: str, world: World) -> str:
    order, old = world.original.grades, world.original.grade
    if value not in order or old not in order:
        return f"不知道「{old}」和「{value}」的高低"
    return "" if order.index(value) < order.index(old) else f"由「{old}」变为「{value}」"


_COMPARED: dict[str, Callable[[str, World], str]] = {
    "measure": _measure_heavier, "value": _value_heavier, "grade": _grade_heavier,
}  # fmt: skip


def _sign(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    yield from _on_panel(now, wanted)
    if now.decision is None or now.request:
        yield _order("先作出决定", "还没有")
    if now.served is not None:
        yield _order("还没有送达的决定", "已送达")
    if wanted.by.user in now.signed:
        yield _order("还没有签署的人", f"{wanted.by.name} 已签署")


def _answer(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    yield from _accepted(now)
    if not now.request:
        yield _order("查阅、复制、更正、解释的请求", "不服处理的事项", "请组成审理人员审理。")
    if wanted.given:
        yield from _replied(now, wanted)


def _serve(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    if now.decision is None:
        yield _order("先作出决定", "还没有")
        return
    if now.served is not None:
        yield _order("还没有送达的决定", "已送达")
    if not now.is_signed:
        do = "请审理人员签署。"
        found = f"{len(now.signed & set(now.panel))}／{len(now.panel)} 人签署"
        yield Problem("STEP-GUARD", "过半数审理人员签署", found, do)
    said = wanted.given.get("served_on")
    on = date.fromisoformat(said) if said else None
    if on is not None and not now.decision.on <= on <= wanted.on:
        yield Problem("STEP-DAY", f"{now.decision.on} 至 {wanted.on}", f"{on}", "请改送达日期。",
                      column_name="served_on")  # fmt: skip


def _correcting(now: Remedy) -> Iterator[Problem]:
    if now.served is None or not now.corrects:
        yield _order("撤销、变更并且送达之后", now.outcome or "还没有决定")


def _restore(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    yield from _correcting(now)
    if now.restored:
        yield _order("还没有恢复或安排", "已登记")


def _name(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    yield from _correcting(now)
    if now.named:
        yield _order("还没有恢复名誉", "已登记")
    if wanted.given:
        told = set(wanted.given.get("recipients") or ())
        left = [label for key, label in world.recipients.items() if key not in told]
        if left:
            yield Problem("STEP-VALUE", "原来知道的范围，一个都不少", f"少了 {'、'.join(left)}",
                          "请全部选上，逐一说明。", column_name="recipients")  # fmt: skip


def _redo(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:
    yield from _again(now)
    code = wanted.given.get("matter", "")
    if wanted.given and not code and world.against.kind == "matter":
        do = "请先从这一件立新的一件；研究后不再处理的，写明理由。"
        yield Problem("STEP-VALUE", "重新处理的事项", "没有选", do, column_name="matter")
    if code and code not in world.redone:
        do = "请先从这一件立新的一件。"
        yield Problem("STEP-VALUE", "发回之后从这一件立的事项", code, do, column_name="matter")


def _drop(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    yield from _again(now)


def _again(now: Remedy) -> Iterator[Problem]:
    if not now.is_remanded:
        found = "已经登记" if now.redone else now.outcome or "还没有决定"
        yield _order("发回重新处理、已经送达、还没有登记的", found)


def _withdraw(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    if now.served is not None:
        yield _order("还没有送达的决定", "已送达", "不服决定的，请走下一步途径。")


def _close(now: Remedy, wanted: Said, world: World) -> Iterator[Problem]:  # noqa: ARG001 (a guard)
    if now.served is None:
        yield _order("先送达决定", "还没有送达")
        return
    if now.is_remanded:
        do = "请立新的一件并登记，或者写明为什么不再处理。"
        yield Problem("STEP-GUARD", "登记重新处理", "发回之后还没有", do)
    if now.corrects and not now.named:
        do = "请先在同样的范围内恢复名誉。"
        yield Problem("STEP-GUARD", "恢复名誉", "还没有", do)
    if now.corrects and world.original.moved and not now.restored:
        do = "请登记恢复原职务，或者写明另作了什么安排。"
        yield Problem("STEP-GUARD", "恢复职务或另作安排", "还没有", do)


_GUARDS: dict[str, Guard] = {
    "lodge": _lodge, "state": _state, "accept": _accept, "refuse": _refuse, "form_panel": _form,
    "declare": _declare, "ask_recusal": _challenge, "answer_recusal": _unchallenge,
    "ask_file": _ask_file, "hear": _hear, "waive": _state, "extend": _extend, "decide": _decide,
    "confirm": _sign, "answer_request": _answer, "serve": _serve, "restore": _restore,
    "arrange": _restore, "restore_name": _name, "redo": _redo, "drop": _drop,
    "withdraw": _withdraw, "close": _close,
}  # fmt: skip

REMEDY = Kind(
    id="remedy", label="复核申诉", first="lodge", moves=MOVES, fold=fold, lacks=lacks,
    clocks=clocks, stages=stages, awaits=remedy_awaits,
)  # fmt: skip
