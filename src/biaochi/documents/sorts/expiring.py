"""Papers of an expiry (到龄届满): 谈话记录、安排建议、决定."""

from collections.abc import Iterator

from biaochi.documents.shapes import Block, Paper, Para, Point, slot
from biaochi.documents.sorts.building import form, points, record, section, signatures
from biaochi.documents.sorts.material import Material, about
from biaochi.documents.wording import day


def _due(m: Material) -> str:
    return m.chosen(m.last("open"), "about", "到期的事项")


def expiry_talk(m: Material) -> Paper:
    """谈话记录 before a term or an age is reached."""
    step = m.step
    blocks = [
        form(
            (
                ("谈话对象", about(m.subject)), ("谈话事由", _due(m)),
                ("谈话日期", day(step.on)), ("谈话地点", slot("谈话地点")),
                ("谈话人", m.text(step, "talked_by", "谈话人")), ("记录人", slot("记录人")),
                ("本人意愿", m.text(step, "wish", "本人意愿")),
            ),
            heights={"本人意愿": 80},
        ),
        *signatures("谈话人", "谈话对象", "记录人"),
    ]  # fmt: skip
    return record(m, ("谈话记录",), blocks, signed=False)


def expiry_proposal(m: Material) -> Paper:
    """到龄届满安排建议: what falls due, what the person wishes, what is proposed."""
    step = m.step
    blocks: list[Block] = [
        Para(text=f"{about(m.subject)}。{_due(m)}。到期不会自动免职，现提出安排建议。"),
        *section("依据", f"{m.basis()}。"), Point(text="本人意愿和意见"), *_wishes(m),
        *section("建议", f"{m.chosen(step, 'plan', '安排')}。", *_details(m)),
        *section("理由", m.text(step, "text", "安排的理由")),
        Para(text="以上建议，请审议。建议本身不产生任何效力。"),
    ]  # fmt: skip
    return record(m, (f"关于{m.name}同志", "到龄届满安排的", "建议"), blocks)


def _wishes(m: Material) -> Iterator[Block]:
    talk = m.last("talk")
    yield Para(text=f"谈话中本人表示：{m.text(talk, 'wish', '本人意愿')}")
    yield from points([p for s in m.every("say") for p in m.listed(s, "points")])


def _details(m: Material) -> Iterator[str]:
    step = m.last("arrange")
    if said := m.optional(step, "destination"):
        yield f"离任后的去向：{said}。"
    if until := day(m.date(step, "until")):
        yield f"延至{until}，上级批准文件：{m.text(step, 'document', '上级批准文件')}。"
    if said := m.chosen(step, "measure"):
        yield f"登记的措施：{said}；渠道：{m.chosen(step, 'channel', '渠道')}。"


def expiry_decision(m: Material) -> Paper:
    """到龄届满的决定; the post is moved by its own step, not by this paper."""
    step = m.step
    arranged = m.last("arrange")
    blocks: list[Block] = [
        Para(text=f"根据{m.basis()}，就{m.name}同志到期后的安排（{_due(m)}）决定如下。"),
        *section("结果", f"{m.chosen(step, 'result', '结果')}。", m.text(step, "text", "决定正文")),
        *section("安排", f"{m.chosen(arranged, 'plan', '安排')}。", *_details(m)),
        *section("说明", "到龄届满的安排不是处理，不带过错，不设影响期。任免另行办理、另行登记。"),
    ]  # fmt: skip
    return Paper(
        sort="", format="official", title=(f"关于{m.name}同志", "到龄届满安排的", "决定"),
        blocks=tuple(blocks), organ=m.head.organ, mark=f"{m.organ}文件",
        number=m.number(m.optional(step, "document")), to=m.subject.unit or slot("主送机关"),
        signature=m.organ, dated=step.on, copies=slot("抄送机关"),
        printed=f"{m.organ}|{day(step.on)}", names=m.people(),
    )  # fmt: skip
