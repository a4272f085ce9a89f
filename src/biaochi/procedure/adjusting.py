"""The moves of an adjustment case (组织调整): one table for pages, interface, papers and tests.

Roles are those of access.  Guards are in ``guards``; they hold whatever a pack says.
"""

from biaochi.procedure.shapes import Field, Move

_OFFICER, _VERIFIER = frozenset({"officer"}), frozenset({"verifier"})
_BOTH = _OFFICER | _VERIFIER

REASON_CLASSES = (
    ("fault", "有过错"), ("fit", "人岗不相适，非本人过错"), ("health", "健康原因"),
    ("voluntary", "本人自愿"),
)  # fmt: skip
TOLERANCE = (
    ("none", "不属于容错情形"), ("mitigated", "从轻"), ("exempted", "免责，不予调整"),
)  # fmt: skip
DISTINCTIONS = (
    ("inexperience", "推进改革中因缺乏经验、先行先试，而不是明知故犯"),
    ("exploration", "尚无明确限制时的探索性试验，而不是明令禁止后依然为之"),
    ("no_gain", "为推动发展的无意过失，而不是为谋取私利"),
)  # fmt: skip
NATURES = (("dared", "敢作为中的失误"), ("wild", "乱作为"), ("neither", "两者都不是"))
EFFECTS = (
    ("appraisal", "不作负面评价"), ("performance", "不影响政绩考核"),
    ("awards", "不影响评先评优"), ("promotion", "不影响提拔使用"),
)  # fmt: skip
OUTCOMES = (
    ("adopted", "同意方案"), ("returned", "退回再议"), ("rejected", "不同意调整"),
)  # fmt: skip
MEANS = (
    ("talk", "当面送达"), ("home", "留置送达"), ("post", "邮寄送达"), ("public", "公告送达"),
)  # fmt: skip
REFERRALS = (
    ("none", "不构成违纪违法"), ("handled", "已由纪检监察机关处理"),
    ("taken", "移交后不再作组织调整"),
)  # fmt: skip
RELATIONS = (
    ("none", "没有需要回避的关系"), ("spouse", "夫妻"), ("direct", "直系血亲"),
    ("collateral", "三代以内旁系血亲"), ("in_law", "近姻亲"), ("interest", "有利害关系"),
    ("witness", "是证人或反映人"), ("other", "其他可能影响公正的关系"),
)  # fmt: skip


def _reason(label: str = "理由") -> Field:
    return Field(name="reason", label=label, kind="text")


REMEDY_HELP = (
    "写明每一种途径、向谁提出、在多少日内。“异议”必须写明；依法可以复核、申诉的，“复核”“申诉”"
    "也要写明；规则包写了期限的，向谁、几日内都不能少。栏里已经照规则包拟好，请核对，可以改。"
)


def _document(label: str = "文书编号") -> Field:
    return Field(name="document", label=label, required=False, longest=120)


