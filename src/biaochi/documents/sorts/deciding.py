"""Papers of a decision: 会议纪要、决定书、决定告知书、救济途径告知书."""

from collections.abc import Iterator

from biaochi.documents.shapes import Block, Paper, Para, Point, slot
from biaochi.documents.sorts.building import (
    arithmetic,
    due,
    letter,
    paras,
    points,
    receipt,
    section,
    signatures,
)
from biaochi.documents.sorts.material import Material, about, joined
from biaochi.documents.wording import day, listed
from biaochi.procedure.deadlines import spoken
from biaochi.procedure.shapes import Said

_TOLD = "告知的事实和理由"
_NO_STAY = "提出复核、申诉或异议期间，不停止决定的执行；不会因为你提出而加重处理。"


def minutes(m: Material) -> Paper:
    """会议纪要: who was there, who stood back, how it was voted, what was decided."""
    step = m.last("meet") or m.step
    body = m.text(step, "body", "会议")
    held = m.on(step, "held_on", "会议日期")
    present = m.listed(step, "present")
    recused = m.listed(step, "recused")
    entitled = step.given.get("entitled")
    attended = f"应到{entitled}人，实到{len(present)}人" if entitled else slot("应到和实到人数")
    blocks: list[Block] = [
        Para(text=f"{held}，{body}召开会议，研究{m.name}同志的组织调整事项。现纪要如下。"),
        *section("出席", f"{attended}。出席：{joined(present, '出席人员')}。"),
        *section("回避", f"{listed(recused)}。" if recused else "没有需要回避的成员。"),
        *section("议题", f"研究{m.name}同志的调整建议。", f"{about(m.subject)}。", *_suggested(m)),
        *section("表决", _votes(step)),
        *section(
            "结果", f"{m.chosen(step, 'outcome', '结果')}。", m.text(step, "text", "决定正文")
        ),
    ]
    blocks += [*signatures("会议记录人", "决策成员")]
    given = m.optional(step, "document")
    return Paper(
        sort="", format="minutes", title=(f"研究{m.name}同志", "组织调整事项的", "会议纪要"),
        blocks=tuple(blocks), organ=body, mark=f"{body}会议纪要",
        number=given or f"第{slot('期数')}期　　{m.organ}　　{day(m.date(step, 'held_on'))}",
        printed=f"{m.organ}|{day(m.step.on)}", names=m.people(),
    )  # fmt: skip


def _suggested(m: Material) -> Iterator[str]:
    step = m.last("propose")
    if step is not None:
        yield (
            f"建议的措施：{m.chosen(step, 'measure', '措施')}"
            f"（{m.chosen(step, 'reason_class', '原因')}）。"
        )


def _votes(step: Said) -> str:
    votes = step.given.get("votes")
    if not votes:
        return slot("表决票数")
    return f"赞成{votes['for']}票，反对{votes['against']}票，弃权{votes['abstained']}票。"


def decision(m: Material) -> Paper:
    """决定书 of the collective body; in force by its own text, not by this paper."""
    step = m.last("meet") or m.step
    body = m.text(step, "body", "决定机关")
    held = m.date(step, "held_on")
    blocks: list[Block] = [
        Para(
            text=f"根据{m.basis()}，经核实、听取本人陈述申辩和容错审查，"
            f"{day(held) or slot('会议日期')}{body}集体讨论，作出本决定。"
        ),
        *_facts(m, m.text(m.last("verify"), "summary", "核实结论")),
        *section("决定", m.text(step, "text", "决定正文")), *section("措施", *_decided(m)),
        *section("生效", *_effective(m)),
        *section(
            "救济", "本人不服的，可以按照告知的途径和期限提出。",
        ),
    ]  # fmt: skip
    return Paper(
        sort="", format="official", title=(f"关于对{m.name}同志", "作出组织调整的", "决定"),
        blocks=tuple(blocks), organ=m.head.organ, mark=f"{m.organ}文件",
        number=m.number(), to=m.subject.unit or slot("主送机关"),
        signature=m.organ, dated=m.step.on, copies=slot("抄送机关"),
        printed=f"{m.organ}|{day(m.step.on)}", names=m.people(),
    )  # fmt: skip


