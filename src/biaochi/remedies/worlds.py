"""What the guards of a remedy ask of the rest of the office, gathered for one matter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from biaochi.accounts.queries import holders
from biaochi.accounts.shapes import Holder
from biaochi.appraisals.items import items_at
from biaochi.appraisals.overturning import remedies_over
from biaochi.appraisals.queries import kept_pack, national
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.packs.shapes import Pack
from biaochi.procedure.remedying import CORRECTING, REMANDED, Remedy, Reviewer, World, fold
from biaochi.procedure.remedyways import Against, ways_of
from biaochi.procedure.shapes import Said
from biaochi.procedure.weighing import weighed
from biaochi.registry.calendars import working_calendar
from biaochi.registry.queries import spans
from biaochi.registry.shapes import PersonStanding
from biaochi.registry.subjects import standing
from biaochi.remedies.against import REMEDY, all_hands, subject_of
from biaochi.remedies.recipients import recipients_of
from biaochi.remedies.shapes import Hand, Subject
from biaochi.vocabulary.protection import RELATIVES
from biaochi.vocabulary.registry import Covered

_NOT_AGAIN = frozenset({"remedy", "aftercare"})
JUDGES, APART = frozenset({"panel"}), frozenset({"officer", "supervisor"})


def about_of(line: MatterLine, said: tuple[Said, ...]) -> str:
    """Return what a remedy is against, as its first step says."""
    if said:
        return str(said[0].given["about"])
    return f"matter:{line.parent}" if line.parent else ""


def world(line: MatterLine, said: tuple[Said, ...], on: date) -> World:
    """Gather what a remedy asks on a day."""
    return _world(line, said, on, about=about_of(line, said))


def world_asked(line: MatterLine, said: tuple[Said, ...], wanted: Said) -> World:
    """Gather it for a step: the first one says what the remedy is against."""
    about = about_of(line, said) if said else str(wanted.given.get("about", ""))
    return _world(line, said, wanted.on, about=about)


def world_against(person: str, about: str, on: date) -> World:
    """Gather what is asked before a remedy is lodged: the ways that are open, and until when."""
    subject = subject_of(about, person=person)
    official = standing(person, on=on)
    pack = remedies_for(subject, official)[1] or national()
    return World(
        person=person, regime=str(official.extra.get("regime", "")), ways=ways_of(pack, on=on),
        against=subject.against if subject else Against(), calendar=working_calendar(),
        others=tuple(_lodged(person, about)),
    )  # fmt: skip


def world_told(line: MatterLine, *, measure: str, on: date) -> World:
    """Gather which ways there will be against a measure that is decided and not served yet."""
    pack = kept_pack(line.pack)
    known = {m.id: m.lowers_post for m in pack.measures} if pack else {}
    unknown = measure not in {"", Covered.REFUSED_RESIGNATION}
    against = Against(
        kind="matter", words=frozenset({measure}) - {""}, lowers=known.get(measure, unknown)
    )
    subject = Subject(key=f"matter:{line.code}", label=line.title, against=against, root=line)
    official = standing(line.person, on=on)
    remedies = remedies_for(subject, official)[1] or national()
    return World(
        person=line.person, regime=str(official.extra.get("regime", "")),
        ways=ways_of(remedies, on=on), against=against, calendar=working_calendar(),
    )  # fmt: skip


def remedies_for(
    subject: Subject | None, official: PersonStanding
) -> tuple[int | None, Pack | None]:  # fmt: skip
    """Return the pack whose remedies hold: the matter's own, else one in force over his unit.

    None where neither has any: then the national ones hold.
    """
    root = subject.root if subject else None
    return remedies_over(root.pack if root else None, unit=official.unit)


def _world(line: MatterLine, said: tuple[Said, ...], on: date, *, about: str) -> World:
    subject = subject_of(about, person=line.person)
    official = standing(line.person, on=on)
    remedies = kept_pack(line.pack) or national()
    judges = holders(roles=JUDGES, unit=official.unit, on=on)
    found = World(
        person=line.person, regime=str(official.extra.get("regime", "")),
        ways=ways_of(remedies, on=said[0].on if said else on), calendar=working_calendar(),
        reviewers={
            h.user: Reviewer(user=h.user, name=h.name, person=h.person) for h in judges
            if h.person != line.person
        },
    )  # fmt: skip
    if subject is None:
        return found
    others = holders(roles=APART, unit=official.unit, on=on)
    original = replace(subject.original, adds=_adds(subject, official))
    return replace(
        found, against=subject.against, original=original,
        measures=weighed(_pack_of(subject) or remedies, national(), on=on),
        conflicts=conflicts(subject, official, people=(*judges, *others)),
        others=tuple(_lodged(line.person, about, but=line.key)),
        recipients=recipients_of(subject, line) if _corrects(said) else {},
        redone=dict(_redone(line, fold(said))),
    )  # fmt: skip


def _redone(line: MatterLine, now: Remedy) -> Iterator[tuple[str, str]]:
    """Yield the matters opened below a remedy that was sent back."""
    if now.served is not None and now.decided == REMANDED:
        for below in queries.all_about(line.person):
            if below.parent == line.code and below.kind not in _NOT_AGAIN:
                yield str(below.code), f"{below.opened_on} {below.kind_label}「{below.title}」"


def _pack_of(subject: Subject) -> Pack | None:
    return kept_pack(subject.root.pack) if subject.root else None


def _corrects(said: tuple[Said, ...]) -> bool:
    now = fold(said)
    return now.served is not None and now.decided in CORRECTING


def _adds(subject: Subject, official: PersonStanding) -> bool:
    """Tell whether a number above nought is to his good; only where its list says it takes."""
    if subject.against.kind != "evidence" or not official.unit:
        return True
    span = spans({official.unit}).get(official.unit)
    items = items_at(span) if span else {}
    item = items.get(dict(subject.facts).get("条目", ""))
    return item is None or item.sign != "takes"


def _lodged(person: str, about: str, *, but: int = 0) -> Iterable[tuple[str, bool]]:
    """Yield (way, still open) of the remedies lodged against something, but for one of them."""
    for other in queries.all_about(person, kinds=(REMEDY,)):
        if other.key == but:
            continue
        now = fold(queries.said_in(other.key))
        if now.about == about and not now.withdrawn:
            yield now.way, now.is_open


def conflicts(
    subject: Subject, official: PersonStanding, *, people: Iterable[Holder]
) -> Mapping[int, tuple[str, ...]]:
    """Return why somebody may not judge this: he had a hand in it, or is near to the official.

    Told by person: by account, by whom an account is among the officials, by name.
    """
    hands = list(all_hands(subject))
    near = {code: RELATIVES[kind] for code, kind in official.links if kind in RELATIVES}
    found: dict[int, tuple[str, ...]] = {}
    for one in people:
        reasons = [h.what for h in hands if _is(one, h)]
        if one.person and one.person == official.code:
            reasons.append("是本人")
        if one.person in near:
            reasons.append(f"与本人有{near[one.person]}关系")
        if reasons:
            found[one.user] = tuple(dict.fromkeys(reasons))[:_SHOWN]
    return found


_SHOWN = 3


def _is(one: Holder, hand: Hand) -> bool:
    return (
        one.user == hand.user or one.name == hand.name
        or bool(one.person and one.person == hand.person)
    )  # fmt: skip
