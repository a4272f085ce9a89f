"""Rankings and distributions of a run, by the groups of its pack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import queries, results
from biaochi.appraisals.shapes import Ranked, Ranking, RunColumn, RunLine
from biaochi.trail.events import Event
from biaochi.trail.services import seen
from biaochi.web import charts
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing, show

_PREFERRED = ("total", "points")
_TEAMS = 40
_KINDS = {"person": "人", "unit": "单位"}


@dataclass(frozen=True)
class Lines(Sequence[Mapping[str, Any]]):
    """The lines of a ranking, worked out when they are first looked at."""

    actor: Actor
    run: RunLine
    name: str
    group: str = ""
    ascending: str = ""
    unit: str = ""
    tier: str = ""
    who: str = ""
    state: str = ""

    @cached_property
    def ranking(self) -> Ranking:
        """The ranking asked for."""
        return results.ranking(
            self.actor, self.run, name=self.name, group=self.group, ascending=self.ascending
        )

    @cached_property
    def kept(self) -> Sequence[Ranked]:
        """Its lines after the filters: places, or those without a value."""
        found = self.ranking.undetermined if self.state else self.ranking.lines
        return [
            r for r in found
            if (not self.unit or r.unit == self.unit) and (not self.tier or r.tier == self.tier)
            and (self.who in r.name or self.who in r.code)
        ]  # fmt: skip

    def __len__(self) -> int:
        return len(self.kept)

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 (one or a slice, as of any sequence)
        return self.kept[at]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.kept)


def _narrow(field: str) -> Any:  # noqa: ANN401 (what a filter takes)
    return lambda rows, value: replace(rows, **{field: value})


def _shaped(run: RunLine) -> Any:  # noqa: ANN401 (what a listing takes)
    def shape(found: Sequence[Ranked]) -> list[Mapping[str, Any]]:
        return [
            {
                "place": r.place if r.place is not None else "不排名",
                "tied": f"并列 {r.tied}" if r.tied > 1 else "", "name": r.name, "unit": r.unit,
                "tier": r.tier, "group": r.group, "text": r.text,
                "href": reverse("explanation", kwargs={
                    "run": run.ident, "kind": r.kind, "code": r.code}),
            }
            for r in found
        ]  # fmt: skip

    return shape


def _listing(run: RunLine, column: RunColumn) -> Listing:
    unit = f"（{column.unit}）" if column.unit else ""
    return Listing(
        name="ranking", title=f"排名：{column.label}",
        columns=(
            Column(key="place", label="名次", kind="number"), Column(key="tied", label="并列"),
            Column(key="name", label="对象", kind="link", href="href"),
            Column(key="unit", label="单位"), Column(key="tier", label="层次或类型"),
            Column(key="group", label="组"),
            Column(key="text", label=f"{column.label}{unit}", kind="number"),
        ),
        filters=(
            Filter(key="name", label="量", narrow=_narrow("name")),
            Filter(key="group", label="在什么范围内比", narrow=_narrow("group")),
            Filter(key="ascending", label="次序", choices=(("1", "从小到大"),),
                   narrow=_narrow("ascending")),
            Filter(key="unit", label="单位", narrow=_narrow("unit")),
            Filter(key="tier", label="层次", narrow=_narrow("tier")),
            Filter(key="who", label="姓名或编号", kind="text", narrow=_narrow("who")),
            Filter(key="state", label="列出", choices=(("undetermined", "待定的（不排名）"),),
                   narrow=_narrow("state")),
        ),
        shape=_shaped(run), size=50, empty="这个范围内没有人", todo="放宽条件再看。",
        about="同分的并列，名次按范围内全部的人计；待定的不排名，也不会排到末位。名次只供研究，不是结论。",
    )  # fmt: skip


@page(Act.SEE_RESULTS)
def ranking(request: Asked, ident: int) -> HttpResponse:
    """Who stands where, in a group of the pack, by one quantity."""
    run = queries.run(request.actor, ident)
    memory = request.session.get("listing:ranking", {})
    column = _column(run, request.GET.get("name") or memory.get("name", ""))
    lines = Lines(request.actor, run, column.name)
    units, tiers = results.places_in(request.actor, run, column=column)
    choices = {
        "name": [(c.name, _called(c)) for c in _rankable(run)],
        "group": [(g.name, g.label) for g in run.groups if g.of == column.of],
        "unit": [(u, u) for u in units], "tier": [(t, t) for t in tiers],
    }  # fmt: skip
    with transaction.atomic():
        seen(Event.RESULTS_READ, actor=request.actor, at=clock.now(), kind="run", ident=str(ident))
        shown = show(request, _listing(run, column), rows=lines, choices=choices)
    if isinstance(shown, HttpResponse):
        return shown
    shown["undetermined"] = results.blanks(request.actor, run, column=column)
    return render(request, "web/appraisals/ranking.html", {
        "run": run, "listing": shown, "may_ask": may(request.actor, Act.RUN_APPRAISALS),
    })  # fmt: skip


def _rankable(run: RunLine) -> list[RunColumn]:
    return [*results.rankable(run), *results.rankable(run, of="unit")]


def _called(column: RunColumn) -> str:
    return f"{column.label}（{_KINDS[column.of]}）" if column.of == "unit" else column.label


def _column(run: RunLine, name: str) -> RunColumn:
    listed = {c.name: c for c in _rankable(run)}
    first = next((n for n in _PREFERRED if n in listed), next(iter(listed), ""))
    if not listed:
        raise queries.missing("可以排名的量")
    return listed.get(name, listed[first])


@page(Act.SEE_RESULTS)
def spread(request: Asked, ident: int) -> HttpResponse:
    """How a quantity is distributed, and how the teams stand beside each other."""
    run = queries.run(request.actor, ident)
    column = run.column(request.GET.get("name", "")) or run.column("grade") or run.columns[0]
    shares = results.spread(request.actor, run, name=column.name)
    chart = charts.bars(
        f"{column.label}的分布", labels=[s.label for s in shares],
        values=[s.count for s in shares], unit="人" if column.of == "person" else "个",
    )  # fmt: skip
    with transaction.atomic():
        seen(Event.RESULTS_READ, actor=request.actor, at=clock.now(), kind="run", ident=str(ident))
    context = {
        "run": run, "column": column, "columns": run.columns, "shares": shares, "chart": chart,
        "teams": _teams(request.actor, run, column),
        "may_ask": may(request.actor, Act.RUN_APPRAISALS),
    }  # fmt: skip
    return render(request, "web/appraisals/spread.html", context)


def _teams(actor: Actor, run: RunLine, column: RunColumn) -> charts.Chart | None:
    """A dot for each member, a line for each team; nothing for words and for units."""
    if column.kind != "number" or column.of != "person":
        return None
    found: dict[str, list[tuple[str, Decimal]]] = {}
    for line in results.ranking(actor, run, name=column.name).lines:
        value = _decimal(line.text)
        if line.unit and value is not None:
            found.setdefault(line.unit, []).append((line.name, value))
    groups = [*found.items()][:_TEAMS]
    title = f"{column.label}：各单位对照"
    return charts.dots(title, groups=groups, unit=column.unit) if groups else None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


urlpatterns: list[URLPattern] = [
    path("runs/<int:ident>/ranking/", ranking, name="ranking"),
    path("runs/<int:ident>/spread/", spread, name="spread"),
]
