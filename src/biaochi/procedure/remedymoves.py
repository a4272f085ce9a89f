"""The moves of a remedy (复核、申诉、内部异议): one table for pages, interface, papers, tests."""

from biaochi.procedure.adjusting import MEANS, RELATIONS
from biaochi.procedure.shapes import Field, Move

_OFFICER = frozenset({"officer"})
_OWN, _PANEL = frozenset({"self"}), frozenset({"panel"})
_APART = frozenset({"officer", "supervisor"})

REQUESTS = (
    ("view", "查阅"), ("copy", "复制"), ("correct", "更正"), ("explain", "解释说明"),
)  # fmt: skip
OUTCOMES = (
    ("uphold", "维持"), ("alter", "变更"), ("revoke", "撤销"), ("remand", "发回重新处理"),
)  # fmt: skip
ANSWERS = (("granted", "同意"), ("partly", "部分同意"), ("declined", "不同意"))
REFUSALS = (
    ("late", "超过期限，没有正当理由"), ("scope", "不属于这一途径的范围"),
    ("person", "不是本人或其代理人提出"), ("repeated", "同一事项已经处理过，没有新的事实理由"),
    ("secret", "依法应当保密"), ("other", "其他"),
)  # fmt: skip

_REASON = Field(name="reason", label="理由", kind="text")
_TEXT = Field(name="text", label="正文", kind="text")
_POINTS = Field(name="points", label="事实和理由（每行一条）", kind="points")
_ANSWERS = Field(name="answers", label="逐条答复", kind="answers", source="points")
_NEXT = Field(
    name="remedy", label="告知的下一步途径和期限", kind="text",
    help="栏里已经照规则包的下一步拟好，请核对，可以改：向谁提出、到哪一天为止。",
)  # fmt: skip

