"""Tallied votes: counts, shares, turnout and option means.  Only tallies, never a ballot."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from biaochi.engine import kinds, stated
from biaochi.engine.expr import TRUE, Col, Expr, Lit, all_of, because, lits, op
from biaochi.engine.formula import number
from biaochi.engine.kinds import KindError, Typed
from biaochi.engine.lower import closest, lower_flag
from biaochi.engine.plan import Gather
from biaochi.engine.scopes import RowScope
from biaochi.engine.windows import inside
from biaochi.packs.shapes import OptionMean, Votes, VoteShare

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler


_VOTES = Col("votes", row=True)


@dataclass(frozen=True)
class _Tally:
    """The rows of one ballot that concern a subject."""

    compiler: "Compiler"
    name: str
    of: str
    ballot: str
    groups: tuple[str, ...] = ()

    def where(self) -> Expr:
        """This question, this window, these rater groups."""
        pack = self.compiler.pack
        if self.ballot not in pack.ballots:
            do = closest(self.ballot, pack.ballots)
            raise KindError("FORM-SOURCE", "已声明的测评", self.ballot, do)
        ballot = pack.ballots[self.ballot]
        rows = RowScope(self.compiler, "ballots", None)
        asked = op("eq", Col("question", row=True), Lit(ballot.question))
        raters: Expr = TRUE
        if self.groups:
            raters = op("in", Col("rater_group", row=True), *lits(*self.groups))
        extra = lower_flag(ballot.where, rows).expr if ballot.where else TRUE
        return all_of(asked, inside(self.compiler, "period", rows), raters, extra)

    def options(self, options: tuple[str, ...]) -> None:
        """Refuse an option the ballot does not have."""
        for option in options:
            known = self.compiler.pack.ballots[self.ballot].options
            if option not in known:
                raise KindError("FORM-OPTION", "、".join(known), option, closest(option, known))

    def gather(self, suffix: str, where: Expr, value: Expr, *, per_session: bool = False) -> Typed:
        """Sum a column; per session and rater group once where every row repeats it."""
        most = int(Fraction(self.compiler.pack.numeric.largest))
        rows = int(Fraction(self.compiler.pack.numeric.rows))
        keys = (Col("session", row=True), Col("rater_group", row=True)) if per_session else ()
        return self.compiler.keep(
            Gather(
                name=f"{self.name}#{'votes:' * (value == _VOTES)}{suffix}", of=self.of,
                typed=kinds.whole(Col(""), most=most * rows), table="ballots", key="subject",
                where=where, value=value,
                take="max" if per_session else "sum", each=keys, empty=0,
                path=self.compiler.path, label=self.said(suffix),
            )
        )  # fmt: skip

    def said(self, suffix: str) -> str:
        """What the figure counts, in Chinese."""
        ballot = self.compiler.pack.ballots[self.ballot]
        kinds_said = {"valid": "有效票", "cast": "收回票", "eligible": "应投票", "rows": "计票行数"}
        return f"{ballot.label or ballot.question}·{kinds_said.get(suffix, suffix)}"

    def votes(self, options: tuple[str, ...], suffix: str = "") -> Typed:
        """Votes for any of the options; no tally at all is undetermined."""
        self.options(options)
        chosen = op("in", Col("option", row=True), *lits(*options))
        found = self.gather(suffix or "、".join(options), all_of(self.where(), chosen), _VOTES)
        return self.tallied(found)

    def base(self, column: str) -> Typed:
        """Valid, cast or eligible votes, each session and rater group once."""
        found = self.gather(column, self.where(), Col(column, row=True), per_session=True)
        return self.tallied(found)

    def tallied(self, typed: Typed) -> Typed:
        """Undetermined unless a tally is there."""
        held = replace(self, groups=())
        rows = held.gather("rows", held.where(), Lit(1))
        there = kinds.compare("gt", rows, kinds.constant(Fraction(0)))
        none = because(f"没有「{self.said('rows').split('·')[0]}」的计票")
        return kinds.branch(there, typed, replace(typed, expr=none))

    def shown(self, typed: Typed, least: str | None) -> Typed:
        """Suppressed (undetermined) under the least number of valid votes."""
        if least is None:
            return typed
        enough = kinds.compare("ge", self.base("valid"), stated.amount(self.compiler, least))
        hidden = because("有效票少于最低票数，不予显示")
        return kinds.branch(enough, typed, replace(typed, expr=hidden, const=None))


def votes(compiler: "Compiler", name: str, shape: Votes) -> Typed:
    """A count of votes."""
    tally = _Tally(compiler, name, shape.of, shape.from_, shape.rater_groups)
    if isinstance(shape.votes, str):
        typed = tally.base(shape.votes)
    else:
        tally.where()
        typed = tally.votes(shape.votes)
    return tally.shown(replace(typed, unit=shape.unit or "votes"), shape.suppress_below)


def share(compiler: "Compiler", name: str, shape: VoteShare) -> Typed:
    """Votes over valid, cast or eligible, as a pair of integers."""
    tally = _Tally(compiler, name, shape.of, shape.from_, shape.rater_groups)
    tally.where()
    typed = replace(kinds.div(tally.votes(shape.share), tally.base(shape.base)), limit=Fraction(1))
    return tally.shown(typed, shape.suppress_below)


def option_mean(compiler: "Compiler", name: str, shape: OptionMean) -> Typed:
    """Mean option value over the votes given, by rater group where weights are stated."""
    whole = _Tally(compiler, name, shape.of, shape.from_)
    whole.where()
    if not shape.weights:
        return whole.shown(_mean(shape, *_totals(whole, shape, "")), shape.suppress_below)
    weights = {g: stated.amount(compiler, w) for g, w in shape.weights.items()}
    total = sum((w.const for w in weights.values() if w.const is not None), Fraction(0))
    if total != 1:
        raise KindError("PLAN-WEIGHTS", "合计 100% 的权重", f"{total * 100}%", "改正权重。")
    groups = {
        g: _Group(*_totals(replace(whole, groups=(g,)), shape, f"-{g}"), w)
        for g, w in weights.items()
    }
    if shape.merge_below is not None:
        groups = _merged(compiler, shape, groups)
    return whole.shown(_weigh(compiler, shape, groups), shape.suppress_below)


@dataclass(frozen=True)
class _Group:
    """Points and votes of one rater group, and its weight."""

    points: Typed
    votes: Typed
    weight: Typed


def _mean(shape: OptionMean, points: Typed, votes: Typed) -> Typed:
    """Points over votes: never beyond the greatest option value."""
    listed = [abs(number(v)) for v in shape.option_mean.values() if not v[:1].isalpha()]
    limit = max(listed) if len(listed) == len(shape.option_mean) else None
    return replace(kinds.div(points, votes), limit=limit)


def _totals(tally: _Tally, shape: OptionMean, suffix: str) -> tuple[Typed, Typed]:
    """Sum of option values over votes, and the number of those votes."""
    tally.options(tuple(shape.option_mean))
    values = {o: stated.amount(tally.compiler, v) for o, v in shape.option_mean.items()}
    counts = {o: tally.votes((o,), f"{o}{suffix}") for o in values}
    points = reduce(kinds.add, (kinds.mul(values[o], replace(counts[o], unit="")) for o in values))
    number = reduce(kinds.add, (replace(c, unit="") for c in counts.values()))
    return points, number


def _merged(
    compiler: "Compiler", shape: OptionMean, groups: dict[str, _Group]
) -> dict[str, _Group]:
    """Groups under the least number join ``merge_into`` with their votes and weight."""
    if shape.merge_into not in groups:
        raise KindError("FORM-NAME", "merge_into 为有权重的评价主体", shape.merge_into)
    least = stated.amount(compiler, shape.merge_below or "0")
    zero = kinds.constant(Fraction(0))
    into, found = groups[shape.merge_into], {}
    for name, group in groups.items():
        if name == shape.merge_into:
            continue
        small = kinds.compare("lt", group.votes, least)
        kept = [
            kinds.branch(small, zero, part) for part in (group.points, group.votes, group.weight)
        ]
        moved = [
            kinds.branch(small, part, zero) for part in (group.points, group.votes, group.weight)
        ]
        found[name] = _Group(*kept)
        into = _Group(
            kinds.add(into.points, moved[0]),
            kinds.add(into.votes, moved[1]),
            kinds.add(into.weight, moved[2]),
        )
    enough = kinds.compare("ge", into.votes, least)
    few = because("并入后的有效票仍少于最低票数，不予显示")
    hidden = replace(into.votes, expr=few, const=None)
    found[shape.merge_into] = replace(into, votes=kinds.branch(enough, into.votes, hidden))
    return found


def _weigh(compiler: "Compiler", shape: OptionMean, groups: dict[str, _Group]) -> Typed:
    """Σ weight × mean of each group, every mean rounded once at the pack's places."""
    numeric = compiler.pack.numeric
    mode = shape.rounding or numeric.rounding
    if mode is None:
        raise KindError("PLAN-ROUNDING", "写明的舍入方式", "没有", "在 numeric.rounding 写明。")
    scale = numeric.scale if shape.scale is None else shape.scale
    zero = kinds.constant(Fraction(0))
    parts, kept = [], []
    for group in groups.values():
        mean = kinds.rounded(_mean(shape, group.points, group.votes), scale, mode)
        counts = kinds.compare("gt", group.weight, zero)
        voted = kinds.compare("gt", group.votes, zero)
        if shape.missing != "block":
            counts = all_of(counts, voted)
        parts.append(kinds.branch(counts, kinds.mul(group.weight, mean), zero))
        kept.append(kinds.branch(counts, group.weight, zero))
    total = reduce(kinds.add, parts)
    if shape.missing == "renormalise":
        return kinds.div(total, reduce(kinds.add, kept))
    return total
