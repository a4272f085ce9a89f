"""The completeness board: which unit owes what, and what is missing for how many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Q

from biaochi.access.shapes import Act, Actor, Span
from biaochi.appraisals.models import Period
from biaochi.appraisals.queries import latest_of, missing, sees_whole
from biaochi.appraisals.shapes import Board, Due, Lack
from biaochi.appraisals.storing import pack_of, plan_for
from biaochi.engine.kinds import FLAG, LABEL, NUMBER, Typed
from biaochi.engine.plan import Plan
from biaochi.engine.scopes import UNIT
from biaochi.engine.tables import duties, subjects, view
from biaochi.evidence.models import Evidence, Return, Score
from biaochi.facts.shapes import FACT_SCALE, TABLES, Facts, Value
from biaochi.packs.shapes import Pack
from biaochi.packs.shapes import quantities as shapes
from biaochi.registry.models import CalendarDay, Person, Unit

_FLAGS = {"是": True, "true": True, "1": True, "否": False, "false": False, "0": False}
_MOST = 12
COUNTED_TO = 1000
_EXPECTED = frozenset({NUMBER, LABEL, FLAG})


def board(actor: Actor, period: int, *, on: date) -> Board:
    """Return what is in and what is not, for the units the actor may look at."""
    rows = Period.objects.visible_to(actor, Act.SEE_APPRAISALS).select_related("unit", "pack")
    row = rows.filter(pk=period).first()
    if row is None:
        raise missing("考核")
    pack = pack_of(row.pack)
    plan = plan_for(row.pack, row.name, row.as_of)
    span = Span(row.unit.first, row.unit.last)
    dues = list(dues_within(actor, plan, pack, span, on=on))
    intervals = list(dict.fromkeys((d.kind, d.period) for d in dues))
    labels = {d.id: d.label for d in pack.calendar}
    states = {(d.unit, d.kind, d.period): d for d in dues}
    units = dict.fromkeys((d.unit, d.unit_name) for d in dues)
    return Board(
        intervals=tuple((k, labels[k], p) for k, p in intervals),
        units=tuple((u, n, tuple(states.get((u, *i)) for i in intervals)) for u, n in units),
        components=tuple(_components(actor, row, pack, span)),
        undetermined=tuple(_undetermined(actor, row)),
        unverified=_unverified(actor, plan, span),
        overdue=sum(d.state == "overdue" for d in dues), owed=len(dues),
        done=sum(d.done_on is not None or d.nil for d in dues),
    )  # fmt: skip


def _within(span: Span, path: str) -> Q:
    return Q(**{f"{path}first__gte": span.first, f"{path}first__lte": span.last})


def dues_within(actor: Actor, plan: Plan, pack: Pack, span: Span, *, on: date) -> Iterator[Due]:
    """Judge each interval as the engine does, only as of today."""
    there = Unit.objects.visible_to(actor, Act.SEE_APPRAISALS).filter(_within(span, ""))
    units = list(there.order_by("first"))
    tables: dict[str, Sequence[Mapping[str, Value]]] = dict.fromkeys(TABLES, ())
    tables["units"] = [_unit_row(u, plan) for u in units]
    tables["calendar"] = list(CalendarDay.objects.visible_to(actor, Act.SEE_APPRAISALS).values(
        "kind", "date"))  # fmt: skip
    tables["events"] = _events(actor, plan, [u.code for u in units])
    now = replace(plan, as_of=on, duties=tuple(d for d in plan.duties if d.of == UNIT))
    seen = view(now, Facts(tables))
    names, place = {u.code: u.name for u in units}, {u.code: u.first for u in units}
    order = {d.id: at for at, d in enumerate(pack.calendar)}
    found = duties(now, seen, subjects(now, seen))
    for row in sorted(found, key=lambda r: (place[str(r["subject"])], order[str(r["kind"])])):
        yield _due(row, names)


def _due(row: Mapping[str, Any], names: Mapping[str, str]) -> Due:
    state = "done" if row["done"] else "overdue" if row["overdue"] else "waiting"
    return Due(
        unit=row["subject"], unit_name=names[row["subject"]], kind=row["kind"],
        period=row["period"], due_on=row["due_on"], done_on=row["done_on"],
        nil=bool(row["nil"]), state="late" if row["late"] else state,
    )  # fmt: skip


def _events(actor: Actor, plan: Plan, units: Sequence[str]) -> list[Mapping[str, Any]]:
    kinds, names = {d.kind for d in plan.duties}, {d.period for d in plan.duties}
    rows = Return.objects.visible_to(actor, Act.SEE_APPRAISALS).filter(
        Return.counted(), unit__code__in=units, kind__in=kinds, period__in=names
    )
    return list(rows.order_by("pk").values("kind", "subject", "period", "due_on", "done_on", "nil"))


def _unit_row(unit: Unit, plan: Plan) -> dict[str, Value]:
    row: dict[str, Value] = {
        "unit": unit.code, "name": unit.name, "type": unit.type or None, "kind": unit.kind or None,
    }  # fmt: skip
    attributes = plan.subjects[UNIT].attributes
    return row | {n: _value(unit.extra.get(n), t) for n, t in attributes.items() if n not in row}


def _value(text: object, typed: Typed) -> Value:
    """An attribute is stored as it was written; flags and numbers are read here as facts are."""
    if text in ("", None):
        return None
    said = str(text)
    if typed.kind == FLAG:
        return _FLAGS.get(said)
    if typed.kind == NUMBER:
        whole, _, part = said.partition(".")
        return int(whole + part.ljust(FACT_SCALE, "0")) if (whole + part).isdigit() else None
    return said


def _people(actor: Actor, span: Span) -> Any:  # noqa: ANN401 (a queryset)
    return Person.objects.visible_to(actor, Act.SEE_APPRAISALS).filter(_within(span, "home__"))


def _components(actor: Actor, row: Period, pack: Pack, span: Span) -> Iterator[Lack]:
    """How many people have no row of a component that the pack grades people by."""
    listed = {
        q.score: q.label or q.score
        for q in pack.quantities.values()
        if isinstance(q, shapes.Score) and q.of == "person" and not q.years_back
    }
    people = _people(actor, span)
    total = people.count()
    rows = Score.objects.visible_to(actor, Act.SEE_APPRAISALS).filter(
        Score.counted(), _within(span, "person__home__"), period=row.name, component__in=listed
    )
    counted = rows.order_by().values_list("component").annotate(Count("person", distinct=True))
    there = dict(counted)
    for component, label in listed.items():
        lack = total - there.get(component, 0)
        yield Lack(label=label, missing=max(lack, 0), of=total, what=component)


def _undetermined(actor: Actor, row: Period) -> Iterator[Lack]:
    """Which quantities the latest run could not tell, for how many people."""
    run = latest_of(actor, row.pk) if sees_whole(actor, Act.SEE_RESULTS, row) else None
    if run is None:
        return
    lacks = [
        Lack(label=c.label, missing=c.blank, of=c.total, what=c.name)
        for c in run.columns
        if c.of == "person" and c.blank and c.kind in _EXPECTED
    ]
    yield from sorted(lacks, key=lambda lack: -lack.missing)[:_MOST]


def _unverified(actor: Actor, plan: Plan, span: Span) -> int:
    rows = Evidence.objects.visible_to(actor, Act.SEE_APPRAISALS).filter(
        Evidence.counted(), _within(span, "person__home__"), status="reported",
        occurred_on__gte=plan.period.first, occurred_on__lte=plan.period.last,
    )  # fmt: skip
    return int(rows.order_by()[: COUNTED_TO + 1].count())