_MOVES = (
    Move(
        id="open", label="动议", roles=_OFFICER, gate="motion", papers=("motion",),
        help="把已受理的提示或已核实的证据立为一件，写明为什么要研究；这一步不改变任何职务。",
        fields=(
            Field(name="channel", label="渠道", kind="choice", source="channels"),
            Field(name="discovery", label="发现途径", kind="choice", source="discoveries",
                  required=False, own=False),
            Field(name="findings", label="依据的提示", kind="many", source="findings",
                  required=False),
            Field(name="grounds", label="情形", kind="many", source="items", required=False),
            Field(name="evidence", label="证据", kind="many", source="evidence", required=False),
            _reason("动议理由"),
        ),
    ),
    Move(
        id="join", label="并入另一条依据", roles=_OFFICER, gate="motion",
        help="同一个人同时有几条提示的，并到一件里办；听取陈述之后并入的，要重新告知。",
        fields=(
            Field(name="findings", label="依据的提示", kind="many", source="findings",
                  required=False),
            Field(name="grounds", label="情形", kind="many", source="items", required=False),
            Field(name="evidence", label="证据", kind="many", source="evidence", required=False),
            _reason("为什么并入"),
        ),
    ),
    Move(
        id="declare", label="声明是否回避", roles=_BOTH | {"decider", "liaison"},
        help="经办、核实、审查、决定的人先声明与本人有没有需要回避的关系；有的，从此不能办理这一件。",
        fields=(
            Field(name="relation", label="关系", kind="choice", choices=RELATIONS, own=False),
            Field(name="note", label="说明", kind="text", required=False, own=False),
        ),
    ),
    Move(
        id="ask_recusal", label="申请回避", roles=frozenset({"self"}), tells=True,
        help="您认为经办人不能公正办理的，写明是谁、为什么。",
        fields=(Field(name="whom", label="请谁回避", longest=60), _reason()),
    ),
    Move(
        id="answer_recusal", label="答复回避申请", roles=_OFFICER | {"supervisor"}, tells=True,
        help="由被申请回避的人以外的人答复；没有答复之前，核实、方案、会议停下。",
        fields=(
            Field(name="granted", label="同意回避", kind="flag"),
            Field(name="user", label="回避的人", kind="choice", source="users", required=False),
            _reason("答复"),
        ),
    ),
    Move(
        id="refer", label="移送纪检监察", roles=_BOTH,
        help="发现涉嫌违纪违法的，先移送；没有回音之前不作调整决定，调整不代替处分。",
        fields=(
            Field(name="matter", label="涉嫌的问题", kind="text", own=False),
            Field(name="body", label="移送到", longest=120),
        ),
    ),
    Move(
        id="referral_back", label="登记移送结果", roles=_OFFICER | {"liaison"},
        fields=(
            Field(name="result", label="结果", kind="choice", choices=REFERRALS),
            _document("对方文书编号"), _reason("说明"),
        ),
    ),
    Move(
        id="verify", label="核实认定", roles=_VERIFIER, gate="verification",
        papers=("verification",), help="两人以上核实；每一条情形写明是否属实、凭哪些证据。",
        fields=(
            Field(name="investigators", label="核实人员（每行一人）", kind="names", own=False),
            Field(name="informants", label="谈过话的四类人", kind="many", required=False, own=False,
                  choices=(("above", "上级"), ("below", "下级"), ("served", "服务对象"),
                           ("around", "身边的人"))),
            Field(name="upheld", label="属实的情形", kind="many", source="grounds", required=False),
            Field(name="evidence", label="凭据", kind="many", source="evidence", required=False),
            Field(name="bearing", label="凭据与情形的关系", kind="text", required=False,
                  help="属实的情形没有关于它本身的证据的，写明凭据怎样说明它。"),
            Field(name="refuted", label="不属实的情形", kind="many", source="grounds",
                  required=False),
            Field(name="finding", label="认定用语", kind="choice", source="outcomes",
                  required=False, help="规则包要求某种认定的，选它的用语；不选的记为“属实”。"),
            Field(name="violation", label="发现涉嫌违纪违法", kind="flag", own=False,
                  help="选“是”的，先移送纪检监察；没有回音之前不提出方案。"),
            Field(name="summary", label="核实结论", kind="text"),
        ),
    ),
    Move(
        id="tell", label="告知事实和理由", roles=_OFFICER, gate="hearing",
        papers=("advance_notice",), tells=True,
        help="把认定的事实、依据和可以陈述申辩的期限当面告知本人。",
        fields=(
            Field(name="served_on", label="送达日期", kind="day"),
            Field(name="means", label="送达方式", kind="choice", choices=MEANS),
            Field(name="text", label="告知的事实和理由", kind="text"),
            Field(name="until", label="陈述申辩截止日", kind="day", required=False,
                  help="规则包写明期限的，不填就按它算；只能给得更长。"),
            Field(name="receipt", label="回证（签收人或见证人）", longest=120),
        ),
    ),
    Move(
        id="state", label="陈述申辩", roles=_OFFICER | {"self"}, gate="hearing",
        papers=("hearing",), tells=True,
        help="一条一条写；每一条都会得到答复。陈述申辩不会加重处理。",
        fields=(
            Field(name="points", label="意见（每行一条）", kind="points"),
            Field(name="tolerance", label="请求容错的理由", kind="text", required=False,
                  help="觉得这是改革创新、担当作为中的失误的，可以在这里请求容错，写当时的情况。"
                  "作容错审查时会专门答复；请求了也不会加重处理，不请求的不用填。"),
            Field(name="way", label="方式", kind="choice", required=False,
                  choices=(("oral", "当面"), ("written", "书面"))),
        ),
    ),
    Move(
        id="waive", label="放弃陈述申辩", roles=_OFFICER | {"self"}, gate="hearing", tells=True,
        fields=(Field(name="paper", label="本人书面表示（由经办人登记的写明文书）", kind="text"),),
    ),
    Move(
        id="answer", label="答复陈述申辩", roles=_OFFICER, gate="hearing", tells=True,
        help="逐条答复是否采纳和为什么；一条都不能漏。",
        fields=(Field(name="answers", label="逐条答复", kind="answers", source="points"),),
    ),
    Move(
        id="assess", label="容错审查", roles=_BOTH | {"liaison"}, gate="tolerance",
        papers=("tolerance",), tells=True,
        help="提出方案之前先回答：是不是改革创新、担当作为中的失误。由提出动议的人以外的人审查。",
        fields=(
            Field(name="nature", label="定性", kind="choice", choices=NATURES, required=False),
            Field(name="distinctions", label="符合的区分", kind="many", choices=DISTINCTIONS,
                  required=False),
            Field(name="record", label="引用的一贯表现和实绩", kind="many", source="record",
                  required=False, help="动机、性质之外，一贯的表现可以作为从轻或者免责的理由。"),
            Field(name="conclusion", label="结论", kind="choice", choices=TOLERANCE),
            Field(name="exempted", label="免责的证据", kind="many", source="cited",
                  required=False, help="免责的才选：本件已核实的证据，以后的规则不再计它。"),
            Field(name="effects", label="免责的效果", kind="many", choices=EFFECTS, required=False,
                  help="免责的才选，各项都选。"),
            Field(name="reply", label="对本人容错请求的答复", kind="text", required=False,
                  help="写明采纳不采纳、为什么；本人会看到。"),
            _reason(),
        ),
    ),
    Move(
        id="propose", label="提出方案", roles=_OFFICER, gate="proposal", papers=("proposal",),
        fields=(
            Field(name="reason_class", label="原因", kind="choice", choices=REASON_CLASSES),
            Field(name="violation", label="涉嫌违纪违法", kind="flag", own=False,
                  help="涉嫌的先移送；不以调整代替处分。"),
            Field(name="measure", label="措施", kind="choice", source="measures"),
            Field(name="destination", label="安排去向", required=False, longest=120),
            Field(name="post_after", label="此后职务", required=False, longest=120),
            Field(name="grade_after", label="此后职级", required=False, longest=40),
            Field(name="retained", label="保留待遇", kind="flag", required=False),
            Field(name="pay", label="工资待遇变动", kind="text", required=False),
            Field(name="pay_basis", label="工资变动的法律依据", required=False, longest=200),
            Field(name="law_review", label="合法性审查意见", kind="text", required=False),
            Field(name="heavier", label="比同类情形更重的理由", kind="text", required=False),
            Field(name="again", label="不是重复处理的理由", kind="text", required=False,
                  help="同一情形凭同样的证据已有决定的才填；没有的不填。"),
            _reason("方案说明"),
        ),
    ),
    Move(
        id="meet", label="登记会议决定", roles=_OFFICER, gate="decision", papers=("minutes",),
        help="由会议记录人登记；参加会议的决策成员确认之后才生效。",
        fields=(
            Field(name="body", label="会议", longest=120),
            Field(name="held_on", label="会议日期", kind="day"),
            Field(name="entitled", label="应到人数", kind="number"),
            Field(name="present", label="实到成员（每行一人）", kind="names", own=False),
            Field(name="recused", label="回避成员（每行一人）", kind="names", required=False,
                  own=False),
            Field(name="votes", label="表决", kind="votes", own=False),
            Field(name="outcome", label="结果", kind="choice", choices=OUTCOMES),
            Field(name="text", label="决定正文", kind="text"),
            _document("会议文号"),
        ),
    ),
    Move(
        id="confirm", label="确认会议决定", roles=frozenset({"decider"}), gate="decision",
        warns="确认之后决定生效，不能再改；要改变的走复核申诉。",
        papers=("decision",), help="参加会议并且没有回避的决策成员确认记录属实。",
        fields=(Field(name="note", label="说明", kind="text", required=False, own=False),),
    ),
    Move(
        id="serve", label="送达决定", roles=_OFFICER, gate="service",
        warns="送达之后开始计算申诉期限，措施记入本人记录；送达日期不能再改。",
        papers=("decision_notice", "remedy_notice"), tells=True,
        fields=(
            Field(name="served_on", label="送达日期", kind="day"),
            Field(name="means", label="送达方式", kind="choice", choices=MEANS),
            Field(name="remedy", label="告知的救济途径和期限", kind="text", help=REMEDY_HELP),
            Field(name="talked_by", label="谈话人", required=False, longest=60),
            Field(name="receipt", label="回证（签收人或见证人）", longest=120),
        ),
    ),
    Move(
        id="execute_post", label="办理职务变动", roles=_OFFICER, gate="service", tells=True,
        warns="这一步会办理职务变动：原职务结束，新职务开始。",
        help="职务、职级、工资分开登记；不变动的不用登记。",
        fields=(
            Field(name="effective_on", label="生效日期", kind="day"),
            Field(name="last_on", label="原职务末日", kind="day"),
            Field(name="unit", label="任职单位", kind="choice", source="units", required=False),
            Field(name="post", label="新职务", required=False, longest=120),
            Field(name="post_role", label="角色", kind="choice", source="post_roles",
                  required=False),
            _document(),
        ),
    ),
    Move(
        id="execute_grade", label="办理职级变动", roles=_OFFICER, gate="service", tells=True,
        warns="这一步会登记职级变动。",
        fields=(
            Field(name="effective_on", label="生效日期", kind="day"),
            Field(name="grade", label="新职级", longest=40), _document(),
        ),
    ),
    Move(
        id="execute_pay", label="办理工资变动", roles=_OFFICER, gate="service", tells=True,
        warns="这一步会登记工资待遇变动。",
        fields=(
            Field(name="effective_on", label="生效日期", kind="day"),
            Field(name="change", label="变动（照决定填写）", kind="text"),
            Field(name="basis", label="法律依据", longest=200), _document(),
        ),
    ),
    Move(
        id="pass", label="完成这一步", roles=_OFFICER,
        help="原文没有公布内容的步骤，办完后写一句做了什么。",
        fields=(Field(name="note", label="办理情况", kind="text"),),
    ),
    Move(
        id="withdraw", label="撤回", roles=_BOTH, closes=True, tells=True,
        warns="撤回之后这一件就结束了，不能再办理；不留不利记录。",
        help="任何阶段都可以撤回并写明理由；撤回不留不利记录。", fields=(_reason(),),
    ),
    Move(
        id="close", label="办结", roles=_OFFICER, closes=True, tells=True,
        fields=(
            Field(name="note", label="办结说明", kind="text"),
            Field(name="unexecuted", label="没有办理的变动和理由", kind="text", required=False),
        ),
    ),
)  # fmt: skip

MOVES = {move.id: move for move in _MOVES}
