"""Which key of a quantity names which operator."""

from dataclasses import fields
from typing import get_args

from biaochi.packs import shapes
from biaochi.packs.shapes import Collect, Quantity

COLLECT_OPS = (
    "sum", "count", "distinct", "mean", "trimmed_mean", "min", "max", "first", "latest", "exists",
)  # fmt: skip

OPERATORS: dict[str, type[Quantity]] = {
    **dict.fromkeys(COLLECT_OPS, Collect),
    "score": shapes.Score,
    "formula": shapes.Compute,
    "choose": shapes.Choose,
    "weighted": shapes.Weighted,
    "by_sheet": shapes.BySheet,
    "votes": shapes.Votes,
    "share": shapes.VoteShare,
    "option_mean": shapes.OptionMean,
    "rank": shapes.Rank,
    "last": shapes.Last,
    "bottom": shapes.Bottom,
    "relative": shapes.Relative,
    "group": shapes.GroupFigure,
    "percentile": shapes.Percentile,
    "rank_score": shapes.RankScore,
    "bands": shapes.Map,
    "lookup": shapes.Lookup,
    "quota": shapes.Quota,
    "roll": shapes.Roll,
    "earlier": shapes.Earlier,
    "change": shapes.Change,
    "pattern": shapes.Pattern,
    "streak": shapes.Streak,
    "deadline": shapes.Deadline,
    "service": shapes.Service,
    "terms": shapes.Terms,
}


def field_names(shape: type) -> tuple[str, ...]:
    """Return the fields of a grammar class in their order."""
    return tuple(f.name for f in fields(shape))


def operators_in(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys that name an operator, leaving out plain fields of another one.

    >>> operators_in(("of", "quota", "share", "within"))
    ('quota',)
    >>> operators_in(("of", "share", "base"))
    ('share',)
    """
    found = tuple(k for k in keys if k in OPERATORS)
    return tuple(k for k in found if not any(_is_field_of(k, other) for other in found))


def operator_of(quantity: Quantity) -> str:
    """Return the key that named this quantity's operator."""
    if isinstance(quantity, Collect):
        return quantity.op
    return next(key for key, shape in OPERATORS.items() if isinstance(quantity, shape))


def is_complete() -> bool:
    """Tell whether every class of the grammar has an operator key."""
    return set(OPERATORS.values()) == set(get_args(shapes.AnyQuantity))


def _is_field_of(key: str, other: str) -> bool:
    shape = OPERATORS[other]
    return shape is not OPERATORS[key] and key in field_names(shape)
