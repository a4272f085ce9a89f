"""Formulas, weights, sheets, bands and tables: figures of one subject from its other figures."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from biaochi.engine import kinds, stated
from biaochi.engine.amounts import float_free
from biaochi.engine.expr import READING, UNKNOWN, Expr, Lit, all_of, any_of, because, op
from biaochi.engine.formula import number
from biaochi.engine.kinds import NUMBER, RATIO, KindError, Typed
from biaochi.engine.scopes import parameter_text
from biaochi.packs.shapes import Band, BySheet, Choose, Compute, Lookup, Map, RankScore, Weighted

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler


def compute(compiler: "Compiler", name: str, shape: Compute) -> Typed:
    """A formula."""
    del name
    return compiler.formula(shape.formula, shape.of, "formula")


def choose(compiler: "Compiler", name: str, shape: Choose) -> Typed:
    """The formula of the option chosen for a reading; all options must fit."""
    del name
    reading = compiler.pack.readings.get(shape.choose)
    if reading is None or set(reading.options) != set(shape.options):
        raise KindError("PLAN-READING", "已声明的口径及其每个选项", shape.choose)
    typed = {
        o: compiler.formula(f, shape.of, f"options.{o}") for o, f in shape.options.items()
    }  # fmt: skip
    first = next(iter(typed.values()))
    for other in typed.values():
        kinds.branch(UNKNOWN, first, other)
    chosen = compiler.read(shape.choose)
    return typed[chosen] if chosen else _agreed(shape.choose, list(typed.values()))


def _agreed(reading: str, typed: list[Typed]) -> Typed:
    """While a reading is not answered: what all its options agree on, else undetermined."""
    first, *others = typed
    same = all_of(*(kinds.compare("eq", first, t) for t in others))
    unanswered = replace(first, expr=Lit(None, f"{READING}{reading}"), const=None)
    return kinds.branch(same, first, unanswered)


def _shares(compiler: "Compiler", weights: Mapping[str, str]) -> Mapping[str, Typed]:
    """Weights that total exactly 100 %."""
    typed = {n: stated.amount(compiler, w) for n, w in weights.items()}
    known = [t.const for t in typed.values()]
    total = sum((k for k in known if k is not None), Fraction(0))
    if None not in known and total != 1:
        percent = f"{float_free(total * 100)}%"
        raise KindError("PLAN-WEIGHTS", "合计 100% 的权重", percent, "改正权重。")
    return typed


def weighted_sum(compiler: "Compiler", of: str, weights: Mapping[str, str], missing: str) -> Typed:
    """Σ weight × part; a missing part blocks, counts zero, or its weight is shared out."""
    shares = _shares(compiler, weights)
    parts = {n: kinds.wanted(compiler.formula(n, of), NUMBER, RATIO) for n in weights}
    if missing == "block":
        return reduce(kinds.add, (kinds.mul(shares[n], parts[n]) for n in weights))
    present = {n: op("known", parts[n].expr) for n in weights}
    products = [
        kinds.mul(shares[n], kinds.branch(present[n], parts[n], _zero(parts[n]))) for n in weights
    ]
    total = reduce(kinds.add, products)
    if missing == "zero":
        return total
    if missing != "renormalise":
        raise KindError("PLAN-MISSING", "block、zero 或 renormalise", missing)
    kept = [kinds.branch(present[n], shares[n], _zero(shares[n])) for n in weights]
    limits = [x for x in map(kinds.value_limit, parts.values()) if x is not None]
    limit = max(limits) if len(limits) == len(parts) else None
    return replace(kinds.div(total, reduce(kinds.add, kept)), limit=limit)


def _zero(like: Typed) -> Typed:
    return replace(kinds.constant(Fraction(0)), unit=like.unit)


def weighted(compiler: "Compiler", name: str, shape: Weighted) -> Typed:
    """A weighted sum."""
    del name
    return weighted_sum(compiler, shape.of, shape.weighted, shape.missing)


def by_sheet(compiler: "Compiler", name: str, shape: BySheet) -> Typed:
    """The weighted sum of the one sheet that applies; none or two: undetermined."""
    del name
    answer: Typed | None = None
    conditions: list[Expr] = []
    for sheet_name in shape.by_sheet:
        sheet = compiler.pack.sheets.get(sheet_name)
        if sheet is None:
            raise KindError("FORM-NAME", "已定义的考核表", sheet_name)
        applies = compiler.flag(sheet.applies, shape.of)
        total = weighted_sum(compiler, shape.of, sheet.weights, shape.missing)
        conditions.append(applies)
        answer = kinds.branch(
            applies,
            total,
            replace(total, expr=because("没有适用的考核表")) if answer is None else answer,
        )
    if answer is None:
        raise KindError("FORM-NAME", "至少一张考核表", "没有")
    twice = any_of(
        *(
            all_of(a, b)
            for i, a in enumerate(conditions)
            for b in conditions[i + 1 :]
        )
    )  # fmt: skip
    two = replace(answer, expr=because("同时适用两张考核表"))
    return kinds.branch(op("not", twice), answer, two)


def _given(texts: list[str]) -> Callable[[str], Typed]:
    """Read every ``gives`` as a number if all are, else as a label."""
    try:
        numbers = {t: kinds.constant(number(t)) for t in texts}
    except ValueError:
        return lambda text: kinds.label(Lit(text))
    scale = max(n.scale for n in numbers.values())
    return lambda t: numbers[t] if numbers[t].kind == RATIO else kinds.at_scale(numbers[t], scale)


def bands(compiler: "Compiler", name: str, shape: Map) -> Typed:
    """Overrides first, in order; then the band the value lies in; a gap is undetermined."""
    del name
    value = compiler.formula(shape.bands.on, shape.of, "bands.on")
    kinds.wanted(value, NUMBER, RATIO)
    table = shape.bands.table
    if not table:
        raise KindError("FORM-ARGUMENTS", "至少一个档次", "没有")
    given = _given([b.gives for b in table] + [o.gives for o in shape.bands.overrides])
    unit = shape.unit
    gap = because(f"「{shape.label or shape.bands.on}」的分档没有包含这个数")
    answer = replace(given(table[-1].gives), expr=gap, const=None)
    cases: list[tuple[Expr, str, str]] = []
    for at in reversed(range(len(table))):
        inside = _in_band(compiler, value, table[at], f"bands.table.{at}", shape.of)
        cases.append((inside, f"落在“{_said_band(compiler, table[at])}”一档", table[at].when or ""))
        answer = kinds.branch(inside, given(table[at].gives), answer)
    for at in reversed(range(len(shape.bands.overrides))):
        override = shape.bands.overrides[at]
        when = compiler.flag(override.when, shape.of, f"bands.overrides.{at}.when")
        cases.append((when, "优先适用", override.when))
        answer = kinds.branch(when, given(override.gives), answer)
    compiler.cases = tuple(reversed(cases))
    return replace(answer, unit=unit) if answer.kind == NUMBER else answer


def _said_band(compiler: "Compiler", band: Band) -> str:
    """The ends of a band in words."""
    ends = (
        (band.at_least, "{} 以上"), (band.above, "超过 {}"), (band.at_most, "不超过 {}"),
        (band.below, "不足 {}"),
    )  # fmt: skip
    return "、".join(form.format(_said_end(compiler, t)) for t, form in ends if t is not None)


def _said_end(compiler: "Compiler", text: str) -> str:
    """A number as written, or a parameter by its label and value."""
    shape = compiler.pack.parameters.get(text)
    if shape is None:
        return text
    return f"{shape.label or text}({parameter_text(shape, compiler.as_of) or '待定'})"


def _in_band(compiler: "Compiler", value: Typed, band: Band, path: str, of: str) -> Expr:
    ends = (("ge", band.at_least), ("gt", band.above), ("le", band.at_most), ("lt", band.below))
    parts = [
        kinds.compare(name, value, replace(stated.amount(compiler, text), unit=""))
        for name, text in ends
        if text is not None
    ]
    if band.when is not None:
        parts.append(compiler.flag(band.when, of, f"{path}.when"))
    return all_of(*parts)


def lookup(compiler: "Compiler", name: str, shape: Lookup) -> Typed:
    """A table from labels to numbers or labels."""
    del name
    subject = kinds.wanted(compiler.formula(shape.lookup, shape.of), kinds.LABEL)
    texts = [*shape.table.values(), *([] if shape.otherwise is None else [shape.otherwise])]
    if not texts:
        raise KindError("FORM-ARGUMENTS", "至少一项对照", "没有")
    given = _given(texts)
    if any(given(t).kind == RATIO for t in texts):
        raise KindError("FORM-NUMBER", "除得尽的小数", "、".join(texts))
    answers = {k: given(v) for k, v in shape.table.items()}
    sample = given(texts[0])
    pairs: list[Expr] = []
    for key, typed in answers.items():
        pairs += [Lit(key), typed.expr]
    default = UNKNOWN if shape.otherwise is None else given(shape.otherwise).expr
    most = max(given(t).most for t in texts)
    return replace(
        sample, expr=op("case", subject.expr, *pairs, default), most=most, const=None,
        unit=shape.unit if sample.kind == NUMBER else "",
    )  # fmt: skip


def rank_score(compiler: "Compiler", name: str, shape: RankScore) -> Typed:
    """``first`` minus ``step`` for each place after the first, not under ``at_least``."""
    del name
    place = kinds.wanted(compiler.formula(shape.rank_score, shape.of), NUMBER)
    first, step = (stated.amount(compiler, t) for t in (shape.first, shape.step))
    behind = kinds.add(replace(place, unit=""), kinds.constant(Fraction(1)), "sub")
    total = kinds.add(replace(first, unit=""), kinds.mul(replace(step, unit=""), behind), "sub")
    if shape.at_least is None:
        return total
    return kinds.pick("greatest", total, replace(stated.amount(compiler, shape.at_least), unit=""))
