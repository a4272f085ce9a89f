"""More matters as they stand at one step: remedies, the follow-up, a period under observation."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from biaochi.documents.sorts.material import Material
from biaochi.packs.loader import builtin, load
from biaochi.procedure import expiry_moves, observation_moves, remedymoves, resigning
from biaochi.procedure.aftercare import Terms
from biaochi.procedure.deadlines import deadline, timer
from biaochi.procedure.following import kind_for
from biaochi.procedure.shapes import Clock
from tests.papers.specimens import (
    BAI,
    CALENDAR,
    CHENG,
    DU,
    EVIDENCE,
    HEAD,
    LINE,
    PACK,
    SUBJECT,
    step,
)

WORDS = {
    ("subjects", "T1"): "2018年2月15日免去局长职务的决定",
    ("lighter", "transfer"): "调离岗位", ("recipients", "qs-fin"): "青石县财政局",
    ("dues", "post:2014"): "局长任期届满，2018年3月31日到期",
    ("measures", "M1"): "免职", ("reviewers", "31"): "潘复核",
}  # fmt: skip
REMEDY = (
    step(1, "lodge", date(2018, 3, 1), DU, about="T1", way="review-appeal/review",
         points=["设计变更的三个月没有扣除", "第三季度复工的项目没有计入"],
         wish="请求撤销免职决定。"),
    step(2, "accept", date(2018, 3, 5), CHENG),
    step(3, "form_panel", date(2018, 3, 6), CHENG, members=["31", "32", "33"]),
    step(4, "hear", date(2018, 3, 12), BAI, held_on="2018-03-12", way_of="oral",
         record="本人出示两份报告的收文登记，说明复工的时间。",
         points=["收文登记可以证明报告日期"]),
    step(5, "extend", date(2018, 3, 20), BAI, reason="需要向上级部门调取设计变更文件。"),
    step(6, "decide", date(2018, 4, 10), BAI, outcome="alter", measure="transfer",
         votes={"for": 3, "against": 0, "abstained": 0}, untrue=["E-118"],
         text="免职变更为调离岗位。",
         answers=[{"point": 1, "accepted": True, "answer": "收文登记属实，三个月予以扣除。"},
                  {"point": 2, "accepted": False, "answer": "复工在第四季度。"},
                  {"point": 3, "accepted": True, "answer": "予以采信。"}]),
    step(7, "serve", date(2018, 4, 12), served_on="2018-04-12", means="talk", receipt="杜文清",
         remedy="不服的，可以自收到之日起十五日内向上一级机关申诉。"),
    step(8, "restore_name", date(2018, 4, 16), recipients=["qs-fin"], others=["县政府办公室"],
         text="原免职决定已经变更，原通报内容不再有效。"),
)  # fmt: skip
REFUSED = (
    REMEDY[0],
    step(2, "refuse", date(2018, 3, 5), CHENG, ground="late", reason="超过三十日，没有正当理由。",
         remedy="可以自收到之日起十五日内向上一级机关申诉。"),
)  # fmt: skip
REQUEST = (
    step(1, "lodge", date(2018, 3, 1), DU, about="T1", way="own-record/request",
         request="correct",
         points=["职务名称写错"], wish="请更正。"),
    step(2, "answer_request", date(2018, 3, 8), outcome="granted", text="已更正为“四级调研员”。",
         answers=[{"point": 1, "accepted": True, "answer": "确实写错，已更正。"}]),
)  # fmt: skip
NATIONAL = load(builtin("national-2022"))
TERMS = Terms(aftercare=PACK.aftercare)
CARE = kind_for(TERMS)
FOLLOW = (
    step(1, "open", date(2018, 3, 1), measure="M1"),
    step(2, "fix", date(2018, 3, 5), duty="负责预算绩效评价", duty_by="李𬀩", duty_on="2018-03-31",
         mentoring="每月听取一次汇报", mentoring_by="程立群", mentoring_on="2018-12-31",
         goal="完成三个重点项目的绩效评价"),
    step(3, "activate", date(2018, 3, 8)),
    step(4, "talk", date(2018, 6, 5), actor="talk-head", talked_on="2018-06-05", by="王喆",
         content="工作进展顺利，情绪稳定。", difficulties=["通勤距离较远"], owner="县财政局办公室",
         view="有明显转变"),
    step(5, "recheck", date(2018, 9, 10), BAI, present="工作主动，按期完成。",
         past="业务能力较强。",
         difficulty="通勤问题已经解决。", change="better", outcome="继续帮带", by=["白景明"]),
)  # fmt: skip
WATCH = (
    step(1, "open", date(2018, 1, 10), variant="observation", reason="工作长期落后。",
         start_on="2018-01-10", months=6, goals=["按月报送", "重点项目按期开工"], checker="安静仪",
         served_on="2018-01-10", means="talk", receipt="杜文清"),
    step(2, "talk", date(2018, 4, 10), talked_by="安静仪", text="对照目标逐项谈话。",
         result="better"),
    step(3, "own_note", date(2018, 7, 5), DU, points=["六个月均按时报送"]),
    step(4, "review", date(2018, 7, 11), result="improved", reason="两项目标都已达到。"),
)  # fmt: skip
EXPIRY = (
    step(1, "open", date(2018, 3, 1), about="post:2014", reason="任期即将届满。"),
    step(2, "talk", date(2018, 3, 5), talked_by="程立群", wish="服从安排，愿意继续做财政工作。"),
    step(3, "say", date(2018, 3, 6), DU, points=["熟悉预算绩效工作"]),
    step(4, "arrange", date(2018, 3, 12), plan="leave", text="任期届满，另行安排。",
         destination="青石县财政局四级调研员"),
    step(5, "confirm", date(2018, 3, 20), CHENG, result="adopted", text="同意离任，另行安排。"),
)  # fmt: skip


def _clock(key: str, owner: str, on: date, length: str, label: str = "期限") -> Clock:
    due = deadline(on, length, CALENDAR)
    return Clock(key=key, label=label, owner=owner, deadline=due, then="")


_REMEDY_CLOCKS = (
    _clock("decide", "中共青石县委", date(2018, 3, 5), "30 days", "复核的处理"),
    _clock("next", "本人", date(2018, 4, 12), "15 days", "申诉"),
)


def _of(kind, said, moves, *, standing=None, clocks=(), pack=PACK) -> Material:
    return Material(
        line=replace(LINE, kind=kind), said=said, moves=moves, head=HEAD,
        standing=standing or SimpleNamespace(), subject=SUBJECT, clocks=clocks, pack=pack,
        evidence=EVIDENCE, words=lambda source, key: WORDS.get((source, key), key),
    )  # fmt: skip


def remedy(upto: int, said=REMEDY) -> Material:
    return _of("remedy", said[:upto], remedymoves.MOVES, clocks=_REMEDY_CLOCKS, pack=NATIONAL)


def follow(upto: int) -> Material:
    return _of("aftercare", FOLLOW[:upto], CARE.moves)


def watch(upto: int) -> Material:
    ends = SimpleNamespace(ends=(timer(date(2018, 1, 10), "6 months"),))
    return _of("observation", WATCH[:upto], observation_moves.MOVES, standing=ends)


RESIGN = (
    step(1, "request", date(2018, 3, 1), DU, type="post", ground="family",
         statement="父母年迈，需要照料。", health="（内部）", wished_on="2018-04-01"),
    step(2, "check", date(2018, 3, 5), note="没有不得辞职的情形。"),
    step(3, "decide", date(2018, 3, 15), CHENG, body="中共青石县委常委会", held_on="2018-03-14",
         outcome="granted", reason="理由成立。"),
    step(4, "serve", date(2018, 3, 16), served_on="2018-03-16", means="talk", receipt="杜文清",
         remedy="不服的，可以自收到之日起三十日内申请复核。"),
)  # fmt: skip


def resign(upto: int) -> Material:
    return _of("resignation", RESIGN[:upto], resigning.MOVES)


def expiry(upto: int) -> Material:
    return _of("expiry", EXPIRY[:upto], expiry_moves.MOVES)


MORE = {
    "remedy-request": ("remedy_request", remedy(1)),
    "acceptance-notice": ("acceptance_notice", remedy(2)),
    "refusal-notice": ("refusal_notice", remedy(2, REFUSED)),
    "remedy-hearing": ("hearing", remedy(4)),
    "extension-notice": ("extension_notice", remedy(5)),
    "remedy-decision": ("remedy_decision", remedy(6)),
    "remedy-decision-served": ("remedy_decision", remedy(7)),
    "remedy-next": ("remedy_notice", remedy(7)),
    "restored-name": ("clarification", remedy(8)),
    "request-answer": ("request_answer", remedy(2, REQUEST)),
    "four-fixes-draft": ("four_fixes", follow(2)), "four-fixes": ("four_fixes", follow(3)),
    "talk-record": ("talk_record", follow(4)), "recheck-form": ("recheck_form", follow(5)),
    "resignation": ("resignation", resign(1)),
    "resignation-decision": ("resignation_decision", resign(3)),
    "resignation-notice": ("decision_notice", resign(4)),
    "expiry-talk": ("talk_record", expiry(2)),
    "expiry-proposal": ("expiry_proposal", expiry(4)), "expiry-decision": ("decision", expiry(5)),
    "observation": ("observation", watch(1)), "observation-talk": ("talk_record", watch(2)),
    "observation-review": ("observation_review", watch(4)),
}  # fmt: skip
"""Name of the snapshot → sort of the paper, matter."""
