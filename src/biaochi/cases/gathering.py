"""What a case asks of the rest of the office: the pack, the official, the evidence, the people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from math import ceil

from biaochi.accounts.queries import holders
from biaochi.accounts.shapes import Holder
from biaochi.appraisals.overturning import remedies_over
from biaochi.appraisals.queries import kept_pack, national
from biaochi.cases.similar import similar_to
from biaochi.cases.wording import reviewed_grounds
from biaochi.errors import refusal
from biaochi.evidence.measuring import in_force_of
from biaochi.evidence.queries import cited_of
from biaochi.findings.grounds import cited_about
from biaochi.findings.shapes import Cited
from biaochi.letters.queries import prior_interventions
from biaochi.matters.queries import (
    all_about,
    ancestors,
    has_matter,
    is_overturned,
    said_in_all,
)
from biaochi.matters.shapes import MatterLine
from biaochi.packs.quorums import quorum_of
from biaochi.packs.shapes import Pack, Procedure
from biaochi.procedure.casefacts import CaseWorld, Decided, Piece, Protection
from biaochi.procedure.contents import many
from biaochi.procedure.course import Course, Quorum, course_of
from biaochi.procedure.given import day_in
from biaochi.procedure.lengths import length_of, said_of
from biaochi.procedure.observation_moves import OBSERVATION
from biaochi.procedure.proposing import proposed_by
from biaochi.procedure.remedyways import Way, ways_of
from biaochi.procedure.shapes import By, Said
from biaochi.procedure.weighing import weighed
from biaochi.registry.calendars import working_calendar
from biaochi.registry.shapes import PersonStanding
from biaochi.registry.subjects import heads_among, standing
from biaochi.vocabulary.limits import HEAVIER_FROM
from biaochi.vocabulary.protection import RELATIVES, SHELTERS

WORKERS = frozenset({"officer", "verifier", "decider", "supervisor", "liaison"})
_HALF = (1, 2)
_BRINGING = frozenset({"open", "join", "verify"})
"""The moves that bring evidence into a case."""
_OTHER_WAYS = frozenset({"accountability", "discipline", "handling"})
"""Channels on which no earlier reminder is asked for: somebody else found the fault."""


def world(line: MatterLine, said: tuple[Said, ...], on: date) -> CaseWorld:
    """Return what the guards of a case ask of the office on a day."""
    return _world(line, said, on, pack=pack_of_case(line))


def _world(line: MatterLine, said: tuple[Said, ...], on: date, *, pack: Pack) -> CaseWorld:
    official = standing(line.person, on=on)
    found, people = cited_about(line.person), workers(official, on=on)
    heads = heads_among({h.person for h in people if h.person}, on=on)
    return CaseWorld(
        today=on, course=course_in(pack, line.procedure, on=line.opened_on),
        calendar=working_calendar(), person=line.person, name=line.name,
        regime=str(official.extra.get("regime", "")),
        measures={m.id: m for m in pack.measures}, weights=weighed(pack, national(), on=on),
        channels=frozenset(c.id for c in pack.channels if c.kind == "leaving"),
        findings={f.ident: f.rule for f in found},
        taken=frozenset(f.ident for f in found if f.taken), pieces=_pieces(line.person, found),
        protections=tuple(_protections(official, pack)), relatives=_relatives(official),
        heads=frozenset(h.name for h in people if h.person in heads),
        users={str(h.user): h.name for h in people},
        prior_missing=_lacks_prior(pack, line.person, said, on),
        reviewed=reviewed_grounds(pack),
        ways=ways_to_tell(line, official, said, on, since="meet"),
        proposable=proposed_by(pack), similar=_similar(line, said, pack), usual_share=HEAVIER_FROM,
        decided=tuple(_decided(line, said)),
        overturned=line.told_on is not None and is_overturned(line.key),
    )  # fmt: skip


def world_asked(line: MatterLine, said: tuple[Said, ...], wanted: Said) -> CaseWorld:
    """Return it for a step: how many have to be there is as of the day of the meeting."""
    pack = pack_of_case(line)
    asked = _world(line, said, wanted.on, pack=pack)
    held = day_in(wanted.given, "held_on") if wanted.move == "meet" else None
    quorum = _quorum(pack.procedures[line.procedure], pack, on=held or wanted.on)
    return replace(asked, course=replace(asked.course, quorum=quorum))


def pack_of_case(line: MatterLine) -> Pack:
    """Return the version of the pack a case was opened under, and keeps."""
    pack = kept_pack(line.pack)
    if pack is None:
        do = "请选规则包和程序。"
        raise refusal("STEP-FIELD", expected="按哪一份规则包办理", found="没有选", do=do)
    return pack


def course_in(pack: Pack, procedure: str, *, on: date) -> Course:
    """Return the course of a pack's procedure, with its quorum and time limits read."""
    found = pack.procedures.get(procedure)
    if found is None:
        raise refusal(
            "STEP-FIELD", expected=f"「{pack.title}」里的程序", found=procedure or "没有选",
            do="请从列出的程序里选。",
        )  # fmt: skip
    named = {name: length_of(pack, name, on=on) for name in pack.parameters}
    return course_of(found, quorum=_quorum(found, pack, on=on), parameters=named)


