"""Papers of a voluntary resignation (自愿辞职): 辞职申请、决定、决定告知书.

What he wrote of his health is on no paper: it is for him and the officer alone.
"""

from biaochi.documents.shapes import Block, Paper, Para, Point, slot
from biaochi.documents.sorts.building import letter, paras, receipt, section
from biaochi.documents.sorts.material import Material, about
from biaochi.documents.wording import day

_NO_FAULT = "自愿辞职不带过错标记，不设影响期。"
_NO_STAY = "提出复核、申诉或异议期间，不停止决定的执行；不会因为你提出而加重处理。"


def _asked(m: Material) -> str:
    return m.chosen(m.last("request"), "type", "辞去什么")


def resignation(m: Material) -> Paper:
    """辞职申请, as the official himself wrote it."""
    step = m.last("request")
    wished = day(m.date(step, "wished_on"))
    blocks: list[Block] = [
        Para(text=f"我是{about(m.subject)}，现自愿申请{_asked(m)}。"),
        Point(text="理由"), Para(text=f"{m.chosen(step, 'ground', '理由')}。"),
        *paras(m.text(step, "statement", "说明")),
    ]  # fmt: skip
    if wished:
        blocks += [*section("希望的日期", f"{wished}起。")]
    return Paper(
        sort="", format="plain", title=("辞职申请书",), blocks=tuple(blocks), to=m.organ,
        signature=m.name, dated=step.on if step else m.step.on, names=m.people(),
    )  # fmt: skip


def resignation_decision(m: Material) -> Paper:
    """自愿辞职的决定, granted or not, with the reason."""
    step = m.last("decide") or m.step
    held = m.on(step, "held_on", "决定日期")
    body = m.text(step, "body", "决定的机关或会议")
    blocks: list[Block] = [
        Para(
            text=f"{m.name}同志自愿申请{_asked(m)}。根据{m.basis()}，经审核，"
            f"{held}{body}研究，决定如下。"
        ),
        *section("结果", f"{m.chosen(step, 'outcome', '结果')}{_asked(m)}。"),
        *section("理由", m.text(step, "reason", "理由")),
        *section("说明", _NO_FAULT, "免职手续另行办理、另行登记。"),
    ]  # fmt: skip
    return Paper(
        sort="", format="official", title=(f"关于{m.name}同志", "自愿辞职的", "决定"),
        blocks=tuple(blocks), organ=m.head.organ, mark=f"{m.organ}文件",
        number=m.number(m.optional(step, "document")), to=m.subject.unit or slot("主送机关"),
        signature=m.organ, dated=m.step.on, copies=slot("抄送机关"),
        printed=f"{m.organ}|{day(m.step.on)}", names=m.people(),
    )  # fmt: skip


def resignation_notice(m: Material) -> Paper:
    """决定告知书 of a resignation."""
    step = m.last("decide")
    blocks: list[Block] = [
        Para(text=f"你{_asked(m)}的申请，{m.on(step, 'held_on', '决定日期')}已经研究决定。"),
        *section("决定", f"{m.chosen(step, 'outcome', '结果')}{_asked(m)}。"),
        *section("理由", m.text(step, "reason", "理由")), *section("说明", _NO_FAULT),
        *section("救济", m.text(m.step, "remedy", "救济途径和期限"), _NO_STAY),
    ]  # fmt: skip
    return letter(m, ("决定告知书",), blocks, after=receipt(m, what="《决定告知书》"))
