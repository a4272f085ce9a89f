"""Monitors and statistics of a run: figures beside figures, with their remainders shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from biaochi.engine.amounts import CellTable, float_free, text
from biaochi.engine.closures import function
from biaochi.engine.expr import Env
from biaochi.engine.kinds import NUMBER
from biaochi.engine.plan import WHOLE, WHOLE_ID, Plan, PlannedMonitor, PlannedStatistic
from biaochi.packs.shapes import Basis, Label


@dataclass(frozen=True, kw_only=True)
class MonitorFigure:
    """One group: the unrounded reference figure, the actual one, an ordered pool for study."""

    id: str
    label: Label
    basis: Basis
    group: str
    base: str
    figure: str
    actual: str = ""
    actual_share: str = ""
    undetermined: int = 0
    pool: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StatisticFigure:
    """A total, its parts and what they leave; refused when it should reconcile and does not."""

    id: str
    label: Label
    basis: Basis
    counts: str
    total: str
    parts: tuple[tuple[str, str, str], ...]
    remainder: str
    remainder_label: str
    remainder_share: str
    cross_cuts: tuple[tuple[str, str], ...] = ()
    refused: str = ""


def share_text(part: Fraction, whole: Fraction) -> str:
    """A percentage with two places for display, half up.

    >>> share_text(Fraction(119), Fraction(3968))
    '3.00%'
    """
    if not whole:
        return ""
    hundredths = (part / whole * 10**4 + Fraction(1, 2)).__floor__()
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}%"


def monitors(plan: Plan, cells: CellTable) -> list[MonitorFigure]:
    """Every monitor's figures, group by group."""
    return [f for m in plan.monitors for f in _groups(m, cells)]


def _groups(monitor: PlannedMonitor, cells: CellTable) -> Iterator[MonitorFigure]:
    member = function(monitor.member)
    groups: dict[tuple[str, ...], list[Env]] = {}
    for row in cells[monitor.of].values():
        key = tuple(row[c] for c in monitor.by)
        if member(row, {}) and None not in key:
            groups.setdefault(tuple(str(k) for k in key), []).append(row)
    whole_base = monitor.base is not None and monitor.base_of == WHOLE
    if whole_base and not groups:
        groups[()] = []
    for key in sorted(groups):
        yield _figure(monitor, cells, "·".join(key), groups[key])


def _figure(
    monitor: PlannedMonitor, cells: CellTable, group: str, rows: list[Env]
) -> MonitorFigure:
    base = _base(monitor, cells, rows)
    reference = None if base is None else base * monitor.top / monitor.below
    counted, unknown = _actual(monitor, rows)
    share = share_text(Fraction(counted), base) if base and monitor.actual is not None else ""
    return MonitorFigure(
        id=monitor.id, label=monitor.label, basis=monitor.basis, group=group,
        base="undetermined" if base is None else float_free(base),
        figure="undetermined" if reference is None else float_free(reference),
        actual="" if monitor.actual is None else str(counted), actual_share=share,
        undetermined=unknown, pool=_pool(monitor, rows),
    )  # fmt: skip


def _base(monitor: PlannedMonitor, cells: CellTable, rows: list[Env]) -> Fraction | None:
    if monitor.base is None:
        return Fraction(len(rows))
    row = cells[WHOLE][WHOLE_ID] if monitor.base_of == WHOLE else (rows or [{}])[0]
    value = function(monitor.base.expr)(row, {})
    return Fraction(value, 10**monitor.base.scale) if isinstance(value, int) else None


def _actual(monitor: PlannedMonitor, rows: list[Env]) -> tuple[int, int]:
    if monitor.actual is None:
        return 0, 0
    act = function(monitor.actual)
    answers = [act(r, {}) for r in rows]
    return answers.count(True), answers.count(None)


def _pool(monitor: PlannedMonitor, rows: list[Env]) -> tuple[str, ...]:
    """Order for human study; ids order display only, and nobody is cut off by a number."""
    if monitor.pool is None:
        return ()
    value, where = function(monitor.pool.expr), function(monitor.pool_where)
    known = [(value(r, {}), str(r["id"])) for r in rows if where(r, {})]
    sign = -1 if monitor.descending else 1
    ordered = sorted((sign * v, i) for v, i in known if isinstance(v, int))
    return tuple(i for _, i in ordered)


def statistics(plan: Plan, cells: CellTable) -> list[StatisticFigure]:
    """Every statistic with its remainder."""
    return [_statistic(plan, s, cells[WHOLE][WHOLE_ID]) for s in plan.statistics]


def _statistic(plan: Plan, shape: PlannedStatistic, row: Env) -> StatisticFigure:
    def figure(column: str) -> tuple[str, Fraction | None]:
        typed = plan.node(column).typed
        value = row[column]
        known = isinstance(value, int) and typed.kind == NUMBER
        exact = Fraction(int(str(value)), 10**typed.scale) if known else None
        return text(typed, row, column), exact

    total_text, total = figure(shape.total)
    parts = {name: figure(column) for name, column in shape.parts.items()}
    known = [v for _, v in parts.values() if v is not None]
    rest = None if total is None or len(known) < len(parts) else total - sum(known)
    refused = ""
    if shape.must_reconcile and rest != 0:
        refused = "合计与分项对不上，不予发布" if rest is not None else "有分项待定，不予发布"
    return StatisticFigure(
        id=shape.id, label=shape.label, basis=shape.basis, counts=shape.counts, total=total_text,
        parts=tuple(
            (n, t, "" if v is None or not total else share_text(v, total))
            for n, (t, v) in parts.items()
        ),
        remainder="undetermined" if rest is None else float_free(rest),
        remainder_label=shape.remainder,
        remainder_share="" if rest is None or not total else share_text(rest, total),
        cross_cuts=tuple((n, figure(c)[0]) for n, c in shape.cross_cuts.items()),
        refused=refused,
    )  # fmt: skip
