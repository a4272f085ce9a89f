"""Rules: conditions, exceptions and suggested effects, compiled into verdict columns.

A verdict is met, not met or undetermined (Kleene); outside its span the rule is not in force.
Two exceptions that hold for the same subject leave the verdict undetermined.
"""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from biaochi.engine import kinds
from biaochi.engine.expr import TRUE, UNKNOWN, Expr, all_of, any_of, op
from biaochi.engine.formula import FormulaError, names, parse
from biaochi.engine.kinds import DATE, FLAG, NUMBER, RATIO, KindError, Typed
from biaochi.engine.lower import closest
from biaochi.engine.plan import PlannedEffect, PlannedRule
from biaochi.engine.scopes import parse_duration
from biaochi.packs.shapes import Effect, ExceptionRule, Quota, Rule, Span

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

RULE, EXCEPTION = "rule:", "exception:"


def rules(compiler: "Compiler") -> tuple[PlannedRule, ...]:
    """Compile every rule; wrong ones are reported and left out."""
    found = (
        compiler.attempt(f"rules.{r.id}", partial(_rule, compiler, r))
        for r in compiler.pack.rules.values()
    )
    return tuple(r for r in found if r is not None)


def _rule(compiler: "Compiler", rule: Rule) -> PlannedRule:
    if rule.of not in compiler.subjects:
        raise KindError("FORM-SUBJECT", "、".join(compiler.subjects), rule.of)
    if rule.subject and compiler.relation(rule.subject).of != rule.of:
        raise KindError("FORM-SUBJECT", f"从 {rule.of} 出发的关系", rule.subject)
    _ground(compiler, rule)
    when = compiler.flag(rule.when, rule.of, "when")
    requires = _requires(compiler, rule)
    exceptions = tuple((e, exception(compiler, e, rule.of)) for e in rule.unless)
    flags = [e for _, e in exceptions]
    free = op("not", any_of(*flags)) if flags else TRUE
    both = any_of(*(all_of(a, b) for i, a in enumerate(flags) for b in flags[i + 1 :]))
    if len(flags) > 1:
        free = op("if", both, UNKNOWN, free)
    verdict = all_of(when, *(r for _, _, r in requires), free)
    column = f"{RULE}{rule.id}"
    compiler.hidden(column, rule.of, kinds.flag(verdict), rule.when)
    return PlannedRule(
        id=rule.id, label=rule.label, basis=rule.basis, of=rule.of, opens=rule.opens,
        subject=rule.subject, column=column, in_force=in_force(compiler, rule.in_force),
        when=rule.when, when_expr=when, requires=requires, exceptions=exceptions,
        effects=tuple(_effect(compiler, rule, at) for at in range(len(rule.effects))),
        legal_review=rule.requires.legal_review, channel=rule.channel, owner=rule.owner,
    )  # fmt: skip


def _ground(compiler: "Compiler", rule: Rule) -> None:
    """A quota or monitor is never a rule's ground by itself."""
    pack = compiler.pack
    try:
        used = {n.name for n in names(parse(rule.when))}
    except FormulaError as error:
        compiler.path = f"{compiler.path}.when"
        raise error from None
    quotas = [n for n in used if isinstance(pack.quantities.get(n), Quota)]
    grounds = [n for n in used if n in pack.quantities]
    if quotas and len(quotas) == len(grounds) and rule.effects != ():
        raise KindError(
            "PLAN-QUOTA", "事实、分值或情形作依据", f"只以名额「{quotas[0]}」为依据",
            "名额只用于定等次上限或监测，不能用来认定人。",
        )  # fmt: skip
    monitors = [n for n in used if n in pack.monitors]
    if monitors:
        raise KindError(
            "PLAN-QUOTA", "事实、分值或情形作依据", f"以监测「{monitors[0]}」为依据",
            "监测只供对照和研究，不能打开任何问题。",
        )  # fmt: skip


def in_force(compiler: "Compiler", own: Span | None) -> bool:
    """Is the rule (else the pack) in force on the as-of day?"""
    span = own or compiler.pack.in_force
    begun = not span.from_ or date.fromisoformat(span.from_) <= compiler.as_of
    return begun and (not span.to or compiler.as_of <= date.fromisoformat(span.to))


def _requires(compiler: "Compiler", rule: Rule) -> tuple[tuple[str, str, Expr], ...]:
    found = []
    for kind in ("prior_intervention", "confirmation"):
        text = getattr(rule.requires, kind)
        if text is not None:
            found.append((kind, text, compiler.flag(text, rule.of, f"requires.{kind}")))
    return tuple(found)


def exception(compiler: "Compiler", name: str, of: str) -> Expr:
    """The condition of a labelled exception for this kind of subject, as a kept column."""
    shape: ExceptionRule | None = compiler.pack.exceptions.get(name)
    if shape is None:
        do = closest(name, compiler.pack.exceptions)
        raise KindError("FORM-NAME", "已定义的例外", name, do)
    if shape.of != of:
        raise KindError("FORM-SUBJECT", f"{of} 的例外", f"{name} 是 {shape.of} 的")
    came_from, compiler.path = compiler.path, f"exceptions.{name}"
    when = compiler.flag(shape.when, of, "when")
    compiler.path = came_from
    return compiler.hidden(f"{EXCEPTION}{name}", of, kinds.flag(when), shape.when).expr


def _effect(compiler: "Compiler", rule: Rule, at: int) -> PlannedEffect:
    effect = rule.effects[at]
    of = compiler.relation(rule.subject).to if rule.subject else rule.of
    path = f"effects.{at}"

    def typed(text: str | None, field: str, *wanted: str) -> Typed | None:
        if text is None:
            return None
        return kinds.wanted(compiler.formula(text, of, f"{path}.{field}"), *wanted)

    amount = typed(effect.amount, "amount", NUMBER, RATIO)
    base = typed(effect.base, "base", NUMBER)
    if amount is not None and base is not None:
        amount = _rounded(compiler, kinds.mul(amount, base))
    for name in effect.blocked_by:
        exception(compiler, name, of)
    return PlannedEffect(
        effect=effect,
        of=of,
        when=typed(effect.when, "when", FLAG),
        amount=amount,
        start=typed(effect.from_, "from", DATE),
        alternatives=tuple(
            typed(a.when, f"propose.{i}.when", FLAG) for i, a in enumerate(effect.propose)
        ),
        lasts=_lasts(compiler, effect),
    )


def _rounded(compiler: "Compiler", typed: Typed) -> Typed:
    mode = compiler.pack.numeric.rounding
    if typed.kind == NUMBER and mode is None:
        return typed
    if mode is None:
        raise KindError("PLAN-ROUNDING", "写明的舍入方式", "没有", "在 numeric.rounding 写明。")
    return kinds.rounded(typed, compiler.pack.numeric.scale, mode)


def _lasts(compiler: "Compiler", effect: Effect) -> str:
    """The length as ``6 months``; an open length stays blank."""
    if effect.lasts is None:
        return ""
    try:
        duration = parse_duration(effect.lasts, compiler.pack, compiler.as_of)
    except KindError as error:
        if error.code != "FORM-OPEN":
            raise
        return ""
    return f"{duration.count} {duration.unit}"
