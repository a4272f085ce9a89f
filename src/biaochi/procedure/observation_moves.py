"""The moves of a period under observation: 考察期, 试岗, 任职试用; and a talk after a refusal."""

from biaochi.procedure.adjusting import MEANS
from biaochi.procedure.shapes import Field, Move

OBSERVATION, TRIAL, PROBATION, REFUSAL = "observation", "trial", "probation", "refusal"
VARIANTS = (
    (OBSERVATION, "考察期"), (TRIAL, "试岗"), (PROBATION, "任职试用"),
    (REFUSAL, "不服从安排的谈话"),
)  # fmt: skip
IMPROVED, NOT_IMPROVED, EXTENDED = "improved", "not_improved", "extended"
REVIEWED = (
    (IMPROVED, "已好转（试用合格）"), (NOT_IMPROVED, "没有好转（试用不合格）"), (EXTENDED, "延长"),
)  # fmt: skip
TALKED = (("better", "有改进"), ("unsure", "还看不出"), ("none", "没有改进"))
ESCALATED = (
    ("keep", "继续观察帮助"), ("case", "建议研究组织调整"), ("refer", "建议会同纪检监察机关研究"),
)  # fmt: skip

_OFFICER = frozenset({"officer"})
_LOOKING = frozenset({"officer", "verifier"})


def _reason(label: str = "理由") -> Field:
    return Field(name="reason", label=label, kind="text")


_MOVES = (
    Move(
        id="open", label="设定", roles=_OFFICER, papers=("observation",), tells=True,
        help="写明从哪天起、多长、目标和检查人，当面告知本人。期满只开评价任务，不产生认定。",
        fields=(
            Field(name="variant", label="种类", kind="choice", choices=VARIANTS),
            _reason("设定的理由"),
            Field(name="start_on", label="起始日", kind="day", required=False),
            Field(name="months", label="长度（月）", kind="number", required=False,
                  help="规则包写明长度的不用填；考察期可以按人另定。"),
            Field(name="goals", label="目标（每行一条）", kind="points", required=False),
            Field(name="checker", label="检查人", required=False, longest=60),
            Field(name="served_on", label="告知本人的日期", kind="day", required=False),
            Field(name="means", label="告知方式", kind="choice", choices=MEANS, required=False),
            Field(name="receipt", label="回证（签收人或见证人）", required=False, longest=120),
            Field(name="findings", label="依据的提示", kind="many", source="findings",
                  required=False, own=False),
            Field(name="evidence", label="依据的证据", kind="many", source="evidence",
                  required=False, own=False),
        ),
    ),
    Move(
        id="talk", label="谈话", roles=_OFFICER, papers=("talk_record",), tells=True,
        fields=(
            Field(name="talked_by", label="谈话人", longest=60),
            Field(name="text", label="谈话内容", kind="text"),
            Field(name="result", label="情况", kind="choice", choices=TALKED, own=False),
        ),
    ),
    Move(
        id="note", label="记进展", roles=_LOOKING,
        help="对照目标记一笔；有新证据的先填报、核实，再在这里引用。",
        fields=(
            Field(name="text", label="进展", kind="text", own=False),
            Field(name="evidence", label="证据", kind="many", source="evidence", required=False,
                  own=False),
        ),
    ),
    Move(
        id="own_note", label="本人小结", roles=frozenset({"self"}), tells=True,
        fields=(Field(name="points", label="对照目标的情况（每行一条）", kind="points"),),
    ),
    Move(
        id="review", label="期满评价", roles=frozenset({"officer", "verifier", "decider"}),
        papers=("observation_review",), tells=True,
        help="期满之日起由具名的人评价。没有好转的只是一条认定，要不要调整另行立项研究。",
        fields=(
            Field(name="result", label="评价", kind="choice", choices=REVIEWED),
            _reason("对照目标的理由"),
            Field(name="months", label="延长几个月", kind="number", required=False,
                  help="只在延长时填。"),
        ),
    ),
    Move(
        id="escalate", label="研究是否升级", roles=_OFFICER,
        help="多次谈话没有改进、又有新的已核实证据的，由人研究；这里只记结论，不自动办理。",
        fields=(
            Field(name="result", label="结论", kind="choice", choices=ESCALATED, own=False),
            Field(name="reason", label="理由", kind="text", own=False),
        ),
    ),
    Move(
        id="withdraw", label="撤回", roles=_OFFICER, closes=True, tells=True,
        help="写明理由；撤回之后不留不利记录。", fields=(_reason(),),
    ),
    Move(
        id="close", label="办结", roles=_OFFICER, closes=True, tells=True,
        fields=(Field(name="note", label="办结说明", kind="text", required=False),),
    ),
)  # fmt: skip

MOVES = {move.id: move for move in _MOVES}
