"""What has to come first in a case, what ends it, what protects the official."""

from collections.abc import Iterator

from biaochi.errors import Problem
from biaochi.procedure import footing
from biaochi.procedure.adjusting import MOVES
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import ends_post, line
from biaochi.procedure.course import BEFORE, GATES
from biaochi.procedure.shapes import Said
from biaochi.vocabulary.registry import Gate
from biaochi.vocabulary.words import zh

_ANY_TIME = frozenset(
    {"declare", "ask_recusal", "answer_recusal", "referral_back", "withdraw", "close"}
)
_REOPEN = frozenset({"join", "verify", "refer"})
_UNTIL_DECIDED = frozenset(g for g in GATES if g != "service")


def closed(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Closed is closed."""
    del wanted, world
    if file.opener is not None and not file.is_open:
        do = "要再办的，请另立一件，并写明与这一件的关系。"
        yield Problem("STEP-CLOSED", "还在办理的事项", file.stage_label, do)


def ending(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Where nothing is upheld, or the person was exempted, nothing leads to a measure any more."""
    del world
    if file.ending in {"", "adjusted"} or wanted.move in _ANY_TIME:
        return
    if file.ending == "unsubstantiated" and wanted.move in _REOPEN:
        return
    found, do = _ENDINGS[file.ending]
    yield Problem("STEP-GUARD", "还可以研究调整的事项", found, do)


_ENDINGS = {
    "referred": ("移送后不再作组织调整", "请办结。"),
    "unsubstantiated": ("没有一条情形属实", "请办结；有新的依据的，先并入再核实。"),
    "exempted": ("已经认定免责，不予调整", "请办结；记为“经研究免责”，不计入调整人数。"),
    "rejected": ("会议不同意调整", "请办结。"),
}


def in_order(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A move of a gate waits for every earlier stage of the pack, and for the gates before it."""
    gate = MOVES[wanted.move].gate
    if not gate or wanted.move in {"open", "join"} or file.ending not in {"", "adjusted"}:
        return
    house = world.course.houses[gate]
    if file.place < house:
        stage = world.course.stages[file.place]
        do = "请按阶段条的次序办理。"
        yield Problem("STEP-ORDER", f"先办完「{stage.label}」", "还没有办完", do)
    else:
        for before in BEFORE[gate]:
            if before not in file.done:
                label = zh(Gate, before)
                yield Problem("STEP-ORDER", f"先办完「{label}」", "还没有办完", "请先办这一步。")


def not_after_decision(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """What led to a decision is not done again after it."""
    del world
    gate = MOVES[wanted.move].gate
    if file.confirmed_on is not None and gate in _UNTIL_DECIDED and wanted.move != "open":
        do = "要改变决定的，走复核申诉，或者在办理手续之前撤回。"
        yield Problem("STEP-ORDER", "还没有决定的事项", f"{file.confirmed_on} 已经决定", do)


def overturned(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """What a remedy revoked or altered goes no further and is not carried out."""
    del file, wanted
    if world.overturned:
        do = "按复核、申诉的决定办理；这一件请办结（写明没有办理的变动）或者撤回。"
        yield footing.overturned(do)


def passing(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Only a stage that has nothing else to show for it is passed by a word."""
    del wanted
    if file.passes:
        return
    here = world.course.stages[file.place].label if file.place < len(world.course.stages) else ""
    do = "这一步要办实事，请办列出的动作。" if here else "没有还要完成的步骤。"
    yield Problem("STEP-ORDER", "只需写明办理情况的步骤", here or file.stage_label, do)


def referral(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """While a possible violation is with others, or should be, nothing goes on to a measure."""
    del world
    if file.referral == "pending":
        do = "请等回音，登记移送结果后再办。"
        yield Problem("STEP-REFERRED", "移送已有结果", "还没有回音", do)
    elif file.flagged and wanted.move != "serve":
        do = "请先「移送纪检监察」；调整不代替处分，处分也不代替调整。"
        yield Problem("STEP-REFERRED", "涉嫌违纪违法的先移送", "还没有移送", do)


def referral_back(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """One referral at a time; a result answers a referral."""
    del world
    pending = file.referral == "pending"
    if pending == (wanted.move == "refer"):
        found = "已移送，没有回音" if pending else "没有移送"
        yield Problem("STEP-ORDER", "先移送，后登记结果", found, "请核对后再办。")


def protected(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A protected state stands against what ends the post, or against whatever moves it."""
    given = wanted.given if wanted.move == "propose" else file.proposal or {}
    measure = world.measures.get(line(given, "measure"))
    if measure is None:
        return
    for state in world.protections:
        if ends_post(measure) or state.blocks == "moving":
            yield Problem(
                "STEP-PROTECTED", "不在受保护的期间", f"{state.label}（{state.basis}）",
                "期间结束之后再研究；也可以撤回。", column_name="measure",
            )  # fmt: skip
