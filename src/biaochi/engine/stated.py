"""What a pack states in a word: amounts, counts, and the Chinese names of things."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from biaochi.engine import kinds
from biaochi.engine.expr import READING
from biaochi.engine.formula import number
from biaochi.engine.kinds import KindError, Typed
from biaochi.packs import shapes
from biaochi.vocabulary.columns import COLUMNS

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler


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
    found = {f"{READING}{n}": r.asks for n, r in pack.readings.items()}
    found |= COLUMNS
    found |= {n: q.label or n for n, q in pack.quantities.items()}
    found |= {n: p.label or n for n, p in pack.parameters.items()}
    found |= {n: a.label or n for n, a in pack.attributes.items()}
    found |= {n: g.label or n for n, g in pack.groups.items()}
    found |= {n: r.label or n for n, r in pack.relations.items()}
    found |= {n: named.label for n, named in pack.lists.items()}
    found |= {m.id: m.label for m in pack.measures}
    return found
