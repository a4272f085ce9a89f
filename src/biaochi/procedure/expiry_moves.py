"""The moves of an expiry: a term, an age, years at a level, a long illness (到龄届满)."""

from biaochi.procedure.shapes import Field, Move

RENEW, LEAVE, EXTEND = "renew", "leave", "extend"
PLANS = ((RENEW, "连任"), (LEAVE, "离任，另行安排"), (EXTEND, "延期（须有上级批准文件）"))
ADOPTED, RETURNED = "adopted", "returned"
DECIDED = ((ADOPTED, "同意"), (RETURNED, "退回再研究"))

_OFFICER = frozenset({"officer"})


def _document(label: str = "文书编号", *, required: bool = True) -> Field:
    return Field(name="document", label=label, required=required, longest=120)


_MOVES = (
    Move(
        id="open", label="立项", roles=_OFFICER,
        help="到期不会自动免职；立项之后由人谈话、研究、决定、办理。",
        fields=(
            Field(name="about", label="到期的事项", kind="choice", source="dues"),
            Field(name="due_on", label="到期日", kind="day", required=False,
                  help="规则包算得出的不用填。"),
            Field(name="reason", label="说明", kind="text", required=False),
        ),
    ),
    Move(
        id="talk", label="谈话", roles=_OFFICER, papers=("talk_record",), tells=True,
        help="听取本人意愿；从这时起本人可以看到这一件。",
        fields=(
            Field(name="talked_by", label="谈话人", longest=60),
            Field(name="wish", label="本人意愿", kind="text"),
        ),
    ),
    Move(
        id="say", label="本人意见", roles=frozenset({"self"}), tells=True,
        fields=(Field(name="points", label="意见（每行一条）", kind="points"),),
    ),
    Move(
        id="arrange", label="研究安排", roles=_OFFICER, papers=("expiry_proposal",),
        fields=(
            Field(name="plan", label="安排", kind="choice", choices=PLANS),
            Field(name="text", label="安排的理由", kind="text"),
            Field(name="destination", label="离任后的去向", required=False, longest=120),
            Field(name="document", label="上级批准文件", required=False, longest=120,
                  help="延期的必填。"),
            Field(name="until", label="延至", kind="day", required=False, help="延期的必填。"),
            Field(name="measure", label="登记为哪种措施", kind="choice", source="measures",
                  required=False),
            Field(name="channel", label="渠道", kind="choice", source="channels", required=False),
        ),
    ),
    Move(
        id="confirm", label="决定", roles=frozenset({"decider"}), tells=True,
        papers=("decision",), help="由提出安排的人以外的决策成员登记会议或审批的结果。",
        fields=(
            Field(name="result", label="结果", kind="choice", choices=DECIDED),
            Field(name="text", label="决定正文", kind="text"), _document(required=False),
        ),
    ),
    Move(
        id="execute", label="办理任免", roles=_OFFICER, tells=True,
        help="离任写最后一天；连任写新一届的首日；延期不动任职。",
        warns="会在人员信息里登记任职或免职。",
        fields=(
            Field(name="post", label="哪个职务", kind="choice", source="posts", required=False,
                  own=False, help="离任、连任的必选。"),
            Field(name="effective_on", label="离任末日或连任首日", kind="day", required=False),
            _document("任免文号"),
        ),
    ),
    Move(
        id="withdraw", label="撤回", roles=_OFFICER, closes=True, tells=True,
        help="例如已另行任用、计算有误；写明理由。",
        fields=(Field(name="reason", label="理由", kind="text"),),
    ),
    Move(
        id="close", label="办结", roles=_OFFICER, closes=True, tells=True,
        fields=(Field(name="note", label="办结说明", kind="text", required=False),),
    ),
)  # fmt: skip

MOVES = {move.id: move for move in _MOVES}
