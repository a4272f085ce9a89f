"""Matters as they stand at one step, for the tests of papers: invented people, rare names."""

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace

from biaochi.documents.shapes import Mark
from biaochi.documents.sorts.material import Cited, Head, Material, Posting, Subject
from biaochi.matters.shapes import MatterCode, MatterLine
from biaochi.packs.loader import builtin, load
from biaochi.procedure import adjusting, letter_moves
from biaochi.procedure.deadlines import Calendar, deadline
from biaochi.procedure.shapes import By, Clock, Said

MARK = Mark(who="安静仪", when="2018-03-20 09:00", number="00000042")
HEAD = Head(organ="中共青石县委组织部", initials="青组")
AN, BAI = By(user=1, name="安静仪", roles=frozenset({"officer"})), By(user=2, name="白景明")
CHENG = By(user=3, name="程立群", roles=frozenset({"decider"}))
DU = By(user=9, name="杜文清", person="du", roles=frozenset({"self"}))
WORDS = {
    ("measures", "removal"): "免职", ("channels", "unfit"): "不适宜担任现职调整",
    ("grounds", "late-projects"): "重点项目连续两个季度未完成",
    ("grounds", "idle-funds"): "专项资金闲置", ("discoveries", "appraisal"): "年度考核",
    ("items", "late-projects"): "重点项目连续两个季度未完成",
    ("items", "idle-funds"): "专项资金闲置",
    ("findings", "11"): "重点项目连续两个季度未完成（2017年）",
}  # fmt: skip
EVIDENCE = {
    code: Cited(code=code, item=item, on=on)
    for code, item, on in (
        ("E-103", "重点项目未按期完工", date(2017, 6, 30)),
        ("E-118", "专项资金闲置超过一年", date(2017, 9, 30)),
    )
}
SUBJECT = Subject(
    name="杜文清", sex="男", birth_on=date(1970, 5, 1), unit="青石县财政局", post="局长",
    tier="正科", results=(("2016", "称职"), ("2017", "基本称职")),
    postings=(
        Posting(unit="青石县财政局", post="副局长", from_on=date(2010, 3, 1),
                to_on=date(2014, 2, 28)),
        Posting(unit="青石县财政局", post="局长", from_on=date(2014, 3, 1), to_on=None),
    ),
)  # fmt: skip
LINE = MatterLine(
    key=1, code=MatterCode("T20180115-0a1b2c3d"), kind="case", person="du", person_key=1,
    name="杜文清", unit="青石县财政局", tier="正科", pack=1, procedure="unfit-adjustment",
    parent="",
    title="组织调整", opened_on=date(2018, 1, 15), stage="", stage_label="", is_open=True,
    outcome="", told_on=None, closed_on=None, version=1,
)  # fmt: skip
PACK = load(builtin("demo-qingshi"))
CALENDAR = Calendar(confirmed=frozenset({2018}))


def step(number: int, move: str, on: date, by: By = AN, /, **given) -> Said:
    return Said(number=number, move=move, on=on, by=by, given=given)


CASE = (
    step(1, "open", date(2018, 1, 15), channel="unfit", discovery="appraisal", findings=["11"],
         grounds=["late-projects", "idle-funds"], evidence=["E-103", "E-118"],
         reason="连续两个季度未完成重点项目，专项资金闲置，需要研究是否适宜担任现职。"),
    step(2, "verify", date(2018, 1, 30), BAI, investigators=["白景明", "王喆"],
         informants=["above", "served"], upheld=["late-projects"], refuted=["idle-funds"],
         evidence=["E-103"], violation=False,
         bearing="开工、完工日期与两个项目的季度计划逐项核对，都晚于计划。",
         summary="重点项目未完成属实；资金闲置系上级计划调整所致，不属实。"),
    step(3, "tell", date(2018, 2, 1), served_on="2018-02-01", means="talk", receipt="杜文清",
         text="经核实，2017年第二、三季度，由你负责的两个重点项目未按期完工，\n且没有采取补救措施。"),
    step(4, "state", date(2018, 2, 5), DU, way="written",
         points=["设计变更由上级部门提出，我曾两次书面报告", "第三季度有一个项目已经复工"]),
    step(5, "answer", date(2018, 2, 7), answers=[
        {"point": 1, "accepted": True, "answer": "已核对两份报告，设计变更的三个月不计入。"},
        {"point": 2, "accepted": False, "answer": "复工在第四季度，不改变第三季度未完成的事实。"}]),
    step(6, "assess", date(2018, 2, 9), BAI, distinctions=["inexperience"], conclusion="mitigated",
         violation=False, reason="首次采用总承包方式，缺乏经验，但未及时补救，可以从轻。"),
    step(7, "propose", date(2018, 2, 12), reason_class="fit", measure="removal",
         destination="转任同级非实职岗位", post_after="青石县财政局四级调研员", retained=True,
         law_review="符合有关规定。", reason="其性格严谨、熟悉业务，但组织推进重大项目能力不足。"),
    step(8, "meet", date(2018, 2, 14), body="中共青石县委常委会", held_on="2018-02-14", entitled=9,
         present=["程立群", "李𬀩", "王䶮", "周明", "吴远", "郑和平", "孙立"], recused=["钱程"],
         votes={"for": 6, "against": 0, "abstained": 1}, outcome="adopted",
         text="免去杜文清同志青石县财政局局长职务，另行安排工作。", document="青委会〔2018〕3号"),
    step(9, "confirm", date(2018, 2, 15), CHENG),
    step(10, "serve", date(2018, 2, 22), served_on="2018-02-22", means="talk", receipt="杜文清",
         talked_by="程立群",
         remedy="不服本决定的，可以自收到之日起三十日内向中共青石县委组织部申请复核。"),
)  # fmt: skip

