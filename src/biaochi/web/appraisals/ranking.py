"""Rankings and distributions of a run, by the groups of its pack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import queries, results
from biaochi.appraisals.shapes import Keyed, Ranked, Ranking, RunColumn, RunLine
from biaochi.trail.events import Event
from biaochi.web import charts
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing, show
from biaochi.web.reading import was_read

_PREFERRED = ("total", "points")
_TEAMS = 40
_ASKED = frozenset({"name", "group", "ascending", "unit", "tier", "who", "state", "sort", "size"})
_KINDS = {"person": "人", "unit": "单位"}


@dataclass(frozen=True)
class Lines(Sequence[Keyed]):
    """The lines of a ranking that are left after the filters; worked out when looked at."""

    ranking: Ranking
    unit: str = ""
    tier: str = ""
    who: str = ""
    state: str = ""

    @cached_property
    def kept(self) -> Sequence[Keyed]:
        """Places, or those without a value."""
        found = self.ranking.undetermined if self.state else self.ranking.lines
        if not (self.unit or self.tier or self.who):
            return found
        return [k for k in found if self._is_among(*k[2])]

    def _is_among(
        self, code: str, _: str | None, name: str | None, unit: str | None, tier: str | None
    ) -> bool:
        named = self.who in code or self.who in (name or "")
        return named and self.unit in ("", unit) and self.tier in ("", tier)

    def __len__(self) -> int:
        return len(self.kept)

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 (one or a slice, as of any sequence)
        return self.kept[at]

    def __iter__(self) -> Iterator[Keyed]:
        return iter(self.kept)


def _narrow(field: str) -> Any:  # noqa: ANN401 (what a filter takes)
    return lambda rows, value: replace(rows, **{field: value})


def _already(rows: Lines, _: str) -> Lines:
    """What the ranking is of was looked at before it was made."""
    return rows


def _shaped(run: RunLine, column: RunColumn) -> Any:  # noqa: ANN401 (what a listing takes)
    def shape(found: Sequence[Keyed]) -> list[Mapping[str, Any]]:
        return [_row(run, results.ranked(column, keyed)) for keyed in found]

    return shape


def _row(run: RunLine, line: Ranked) -> Mapping[str, Any]:
    given = {"run": run.ident, "kind": line.kind, "code": line.code}
    return {
        "place": line.place if line.place is not None else "不排名",
        "tied": f"并列 {line.tied}" if line.tied > 1 else "", "name": line.name,
        "unit": line.unit, "tier": line.tier, "group": line.group, "text": line.text,
        "href": reverse("explanation", kwargs=given),
        "person": line.code if line.kind == "person" else "",
    }  # fmt: skip


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
            Filter(key="name", label="量", narrow=_already),
            Filter(key="group", label="在什么范围内比", narrow=_already),
            Filter(key="ascending", label="次序", choices=(("1", "从小到大"),),
                   narrow=_already),
            Filter(key="unit", label="单位", narrow=_narrow("unit")),
            Filter(key="tier", label="层次", narrow=_narrow("tier")),
            Filter(key="who", label="姓名或编号", kind="text", narrow=_narrow("who")),
            Filter(key="state", label="列出", choices=(("undetermined", "待定的（不排名）"),),
                   narrow=_narrow("state")),
        ),
        shape=_shaped(run, column), person="person", size=50,
        empty="这个范围内没有人", todo="放宽条件再看。",
        about="同分的并列，名次按范围内全部的人计；待定的不排名，也不会排到末位。名次只供研究，不是结论。",
    )  # fmt: skip


@page(Act.SEE_RESULTS)
def ranking(request: Asked, ident: int) -> HttpResponse:
    """Who stands where, in a group of the pack, by one quantity."""
    run = queries.run(request.actor, ident)
    column = _column(run, _wanted(request, "name"))
    made = results.ranking(
        request.actor, run, name=column.name, group=_wanted(request, "group"),
        ascending=_wanted(request, "ascending"),
    )  # fmt: skip
    choices = {
        "name": [(c.name, _called(c)) for c in _rankable(run)],
        "group": [(g.name, g.label) for g in run.groups if g.of == column.of],
        "unit": [(u, u) for u in made.units], "tier": [(t, t) for t in made.tiers],
    }  # fmt: skip
    shown = show(request, _listing(run, column), rows=Lines(made), choices=choices)
    was_read(request, Event.RESULTS_READ, kind="run", ident=ident)
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "run": run, "listing": shown, "undetermined": len(made.undetermined),
        "may_ask": may(request.actor, Act.RUN_APPRAISALS),
    }  # fmt: skip
    return render(request, "web/appraisals/ranking.html", context)


def _wanted(request: Asked, key: str) -> str:
    """Return what is asked for now, or was the last time."""
    fresh = set(request.GET) & _ASKED
    kept = request.session.get("listing:ranking", {})
    return str(request.GET.get(key, "") if fresh else kept.get(key, ""))


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
    was_read(request, Event.RESULTS_READ, kind="run", ident=ident)
    context = {
        "run": run, "column": column, "columns": run.columns, "shares": shares, "chart": chart,
        "teams": _teams(request.actor, run, column),
        "may_ask": may(request.actor, Act.RUN_APPRAISALS),
    }  # fmt: skip
    return render(request, "web/appraisals/spread.html", context)


def _teams(actor: Actor, run: RunLine, column: RunColumn) -> charts.Chart | None:
    """A strip for each unit; nothing for words and for units."""
    if column.kind != "number" or column.of != "person":
        return None
    groups = results.by_unit(actor, run, name=column.name, most=_TEAMS)
    title = f"{column.label}：各单位对照"
    return charts.strips(title, groups=groups, unit=column.unit) if groups else None


urlpatterns: list[URLPattern] = [
    path("runs/<int:ident>/ranking/", ranking, name="ranking"),
    path("runs/<int:ident>/spread/", spread, name="spread"),
]
