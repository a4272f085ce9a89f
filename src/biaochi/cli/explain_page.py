"""The page that explains one subject."""

from collections.abc import Iterator

from biaochi.batch.explaining import Explained, name_of
from biaochi.cli import wordings
from biaochi.cli.screen import Screen
from biaochi.cli.tables import Column, table
from biaochi.cli.trace_page import said_once
from biaochi.engine.explain import Trace
from biaochi.engine.findings import Finding

_TOLD = ("met", "undetermined")
_CITED = 3


def lines(explained: Explained, on: Screen) -> Iterator[str]:
    """Yield who it is, findings with their reasoning, then the quantities."""
    plan, who = explained.plan, explained.who
    name = name_of(explained.cells, who.ident)
    title = f"{name}（{who.ident}）" if name else who.ident
    yield from on.said(f"{title}　{plan.title}　{plan.period_name}", style="bold")
    readings = "；".join(f"{n}={o}" for n, o in plan.readings.items())
    made = f"截至 {plan.as_of}；试算，规则包 {plan.pack}，指纹 {wordings.digest(plan.digest)}"
    yield from on.said(f"{made}；口径 {readings}" if readings else made, style="dim")
    alone = bool(who.what)
    told = [(f, t) for f, t in explained.findings if alone or f.verdict in _TOLD]
    if told or not alone:
        yield from on.heading("结论")
    if not told and not alone:
        yield "没有符合的规则，也没有待定的。"
    seen: set[tuple[str, str]] = set()
    for finding, trace in told:
        yield from _finding(explained, finding, trace, on, seen)
    if not alone:
        yield from _others(explained, on)
        yield from _quantities(explained, on)
    for trace in explained.quantities if alone else ():
        yield ""
        yield from said_once(trace, on, seen=seen)
    yield from _beyond(explained, on)


def _finding(
    explained: Explained, finding: Finding, trace: Trace, on: Screen, seen: set[tuple[str, str]]
) -> Iterator[str]:
    yield ""
    clause = wordings.clause(finding.basis)
    said = f"{finding.label.zh}　{finding.rule}　{clause}　打开：{wordings.opens(finding.opens)}"
    head = f"■ {wordings.verdict(finding.verdict)}　"
    yield from on.said(said, first=head, style=wordings.style(finding.verdict))
    if finding.about:
        near = name_of(explained.cells, finding.about) or finding.about
        yield from on.said(f"因 {near}（{finding.about}）", first="  ")
    yield from said_once(trace, on, indent="  ", seen=seen)
    if finding.effects:
        effects = (wordings.effect(e, explained.plan.labels) for e in finding.effects)
        yield from on.said("；".join(effects), first="  建议 ")
    if finding.evidence:
        yield from on.said("、".join(finding.evidence), first="  依据 ")
    if finding.legal_review:
        yield "  以这一条为依据作出处理之前，须经法律审核；审核之前只作建议。"


def _others(explained: Explained, on: Screen) -> Iterator[str]:
    for verdict in ("not_met", "not_in_force"):
        names = [f.label.zh for f, _ in explained.findings if f.verdict == verdict]
        if names:
            yield ""
            said = f"{wordings.verdict(verdict)}（{len(names)} 条）：{'、'.join(names)}。"
            yield from on.said(said, style="dim")


def _quantities(explained: Explained, on: Screen) -> Iterator[str]:
    if not explained.quantities:
        return
    yield from on.heading("各项的值")
    units = {n.name: n.typed.unit for n in explained.plan.nodes}
    columns = (
        Column(title="项", gives_way=True), Column(title="值", right=True), Column(title="单位"),
        Column(title="条款", gives_way=True), Column(title="依据", gives_way=True),
    )  # fmt: skip
    rows = [
        [q.label, wordings.value(q.value), units[q.name],
         wordings.clause(q.basis) if q.basis else "", _cited(q)]
        for q in explained.quantities
    ]  # fmt: skip
    yield from table(columns, rows, across=on.across)
    yield from on.said("在命令后面写上一项的名称，可看它是怎样算出的。", style="dim")


def _beyond(explained: Explained, on: Screen) -> Iterator[str]:
    beyond = explained.beyond
    if not beyond.rules and not beyond.quantities:
        return
    yield from on.heading("这里没有说明的")
    why = "事实分了部分，下面这些要和别的部分的人或单位一起比较、汇总，只看所在的部分说不准。"
    yield from on.said(f"{why}值在 biaochi assess --out 的结果里。")
    for said, names in (
        ("规则", [f"{r.label.zh}（{r.id}）" for r in beyond.rules]),
        ("量", [f"{label}（{c}）" if label != c else c for c, label in beyond.quantities.items()]),
    ):
        if names:
            yield from on.said("、".join(names), first=f"{said} {len(names)} 项：")


def _cited(trace: Trace) -> str:
    more = f" 等 {len(trace.evidence)} 条" if len(trace.evidence) > _CITED else ""
    return "、".join(trace.evidence[:_CITED]) + more
