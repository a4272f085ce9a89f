"""The ledger (动态台账): who is where on a day, who was talked with, what is owed, what lingers.

Counts are as of a date and never add up over time; whoever was adjusted twice is one person and
two person-times.  Lists of ``those`` are of follow-ups the actor was shown by ``followed``.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.dossier import packs_in_use
from biaochi.appraisals.queries import kept_pack
from biaochi.evidence.measuring import measure_lines, measures
from biaochi.followup.shapes import (
    Actors,
    Analysis,
    Ledger,
    Lingering,
    Owed,
    Serving,
    StockTake,
    Times,
)
from biaochi.followup.standings import KIND, Followed, followed, standings
from biaochi.followup.terms import ADJUSTING, long_open_days, terms_of
from biaochi.followup.timers import known_about
from biaochi.matters.queries import lines, members_in_all, rows
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.aftercare import Terms
from biaochi.procedure.barring import Measured
from biaochi.procedure.deadlines import Calendar, deadline
from biaochi.procedure.returning import (
    clocks,
    coverage,
    is_lead,
    may_be_considered,
    unfilled,
)
from biaochi.registry.calendars import working_calendar

_RECHECK = "recheck"


def ledger(actor: Actor, *, on: date) -> Ledger:
    """Return who was followed up on a day, and who was at which line or task (在册和在一线)."""
    there = Q(opened_on__lte=on) & (Q(closed_on=None) | Q(closed_on__gt=on))
    found = standings(lines(rows(actor, kinds=KIND).filter(there)))
    return Ledger(
        on=on, followed=tuple(f.line for f in found),
        serving=tuple(s for f in found for s in _serving(f, on)),
    )  # fmt: skip


def _serving(found: Followed, on: date) -> Iterator[Serving]:
    terms = found.around.terms
    kinds = {f.id: f.label for f in terms.headings("assignment")}
    places = dict(terms.places)
    for a in found.now.assignments:
        if a.from_on <= on and (a.ended_on is None or on <= a.ended_on):
            yield Serving(
                matter=found.line, kind=kinds.get(a.kind, a.kind), work=a.work, owner=a.owner,
                place=places.get(a.place, ""), from_on=a.from_on,
            )  # fmt: skip


def coverage_report(those: Iterable[Followed]) -> list[Actors]:
    """Return for each open follow-up which kinds of actor have talked with him (谈话覆盖)."""
    return [Actors(matter=f.line, rows=coverage(f.now, f.around)) for f in those]


def analysis(those: Iterable[Followed], *, on: date) -> list[Analysis]:
    """Return when each was last re-checked and is due again (定期专项分析), what is due first.

    Where the pack gives no interval nothing is due; the day of the last one is told all the same.
    """
    rows_ = [_analysis(f, on) for f in those]
    return sorted(rows_, key=lambda a: (a.due_on or date.max, a.matter.code))


def _analysis(found: Followed, on: date) -> Analysis:
    due = next((c for c in clocks(found.now, found.around) if c.key == _RECHECK), None)
    done = [r.done_on for r in found.now.checked if r.done_on]
    return Analysis(
        matter=found.line, last_on=max(done, default=None),
        due_on=due.deadline.due if due else None, owner=due.owner if due else "",
        overdue=bool(due and due.deadline.due < on),
    )  # fmt: skip


def leads(those: Iterable[Followed]) -> list[tuple[MatterLine, str]]:
    """Return the follow-ups that wait for a person to decide; nothing follows from the list."""
    found = []
    for f in those:
        if f.now.is_awaiting:
            found.append((f.line, "已提请，等待人决定"))
        elif is_lead(f.now, f.around):
            found.append((f.line, "等待人决定是否提请"))
    return found


def ready(those: Iterable[Followed], *, on: date) -> list[MatterLine]:
    """Return who may be considered again on a day (可以研究的名单); it never means must."""
    return [
        f.line for f in those
        if f.now.considered_on is None and may_be_considered(f.now, f.around, on=on)
    ]  # fmt: skip


def owed(actor: Actor, *, on: date) -> list[Owed]:
    """Return executed cases whose plan is not in force (还没有启用计划), the earliest due first.

    What came in as history from before the office has no case and is not asked about.
    """
    cases = {str(c.code): c for c in lines(rows(actor, kinds=("case",)))}
    plans = {(f.line.person, f.now.measure): f for f in followed(actor, only_open=False)}
    calendar = working_calendar()
    found = []
    for person, known in known_about({c.person for c in cases.values()}).items():
        kinds, origins = dict(known.kinds), dict(known.origins)
        for m in known.measures:
            case = cases.get(origins.get(m.code, ""))
            plan = plans.get((person, m.code))
            if case is None or kinds[m.code] not in ADJUSTING or m.on > on:
                continue
            if plan is None or (plan.now.active_on is None and plan.line.is_open):
                found.append(_owed(case, m, plan, calendar))
    return sorted(found, key=lambda o: (o.due_on, o.case.person, o.measure))


def _owed(case: MatterLine, measure: Measured, plan: Followed | None, calendar: Calendar) -> Owed:
    pack = kept_pack(case.pack)
    terms = terms_of(pack, on=measure.on) if pack else Terms()
    due = deadline(measure.on, terms.plan_due, calendar)
    return Owed(
        case=case, measure=measure.code, label=measure.label, on=measure.on, due_on=due.due,
        steps=due.steps, plan=plan.line if plan else None,
        lacking=unfilled(plan.now, plan.around) if plan else (),
    )  # fmt: skip


def times(actor: Actor, *, first: date, last: date) -> Times:
    """Return how many officials were adjusted in a span, and how many times (人数和人次)."""
    taken = measure_lines(measures(actor, act=Act.SEE_MATTERS).filter(on__gte=first, on__lte=last))
    kinds = {
        code: kind
        for known in known_about({m.person for m in taken}).values()
        for code, kind in known.kinds
    }
    adjusted = [m.person for m in taken if kinds[m.code] in ADJUSTING]
    return Times(persons=len(set(adjusted)), person_times=len(adjusted))


def stock_take(
    actor: Actor, *, first: date, last: date, kinds: tuple[str, ...] = ("case", *KIND)
) -> StockTake:
    """Return what was opened and closed in a span, and what lingers at its end (定期盘点)."""
    every = rows(actor, kinds=kinds)
    within = Q(opened_on__gte=first, opened_on__lte=last)
    done = Q(closed_on__gte=first, closed_on__lte=last)
    still = Q(opened_on__lte=last) & (Q(closed_on=None) | Q(closed_on__gt=last))
    there = lines(every.filter(still).order_by("opened_on", "pk"))
    limit, by_product = long_open_days(packs_in_use(), on=last)
    late = [m for m in there if (last - m.opened_on).days > limit]
    owners = members_in_all((m.key for m in late), part="handler")
    return StockTake(
        first=first, last=last, opened=every.filter(within).count(),
        closed=every.filter(done).count(), open_at_end=len(there), limit=limit,
        by_product=by_product,
        lingering=tuple(
            Lingering(
                matter=m, days=(last - m.opened_on).days,
                owner="、".join(owners.get(m.key, ())) or "没有经办人",
            )
            for m in late
        ),
    )  # fmt: skip
