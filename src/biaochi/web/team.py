"""A unit's team: its members compared on chosen quantities, and how they went over the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.appraisals import dossier as appraised
from biaochi.registry import dossier as registered
from biaochi.trail.events import Event
from biaochi.trail.services import seen
from biaochi.web import charts, labelling, links
from biaochi.web.doors import Asked, page
from biaochi.web.labels import Labels
from biaochi.web.results import is_number

MOST_QUANTITIES, MOST_LINES, MOST_PEOPLE = 4, 6, 600
_FIRST = ("total",)
_NUMBERS = {"number", "ratio"}


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """Something members can be compared on."""

    name: str
    label: str
    unit: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One member with the values of the chosen quantities."""

    member: registered.Member
    href: str
    values: tuple[tuple[str, str], ...]


Values = Mapping[tuple[str, str, str], tuple[str, int]]
"""(subject, quantity, period) → the value as shown, and the run that computed it (0: decided)."""


@page(Act.SEE_RESULTS)
def team(request: Asked, code: str) -> HttpResponse:
    """Compare the members of one unit, and record that their results were read."""
    actor = request.actor
    found = registered.team(actor, unit=code)
    if found is None:
        raise Http404
    runs = appraised.last_runs()
    names = _wanted(runs, request.GET.getlist("q"))
    with transaction.atomic():
        seen(Event.RESULTS_READ, actor=actor, at=clock.now(), kind="unit", ident=code)
        held = appraised.held(
            actor, Act.SEE_RESULTS, people=[m.code for m in found.members], runs=runs, names=names
        )
    labels = labelling.current()
    values = values_of(held)
    tiers = sorted({m.tier for m in found.members if m.tier})
    tier = request.GET.get("tier", "")
    tier = tier if tier in tiers else ""
    if tier:
        found = replace(found, members=tuple(m for m in found.members if m.tier == tier))
    periods = sorted({p for _, _, p in values}, reverse=True)
    period = request.GET.get("period", "")
    period = period if period in periods else (periods[0] if periods else "")
    quantities = _quantities(held, labels, wanted=names)
    chosen = [q for q in quantities if q.chosen]
    sisters = [m for m in registered.teams(actor, unit=code) if not tier or m.tier == tier]
    strip = None
    if chosen and len({m.unit for m in sisters}) > 1 and len(sisters) <= MOST_PEOPLE:
        every = appraised.held(
            actor, Act.SEE_RESULTS, people=[m.code for m in sisters], runs=runs,
            names=[chosen[0].name],
        )  # fmt: skip
        strip = _strip(sisters, values_of(every), chosen[0], period=period, here=found.name)
    return render(
        request, "web/team/team.html",
        {
            "team": found,
            "parent_at": links.link("team", code=found.parent) if found.parent else "",
            "unit_at": links.link("unit", code=found.code), "periods": periods, "period": period,
            "quantities": quantities, "chosen": chosen,
            "rows": _rows(found, values, chosen=chosen, period=period),
            "bars": _bars(found, values, chosen=chosen, period=period),
            "strip": strip, "trends": _trends(found, values, chosen=chosen),
            "most": MOST_QUANTITIES, "tiers": tiers, "tier": tier,
        },
    )  # fmt: skip


def values_of(held: appraised.Held) -> Values:
    """Return every result by subject, quantity and period; what was computed here wins."""
    values: dict[tuple[str, str, str], tuple[str, int]] = {}
    for d in held.decided:
        said = d.label or (f"{d.value:f}" if d.value is not None else "")
        values[d.subject, d.quantity, d.period] = (said, 0)
    for c in held.computed:
        values[c.subject, c.name, c.period] = (c.value or "", c.run)
    return values


def _wanted(runs: Sequence[appraised.Last], asked: Sequence[str]) -> list[str]:
    """Return the quantities to compare on: what was asked, else the year's total or a number."""
    if asked:
        return list(dict.fromkeys(asked))[:MOST_QUANTITIES]
    columns = [c for r in reversed(runs) for c in r.columns if c["kind"] in _NUMBERS]
    names = [c["name"] for c in columns]
    return [n for n in _FIRST if n in names][:1] or names[:1] or list(_FIRST[:1])


def _quantities(held: appraised.Held, labels: Labels, *, wanted: Sequence[str]) -> list[Quantity]:
    named = {c["name"]: (c["label"], c.get("unit", "")) for r in held.runs for c in r.columns}
    decided = {d.quantity: (labels.quantity(d.quantity), "") for d in held.decided}
    every = {**decided, **named}
    order = sorted(every, key=lambda n: _FIRST.index(n) if n in _FIRST else len(_FIRST))
    return [
        Quantity(
            name=n, label=every[n][0] or n, unit=every[n][1] or labels.unit(n),
            chosen=n in wanted,
        )
        for n in order
    ]  # fmt: skip


def _rows(
    team: registered.Team, values: Values, *, chosen: Sequence[Quantity], period: str
) -> list[Compared]:
    made = []
    for m in team.members:
        cells = []
        for q in chosen:
            said, run = values.get((m.code, q.name, period), (None, 0))
            href = ""
            if run:
                href = links.explanation(run=run, kind="person", code=m.code, what=q.name)
            cells.append(("—" if said is None else said or "尚不能定", href))
        made.append(
            Compared(
                member=m, href=links.link("dossier", code=m.code), values=tuple(cells)
            )
        )  # fmt: skip
    return made


def _bars(
    team: registered.Team, values: Values, *, chosen: Sequence[Quantity], period: str
) -> list[charts.Chart]:
    made = []
    for q in chosen:
        got = [_number(values.get((m.code, q.name, period))) for m in team.members]
        if any(v is not None for v in got):
            names = [m.name for m in team.members]
            made.append(
                charts.bars(
                    f"{q.label}（{period}）",
                    labels=names,
                    values=got,
                    unit=q.unit,
                    wide=charts.HALF,
                )
            )
    return made


def _trends(
    team: registered.Team, values: Values, *, chosen: Sequence[Quantity]
) -> list[charts.Chart]:
    made = []
    for q in chosen:
        periods = sorted({p for _, name, p in values if name == q.name})
        series = [
            charts.Series(m.name, [_number(values.get((m.code, q.name, p))) for p in periods])
            for m in team.members[:MOST_LINES]
        ]
        series = [s for s in series if sum(v is not None for v in s.values) > 1]
        if series:
            made.append(
                charts.lines(
                    f"{q.label}历期走势",
                    labels=periods,
                    series=series,
                    unit=q.unit,
                    wide=charts.HALF,
                )
            )
    return made


def _strip(
    sisters: Sequence[registered.Member], values: Values, quantity: Quantity, *, period: str,
    here: str,
) -> charts.Chart | None:  # fmt: skip
    """Draw the members of units of the same sort, a strip for each unit."""
    groups: dict[str, list[tuple[str, Decimal]]] = {}
    for m in sisters:
        value = _number(values.get((m.code, quantity.name, period)))
        if value is not None:
            groups.setdefault(m.unit_name, []).append((m.name, value))
    if set(groups) <= {here}:
        return None
    title = f"{quantity.label}：同类单位（{period}）"
    return charts.dots(title, groups=list(groups.items()), unit=quantity.unit, here=here)


def _number(held: tuple[str, int] | None) -> Decimal | None:
    return Decimal(held[0]) if held is not None and is_number(held[0]) else None


urlpatterns: list[URLPattern] = [path("units/<str:code>/team/", team, name="team")]
