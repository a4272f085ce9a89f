"""Letters: a reminder, a letter of inquiry, an admonition, from draft to close (提醒函询诫勉).

Two persons sign what a third drafted.  A reply that does not come shows as overdue; nothing
lapses, nothing follows by itself.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from biaochi.errors import Problem
from biaochi.procedure.awaiting import letter_awaits
from biaochi.procedure.deadlines import deadline
from biaochi.procedure.footing import apart, footing, guard
from biaochi.procedure.given import day_in, listed_in, number_in
from biaochi.procedure.letter_moves import ADMONITION, MOVES, TYPES
from biaochi.procedure.letters import (
    LABELS,
    LetterRules,
    LetterStanding,
    LetterWorld,
    clocks,
    fold,
    rectify_due,
    reply_due,
    rules_of,
    stages,
)
from biaochi.procedure.shapes import Kind, Said


def lacks(s: LetterStanding, wanted: Said, world: LetterWorld) -> tuple[Problem, ...]:
    """Return all that stands in the way of a move beyond its roles and fields."""
    move = MOVES[wanted.move]
    found = list(footing(move, wanted, standing=s, person=world.person))
    if s.is_open:
        found += _out_of_order(s, wanted, world)
        found += _GUARDS.get(wanted.move, _nothing)(s, wanted, world)
    return tuple(found)


_WHEN: Mapping[str, tuple[str, ...]] = {
    "redraft": ("draft",), "approve": ("approval",), "approve_leader": ("approval",),
    "return": ("approval",), "serve": ("service",), "reply": ("reply", "study"),
    "judge": ("reply", "study"), "inquire_again": ("reply", "study"), "close": ("follow",),
}  # fmt: skip


def _out_of_order(s: LetterStanding, wanted: Said, _: LetterWorld) -> Iterator[Problem]:
    when = _WHEN.get(wanted.move)
    if when and s.stage not in when:
        expected = "、".join(LABELS[w] for w in when)
        yield Problem("STEP-ORDER", expected, s.stage_label, "请先办完现在这一步。")


def _nothing(*_: object) -> Iterator[Problem]:
    return iter(())


def _about_draft(s: LetterStanding, wanted: Said, world: LetterWorld) -> Iterator[Problem]:
    given = wanted.given
    if not given:
        yield from _nothing_to_rest_on(world)
        return
    type_ = given.get("type", s.type)
    types = rules_of(world.pack, world.procedure, on=wanted.on).types
    if world.pack is not None and type_ not in types:
        expected = "、".join(types.values()) or "规则包写明的措施"
        yield Problem(
            "STEP-LEGAL", expected, dict(TYPES).get(type_, type_),
            "这个规则包此时没有这种措施，请换一种或换规则包。", column_name="type",
        )  # fmt: skip
    evidence, findings = listed_in(given, "evidence"), listed_in(given, "findings")
    if not evidence and not findings:
        do = "请选已受理的提示或证据；没有依据的不发。"
        yield guard("至少一条依据", "没有", do, field="evidence")
    usable = world.verified if type_ == ADMONITION else world.verified | world.reported
    for code in sorted(evidence - usable):
        expected = "关于本人的已核实证据" if type_ == ADMONITION else "关于本人的证据"
        yield guard(expected, code, "请先核实，或换一条。", field="evidence")
    for code in sorted(findings - world.findings):
        yield guard("关于本人、已受理的提示", code, "请先受理这条提示。", field="findings")


def _nothing_to_rest_on(world: LetterWorld) -> Iterator[Problem]:
    if not (world.findings or world.verified or world.reported):
        do = "请先填报证据，或者打开一条关于本人的提示、选“受理”；没有依据的不发。"
        yield guard("至少一条依据", "没有关于本人的证据，也没有已受理的提示", do, field="evidence")


def _about_approval(s: LetterStanding, wanted: Said, _: LetterWorld) -> Iterator[Problem]:
    same = next((author for author in s.authors if wanted.by.is_same(author)), None)
    if same is not None:
        yield apart("起草人以外的人", wanted.by.seen_as(same))
    if wanted.move == "approve" and s.head:
        yield Problem("STEP-ORDER", "还没有审批的函件", "组织部门已审批", "请等主要负责人审批。")
    if wanted.move != "approve_leader":
        return
    if s.type != ADMONITION:
        yield guard("诫勉", dict(TYPES).get(s.type, s.type), "这一种不用主要负责人审批。")
    elif s.head is None:
        yield guard("组织部门负责人先审批", "还没有", "请先由组织部门负责人审批。")
    elif wanted.by.is_same(s.head):
        yield apart("组织部门负责人以外的人", wanted.by.seen_as(s.head))


def _about_service(s: LetterStanding, wanted: Said, world: LetterWorld) -> Iterator[Problem]:
    on = day_in(wanted.given, "served_on")
    if on is None:
        return
    earliest = s.services[-1].on if s.services else s.approved_on
    if on > wanted.on or (earliest and on < earliest):
        expected = f"{earliest} 至 {wanted.on} 之间"
        yield Problem("STEP-DAY", expected, f"{on}", "请改日期。", column_name="served_on")
    rules = rules_of(world.pack, world.procedure, on=on)
    asked = wanted.move == "inquire_again" or s.wants_reply
    if asked:
        yield from _about_length(on, wanted.given, rules, world)
    if wanted.given.get("rectify_months") and (s.type != ADMONITION or rules.rectify):
        expected = "不填：规则包已写明" if rules.rectify else "只用于诫勉"
        yield Problem(
            "STEP-VALUE", expected, f"{wanted.given['rectify_months']}", "请留空。",
            column_name="rectify_months",
        )  # fmt: skip


def _about_length(
    on: date, given: Mapping[str, Any], rules: LetterRules, world: LetterWorld
) -> Iterator[Problem]:
    days = number_in(given, "reply_days")
    if not days:
        if not rules.reply:
            do = "规则包没有写回复期限，请填工作日数。"
            yield Problem("STEP-FIELD", "回复期限", "空", do, column_name="reply_days")
        return
    due = deadline(on, f"{days} working_days", world.calendar).due
    least = deadline(on, rules.reply, world.calendar).due if rules.reply else due
    if due < least:
        yield Problem(
            "STEP-LEGAL", f"不早于规则包写明的 {least}", f"{due}", "请留空，或者给更长的期限。",
            column_name="reply_days",
        )  # fmt: skip


def _about_judging(s: LetterStanding, wanted: Said, world: LetterWorld) -> Iterator[Problem]:
    yield from _about_waiting(s, wanted, world)
    if not s.answered and wanted.given.get("result") == "explained":
        do = "没有回复的，可以再次函询，或者转为线索由人研究。"
        yield guard("本人已经回复", "还没有回复", do, field="result")


def _about_again(s: LetterStanding, wanted: Said, world: LetterWorld) -> Iterator[Problem]:
    if s.answered and s.judged != "unclear":
        yield guard("研究认为没有说明清楚", "还没有这样的结论", "请先研究回复。")
    yield from _about_waiting(s, wanted, world)
    yield from _about_service(s, wanted, world)


def _about_waiting(s: LetterStanding, wanted: Said, world: LetterWorld) -> Iterator[Problem]:
    """While the time to reply runs and nothing came, nobody goes on over his head."""
    if not s.services or s.answered:
        return
    due = reply_due(s.services[-1], world)
    if due and wanted.on <= due.due:
        do = f"请等到 {due.due} 之后，或本人回复之后。"
        yield guard("回复期限已过或本人已回复", f"期限到 {due.due}", do)


def _about_rectifying(s: LetterStanding, wanted: Said, world: LetterWorld) -> Iterator[Problem]:
    if s.type != ADMONITION:
        yield guard("诫勉", dict(TYPES).get(s.type, s.type), "这一种没有这一步。")
    elif not s.services:
        yield Problem("STEP-ORDER", "已经送达", s.stage_label, "请先送达。")
    elif wanted.move == "judge_rectification":
        yield from _about_judging_rectification(s, wanted, world)


def _about_judging_rectification(
    s: LetterStanding, wanted: Said, world: LetterWorld
) -> Iterator[Problem]:
    given = wanted.given
    if s.stage != "rectify":
        yield Problem("STEP-ORDER", LABELS["rectify"], s.stage_label, "请先办完现在这一步。")
    due = rectify_due(s, world)
    if s.reported_on is None and (due is None or wanted.on <= due.due):
        until = f"期限到 {due.due}" if due else "没有期限"
        yield guard("整改报告已交或期限已过", until, "请等本人交来报告，或期限过后再评价。")
    if s.reported_on is None and given.get("result") == "good":
        yield guard("本人已交整改报告", "还没有", "请先收整改报告。", field="result")
    if given.get("result") == "good" and given.get("suggests"):
        found = "整改见效又建议处理"
        yield Problem("STEP-VALUE", "不填建议", found, "请留空。", column_name="suggests")


def _about_withdrawing(_: LetterStanding, wanted: Said, __: LetterWorld) -> Iterator[Problem]:
    if wanted.given.get("false_report") and not wanted.given.get("clarification"):
        do = "反映失实的，请写明要给本人澄清什么。"
        yield Problem("STEP-FIELD", "澄清的内容", "空", do, column_name="clarification")


_GUARDS: Mapping[str, Callable[[LetterStanding, Said, LetterWorld], Iterator[Problem]]] = {
    "draft": _about_draft, "redraft": _about_draft, "approve": _about_approval,
    "approve_leader": _about_approval, "return": _about_approval, "serve": _about_service,
    "judge": _about_judging, "inquire_again": _about_again, "self_check": _about_rectifying,
    "report": _about_rectifying, "judge_rectification": _about_rectifying,
    "withdraw": _about_withdrawing,
}  # fmt: skip


KIND = Kind(
    id="letter", label="提醒函询诫勉", first="draft", moves=MOVES, fold=fold, lacks=lacks,
    clocks=clocks, stages=stages, awaits=letter_awaits,
)  # fmt: skip
