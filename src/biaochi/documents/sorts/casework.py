"""Papers of the file of a case: 动议表、核实报告、容错审查意见、调整建议报告."""

from collections.abc import Iterator, Sequence

from biaochi.documents.shapes import Block, Cell, Paper, Para, Point, Row, Table, slot
from biaochi.documents.sorts.building import form, paras, record, section, signatures
from biaochi.documents.sorts.material import Material, about, joined
from biaochi.documents.wording import day, ended, listed
from biaochi.procedure.adjusting import DISTINCTIONS, EFFECTS
from biaochi.procedure.contents import replied
from biaochi.procedure.shapes import Said

_MOTIONS = ("open", "join")


def motion(m: Material) -> Paper:
    """动议表: why a case was opened, on what it rests."""
    opening = m.last("open")
    motions = [*m.every(*_MOTIONS)]
    findings = [w for s in motions for w in m.many(s, "findings")]
    grounds = [w for s in motions for w in m.many(s, "grounds")]
    codes = tuple(dict.fromkeys(c for s in motions for c in m.listed(s, "evidence")))
    blocks: list[Block] = [
        form(
            (
                ("事项编号", str(m.line.code)), ("对象", about(m.subject)),
                ("依据", m.basis()), ("渠道", m.chosen(opening, "channel", "渠道")),
                ("发现途径", m.chosen(opening, "discovery") or "没有填写"),
                ("已受理的提示", "\n".join(findings) or "无"),
                ("涉及的情形", "\n".join(grounds) or "无"),
                ("证据", "\n".join(m.cited(codes)) or "无"),
                ("动议理由", "\n".join(m.text(s, "reason", "动议理由") for s in motions)),
                ("动议人", f"{opening.by.name if opening else slot('动议人')}　{day(m.step.on)}"),
                ("审批意见", ""),
            ),
            heights={"动议理由": 45, "审批意见": 35},
        ),
        Para(text="动议只表示开始研究，不改变任何职务。"),
    ]  # fmt: skip
    return record(m, ("组织调整动议表",), blocks, signed=False)


def verification(m: Material) -> Paper:
    """核实报告: how it was looked into, what was found true and what not, on which evidence."""
    found = [*m.every("verify")]
    people = tuple(dict.fromkeys(n for s in found for n in m.listed(s, "investigators")))
    asked = tuple(dict.fromkeys(w for s in found for w in m.many(s, "informants")))
    blocks: list[Block] = [
        Para(text=f"根据{m.basis()}，对{about(m.subject)}的有关情况进行了核实，现报告如下。"),
        *section(
            "核实经过",
            f"由{joined(people, '核实人员')}负责核实。"
            + (f"与{listed(asked)}等方面的人员分别谈了话。" if asked else ""),
        ),
        Point(text="属实的情形"), *_grounds(m, found, "upheld"),
        Point(text="不属实的情形"), *_grounds(m, found, "refuted"),
        *section("结论", *(m.text(s, "summary", "核实结论") for s in found)),
    ]  # fmt: skip
    signed = signatures(*(f"核实人员　{p}" for p in people))
    return record(m, (f"关于{m.name}同志", "有关情况的", "核实报告"), blocks, after=signed)


def _grounds(m: Material, found: Sequence[Said], name: str) -> Iterator[Block]:
    none = True
    for step in found:
        words = m.many(step, name)
        cited = m.cited(m.listed(step, "evidence")) if name == "upheld" else ()
        for word in words:
            none = False
            yield Point(text=ended(word), level=3)
        if words and cited:
            yield Para(text=f"凭据：{'；'.join(cited)}。")
        if cited and (bearing := m.optional(step, "bearing")):
            yield from paras(f"凭据与情形的关系：{bearing}")
    if none:
        yield Para(text="无。")


