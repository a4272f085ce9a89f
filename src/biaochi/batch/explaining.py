"""Why one subject's answers are what they are: every verdict about it, and its quantities."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from biaochi.batch.assess import executed_about
from biaochi.engine.amounts import CellTable
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.explain import Explainer, Trace
from biaochi.engine.findings import Finding, finding, rule_of, verdict
from biaochi.engine.plan import Plan, PlannedRule
from biaochi.engine.reasons import Reasons
from biaochi.errors import Problem, Refusal, refuse
from biaochi.facts.store import Store, missing_recorded
from biaochi.packs.shapes import Pack

if TYPE_CHECKING:
    from biaochi.batch.executors import Run
    from biaochi.engine.phases import Layout

_NEAREST = 5
_ALIKE = 0.5
_ORDER = ("met", "undetermined", "not_met", "not_in_force")


@dataclass(frozen=True, kw_only=True)
class Who:
    """Whose answers are asked for; ``what``: one rule or quantity, blank for all."""

    kind: str
    ident: str
    what: str = ""


@dataclass(frozen=True)
class Beyond:
    """What one part of the facts cannot tell: rules, and names of quantities with their labels."""

    rules: Sequence[PlannedRule] = ()
    quantities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Explained:
    """The findings about a subject with their reasoning, then its quantities."""

    plan: Plan
    who: Who
    cells: CellTable
    findings: Sequence[tuple[Finding, Trace]]
    quantities: Sequence[Trace]
    facts_digest: str
    beyond: Beyond = Beyond()


def explain(
    pack: Pack, store: Store, asked: Asked, who: Who, *, engine: str = "auto",
    layout: "Layout | None" = None,
) -> Explained:  # fmt: skip
    """Run the pack and explain one subject; Refusal if there is no such subject or rule.

    ``layout``: how facts lie of which the store holds one part; what that part cannot tell for
    sure is not explained but named.
    """
    plan = compile_pack(pack, asked)
    if asked.known_by is not None:
        refuse(missing_recorded(store))
    ran = executed_about(plan, store, (who.kind, who.ident), engine=engine)
    return explain_from(plan, ran, who, facts_digest=store.digest, layout=layout)


def explain_from(
    plan: Plan, ran: "tuple[Run, CellTable]", who: Who, *, facts_digest: str,
    layout: "Layout | None" = None,
) -> Explained:  # fmt: skip
    """Explain one subject from a run that still holds its rows, and its cells."""
    run, cells = ran
    _check_subject(who, cells)
    rules, columns = _wanted(plan, who)
    beyond = Beyond() if layout is None else _beyond(plan, who, layout, (rules, columns))
    rules = [r for r in rules if r not in beyond.rules]
    columns = [c for c in columns if c not in beyond.quantities]
    about = [(r, n) for r in rules for n in _near(r, who, run, cells)]
    run.focus([who.ident, *dict.fromkeys(n for _, n in about if n != who.ident)])
    reasons = Reasons(plan, cells, run)
    explainer = Explainer(reasons)
    found = [_finding(plan, rule, reasons, explainer, (who, near)) for rule, near in about]
    return Explained(
        plan=plan, who=who, cells=cells, facts_digest=facts_digest,
        findings=sorted(found, key=lambda f: _ORDER.index(f[0].verdict)),
        quantities=[explainer.quantity(who.kind, who.ident, name) for name in columns],
        beyond=beyond,
    )  # fmt: skip


def name_of(cells: CellTable, ident: str) -> str:
    """Return the name written for a person or unit, or nothing."""
    for kind in ("person", "unit"):
        row = cells.get(kind, {}).get(ident)
        if row is not None:
            return str(row.get("name") or "")
    return ""


def _check_subject(who: Who, cells: CellTable) -> None:
    if who.kind not in cells:
        do, kinds = "请改正对象的种类。", "、".join(cells)
        raise Refusal((Problem("ASK-SUBJECT", kinds, f"「{who.kind}」", do),))
    there: Mapping[str, object] = cells[who.kind]
    if who.ident in there:
        return
    named = [i for i in there if name_of(cells, i) == who.ident]
    near = named or get_close_matches(who.ident, list(there), n=_NEAREST, cutoff=_ALIKE)
    shown = "、".join(f"{i}（{name_of(cells, i)}）" if name_of(cells, i) else i for i in near)
    do = f"您是不是要找：{shown}？" if near else "请核对编号；这里要填编号，不是姓名。"
    table = {"person": "people", "unit": "units"}.get(who.kind, "evidence")
    raise Refusal((Problem("ASK-SUBJECT", f"{table} 表里的编号", f"「{who.ident}」", do),))


def _wanted(plan: Plan, who: Who) -> tuple[Sequence[PlannedRule], Sequence[str]]:
    """Return the rules and columns asked for; one rule is explained without the rest."""
    columns = [n.name for n in plan.of(who.kind) if not n.internal]
    if not who.what:
        return plan.rules, columns
    asked = who.what.removeprefix(f"{plan.pack}/")
    rules = [r for r in plan.rules if asked in (r.id, r.label.zh)]
    labelled = [n.name for n in plan.of(who.kind) if not n.internal and asked in (n.name, n.label)]
    if not rules and not labelled:
        known = [*(r.id for r in plan.rules), *columns]
        near = get_close_matches(asked, known, n=_NEAREST, cutoff=_ALIKE)
        do = f"您是不是要找：{'、'.join(near)}？" if near else "不写规则则列出全部。"
        expected = "规则包里的规则编号，或这个对象的量"
        raise Refusal((Problem("ASK-RULE", expected, f"「{who.what}」", do),))
    return rules, [] if rules else labelled


def _beyond(
    plan: Plan, who: Who, layout: "Layout", wanted: tuple[Sequence[PlannedRule], Sequence[str]]
) -> Beyond:
    """Name what takes other parts as well; Refusal where that is all that was asked for."""
    from biaochi.engine.phases import reach  # noqa: PLC0415  facts in parts only

    inside = reach(plan, layout)
    own = [r for r in wanted[0] if rule_of(plan, r) == who.kind]
    labels = {n.name: n.label or n.name for n in plan.of(who.kind)}
    found = Beyond(
        [r for r in own if r.id not in inside.rules],
        {c: labels[c] for c in wanted[1] if c not in inside.columns[who.kind]},
    )
    names = [*(r.label.zh for r in found.rules), *found.quantities.values()]
    if names and len(names) == len(own) + len(wanted[1]):
        do = "值在 assess --out 的结果里；要逐句说明，请对没有整理过的事实运行。"
        expected = "只凭这个人或单位所在的部分就能算准的"
        shown = "、".join(names[:_NEAREST]) + (f" 等 {len(names)} 项" if names[_NEAREST:] else "")
        raise Refusal((Problem("ASK-WIDE", expected, f"「{shown}」", do),))
    return found


def _near(rule: PlannedRule, who: Who, run: object, cells: CellTable) -> Iterator[str]:
    """Return the subjects of the rule whose findings are about the one asked for."""
    if not rule.subject:
        yield from [who.ident] if rule.of == who.kind else []
        return
    for near in cells[rule.of]:
        those: Iterable[str] = run.far(rule.subject, near) or (near,)  # type: ignore[attr-defined]
        if who.ident in those:
            yield near


def _finding(
    plan: Plan, rule: PlannedRule, reasons: Reasons, explainer: Explainer, what: tuple[Who, str]
) -> tuple[Finding, Trace]:
    who, near = what
    said = verdict(rule, reasons.cells, near)
    found = finding(plan, rule, reasons, (near, said))
    if rule.subject:
        found = Finding(**{**vars(found), "subject": who.ident, "kind": who.kind, "about": near})
    return found, explainer.rule(rule, near, said)
