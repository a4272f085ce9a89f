"""Procedures, duties: who does each step, in which order, and how many steps there are."""

from collections.abc import Iterator
from itertools import pairwise

from biaochi.errors import Problem
from biaochi.packs.hints import suggest
from biaochi.packs.quorums import quorum_of
from biaochi.packs.shapes import Pack, Procedure
from biaochi.packs.walk import at, ids
from biaochi.vocabulary.registry import Covered

GATE_ORDER = (
    "motion", "verification", "hearing", "tolerance", "proposal", "decision", "service", "appeal",
)  # fmt: skip
_CORE = ("motion", "verification", "decision")


def check(pack: Pack) -> Iterator[Problem]:
    """Yield steps without owner, wrong counts, gates missing or out of order."""
    for name, procedure in pack.procedures.items():
        path = f"procedures.{name}"
        yield from _stages(pack, path=path, procedure=procedure)
        yield from _gates(pack, path=path, procedure=procedure)
        yield from _covers(pack, path=path, procedure=procedure)
        yield from _quorum(pack, path=f"{path}.quorum", said=procedure.quorum)
        for channel in procedure.channels:
            if channel not in ids(pack, group="channels"):
                yield at(
                    pack, "PACK-UNDECLARED", f"{path}.channels", expected="声明过的渠道",
                    found=f"「{channel}」", do=suggest(channel, ids(pack, group="channels")),
                )  # fmt: skip
    for i, duty in enumerate(pack.calendar):
        if not duty.owner:
            yield at(
                pack, "PACK-OWNER", f"calendar.{i}", level="warning", expected="owner",
                found=f"「{duty.label}」没有责任主体", do="请写明由谁办理。",
            )  # fmt: skip


def _stages(pack: Pack, *, path: str, procedure: Procedure) -> Iterator[Problem]:
    names = [stage.id for stage in procedure.stages]
    declared = procedure.declared_stages
    if declared is not None and declared != len(names):
        yield at(
            pack, "PACK-COUNT", f"{path}.declared_stages", expected=f"{declared} 个步骤",
            found=f"{len(names)} 个", do="请补齐步骤；原文没有的写 published: false。",
        )  # fmt: skip
    for i, stage in enumerate(procedure.stages):
        if not stage.owner:
            yield at(
                pack, "PACK-OWNER", f"{path}.stages.{i}",
                level="error" if stage.published else "warning", expected="owner",
                found=f"步骤「{stage.label}」没有责任主体", do="请写明由谁办理。",
            )  # fmt: skip
        if stage.id in names[:i]:
            yield at(
                pack, "PACK-DUPLICATE", f"{path}.stages.{i}", expected="步骤编号不重复",
                found=f"「{stage.id}」写了两次", do="请改编号。",
            )  # fmt: skip
        for name in stage.next:
            if name not in names:
                yield at(
                    pack, "PACK-UNDECLARED", f"{path}.stages.{i}.next",
                    expected="本程序的步骤", found=f"「{name}」", do=suggest(name, names),
                )  # fmt: skip


def _covers(pack: Pack, *, path: str, procedure: Procedure) -> Iterator[Problem]:
    known = (*ids(pack, group="measures"), *Covered)
    for word in procedure.covers:
        if word not in known and not word.startswith(f"{Covered.GRADE}:"):
            yield at(
                pack, "PACK-UNDECLARED", f"{path}.covers", expected="声明过的措施或规定的事项",
                found=f"「{word}」", do=suggest(word, known),
            )  # fmt: skip
    for regime in procedure.regimes:
        if regime not in pack.regime:
            yield at(
                pack, "PACK-UNDECLARED", f"{path}.regimes", expected="规则包适用的身份",
                found=f"「{regime}」", do=suggest(regime, pack.regime),
            )  # fmt: skip


def _quorum(pack: Pack, *, path: str, said: str | None) -> Iterator[Problem]:
    if said is None:
        return
    parameter = pack.parameters.get(said)
    texts = [said] if parameter is None else [parameter.value, *parameter.values.values()]
    for text in texts:
        quorum = quorum_of(text) if text is not None else None
        if text is not None and (quorum is None or not quorum.may_be):
            yield at(
                pack, "PACK-AMOUNT", path, expected="一个不超过一的比例，或一个整数人数",
                found=f"「{text}」", do="请写成 2/3、60% 这样的比例，或 5 这样的人数。",
            )  # fmt: skip


def _gates(pack: Pack, *, path: str, procedure: Procedure) -> Iterator[Problem]:
    present = [stage.gate for stage in procedure.stages if stage.gate]
    core = _CORE if "motion" in present else ()
    for gate in dict.fromkeys((*procedure.gates, *core)):
        if gate not in GATE_ORDER:
            yield at(
                pack, "PACK-UNDECLARED", f"{path}.gates", expected="关口",
                found=f"「{gate}」", do=suggest(gate, GATE_ORDER),
            )  # fmt: skip
        elif gate not in present:
            yield at(
                pack, "PACK-STAGE", path, expected=f"有关口「{gate}」的步骤", found="没有",
                do="请补上该步骤，或在相应步骤写明 gate。",
            )  # fmt: skip
    ordered = [gate for gate in present if gate in _CORE]
    for before, after in pairwise(ordered):
        if _CORE.index(before) > _CORE.index(after):
            yield at(
                pack, "PACK-STAGE", f"{path}.stages", expected="先动议、再核实、后决定",
                found=f"「{before}」在「{after}」之前", do="请调整步骤次序。",
            )  # fmt: skip
