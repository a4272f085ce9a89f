"""One computation: gather, assess, store figures; nobody sees it until it is published."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Max

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.appraisals.gather import Report
from biaochi.appraisals.models import Figure, Period, Run
from biaochi.appraisals.shapes import GROUP, Computed
from biaochi.appraisals.storing import pack_of, take_snapshot
from biaochi.batch import contract
from biaochi.batch.assess import Result, assess
from biaochi.engine.amounts import text
from biaochi.engine.closures import function
from biaochi.engine.compile import Asked
from biaochi.engine.expr import TRUE, Env
from biaochi.engine.kinds import FLAG, LABEL, NUMBER, RATIO
from biaochi.engine.plan import BELOW, AnyNode, Group, Plan
from biaochi.errors import Problem, Refusal
from biaochi.facts.shapes import FACT_SCALE
from biaochi.packs.shapes import Pack
from biaochi.packs.shapes import quantities as shapes
from biaochi.registry.models import Person, Unit

_BATCH = 5000
_STEPS = 100
_STORED = ("person", "unit")
_LONGEST = 60
_ONE: int = 10**FACT_SCALE


def asked_of(period: Period) -> Asked:
    """Return what an engine is asked for a period."""
    return Asked(period=period.name, as_of=period.as_of)


def compute(period: Period, *, actor: Actor, at: datetime, report: Report) -> Computed:
    """Assess the facts known at a moment, and store the run with its figures, still unseen."""
    pack = pack_of(period.pack)
    with take_snapshot(pack, unit=period.unit.code, known_by=at, report=report) as store:
        report(0, _STEPS, "计算")
        if not store.counts["people"]:
            do = "请先登记人员和任职，再计算。"
            raise Refusal((Problem("RUN-EMPTY", "至少一个人", "没有", do),))
        result = assess(pack, store, asked_of(period))
        report(1, _STEPS, "保存结果")
        run = _run(period, pack, result, actor=actor, at=at)
        people, units = _keys()
        _save(_figures(run, pack, result, {"person": people, "unit": units}), report)
    return Computed(
        run=run.pk, period=period.pk, unit=period.unit_id, result=result, people=people,
        units=units,
    )  # fmt: skip


def _run(period: Period, pack: Pack, result: Result, *, actor: Actor, at: datetime) -> Run:
    rows = Run.objects.unscoped(Why.RUN).filter(period=period)
    latest = rows.aggregate(number=Max("number"))["number"] or 0
    plan = result.plan
    run: Run = Run.objects.create(
        period=period, number=latest + 1, as_of=plan.as_of, known_by=at,
        facts_digest=result.facts_digest, results_digest=result.results_digest,
        engine=result.engine, people=len(result.cells["person"]),
        columns={"columns": _columns(pack, plan), "groups": _groups_said(pack, plan)},
        monitors=[*map(contract.monitor, result.monitors),
                  *map(contract.statistic, result.statistics)],
        questions=[contract.question(q) for q in plan.questions],
        warnings=[contract.problem(w) for w in result.warnings], by=actor.name, at=at,
    )  # fmt: skip
    return run


def _columns(pack: Pack, plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "name": n.name, "label": n.label or n.name, "of": n.of, "kind": n.typed.kind,
            "unit": n.typed.unit, "clause": n.basis.clause if n.basis else "",
            "order": _order(pack, n),
        }
        for n in plan.nodes
        if not n.internal and n.of in _STORED
    ]  # fmt: skip


def _order(pack: Pack, node: AnyNode) -> list[str]:
    """Return the labels of a banded quantity in the order of its table: the best first."""
    quantity = pack.quantities.get(node.name)
    if node.typed.kind != LABEL or not isinstance(quantity, shapes.Map):
        return []
    given = [*(b.gives for b in quantity.bands.table), *(o.gives for o in quantity.bands.overrides)]
    return list(dict.fromkeys(given))


def _groups_said(pack: Pack, plan: Plan) -> list[dict[str, str]]:
    return [
        {"name": n, "label": pack.groups[n].label or n, "of": pack.groups[n].of}
        for n in _groupings(pack, plan)
    ]


def _groupings(pack: Pack, plan: Plan) -> dict[str, Group | None]:
    """Return groups whose members can be told: by attributes alone, or as a rank compiled them."""
    compiled = {n.group: n for n in plan.nodes if isinstance(n, Group)}
    found: dict[str, Group | None] = {}
    for name, group in pack.groups.items():
        if group.of in _STORED and (name in compiled or group.members is None):
            found[name] = compiled.get(name)
    return found


def _figures(
    run: Run, pack: Pack, result: Result, keys: Mapping[str, Mapping[str, int]]
) -> Iterator[Figure]:
    for kind in _STORED:
        for ident, cells in result.cells.get(kind, {}).items():
            bare = Figure(run=run, subject=ident, **{f"{kind}_id": keys[kind].get(ident)})
            for node in result.plan.of(kind):
                if not node.internal:
                    yield _figure(bare, node, cells, places=result.plan.scale)
    yield from _memberships(run, pack, result, keys)


def _figure(bare: Figure, node: AnyNode, cells: Env, *, places: int) -> Figure:
    value = cells[node.name]
    shown = None if value is None else text(node.typed, cells, node.name, places=places)
    figure = Figure(run_id=bare.run_id, person_id=bare.person_id, unit_id=bare.unit_id,
                    subject=bare.subject, name=node.name)  # fmt: skip
    figure.value = shown[:_LONGEST] if shown is not None else None
    figure.number = _number(node, cells)
    return figure


def _number(node: AnyNode, cells: Env) -> int | None:
    """Return what orders a value: numbers in millionths, flags as 0 and 1."""
    value = cells[node.name]
    if not isinstance(value, int):
        return None
    if node.typed.kind == NUMBER:
        return value * _ONE // int(10**node.typed.scale)
    if node.typed.kind == RATIO:
        below = cells[node.name + BELOW]
        return value * _ONE // below if isinstance(below, int) and below else None
    return int(value) if node.typed.kind == FLAG else None


def _memberships(
    run: Run, pack: Pack, result: Result, keys: Mapping[str, Mapping[str, int]]
) -> Iterator[Figure]:
    for name, node in _groupings(pack, result.plan).items():
        kind = pack.groups[name].of
        by = pack.groups[name].by if node is None else node.by
        member = function(TRUE if node is None else node.member)
        for ident, cells in result.cells[kind].items():
            those = [cells.get(c) for c in by]
            if None not in those and member(cells, {}):
                figure = Figure(run=run, subject=ident, name=f"{GROUP}{name}")
                setattr(figure, f"{kind}_id", keys[kind].get(ident))
                figure.value = "·".join(map(str, those))[:_LONGEST]
                yield figure


def _save(figures: Iterable[Figure], report: Report) -> None:
    rows, at = iter(figures), 1
    while chunk := list(islice(rows, _BATCH)):
        Figure.objects.bulk_create(chunk)
        at += 1
        report(min(at, _STEPS - 1), _STEPS, "保存结果")


def _keys() -> tuple[dict[str, int], dict[str, int]]:
    people = dict(Person.objects.unscoped(Why.RUN).values_list("code", "pk"))
    units = dict(Unit.objects.unscoped(Why.RUN).values_list("code", "pk"))
    return people, units
