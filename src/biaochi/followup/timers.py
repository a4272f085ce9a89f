"""Influence periods of officials: what bars whom today, and until when (影响期).

A measure that came from a matter is read by the pack of that matter; any other by the first known
pack that speaks of it.  The machine only tells; a promotion is checked and decided by people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.dossier import packs_known
from biaochi.appraisals.items import pack_with
from biaochi.evidence.measuring import MeasureLine, first_of, taken_about_many
from biaochi.findings.bars import FoundBar, bars_found
from biaochi.followup.shapes import Bar, Known
from biaochi.followup.terms import declaring, influence_on, kind_of_measure, label_of, terms_of
from biaochi.matters.models import Matter, Step
from biaochi.procedure.barring import Barred, Measured, Timer, barred, timers_of
from biaochi.registry import subjects
from biaochi.trail.editing import not_found
from biaochi.vocabulary.findings import EffectObject
from biaochi.vocabulary.words import zh

_WITHOUT_TIMER = frozenset({"health", "voluntary"})


def known_about(people: Collection[str]) -> dict[str, Known]:
    """Return measures and timers of officials the actor may already see; a handful of queries."""
    lines = taken_about_many(people)
    if not lines:
        return {}
    origins = dict(_origins([m.code for m in lines]))
    blameless = _blameless({matter for matter, _ in origins.values()})
    digests = packs_known()
    per: dict[str, list[tuple[MeasureLine, str]]] = defaultdict(list)
    for line in lines:
        own = origins.get(line.code, ("", ""))[1]
        per[line.person].append((line, own or declaring(digests, line.measure)))
    return {
        person: _known(rows, {code: of for code, (of, _) in origins.items()}, blameless)
        for person, rows in per.items()
    }


def bars(actor: Actor, person: str, *, on: date, own: bool = False) -> tuple[Barred, list[Bar]]:
    """Return what bars an official on a day and until when (提拔任用前的核对), each with its count.

    Beside measures it tells what findings somebody took up suggest; those are marked as findings.
    """
    act = Act.SEE_OWN if own else Act.SEE_MATTERS
    if subjects.person(actor, act, code=person) is None:
        raise not_found("人员")
    known = known_about([person]).get(person, Known())
    found = [f for f in bars_found(person) if f.start <= on]
    state = barred(known.timers, on=on)
    rows = [_bar(t, "running") for t in state.running]
    rows += [_bar(t, "unknown") for t in state.unknown]
    rows += [_found_bar(f) for f in found if f.until is None or f.until > on]
    return state, rows


def _origins(codes: Collection[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (measure, (matter it came from, digest of its pack)).

    A matter numbers the measures it leads to after its own code; a lighter one that a remedy put
    in the place of another comes from the same matter.
    """
    wanted = {code: (code, first_of(code).rpartition("-")[0]) for code in codes}
    named = {m for pair in wanted.values() for m in pair if m}
    rows = Matter.objects.unscoped(Why.ABOUT).filter(code__in=sorted(named))
    packs = dict(rows.values_list("code", "pack__digest"))
    for code, pair in wanted.items():
        for matter in pair:
            if matter in packs:
                yield code, (matter, packs[matter] or "")
                break


def _blameless(matters: Collection[str]) -> set[str]:
    """Return the cases decided for health, or at the person's wish: they leave no timer."""
    rows = Step.objects.unscoped(Why.ABOUT).filter(matter__code__in=sorted(matters), move="propose")
    said = dict(rows.order_by("number").values_list("matter__code", "given"))
    return {code for code, given in said.items() if given.get("reason_class") in _WITHOUT_TIMER}


def _known(
    rows: list[tuple[MeasureLine, str]], origins: dict[str, str], blameless: Collection[str]
) -> Known:  # fmt: skip
    measures: list[Measured] = []
    kinds: list[tuple[str, str]] = []
    groups: dict[str, list[Measured]] = defaultdict(list)
    for line, digest in rows:
        pack = pack_with(digest) if digest else None
        one = Measured(
            code=line.code, measure=line.measure, label=label_of(pack, line.measure), on=line.on,
            ends_on=line.ends_on, channel=line.channel,
        )  # fmt: skip
        measures.append(one)
        kinds.append((line.code, kind_of_measure(pack, line.measure)))
        if origins.get(line.code) not in blameless or line.ends_on is not None:
            groups[digest].append(one)
    timers = [t for digest, those in groups.items() for t in _timers(digest, those)]
    return Known(
        measures=tuple(measures), kinds=tuple(kinds),
        timers=tuple(sorted(timers, key=lambda t: (t.start, t.covers))),
        origins=tuple((m.code, origins[m.code]) for m in measures if m.code in origins),
    )  # fmt: skip


def _timers(digest: str, measures: Iterable[Measured]) -> tuple[Timer, ...]:
    pack = pack_with(digest) if digest else None
    if pack is None:
        return timers_of([(m, ()) for m in measures])
    free = pack.aftercare.free
    bound = [m for m in measures if m.channel not in free or m.ends_on is not None]
    taken = [(m, influence_on(pack, m.measure, on=m.on)) for m in bound]
    inclusive = terms_of(pack, on=date.min).inclusive
    return timers_of(taken, inclusive=inclusive)


def _bar(timer: Timer, state: str) -> Bar:
    due = timer.deadline
    return Bar(
        label=timer.label, bars=zh(EffectObject, timer.bars), start=timer.start, ends=timer.ends,
        until=due.due if due else None, steps=due.steps if due else (), state=state,
        source=timer.source,
    )  # fmt: skip


def _found_bar(found: FoundBar) -> Bar:
    until = f"{found.until}" if found.until else "未定，需填写"
    return Bar(
        label=found.label, bars=zh(EffectObject, found.what), start=found.start,
        until=found.until, ends=until, steps=(), state="found", source="finding",
        basis=found.clause,
    )  # fmt: skip
