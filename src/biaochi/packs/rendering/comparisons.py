"""Sentences for operators that compare members of a group."""

from biaochi.packs import shapes
from biaochi.packs.rendering.names import Names
from biaochi.packs.rendering.phrases import limited, named, within
from biaochi.vocabulary import language as words
from biaochi.vocabulary.words import zh

_SINGLE = "组内只有一名成员的不算"
_PLACES = {"floor": "舍去尾数", "ceil": "有尾数的进一"}


def _lacking(how: str, *, valued: bool = True) -> str:
    """Say what a member without the figure does to the group."""
    told = "缺数据的不参加比较" if valued else "是否在组内不明的不计"
    blocked = "组内有成员缺数据的" if valued else "有人是否在组内不明的"
    return f"{blocked}，结果待定" if how == "block" else told


def rank(q: shapes.Rank, *, names: Names) -> str:
    """Say a place in a group."""
    order = zh(words.Order, q.order)
    return (
        f"在{within(q.within, names=names)}中按{named(q.rank, names=names)}排名，{order}，"
        f"{zh(words.Ties, q.ties)}；{_lacking(q.missing)}"
    )


def last(q: shapes.Last, *, names: Names) -> str:
    """Say whether someone is last."""
    joint = "并列的也算" if q.joint == "counts" else "并列的都不算"
    worst = "最低" if q.order == "desc" else "最高"
    return (
        f"看{named(q.last, names=names)}在{within(q.within, names=names)}中是否{worst}；{joint}；"
        f"{_SINGLE}；{_lacking(q.missing)}"
    )


def bottom(q: shapes.Bottom, *, names: Names) -> str:
    """Say whether someone is among the last places."""
    order = zh(words.Order, q.order)
    return (
        f"在{within(q.within, names=names)}中按{named(q.bottom, names=names)}排名（{order}），"
        f"看是否在最后{names.amount(q.places, unit='名')}之内；{zh(words.Ties, q.ties)}；"
        f"{_SINGLE}；{_lacking(q.missing)}"
    )


def relative(q: shapes.Relative, *, names: Names) -> str:
    """Say a value relative to a figure of the group."""
    to = zh(words.Take, q.to)
    times = "" if q.times == "1" else f"，再乘以{names.amount(q.times)}"
    return (
        f"{named(q.relative, names=names)}除以{within(q.within, names=names)}中该项的{to}"
        f"{_best(q.to, order=q.order)}{times}；"
        f"{_lacking(q.missing)}"
    )


def group(q: shapes.GroupFigure, *, names: Names) -> str:
    """Say a figure of the group."""
    group_of = within(q.within, names=names)
    if q.group == "size":
        counted = f"中有{named(q.by, names=names)}" if q.by else ""
        return f"{group_of}{counted}的成员数；{_lacking(q.missing, valued=bool(q.by))}"
    figure = f"{named(q.by, names=names)}的{zh(words.Take, q.group)}{_best(q.group, order=q.order)}"
    return f"{group_of}中{figure}；{_lacking(q.missing)}"


def _best(figure: str, *, order: str) -> str:
    """Say which end is the good one, where it matters."""
    if figure not in ("best", "worst"):
        return ""
    return "（低者为好）" if order == "asc" else "（高者为好）"


def percentile(q: shapes.Percentile, *, names: Names) -> str:
    """Say the share of others who are worse off."""
    worse = "高于" if q.order == "asc" else "低于"
    return (
        f"在{within(q.within, names=names)}的其他成员中，{named(q.percentile, names=names)}"
        f"{worse}本人的占多大比例，相同的不算在内，不作舍入；{_lacking(q.missing)}"
    )


def rank_score(q: shapes.RankScore, *, names: Names) -> str:
    """Say a score from a place."""
    floor = f"，最低计{names.amount(q.at_least)}" if q.at_least else ""
    return (
        f"按{named(q.rank_score, names=names)}计分：第一名计{names.amount(q.first)}，"
        f"以后每低一名减{names.amount(q.step)}{floor}"
    )


def quota(q: shapes.Quota, *, names: Names) -> str:
    """Say whether someone is within a share of the group."""
    only = f"，{limited(q.only, names=names)}" if q.only else ""
    order = zh(words.Order, q.order)
    return (
        f"在{within(q.within, names=names)}中按{named(q.quota, names=names)}排名（{order}），"
        f"看是否在前{names.amount(q.share)}的名额之内{only}；"
        f"名额数{_PLACES.get(q.places) or zh(words.Rounding, q.places)}；"
        f"{zh(words.Ties, q.ties)}；{_lacking(q.missing)}"
    )
