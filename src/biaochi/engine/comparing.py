"""Comparison inside a group: places, last, bottom, relative values, quotas."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from biaochi.engine import kinds, stated
from biaochi.engine.expr import TRUE, Col, Expr, all_of
from biaochi.engine.kinds import FLAG, NUMBER, KindError, Typed
from biaochi.engine.lower import closest
from biaochi.engine.plan import AnyNode, Group, Places
from biaochi.packs.shapes import Bottom, GroupFigure, Last, Percentile, Quota, Rank, Relative
from biaochi.vocabulary.limits import MOST_PEOPLE

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

_ONE = kinds.constant(Fraction(1))


@dataclass(frozen=True)
class Peers:
    """A comparison group and the value compared in it."""

    compiler: "Compiler"
    name: str
    of: str
    within: str
    order: str
    missing: str

    def by(self) -> tuple[str, ...]:
        """The attribute columns whose equality makes the group."""
        compiler = self.compiler
        group = compiler.pack.groups.get(self.within)
        if group is None:
            do = closest(self.within, compiler.pack.groups)
            raise KindError("FORM-NAME", "已定义的比较组", self.within, do)
        if group.of != self.of:
            raise KindError(
                "FORM-SUBJECT", f"{self.of} 的比较组", f"{self.within} 是 {group.of} 的"
            )
        columns = []
        for name in group.by:
            typed = compiler.formula(name, self.of)
            if not isinstance(typed.expr, Col):
                raise KindError("FORM-NAME", "可作分组的属性或量", name)
            columns.append(typed.expr.name)
        return tuple(columns)

    def member(self) -> Expr:
        """Who is comparable."""
        self.by()
        members = self.compiler.pack.groups[self.within].members
        return TRUE if members is None else self.compiler.flag(members, self.of)

    def value(self, text: str) -> Typed:
        """The number compared; a ratio must be rounded first, so that order is exact."""
        typed = self.compiler.formula(text, self.of)
        if typed.kind == kinds.RATIO:
            do = "先用 round(…, 位数) 定为数。"
            raise KindError("FORM-KIND", "数", typed.named(), do)
        return kinds.wanted(typed, NUMBER)

    def figure(self, figure: str, value: Typed | None) -> Typed:
        """Keep one group figure as a column of every member."""
        kind = kinds.whole(Col(""), most=MOST_PEOPLE)
        if value is not None and figure in {"best", "worst", "total", "median2"}:
            times = {"total": MOST_PEOPLE, "median2": 2}.get(figure, 1)
            kind = kinds.checked(replace(value, most=value.most * times, const=None))
        return self.compiler.keep(
            Group(
                name=f"{self.name}#{figure}", of=self.of, typed=kind, figure=figure,
                group=self.within, by=self.by(), member=self.member(),
                value=None if value is None else value.expr,
                descending=self.order == "desc", block=self.missing == "block",
                path=self.compiler.path,
            )
        )  # fmt: skip

    def among(self, flag: Expr) -> Typed:
        """A yes-or-no about members; who is not comparable is not meant."""
        return kinds.flag(all_of(self.member(), flag))


def _peers(compiler: "Compiler", name: str, shape: object) -> Peers:
    return Peers(
        compiler, name, *(str(getattr(shape, f)) for f in ("of", "within", "order", "missing"))
    )


def rank(compiler: "Compiler", name: str, shape: Rank) -> AnyNode:
    """A place; 1 is best by ``order``."""
    peers = _peers(compiler, name, shape)
    value = peers.value(shape.rank)
    peers.figure(f"rank_{shape.ties}", value)
    node = compiler.nodes.pop(f"{name}#rank_{shape.ties}")
    return replace(node, label=shape.label)


def last(compiler: "Compiler", name: str, shape: Last) -> Typed:
    """Equal to the group's worst, in a group of more than one."""
    peers = _peers(compiler, name, shape)
    value = peers.value(shape.last)
    worst = kinds.compare("eq", value, peers.figure("worst", value))
    several = kinds.compare("gt", peers.figure("size", value), _ONE)
    alone: Expr = TRUE
    if shape.joint == "not":
        alone = kinds.compare("eq", peers.figure("tied", value), _ONE)
    return peers.among(all_of(several, worst, alone))


def bottom(compiler: "Compiler", name: str, shape: Bottom) -> Typed:
    """Among the last places; at the edge all tied are in, or all are out."""
    peers = _peers(compiler, name, shape)
    value = peers.value(shape.bottom)
    places = stated.amount(compiler, shape.places)
    worse = peers.figure("worse", value)
    several = kinds.compare("gt", peers.figure("size", value), _ONE)
    if shape.ties == "all_in":
        inside = kinds.compare("lt", worse, replace(places, unit=""))
    else:
        behind = kinds.add(worse, peers.figure("tied", value))
        inside = kinds.compare("le", behind, replace(places, unit=""))
    return peers.among(all_of(several, inside))


def relative(compiler: "Compiler", name: str, shape: Relative) -> Typed:
    """Value ÷ best, mean or median of the group, times ``times``."""
    peers = _peers(compiler, name, shape)
    value = peers.value(shape.relative)
    reference = _reference(peers, value, shape.to)
    times = stated.amount(compiler, shape.times)
    return kinds.mul(replace(times, unit=""), kinds.div(value, reference))


def _reference(peers: Peers, value: Typed, to: str) -> Typed:
    limit = kinds.value_limit(value)
    if to == "mean":
        mean = kinds.div(peers.figure("total", value), peers.figure("size", value))
        return replace(mean, limit=limit)
    if to == "median":
        half = kinds.div(peers.figure("median2", value), kinds.constant(Fraction(2)))
        return replace(half, limit=limit)
    return peers.figure(to, value)


def figure(compiler: "Compiler", name: str, shape: GroupFigure) -> Typed:
    """A figure of the group itself."""
    peers = _peers(compiler, name, shape)
    if shape.group == "size":
        value = peers.value(shape.by) if shape.by else None
        return peers.figure("size", value)
    return _reference(peers, peers.value(shape.by), shape.group)


def percentile(compiler: "Compiler", name: str, shape: Percentile) -> Typed:
    """The share of the others who are strictly worse off."""
    peers = _peers(compiler, name, shape)
    value = peers.value(shape.percentile)
    others = kinds.add(peers.figure("size", value), _ONE, "sub")
    return replace(kinds.div(peers.figure("worse", value), others), limit=Fraction(1))


def quota(compiler: "Compiler", name: str, shape: Quota) -> Places:
    """Within the group's share of places, best first."""
    peers = _peers(compiler, name, shape)
    value = peers.value(shape.quota)
    share = stated.amount(compiler, shape.share)
    only = TRUE if shape.only is None else compiler.flag(shape.only, shape.of, "only")
    if share.const is None or not 0 <= share.const <= 1:
        raise KindError("FORM-NUMBER", "0 到 100% 之间的比例", shape.share)
    return Places(
        name=name, of=shape.of, typed=Typed(FLAG, Col(name)), group=shape.within, by=peers.by(),
        member=peers.member(), only=only, value=value.expr, top=share.const.numerator,
        below=share.const.denominator, mode=shape.places, ties=shape.ties,
        descending=shape.order == "desc", block=shape.missing == "block",
    )  # fmt: skip
