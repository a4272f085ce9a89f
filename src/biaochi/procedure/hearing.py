"""Told, heard, answered point by point."""

from collections.abc import Iterator

from biaochi.errors import Problem
from biaochi.procedure import contents
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import day
from biaochi.procedure.shapes import Said


def told(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Nobody answers to what he was not told."""
    del wanted, world
    if not file.told:
        yield Problem("STEP-ORDER", "先告知事实和理由", "还没有告知", "请先告知本人。")


def telling(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """What is told was verified before and is served by today."""
    del world
    served, until = day(wanted.given, "served_on"), day(wanted.given, "until")
    if served is not None and served > wanted.on:
        do = "请在送达之后登记。"
        yield Problem("STEP-DAY", f"不晚于 {wanted.on}", f"{served}", do, column_name="served_on")
    if served is not None and file.verified_on is not None and served < file.verified_on:
        do = "核实认定之前的告知不算；请重新告知。"
        expected = f"不早于核实认定的 {file.verified_on}"
        yield Problem("STEP-DAY", expected, f"{served}", do, column_name="served_on")
    if served is not None and until is not None and until <= served:
        do = "请给出送达之后的日期。"
        yield Problem("STEP-DAY", f"晚于送达的 {served}", f"{until}", do, column_name="until")


def in_time(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """He speaks within the time he was given, or later as long as nothing was proposed."""
    del world
    late = file.answer_by is not None and wanted.on > file.answer_by.due
    if late and file.proposal is not None and file.answer_by is not None:
        do = "请在送达决定之后提出异议、复核或者申诉。"
        yield Problem("STEP-DAY", f"不晚于 {file.answer_by.due}", f"{wanted.on}", do)


def waiving(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """What was said is answered; it cannot be waived afterwards."""
    del wanted, world
    if file.spoken:
        do = "已有的意见要逐条答复。"
        yield Problem("STEP-ORDER", "还没有陈述申辩", "已经陈述", do)


def answers(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Each open point is answered once, and none is left out."""
    del world
    if not file.open_points:
        yield Problem("STEP-ORDER", "有待答复的意见", "没有", "不用办理。")
        return
    if not wanted.given:
        return
    given = [a["point"] for a in contents.answers(wanted.given)]
    for point in file.open_points:
        if point not in given:
            do = "请写明是否采纳和理由。"
            yield Problem("STEP-GUARD", "逐条答复", f"第 {point} 条没有答复", do,
                          column_name="answers")  # fmt: skip
    for point in sorted({p for p in given if p not in file.open_points or given.count(p) > 1}):
        do = "请只答复没有答复过的意见，每条一次。"
        yield Problem("STEP-VALUE", "没有答复过的意见", f"第 {point} 条", do, column_name="answers")
