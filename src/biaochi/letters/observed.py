"""What an observation leaves among the facts: that it was set, what a named person found."""

from datetime import date
from decimal import Decimal

from biaochi.access.shapes import Actor
from biaochi.evidence.measuring import MeasureSaid, record_measure, retire_measures
from biaochi.evidence.scoring import Scoring, drop_score, record_score
from biaochi.findings.overturning import retire_determinations
from biaochi.findings.services import determine
from biaochi.findings.shapes import Determined
from biaochi.letters.ranks import rank_on
from biaochi.matters.shapes import MatterLine, Taken
from biaochi.packs.shapes import Pack, Score
from biaochi.procedure.observation_moves import (
    EXTENDED,
    IMPROVED,
    NOT_IMPROVED,
    OBSERVATION,
    PROBATION,
    REFUSAL,
    TRIAL,
)
from biaochi.procedure.observing import ObservationStanding
from biaochi.registry.appointing import add_absence, correct_absence
from biaochi.registry.queries import absences_of
from biaochi.registry.shapes import AbsenceSaid
from biaochi.timeline import months_between

MEASURES = {OBSERVATION: ("observation",), TRIAL: ("trial", "trial-post"), PROBATION: ()}
"""What packs call these among the measures."""
MONTHS, ENDED, ON_TRIAL = "observation_months", "observation-ended", "任职试用"
OUTCOMES = {
    OBSERVATION: {IMPROVED: "已好转", NOT_IMPROVED: "没有好转"},
    TRIAL: {IMPROVED: "试岗合格", NOT_IMPROVED: "试岗不合格"},
    PROBATION: {IMPROVED: "试用合格", NOT_IMPROVED: "试用不合格"},
}  # fmt: skip


def observation_effects(taken: Taken) -> None:
    """Write what follows from the step just made; of a refusal, and of a talk, nothing does."""
    standing = taken.standing
    if not isinstance(standing, ObservationStanding):
        raise TypeError(type(standing).__name__)
    if standing.variant == REFUSAL:
        return
    if taken.last.move == "open":
        _set(taken, standing)
    elif taken.last.move == "review":
        _found(taken, standing)
    elif taken.last.move in {"close", "withdraw"}:
        _ended(taken, standing)


def _set(taken: Taken, standing: ObservationStanding) -> None:
    _measured(taken, standing)
    start = standing.start
    if standing.variant == PROBATION and start:
        said = AbsenceSaid(kind=ON_TRIAL, from_on=start)
        add_absence(person=taken.matter.person, said=said, actor=taken.actor, at=taken.at)


def _measured(taken: Taken, standing: ObservationStanding) -> None:
    """Write the newest span as a measure, where the pack has a name for it."""
    pack: Pack | None = taken.world.pack
    known = {m.id for m in pack.measures} if pack else set()
    named = [m for m in MEASURES[standing.variant] if m in known]
    number, end = len(standing.ends), standing.ends[-1]
    if not named or pack is None:
        return
    rank, tier = rank_on(taken.matter.person, on=end.start)
    record_measure(
        MeasureSaid(
            person_key=taken.matter.person_key, code=f"{taken.matter.code}-{number}",
            measure=named[0], on=end.start, rank=rank, tier=tier, ends_on=end.due,
            note=taken.matter.title,
        ),
        actor=taken.actor, at=taken.at,
    )  # fmt: skip
    if standing.variant == OBSERVATION and _scores(pack):
        record_score(_months(taken, end.start, end.due), actor=taken.actor, at=taken.at)


def _scores(pack: Pack) -> bool:
    """Tell whether the pack reads how long somebody's own period is."""
    return any(isinstance(q, Score) and q.score == MONTHS for q in pack.quantities.values())


def _months(taken: Taken, start: date, due: date) -> Scoring:
    return Scoring(
        person_key=taken.matter.person_key, component=MONTHS, period=f"{start:%Y}",
        value=Decimal(months_between(start, due)), source=taken.matter.code,
    )  # fmt: skip


def _found(taken: Taken, standing: ObservationStanding) -> None:
    """A named person's finding; whether anything follows is asked in a case, by people."""
    if standing.result == EXTENDED:  # the period goes on: of the person nothing was found
        _measured(taken, standing)
        return
    pack: Pack | None = taken.world.pack
    step, line = taken.last, taken.matter
    rule = ENDED if pack and ENDED in pack.rules and standing.variant == OBSERVATION else ""
    said = Determined(
        person_key=line.person_key, person=line.person, rule=rule, on=step.on,
        outcome=OUTCOMES[standing.variant][standing.result],
        note=f"{line.code} {step.given['reason']}",
    )  # fmt: skip
    determine(said, actor=taken.actor, at=taken.at)


def _ended(taken: Taken, standing: ObservationStanding) -> None:
    line, actor, at = taken.matter, taken.actor, taken.at
    if standing.variant == PROBATION:
        _off_trial(line, standing, actor=actor, taken=taken)
    if taken.last.move == "close":
        return
    reason = taken.last.given["reason"]
    measures = [f"{line.code}-{n}" for n in range(1, len(standing.ends) + 1)]
    retire_measures(measures, reason=reason, actor=actor, at=at)
    retire_determinations(str(line.code), reason=reason, actor=actor, at=at)
    for end in standing.ends:
        drop_score(_months(taken, end.start, end.due), actor=actor, at=at)


def _off_trial(
    line: MatterLine, standing: ObservationStanding, *, actor: Actor, taken: Taken
) -> None:
    """Somebody's probation is over on the day it was judged, or the matter taken back."""
    on = standing.reviews[-1].on if standing.judged else taken.last.on
    for row in absences_of(actor, line.person):
        if row.kind == ON_TRIAL and row.from_on == standing.start and row.to_on is None:
            said = AbsenceSaid(kind=ON_TRIAL, from_on=row.from_on, to_on=max(on, row.from_on))
            correct_absence(
                ident=row.ident, said=said, version=row.version, reason=line.code, actor=actor,
                at=taken.at,
            )  # fmt: skip