def _quorum(procedure: Procedure, pack: Pack, *, on: date) -> Quorum:
    said = quorum_of(said_of(pack, procedure.quorum or "", on=on))
    if said is None:
        return _HALF
    return said.number.as_integer_ratio() if said.is_share else ceil(said.number)


def workers(official: PersonStanding, *, on: date) -> list[Holder]:
    """Return who may work on cases about this official."""
    found = holders(roles=WORKERS, unit=official.unit, on=on)
    return [h for h in found if h.person != official.code]


def regime_of(person: str, *, on: date) -> str:
    """Return under which law an official stands."""
    return str(standing(person, on=on).extra.get("regime", ""))


def _pieces(person: str, found: Iterable[Cited]) -> Mapping[str, Piece]:
    citing: dict[str, set[str]] = {}
    for finding in found:
        for code in finding.evidence:
            citing.setdefault(code, set()).add(finding.rule)
    return {
        e.code: Piece(
            status=e.status, item=e.item, rules=frozenset(citing.get(e.code, ())),
            reporter=By(user=e.reporter, name=e.reporter_name),
        )
        for e in cited_of(person)
    }  # fmt: skip


def _similar(line: MatterLine, said: tuple[Said, ...], pack: Pack) -> tuple[str, ...]:
    """Return the measures of similar cases, from the verification until the decision."""
    moves = {one.move: one.given for one in said}
    if "verify" not in moves or "confirm" in moves:
        return ()
    return similar_to(line, many(moves["verify"], "upheld"), pack=pack.id)


def _decided(line: MatterLine, said: tuple[Said, ...]) -> Iterator[Decided]:
    """Yield his other cases whose decision stands, from the verification until the decision.

    What was sent back is dealt with again on the same evidence; that is not a second time.
    """
    moves = {one.move for one in said}
    if "verify" not in moves or "confirm" in moves:
        return
    above = ancestors(line)
    again = {m.key for m in above} if any(m.kind == "remedy" for m in above) else set()
    others = {
        m.key: m for m in all_about(line.person, kinds=("case",))
        if m.key not in again | {line.key} and m.outcome != "withdrawn"
    }  # fmt: skip
    told = said_in_all(others)
    force = in_force_of(m.code for m in others.values())
    for key, steps in told.items():
        last = {one.move: one for one in steps}
        if "confirm" not in last or ("serve" in last and others[key].code not in force):
            continue
        cited = {c for one in steps if one.move in _BRINGING for c in many(one.given, "evidence")}
        upheld = frozenset(many(last["verify"].given, "upheld"))
        yield Decided(on=last["confirm"].on, upheld=upheld, cited=frozenset(cited))


def ways_to_tell(
    line: MatterLine, official: PersonStanding, said: tuple[Said, ...], on: date, *, since: str
) -> Mapping[str, Way]:
    """Return the remedies that hold, ``since`` a move until the notice that tells of them."""
    moves = {one.move for one in said}
    if since not in moves or "serve" in moves:
        return {}
    return ways_of(remedies_over(line.pack, unit=official.unit)[1] or national(), on=on)


def _protections(official: PersonStanding, pack: Pack) -> Iterable[Protection]:
    for kind, since in official.absences:
        if kind in SHELTERS:
            blocks, basis = SHELTERS[kind]
            yield Protection(label=kind, basis=basis, blocks=blocks, since=since)
    stated = pack.exceptions.get("protected-state")
    if official.extra.get("protected") == "是":
        label = stated.label.zh if stated else "受保护状态"
        basis = stated.basis.clause if stated else "公务员法第八十九条"
        yield Protection(label=label, basis=basis)


def _relatives(official: PersonStanding) -> Mapping[str, str]:
    return {code: RELATIVES[kind] for code, kind in official.links if kind in RELATIVES}


def _lacks_prior(pack: Pack, person: str, said: tuple[Said, ...], on: date) -> bool:
    """Tell whether the pack asks for an earlier reminder and there was none."""
    channel = said[0].given.get("channel", "") if said else ""
    if pack.requires_prior_intervention is not True or channel in _OTHER_WAYS:
        return False
    return not prior_interventions(person, on=on, pack=pack) and not has_matter(
        person, kinds=("observation",), until=on, variant=OBSERVATION
    )  # fmt: skip
