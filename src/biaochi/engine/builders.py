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
from biaochi.engine.kinds import NUMBER, RATIO, KindError, Typed
from biaochi.engine.plan import AnyNode, Compute
from biaochi.engine.wording import written
from biaochi.packs import shapes

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
    cases, compiler.cases = compiler.cases, ()
    if isinstance(made, Typed):
        typed = settled(compiler, made, shape)
        made = Compute(
            name=name, of=shape.of, typed=typed, expr=typed.expr, below=typed.below, cases=cases
        )
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
