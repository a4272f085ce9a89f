"""The facts that follow a step of a remedy, written by services of the rooms they belong to.

A revocation takes rows back and asks for new computations; a post is restored by an officer's own
step and never by a decision.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from biaochi.appraisals.overturning import ask_runs, retire_result
from biaochi.appraisals.queries import kept_pack
from biaochi.cases.desks import CASE, RESIGNATION
from biaochi.cases.effects import drop_notice, ends_on
from biaochi.evidence.measuring import retire_measures
from biaochi.evidence.overturning import lessen, lighten, measures_of, overturn
from biaochi.findings.overturning import asked, retire_determinations
from biaochi.findings.services import handle
from biaochi.letters.desks import EXPIRY, LETTER
from biaochi.letters.effects import letter_effects
from biaochi.matters import queries
from biaochi.matters.services import refresh_waits
from biaochi.matters.shapes import MatterLine, Taken
from biaochi.procedure.remedying import Remedy
from biaochi.procedure.shapes import Said
from biaochi.registry import appointing
from biaochi.registry.shapes import PostSaid
from biaochi.registry.subjects import standing
from biaochi.remedies.against import subject_of
from biaochi.remedies.dependents import depending_on
from biaochi.remedies.events import note_events
from biaochi.remedies.shapes import Subject

_STOPPED = {"case": CASE, "resignation": RESIGNATION, "expiry": EXPIRY}
"""What goes no further once it is overturned, and waits for an officer to end it."""


def effects(taken: Taken) -> None:
    """Write what follows from the step just taken."""
    note_events(taken)
    if taken.last.move == "serve" and remedy_of(taken).corrects:
        _correct(taken)
    elif taken.last.move == "restore":
        _restore(taken)


def remedy_of(taken: Taken) -> Remedy:
    """Return where the remedy stands after the step."""
    if not isinstance(taken.standing, Remedy):
        raise TypeError(type(taken.standing).__name__)
    return taken.standing


def _correct(taken: Taken) -> None:
    now = remedy_of(taken)
    subject = subject_of(now.about, person=taken.matter.person)
    if subject is None or now.decision is None:
        return
    # Which runs knew it is asked before the rows go: afterwards they are no longer there.
    periods = depending_on(taken.matter).open_periods
    given, reason = now.decision.given, f"{taken.matter.code} {now.outcome}"
    revoked = now.decided == "revoke"
    if subject.root is not None:
        _correct_matter(taken, subject.root, given, revoked=revoked)
    for code in given.get("untrue", ()):
        overturn(code, reason=reason, actor=taken.actor, at=taken.at)
    _CORRECTIONS.get(subject.against.kind, _nothing)(taken, subject, given)
    if subject.root is not None and subject.root.kind in _STOPPED:
        refresh_waits(
            _STOPPED[subject.root.kind], subject.root.code, on=taken.last.on,
            actor=taken.actor, at=taken.at,
        )  # fmt: skip
    ask_runs(periods, reason=now.outcome, actor=taken.actor, at=taken.at)


def _correct_matter(
    taken: Taken, root: MatterLine, given: Mapping[str, Any], *, revoked: bool
) -> None:  # fmt: skip
    """The measure goes, and with a revocation what was determined; an alteration puts a lighter."""
    reason, held = _reason(taken), measures_of(root.code)
    codes = [m.code for m in held]
    if root.kind == "letter" and revoked:
        _unsend(taken, root)
    retire_measures(codes, reason=reason, actor=taken.actor, at=taken.at)
    if revoked:
        drop_notice(root, on=taken.last.on, actor=taken.actor, at=taken.at)
        retire_determinations(root.code, reason=reason, actor=taken.actor, at=taken.at)
    elif held:
        measure = str(given["measure"])
        lighten(
            held[-1].code, measure=measure, ends_on=_ends(root, measure, held[-1].on),
            actor=taken.actor, at=taken.at,
        )  # fmt: skip


def _ends(root: MatterLine, measure: str, on: date) -> date | None:
    """The lighter one has the influence period the case would have given it."""
    pack = kept_pack(root.pack)
    proposals = [s.given for s in queries.said_in(root.key) if s.move == "propose"]
    decided = {**(proposals[-1] if proposals else {}), "measure": measure}
    return ends_on(decided, pack, on) if pack else None


def _unsend(taken: Taken, root: MatterLine) -> None:
    """A letter that is revoked leaves what one leaves that was withdrawn: nothing owed."""
    said = queries.said_in(root.key)
    world = LETTER.world(root, said, taken.last.on)
    undone = Said(
        number=len(said) + 1, move="withdraw", on=taken.last.on, by=taken.last.by,
        given={"reason": _reason(taken)},
    )  # fmt: skip
    letter_effects(
        Taken(
            matter=root, said=(*said, undone), standing=LETTER.kind_for(root).fold(said, world),
            world=world, actor=taken.actor, at=taken.at,
        )
    )  # fmt: skip


def _nothing(taken: Taken, subject: Subject, given: Mapping[str, Any]) -> None:
    del taken, subject, given


def _evidence(taken: Taken, subject: Subject, given: Mapping[str, Any]) -> None:
    for code in subject.evidence:
        if given["outcome"] == "revoke":
            overturn(code, reason=_reason(taken), actor=taken.actor, at=taken.at)
        else:
            value = Decimal(given["value"])
            lessen(code, value=value, reason=_reason(taken), actor=taken.actor, at=taken.at)


def _finding(taken: Taken, subject: Subject, given: Mapping[str, Any]) -> None:
    del given
    found = asked(int(subject.key.partition(":")[2]))
    if found is not None:
        handle(
            finding=found.ident, act="set_aside", reason=_reason(taken), seen=found.seen,
            actor=taken.actor, at=taken.at,
        )  # fmt: skip


def _result(taken: Taken, subject: Subject, given: Mapping[str, Any]) -> None:
    retire_result(
        int(subject.key.partition(":")[2]), label=str(given.get("grade", "")),
        reason=_reason(taken), actor=taken.actor, at=taken.at,
    )  # fmt: skip


_CORRECTIONS = {"evidence": _evidence, "finding": _finding, "result": _result}


def _reason(taken: Taken) -> str:
    return f"{taken.matter.code} {remedy_of(taken).outcome}"


def _restore(taken: Taken) -> None:
    """The officer gives the post back: the present one ends, the former begins anew."""
    given, line = taken.last.given, taken.matter
    begins = date.fromisoformat(given["effective_on"])
    reason = f"{line.code} {given.get('document', '')}".strip()
    if given.get("last_on"):
        last = date.fromisoformat(given["last_on"])
        official = standing(line.person, on=last)
        if official.post:
            appointing.end_appointment(
                ident=official.post, last_on=last, version=official.post_version, reason=reason,
                actor=taken.actor, at=taken.at,
            )  # fmt: skip
    said = PostSaid(
        unit=given["unit"], post=given["post"], from_on=begins, role=given.get("post_role", ""),
        tier=given.get("tier", ""), level=given.get("level", ""), grade=given.get("grade", ""),
        main=True,
    )  # fmt: skip
    appointing.appoint(person=line.person, said=said, actor=taken.actor, at=taken.at)
