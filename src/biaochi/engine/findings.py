"""Findings: what rules ask about whom, with suggested effects.  A finding never moves a post."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from biaochi.engine.amounts import CellTable, scalar_text
from biaochi.engine.plan import Plan, PlannedEffect, PlannedRule
from biaochi.engine.reasons import Missing, Reasons
from biaochi.engine.rules import EXCEPTION
from biaochi.packs.shapes import Basis, Label
from biaochi.timeline import Duration

MET, NOT_MET, UNDETERMINED, NOT_IN_FORCE = "met", "not_met", "undetermined", "not_in_force"


@dataclass(frozen=True, kw_only=True)
class SuggestedEffect:
    """One suggested consequence with its days, amount and alternatives put in."""

    kind: str
    what: str = ""
    choices: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    begins: str = ""
    ends: str = ""
    lasts: str = ""
    amount: str = ""
    blocked_by: tuple[str, ...] = ()
    certain: bool = True
    authority: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule says about one subject, as of one day."""

    subject: str
    kind: str
    rule: str
    label: Label
    verdict: str
    opens: str
    basis: Basis
    about: str = ""
    effects: tuple[SuggestedEffect, ...] = ()
    exceptions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    legal_review: bool = False
    channel: str = ""
    owner: str = ""


def verdict(rule: PlannedRule, cells: CellTable, ident: str) -> str:
    """Met, not met, undetermined, or not in force on the day."""
    if not rule.in_force:
        return NOT_IN_FORCE
    value = cells[rule.of][ident][rule.column]
    return UNDETERMINED if value is None else MET if value else NOT_MET


def findings(plan: Plan, cells: CellTable, reasons: Reasons, *, every: bool) -> list[Finding]:
    """Findings in order of rule and subject; those met or undetermined, or ``every`` one."""
    found: list[Finding] = []
    for rule in plan.rules:
        for ident in cells[rule.of]:
            said = verdict(rule, cells, ident)
            if every or said in {MET, UNDETERMINED}:
                found += _about(plan, rule, cells, reasons, (ident, said))
    return found


def _about(
    plan: Plan, rule: PlannedRule, cells: CellTable, reasons: Reasons, what: tuple[str, str]
) -> Iterator[Finding]:
    """The finding on the subject itself, or on those the rule says it is about."""
    ident, said = what
    base = finding(plan, rule, reasons, what)
    if not rule.subject:
        yield base
        return
    far = [f for f in reasons.rows.far(rule.subject, ident) if f in cells[rule_of(plan, rule)]]
    for who in far:
        effects = effects_on(rule, said, who, reasons)
        kind = rule_of(plan, rule)
        yield replace(base, subject=who, kind=kind, about=ident, effects=effects)
    if not far:
        yield replace(base, about=ident, effects=())


def rule_of(plan: Plan, rule: PlannedRule) -> str:
    """The kind of subject a rule's findings are about."""
    return plan.relations[rule.subject].to if rule.subject else rule.of


def effects_on(
    rule: PlannedRule, said: str, ident: str, reasons: Reasons
) -> tuple[SuggestedEffect, ...]:
    """The suggested effects on one subject; only where the verdict is met."""
    if said != MET:
        return ()
    return tuple(e for p in rule.effects for e in _effect(ident, p, reasons))


def finding(plan: Plan, rule: PlannedRule, reasons: Reasons, what: tuple[str, str]) -> Finding:
    """One finding about the rule's own subject, with reasons."""
    ident, said = what
    held = tuple(n for n, e in rule.exceptions if reasons.value(rule.of, ident, e) is not False)
    lacking: tuple[Missing, ...] = ()
    if said == UNDETERMINED:
        exceptions = [e for _, e in rule.exceptions]
        found = [m for e in (rule.needed, *exceptions) for m in reasons.missing(rule.of, ident, e)]
        lacking = tuple({(m.subject, m.needs): m for m in found}.values())
        lacking = lacking or _both_hold(plan, ident, held)
    effects = () if rule.subject else effects_on(rule, said, ident, reasons)
    return Finding(
        subject=ident, kind=rule.of, rule=rule.id, label=rule.label, verdict=said,
        opens=rule.opens, basis=rule.basis, effects=effects, exceptions=held,
        evidence=reasons.evidence(rule.of, ident, rule.needed), missing=lacking,
        legal_review=rule.legal_review, channel=rule.channel, owner=rule.owner,
    )  # fmt: skip


def _both_hold(plan: Plan, ident: str, held: tuple[str, ...]) -> tuple[Missing, ...]:
    names = "」与「".join(plan.exceptions[n].zh for n in held)
    return (Missing(ident, "", f"例外「{names}」同时成立，须人工认定适用哪一个"),)


def _effect(ident: str, planned: PlannedEffect, reasons: Reasons) -> Iterator[SuggestedEffect]:
    """The effect with its figures, unless its own condition is not met."""
    effect, kind = planned.effect, planned.of
    holds = True if planned.when is None else reasons.value(kind, ident, planned.when.expr)
    if holds is False:
        return
    amount = ""
    if planned.amount is not None:
        typed = planned.amount
        below = 1 if typed.below is None else reasons.value(kind, ident, typed.below)
        amount = scalar_text(typed, reasons.value(kind, ident, typed.expr), below, places=2)
    begins, ends = _days(kind, ident, planned, reasons)
    blocked = tuple(
        name
        for name in effect.blocked_by
        if reasons.cells[kind][ident][f"{EXCEPTION}{name}"] is not False
    )
    yield SuggestedEffect(
        kind=effect.kind, what=effect.what, choices=effect.choices,
        measures=_measures(kind, ident, planned, reasons), begins=begins, ends=ends,
        lasts=planned.lasts, amount=amount, blocked_by=blocked, certain=holds is True,
        authority=effect.authority, note=effect.note,
    )  # fmt: skip


def _measures(kind: str, ident: str, planned: PlannedEffect, reasons: Reasons) -> tuple[str, ...]:
    """Every alternative that fits or might fit; choosing is for people."""
    found = []
    for shape, when in zip(planned.effect.propose, planned.alternatives, strict=True):
        fits = True if when is None else reasons.value(kind, ident, when.expr)
        if fits is not False:
            found.append(shape.measure)
    return tuple(found)


def _days(kind: str, ident: str, planned: PlannedEffect, reasons: Reasons) -> tuple[str, str]:
    """First day of an effect and the day it ends."""
    if planned.start is None:
        return "", ""
    start = reasons.value(kind, ident, planned.start.expr)
    if not isinstance(start, date):
        return scalar_text(planned.start, None), ""
    ends = ""
    if planned.lasts:
        ends = Duration.parse(planned.lasts).after(start, reasons.rows.working).isoformat()
    return start.isoformat(), ends
