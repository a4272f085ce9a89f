"""The moves of a follow-up (后续管理), built from what the pack asks for after an adjustment.

A pack names the headings of the plan, the talks, the re-check, the assignments; the product keeps
the order.  What is worked out from the steps is in ``recovering``.
"""

from collections.abc import Iterator
from functools import lru_cache

from biaochi.packs.shapes import AftercareField
from biaochi.procedure import permitting, recovering, returning
from biaochi.procedure.aftercare import Terms, written
from biaochi.procedure.shapes import Field, Kind, Move
from biaochi.vocabulary.limits import MOST_PLANS_KEPT

_OFFICER = frozenset({"officer"})
_CHECKERS = _OFFICER | {"verifier"}
_OWN = _OFFICER | {"self"}

RESULTS = (("excellent", "优秀"), ("qualified", "合格"), ("poor", "较差"))
CHANGES = (("better", "有改进"), ("same", "没有明显变化"), ("worse", "变差"))
OUTCOMES = (("reuse", "重新使用"), ("promote", "按程序提拔"))
DECISIONS = (
    ("continue", "继续帮带"), ("again", "再次研究调整"), ("refer", "会同纪检监察机关处理"),
)  # fmt: skip
REASONS = (
    ("reused", "已重新使用或提拔"), ("over", "影响期满，转入日常管理"), ("again", "已再次调整"),
    ("left", "离开公职、退休、调离或去世"), ("revoked", "原决定已撤销或改变"),
)  # fmt: skip


@lru_cache(maxsize=MOST_PLANS_KEPT)
def kind_for(terms: Terms) -> Kind:
    """Return the kind of a follow-up under what a pack says; the same for every pack is the order.

    >>> kind_for(Terms()).first
    'open'
    """
    moves = tuple(_moves(terms))
    return Kind(
        id="aftercare", label="后续管理", first="open", moves={m.id: m for m in moves},
        fold=recovering.fold, lacks=permitting.lacks, clocks=returning.clocks,
        stages=lambda _: recovering.STAGES, awaits=returning.awaits,
    )  # fmt: skip


def _moves(terms: Terms) -> Iterator[Move]:
    yield from _planning(terms)
    yield from _caring(terms)
    yield from _training(terms)
    yield from _checking(terms)
    yield from _deciding()
    yield from _turning()


def _planning(terms: Terms) -> Iterator[Move]:
    plan = tuple(_plan_fields(terms))
    yield Move(
        id="open",
        label="建立后续管理",
        roles=_OFFICER,
        help="调整生效后，为本人建一份档：计划、谈话、困难、复检都记在这里。",
        fields=(
            Field(name="measure", label="因哪一项调整", kind="choice", source="measures"),
            _note(),
        ),
    )
    yield Move(
        id="fix",
        label="填写计划",
        roles=_OFFICER,
        papers=("four_fixes",),
        fields=plan,
        help="可以分几次填；每一项写明内容、责任人和日期。没有填全的是草稿，过期没有启用会列出来。",
    )
    yield Move(
        id="activate",
        label="启用计划",
        roles=_OFFICER,
        tells=True,
        papers=("four_fixes",),
        help="各项都填全才能启用；启用后本人可以在“我的”页面看到。",
        fields=(_note(),),
    )
    yield Move(
        id="revise", label="修改计划", roles=_OFFICER, tells=True, papers=("four_fixes",),
        help="只填要改的栏目；原来的内容留在前面的步骤里。", fields=(*plan, _reason("为什么修改")),
    )  # fmt: skip


def _plan_fields(terms: Terms) -> Iterator[Field]:
    for f in written(terms):
        owner = f"（规则包写的责任主体：{f.owner}）" if f.owner else ""
        yield Field(name=f.id, label=f.label, kind="text", required=False, help=owner)
        if f.kind == "plan":
            yield Field(
                name=f"{f.id}_by", label=f"{f.label}：责任人姓名", required=False, longest=100
            )
            yield Field(name=f"{f.id}_on", label=f"{f.label}：日期", kind="day", required=False)


