"""Results of somebody by period: of decided years, and of the last run of each period."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.models import Figure, PackVersion, PastResult, Period, Run
from biaochi.appraisals.results import shown
from biaochi.evidence.dossier import number


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decided result of an earlier period."""

    subject: str
    period: str
    quantity: str
    value: Decimal | None
    label: str


@dataclass(frozen=True, kw_only=True)
class Computed:
    """One figure of the last run of a period; ``value`` as it is shown, None if undetermined."""

    subject: str
    run: int
    period: str
    name: str
    value: str | None


@dataclass(frozen=True, kw_only=True)
class Last:
    """The last complete run of a period."""

    ident: int
    number: int
    period: str
    title: str
    as_of: date
    at: datetime
    pack: int
    columns: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Held:
    """Results of some subjects."""

    decided: tuple[Decided, ...]
    computed: tuple[Computed, ...]
    runs: tuple[Last, ...]


def held(
    actor: Actor, act: Act, *, people: Collection[str], runs: Sequence[Last],
    names: Collection[str] = (),
) -> Held:  # fmt: skip
    """Return the results of these officials in every period: two queries.

    ``names``: the computed quantities wanted, all where none is named.
    """
    codes = sorted(people)
    past = PastResult.objects.visible_to(actor, act).filter(
        PastResult.counted(), person__code__in=codes
    )
    figures = Figure.objects.visible_to(actor, act).filter(
        run__in=[r.ident for r in runs], subject__in=codes
    )
    if names:
        figures = figures.filter(name__in=sorted(names))
    periods = {r.ident: r.period for r in runs}
    return Held(
        decided=tuple(
            Decided(
                subject=code, period=p.period, quantity=p.quantity, value=number(p.value),
                label=p.label,
            )
            for code, p in (
                (p.person.code, p)
                for p in past.select_related("person").order_by("period", "quantity", "pk")
            )
        ),
        computed=tuple(
            Computed(
                subject=f.subject, run=f.run_id, period=periods[f.run_id], name=f.name,
                value=None if f.value is None else shown(f.value),
            )
            for f in sorted(figures.order_by(), key=lambda f: (f.run_id, f.subject, f.name))
        ),
        runs=tuple(runs),
    )  # fmt: skip


def decided_years(person: str) -> list[tuple[int, str]]:
    """Return (year, grade) of the decided years of an official the actor may already see."""
    rows = PastResult.objects.unscoped(Why.ABOUT).filter(
        PastResult.counted(), person__code=person, period__regex=r"^\d{4}$"
    )
    worded = rows.exclude(label="").order_by("period", "pk").values_list("period", "label")
    return [(int(period), label) for period, label in worded]


def last_runs() -> list[Last]:
    """Return the last complete run of each period, oldest period first."""
    newest = (
        Run.objects.unscoped(Why.ABOUT)
        .filter(done=True)
        .order_by()
        .values("period")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    rows = Run.objects.unscoped(Why.ABOUT).filter(pk__in=newest).select_related("period")
    return [
        Last(
            ident=r.pk, number=r.number, period=r.period.name, title=r.period.title,
            as_of=r.as_of, at=r.at, pack=r.period.pack_id,
            columns=tuple(c for c in r.columns["columns"] if c["of"] == "person"),
        )
        for r in rows.order_by("as_of", "pk")
    ]  # fmt: skip


def open_periods(actor: Actor) -> list[tuple[int, str]]:
    """Return the open periods the actor may see: key and title."""
    rows = Period.objects.visible_to(actor, Act.SEE_APPRAISALS).filter(Q(state="open"))
    return [(p.pk, p.title) for p in rows.order_by("-opened_at", "-pk")]


def packs_known() -> tuple[str, ...]:
    """Return the digests of every pack: those in use, then the others, the newest first."""
    rows = PackVersion.objects.unscoped(Why.ABOUT).order_by("-pk").values_list("digest", flat=True)
    return tuple(dict.fromkeys((*packs_in_use(), *rows)))


def packs_in_use() -> tuple[str, ...]:
    """Return the digests of the packs of all periods, the one opened last first."""
    rows = Period.objects.unscoped(Why.ABOUT).order_by("-pk").values_list("pack", flat=True)
    keys = list(dict.fromkeys(rows))
    named = PackVersion.objects.unscoped(Why.ABOUT).filter(pk__in=keys)
    digests = dict(named.values_list("pk", "digest"))
    return tuple(digests[k] for k in keys)
