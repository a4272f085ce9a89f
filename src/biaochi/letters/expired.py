"""What people decided about an expiry, carried out in the registry by an officer."""

from datetime import date, timedelta

from biaochi.access.shapes import Actor
from biaochi.appraisals.queries import kept_pack
from biaochi.evidence.measuring import MeasureSaid, record_measure
from biaochi.letters.ranks import rank_on
from biaochi.letters.tenures import SPECIAL_MOVE, appointment_check, dues_of, posts_of
from biaochi.matters.shapes import Choices, MatterLine, Panel, Taken
from biaochi.procedure.expiring import ExpiryStanding
from biaochi.procedure.expiry_moves import EXTEND, LEAVE, PLANS
from biaochi.procedure.given import day_in
from biaochi.procedure.lengths import in_force
from biaochi.procedure.shapes import Said
from biaochi.procedure.tenure import GROUNDS, SPECIAL, read_key
from biaochi.registry import appointing
from biaochi.registry.queries import post_with
from biaochi.registry.shapes import PostRow, PostSaid
from biaochi.trail.editing import not_found

_DAY = timedelta(days=1)


def expiry_effects(taken: Taken) -> None:
    """Carry out what was decided when an officer says so; nothing else has an effect."""
    standing = taken.standing
    if not isinstance(standing, ExpiryStanding):
        raise TypeError(type(standing).__name__)
    if taken.last.move != "execute" or standing.plan == EXTEND:
        return
    given = taken.last.given
    row = _post(taken, given["post"])
    effective = date.fromisoformat(given["effective_on"])
    if standing.plan == LEAVE:
        _end(taken, row, last_on=effective)
        _measured(taken, standing, on=effective)
    else:
        _renewed(taken, row, first_on=effective)


def _post(taken: Taken, ident: str) -> PostRow:
    for row in posts_of(taken.matter.person, on=taken.last.on):
        if str(row.ident) == ident:
            return row
    raise not_found("任职")


def _end(taken: Taken, row: PostRow, *, last_on: date) -> None:
    appointing.end_appointment(
        ident=row.ident, last_on=last_on, version=row.version, actor=taken.actor, at=taken.at,
        reason=taken.last.given["document"],
    )  # fmt: skip


def _renewed(taken: Taken, row: PostRow, *, first_on: date) -> None:
    """Another term is another appointment: the row of the one before ends the day before."""
    if row.to_on is None or row.to_on >= first_on:
        _end(taken, row, last_on=first_on - _DAY)
    said = PostSaid(
        unit=row.unit, post=row.post, from_on=first_on, role=row.role, tier=row.tier,
        level=row.level, grade=row.grade, line_of=row.line_of, main=row.main, order=row.order,
    )  # fmt: skip
    check = appointment_check(taken.matter.person, on=taken.last.on)
    appointing.appoint(
        person=taken.matter.person, said=said, actor=taken.actor, at=taken.at, check=check
    )


def _measured(taken: Taken, standing: ExpiryStanding, *, on: date) -> None:
    line = taken.matter
    pack = kept_pack(line.pack)
    known = {m.id for m in pack.measures} if pack else set()
    measure = standing.measure
    if not measure and standing.ground == SPECIAL:
        measure = SPECIAL_MOVE
    if measure not in known:
        return
    rank, tier = rank_on(line.person, on=on)
    record_measure(
        MeasureSaid(
            person_key=line.person_key, code=f"{line.code}-1", measure=measure, on=on, rank=rank,
            tier=tier, channel=standing.channel, note=line.title,
        ),
        actor=taken.actor, at=taken.at,
    )  # fmt: skip


def expiry_choices(
    source: str, line: MatterLine, said: tuple[Said, ...], actor: Actor
) -> Choices:  # fmt: skip
    """Return what runs out, the posts held, and what the pack calls measures and channels."""
    pack = kept_pack(line.pack)
    on = said[-1].on if said else line.opened_on
    if source == "dues":
        found = {d.key: d.label for d in dues_of(line.person, pack, on=on)}
        return tuple(({s.given["about"]: _told(s) for s in said[:1]} | found).items())
    if source == "posts":
        done = {s.given["post"] for s in said if s.given.get("post")}
        gone = [post_with(actor, int(ident), on=on) for ident in done]
        rows = [*(row for row in gone if row), *posts_of(line.person, on=on)]
        return tuple(
            {str(r.ident): f"{r.unit_name} {r.post}（{r.from_on} 起）" for r in rows}.items()
        )
    if pack is None:
        return ()
    if source == "measures":
        kinds = {"reminder", "positive"}
        return tuple(
            (m.id, m.label) for m in pack.measures
            if m.kind not in kinds and in_force(m.in_force, on)
        )  # fmt: skip
    return tuple((c.id, c.label) for c in pack.channels if c.kind == "leaving")


def _told(said: Said) -> str:
    due = read_key(said.given["about"])
    on = due.on or day_in(said.given, "due_on")
    return f"{dict(GROUNDS)[due.ground]}（{on}）" if on else dict(GROUNDS)[due.ground]


def expiry_panels(
    line: MatterLine, said: tuple[Said, ...], actor: Actor
) -> tuple[Panel, ...]:  # fmt: skip
    """Return how the day was worked out, and what was arranged so far."""
    del line, actor
    if not said:
        return ()
    rows = [("到期的事项", _told(said[0]))]
    plans = [s for s in said if s.move == "arrange"]
    rows += [("提出的安排", dict(PLANS)[plans[-1].given["plan"]])] if plans else []
    note = "到期只提醒，不会自动免职；谈话、研究、决定、办理都由人做。"
    return (Panel(title="到期和安排", note=note, columns=("", ""), rows=tuple(rows)),)


def own_expiry_panels(
    line: MatterLine, said: tuple[Said, ...], actor: Actor
) -> tuple[Panel, ...]:  # fmt: skip
    """Return what runs out; what is arranged is told once it is decided."""
    del line, actor
    if not said:
        return ()
    note = "到期只提醒，不会自动免职；有意见可以在这里写。"
    rows = (("到期的事项", _told(said[0])),)
    return (Panel(title="到期", note=note, columns=("", ""), rows=rows),)