def tolerance(m: Material) -> Paper:
    """容错审查意见: the three distinctions one by one, the answer, effects, reasons."""
    step = m.step
    chosen = set(m.listed(step, "distinctions"))
    rows = [Row(cells=(Cell(text="三个区分", head=True), Cell(text="是否符合", head=True)))]
    rows += [
        Row(cells=(Cell(text=text), Cell(text="符合" if key in chosen else "不符合", head=True)))
        for key, text in DISTINCTIONS
    ]
    effects = set(m.listed(step, "effects"))
    exempted = m.cited(m.listed(step, "exempted"))
    kept = listed(text for key, text in EFFECTS if key in effects)
    blocks: list[Block] = [
        Para(text=f"提出调整方案之前，对{about(m.subject)}的有关情形是否属于容错情形进行了审查。"),
        Point(text="逐项审查"), Table(widths=(116, 40), rows=tuple(rows), repeat=1),
        *section("结论", f"{m.chosen(step, 'conclusion', '结论')}。"),
        *section("理由", m.text(step, "reason", "理由")),
    ]  # fmt: skip
    if asked := [*pleas(m)]:
        blocks += [Point(text="本人的请求和答复"), *asked]
    if exempted:
        blocks += [*section("予以免责的证据", f"{'；'.join(exempted)}。")]
    if kept:
        blocks += [*section("免责的效果", f"{kept}。")]
    signed = signatures(f"审查人　{step.by.name}")
    return record(m, (f"关于{m.name}同志", "有关情形的", "容错审查意见"), blocks, after=signed)


_REASONS = (
    ("合法性审查", "law_review"), ("比同类情形更重的理由", "heavier"),
    ("不是重复处理的理由", "again"),
)  # fmt: skip
"""What a proposal says where it has to, as the paper heads it."""


def proposal(m: Material) -> Paper:
    """调整建议报告: for those who decide; facts, what the person said, what is proposed and why."""
    step = m.step
    procedure = m.procedure
    body = procedure.body if procedure and procedure.body else slot("决定机关")
    blocks: list[Block] = [
        Para(text=f"根据{m.basis()}，经核实和听取本人陈述申辩，现就{m.name}同志提出调整建议。"),
        *section("基本情况", f"{about(m.subject)}。"),
        Point(text="属实的情形和依据"), *_grounds(m, [*m.every("verify")], "upheld"),
        Point(text="本人的陈述申辩和答复"), *statements(m),
        *section("容错审查", *_tolerated(m)),
        *section("建议", *_proposed(m)), *section("理由", m.text(step, "reason", "方案说明")),
    ]  # fmt: skip
    for heading, name in _REASONS:
        if said := m.optional(step, name):
            blocks += [*section(heading, said)]
    blocks.append(Para(text="以上建议，请审议。建议本身不产生任何效力。"))
    return record(m, (f"关于{m.name}同志", "组织调整的", "建议报告"), blocks, to=body)


def statements(m: Material) -> Iterator[Block]:
    """Yield what the person said, point by point, each with the answer it got."""
    spoken = [p for s in m.every("state") for p in m.listed(s, "points")]
    answers = {a["point"]: a for s in m.every("answer") for a in s.given.get("answers") or ()}
    waived = m.last("waive")
    if waived is not None and not spoken:
        yield Para(text=f"本人书面表示放弃陈述申辩：{m.text(waived, 'paper', '本人书面表示')}")
    elif not spoken:
        yield Para(text="本人在期限内没有提出陈述申辩。" if m.last("tell") else slot("陈述申辩"))
    for number, said in enumerate(spoken, 1):
        yield Point(text=ended(said), level=3)
        answer = answers.get(number)
        if answer is None:
            yield Para(text=f"答复：{slot(f'第{number}条的答复')}")
        else:
            word, why = replied(answer)
            yield from paras(f"答复（{word}）：{why}")
    yield from pleas(m)


def pleas(m: Material) -> Iterator[Block]:
    """Yield each request for tolerance, with what the review answered after it."""
    for step in m.every("state", "assess"):
        if step.move == "state" and (asked := m.optional(step, "tolerance")):
            yield from paras(f"本人请求容错：{ended(asked)}")
        elif step.move == "assess" and (reply := m.optional(step, "reply")):
            yield from paras(f"对容错请求的答复：{ended(reply)}")


def _tolerated(m: Material) -> Iterator[str]:
    step = m.last("assess")
    if step is None:
        yield slot("容错审查结论")
        return
    yield f"{m.chosen(step, 'conclusion', '结论')}。{m.optional(step, 'reason')}"


def _proposed(m: Material) -> Iterator[str]:
    step = m.step
    why, what = m.chosen(step, "reason_class", "原因"), m.chosen(step, "measure", "措施")
    yield f"原因：{why}；措施：{what}。"
    for label, name in (("安排去向", "destination"), ("此后职务", "post_after"),
                        ("此后职级", "grade_after"), ("工资待遇", "pay"),
                        ("工资变动的法律依据", "pay_basis")):  # fmt: skip
        if said := m.optional(step, name):
            yield f"{label}：{ended(said)}"
    if "retained" in step.given:
        yield "保留原待遇。" if step.given["retained"] else "不保留原待遇。"
