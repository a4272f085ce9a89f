"""One builder per operator family: from a pack's quantity to a plan node."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from biaochi.engine import (
    carrying,
    collecting,
    comparing,
    kinds,
    remembering,
    shaping,
    timing,
    voting,
)
from biaochi.engine.expr import Lit
from biaochi.engine.formula import number
from biaochi.engine.kinds import NUMBER, RATIO, KindError, Typed
from biaochi.engine.plan import AnyNode, Compute
from biaochi.engine.wording import written
from biaochi.packs import shapes
from biaochi.vocabulary.columns import COLUMNS

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

Builder = Callable[["Compiler", str, Any], AnyNode | Typed]
BUILDERS: Mapping[type, Builder] = {
    shapes.Collect: collecting.collect,
    shapes.Score: collecting.score,
    shapes.Compute: shaping.compute,
    shapes.Choose: shaping.choose,
    shapes.Weighted: shaping.weighted,
    shapes.BySheet: shaping.by_sheet,
    shapes.Map: shaping.bands,
    shapes.Lookup: shaping.lookup,
    shapes.RankScore: shaping.rank_score,
    shapes.Votes: voting.votes,
    shapes.VoteShare: voting.share,
    shapes.OptionMean: voting.option_mean,
    shapes.Rank: comparing.rank,
    shapes.Last: comparing.last,
    shapes.Bottom: comparing.bottom,
    shapes.Relative: comparing.relative,
    shapes.GroupFigure: comparing.figure,
    shapes.Percentile: comparing.percentile,
    shapes.Quota: comparing.quota,
    shapes.Roll: carrying.roll,
    shapes.Earlier: remembering.earlier,
    shapes.Change: remembering.change,
    shapes.Pattern: remembering.pattern,
    shapes.Streak: remembering.streak,
    shapes.Deadline: timing.deadline,
    shapes.Service: timing.service,
    shapes.Terms: timing.terms,
}


def build(compiler: "Compiler", name: str, shape: shapes.AnyQuantity) -> AnyNode:
    """Build the node of a quantity, with its scale, unit, label and basis."""
    if shape.of not in compiler.subjects:
        raise KindError("FORM-SUBJECT", "、".join(compiler.subjects), shape.of)
    made = BUILDERS[type(shape)](compiler, name, shape)
    if isinstance(made, Typed):
        typed = settled(compiler, made, shape)
        made = Compute(name=name, of=shape.of, typed=typed, expr=typed.expr, below=typed.below)
    unit = "" if shape.unit == "share" else shape.unit
    typed = replace(made.typed, unit=unit or made.typed.unit)
    text = made.text or written(shape, compiler.readings)
    return replace(
        made, name=name, typed=typed, label=shape.label or name, basis=shape.basis,
        internal=shape.internal, text=text, path=compiler.path,
    )  # fmt: skip


def settled(compiler: "Compiler", typed: Typed, shape: shapes.Quantity) -> Typed:
    """Round where the pack says so, or where a division has to end."""
    wants_ratio = shape.unit == "share" or isinstance(shape, shapes.VoteShare | shapes.Percentile)
    if typed.kind not in {NUMBER, RATIO} or (typed.kind == RATIO and wants_ratio):
        return typed
    if shape.scale is None and typed.kind == NUMBER:
        return typed
    scale = compiler.pack.numeric.scale if shape.scale is None else shape.scale
    if not 0 <= scale < 10:
        raise KindError("FORM-NUMBER", "0 到 9 位小数", str(scale))
    mode = shape.rounding or compiler.pack.numeric.rounding
    if mode is None:
        raise KindError(
            "PLAN-ROUNDING", "写明的舍入方式", "没有", "在 numeric.rounding 或这个量里写明。"
        )
    return kinds.rounded(typed, scale, mode)


def amount(compiler: "Compiler", text: str) -> Typed:
    """A number, or the parameter of that name, as a typed constant."""
    pack = compiler.pack
    if text in pack.parameters:
        return compiler.formula(text, "whole")
    try:
        return kinds.constant(number(text))
    except ValueError as error:
        raise KindError("FORM-NUMBER", "数或参数名", text) from error


def count(compiler: "Compiler", text: str) -> int:
    """A whole number ≥ 1 written in the pack or as a parameter."""
    typed = amount(compiler, text)
    if typed.const is None or typed.const.denominator != 1 or typed.const < 1:
        raise KindError("FORM-NUMBER", "不小于 1 的整数", text)
    return int(typed.const)


def labels(pack: shapes.Pack) -> Mapping[str, str]:
    """Chinese names of everything a sentence may mention."""
    found = {f"{shaping.READING}{n}": r.asks for n, r in pack.readings.items()}
    found |= COLUMNS
    found |= {n: q.label or n for n, q in pack.quantities.items()}
    found |= {n: p.label or n for n, p in pack.parameters.items()}
    found |= {n: a.label or n for n, a in pack.attributes.items()}
    found |= {n: g.label or n for n, g in pack.groups.items()}
    found |= {n: r.label or n for n, r in pack.relations.items()}
    found |= {n: named.label for n, named in pack.lists.items()}
    found |= {m.id: m.label for m in pack.measures}
    return found


def constant_amount(compiler: "Compiler", text: str) -> Lit | None:
    """The integer of an amount at the pack's scale; None while its parameter is open."""
    typed = amount(compiler, text)
    return typed.expr if isinstance(typed.expr, Lit) else None
