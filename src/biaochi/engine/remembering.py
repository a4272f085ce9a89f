"""Remember: decided results of earlier years, change, streaks and patterns."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from biaochi.engine import kinds, stated
from biaochi.engine.expr import TRUE, UNKNOWN, Col, Expr, Lit, all_of, op
from biaochi.engine.formula import names, parse
from biaochi.engine.kinds import NUMBER, RATIO, KindError, Typed
from biaochi.engine.lower import lower_flag
from biaochi.engine.plan import GRADED, Past
from biaochi.engine.scopes import PERSON, UNIT, PastScope, SubjectScope
from biaochi.facts.shapes import FACT_SCALE
from biaochi.packs.shapes import Change, Earlier, Pattern, Streak
from biaochi.vocabulary.limits import MOST_LOOK_BACK

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler


def past(compiler: "Compiler", of: str, quantity: str, years: int, kind: str = "") -> Typed:
    """The decided result of a quantity, ``years`` back, as a column."""
    if of not in {PERSON, UNIT}:
        raise KindError("FORM-SUBJECT", "person 或 unit", of)
    if years > MOST_LOOK_BACK:
        raise KindError("FORM-NUMBER", f"不超过 {MOST_LOOK_BACK} 年", str(years))
    if kind == "flag":
        typed = kinds.flag(Col(""))
    elif kind == "label":
        typed = kinds.label(Col(""))
    elif kind == "number" or quantity not in compiler.pack.quantities:
        typed = _number(compiler)
    else:
        typed = _like(compiler, quantity)
    year = str(compiler.period.year - years)
    node = Past(
        name=_past_name(of, quantity, years, kind), of=of, typed=typed, quantity=quantity,
        period=year + compiler.period_name[len(year) :], path=compiler.path,
        label=stated.labels(compiler.pack).get(quantity, quantity),
    )  # fmt: skip
    return compiler.keep(node)


def _past_name(of: str, quantity: str, years: int, kind: str) -> str:
    """One column per kind of subject, quantity, year and kind asked for."""
    return f"{quantity}#{of} {kind or 'as now'}@{years}"


def _number(compiler: "Compiler") -> Typed:
    """A result as it was decided: nothing of it is cut off."""
    most = int(Fraction(compiler.pack.numeric.largest)) * 10**FACT_SCALE
    return Typed(NUMBER, Col(""), FACT_SCALE, most=most)


def _like(compiler: "Compiler", quantity: str) -> Typed:
    """The kind this year's quantity has."""
    now = compiler.quantity(quantity)
    if now.kind == RATIO:
        raise KindError("FORM-KIND", "数、文字或是否", "比例", "历年结果里请存定好位数的数。")
    if now.kind == NUMBER:
        return replace(_number(compiler), unit=now.unit)
    return replace(now, expr=Col(""))


def earlier(compiler: "Compiler", name: str, shape: Earlier) -> Typed:
    """An earlier decided result."""
    del name
    years = stated.count(compiler, shape.years)
    return past(compiler, shape.of, shape.earlier, years, shape.kind)


def change(compiler: "Compiler", name: str, shape: Change) -> Typed:
    """This period minus an earlier decided result."""
    del name
    now = kinds.wanted(compiler.formula(shape.change, shape.of), NUMBER)
    then = past(compiler, shape.of, shape.change, stated.count(compiler, shape.years))
    return kinds.add(now, then, "sub")


def streak(compiler: "Compiler", name: str, shape: Streak) -> Typed:
    """One condition, so many years running."""
    times = stated.count(compiler, shape.times)
    del name
    steps = (shape.streak,) * times
    return _sequence(compiler, shape, steps)


def pattern(compiler: "Compiler", name: str, shape: Pattern) -> Typed:
    """A condition for each of several successive years, oldest first."""
    del name
    return _sequence(compiler, shape, shape.pattern)


def _sequence(compiler: "Compiler", shape: Pattern | Streak, steps: tuple[str, ...]) -> Typed:
    last = len(steps) - 1
    depth = last if shape.ungraded_year != "skips" else (shape.look_back or last + 1)
    if not 0 < len(steps) <= MOST_LOOK_BACK or not last <= depth <= MOST_LOOK_BACK:
        raise KindError("FORM-NUMBER", f"1 到 {MOST_LOOK_BACK} 年", f"{len(steps)} 年")
    if shape.ungraded_year == "skips":
        return kinds.flag(_skipping(compiler, shape.of, steps, depth))
    parts = []
    for at, text in enumerate(steps):
        years = last - at
        held, graded = _step(compiler, shape.of, text, years)
        if shape.ungraded_year == "breaks":
            parts.append(all_of(graded, held))
        else:
            parts.append(held if graded == TRUE else op("if", graded, held, UNKNOWN))
    return kinds.flag(all_of(*parts))


def _step(compiler: "Compiler", of: str, text: str, years: int) -> tuple[Expr, Expr]:
    """Did the condition hold that year, and was the year graded?"""
    scope = PastScope(
        SubjectScope(compiler, of), years, lambda name, back: past(compiler, of, name, back)
    )
    held = lower_flag(text, scope).expr
    if not years:
        return held, TRUE
    used = {n.name for n in names(parse(text)) if n.name in compiler.pack.quantities}
    graded = all_of(*(Col(_past_name(of, name, years, "") + GRADED) for name in sorted(used)))
    return held, graded


def _skipping(compiler: "Compiler", of: str, steps: tuple[str, ...], depth: int) -> Expr:
    """Ungraded years are passed over: the n-th last step meets the n-th last graded year."""
    last = len(steps) - 1
    years = range(depth + 1)
    graded = [_step(compiler, of, steps[last], y)[1] for y in years]
    before: list[Expr] = [Lit(0)]
    for flag in graded[:-1]:
        before.append(op("add", before[-1], op("count", flag)))
    parts = []
    for back in range(last + 1):
        answer: Expr = UNKNOWN
        for year in reversed(years):
            held, _ = _step(compiler, of, steps[last - back], year)
            here = all_of(graded[year], op("eq", before[year], Lit(back)))
            answer = op("if", here, held, answer)
        parts.append(answer)
    return all_of(*parts)
