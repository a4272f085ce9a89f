"""One computation: gather, assess, store figures; nobody sees it until it is published."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.appraisals.figures import STORED, groupings, nothing_in, rows_of, save
from biaochi.appraisals.gather import Report
from biaochi.appraisals.models import Period, Run
from biaochi.appraisals.shapes import Computed
from biaochi.appraisals.storing import pack_of, take_snapshot
from biaochi.batch import contract
from biaochi.batch.assess import Result, assess
from biaochi.engine.amounts import CellTable
from biaochi.engine.compile import Asked
from biaochi.engine.kinds import LABEL
from biaochi.engine.nothing import Nothing
from biaochi.engine.plan import AnyNode, Plan
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
        nothing = nothing_in(result)
        run = _run(period, pack, (result, nothing), actor=actor, at=at)
        people, units = _keys()
        rows = rows_of(pack, result, {"person": people, "unit": units}, nothing)
        save(rows, run=run.pk, report=report)
    return Computed(
        run=run.pk, period=period.pk, unit=period.unit_id, result=result, people=people,
        units=units,
    )  # fmt: skip


def _run(
    period: Period, pack: Pack, found: tuple[Result, Nothing], *, actor: Actor, at: datetime
) -> Run:  # fmt: skip
    result, nothing = found
    rows = Run.objects.unscoped(Why.RUN).filter(period=period)
    latest = rows.aggregate(number=Max("number"))["number"] or 0
    plan = result.plan
    run: Run = Run.objects.create(
        period=period, number=latest + 1, as_of=plan.as_of, known_by=at,
        facts_digest=result.facts_digest, results_digest=result.results_digest,
        engine=result.engine, people=len(result.cells["person"]),
        columns={
            "columns": _columns(pack, plan, result.cells, nothing),
            "groups": _groups_said(pack, plan),
        },
        monitors=[*map(contract.monitor, result.monitors),
                  *map(contract.statistic, result.statistics)],
        questions=[contract.question(q) for q in plan.questions],
        warnings=[contract.problem(w) for w in result.warnings], by=actor.name, at=at,
    )  # fmt: skip
    return run


def _columns(
    pack: Pack, plan: Plan, cells: CellTable, nothing: Nothing
) -> list[dict[str, Any]]:  # fmt: skip
    return [
        {
            "name": n.name, "label": n.label or n.name, "of": n.of, "kind": n.typed.kind,
            "unit": n.typed.unit, "clause": n.basis.clause if n.basis else "",
            "order": _order(pack, n), **_blanks(n, cells, nothing),
        }
        for n in plan.nodes
        if not n.internal and n.of in STORED
    ]  # fmt: skip


def _blanks(node: AnyNode, cells: CellTable, nothing: Nothing) -> dict[str, int]:
    """Count the subjects of whom this could not be told; where there is nothing, all is told."""
    open_ = [ident for ident, row in cells[node.of].items() if row[node.name] is None]
    lacking = sum(not nothing.of(node.of, ident, node.name) for ident in open_)
    return {"blank": lacking, "total": len(cells[node.of])}


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
        for n in groupings(pack, plan)
    ]


def _keys() -> tuple[dict[str, int], dict[str, int]]:
    people = dict(Person.objects.unscoped(Why.RUN).values_list("code", "pk"))
    units = dict(Unit.objects.unscoped(Why.RUN).values_list("code", "pk"))
    return people, units