LETTER = (
    step(1, "draft", date(2018, 1, 15), type="inquiry", subject="重点项目推进缓慢",
         facts="2017年第三季度，由你负责的重点项目完成投资不足计划的一半。",
         expected="请说明进度滞后的原因，以及准备采取的措施。", evidence=["E-103"],
         reply_wanted=True),
    step(2, "approve", date(2018, 1, 17), CHENG, document="青组函〔2018〕5号"),
    step(3, "serve", date(2018, 1, 18), served_on="2018-01-18", means="talk", receipt="杜文清",
         talked_by="安静仪"),
    step(4, "reply", date(2018, 1, 25), DU, points=["原材料涨价，两家施工单位退出"]),
    step(5, "judge", date(2018, 2, 9), result="unclear", reason="没有说明补救措施。"),
    step(6, "inquire_again", date(2018, 2, 12), expected="请说明补救措施和完成时间。",
         served_on="2018-02-12", means="post", receipt="邮寄签收"),
    step(7, "report", date(2018, 2, 26), DU, points=["已重新招标，三月底前全面复工",
         "每周向县政府报告进度"]),
    step(8, "withdraw", date(2018, 3, 1), reason="反映的情况失实。", false_report=True,
         clarification="经查，进度滞后系供电线路迁改未完成所致，与你履职无关。"),
)  # fmt: skip


@dataclass(frozen=True)
class Fixed:
    """What papers of letters ask of a standing."""

    type: str
    wants_reply: bool


def _clock(key: str, on: date, length: str) -> Clock:
    return Clock(
        key=key, label="期限", owner="本人", deadline=deadline(on, length, CALENDAR), then=""
    )


_CLOCKS = (
    _clock("reply-1", date(2018, 1, 18), "15 working_days"),
    _clock("reply-2", date(2018, 2, 12), "15 working_days"),
    _clock("self_check", date(2018, 1, 18), "5 working_days"),
    _clock("rectify", date(2018, 1, 18), "6 months"),
)
_ANSWER = (_clock("answer", date(2018, 2, 1), "5 working_days"),)


def of_case(upto: int, **more) -> Material:
    """A case as it stood after a step."""
    return Material(
        line=LINE, said=CASE[:upto], moves=adjusting.MOVES, standing=SimpleNamespace(),
        subject=SUBJECT, head=HEAD, clocks=_ANSWER, pack=PACK, evidence=EVIDENCE,
        words=lambda source, key: WORDS.get((source, key), key), **more,
    )  # fmt: skip


def of_letter(upto: int, type_: str = "inquiry", **more) -> Material:
    """A letter as it stood after a step."""
    return Material(
        line=replace(LINE, kind="letter", procedure="reminder-ladder"), said=LETTER[:upto],
        moves=letter_moves.MOVES, standing=Fixed(type_, wants_reply=type_ != "reminder"),
        subject=SUBJECT, head=HEAD, clocks=_CLOCKS, pack=PACK, evidence=EVIDENCE,
        words=lambda source, key: WORDS.get((source, key), key), **more,
    )  # fmt: skip


SPECIMENS = {
    "motion": ("motion", of_case(1)), "verification": ("verification", of_case(2)),
    "advance-notice": ("advance_notice", of_case(3)), "hearing": ("hearing", of_case(5)),
    "tolerance": ("tolerance", of_case(6)), "proposal": ("proposal", of_case(7)),
    "appointment-form": ("appointment_form", of_case(7)), "minutes": ("minutes", of_case(8)),
    "decision": ("decision", of_case(9)), "decision-notice": ("decision_notice", of_case(10)),
    "remedy-notice": ("remedy_notice", of_case(10)),
    "inquiry-draft": ("letter", of_letter(1)), "inquiry": ("letter", of_letter(3)),
    "reminder": ("letter", of_letter(3, "reminder")),
    "admonition": ("letter", of_letter(3, "admonition")),
    "second-inquiry": ("letter", of_letter(6)), "letter-talk": ("letter_talk", of_letter(3)),
    "rectification": ("rectification", of_letter(7, "admonition")),
    "clarification": ("clarification", of_letter(8)),
}  # fmt: skip
"""Name of the snapshot → sort of the paper, matter."""
