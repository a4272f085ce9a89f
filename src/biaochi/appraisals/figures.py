"""Figures of a run on their way into the database: many rows, so plain tuples and one statement."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, cast

from django.db import connection, transaction

from biaochi.appraisals.gather import Report
from biaochi.appraisals.models import Figure
from biaochi.appraisals.shapes import GROUP
from biaochi.batch.assess import Result
from biaochi.engine.amounts import text
from biaochi.engine.closures import function
from biaochi.engine.expr import TRUE, Env
from biaochi.engine.kinds import FLAG, NUMBER, RATIO
from biaochi.engine.nothing import Nothing
from biaochi.engine.plan import BELOW, AnyNode, Gather, Group, Plan
from biaochi.facts.shapes import FACT_SCALE
from biaochi.packs.shapes import Pack

if TYPE_CHECKING:
    from biaochi.batch.executors import Run

STORED = ("person", "unit")
_COLUMNS = ("person_id", "unit_id", "subject", "name", "value", "number", "run_id")
_BATCH = 10_000
_STEPS = 100
_LONGEST = 60
_ONE: int = 10**FACT_SCALE
Keys = Mapping[str, Mapping[str, int]]
Said = tuple[int | None, int | None, str, str, str | None, int | None]


def rows_of(pack: Pack, result: Result, keys: Keys, nothing: Nothing) -> Iterator[Said]:
    """Yield every public quantity of every person and unit, then who stands in which group.

    A text without a letter: nothing of the kind was ever recorded; no text: undetermined.
    """
    places = result.plan.scale
    for kind in STORED:
        nodes = [(n, _orders(n)) for n in result.plan.of(kind) if not n.internal]
        for ident, cells in result.cells.get(kind, {}).items():
            who = _whose(kind, ident, keys)
            for node, orders in nodes:
                said = "" if nothing.of(kind, ident, node.name) else None
                if cells[node.name] is not None:
                    said = text(node.typed, cells, node.name, places=places)[:_LONGEST]
                yield (*who, ident, node.name, said, orders(cells))
    yield from _memberships(pack, result, keys)


def nothing_in(result: Result) -> Nothing:
    """Return what tells of whom nothing was recorded; each figure's rows are looked for once."""
    rows = cast("Run", result.reasons.rows)

    @cache
    def having(name: str) -> frozenset[str]:
        return rows.having(nodes[name])

    nodes = {n.name: n for n in result.plan.nodes if isinstance(n, Gather)}
    return Nothing(result.plan, result.cells, lambda n, ident: ident in having(n.name))


def groupings(pack: Pack, plan: Plan) -> dict[str, Group | None]:
    """Return groups whose members can be told: by attributes alone, or as a rank compiled them."""
    compiled = {n.group: n for n in plan.nodes if isinstance(n, Group)}
    found: dict[str, Group | None] = {}
    for name, group in pack.groups.items():
        if group.of in STORED and (name in compiled or group.members is None):
            found[name] = compiled.get(name)
    return found


def save(rows: Iterable[Said], *, run: int, report: Report) -> None:
    """Write the rows, some thousands at a time, so that nobody else waits for long."""
    columns = ", ".join(_COLUMNS)
    marks = ", ".join(["%s"] * len(_COLUMNS))
    table = connection.ops.quote_name(Figure._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (our own names)
    left, at = iter(rows), 1
    while chunk := [(*row, run) for row in islice(left, _BATCH)]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql, chunk)
        at += 1
        report(min(at, _STEPS - 1), _STEPS, "保存结果")


def _whose(kind: str, ident: str, keys: Keys) -> tuple[int | None, int | None]:
    key = keys[kind].get(ident)
    return (key, None) if kind == "person" else (None, key)


def _orders(node: AnyNode) -> Callable[[Env], int | None]:
    """Return what orders a quantity: numbers in millionths, flags as 0 and 1, words by nothing."""
    name, below = node.name, node.name + BELOW
    scale: int = 10**node.typed.scale

    def number(cells: Env) -> int | None:
        value = cells[name]
        return value * _ONE // scale if isinstance(value, int) else None

    def ratio(cells: Env) -> int | None:
        value, whole = cells[name], cells[below]
        if isinstance(value, int) and isinstance(whole, int) and whole:
            return value * _ONE // whole
        return None

    def flag(cells: Env) -> int | None:
        value = cells[name]
        return int(value) if isinstance(value, bool) else None

    kinds = {NUMBER: number, RATIO: ratio, FLAG: flag}
    return kinds.get(node.typed.kind, lambda _: None)


def _memberships(pack: Pack, result: Result, keys: Keys) -> Iterator[Said]:
    for name, node in groupings(pack, result.plan).items():
        kind = pack.groups[name].of
        by = pack.groups[name].by if node is None else node.by
        member = function(TRUE if node is None else node.member)
        for ident, cells in result.cells[kind].items():
            those = [cells.get(c) for c in by]
            if None not in those and member(cells, {}):
                key = "·".join(map(str, those))[:_LONGEST]
                yield (*_whose(kind, ident, keys), ident, f"{GROUP}{name}", key, None)
