"""The meeting that decides, and the member who confirms its record.

The quorum is counted of all who are entitled, recused members included: recusal makes a decision
harder, never easier.  The pack's share or number of persons counts, but never less than half.
"""

from collections.abc import Iterator

from biaochi.errors import Problem
from biaochi.procedure import contents
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import day, line, many, number
from biaochi.procedure.shapes import Said

_HALF = (1, 2)


def meeting(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """One meeting at a time, held by today and after what it decides was proposed."""
    del world
    if file.meeting is not None and file.proposal is not None:
        yield Problem("STEP-ORDER", "还没有登记的会议", "已经登记", "请由决策成员确认。")
    held = day(wanted.given, "held_on")
    if held is not None and held > wanted.on:
        do = "请在会议之后登记。"
        yield Problem("STEP-DAY", f"不晚于 {wanted.on}", f"{held}", do, column_name="held_on")
    if held is not None and file.proposed_on is not None and held < file.proposed_on:
        do = "会议研究的应当是已经提出的方案。"
        expected = f"不早于提出方案的 {file.proposed_on}"
        yield Problem("STEP-DAY", expected, f"{held}", do, column_name="held_on")


def people(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Each member once; the official and the recused do not sit."""
    if not wanted.given:
        return
    present, recused = many(wanted.given, "present"), many(wanted.given, "recused")
    for name in sorted({n for n in present if present.count(n) > 1}):
        yield _wrong("每人一次", f"{name} 写了两次", "present")
    for name in sorted(set(present) & (set(recused) | {world.name} | file.recused_names)):
        yield Problem("STEP-RECUSED", "没有回避情形的成员", name, "请改正名单。",
                      column_name="present")  # fmt: skip
    everyone = len(set(present) | set(recused))
    if everyone > number(wanted.given, "entitled"):
        found = f"应到 {number(wanted.given, 'entitled')} 人，写了 {everyone} 人"
        yield _wrong("应到不少于实到和回避", found, "entitled")


def quorum(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Enough of those entitled are there."""
    del file
    if not wanted.given:
        return
    present, entitled = len(set(many(wanted.given, "present"))), number(wanted.given, "entitled")
    least, expected = _least(world, entitled=entitled)
    if entitled < 1 or present < least:
        found = f"应到 {entitled} 人，实到 {present} 人"
        yield Problem("STEP-GUARD", expected, found, "请重新开会。", column_name="present")


def votes(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """No more votes than members; more than half of those entitled adopt."""
    del file, world
    if not wanted.given:
        return
    cast, present = contents.votes(wanted.given), len(set(many(wanted.given, "present")))
    if sum(cast.values()) > present:
        yield _wrong("票数不超过到会人数", f"{sum(cast.values())} 票，{present} 人", "votes")
    agreed, entitled = cast.get("for", 0), number(wanted.given, "entitled")
    if line(wanted.given, "outcome") == "adopted" and agreed * 2 <= entitled:
        do = "没有过半数的，结果是退回或者不同意。"
        found = f"应到 {entitled} 人，赞成 {agreed} 票"
        yield Problem("STEP-GUARD", "赞成过应到的半数", found, do, column_name="votes")


def record(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """There is a record to confirm, and it adopts the proposal."""
    del wanted, world
    if file.meeting is None or file.proposal is None:
        yield Problem("STEP-ORDER", "先登记会议决定", "还没有登记", "请由会议记录人登记。")


def confirmer(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A member who was there, and did not write the record himself."""
    del world
    if file.meeting is None:
        return
    if wanted.by.name not in many(file.meeting, "present"):
        do = "请由到会的决策成员确认。"
        yield Problem("STEP-APART", "到会的成员", f"{wanted.by.name} 不在实到名单里", do)
    if wanted.by.is_same(file.recorder):
        do = "请由另一位到会的成员确认。"
        yield Problem("STEP-APART", "记录人以外的成员", wanted.by.seen_as(file.recorder), do)


def _least(world: CaseWorld, *, entitled: int) -> tuple[int, str]:
    """Return how many have to be there, and that in words."""
    said = world.course.quorum
    if isinstance(said, int):
        if said * _HALF[1] > entitled * _HALF[0]:
            return said, f"{said} 人以上到会"
        said = _HALF
    share, whole = said
    if whole < 1 or share * _HALF[1] < whole * _HALF[0]:
        share, whole = _HALF
    return -(-entitled * share // whole), f"应到的 {share}/{whole} 以上到会"


def _wrong(expected: str, found: str, field: str) -> Problem:
    return Problem("STEP-VALUE", expected, found, "请改正。", column_name=field)
