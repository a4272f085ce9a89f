"""Monitors, statistics and recurring duties: what is watched and never judges anyone."""

from functools import partial
from typing import TYPE_CHECKING

from biaochi.engine import kinds, stated
from biaochi.engine.comparing import Peers
from biaochi.engine.expr import TRUE, Expr, Lit
from biaochi.engine.kinds import NUMBER, KindError
from biaochi.engine.lower import lower_flag
from biaochi.engine.plan import (
    WHOLE,
    Duty,
    PlannedMonitor,
    PlannedStatistic,
)
from biaochi.engine.scopes import SubjectScope
from biaochi.engine.timing import later
from biaochi.packs.shapes import Duty as DutyShape
from biaochi.packs.shapes import Monitor, Statistic
from biaochi.timeline import MONTHS_IN_HALF, MONTHS_IN_QUARTER, MONTHS_IN_YEAR, intervals

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

_EVERY = {
    "month": 1, "quarter": MONTHS_IN_QUARTER, "half": MONTHS_IN_HALF, "year": MONTHS_IN_YEAR,
}  # fmt: skip


def monitors(compiler: "Compiler") -> tuple[PlannedMonitor, ...]:
    """Compile every monitor."""
    found = (
        compiler.attempt(f"monitors.{n}", partial(_monitor, compiler, n, m))
        for n, m in compiler.pack.monitors.items()
    )
    return tuple(m for m in found if m is not None)


def _monitor(compiler: "Compiler", name: str, shape: Monitor) -> PlannedMonitor:
    peers = Peers(compiler, name, shape.of, shape.within, "asc", "exclude")
    share = stated.amount(compiler, shape.share)
    if share.const is None:
        raise KindError("FORM-NUMBER", "已填写的比例", shape.share)
    base = (
        None
        if shape.base == "members"
        else compiler.formula(shape.base, base_of(compiler, shape), "base")
    )
    pool = None if shape.pool is None else peers.value(shape.pool.by)
    where: Expr = TRUE
    if shape.pool is not None and shape.pool.where is not None:
        where = compiler.flag(shape.pool.where, shape.of, "pool.where")

    def kept(part: str, expr: Expr) -> Expr:
        """A column of its own, so that both executors work it out on the facts' calendar."""
        return compiler.hidden(f"monitor:{name}/{part}", shape.of, kinds.flag(expr)).expr

    return PlannedMonitor(
        id=name, label=shape.label, basis=shape.basis, of=shape.of, by=peers.by(),
        member=kept("member", peers.member()),
        top=share.const.numerator, below=share.const.denominator,
        base=None if base is None else kinds.wanted(base, NUMBER),
        base_of=base_of(compiler, shape),
        actual=None
        if shape.actual is None
        else kept("actual", compiler.flag(shape.actual, shape.of, "actual")),
        pool=pool, pool_where=kept("pool", where),
        descending=shape.pool is not None and shape.pool.order == "desc",
    )  # fmt: skip


def base_of(compiler: "Compiler", shape: Monitor) -> str:
    """A base may be a figure of the whole; else it is of the same kind as the members."""
    quantity = compiler.pack.quantities.get(shape.base)
    return WHOLE if quantity is not None and quantity.of == WHOLE else shape.of


def statistics(compiler: "Compiler") -> tuple[PlannedStatistic, ...]:
    """Compile every statistic into columns of the whole."""
    found = (
        compiler.attempt(f"statistics.{n}", partial(_statistic, compiler, n, s))
        for n, s in compiler.pack.statistics.items()
    )
    return tuple(s for s in found if s is not None)


def _statistic(compiler: "Compiler", name: str, shape: Statistic) -> PlannedStatistic:
    def column(part: str, text: str, field: str) -> str:
        typed = kinds.wanted(compiler.formula(text, WHOLE, field), NUMBER)
        compiler.hidden(f"statistic:{name}/{part}", WHOLE, typed, text)
        return f"statistic:{name}/{part}"

    return PlannedStatistic(
        id=name, label=shape.label, basis=shape.basis, counts=shape.counts,
        total=column("total", shape.total, "total"),
        parts={k: column(f"part {k}", v, f"parts.{k}") for k, v in shape.parts.items()},
        cross_cuts={
            k: column(f"cut {k}", v, f"cross_cuts.{k}") for k, v in shape.cross_cuts.items()
        },
        must_reconcile=shape.must_reconcile, remainder=shape.remainder,
    )  # fmt: skip


def duties(compiler: "Compiler") -> tuple[Duty, ...]:
    """Every interval of every recurring duty that falls into the period."""
    found: list[Duty] = []
    for at, shape in enumerate(compiler.pack.calendar):
        made = compiler.attempt(f"calendar.{at}", partial(_duty, compiler, shape))
        found += made or []
    return tuple(found)


def _duty(compiler: "Compiler", shape: DutyShape) -> list[Duty]:
    where = TRUE if shape.where is None else attribute_flag(compiler, shape.where, shape.of)
    parts = intervals(compiler.period, _EVERY[shape.every])
    return [
        Duty(kind=shape.id, of=shape.of, where=where, period=name,
             due_on=later(compiler, Lit(part.last), shape.due).expr)
        for name, part in parts.items()
        if part.last <= compiler.period.last
    ]  # fmt: skip


def attribute_flag(compiler: "Compiler", text: str, of: str) -> Expr:
    """A condition on attributes alone: duties stand before any quantity."""
    return lower_flag(text, SubjectScope(compiler, of, attributes_only=True)).expr
