"""The facts that follow a step of a case: written by services of the rooms they belong to.

Each follows a step a named person took; nothing here happens by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from biaochi.access.shapes import Act, Actor
from biaochi.cases.gathering import pack_of_case, world
from biaochi.cases.wording import outcome_for, tolerance_word
from biaochi.errors import refusal
from biaochi.evidence import services as evidence
from biaochi.evidence.measuring import MeasureSaid, record_measure, retire_measures
from biaochi.evidence.overturning import measures_of
from biaochi.evidence.queries import held_about
from biaochi.evidence.returning import Due, drop_return, note_return
from biaochi.evidence.shapes import Edit
from biaochi.findings.overturning import retire_determinations
from biaochi.findings.services import determine
from biaochi.findings.shapes import Determined
from biaochi.letters.ranks import rank_on
from biaochi.matters.queries import said_in
from biaochi.matters.shapes import MatterLine, Taken
from biaochi.packs.shapes import Pack
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.casefile import fold
from biaochi.procedure.contents import day, is_statutory, line, many
from biaochi.procedure.deadlines import timer
from biaochi.procedure.lengths import length_of
from biaochi.registry import appointing
from biaochi.registry.shapes import GradeSaid, PersonStanding, PostSaid
from biaochi.registry.subjects import standing

UPHELD, CONSIDERED = "属实", "considered-exempted"
NOTICE = "notice-served"
"""What rules of packs call it among the events."""
_WITHOUT_TIMER = frozenset({"health", "voluntary"})


def file_of(taken: Taken) -> CaseFile:
    """Return where the case stands after the step."""
    if not isinstance(taken.standing, CaseFile):
        raise TypeError(type(taken.standing).__name__)
    return taken.standing


def effects(taken: Taken) -> None:
    """Write what follows from the step just taken."""
    write = _EFFECTS.get(taken.last.move)
    if write is not None:
        write(taken)


def _determined(taken: Taken) -> None:
    """Each upheld ground becomes a determination, so that rules asking for one see it.

    What an earlier verification of the same case determined gives way to this one.
    """
    pack, given = pack_of_case(taken.matter), taken.last.given
    _, kept = tolerance_word(line(file_of(taken).assessment or {}, "conclusion"), pack=pack)
    retire_determinations(
        str(taken.matter.code), reason=f"{taken.matter.code} 重新核实", but=kept,
        actor=taken.actor, at=taken.at,
    )  # fmt: skip
    chosen = line(given, "finding")
    for ground in many(given, "upheld"):
        outcome = outcome_for(ground, chosen=chosen, pack=pack, otherwise=UPHELD)
        said = _found(taken, outcome=outcome, ground=ground, pack=pack)
        determine(said, actor=taken.actor, at=taken.at)


def _found(taken: Taken, *, outcome: str, ground: str, pack: Pack) -> Determined:
    is_rule = ground in pack.rules
    given = taken.last.given
    return Determined(
        person=taken.matter.person, person_key=taken.matter.person_key, outcome=outcome,
        on=taken.last.on, rule=ground if is_rule else "", item="" if is_rule else ground,
        note=f"{taken.matter.code} {line(given, 'summary') or line(given, 'reason')}",
    )  # fmt: skip


def _assessed(taken: Taken) -> None:
    """Exempted evidence is suppressed in later appraisals; it stays in the record."""
    given, pack = taken.last.given, pack_of_case(taken.matter)
    pieces = {str(p.code): p for p in held_about(taken.matter.person)}
    for code in many(given, "exempted"):
        edit = Edit(code=code, version=pieces[code].version, reason=line(given, "reason"))
        evidence.exempt(edit, actor=taken.actor, at=taken.at, act=Act.MOVE_MATTERS)
    rule, word = tolerance_word(line(given, "conclusion"), pack=pack)
    if word:
        for ground in file_of(taken).upheld:
            said = _found(taken, outcome=word, ground=ground, pack=pack)
            determine(replace(said, rule=rule or said.rule), actor=taken.actor, at=taken.at)


def _closed(taken: Taken) -> None:
    """An exemption stays in the history of a pack with a name for it, and counts for nothing."""
    file, pack = file_of(taken), pack_of_case(taken.matter)
    if file.outcome != "exempted" or CONSIDERED not in {m.id for m in pack.measures}:
        return
    rank, tier = rank_on(taken.matter.person, on=taken.last.on)
    said = MeasureSaid(
        person_key=taken.matter.person_key, code=f"{taken.matter.code}-1", measure=CONSIDERED,
        on=taken.last.on, channel=file.channel, rank=rank, tier=tier,
    )  # fmt: skip
    record_measure(said, actor=taken.actor, at=taken.at)


def _measured(taken: Taken) -> None:
    """An adopted measure is a fact from the day it was decided."""
    file, pack = file_of(taken), pack_of_case(taken.matter)
    decided, meeting = file.proposal or {}, file.meeting or {}
    held = date.fromisoformat(meeting["held_on"])
    rank, tier = rank_on(taken.matter.person, on=held)
    notice = _notice(taken.matter, file)
    if notice is not None and _reviewable(file, taken.world):
        key = taken.matter.person_key
        note_return(notice, person_key=key, actor=taken.actor, at=taken.at)
    record_measure(
        MeasureSaid(
            person_key=taken.matter.person_key, code=f"{taken.matter.code}-1",
            measure=decided["measure"], on=held, channel=file.channel, rank=rank,
            tier=tier, post_after=line(decided, "post_after"),
            grade_after=line(decided, "grade_after"), ends_on=ends_on(decided, pack, held),
            note=f"{taken.matter.code} {line(meeting, 'document')}".strip(),
        ),
        actor=taken.actor, at=taken.at,
    )  # fmt: skip


def _reviewable(file: CaseFile, world: CaseWorld) -> bool:
    decided = file.proposal or {}
    measure = world.measures.get(decided.get("measure", ""))
    return measure is not None and is_statutory(decided, measure, regime=world.regime)


def _notice(line: MatterLine, file: CaseFile) -> Due | None:
    """A decision that was served is an event: made on a day, received on another."""
    received, held = day(file.served or {}, "served_on"), day(file.meeting or {}, "held_on")
    if received is None:
        return None
    return Due(
        kind=NOTICE, subject=line.person, period=f"{received:%Y-%m}", due_on=held,
        done_on=received,
    )  # fmt: skip


def drop_notice(line: MatterLine, *, on: date, actor: Actor, at: datetime) -> None:
    """Take back that a decision was served: it was withdrawn or revoked (撤销送达记录)."""
    said = said_in(line.key)
    if line.kind != "case" or not said:
        return
    notice = _notice(line, fold(said, world(line, said, on)))
    if notice is not None:
        drop_return(notice, actor=actor, at=at)


def ends_on(decided: Mapping[str, Any], pack: Pack, held: date) -> date | None:
    """Return when the influence of a measure ends, as long as the pack says.

    What was decided for reasons of health, or at the wish of the official, has none.
    """
    if line(decided, "reason_class") in _WITHOUT_TIMER:
        return None
    for influence in pack.aftercare.influence:
        length = length_of(pack, influence.lasts, on=held)
        if influence.measure == line(decided, "measure") and length:
            return timer(held, length).due
    return None


def _moved(taken: Taken) -> None:
    """The post before ends; the one of the decision begins, at the grade held."""
    given, official = taken.last.given, _official(taken)
    last = day(given, "last_on") or taken.last.on
    reason = f"{taken.matter.code} {line(given, 'document')}".strip()
    if official.post:
        appointing.end_appointment(
            ident=official.post, last_on=last, version=official.post_version, reason=reason,
            actor=taken.actor, at=taken.at,
        )  # fmt: skip
    if line(given, "post"):
        said = PostSaid(
            unit=line(given, "unit"), post=line(given, "post"),
            from_on=date.fromisoformat(given["effective_on"]), role=line(given, "post_role"),
            tier=official.tier, level=official.level, grade=official.grade, main=True,
        )  # fmt: skip
        appointing.appoint(
            person=taken.matter.person, said=said, actor=taken.actor, at=taken.at
        )  # fmt: skip


def _graded(taken: Taken) -> None:
    """A grade changes on a day of its own: the post goes on in a row with the new grade."""
    given = taken.last.given
    begins = date.fromisoformat(given["effective_on"])
    official = standing(taken.matter.person, on=begins)
    if not official.post:
        raise refusal(
            "STEP-GUARD", expected=f"{begins} 有任职", found="没有",
            do="请先办理职务变动，再登记职级。",
        )  # fmt: skip
    appointing.regrade(
        ident=official.post, said=GradeSaid(grade=line(given, "grade"), from_on=begins),
        version=official.post_version, actor=taken.actor, at=taken.at,
        reason=f"{taken.matter.code} {line(given, 'document')}".strip(),
    )  # fmt: skip


def _official(taken: Taken) -> PersonStanding:
    last = day(taken.last.given, "last_on") or taken.last.on
    return standing(taken.matter.person, on=last)


def _withdrawn(taken: Taken) -> None:
    """A case taken back leaves nothing against the person: no measure, no determination."""
    code, reason = str(taken.matter.code), line(taken.last.given, "reason")
    measures = [m.code for m in measures_of(code)]
    retire_measures(measures, reason=reason, actor=taken.actor, at=taken.at)
    retire_determinations(code, reason=reason, actor=taken.actor, at=taken.at)
    drop_notice(taken.matter, on=taken.last.on, actor=taken.actor, at=taken.at)


_EFFECTS: Mapping[str, Callable[[Taken], None]] = {
    "verify": _determined, "assess": _assessed, "serve": _measured, "execute_post": _moved,
    "execute_grade": _graded, "close": _closed, "withdraw": _withdrawn,
}  # fmt: skip
