"""Findings on somebody with what was done about them, and what was determined."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.findings.models import Determination, Finding, Handling


@dataclass(frozen=True, kw_only=True)
class Handled:
    """What a named person did with a finding."""

    act: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Found:
    """A finding of a run."""

    ident: int
    run: int
    as_of: date
    subject: str
    rule: str
    label: str
    verdict: str
    opens: str
    handlings: tuple[Handled, ...]


@dataclass(frozen=True, kw_only=True)
class Determined:
    """What a named person found to be so."""

    code: str
    rule: str
    item: str
    outcome: str
    on: date
    by: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """This room's part of a dossier."""

    findings: tuple[Found, ...]
    determinations: tuple[Determined, ...]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A finding that waits for somebody."""

    ident: int
    subject: str
    subject_name: str
    label: str
    as_of: date


def held(actor: Actor, act: Act, *, person: str, runs: Collection[int]) -> Held:
    """Return the findings of these runs that are met or open, and every determination."""
    rows = Finding.objects.visible_to(actor, act).filter(
        person__code=person, run__in=sorted(runs), verdict__in=("met", "undetermined")
    )
    found = list(rows.select_related("run").order_by("run__as_of", "verdict", "rule", "pk"))
    handlings: dict[int, list[Handled]] = defaultdict(list)
    done = Handling.objects.unscoped(Why.ABOUT).filter(finding__in=[f.pk for f in found])
    for h in done.order_by("pk"):
        handlings[h.finding_id].append(Handled(act=h.act, reason=h.reason, by=h.user_name, at=h.at))
    said = Determination.objects.visible_to(actor, act).filter(
        Determination.counted(), person__code=person
    )
    return Held(
        findings=tuple(
            Found(
                ident=f.pk, run=f.run_id, as_of=f.run.as_of, subject=f.subject, rule=f.rule,
                label=f.label, verdict=f.verdict, opens=f.opens, handlings=tuple(handlings[f.pk]),
            )
            for f in found
        ),
        determinations=tuple(
            Determined(
                code=d.code, rule=d.rule, item=d.item, outcome=d.outcome, on=d.on, by=d.by,
                note=d.note,
            )
            for d in said.order_by("on", "code")
        ),
    )  # fmt: skip


def unhandled(
    actor: Actor, *, runs: Collection[int], most: int, shown: int
) -> tuple[int, list[Waiting]]:
    """Return the findings of these runs that are met and that nobody has taken in hand."""
    done = Handling.objects.unscoped(Why.ABOUT).filter(finding=OuterRef("pk"))
    rows = Finding.objects.visible_to(actor, Act.HANDLE_FINDINGS).filter(
        ~Exists(done), run__in=sorted(runs), verdict="met"
    )
    some = rows.select_related("person", "unit", "run").order_by("-run", "rule", "subject", "pk")
    many = rows.order_by()[: most + 1].count()
    return many, [
        Waiting(
            ident=f.pk, subject=f.subject, label=f.label, as_of=f.run.as_of,
            subject_name=(f.person or f.unit).name if f.person or f.unit else f.subject,
        )
        for f in (some[:shown] if many else ())
    ]  # fmt: skip
