"""How a quantity and a condition are said, with the numbers put in."""

from collections.abc import Callable, Mapping
from typing import Any

from biaochi.engine.formula import FormulaError, tokens
from biaochi.packs import shapes
from biaochi.vocabulary.columns import FUNCTIONS, WORDS

_SIGNS = {
    "and": "且", "or": "或", "not": "非", "in": "属于", "if": "如果", "then": "则", "else": "否则",
    ">=": "≥", "<=": "≤", "!=": "≠", "==": "=", "*": "×", "/": "÷",
}  # fmt: skip


def _weights(weights: Mapping[str, str]) -> str:
    return " + ".join(f"{w} * {n}" for n, w in weights.items())


_PEER = {"best": "本组最好", "mean": "本组平均", "median": "本组中位"}
_WRITTEN: Mapping[type, Callable[[Any, Mapping[str, str]], str]] = {
    shapes.Compute: lambda q, _r: str(q.formula),
    shapes.Choose: lambda q, r: str(q.options.get(r.get(q.choose, ""), "")),
    shapes.Weighted: lambda q, _r: _weights(q.weighted),
    shapes.RankScore: lambda q, _r: f"{q.first} - {q.step} * ({q.rank_score} - 1)",
    shapes.Map: lambda q, _r: str(q.bands.on),
    shapes.Lookup: lambda q, _r: str(q.lookup),
    shapes.Rank: lambda q, _r: f"{q.rank} 在本组的名次",
    shapes.Last: lambda q, _r: f"{q.last} = 本组末位",
    shapes.Bottom: lambda q, _r: f"{q.bottom} 在本组后 {q.places} 位",
    shapes.Relative: lambda q, _r: f"{q.times} * {q.relative} / {_PEER[q.to]}",
    shapes.Percentile: lambda q, _r: f"低于 {q.percentile} 的占本组其他人",
    shapes.Quota: lambda q, _r: f"{q.quota} 在本组 {q.share} 名额内",
    shapes.Change: lambda q, _r: f"{q.change} 减去以前",
    shapes.Deadline: lambda q, _r: str(q.deadline),
}


def written(shape: shapes.AnyQuantity, readings: Mapping[str, str]) -> str:
    """The one-line text of a quantity, where it has one."""
    say = _WRITTEN.get(type(shape))
    return say(shape, readings) if say else ""


def said(text: str, name: Callable[[str], str]) -> str:
    """A formula in Chinese: names by ``name``, signs and functions in words."""
    try:
        pieces = list(tokens(text))
    except FormulaError:
        return text
    found = []
    for at, token in enumerate(pieces):
        called = at + 1 < len(pieces) and pieces[at + 1].text == "("
        if token.kind == "name" and called:
            found.append(FUNCTIONS.get(token.text, token.text))
        elif token.kind == "name":
            own = name(token.text)
            found.append(WORDS.get(own, own) if own == token.text else own)
        elif token.kind == "text":
            found.append(f"“{token.text[1:-1]}”")
        else:
            found.append(_SIGNS.get(token.text, token.text))
    return _spaced(found)


def _spaced(pieces: list[str]) -> str:
    """Join with spaces around signs, none inside brackets."""
    text = " ".join(pieces)
    for tight, loose in (("( ", "("), (" )", ")"), (" , ", "，"), ("[ ", "["), (" ]", "]")):
        text = text.replace(tight, loose)
    for name in FUNCTIONS.values():
        text = text.replace(f"{name} (", f"{name}(")
    return text
