"""The page of a comparison: what was changed, then who changes, rule by rule."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from biaochi.batch.explaining import name_of
from biaochi.batch.whatif import Change, WhatIf, Why
from biaochi.cli import wordings
from biaochi.cli.screen import Screen
from biaochi.cli.tables import Column, table
from biaochi.engine.plan import Plan

_CITED = 8


def lines(found: WhatIf, change: Change, on: Screen, *, top: int) -> Iterator[str]:
    """Yield the page."""
    plan = found.before
    yield from on.said(f"{plan.title}　{plan.period_name}　换一种规定会怎样", style="bold")
    yield from on.said("；".join(_changed(found, change)), first="改动 ")
    verdicts = [w for w in found.changed if w.changed.what == "finding"]
    figures = [w for w in found.changed if w.changed.what == "quantity"]
    yield from on.heading("结论的变化")
    if not verdicts:
        yield "没有人的结论改变。"
    for rule in dict.fromkeys(w.changed.name for w in verdicts):
        yield from _rule(found, rule, [w for w in verdicts if w.changed.name == rule], on, top)
    if figures:
        yield from on.heading("数值的变化")
        yield from _figures(found, figures, on, top)


def _changed(found: WhatIf, change: Change) -> Iterator[str]:
    before, after = found.before, found.after
    if change.against is not None:
        yield f"{before.title}（{before.pack}）→ {after.title}（{after.pack}）"
    for name, value in change.parameters.items():
        label = after.labels.get(name, name)
        yield f"参数「{label}」（{name}）：{before.parameters.get(name, '未填写')} → {value}"
    for name, option in change.readings.items():
        was = before.readings.get(name, "未选定")
        yield f"口径 {name}：{was} → {option}"


def _rule(found: WhatIf, rule: str, those: Sequence[Why], on: Screen, top: int) -> Iterator[str]:
    plan = found.after if any(r.id == rule for r in found.after.rules) else found.before
    shape = next(r for r in plan.rules if r.id == rule)
    yield ""
    head = f"{shape.label.zh}　{rule}　{wordings.clause(shape.basis)}：{len(those)} 个改变"
    yield from on.said(head, first="■ ", style="cyan")
    for why in those[:top]:
        changed = why.changed
        turn = f"{wordings.verdict(changed.before)} → {wordings.verdict(changed.after)}"
        yield f"  {_who(found, changed.subject)}　{on.paint(turn, wordings.style(changed.after))}"
        if why.before and why.before != why.after:
            yield from on.said(why.before, first="    原 ")
        if why.after:
            yield from on.said(why.after, first="    现 " if why.before else "    ")
        if why.evidence:
            more = f" 等 {len(why.evidence)} 条" if len(why.evidence) > _CITED else ""
            yield from on.said("、".join(why.evidence[:_CITED]) + more, first="    依据 ")
    if len(those) > top:
        yield f"    另有 {len(those) - top} 个；用 --top 多列。"


def _figures(found: WhatIf, figures: Sequence[Why], on: Screen, top: int) -> Iterator[str]:
    """One line for each quantity, with its first change as an example."""
    by_name: dict[str, list[Why]] = {}
    for why in figures:
        by_name.setdefault(why.changed.name, []).append(why)
    columns = (
        Column(title="项", gives_way=True), Column(title="几个", right=True),
        Column(title="例如", gives_way=True), Column(title="原", right=True),
        Column(title="现", right=True),
    )  # fmt: skip
    rows = []
    for name, those in [*by_name.items()][:top]:
        one = those[0].changed
        rows.append([
            found.after.node(name).label or name, str(len(those)), _who(found, one.subject),
            wordings.value(one.before), wordings.value(one.after),
        ])  # fmt: skip
    yield from table(columns, rows, across=on.across)
    if len(by_name) > top:
        yield f"另有 {len(by_name) - top} 项；用 --top 多列，或 --format json 查看全部。"


def _who(found: WhatIf, ident: str) -> str:
    name = name_of(found.cells, ident)
    return f"{name}({ident})" if name else ident


def parts_lines(found: Mapping[str, Any], change: Change, plan: Plan, out: str) -> Iterator[str]:
    """Yield the page of a comparison by parts: how many change, and where they are listed."""
    yield f"{plan.title}　{plan.period_name}　换一种规定会怎样（按部分计算）"
    said = [f"参数 {name}：{plan.parameters.get(name, '未填写')} → {value}"
            for name, value in change.parameters.items()]  # fmt: skip
    said += [f"口径 {name} → {option}" for name, option in change.readings.items()]
    said += [f"规则包 → {found['pack']}"] if change.against is not None else []
    yield "改动 " + "；".join(said)
    labels = {f"finding:{r.id}": r.label.zh for r in plan.rules}
    labels |= {f"quantity:{n.name}": n.label or n.name for n in plan.nodes}
    for key, count in found["changes"].items():
        yield f"  {labels.get(key, key)}　{count} 个改变"
    if not found["changes"]:
        yield "没有人的结论或数值改变。"
    yield f"重新计算的量 {len(found['computed_columns'])} 个，其余取自原来的结果。"
    yield f"逐个的变化在 {out}/changes.parquet；改动后全部结果的摘要 {found['results_digest']}"
