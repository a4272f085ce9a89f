"""Papers of hearing somebody: 事先告知书、陈述申辩记录."""

from collections.abc import Iterator

from biaochi.documents.shapes import Block, Paper, Para, Point, slot
from biaochi.documents.sorts.building import (
    arithmetic,
    due,
    form,
    letter,
    points,
    receipt,
    record,
    section,
    signatures,
)
from biaochi.documents.sorts.casework import statements
from biaochi.documents.sorts.material import Material
from biaochi.documents.wording import day, ended

_WAYS = {"oral": "当面", "written": "书面"}


def advance_notice(m: Material) -> Paper:
    """事先告知书: the facts found, the grounds, by when he may state his view, and his rights."""
    blocks: list[Block] = [
        Para(
            text=f"根据{m.basis()}，我们对你的有关情况进行了核实。在提出处理意见之前，"
            "现将认定的事实、理由和依据告知你，并听取你的陈述申辩。"
        ),
        *section("认定的事实和理由", m.text(m.step, "text", "告知的事实和理由")),
        Point(text="认定的情形和证据编号"), *_upheld(m),
        *section("陈述申辩", *_until(m)),
        *section(
            "你的权利",
            "你可以逐条陈述申辩、提交材料，每一条都会得到答复；也可以书面表示放弃。"
            "陈述申辩不会成为加重处理的理由。"
            "认为经办人、核实人不能公正办理的，可以申请回避，并写明是谁、为什么。",
        ),
    ]  # fmt: skip
    return letter(m, ("事先告知书",), blocks, after=receipt(m, what="《事先告知书》"))


def _upheld(m: Material) -> Iterator[Block]:
    none = True
    for step in m.every("verify"):
        words, codes = m.many(step, "upheld"), m.cited(m.listed(step, "evidence"))
        for word in words:
            none = False
            yield Point(text=ended(word), level=3)
        if words and codes:
            yield Para(text=f"证据：{'；'.join(codes)}。")
    if none:
        yield Para(text=slot("属实的情形"))


def _until(m: Material) -> Iterator[str]:
    clock = m.clock("answer")
    given = day(m.date(m.step, "until"))
    if clock is not None:
        until = due(clock, "陈述申辩截止日")
        yield f"请在{until}之前向{m.organ}陈述申辩。{arithmetic(clock)}"
    else:
        yield f"请在{given or slot('陈述申辩截止日')}之前向{m.organ}陈述申辩。"
    yield "期满没有陈述申辩的，可以进入下一步；不因此加重处理。"


def hearing(m: Material) -> Paper:
    """陈述申辩记录: what the person said, point by point, and the answers that were given."""
    remedy = m.step.move == "hear"
    step = m.last("hear") if remedy else m.last("state") or m.step
    way = str(step.given.get("way_of" if remedy else "way") or "") if step else ""
    on = m.on(step, "held_on", "听取日期") if remedy else day(step.on if step else m.step.on)
    heard = step.by.name if step and "self" not in step.by.roles else slot("听取人")
    blocks: list[Block] = [
        form(
            (
                ("陈述人", f"{m.name}　{m.subject.unit}{m.subject.post}"), ("日期", on),
                ("方式", _WAYS.get(way, slot("方式"))), ("听取人", heard),
                ("记录人", slot("记录人")),
            )
        ),
    ]  # fmt: skip
    if remedy:
        spoken = [p for s in m.every("lodge", "state", "hear") for p in m.listed(s, "points")]
        blocks += [Point(text="本人的意见"), *points(spoken or [slot("意见")])]
        blocks += [*section("记录", m.text(step, "record", "记录"))]
    else:
        blocks += [Point(text="本人的意见和答复"), *statements(m)]
    blocks += [
        Para(text="以上记录我已看过，与我所说相符。"), *signatures("陈述人", "听取人", "记录人"),
    ]  # fmt: skip
    return record(m, ("陈述申辩记录",), blocks, signed=False)
