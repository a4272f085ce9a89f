"""Papers of letters: 提醒函、函询通知书、诫勉书、整改报告、澄清."""

from collections.abc import Iterator

from biaochi.documents.shapes import Block, Paper, Para, slot
from biaochi.documents.sorts.building import (
    arithmetic,
    due,
    form,
    letter,
    points,
    receipt,
    section,
    signatures,
)
from biaochi.documents.sorts.material import Material
from biaochi.documents.wording import day
from biaochi.procedure.letter_moves import TYPES

_TITLES = {"reminder": "提醒函", "inquiry": "函询通知书", "admonition": "诫勉书"}
_DRAFTS = ("draft", "redraft")
_SERVED = frozenset({"serve", "inquire_again"})


def letter_title(move: str, type_: str) -> str:
    """Return what a letter is called: by its type, or a second inquiry; blank for none known."""
    return "再次函询通知书" if move == "inquire_again" else _TITLES.get(type_, "")


def letter_to_him(m: Material) -> Paper:
    """提醒函、函询通知书、诫勉书; a second inquiry where the first was not answered clearly."""
    again = m.step.move == "inquire_again"
    type_ = "inquiry" if again else str(m.standing.type)
    title = letter_title(m.step.move, type_) or slot("函件种类")
    after = receipt(m, what=f"《{title}》") if m.step.move in _SERVED else ()
    number = m.optional(m.last("approve"), "document")
    number = number if not again else ""
    return letter(m, (title,), _told(m, type_, again=again), number=number, after=after)


def _told(m: Material, type_: str, *, again: bool) -> Iterator[Block]:
    draft = m.last(*_DRAFTS)
    subject = m.text(draft, "subject", "事由")
    opening = {
        "reminder": f"根据{m.basis()}，现就“{subject}”对你作出提醒。",
        "inquiry": f"根据{m.basis()}，现就“{subject}”向你了解情况，请如实说明。",
        "admonition": f"根据{m.basis()}，经审批，现就“{subject}”对你进行诫勉。",
    }  # fmt: skip
    yield Para(text=opening.get(type_, slot("函件种类")))
    yield from section("了解到的情况", m.text(draft, "facts", "事实"))
    wanted = m.text(m.step, "expected", "还要说明的") if again else ""
    yield from section("请你做到", wanted or m.text(draft, "expected", "要求"))
    if again or m.standing.wants_reply:
        yield from section("书面回复", *_reply(m))
    if type_ == "admonition":
        yield from section("诫勉之后", *_afterwards(m))
    yield from section(
        "你的权利", "你可以对上述情况逐条说明、提交材料；说明和申辩不会成为加重处理的理由。"
        "对记录有异议的，可以在“我的记录”里提出更正请求。",
    )  # fmt: skip


def _reply(m: Material) -> Iterator[str]:
    served = [*m.every(*_SERVED)]
    clock = m.clock(f"reply-{len(served)}") if served else None
    if clock is None:
        yield f"请在{slot('回复期限')}之前书面回复{m.organ}。"
    else:
        yield f"请在{due(clock, '回复期限')}之前书面回复{m.organ}。{arithmetic(clock)}"
    yield "没有按期回复的，由经办人催复或再次函询，不会自动作出任何处理。"


def _afterwards(m: Material) -> Iterator[str]:
    check, report = m.clock("self_check"), m.clock("rectify")
    if check is not None:
        yield f"请在{due(check, '自查期限')}之前完成自查。{arithmetic(check)}"
    if report is not None:
        yield f"请在{due(report, '整改报告期限')}之前提交书面整改报告。{arithmetic(report)}"
    if check is None and report is None:
        yield "请对照上述要求自查整改，并提交书面整改报告。"


def letter_talk(m: Material) -> Paper:
    """谈话记录 beside a letter handed over in person (提醒谈话、诫勉谈话)."""
    draft = m.last(*_DRAFTS)
    kind = dict(TYPES).get(str(m.standing.type), "")
    told = "\n".join((m.text(draft, "facts", "事实"), m.text(draft, "expected", "要求")))
    blocks = [
        form(
            (
                ("谈话种类", f"{kind}谈话"), ("谈话日期", m.on(m.step, "served_on", "谈话日期")),
                ("谈话地点", slot("谈话地点")), ("谈话人", m.text(m.step, "talked_by", "谈话人")),
                ("谈话对象", f"{m.name}　{m.subject.unit}{m.subject.post}"),
                ("记录人", slot("记录人")), ("谈话事由", m.text(draft, "subject", "事由")),
                ("谈话内容", told),
                ("本人意见", ""),
            ),
            heights={"谈话内容": 48, "本人意见": 32},
        ),
        *signatures("谈话人", "谈话对象", "记录人"),
    ]  # fmt: skip
    return Paper(
        sort="", format="plain", title=("谈话记录",), blocks=tuple(blocks), names=m.people()
    )


def rectification(m: Material) -> Paper:
    """整改报告 of the official himself, as he wrote it."""
    draft = m.last(*_DRAFTS)
    report = m.step
    served = m.last("serve")
    told = day(m.date(served, "served_on")) or slot("送达日期")
    blocks = [
        Para(
            text=f"{told}，我收到《{_TITLES.get(str(m.standing.type), '函件')}》，"
            f"事由为“{m.text(draft, 'subject', '事由')}”。现将整改情况报告如下。"
        ),
        *points(m.listed(report, "points") or (slot("整改情况"),)),
    ]
    return Paper(
        sort="", format="plain", title=("关于整改情况的", "报告"), blocks=tuple(blocks),
        to=m.organ, signature=m.name, dated=report.on, names=m.people(),
    )  # fmt: skip


def clarification(m: Material) -> Paper:
    """澄清 for somebody a false report was about."""
    step = m.step
    said = m.optional(step, "clarification")
    blocks = [
        Para(
            text=f"我们曾就“{m.text(m.last(*_DRAFTS), 'subject', '事由')}”向你了解情况。"
            f"经查，现已撤回，撤回的理由是：{m.text(step, 'reason', '理由')}"
        ),
        *(section("澄清", said) if said else ()),
        *section(
            "记录的更正", "这件事项已经撤回，不作为对你的提醒、函询或诫勉记录，"
            "不影响你的考核、评优和任用。",
        ),
        Para(text="特此说明。"),
    ]  # fmt: skip
    return letter(m, (f"关于对{m.name}同志", "有关反映予以澄清的", "函"), blocks)
