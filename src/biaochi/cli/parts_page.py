"""The page of a run over parts: what it is, findings by rule, where results lie, how to read."""

from collections.abc import Iterator, Mapping
from typing import Any

from biaochi.batch.parts import SUMMARY, PartRun
from biaochi.cli import wordings
from biaochi.cli.preparing_facts import lasting
from biaochi.cli.screen import Screen
from biaochi.cli.tables import Column, pad, table
from biaochi.engine.findings import MET, UNDETERMINED, rule_of
from biaochi.engine.plan import PlannedRule
from biaochi.engine.scopes import PERSON, UNIT

_FIELD = 10
_LONG = 60
_KINDS = {PERSON: "人员", UNIT: "单位"}
_AWKWARD = frozenset("'\"`$\\!")


class Page:
    """Lays out one finished run."""

    def __init__(
        self, run: PartRun, summary: Mapping[str, Any], on: Screen, *, seconds: float
    ) -> None:
        self.run, self.plan, self.summary, self.on = run, run.plan, summary, on
        self.seconds = seconds
        self.out = str(run.out)

    def lines(self, command: str) -> list[str]:
        """Return the page; ``command``: what the next command repeats."""
        return [*self._head(), *self._findings(), *self._places(), *self._next(command)]

    def _head(self) -> Iterator[str]:
        plan, said = self.plan, self.summary
        yield from self.on.said(f"{plan.title}　试算", style="bold")
        yield from self.on.said(
            "只供核对：规则包未经启用，结论只打开问题，由人核实和决定。", style="dim"
        )
        known = (
            "" if plan.known_by is None else f"，只用 {plan.known_by:%Y-%m-%d %H:%M} 前得知的事实"
        )
        counts = [f"{_KINDS[k]} {n}" for k, n in said["counts"].items() if k in _KINDS]
        parts, again = len(said["parts"]), said["computed"]
        took = f"，用时 {lasting(self.seconds)}" if self.seconds > _LONG else ""
        fields = {
            "规则包": f"{plan.pack}　指纹 {wordings.digest(said['digest'])}",
            "期间": f"{plan.period_name}，截至 {plan.as_of}{known}",
            "事实": f"{parts} 个部分，{'，'.join(counts)}"
                    f"　指纹 {wordings.digest(said['facts_digest'])}",
            "计算": f"这次算了 {again} 个部分，沿用算过的 {parts - again} 个{took}",
            "结果": f"指纹 {wordings.digest(said['results_digest'])}"
                    "（同样的规则包和事实，不论怎样分部分，重算必得同样的结果）",
        }  # fmt: skip
        for field, text in fields.items():
            yield from self.on.said(text, first=pad(field, _FIELD))

    def _count(self, rule: PlannedRule, verdict: str) -> int:
        return int(self.summary["findings"].get(f"{rule.id}:{verdict}", 0))

    def _findings(self) -> Iterator[str]:
        yield from self.on.heading("结论")
        rules = self.plan.rules
        met, open_ = (sum(self._count(r, v) for r in rules) for v in (MET, UNDETERMINED))
        yield from self.on.said(f"{len(rules)} 条规则：符合 {met}，待定 {open_}。")
        told = [r for r in rules if self._count(r, MET) or self._count(r, UNDETERMINED)]
        if told:
            columns = (
                Column(title="规则", gives_way=True), Column(title="编号"),
                Column(title="条款", gives_way=True), Column(title="符合", right=True),
                Column(title="待定", right=True),
            )  # fmt: skip
            rows = [
                [r.label.zh, r.id, wordings.clause(r.basis), str(self._count(r, MET)),
                 str(self._count(r, UNDETERMINED))] for r in told
            ]  # fmt: skip
            yield from table(columns, rows, across=self.on.across)
        yield from self._listed(
            "没有人符合，也没有待定", [r for r in rules if r.in_force and r not in told]
        )
        yield from self._listed("不在施行期内", [r for r in rules if not r.in_force])
        if self.plan.monitors or self.plan.statistics:
            yield from self.on.said("监测和统计不在这里；要的话从各项的值汇总。", style="dim")

    def _listed(self, said: str, rules: list[PlannedRule]) -> Iterator[str]:
        if rules:
            names = "、".join(r.label.zh for r in rules)
            yield from self.on.said(f"{said}（{len(rules)} 条）：{names}。", style="dim")

    def _places(self) -> Iterator[str]:
        yield from self.on.heading("结果在哪里")
        those = {
            SUMMARY: "这次运算：规则包、指纹、每条规则几个；columns 里是每一列的名称和小数位数",
            "parts/": "一个部分一个文件夹：person 是每人各项的值，findings_person 是结论，"
                      "evidence_person 是结论下的证据",
            "wide/": "要各部分合起来算的：值、findings、evidence",
        }  # fmt: skip
        yield from self.on.said(self.out)
        for name, says in those.items():
            yield from self.on.said(says, first=f"  {pad(name, _FIELD + len(SUMMARY) // 2)}")
        yield from self.on.said(
            "都是 Parquet。数是整数，小数点往左移 scale 位；空白是待定。", style="dim"
        )

    def _next(self, command: str) -> Iterator[str]:
        yield from self.on.heading("接下来可以")
        rules = sorted(self.plan.rules, key=lambda r: -self._count(r, MET))
        own = self.run.phases.rules
        rule = next((r.id for r in rules if rule_of(self.plan, r) == PERSON and r.id in own), "")
        files = f"{self.out}/parts/*/*/findings_*/*.parquet"
        sql = f"FROM '{files}' SELECT part, rule, verdict, count(*) GROUP BY ALL ORDER BY ALL"
        yield from self._step(
            "逐句看一个人的理由", f"biaochi explain {command} --person 编号 {rule}".rstrip()
        )
        if not _AWKWARD & {*files}:
            yield from self._step("数一数各部分每条规则几个", f'duckdb -c "{sql}"')

    def _step(self, why: str, command: str) -> Iterator[str]:
        yield f"  {why}："
        yield f"    {command}"
