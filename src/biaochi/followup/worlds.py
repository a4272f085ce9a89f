"""What guards of a follow-up ask of the rest of the office, gathered for one matter."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from biaochi.access.scoping import Why
from biaochi.appraisals.dossier import decided_years
from biaochi.evidence.verifying import verified_on
from biaochi.followup.shapes import Known
from biaochi.followup.terms import ADJUSTING, terms_for
from biaochi.followup.timers import known_about
from biaochi.matters.models import Matter, Step
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.aftercare import Around, CaseSeen
from biaochi.procedure.barring import Measured
from biaochi.procedure.shapes import Said
from biaochi.registry.calendars import working_calendar


def after_world(line: MatterLine, said: tuple[Said, ...], on: date) -> Around:
    """Gather what a follow-up asks: the pack, measures in force, results, cases, evidence."""
    del said, on  # everything here holds whatever the day
    known = known_about([line.person]).get(line.person, Known())
    cases = cases_of(line.person, known)
    return Around(
        terms=terms_for(line), measures=adjustments(known), timers=known.timers,
        calendar=working_calendar(), results=annual_results(line.person),
        cases={code: seen for code, seen in cases.items() if code != line.parent},
        evidence=verified_on([line.person]).get(line.person, {}), parent=cases.get(line.parent),
        others=frozenset(followed(line.person, but=line.key)),
    )  # fmt: skip


def adjustments(known: Known) -> dict[str, Measured]:
    """Return the measures a follow-up can be about, by code; what no pack knows among them."""
    kinds = dict(known.kinds)
    return {m.code: m for m in known.measures if kinds[m.code] in {*ADJUSTING, ""}}


def cases_of(person: str, known: Known) -> dict[str, CaseSeen]:
    """Return the cases of an official: led to a measure in force, still going, or dropped."""
    led = {matter for _, matter in known.origins}
    rows = Matter.objects.unscoped(Why.ABOUT).filter(person__code=person, kind="case")
    return {row.code: _seen(row, led=row.code in led) for row in rows.order_by("opened_on", "pk")}


def followed(person: str, *, but: int = 0) -> list[str]:
    """Return the measures open follow-ups of an official are about."""
    rows = Matter.objects.unscoped(Why.ABOUT).filter(
        person__code=person, kind="aftercare", is_open=True
    )
    opened = Step.objects.unscoped(Why.ABOUT).filter(matter__in=rows.exclude(pk=but), number=1)
    return [str(given.get("measure", "")) for given in opened.values_list("given", flat=True)]


def annual_results(person: str) -> Mapping[int, str]:
    """Return the decided annual grade of each year, where the office holds just one."""
    labels: dict[int, set[str]] = defaultdict(set)
    for year, label in decided_years(person):
        labels[year].add(label)
    return {year: those.pop() for year, those in labels.items() if len(those) == 1}


def _seen(row: Any, *, led: bool) -> CaseSeen:  # noqa: ANN401 (a row)
    if led:
        return CaseSeen(state="done", opened_on=row.opened_on)
    return CaseSeen(state="open" if row.is_open else "dropped", opened_on=row.opened_on)
