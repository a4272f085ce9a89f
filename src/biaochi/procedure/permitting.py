"""What stands in the way of each move of a follow-up."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from biaochi.errors import Problem
from biaochi.procedure.aftercare import Around
from biaochi.procedure.barring import UNSTATED
from biaochi.procedure.recovering import Recovery
from biaochi.procedure.returning import (
    eligibility,
    is_unimproved,
    new_evidence,
    started_on,
    unfilled,
    unsettled,
)
from biaochi.procedure.shapes import Said

_FINAL = frozenset({"reused", "again", "left", "revoked"})
_NEEDS_MEASURE = frozenset({"activate", "assign", "consider", "again", "escalate"})


def lacks(now: Recovery, wanted: Said, around: Around) -> tuple[Problem, ...]:
    """Return everything that stands in the way of a move beyond its roles and fields."""
    if now.closed_on is not None:
        return (_stop("STEP-CLOSED", "还在进行的后续管理", f"{now.closed_on} 已结束",
                      "有新的调整，请另建一份。"),)  # fmt: skip
    found = list(_GUARDS.get(wanted.move, _free)(now, wanted, around))
    if wanted.move in _NEEDS_MEASURE and now.measure not in around.measures:
        found.append(_stop("STEP-GUARD", "原措施仍然有效", "原措施已撤销或改变",
                           "请结束这一份后续管理。"))  # fmt: skip
    return tuple(found)


def _stop(code: str, expected: str, found: str, do: str, *, column: str = "") -> Problem:
    return Problem(code, expected, found, do, column_name=column)


def _free(_now: Recovery, _wanted: Said, _around: Around) -> Iterator[Problem]:
    return iter(())


def _may_open(_: Recovery, wanted: Said, around: Around) -> Iterator[Problem]:
    if around.parent is not None and around.parent.state != "done":
        yield _stop("STEP-GUARD", "已经执行的组织调整", "还没有执行", "请先办完那一件。")
    if not around.measures:
        yield _stop("STEP-GUARD", "已经生效的措施", "没有登记", "调整生效后再建立后续管理。")
    code = _said(wanted, "measure")
    if not code:
        return
    measure = around.measures.get(code)
    if measure is None:
        yield _stop("STEP-VALUE", "本人已生效的一项措施", code, "请从列表里选。", column="measure")
    elif measure.on > wanted.on:
        yield _stop("STEP-GUARD", f"{measure.on} 生效以后", f"{wanted.on}", "请等生效。")
    if code in around.others:
        yield _stop("STEP-GUARD", "一项措施一份后续管理", "已经有一份", "请打开那一份继续办理。",
                    column="measure")  # fmt: skip


def _may_fix(now: Recovery, _w: Said, _a: Around) -> Iterator[Problem]:
    if now.active_on is not None:
        yield _stop(
            "STEP-ORDER", "还没有启用的计划", f"{now.active_on} 已启用", "请用「修改计划」。"
        )


def _may_activate(now: Recovery, _w: Said, around: Around) -> Iterator[Problem]:
    if now.active_on is not None:
        yield _stop("STEP-ORDER", "还没有启用的计划", f"{now.active_on} 已启用", "不用再启用。")
    lacking = unfilled(now, around)
    if lacking:
        yield _stop("STEP-GUARD", "计划各项都写明内容、责任人和日期", f"缺{'、'.join(lacking)}",
                    "请先「填写计划」。")  # fmt: skip


def _may_revise(now: Recovery, _w: Said, _a: Around) -> Iterator[Problem]:
    if now.active_on is None:
        yield _stop("STEP-ORDER", "已经启用的计划", "还是草稿", "请用「填写计划」。")


def _may_talk(now: Recovery, wanted: Said, around: Around) -> Iterator[Problem]:
    on = _day(wanted, "talked_on")
    since = started_on(now, around)
    if on and not since <= on <= wanted.on:
        yield _stop("STEP-VALUE", f"{since} 到 {wanted.on} 之间", f"{on}", "请改正谈话日期。",
                    column="talked_on")  # fmt: skip


def _may_solve(now: Recovery, wanted: Said, _: Around) -> Iterator[Problem]:
    if not now.unsolved:
        yield _stop("STEP-GUARD", "还没有解决的困难", "没有", "不用答复。")
    elif _said(wanted, "ticket") and _said(wanted, "ticket") not in {
        f"{t.number}" for t in now.unsolved
    }:
        yield _stop("STEP-VALUE", "还没有解决的一条", _said(wanted, "ticket"), "请从列表里选。",
                    column="ticket")  # fmt: skip


def _may_assign(_n: Recovery, wanted: Said, _a: Around) -> Iterator[Problem]:
    if wanted.given.get("willing") is False and not _said(wanted, "unwilling"):
        yield _stop("STEP-FIELD", "本人不愿意时，仍这样安排的理由", "空", "先谈话，再写明。",
                    column="unwilling")  # fmt: skip


def _may_assess(now: Recovery, wanted: Said, _: Around) -> Iterator[Problem]:
    if not now.serving:
        yield _stop("STEP-GUARD", "正在进行的安排", "没有", "请先登记安排。")
        return
    number, ended = _said(wanted, "assignment"), _day(wanted, "ended_on")
    one = next((a for a in now.serving if f"{a.number}" == number), None)
    if number and one is None:
        yield _stop("STEP-VALUE", "正在进行的一次安排", number, "请从列表里选。",
                    column="assignment")  # fmt: skip
    if one and ended and not one.from_on <= ended <= wanted.on:
        yield _stop("STEP-VALUE", f"{one.from_on} 到 {wanted.on} 之间", f"{ended}", "请改正。",
                    column="ended_on")  # fmt: skip


def _may_note(_: Recovery, wanted: Said, around: Around) -> Iterator[Problem]:
    year, said = wanted.given.get("year"), _said(wanted, "result")
    if isinstance(year, int) and year > wanted.on.year:
        yield _stop("STEP-VALUE", f"不晚于 {wanted.on.year} 年", f"{year} 年",
                    "请在考核之后登记。", column="year")  # fmt: skip
    known = around.results.get(year) if isinstance(year, int) else None
    if known and said and said != known:
        yield _stop("STEP-VALUE", f"与系统里的结果一致：{known}", said,
                    "请核对；结果有误的，先更正考核结果。", column="result")  # fmt: skip


def _may_consider(now: Recovery, wanted: Said, around: Around) -> Iterator[Problem]:
    if now.is_awaiting:
        yield _stop("STEP-GUARD", "有权的人已作出意见", "还在等待", "请先作出研究意见。")
    decided = _day(wanted, "decided_on") or wanted.on
    for c in eligibility(now, around, on=min(decided, wanted.on)):
        if c.required and not c.met:
            yield _stop("STEP-GUARD", c.label, c.found, c.do)
    if decided > wanted.on:
        yield _stop("STEP-DAY", f"不晚于 {wanted.on}", f"{decided}", "请在决定之后登记。",
                    column="decided_on")  # fmt: skip


def _may_settle(_: Recovery, wanted: Said, around: Around) -> Iterator[Problem]:
    open_ = unsettled(around)
    if not open_:
        yield _stop("STEP-GUARD", "没有写明长度的影响期", "没有", "不用填写。")
        return
    code, ends = _said(wanted, "measure"), _day(wanted, "ends_on")
    if code and code not in open_:
        yield _stop("STEP-VALUE", "没有写明影响期的一项措施", code, "请从列表里选。",
                    column="measure")  # fmt: skip
    elif code and ends and ends < around.measures[code].on:
        yield _stop("STEP-VALUE", f"不早于 {around.measures[code].on}", f"{ends}", "请改正。",
                    column="ends_on")  # fmt: skip


def _may_again(now: Recovery, wanted: Said, around: Around) -> Iterator[Problem]:
    code = _said(wanted, "case")
    case = around.cases.get(code)
    if code and (case is None or case.opened_on < started_on(now, around)):
        yield _stop("STEP-VALUE", "这次调整之后本人的另一件组织调整", code, "请先立那一件。",
                    column="case")  # fmt: skip


def _may_escalate(now: Recovery, wanted: Said, around: Around) -> Iterator[Problem]:
    if now.is_awaiting:
        yield _stop("STEP-ORDER", "没有正在等待的提请", f"{now.escalated_on} 已提请", "请等意见。")
    least = around.terms.escalation_talks
    if len(now.talks) < least:
        yield _stop("STEP-GUARD", f"至少谈过 {least} 次", f"谈过 {len(now.talks)} 次", "请先谈话。")
    if not is_unimproved(now):
        yield _stop("STEP-GUARD", "复检没有改进或单独考核较差", "没有这样的记录",
                    "请先复检，写明与调整时相比怎样。")  # fmt: skip
    fresh = new_evidence(now, around)
    named = wanted.given.get("evidence")
    strange = [f"{e}" for e in named if e not in fresh] if isinstance(named, list | tuple) else []
    if not fresh:
        yield _stop("STEP-GUARD", "调整以后已核实的新证据", "没有", "请先核实证据。")
    elif strange:
        yield _stop("STEP-VALUE", "调整以后已核实的证据", "、".join(strange), "请从列表里选。",
                    column="evidence")  # fmt: skip


def _may_decide(now: Recovery, wanted: Said, _: Around) -> Iterator[Problem]:
    if not now.is_awaiting:
        yield _stop("STEP-ORDER", "等待决定的提请", "没有", "请先「提请研究」。")
    if _said(wanted, "decision") == "refer" and not _said(wanted, "body"):
        yield _stop("STEP-FIELD", "会同的机关", "空", "请填写。", column="body")


def _may_close(now: Recovery, wanted: Said, around: Around) -> Iterator[Problem]:
    if now.is_awaiting:
        yield _stop("STEP-GUARD", "有权的人已作出意见", "还在等待", "请先作出研究意见。")
    why = _said(wanted, "why")
    if not why or why in _FINAL:
        yield from _fits_reason(now, why, around)
        return
    if now.unsolved:
        yield _stop("STEP-GUARD", "困难都有答复", f"{len(now.unsolved)} 条没有解决", "请先办理。")
    state = around.barred(wanted.on)
    if state.state != "clear":
        until = f"至 {state.until}" if state.until else UNSTATED
        yield _stop("STEP-GUARD", "影响期已满", until, "影响期没有满，不结束。", column="why")
    if not now.checked:
        yield _stop("STEP-GUARD", "至少完成一次复检", "没有", "请先复检。")


def _fits_reason(now: Recovery, why: str, around: Around) -> Iterator[Problem]:
    if why == "reused" and now.considered_on is None:
        yield _stop("STEP-GUARD", "已登记重新使用", "没有登记", "请先登记。", column="why")
    again = around.cases.get(now.again)
    if why == "again" and (again is None or again.state != "done"):
        yield _stop("STEP-GUARD", "再次调整已经执行", "没有", "请等那一件执行。", column="why")
    if why == "revoked" and now.measure in around.measures:
        yield _stop("STEP-GUARD", "原措施已撤销或改变", "仍然有效", "请核对。", column="why")


def _said(wanted: Said, name: str) -> str:
    return f"{wanted.given.get(name) or ''}"


def _day(wanted: Said, name: str) -> date | None:
    try:
        return date.fromisoformat(_said(wanted, name))
    except ValueError:
        return None


_GUARDS: Mapping[str, Callable[[Recovery, Said, Around], Iterator[Problem]]] = {
    "open": _may_open, "fix": _may_fix, "activate": _may_activate, "revise": _may_revise,
    "talk": _may_talk, "solve": _may_solve, "assign": _may_assign, "assess": _may_assess,
    "annual": _may_note, "settle": _may_settle, "consider": _may_consider, "again": _may_again,
    "escalate": _may_escalate, "decide": _may_decide, "close": _may_close,
}  # fmt: skip
