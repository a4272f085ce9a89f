"""Voluntary resignation in the office: what it asks, what it leaves, who may read what."""

from collections.abc import Callable, Mapping
from datetime import date

from biaochi.access.shapes import Actor
from biaochi.appraisals.queries import kept_pack
from biaochi.cases.gathering import ways_to_tell
from biaochi.evidence.measuring import MeasureSaid, record_measure
from biaochi.evidence.returning import Due, note_return
from biaochi.letters.ranks import rank_on
from biaochi.matters.queries import is_overturned
from biaochi.matters.shapes import Choices, MatterLine, Panel, Taken
from biaochi.packs.shapes import Pack
from biaochi.procedure.contents import line
from biaochi.procedure.lengths import length_of
from biaochi.procedure.resigning import POST, SERVICE, Resignation, ResignWorld, clocks, fold
from biaochi.procedure.shapes import Said
from biaochi.registry import appointing
from biaochi.registry.calendars import working_calendar
from biaochi.registry.shapes import PersonStanding
from biaochi.registry.subjects import standing
from biaochi.vocabulary.protection import RELATIVES, SHELTERS

BARS = "resignation-bars"
"""The catalogue of a pack that lists when nobody may leave the public service."""
_LEADING = frozenset({"head", "deputy", "member"})
_MEASURES = ("resign-own", "resignation")
_CHANNELS = ("voluntary", "voluntary-resignation", "resignation")
_ASKED, _ANSWERED = "resign-request", "resign-answer"
_INVESTIGATED = "under-investigation"


def world(matter: MatterLine, said: tuple[Said, ...], on: date) -> ResignWorld:
    """Return what a resignation asks of the office on a day."""
    pack, official = kept_pack(matter.pack), standing(matter.person, on=on)
    leading = official.role in _LEADING
    return ResignWorld(
        person=matter.person, regime=str(official.extra.get("regime", "")),
        calendar=working_calendar(), leading=leading,
        limits=_limits(pack, leading=leading, on=matter.opened_on), bars=_bars(pack),
        standing=_standing_bars(official),
        relatives={code: RELATIVES[kind] for code, kind in official.links if kind in RELATIVES},
        ways=ways_to_tell(matter, official, said, on, since="decide"),
        overturned=matter.told_on is not None and is_overturned(matter.key),
    )  # fmt: skip


def _limits(pack: Pack | None, *, leading: bool, on: date) -> Mapping[str, str]:
    """Return the time to decide, as far as the pack states it; longer for who leads."""
    if pack is None:
        return {}
    name = "resign_decide_leader" if leading else "resign_decide"
    names = {SERVICE: name, POST: "resign_post_decide"}
    stated = {kind: n for kind, n in names.items() if n in pack.parameters}
    return {kind: length_of(pack, n, on=on) for kind, n in stated.items()}


def _bars(pack: Pack | None) -> Mapping[str, str]:
    catalogue = pack.catalogues.get(BARS) if pack else None
    return {i.code: i.label for i in catalogue.items} if catalogue else {}


def _standing_bars(official: PersonStanding) -> Mapping[str, str]:
    """Return what the registry itself knows: somebody under investigation may not leave."""
    for kind, _ in official.absences:
        if kind in SHELTERS and SHELTERS[kind].blocks == "moving":
            return {_INVESTIGATED: f"正在接受{kind}"}
    return {}


def choices(source: str, matter: MatterLine, said: tuple[Said, ...], actor: Actor) -> Choices:
    """Return the situations in which nobody may leave."""
    del actor
    if source != "bars":
        return ()
    seen = world(matter, said, said[-1].on if said else matter.opened_on)
    return tuple({**seen.standing, **seen.bars}.items())


def members(taken: Taken) -> tuple[tuple[int, str, str], ...]:
    """Whoever checks the request handles it."""
    by = taken.last.by
    return ((by.user, by.name, "handler"),) if taken.last.move == "check" else ()


def effects(taken: Taken) -> None:
    """Write what follows: events the rules count, the measure without timer, the end of a post."""
    write = _EFFECTS.get(taken.last.move)
    if write is not None:
        write(taken)


def _asked(taken: Taken) -> None:
    if _file(taken).type == SERVICE:
        _note(taken, _ASKED)


def _decided(taken: Taken) -> None:
    if _file(taken).type == SERVICE:
        _note(taken, _ANSWERED)


def _note(taken: Taken, kind: str) -> None:
    due = Due(
        kind=kind, subject=taken.matter.person, period=f"{taken.matter.opened_on:%Y-%m}",
        done_on=taken.last.on,
    )  # fmt: skip
    note_return(due, person_key=taken.matter.person_key, actor=taken.actor, at=taken.at)


def _left(taken: Taken) -> None:
    """A granted resignation is a fact of its own kind: no fault, no timer."""
    file, pack = _file(taken), kept_pack(taken.matter.pack)
    if file.outcome != "granted" or pack is None:
        return
    measure = next((m.id for m in pack.measures if m.id in _MEASURES), "")
    if not measure:
        return
    held = date.fromisoformat((file.decision or {})["held_on"])
    rank, tier = rank_on(taken.matter.person, on=held)
    channels = (c.id for c in pack.channels if c.kind == "leaving" and c.id in _CHANNELS)
    said = MeasureSaid(
        person_key=taken.matter.person_key, code=f"{taken.matter.code}-1", measure=measure, on=held,
        channel=next(channels, ""), rank=rank, tier=tier, note="自愿",
    )  # fmt: skip
    record_measure(said, actor=taken.actor, at=taken.at)


def _ended(taken: Taken) -> None:
    given = taken.last.given
    last = date.fromisoformat(given["last_on"])
    official = standing(taken.matter.person, on=last)
    if official.post:
        appointing.end_appointment(
            ident=official.post, last_on=last, version=official.post_version, actor=taken.actor,
            reason=f"{taken.matter.code} {line(given, 'document')}".strip(), at=taken.at,
        )  # fmt: skip


_EFFECTS: Mapping[str, Callable[[Taken], None]] = {
    "request": _asked, "decide": _decided, "serve": _left, "execute_post": _ended,
}  # fmt: skip


def _file(taken: Taken) -> Resignation:
    if not isinstance(taken.standing, Resignation):
        raise TypeError(type(taken.standing).__name__)
    return taken.standing


def panels(matter: MatterLine, said: tuple[Said, ...], actor: Actor) -> tuple[Panel, ...]:
    """Return how the time to decide was worked out, and that it is no fault."""
    del actor
    if not said:
        return ()
    seen = world(matter, said, said[-1].on)
    due = [step for clock in clocks(fold(said, seen), seen) for step in clock.deadline.steps]
    return (
        Panel(
            title="自愿辞职", columns=("审批期限怎样算出",), rows=tuple((step,) for step in due),
            note="本人自愿，不带过错标记，不设影响期，不计入不适宜担任现职的人数。",
            empty="规则包没有写明审批期限。",
        ),
    )  # fmt: skip
