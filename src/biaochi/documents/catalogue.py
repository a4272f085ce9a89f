"""Every paper the moves of procedures name: one line each, and who may hold it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from biaochi.documents.kept import cleaned
from biaochi.documents.shapes import Paper
from biaochi.documents.sorts import (
    appointing,
    casework,
    deciding,
    expiring,
    following,
    hearing,
    observing,
    remedying,
    resigning,
    writing,
)
from biaochi.documents.sorts.material import Material


@dataclass(frozen=True, kw_only=True)
class Sort:
    """A kind of paper; ``his``: the official himself may have it once the step is told to him."""

    label: str
    make: Callable[[Material], Paper]
    his: bool = False


def _clarification(m: Material) -> Paper:
    if m.line.kind == "remedy":
        return remedying.restored_name(m)
    return writing.clarification(m)


_TALKS: Mapping[str, Callable[[Material], Paper]] = {
    "observation": observing.observation_talk, "expiry": expiring.expiry_talk,
}  # fmt: skip
_NOTICES: Mapping[str, Callable[[Material], Paper]] = {"resignation": resigning.resignation_notice}
_DECISIONS: Mapping[str, Callable[[Material], Paper]] = {"expiry": expiring.expiry_decision}


def _notice(m: Material) -> Paper:
    return _NOTICES.get(m.line.kind, deciding.decision_notice)(m)


def _talk(m: Material) -> Paper:
    return _TALKS.get(m.line.kind, following.talk_record)(m)


def _decision(m: Material) -> Paper:
    return _DECISIONS.get(m.line.kind, deciding.decision)(m)


SORTS: Mapping[str, Sort] = {
    "letter": Sort(label="提醒函、函询通知书、诫勉书", make=writing.letter_to_him, his=True),
    "letter_talk": Sort(label="谈话记录", make=writing.letter_talk),
    "rectification": Sort(label="整改报告", make=writing.rectification, his=True),
    "clarification": Sort(label="澄清、恢复名誉", make=_clarification),
    "observation": Sort(label="考察期、试岗、试用通知书", make=observing.observation, his=True),
    "observation_review": Sort(label="期满评价通知", make=observing.observation_review, his=True),
    "motion": Sort(label="动议表", make=casework.motion),
    "verification": Sort(label="核实报告", make=casework.verification),
    "advance_notice": Sort(label="事先告知书", make=hearing.advance_notice, his=True),
    "hearing": Sort(label="陈述申辩记录", make=hearing.hearing, his=True),
    "tolerance": Sort(label="容错审查意见", make=casework.tolerance),
    "proposal": Sort(label="调整建议报告", make=casework.proposal),
    "appointment_form": Sort(label="干部任免审批表", make=appointing.appointment_form),
    "minutes": Sort(label="会议纪要", make=deciding.minutes),
    "decision": Sort(label="决定书", make=_decision),
    "decision_notice": Sort(label="决定告知书", make=_notice, his=True),
    "remedy_notice": Sort(label="救济途径告知书", make=deciding.remedy_notice, his=True),
    "resignation": Sort(label="辞职申请书", make=resigning.resignation, his=True),
    "resignation_decision": Sort(label="自愿辞职的决定", make=resigning.resignation_decision),
    "expiry_proposal": Sort(label="到龄届满安排建议", make=expiring.expiry_proposal),
    "remedy_request": Sort(label="复核申诉申请书", make=remedying.remedy_request, his=True),
    "acceptance_notice": Sort(label="受理通知书", make=remedying.acceptance_notice, his=True),
    "refusal_notice": Sort(label="不予受理通知书", make=remedying.refusal_notice, his=True),
    "extension_notice": Sort(label="延长期限通知书", make=remedying.extension_notice, his=True),
    "remedy_decision": Sort(label="复核申诉决定书", make=remedying.remedy_decision, his=True),
    "request_answer": Sort(label="请求的答复", make=remedying.request_answer, his=True),
    "four_fixes": Sort(label="后续管理计划（四定）", make=following.four_fixes, his=True),
    "talk_record": Sort(label="谈话记录", make=_talk, his=True),
    "recheck_form": Sort(label="复检表", make=following.recheck_form, his=True),
}
"""By the name a move gives it (``Move.papers``)."""

BESIDE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("letter", "serve"): ("letter_talk",),
    ("case", "answer"): ("hearing",),
    ("case", "propose"): ("appointment_form",),
    ("case", "confirm"): ("appointment_form",),
    ("aftercare", "consider"): ("appointment_form",),
}
"""(kind of matter, move) → what can be had there besides, without being called for."""


AGAIN: Mapping[tuple[str, str], frozenset[str]] = {
    ("letter", "letter"): frozenset({"draft", "redraft", "serve"}),
    ("remedy", "remedy_decision"): frozenset({"decide", "serve"}),
    ("aftercare", "four_fixes"): frozenset({"fix", "activate"}),
}
"""(kind of matter, sort) → moves with each of which the same paper comes once more."""

SERVED: Mapping[str, str] = {
    "letter": "letter", "case": "decision", "resignation": "resignation_decision",
    "remedy": "remedy_decision",
}  # fmt: skip
"""Kind of matter → the sort of paper that is served in it."""


def made(sort: str, material: Material) -> Paper:
    """Return a paper of a sort from a matter."""
    return cleaned(replace(SORTS[sort].make(material), sort=sort))
