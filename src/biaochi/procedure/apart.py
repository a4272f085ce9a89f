"""Who may not act in a case: the person himself, the recused, relatives, the undeclared."""

from collections.abc import Iterator

from biaochi.errors import Problem
from biaochi.procedure.adjusting import MOVES, RELATIONS
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import line
from biaochi.procedure.shapes import Said

_OWN = frozenset(m.id for m in MOVES.values() if m.own)
_NONE = RELATIONS[0][0]


def self_only(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """The official does his own moves only, and only he (or the officer for him) does those."""
    del file
    is_he = bool(wanted.by.person) and wanted.by.person == world.person
    if is_he and wanted.move not in _OWN:
        yield Problem("STEP-APART", "本人以外的人", wanted.by.name, "本人只能办理自己的几步。")
    if not is_he and wanted.move in _OWN and not MOVES[wanted.move].roles & _others(wanted):
        yield Problem("STEP-APART", "本人", wanted.by.name, "请由本人办理。")


def _others(wanted: Said) -> frozenset[str]:
    return wanted.by.roles - {"self"}


def recused(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Who declared a relation, or was recused on request, does nothing any more."""
    why = file.recused.get(wanted.by.user)
    if why is None and wanted.by.name in file.recused_names and wanted.by.person != world.person:
        why = "另一个账号已经回避"
    if why is not None:
        yield Problem(
            "STEP-RECUSED", "没有回避情形的人", f"{wanted.by.name}（{why}）", "请换人办理。"
        )


def relatives(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A relative known to the registry is blocked without having declared it."""
    del file
    relation = world.relatives.get(wanted.by.person, "") if wanted.by.person else ""
    if relation and wanted.move != "declare":
        found = f"登记的关系：{relation}"
        yield Problem("STEP-RECUSED", "与本人没有亲属关系的人", found, "请换人办理。")
    if relation and line(wanted.given, "relation") == _NONE:
        found = f"登记的关系：{relation}"
        do = "请据实声明；登记有误的，先更正登记。"
        yield Problem("STEP-RECUSED", "如实声明", found, do, column_name="relation")


def declared(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Who verifies, assesses, proposes, records or confirms has declared first."""
    del world
    if wanted.by.user not in file.declared:
        do = "请先办理「声明是否回避」。"
        yield Problem("STEP-RECUSED", "先声明是否回避", f"{wanted.by.name} 还没有声明", do)


def asked(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A request for recusal is answered before anything goes on."""
    del wanted, world
    for ask in file.unanswered_asks:
        do = "请先答复回避申请。"
        yield Problem("STEP-RECUSED", "回避申请已答复", f"申请 {ask.whom} 回避，还没有答复", do)


def ask_recusal(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """The same person is asked for once."""
    del world
    whom = line(wanted.given, "whom")
    if whom and any(a.whom == whom for a in file.asks):
        do = "已有答复的请看答复；不服的可以在救济程序里提出。"
        yield Problem("STEP-GUARD", "没有申请过的人", whom, do, column_name="whom")


def answer_recusal(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Answered by somebody else than who was asked for; a head's recusal from above."""
    if not file.unanswered_asks:
        yield Problem("STEP-ORDER", "有待答复的回避申请", "没有", "不用办理。")
        return
    ask = file.unanswered_asks[0]
    user = line(wanted.given, "user")
    named = f"{ask.whom}\n{world.users.get(user, '')}"  # he may write more than the bare name
    if wanted.by.name in named or user == str(wanted.by.user):
        do = "请由另一人答复。"
        yield Problem("STEP-APART", "被申请回避的人以外的人", wanted.by.name, do)
    if any(head in named for head in world.heads) and "supervisor" not in wanted.by.roles:
        do = "主要负责人的回避由上一级决定；请由监督人员办理。"
        yield Problem("STEP-APART", "上一级的监督人员", wanted.by.name, do)
    if wanted.given.get("granted") is True and user not in world.users:
        do = "请选出从此回避的人。"
        yield Problem("STEP-FIELD", "回避的人", user or "空", do, column_name="user")