_MOVES = (
    Move(
        id="lodge", label="提出", roles=_OFFICER | _OWN, gate="lodging", tells=True,
        papers=("remedy_request",),
        help="对处理、结果或记录不服的，一条一条写明事实和理由；不会因此加重处理，也不停止原决定的执行。",
        fields=(
            Field(name="about", label="针对", kind="choice", source="subjects"),
            Field(name="way", label="途径", kind="choice", source="ways"),
            Field(name="request", label="请求种类", kind="choice", choices=REQUESTS,
                  required=False, help="只在查阅、复制、更正、解释的请求中填写。"),
            Field(name="regime", label="人员身份", kind="choice", source="regimes", required=False,
                  help="登记的身份与作出处理的机关不一致的（如监察机关作出处分），在这里选。"),
            Field(name="knew_on", label="得知决定的日期", kind="day", required=False,
                  help="有送达回证的，以回证的签收日起算。"),
            Field(name="until", label="决定书写明的最后一日", kind="day", required=False,
                  help="只在这一途径的期限待定时用到。"),
            _POINTS,
            Field(name="wish", label="希望怎样处理", kind="text"),
            Field(name="obstacle", label="耽误的原因", kind="text", required=False,
                  help="超过期限的，写明不可抗力或者其他正当理由。"),
            Field(name="cleared_on", label="障碍消除的日期", kind="day", required=False),
        ),
    ),
    Move(
        id="state", label="补充意见", roles=_OFFICER | _OWN, gate="hearing", tells=True,
        help="作出决定之前都可以补充；每一条都会得到答复。", fields=(_POINTS,),
    ),
    Move(
        id="accept", label="受理", roles=_APART, gate="acceptance", tells=True,
        papers=("acceptance_notice",), help="由没有办理过原事项的人审查。",
        fields=(Field(name="note", label="审查意见", kind="text",
                      help="逾期提出的，写明理由是否正当。"),),
    ),
    Move(
        id="refuse", label="不予受理", roles=_APART, gate="acceptance", closes=True, tells=True,
        papers=("refusal_notice",),
        fields=(
            Field(name="ground", label="原因", kind="choice", choices=REFUSALS), _REASON, _NEXT,
        ),
    ),
    Move(
        id="form_panel", label="组成审理人员", roles=_APART, gate="panel", tells=True,
        help="三人以上单数；办理、核实、填报、议决过原事项的人和应当回避的人不能参加。",
        fields=(Field(name="members", label="审理人员", kind="many", source="reviewers"),),
    ),
    Move(
        id="declare", label="声明是否回避", roles=_PANEL, gate="panel",
        help="审理人员先声明与本人和原事项有没有需要回避的关系；有的，不再参加。",
        fields=(
            Field(name="relation", label="关系", kind="choice", choices=RELATIONS, own=False),
            Field(name="note", label="说明", kind="text", required=False, own=False),
        ),
    ),
    Move(
        id="ask_recusal", label="申请回避", roles=_OWN, gate="panel", tells=True,
        help="您认为审理人员不能公正审理的，写明是谁、为什么。",
        fields=(Field(name="whom", label="请谁回避", kind="choice", source="panel"), _REASON),
    ),
    Move(
        id="answer_recusal", label="答复回避申请", roles=_APART, gate="panel", tells=True,
        fields=(
            Field(name="whom", label="被申请回避的人", kind="choice", source="challenged"),
            Field(name="granted", label="同意回避", kind="flag"), _REASON,
        ),
    ),
    Move(
        id="ask_file", label="调阅原卷", roles=_PANEL, gate="hearing",
        fields=(Field(name="what", label="调阅的材料", kind="text", own=False),),
    ),
    Move(
        id="hear", label="再次听取本人意见", roles=_PANEL, gate="hearing", tells=True,
        papers=("hearing",),
        fields=(
            Field(name="held_on", label="听取日期", kind="day"),
            Field(name="way_of", label="方式", kind="choice",
                  choices=(("oral", "当面"), ("written", "书面"))),
            Field(name="record", label="记录", kind="text"),
            Field(name="points", label="新提出的意见（每行一条）", kind="points", required=False),
        ),
    ),
    Move(
        id="waive", label="不再当面陈述", roles=_OFFICER | _OWN, gate="hearing", tells=True,
        fields=(Field(name="paper", label="本人书面表示（由经办人登记的写明文书）", kind="text"),),
    ),
    Move(
        id="extend", label="延长期限", roles=_PANEL, gate="hearing", tells=True,
        papers=("extension_notice",), help="只延长一次，要在期限届满之前。", fields=(_REASON,),
    ),
    Move(
        id="decide", label="作出决定", roles=_PANEL, gate="decision", tells=True,
        papers=("remedy_decision",),
        help="变更的只能变轻，不能加重；每一条意见都要答复。由一名审理人员登记，过半数审理人员签署后送达。",
        fields=(
            Field(name="outcome", label="结果", kind="choice", choices=OUTCOMES),
            Field(name="votes", label="表决", kind="votes", own=False), _TEXT, _ANSWERS,
            Field(name="measure", label="变更为", kind="choice", source="lighter", required=False),
            Field(name="value", label="变更后的分值", required=False, longest=20),
            Field(name="grade", label="变更后的等次", kind="choice", source="grades",
                  required=False),
            Field(name="untrue", label="查明不属实的证据", kind="many", source="evidence",
                  required=False),
        ),
    ),
    Move(
        id="confirm", label="签署决定", roles=_PANEL, gate="decision",
        help="参加表决的审理人员各自签署，表示记录与表决一致。",
        fields=(Field(name="note", label="说明", kind="text", required=False, own=False),),
    ),
    Move(
        id="answer_request", label="答复请求", roles=_APART, gate="decision", tells=True,
        papers=("request_answer",),
        help="查阅、复制、更正、解释的请求由没有办理过原事项的人答复；不同意的写明理由和依据。",
        fields=(
            Field(name="outcome", label="结果", kind="choice", choices=ANSWERS), _TEXT, _ANSWERS,
        ),
    ),
    Move(
        id="serve", label="送达决定", roles=_OFFICER, gate="service", tells=True,
        papers=("remedy_decision", "remedy_notice"),
        help="要重新计算的考核排入队列；职务不会自动变动。",
        warns="撤销、变更的，送达的同时有关记录更正；下一步途径的期限从送达起算。",
        fields=(
            Field(name="served_on", label="送达日期", kind="day"),
            Field(name="means", label="送达方式", kind="choice", choices=MEANS),
            Field(name="receipt", label="回证（签收人或见证人）", longest=120), _NEXT,
        ),
    ),
    Move(
        id="restore", label="恢复原职务职级", roles=_OFFICER, gate="restoring", tells=True,
        help="撤销、变更不会自动恢复职务，由您按“原任职务”登记。",
        warns="会在人员信息里登记任职。",
        fields=(
            Field(name="effective_on", label="恢复任职日期", kind="day"),
            Field(name="last_on", label="现任职务末日", kind="day", required=False,
                  help="现任职务随之免去的，填它的末日。"),
            Field(name="unit", label="任职单位", kind="choice", source="units"),
            Field(name="post", label="职务", longest=120),
            Field(name="post_role", label="角色", kind="choice", source="post_roles",
                  required=False),
            Field(name="tier", label="层次", required=False, longest=40),
            Field(name="level", label="级别", required=False, longest=40),
            Field(name="grade", label="职级", required=False, longest=40),
            Field(name="document", label="文书编号", required=False, longest=120),
        ),
    ),
    Move(
        id="arrange", label="另作安排", roles=_OFFICER, gate="restoring", tells=True,
        help="原职务不能恢复的，写明为什么、作了什么相当的安排。", fields=(_REASON,),
    ),
    Move(
        id="restore_name", label="恢复名誉", roles=_OFFICER, gate="restoring", tells=True,
        papers=("clarification",),
        help="原来让哪些人知道的，就在同样的范围内说明已经撤销、变更；名单来自留痕，一个都不能少。",
        fields=(
            Field(name="recipients", label="说明到", kind="many", source="recipients",
                  required=False, own=False),
            Field(name="others", label="另外说明到（每行一个）", kind="names", required=False,
                  own=False),
            _TEXT,
        ),
    ),
    Move(
        id="redo", label="登记重新处理", roles=_OFFICER, gate="restoring", tells=True,
        help="发回的，由原处理机关重新处理：先从这一件立新的一件，再在这里登记是哪一件。",
        fields=(
            Field(name="matter", label="重新处理的事项", kind="choice", source="redone",
                  required=False, help="针对证据、提示、结果的，可以不选，写明怎样重新办理。"),
            Field(name="note", label="说明", kind="text"),
        ),
    ),
    Move(
        id="drop", label="不再处理", roles=_OFFICER, gate="restoring", tells=True,
        help="原处理机关研究后不再处理的，写明理由。",
        fields=(
            _REASON, Field(name="document", label="依据的文件", required=False, longest=120),
        ),
    ),
    Move(
        id="withdraw", label="撤回", roles=_OFFICER | _OWN, gate="service", closes=True, tells=True,
        help="决定送达之前本人可以撤回；经办人登记的写明本人的书面表示。", fields=(_REASON,),
    ),
    Move(
        id="close", label="办结", roles=_OFFICER, gate="service", closes=True, tells=True,
        fields=(Field(name="note", label="办结说明", kind="text"),),
    ),
)  # fmt: skip

MOVES = {move.id: move for move in _MOVES}
