"""Papers of remedies: 申请书、受理和不予受理、延期、决定书、请求的答复、恢复名誉."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from biaochi.documents.shapes import Block, Paper, Para, Point, slot
from biaochi.documents.sorts.building import (
    arithmetic,
    due,
    letter,
    paras,
    points,
    receipt,
    section,
)
from biaochi.documents.sorts.material import Material
from biaochi.documents.wording import day, ended
from biaochi.procedure.contents import replied
from biaochi.procedure.remedyways import Way, ways_of
from biaochi.procedure.shapes import Said

_SPOKEN = ("lodge", "state", "hear")


def _chosen(m: Material) -> Way | None:
    step = m.last("lodge")
    if step is None or m.pack is None:
        return None
    return ways_of(m.pack, on=step.on).get(str(step.given.get("way", "")))


def _way(m: Material) -> str:
    """Return what the way is called by its pack, without the verb before it: 复核, 申诉, 异议."""
    way = _chosen(m)
    label = way.label if way else m.chosen(m.last("lodge"), "way", "途径")
    return label.removeprefix("申请").removeprefix("提出")


def _body(m: Material) -> str:
    """Return who judges: packs often name a kind of organ only, which stays a slot."""
    way = _chosen(m)
    body = way.body if way else ""
    if body.startswith("原"):
        return m.organ
    return body if body and not body.endswith("机关") else slot(body or "受理机关")


def _about(m: Material) -> str:
    return m.chosen(m.last("lodge"), "about", "针对的事项")


def _judge(m: Material, paper: Paper) -> Paper:
    """Let the body that judges sign: it is not the one whose act is judged."""
    body = _body(m)
    if body == m.head.organ:
        return paper
    number = f"{slot('机关代字')}〔{m.step.on.year}〕{slot('序号')}号"
    return replace(paper, organ=body, mark=body, signature=body, number=number)


def remedy_request(m: Material) -> Paper:
    """复核（申诉、异议）申请书, as the person wrote it."""
    step = m.last("lodge")
    blocks: list[Block] = [
        Para(text=f"我对“{_about(m)}”不服，提出{_way(m)}。"),
        Point(text="事实和理由"), *points(m.listed(step, "points") or (slot("事实和理由"),)),
        *section("请求", m.text(step, "wish", "请求")),
    ]  # fmt: skip
    if late := m.optional(step, "obstacle"):
        blocks += [*section("超过期限的原因", late)]
    return Paper(
        sort="", format="plain", title=(f"{_way(m)}申请书",), blocks=tuple(blocks),
        to=_body(m), signature=m.name, dated=m.step.on, names=m.people(),
    )  # fmt: skip


def acceptance_notice(m: Material) -> Paper:
    """受理通知书: accepted, and by when it will be decided."""
    clock = m.clock("decide")
    lodged = m.last("lodge")
    on = day(lodged.on) if lodged else slot("提出日期")
    blocks = [
        Para(text=f"你{on}对“{_about(m)}”提出的{_way(m)}，经审查，予以受理。"),
        *section("处理期限", f"最迟在{due(clock, '处理期限')}作出决定。", arithmetic(clock)),
        *section(
            "审理", "由没有办理过原事项的三人以上单数人员审理。认为审理人员不能公正审理的，"
            "可以申请回避。作出决定之前，你可以补充意见；不会因此加重处理。",
        ),
    ]  # fmt: skip
    return _judge(m, letter(m, (f"{_way(m)}受理通知书",), blocks))


def refusal_notice(m: Material) -> Paper:
    """不予受理通知书, with the reason and what remains."""
    blocks = [
        Para(text=f"你对“{_about(m)}”提出的{_way(m)}，经审查，不予受理。"),
        *section(
            "原因和理由",
            f"{m.chosen(m.step, 'ground', '原因')}。",
            m.text(m.step, "reason", "理由"),
        ),
        *section("下一步", m.text(m.step, "remedy", "下一步途径和期限")),
    ]
    return _judge(m, letter(m, (f"{_way(m)}不予受理通知书",), blocks))


def extension_notice(m: Material) -> Paper:
    """延长期限通知书."""
    clock = m.clock("decide")
    blocks = [
        Para(text=f"你对“{_about(m)}”提出的{_way(m)}，处理期限延长一次。"),
        *section("理由", m.text(m.step, "reason", "理由")),
        *section("新的期限", f"最迟在{due(clock, '处理期限')}作出决定。", arithmetic(clock)),
    ]
    return _judge(m, letter(m, (f"{_way(m)}延长期限通知书",), blocks))


def remedy_decision(m: Material) -> Paper:
    """复核（申诉）决定书: the outcome, why, and an answer to each point."""
    step = m.last("decide", "answer_request") or m.step
    blocks: list[Block] = [
        Para(text=f"你对“{_about(m)}”提出{_way(m)}。经审理，现作出决定。"),
        Point(text="你的意见和答复"), *_answered(m, step),
        *section("决定", f"{m.chosen(step, 'outcome', '结果')}。", m.text(step, "text", "正文")),
    ]  # fmt: skip
    blocks += [*_altered(m, step)]
    served = m.step if m.step.move == "serve" else None
    if served is not None:
        blocks += [*section("下一步", m.text(served, "remedy", "下一步途径和期限"))]
    blocks.append(Para(text="按照规定，不得因为提出复核、申诉或异议而加重处理。"))
    after = receipt(m, what=f"《{_way(m)}决定书》") if served is not None else ()
    return _judge(m, letter(m, (f"{_way(m)}决定书",), blocks, after=after))


def _altered(m: Material, step: Said) -> Iterator[Block]:
    said = [
        f"{label}：{value}。"
        for label, value in (
            ("变更为", m.chosen(step, "measure")), ("变更后的分值", m.optional(step, "value")),
            ("变更后的等次", m.chosen(step, "grade")),
            ("查明不属实的证据", "；".join(m.cited(m.listed(step, "untrue")))),
        )
        if value
    ]  # fmt: skip
    if said:
        yield from section("变更的内容", *said)


def _answered(m: Material, step: Said) -> Iterator[Block]:
    spoken: Sequence[str] = [p for s in m.every(*_SPOKEN) for p in m.listed(s, "points")]
    answers = {a["point"]: a for a in step.given.get("answers") or ()}
    if not spoken:
        yield Para(text=slot("意见"))
    for number, said in enumerate(spoken, 1):
        yield Point(text=ended(said), level=3)
        answer = answers.get(number)
        if answer is None:
            yield Para(text=f"答复：{slot(f'第{number}条的答复')}")
        else:
            word, why = replied(answer)
            yield from paras(f"答复（{word}）：{why}")


def request_answer(m: Material) -> Paper:
    """对查阅、复制、更正、解释请求的答复."""
    step = m.step
    blocks: list[Block] = [
        Para(text=f"你就“{_about(m)}”提出的请求收悉，现答复如下。"),
        Point(text="你的意见和答复"), *_answered(m, step),
        *section("结果", f"{m.chosen(step, 'outcome', '结果')}。", m.text(step, "text", "正文")),
    ]  # fmt: skip
    return letter(m, (f"关于{m.name}同志请求的", "答复"), blocks)


def restored_name(m: Material) -> Paper:
    """恢复名誉的说明: to everybody who was told, that it no longer stands."""
    decided = m.last("decide")
    told = (*m.many(m.step, "recipients"), *m.listed(m.step, "others"))
    blocks: list[Block] = [
        Para(
            text=f"此前就{m.name}同志的“{_about(m)}”曾向你们作过通报或说明。"
            f"经{_way(m)}，结果为：{m.chosen(decided, 'outcome', '结果')}。现说明如下。"
        ),
        *section("说明", m.text(m.step, "text", "正文")),
        *section(
            "请你们", "在原来知悉的同样范围内传达本说明，更正有关记载；"
            "不得再以原来的内容对其作出不利评价。",
        ),
    ]  # fmt: skip
    paper = letter(m, (f"关于为{m.name}同志", "恢复名誉的", "函"), blocks, to=slot("原知悉范围"))
    return replace(paper, to="、".join(told) or paper.to)