def _caring(terms: Terms) -> Iterator[Move]:
    yield Move(
        id="talk", label="登记谈话", roles=_OFFICER, tells=True, papers=("talk_record",),
        help="下面列出的几类谈话都要谈到；谈出来的困难一条一行，各自有人办。",
        fields=(
            Field(name="actor", label="哪一类谈话", kind="choice", choices=_pairs(terms.talks)),
            Field(name="talked_on", label="谈话日期", kind="day"),
            Field(name="by", label="谈话人", longest=100),
            Field(name="content", label="谈话内容", kind="text"),
            Field(name="difficulties", label="本人提出的困难（每行一条）", kind="points",
                  required=False),
            Field(name="owner", label="困难由谁办", required=False, longest=100),
            Field(name="view", label="谈话人的看法", kind="text", required=False, own=False),
        ),
    )  # fmt: skip
    yield Move(
        id="raise",
        label="提出困难",
        roles=_OWN,
        tells=True,
        help="工作、生活上的实际困难，写下来就有人办、有回音。",
        fields=(
            Field(name="difficulty", label="困难", kind="text"),
            Field(name="owner", label="希望由谁办", required=False, longest=100),
            Field(name="answer_by", label="希望何时答复", kind="day", required=False),
        ),
    )
    yield Move(
        id="solve",
        label="答复困难",
        roles=_OFFICER,
        tells=True,
        fields=(
            Field(name="ticket", label="哪一条", kind="choice", source="difficulties"),
            Field(name="solved", label="已经解决", kind="flag"),
            _reason("办理情况"),
        ),
    )
    yield from _assigning(terms)


def _training(terms: Terms) -> Iterator[Move]:
    support = _pairs(terms.headings("support"))
    named = Field(
        name="heading", label="规则包的项目", kind="choice", required=False, choices=support
    )
    headed = (named,) if support else ()
    yield Move(
        id="training", label="登记培训", roles=_OFFICER, tells=True,
        fields=(
            Field(name="course", label="培训内容", longest=100),
            *headed,
            Field(name="from_on", label="开始日期", kind="day"),
            Field(name="to_on", label="结束日期", kind="day", required=False),
            Field(name="leave", label="离岗脱产", kind="flag", required=False),
            Field(name="plan_year", label="纳入哪一年教育培训计划", kind="number", required=False),
        ),
    )  # fmt: skip
    yield Move(
        id="refused",
        label="记载不服从安排",
        roles=_OFFICER,
        tells=True,
        help="只提示安排谈话；系统不因此扣分，怎样批评处理由人决定。",
        fields=(
            Field(name="what", label="情况", kind="text"),
            Field(name="talk_by", label="谈话最迟日期", kind="day"),
            Field(name="talker", label="由谁谈", longest=100),
        ),
    )


def _assigning(terms: Terms) -> Iterator[Move]:
    kinds = _pairs(terms.headings("assignment")) or (("assignment", "安排到一线或专项工作"),)
    places = terms.places or (("other", "规则包没有列出"),)
    yield Move(
        id="assign",
        label="安排到一线或专项工作",
        roles=_OFFICER,
        tells=True,
        help="先问本人愿不愿意；单独考核，到期登记结果。",
        fields=(
            Field(name="kind", label="种类", kind="choice", choices=kinds),
            Field(name="place", label="哪一类一线", kind="choice", choices=places, required=False),
            Field(name="work", label="具体工作", longest=1000),
            Field(name="willing", label="本人愿意", kind="flag"),
            Field(name="unwilling", label="本人不愿意时的理由", kind="text", required=False),
            Field(name="from_on", label="开始日期", kind="day"),
            Field(name="until", label="预定结束日期", kind="day", required=False),
            Field(name="owner", label="由谁单独考核", longest=100),
        ),
    )
    yield Move(
        id="assess",
        label="登记单独考核结果",
        roles=_OFFICER,
        tells=True,
        fields=(
            Field(name="assignment", label="哪一次安排", kind="choice", source="assignments"),
            Field(name="ended_on", label="结束日期", kind="day"),
            Field(name="result", label="结果", kind="choice", choices=RESULTS),
            Field(name="by", label="考核人", longest=100),
            _reason("考核情况"),
        ),
    )


