"""Weights that must total the whole, and divisions that must say how they round."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from biaochi.errors import Problem
from biaochi.packs.amounts import amount, shown
from biaochi.packs.shapes import (
    AnyQuantity,
    BySheet,
    Choose,
    Collect,
    Compute,
    GroupFigure,
    OptionMean,
    Pack,
    Relative,
    Roll,
    Sheet,
    Weighted,
)
from biaochi.packs.walk import at, figure

_UNSIGNED = 100  # what 80 + 10 + 10 gives when the author forgot the percent signs
_COMPARES = re.compile(r"[<>=≤≥≠＜＞＝]")
_QUOTED = re.compile(r"'[^']*'")
_LITERAL_RATIO = re.compile(r"(?<![\w.])\d+\s*/\s*\d+(?![\w.])")


def check(pack: Pack) -> Iterator[Problem]:
    """Yield weights that miss the whole, missing rounding, and sheets that do not differ."""
    for path, weights in _all_weights(pack):
        yield from _total(pack, path, weights=weights)
    if pack.numeric.rounding is None:
        for name, quantity in pack.quantities.items():
            yield from _rounding(pack, name=name, quantity=quantity)
    for (a, one), (b, other) in combinations(pack.sheets.items(), 2):
        if _content(one) == _content(other):
            yield at(
                pack, "PACK-SHEETS", f"sheets.{b}", level="warning",
                expected="各类对象的考核内容有所不同",
                found=f"「{one.label}」（{a}）与「{other.label}」（{b}）内容相同",
                do="请按类别设置指标和权重，或合并为一张表。",
            )  # fmt: skip


def _all_weights(pack: Pack) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, quantity in pack.quantities.items():
        if isinstance(quantity, Weighted):
            yield f"quantities.{name}.weighted", quantity.weighted
        elif isinstance(quantity, OptionMean) and quantity.weights:
            yield f"quantities.{name}.weights", quantity.weights
    for name, sheet in pack.sheets.items():
        if sheet.weights:
            yield f"sheets.{name}.weights", sheet.weights


def _total(pack: Pack, path: str, *, weights: Mapping[str, str]) -> Iterator[Problem]:
    total = Fraction(0)
    for key, text in weights.items():
        number = amount(figure(pack, text=text))
        if number is None:
            if text not in pack.parameters:
                yield at(
                    pack, "PACK-AMOUNT", f"{path}.{key}", expected="一个百分数，或参数的名称",
                    found=f"「{text}」", do="请写成 80% 这样的数。",
                )  # fmt: skip
            return
        total += number
    if total != 1:
        added = " + ".join(figure(pack, text=text) for text in weights.values())
        do = "请给每个权重写上 %。" if total == _UNSIGNED else "请改正，使合计恰为 100%。"
        yield at(
            pack, "PACK-WEIGHTS", path, expected="合计 100%",
            found=f"{added} = {shown(total, percent=True)}", do=do,
        )  # fmt: skip


def _rounding(pack: Pack, *, name: str, quantity: AnyQuantity) -> Iterator[Problem]:
    if quantity.rounding is not None:
        return
    formulas = _formulas(quantity)
    if not formulas and not _divides(quantity):
        return
    if formulas and not any(_has_division(f) for f in formulas):
        return
    yield at(
        pack, "PACK-ROUNDING", f"quantities.{name}", level="warning" if formulas else "error",
        expected="写明舍入方式", found=f"「{quantity.label or name}」要作除法，却没有写",
        do="请在该量写 rounding: half_up，或在 pack.yaml 的 numeric 里统一写明。",
    )  # fmt: skip


def _formulas(quantity: AnyQuantity) -> tuple[str, ...]:
    if isinstance(quantity, Compute):
        return (quantity.formula,)
    return tuple(quantity.options.values()) if isinstance(quantity, Choose) else ()


def _has_division(formula: str) -> bool:
    """Tell whether a formula's answer is a quotient, not a ratio or a comparison with one."""
    bare = _QUOTED.sub("", formula)
    return not _COMPARES.search(bare) and bool(re.search("[/÷／]", _LITERAL_RATIO.sub("", bare)))


def _divides(quantity: AnyQuantity) -> bool:
    if isinstance(quantity, Collect):
        return quantity.op in ("mean", "trimmed_mean") or quantity.then == "mean"
    if isinstance(quantity, Weighted | BySheet):
        return quantity.missing == "renormalise"
    if isinstance(quantity, GroupFigure):
        return quantity.group in ("mean", "median")
    if isinstance(quantity, Roll):
        return quantity.take == "mean"
    return isinstance(quantity, Relative | OptionMean)


def _content(sheet: Sheet) -> object:
    headings = frozenset((*sheet.common, *sheet.feature))
    return sheet.of, headings, frozenset(sheet.weights.items())
