"""Papers of the follow-up: 四定计划、谈话记录、复检表."""

from collections.abc import Iterator

from biaochi.documents.shapes import Block, Cell, Paper, Para, Point, Row, Table, slot
from biaochi.documents.sorts.building import form, points, record, signatures
from biaochi.documents.sorts.material import Material, about
from biaochi.documents.wording import chinese_days, day
from biaochi.procedure.shapes import Field

_PLANS = ("fix", "revise")
_BY, _ON = "_by", "_on"


def four_fixes(m: Material) -> Paper:
    """后续管理计划（四定）: each heading with its content, who answers for it, until when."""
    given: dict[str, str] = {}
    for step in m.every(*_PLANS):
        given |= {k: str(v) for k, v in step.given.items() if v}
    heads = ("项目", "内容", "责任人", "日期")
    rows = [Row(cells=tuple(Cell(text=h, head=True) for h in heads))]
    rows += [_heading(f, given) for f in _headings(m)]
    active = m.last("activate")
    state = f"{day(active.on)}启用" if active else "草稿，尚未启用"
    blocks: list[Block] = [
        form((("对象", about(m.subject)), ("因哪一项调整", _measure(m)), ("状态", state))),
        Table(widths=(34, 58, 28, 36), rows=tuple(rows), repeat=1),
        *signatures("本人", "帮带责任人", "组织部门经办人"),
    ]
    return record(m, ("后续管理计划",), blocks, signed=False)


def _measure(m: Material) -> str:
    return m.chosen(m.last("open"), "measure", "措施")


def _headings(m: Material) -> Iterator[Field]:
    """Yield the headings of the plan; name and day of each stand beside it."""
    move = m.moves.get("fix")
    fields = move.fields if move else ()
    names = {f.name for f in fields}
    for one in fields:
        beside = any(one.name.endswith(e) and one.name[: -len(e)] in names for e in (_BY, _ON))
        if not beside:
            yield one


def _heading(of: Field, given: dict[str, str]) -> Row:
    cells = (
        Cell(text=of.label, head=True), Cell(text=given.get(of.name) or slot(of.label)),
        Cell(text=given.get(f"{of.name}{_BY}", ""), align="center"),
        Cell(text=chinese_days(given.get(f"{of.name}{_ON}", "")), align="center"),
    )  # fmt: skip
    return Row(cells=cells, height=15)


def talk_record(m: Material) -> Paper:
    """谈话记录 of the follow-up; what the talker thought of it is not on the paper."""
    step = m.step
    raised = m.listed(step, "difficulties")
    blocks: list[Block] = [
        form(
            (
                ("谈话对象", about(m.subject)), ("谈话种类", m.chosen(step, "actor", "谈话种类")),
                ("谈话日期", m.on(step, "talked_on", "谈话日期")),
                ("谈话地点", slot("谈话地点")), ("谈话人", m.text(step, "by", "谈话人")),
                ("谈话内容", m.text(step, "content", "谈话内容")),
                ("困难由谁办", m.optional(step, "owner") or "—"),
            ),
            heights={"谈话内容": 70},
        ),
        Point(text="本人提出的困难"),
        *(points(raised) if raised else (Para(text="没有提出。"),)),
        *signatures("谈话人", "谈话对象"),
    ]  # fmt: skip
    return record(m, ("谈话记录",), blocks, signed=False)


def recheck_form(m: Material) -> Paper:
    """复检表: what the pack asks to be looked at again, and what came of it."""
    given: dict[str, str] = {}
    for step in m.every("recheck"):
        given |= {k: str(v) for k, v in step.given.items() if v and isinstance(v, str)}
    move = m.moves.get("recheck")
    fields = [f for f in (move.fields if move else ()) if f.kind == "text"]
    rows = [
        ("对象", about(m.subject)), ("因哪一项调整", _measure(m)),
        *((f.label, given.get(f.name) or slot(f.label)) for f in fields),
        ("与调整时相比", m.chosen(m.step, "change", "与调整时相比")),
        ("结论", m.chosen(m.step, "outcome", "结论")),
        ("复检人", "、".join(m.listed(m.step, "by")) or slot("复检人")),
        ("复检日期", day(m.step.on)),
    ]  # fmt: skip
    heights = {f.label: 34.0 for f in fields}
    blocks = [form(rows, heights=heights), *signatures("复检人", "本人")]
    return record(m, ("复检表",), blocks, signed=False)