def _facts(m: Material, *texts: str) -> Iterator[Block]:
    """Yield what was found to be so: the circumstances, and the facts in words."""
    yield Point(text="认定的事实")
    yield from points(m.many(m.last("verify"), "upheld") or (slot("属实的情形"),))
    for text in dict.fromkeys(texts) or (slot(_TOLD),):
        yield from paras(text)


def _effective(m: Material) -> Iterator[str]:
    """Tell from which day the decision holds: that on which a member confirmed its record."""
    confirmed = m.last("confirm")
    on = day(confirmed.on) if confirmed else slot("生效日期")
    yield f"本决定自{on}起生效。"
    yield "职务、职级、工资的变动分别办理、分别登记，各从登记的生效日期起。"


def _decided(m: Material) -> Iterator[str]:
    step = m.last("propose")
    yield f"措施：{m.chosen(step, 'measure', '措施')}。"
    for label, name in (("安排去向", "destination"), ("此后职务", "post_after"),
                        ("此后职级", "grade_after"), ("工资待遇", "pay")):  # fmt: skip
        if said := m.optional(step, name):
            yield f"{label}：{said}。"
    yield from _influence(m, step)


def _influence(m: Material, step: Said | None) -> Iterator[str]:
    """Tell how long the measure bars what; how the days run is told by the follow-up."""
    chosen = str(step.given.get("measure") or "") if step else ""
    for one in m.pack.aftercare.influence if m.pack else ():
        if one.measure == chosen and one.lasts:
            clause = f"（{one.basis.clause}）" if one.basis and one.basis.clause else ""
            said = f"影响期：{spoken(one.lasts)}内不得{one.bars}{clause}"
            yield f"{said}，起止日期以后续管理登记为准。"


def decision_notice(m: Material) -> Paper:
    """决定告知书 to the official: the decision, its basis, what follows."""
    meeting = m.last("meet")
    held = m.on(meeting, "held_on", "会议日期")
    blocks: list[Block] = [
        Para(
            text=f"{held}，{m.text(meeting, 'body', '会议')}集体讨论，对你作出了决定，现告知你。"
        ),
        *_facts(m, *(m.text(told, "text", _TOLD) for told in m.every("tell"))),
        *section("决定", m.text(meeting, "text", "决定正文")), *section("措施", *_decided(m)),
        *section("依据", f"{m.basis()}。"), *section("生效", *_effective(m)),
        *section("救济", m.text(m.step, "remedy", "救济途径和期限"), _NO_STAY),
    ]  # fmt: skip
    if talker := m.optional(m.step, "talked_by"):
        blocks += [*section("谈话", f"由{talker}与你谈话。")]
    served = receipt(m, what="《决定告知书》《救济途径告知书》")
    return letter(m, ("决定告知书",), blocks, after=served)


def remedy_notice(m: Material) -> Paper:
    """救济途径告知书: to whom, by when, how counted."""
    clock = m.clock("next", "file")
    blocks: list[Block] = [
        Para(text="你对收到的决定不服的，有权按照下列途径和期限提出。"),
        *section("途径和期限", m.text(m.step, "remedy", "救济途径和期限")),
    ]
    if clock is not None:
        blocks += [
            *section("最后一日", f"{clock.label}：{due(clock, '最后一日')}。", arithmetic(clock))
        ]
    blocks += [
        *section("须知", _NO_STAY, "提出时请一条一条写明事实和理由；每一条都会得到答复。"),
    ]
    return letter(m, ("救济途径告知书",), blocks, after=receipt(m, what="《救济途径告知书》"))
