"""Service of the decision, what is carried out, and the end of a case."""

from collections.abc import Iterator
from datetime import date, timedelta

from biaochi.errors import Problem
from biaochi.packs.shapes import Measure
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import Given, changes_decided, day, is_statutory, line
from biaochi.procedure.notifying import unsaid
from biaochi.procedure.remedyways import Against, Way, open_ways
from biaochi.procedure.shapes import Said

_OBJECTION, _STATUTORY = "异议", ("复核", "申诉")
_DAY = timedelta(days=1)
_CHANGES = {
    "execute_post": "职务变动", "execute_grade": "职级变动", "execute_pay": "工资变动",
}  # fmt: skip


def remedy(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """The notice says how to object; where the law gives more, that too."""
    if wanted.given and file.proposal is not None:
        words, ways = remedies_named(file, world), ways_given(file, world)
        yield from unsaid(line(wanted.given, "remedy"), words=words, ways=ways)


def ways_given(file: CaseFile, world: CaseWorld) -> tuple[Way, ...]:
    """Return the ways that are open against this decision beyond doubt."""
    measure = _measure(file, world)
    against = Against(
        kind="matter", words=frozenset({measure.id}), lowers=measure.lowers_post
    )  # fmt: skip
    opened = open_ways(world.ways, against, regime=world.regime)
    return tuple(way for way, given in opened.values() if given == "given")


def remedies_named(file: CaseFile, world: CaseWorld) -> tuple[str, ...]:
    """Return what the notice of this decision has to name."""
    law = file.proposal is not None and is_statutory(
        file.proposal, _measure(file, world), regime=world.regime
    )
    return (_OBJECTION, *_STATUTORY) if law else (_OBJECTION,)


def served_on(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A decision is served after it was made, by today, once."""
    del world
    served, made = day(wanted.given, "served_on"), file.confirmed_on
    if file.served is not None:
        yield Problem("STEP-ORDER", "还没有送达", "已经送达", "不用再办。")
    if served is not None and served > wanted.on:
        do = "请在送达之后登记。"
        yield Problem("STEP-DAY", f"不晚于 {wanted.on}", f"{served}", do, column_name="served_on")
    if served is not None and made is not None and served < made:
        do = "送达的应当是已经确认的决定。"
        expected = f"不早于确认决定的 {made}"
        yield Problem("STEP-DAY", expected, f"{served}", do, column_name="served_on")


def served(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Nothing is carried out before the decision was confirmed and served."""
    del wanted, world
    if file.confirmed_on is None:
        yield Problem("STEP-ORDER", "先确认会议决定", "还没有确认", "请由到会的决策成员确认。")
    if file.served is None:
        do = "请先送达决定，写明救济途径。"
        yield Problem("STEP-ORDER", "先送达决定", "还没有送达", do)


def decided_change(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Only what the decision says, once."""
    decided = changes_decided(file.proposal or {}, _measure(file, world))
    label = _CHANGES[wanted.move]
    if wanted.move not in decided:
        do = "决定没有写的不能办理；要办的，另行研究。"
        yield Problem("STEP-GUARD", f"决定里写明的{label}", "没有写", do)
    elif wanted.move in file.executed:
        yield Problem("STEP-ORDER", f"还没有办理的{label}", "已经办理", "不用再办。")


def as_decided(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """The post, the grade, the pay are those of the decision, not before it."""
    del world
    given, decided = wanted.given, file.proposal or {}
    if not given:
        return
    wants = {
        "post": "post_after", "grade": "grade_after", "change": "pay", "basis": "pay_basis",
    }  # fmt: skip
    for name, said in wants.items():
        if name in given and line(given, name) != line(decided, said):
            found = f"决定：{line(decided, said) or '没有'}；这里：{line(given, name) or '空'}"
            yield Problem("STEP-GUARD", "与决定一致", found, "请照决定填写。", column_name=name)
    if wanted.move == "execute_post":
        yield from _post(given, decided, held=day(file.meeting or {}, "held_on"))
    begins, held = day(given, "effective_on"), day(file.meeting or {}, "held_on")
    if begins is not None and held is not None and begins < held:
        do = "生效不早于决定。"
        yield Problem("STEP-DAY", f"不早于 {held}", f"{begins}", do, column_name="effective_on")


def _post(given: Given, decided: Given, *, held: date | None) -> Iterator[Problem]:
    after = line(decided, "post_after")
    begins, last = day(given, "effective_on"), day(given, "last_on")
    if begins is not None and last is not None and last >= begins:
        do = "原职务的末日在新职务生效之前。"
        yield Problem("STEP-DAY", f"早于 {begins}", f"{last}", do, column_name="last_on")
    if held is not None and last is not None and last < held - _DAY:
        do = "决定之前仍在任。"
        yield Problem("STEP-DAY", f"不早于 {held - _DAY}", f"{last}", do, column_name="last_on")
    if after and not line(given, "unit"):
        yield Problem("STEP-FIELD", "任职单位", "空", "请填写。", column_name="unit")
    if after and not line(given, "post"):
        yield Problem("STEP-FIELD", "新职务", "空", "请照决定填写。", column_name="post")


def withdrawing(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A case is withdrawn before anything was carried out, and never instead of a referral."""
    del wanted, world
    if file.flagged:
        do = "涉嫌违纪违法的，先移送再撤回。"
        yield Problem("STEP-REFERRED", "先移送", "涉嫌的问题没有移送", do)
    if file.executed:
        do = "已经办理的，走复核申诉，或者办结后另行研究。"
        yield Problem("STEP-ORDER", "还没有办理手续", "已经办理", do)


def closing(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A case is closed when everything was done, or when it can go nowhere else."""
    if not file.ending:
        label = file.stage_label
        do = "请办完余下的步骤，或者写明理由撤回。"
        yield Problem("STEP-ORDER", "各个阶段都已办完", f"现在是「{label}」", do)
    if file.referral == "pending":
        do = "请先登记移送结果。"
        yield Problem("STEP-REFERRED", "移送已有结果", "还没有回音", do)
    elif file.flagged:
        do = "涉嫌违纪违法的，先移送再办结。"
        yield Problem("STEP-REFERRED", "先移送", "涉嫌的问题没有移送", do)
    if file.ending == "adjusted" and file.left and not line(wanted.given, "unexecuted"):
        found = "、".join(_CHANGES[c] for c in file.left)
        do = "请办理，或者写明没有办理的理由。"
        yield Problem("STEP-GUARD", "决定的变动都已办理", f"没有办理：{found}", do,
                      column_name="unexecuted")  # fmt: skip
    del world


def _measure(file: CaseFile, world: CaseWorld) -> Measure:
    key = line(file.proposal or {}, "measure")
    return world.measures.get(key, Measure(id="", label=""))
