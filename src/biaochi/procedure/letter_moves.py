"""The moves of a letter: a reminder, a letter of inquiry or an admonition (提醒、函询、诫勉)."""

from biaochi.procedure.adjusting import MEANS
from biaochi.procedure.shapes import Field, Move

REMINDER, INQUIRY, ADMONITION = "reminder", "inquiry", "admonition"
TYPES = ((REMINDER, "提醒"), (INQUIRY, "函询"), (ADMONITION, "诫勉"))
JUDGED = (
    ("explained", "已说明清楚"), ("unclear", "没有说明清楚"), ("lead", "转为线索，另行研究"),
)  # fmt: skip
RECTIFIED = (
    ("good", "整改见效"), ("insignificant", "整改不明显"), ("none", "没有整改"),
)  # fmt: skip
SUGGESTED = (("observation", "建议设考察期"), ("case", "建议研究组织调整"))

_OFFICER = frozenset({"officer"})
_APPROVERS = frozenset({"officer", "decider"})
_EITHER = frozenset({"officer", "self"})

_CONTENT = (
    Field(name="subject", label="事由", longest=120),
    Field(name="facts", label="事实", kind="text", help="只写已经掌握的事实，不写反映人。"),
    Field(name="expected", label="要求", kind="text", help="要本人说明什么、改正什么。"),
    Field(name="findings", label="依据的提示", kind="many", source="findings", required=False,
          own=False, help="只列已受理的提示。"),
    Field(name="evidence", label="依据的证据", kind="many", source="evidence", required=False,
          own=False, help="诫勉只能依据已核实的证据；函询可以依据待核实的。"),
    Field(name="reply_wanted", label="要求书面回复", kind="flag", required=False,
          help="函询总要书面回复；提醒和诫勉由经办人选。"),
)  # fmt: skip
_SERVICE = (
    Field(name="served_on", label="送达日期", kind="day"),
    Field(name="means", label="送达方式", kind="choice", choices=MEANS),
    Field(name="receipt", label="回证（签收人或见证人）", longest=120),
    Field(name="reply_days", label="回复期限（工作日）", kind="number", required=False,
          help="规则包写明期限的不用填；没有写的填工作日数。"),
)  # fmt: skip
_POINTS = Field(name="points", label="说明（每行一条）", kind="points")


def _reason(label: str = "理由") -> Field:
    return Field(name="reason", label=label, kind="text")


_MOVES = (
    Move(
        id="draft", label="起草", roles=_OFFICER, papers=("letter",),
        help="写明事由、事实和要求，注明依据哪些提示或证据。审批之前本人看不到。",
        fields=(Field(name="type", label="种类", kind="choice", choices=TYPES), *_CONTENT),
    ),
    Move(
        id="redraft", label="修改重报", roles=_OFFICER, papers=("letter",),
        help="审批退回之后修改，重新报批。", fields=_CONTENT,
    ),
    Move(
        id="approve", label="组织部门负责人审批", roles=_APPROVERS,
        help="由起草人以外的人审批。诫勉还要报党委（党组）主要负责人。",
        fields=(
            Field(name="document", label="文号", required=False, longest=60),
            Field(name="note", label="审批意见", kind="text", required=False, own=False),
        ),
    ),
    Move(
        id="approve_leader", label="党委（党组）主要负责人审批", roles=frozenset({"decider"}),
        help="只有诫勉要这一步；不能与组织部门负责人是同一个人。",
        fields=(Field(name="note", label="审批意见", kind="text", required=False, own=False),),
    ),
    Move(id="return", label="退回修改", roles=_APPROVERS, fields=(_reason("退回理由"),)),
    Move(
        id="serve", label="送达", roles=_OFFICER, papers=("letter",), tells=True,
        help="送达之日的次日起算回复期限；从这时起本人可以看到。",
        fields=(
            *_SERVICE,
            Field(name="talked_by", label="谈话人", required=False, longest=60,
                  help="当面谈话的填写。"),
            Field(name="rectify_months", label="整改报告期限（月）", kind="number", required=False,
                  help="只用于诫勉；规则包写明的不用填，都没有的不计时。"),
        ),
    ),
    Move(
        id="reply", label="回复", roles=_EITHER, tells=True,
        help="一条一条说明，可以附材料；过了期限也可以回复。", fields=(_POINTS,),
    ),
    Move(
        id="judge", label="研究回复", roles=_OFFICER,
        help="没有说明清楚的可以再次函询；转为线索的由人另行研究，这里不作任何处理。",
        fields=(
            Field(name="result", label="结论", kind="choice", choices=JUDGED), _reason(),
        ),
    ),
    Move(
        id="inquire_again", label="再次函询", roles=_OFFICER, papers=("letter",), tells=True,
        help="写明还有什么没有说清楚；重新计算期限。",
        fields=(Field(name="expected", label="还要说明的", kind="text"), *_SERVICE),
    ),
    Move(
        id="self_check", label="自查", roles=_EITHER, tells=True,
        help="诫勉之后本人对照自查。", fields=(_POINTS,),
    ),
    Move(
        id="report", label="整改报告", roles=_EITHER, papers=("rectification",), tells=True,
        help="写明改了什么、改得怎样，可以附材料。", fields=(_POINTS,),
    ),
    Move(
        id="judge_rectification", label="评价整改", roles=_OFFICER, tells=True,
        help="评价只给人提出建议；设考察期、研究调整都要另行办理。",
        fields=(
            Field(name="result", label="评价", kind="choice", choices=RECTIFIED), _reason(),
            Field(name="suggests", label="建议", kind="choice", choices=SUGGESTED, required=False,
                  own=False),
        ),
    ),
    Move(
        id="withdraw", label="撤回", roles=_OFFICER, papers=("clarification",), closes=True,
        tells=True, help="写明理由；撤回之后不留不利记录。反映失实的，给本人一份澄清。",
        fields=(
            _reason(),
            Field(name="false_report", label="反映失实", kind="flag", required=False),
            Field(name="clarification", label="澄清的内容", kind="text", required=False),
        ),
    ),
    Move(
        id="close", label="办结", roles=_OFFICER, closes=True, tells=True,
        fields=(Field(name="note", label="办结说明", kind="text", required=False),),
    ),
)  # fmt: skip

MOVES = {move.id: move for move in _MOVES}