def _checking(terms: Terms) -> Iterator[Move]:
    outcomes = tuple((o, o) for o in terms.aftercare.outcomes)
    headings = tuple(_texts(terms.checks))
    yield Move(
        id="recheck", label="复检", roles=_CHECKERS, tells=True, papers=("recheck_form",),
        help="各项都填写、有了判断才算完成；没有填全的是草稿，下次接着填。",
        fields=(
            *headings,
            Field(name="change", label="与调整时相比", kind="choice", choices=CHANGES,
                  required=False),
            Field(name="outcome", label="结论", kind="choice", choices=outcomes, required=False),
            Field(name="by", label="复检人（每行一人）", kind="names", required=False),
        ),
    )  # fmt: skip
    yield Move(
        id="annual",
        label="登记年度考核结果",
        roles=_OFFICER,
        tells=True,
        help="被调整的人与其他人一样参加考核；系统里已有结果的，须与之一致。",
        fields=(
            Field(name="year", label="年度", kind="number"),
            Field(name="result", label="结果", longest=100),
            Field(name="source", label="文件", required=False, longest=100),
        ),
    )
    review = terms.headings("eligibility")
    if review:
        yield Move(
            id="review",
            label="影响期满考核",
            roles=_CHECKERS,
            tells=True,
            help="研究重新使用之前，把规则包列的各项写清楚；可以分几次填。",
            fields=tuple(_texts(review)),
        )


def _deciding() -> Iterator[Move]:
    document = Field(name="document", label="选拔任用程序的文号", longest=100)
    yield Move(
        id="commend",
        label="登记表彰奖励",
        roles=_OFFICER,
        tells=True,
        fields=(Field(name="document", label="表彰文号", longest=100), _reason("因什么表彰")),
    )
    yield Move(
        id="consider",
        label="登记重新使用",
        roles=_OFFICER,
        tells=True,
        help="只登记按正常选拔任用程序作出的决定；任职另在任免里办理，这里不改变职务。",
        fields=(
            Field(name="outcome", label="结果", kind="choice", choices=OUTCOMES),
            document,
            Field(name="decided_on", label="决定日期", kind="day"),
            _reason("说明"),
        ),
    )
    yield Move(
        id="settle", label="填写影响期", roles=_OFFICER, tells=True,
        help="规则包没有写明影响期长度的，按有权机关的决定填写期满日期；没有填写之前不当作没有。",
        fields=(
            Field(name="measure", label="哪一项措施", kind="choice", source="unsettled"),
            Field(name="ends_on", label="期满日期", kind="day"),
            Field(name="document", label="依据的文件", longest=100),
            _reason("说明"),
        ),
    )  # fmt: skip


def _turning() -> Iterator[Move]:
    yield Move(
        id="again", label="转入再次调整", roles=_OFFICER,
        help="另立一件组织调整，按全部程序办；这里只登记是哪一件。生效后影响期重新起算。",
        fields=(Field(name="case", label="再次调整的事项", kind="choice", source="cases"),
                _reason()),
    )  # fmt: skip
    yield Move(
        id="escalate",
        label="提请研究",
        roles=_OFFICER | {"supervisor"},
        help="谈话、复检后没有改进，又有新证据的，提请有权的人研究；系统不作处理。",
        fields=(
            Field(name="evidence", label="新的证据", kind="many", source="evidence", own=False),
            _reason("为什么提请"),
        ),
    )
    yield Move(
        id="decide",
        label="作出研究意见",
        roles=frozenset({"decider"}),
        fields=(
            Field(name="decision", label="意见", kind="choice", choices=DECISIONS),
            Field(name="body", label="会同的机关", required=False, longest=100),
            _reason(),
        ),
    )
    yield Move(
        id="close", label="结束后续管理", roles=_OFFICER, closes=True, tells=True,
        fields=(Field(name="why", label="为什么结束", kind="choice", choices=REASONS),
                _reason("说明")),
    )  # fmt: skip


def _texts(headings: tuple[AftercareField, ...]) -> Iterator[Field]:
    for f in headings:
        yield Field(name=f.id, label=f.label, kind="text", required=False)


def _pairs(headings: tuple[AftercareField, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((f.id, f.label) for f in headings)


def _reason(label: str = "理由") -> Field:
    return Field(name="reason", label=label, kind="text")


def _note() -> Field:
    return Field(name="note", label="说明", kind="text", required=False)
