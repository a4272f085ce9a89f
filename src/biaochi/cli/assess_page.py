"""The page of an assessment: what it is, findings by rule, what is watched, what is open."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from shlex import quote

from biaochi.batch.assess import Result
from biaochi.batch.contract import traced
from biaochi.batch.explaining import name_of
from biaochi.cli import wordings
from biaochi.cli.screen import Screen
from biaochi.cli.tables import Column, pad, table
from biaochi.cli.trace_page import said_once
from biaochi.engine.findings import MET, Finding
from biaochi.engine.plan import PlannedRule
from biaochi.engine.watched import MonitorFigure, StatisticFigure
from biaochi.facts.shapes import TABLES

_SHOWN_VERDICTS = ("met", "undetermined", "not_met", "not_in_force")
_REASONS = 3
_POOL = 5
_FIELD = 10


class Page:
    """Lays out one result; ``top`` limits every list."""

    def __init__(
        self, result: Result, counts: Mapping[str, int], on: Screen, top: int, *,
        every: bool, trace: bool,
    ) -> None:  # fmt: skip
        self.result, self.plan, self.counts, self.on = result, result.plan, counts, on
        self.top, self.every, self.trace = top, every, trace
        self.by_rule: dict[str, list[Finding]] = {}
        for finding in result.findings:
            self.by_rule.setdefault(finding.rule, []).append(finding)

    def lines(self) -> list[str]:
        """Return the page without what to do next."""
        return [
            *self._head(), *self._findings(), *self._monitors(), *self._statistics(),
            *self._questions(),
        ]  # fmt: skip

    def who(self, ident: str) -> str:
        """Return a name with its id, or the id alone."""
        name = name_of(self.result.cells, ident)
        return f"{name}({ident})" if name else ident

    def _head(self) -> Iterator[str]:
        plan, result = self.plan, self.result
        yield from self.on.said(f"{plan.title}　试算", style="bold")
        yield from self.on.said(
            "只供核对：规则包未经启用，结论只打开问题，由人核实和决定。", style="dim"
        )
        known = (
            "" if plan.known_by is None else f"，只用 {plan.known_by:%Y-%m-%d %H:%M} 前得知的事实"
        )
        filled = [f"{TABLES[t].label} {n}" for t, n in self.counts.items() if n]
        digest, results = (
            wordings.digest(result.facts_digest),
            wordings.digest(result.results_digest),
        )
        said = {
            "规则包": f"{plan.pack}　指纹 {wordings.digest(plan.digest)}",
            "期间": f"{plan.period_name}，截至 {plan.as_of}{known}",
            "事实": f"{'，'.join(filled) or '没有一行'}　指纹 {digest}",
            "结果": f"指纹 {results}（同样的规则包和事实，重算必得同样的结果）",
        }
        if result.warnings:
            said["注意"] = f"事实有 {len(result.warnings)} 处可疑，见 biaochi facts check"
        for field, text in said.items():
            yield from self.on.said(text, first=pad(field, _FIELD))

    def _findings(self) -> Iterator[str]:
        yield from self.on.heading("结论")
        verdicts = Counter(f.verdict for f in self.result.findings)
        counted = [f"{wordings.verdict(v)} {verdicts[v]}" for v in _SHOWN_VERDICTS if verdicts[v]]
        rules = len(self.plan.rules)
        yield from self.on.said(
            f"{rules} 条规则：{'，'.join(counted) or '没有人符合，也没有待定'}。"
        )
        quiet = [r for r in self.plan.rules if r.id not in self.by_rule and r.in_force]
        over = [r for r in self.plan.rules if not r.in_force]
        told = [r for r in self.plan.rules if r.id in self.by_rule]
        for rule in sorted(told, key=lambda r: not self._is_met(r)):
            yield from self._rule(rule, self.by_rule[rule.id])
        yield from self._listed("没有人符合，也没有待定", [r.label.zh for r in quiet])
        if not self.every:
            yield from self._listed("不在施行期内", [r.label.zh for r in over])

    def _is_met(self, rule: PlannedRule) -> bool:
        return any(f.verdict == MET for f in self.by_rule[rule.id])

    def _listed(self, said: str, names: Sequence[str]) -> Iterator[str]:
        if names:
            yield ""
            text = f"{said}（{len(names)} 条）：{'、'.join(names)}。"
            yield from self.on.said(text, style="dim")

    def _rule(self, rule: PlannedRule, found: Sequence[Finding]) -> Iterator[str]:
        yield ""
        clause = wordings.clause(rule.basis)
        tail = f"{rule.id}　{clause}　打开：{wordings.opens(rule.opens)}"
        yield from self.on.said(f"{rule.label.zh}　{tail}", first="■ ", style="cyan")
        for verdict in _SHOWN_VERDICTS:
            those = [f for f in found if f.verdict == verdict]
            if those:
                yield from self._people(verdict, those)
        effects = dict.fromkeys(
            wordings.effect(e, self.plan.labels) for f in found[: self.top] for e in f.effects
        )
        if effects:
            shown = [*effects][: self.top]
            yield from self.on.said("；".join(shown), first="    建议 ")

    def _people(self, verdict: str, those: Sequence[Finding]) -> Iterator[str]:
        names = [self._named(f) for f in those[: self.top]]
        more = f" 等 {len(those)} 个" if len(those) > self.top else ""
        head = f"  {pad(wordings.verdict(verdict), 6)}{len(those):>4}  "
        lines = self.on.said(f"{'、'.join(names)}{more}", first=head)
        lines[0] = self.on.paint(lines[0][:4], wordings.style(verdict)) + lines[0][4:]
        yield from lines
        needs = Counter(n for f in those for n in dict.fromkeys(m.needs for m in f.missing))
        for need, times in needs.most_common(_REASONS):
            yield from self.on.said(
                f"{need}（{times} 个）" if times > 1 else need, first="    待补 "
            )
        if len(needs) > _REASONS:
            yield f"    待补 另有 {len(needs) - _REASONS} 种"
        if self.trace:
            for finding in those[: self.top]:
                yield f"    {self._named(finding)}"
                yield from said_once(traced(self.result, finding), self.on, indent="    ")

    def _named(self, finding: Finding) -> str:
        about = f"［因 {self.who(finding.about)}］" if finding.about else ""
        return self.who(finding.subject) + about

    def _monitors(self) -> Iterator[str]:
        figures = self.result.monitors
        if not figures:
            return
        yield from self.on.heading("监测")
        yield from self.on.said("只供对照和研究，不产生结论；顺序不是名单。", style="dim")
        columns = (
            Column(title="监测", gives_way=True), Column(title="组", gives_way=True),
            Column(title="基数", right=True), Column(title="参照", right=True),
            Column(title="实际", right=True), Column(title="占比", right=True),
            Column(title="研究次序", gives_way=True),
        )  # fmt: skip
        rows = [self._monitor(f) for f in figures[: self.top]]
        yield from table(columns, rows, across=self.on.across)
        if len(figures) > self.top:
            yield f"另有 {len(figures) - self.top} 组；用 --top 多列，或 --format json 查看全部。"

    def _monitor(self, figure: MonitorFigure) -> list[str]:
        pool = "、".join(self.who(i) for i in figure.pool[:_POOL])
        more = f" 等 {len(figure.pool)}" if len(figure.pool) > _POOL else ""
        return [
            figure.label.zh, figure.group or "全体", wordings.value(figure.base),
            wordings.value(figure.figure), figure.actual, figure.actual_share, pool + more,
        ]  # fmt: skip

    def _statistics(self) -> Iterator[str]:
        if self.result.statistics:
            yield from self.on.heading("统计")
        for figure in self.result.statistics:
            yield from self._statistic(figure)

    def _statistic(self, figure: StatisticFigure) -> Iterator[str]:
        unit = {"persons": "人", "person_times": "人次"}[figure.counts]
        yield f"{figure.label.zh}：{wordings.value(figure.total, unit)}"
        columns = (Column(title="  其中", gives_way=True), Column(title="数", right=True),
                   Column(title="占比", right=True))  # fmt: skip
        labels = self.plan.labels
        rows = [[f"  {labels.get(n, n)}", wordings.value(v), s] for n, v, s in figure.parts]
        rest = [f"  {figure.remainder_label}", wordings.value(figure.remainder)]
        rows.append([*rest, figure.remainder_share])
        rows += [
            [f"  （另计）{labels.get(n, n)}", wordings.value(v), ""] for n, v in figure.cross_cuts
        ]
        yield from table(columns, rows, across=self.on.across)
        if figure.refused:
            yield from self.on.said(figure.refused, first="  ", style="red")

    def _questions(self) -> Iterator[str]:
        questions = self.plan.questions
        if not questions:
            return
        yield from self.on.heading("待定口径与缺口")
        shown = questions if self.every else questions[: self.top]
        for at, question in enumerate(shown, start=1):
            yield from self.on.said(question.text, first=f"{at:>3}. ")
        if len(shown) < len(questions):
            yield f"     另有 {len(questions) - len(shown)} 个；用 --all 全部列出。"

    def next_steps(self, command: str, *, readings: bool) -> Iterator[str]:
        """Yield commands worth trying on this result."""
        yield from self.on.heading("接下来可以")
        for finding in sorted(self.result.findings, key=lambda f: f.verdict != MET)[:1]:
            ident = quote(finding.subject)
            own = finding.kind in {"person", "unit"}
            who = f"--{finding.kind} {ident}" if own else f"--subject {finding.kind}={ident}"
            what = f"biaochi explain {command} {who}"
            yield from self._step("逐句看一个的理由", f"{what} {finding.rule}")
        if readings and any(q.reading for q in self.plan.questions):
            yield from self._step(
                "看谁的结论因口径而异", f"biaochi assess {command} --readings all"
            )
        yield from self._step("交给别的程序", f"biaochi assess {command} --format json")

    def _step(self, why: str, command: str) -> Iterator[str]:
        yield f"  {why}："
        yield f"    {command}"
