"""For whom the choice of readings matters."""

from collections.abc import Iterator, Mapping

from biaochi.batch.explaining import name_of
from biaochi.batch.readings import Answer, Chosen, Compared, Disagreement
from biaochi.cli import wordings
from biaochi.cli.screen import Screen
from biaochi.engine.amounts import CellTable
from biaochi.packs.shapes import Pack


def lines(
    compared: Compared, pack: Pack, cells: CellTable, on: Screen, *, top: int
) -> Iterator[str]:
    """Yield what was tried, then every rule with the people it disagrees about."""
    yield from on.heading("各种口径")
    yield from on.said(_tried(compared))
    for name, options in compared.options.items():
        said = " / ".join(f"{pack.readings[name].options[o]}（{o}）" for o in options)
        yield from on.said(f"{name}：{pack.readings[name].asks} {said}", first="  · ")
    if compared.skipped:
        names = "、".join(compared.skipped)
        yield from on.said(f"不影响任何规则，没有试：{names}。", first="  · ", style="dim")
    by_rule: dict[str, list[Disagreement]] = {}
    for found in compared.disagreements:
        by_rule.setdefault(found.rule, []).append(found)
    if not by_rule:
        yield "没有人的结论因口径而异。"
    for rule, those in by_rule.items():
        yield ""
        clause = wordings.clause(pack.rules[rule].basis)
        head = f"{pack.rules[rule].label.zh}　{rule}　{clause}：{len(those)} 个因口径而异"
        yield from on.said(head, first="■ ", style="cyan")
        for found in those[:top]:
            yield from _one(found, pack, cells, on)
        if len(those) > top:
            yield f"    另有 {len(those) - top} 个；用 --top 多列。"


def _tried(compared: Compared) -> str:
    if not compared.options:
        return "没有一条规则的结论取决于口径。"
    if compared.complete:
        return f"试了全部 {compared.runs} 种组合。"
    return (
        f"共有 {compared.combinations} 种组合，太多；只逐个、两两地改动，试了 {compared.runs} 种，"
        "没有列出的人也可能在其他组合下不同。"
    )


def _one(found: Disagreement, pack: Pack, cells: CellTable, on: Screen) -> Iterator[str]:
    name = name_of(cells, found.subject)
    yield f"  {name}({found.subject})" if name else f"  {found.subject}"
    for answer in found.answers:
        effects = "；".join(wordings.effect(e, _labels(pack)) for e in answer.effects)
        tail = f"（{effects}）" if effects else ""
        said = f"{_when(answer, pack)}{tail}"
        yield from on.said(said, first=f"    {wordings.verdict(answer.verdict)}：")


def _labels(pack: Pack) -> Mapping[str, str]:
    return {m.id: m.label for m in pack.measures} | {n: i.label for n, i in pack.lists.items()}


def _when(answer: Answer, pack: Pack) -> str:
    return "；或 ".join(_choice(c, pack) for c in answer.readings)


def _choice(chosen: Chosen, pack: Pack) -> str:
    parts = [f"{n}={o}（{pack.readings[n].options[o]}）" for n, o in chosen.items()]
    return "，".join(parts) or "其余情形"
