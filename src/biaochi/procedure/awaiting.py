"""What a matter waits for now: the moves that come next, for the lists of what is to do."""

from collections.abc import Iterator

from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.letter_moves import ADMONITION
from biaochi.procedure.letters import LetterStanding, LetterWorld
from biaochi.procedure.remedying import Remedy
from biaochi.procedure.remedying import World as RemedyWorld
from biaochi.procedure.shapes import Awaited


def case_awaits(file: CaseFile, world: CaseWorld) -> tuple[Awaited, ...]:
    """Return what an adjustment case waits for."""
    return tuple(_case(file, world)) if file.is_open and file.opener is not None else ()


def _case(file: CaseFile, world: CaseWorld) -> Iterator[Awaited]:
    if world.overturned:
        move = "close" if file.ending else "withdraw"
        yield Awaited(move=move, why="复核、申诉已经撤销或者变更，不再往下办")
        return
    if file.unanswered_asks:
        yield Awaited(move="answer_recusal", why="本人申请回避，答复之前其他步骤停下")
    if file.referral == "pending":
        yield Awaited(move="referral_back", why="已移送，等回音")
        return
    if file.flagged:
        yield Awaited(move="refer", why="发现涉嫌违纪违法，先移送")
    elif file.ending and not file.left:
        yield Awaited(move="close", why=f"{file.stage_label}：可以办结")
    elif file.left and file.served is not None:
        yield from (Awaited(move=m, why="决定已送达，还没有办理") for m in file.left)
    elif not file.unanswered_asks:
        yield from _gate(file, world)


def _gate(file: CaseFile, world: CaseWorld) -> Iterator[Awaited]:
    stages = world.course.stages
    if file.passes and file.place < len(stages):
        yield Awaited(move="pass", why=f"办完「{stages[file.place].label}」")
        return
    gate = next((g for g in world.course.housed(file.place) if g not in file.done), "")
    opener = frozenset({file.opener.user}) if file.opener else frozenset()
    if gate == "verification":
        yield Awaited(move="verify", why="逐条核实动议的情形", apart=opener)
    elif gate == "hearing":
        yield _hearing(file)
    elif gate == "tolerance":
        asked = "本人请求容错，提出方案之前先审查、答复"
        why = asked if file.open_pleas else "提出方案之前先作容错审查"
        yield Awaited(move="assess", why=why, apart=opener)
    elif gate == "proposal":
        yield Awaited(move="propose", why="已听取意见、作了容错审查，可以提出方案")
    elif gate == "decision":
        yield from _decision(file)
    elif gate == "service":
        yield Awaited(move="serve", why="已经决定，还没有送达本人")


def _hearing(file: CaseFile) -> Awaited:
    if not file.told.issuperset(file.upheld):
        return Awaited(move="tell", why="核实属实的情形还没有告知本人")
    if file.open_points:
        return Awaited(move="answer", why=f"本人有 {len(file.open_points)} 条意见还没有答复")
    return Awaited(move="state", why="可以陈述申辩；不会因此加重处理")


def _decision(file: CaseFile) -> Iterator[Awaited]:
    if file.meeting is None:
        yield Awaited(move="meet", why="方案已经提出，等会议讨论")
    elif file.meeting.get("outcome") == "adopted":
        recorder = frozenset({file.recorder.user}) if file.recorder else frozenset()
        yield Awaited(move="confirm", why="会议决定已登记，等参加会议的成员确认", apart=recorder)


def letter_awaits(s: LetterStanding, world: LetterWorld) -> tuple[Awaited, ...]:
    """Return what a letter waits for."""
    del world
    return tuple(_letter(s)) if s.is_open and s.content else ()


def _letter(s: LetterStanding) -> Iterator[Awaited]:
    if s.stage == "draft":
        yield Awaited(move="redraft", why="审批退回，等修改")
    elif s.stage == "approval" and s.head is None:
        yield Awaited(move="approve", why="起草完成，等审批", apart=s.drafters)
    elif s.stage == "approval" and s.head is not None:
        done = s.drafters | {s.head.user}
        yield Awaited(move="approve_leader", why="诫勉，等主要负责人审批", apart=done)
    elif s.stage == "service":
        yield Awaited(move="serve", why="已审批，还没有送达")
    elif s.stage == "reply":
        yield Awaited(move="reply", why="请书面回复")
    elif s.stage == "study":
        again = s.judged == "unclear"
        why = "没有说明清楚，可以再次函询" if again else "本人已回复，等研究"
        yield Awaited(move="inquire_again" if again else "judge", why=why)
    elif s.stage == "rectify":
        yield from _rectifying(s)
    elif s.stage == "follow":
        yield Awaited(move="close", why="各步都已办完，可以办结")


def _rectifying(s: LetterStanding) -> Iterator[Awaited]:
    if s.reported_on is not None:
        yield Awaited(move="judge_rectification", why="整改报告已交，等评价")
    elif s.type == ADMONITION:
        yield Awaited(move="report", why="请按期交整改报告")


def remedy_awaits(now: Remedy, world: RemedyWorld) -> tuple[Awaited, ...]:
    """Return what a remedy waits for; who handled the original matter is not asked."""
    return tuple(_remedy(now, world)) if now.is_open and now.lodged is not None else ()


def _remedy(now: Remedy, world: RemedyWorld) -> Iterator[Awaited]:
    handled = frozenset(world.conflicts)
    if now.accepted_on is None:
        yield Awaited(move="accept", why="本人提出，等审查受理", apart=handled)
    elif now.challenged:
        apart = handled | now.challenged
        yield Awaited(move="answer_recusal", why="本人申请回避，等答复", apart=apart)
    elif now.decision is None:
        yield _judging(now, handled)
    elif not now.is_signed:
        yield Awaited(move="confirm", why="决定已登记，等审理人员签署", apart=now.signed)
    elif now.served is None:
        yield Awaited(move="serve", why="已经决定，还没有送达本人")
    else:
        yield from _restoring(now, world)


def _judging(now: Remedy, handled: frozenset[int]) -> Awaited:
    if now.request:
        return Awaited(move="answer_request", why="已受理，等答复", apart=handled)
    if len(now.panel) % 2 == 0:
        return Awaited(move="form_panel", why="已受理，等组成审理人员", apart=handled)
    if handled & set(now.panel):
        why = "审理人员后来办理过原事项的证据，等换人"
        return Awaited(move="form_panel", why=why, apart=handled)
    if not now.declared.issuperset(now.panel):
        return Awaited(move="declare", why="审理之前先声明是否回避", apart=now.declared)
    if not now.heard:
        return Awaited(move="hear", why="作出决定之前再次听取本人意见", apart=handled)
    return Awaited(move="decide", why="已听取意见，等作出决定")


def _restoring(now: Remedy, world: RemedyWorld) -> Iterator[Awaited]:
    if now.is_remanded:
        yield Awaited(move="redo", why="发回重新处理，原处理机关还没有重新处理")
        return
    if now.corrects and not now.named:
        yield Awaited(move="restore_name", why="撤销、变更之后，在同样的范围恢复名誉")
    if now.corrects and world.original.moved and not now.restored:
        yield Awaited(move="restore", why="撤销、变更之后，恢复职务或另作安排")
    if not now.corrects or (now.named and (now.restored or not world.original.moved)):
        yield Awaited(move="close", why="各步都已办完，可以办结")
