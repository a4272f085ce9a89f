"""Papers of a period under observation: 考察期通知书、谈话记录、期满评价."""

from collections.abc import Iterator
from datetime import date

from biaochi.documents.shapes import Block, Paper, Para, Point, slot
from biaochi.documents.sorts.building import form, letter, points, receipt, section, signatures
from biaochi.documents.sorts.material import Material, about
from biaochi.documents.wording import chinese_days, day
from biaochi.procedure.observation_moves import PROBATION, REFUSAL, TRIAL

_TITLES = {TRIAL: "试岗通知书", PROBATION: "任职试用通知书", REFUSAL: "谈话通知书"}


def _variant(m: Material) -> str:
    return m.chosen(m.last("open"), "variant", "种类")


def _ends(m: Material) -> tuple[date | None, str]:
    """Return the last day of the period and how it was found."""
    ends = getattr(m.standing, "ends", ())
    if not ends:
        return None, ""
    return ends[-1].due, f"期限的算法：{chinese_days('；'.join(ends[-1].steps))}。"


def observation(m: Material) -> Paper:
    """考察期（试岗、试用）通知书: from when, how long, which aims, who checks."""
    step = m.last("open") or m.step
    title = _TITLES.get(str(step.given.get("variant")), "考察期通知书")
    until, counted = _ends(m)
    start = m.on(step, "start_on", "起始日")
    span = f"自{start}起，至{day(until) or slot('期满日')}止。"
    aims = m.listed(step, "goals")
    blocks: list[Block] = [
        Para(text=f"根据{m.basis()}，决定对你设定{_variant(m)}，现告知你。"),
        *section("理由", m.text(step, "reason", "设定的理由")),
        *section("起止", span, counted),
        Point(text="目标"), *points(aims or (slot("目标"),)),
        *section("检查人", f"{m.text(step, 'checker', '检查人')}。"),
        *section(
            "期满之后",
            "期满由具名的人对照目标评价，告知你结果和理由；期满本身不改变你的职务。"
            "期间你可以随时提交小结和说明，有困难可以提出。",
        ),
    ]  # fmt: skip
    return letter(m, (title,), blocks, after=receipt(m, what=f"《{title}》", step=step))


def observation_talk(m: Material) -> Paper:
    """谈话记录 within a period under observation; what the talker thought is not on the paper."""
    step = m.step
    blocks = [
        form(
            (
                ("谈话对象", about(m.subject)), ("谈话种类", f"{_variant(m)}谈话"),
                ("谈话日期", day(step.on)), ("谈话地点", slot("谈话地点")),
                ("谈话人", m.text(step, "talked_by", "谈话人")), ("记录人", slot("记录人")),
                ("谈话内容", m.text(step, "text", "谈话内容")), ("本人意见", ""),
            ),
            heights={"谈话内容": 50, "本人意见": 34},
        ),
        *signatures("谈话人", "谈话对象", "记录人"),
    ]  # fmt: skip
    return Paper(
        sort="", format="plain", title=("谈话记录",), blocks=tuple(blocks), names=m.people()
    )


def observation_review(m: Material) -> Paper:
    """期满评价: what was found at the end, held against the aims, and what it does not do."""
    opened, step = m.last("open"), m.step
    blocks: list[Block] = [
        Para(text=f"你的{_variant(m)}已经期满，经{step.by.name}对照目标评价，现告知你。"),
        Point(text="目标"), *points(m.listed(opened, "goals") or (slot("目标"),)),
        Point(text="本人小结"), *_own_notes(m),
        *section("评价", f"{m.chosen(step, 'result', '评价')}。", *_longer(m)),
        *section("理由", m.text(step, "reason", "对照目标的理由")),
        *section(
            "说明", "评价只是一项认定，不改变你的职务；要不要研究调整，另行立项并听取你的意见。"
        ),
    ]  # fmt: skip
    return letter(m, (f"关于{m.name}同志", f"{_variant(m)}期满评价的", "通知"), blocks)


def _own_notes(m: Material) -> Iterator[Block]:
    said = [p for s in m.every("own_note") for p in m.listed(s, "points")]
    if said:
        yield from points(said)
    else:
        yield Para(text="没有提交小结。")


def _longer(m: Material) -> Iterator[str]:
    months = m.step.given.get("months")
    if months:
        until, counted = _ends(m)
        yield f"延长{months}个月，至{day(until) or slot('期满日')}止。{counted}"
