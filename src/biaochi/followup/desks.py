"""The desk of follow-ups: what matters, pages and papers take to work on them."""

from datetime import date

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.items import labels_of
from biaochi.evidence import queries as evidence
from biaochi.evidence.measuring import state_end
from biaochi.followup.showing import after_panels, own_after_panels
from biaochi.followup.terms import terms_for
from biaochi.followup.worlds import after_world
from biaochi.matters.queries import about
from biaochi.matters.shapes import Choices, Desk, MatterLine, Taken, by_source
from biaochi.procedure.aftercare import Around, Terms
from biaochi.procedure.following import kind_for
from biaochi.procedure.recovering import Recovery, fold
from biaochi.procedure.returning import new_evidence, started_on, unsettled
from biaochi.procedure.shapes import Kind, Said


def offered(
    source: str, line: MatterLine, said: tuple[Said, ...], actor: Actor
) -> Choices:  # fmt: skip
    """Return what a field of a follow-up offers: measures, difficulties, assignments, cases."""
    around = after_world(line, said, line.opened_on)
    now = fold(said, around)
    if source == "measures":
        return tuple((m.code, f"{m.on} {m.label}") for m in around.measures.values())
    if source == "unsettled":
        open_ = unsettled(around)
        return tuple((c, f"{around.measures[c].on} {around.measures[c].label}") for c in open_)
    if source == "difficulties":
        return tuple((f"{t.number}", f"{t.number}. {t.text}"[:80]) for t in now.unsolved)
    if source == "assignments":
        return tuple((f"{a.number}", f"{a.from_on} {a.work}"[:80]) for a in now.serving)
    if source == "cases":
        since = started_on(now, around)
        cases = about(actor, line.person, kinds=("case",))
        return tuple(
            (c.code, f"{c.opened_on} {c.title}") for c in cases
            if c.code != line.parent and c.opened_on >= since
        )  # fmt: skip
    return _evidence(line, now, around, actor) if source == "evidence" else ()


def _evidence(line: MatterLine, now: Recovery, around: Around, actor: Actor) -> Choices:
    labels = labels_of(actor, act=Act.SEE_EVIDENCE)
    fresh = new_evidence(now, around)
    rows = evidence.rows(actor).filter(person__code=line.person, code__in=fresh)
    listed = evidence.lines(list(rows.order_by("occurred_on", "code")))
    return tuple((e.code, f"{e.occurred_on} {labels.get(e.item, e.item)}") for e in listed)


def handler(taken: Taken) -> tuple[tuple[int, str, str], ...]:
    """Whoever opens a follow-up handles it."""
    by = taken.last.by
    return ((by.user, by.name, "handler"),) if len(taken.said) == 1 else ()


def effects(taken: Taken) -> None:
    """An influence period that was filled in belongs to its measure, where rules read it."""
    given = taken.last.given
    if taken.last.move == "settle":
        state_end(
            given["measure"], ends_on=date.fromisoformat(given["ends_on"]),
            reason=f"{given['document']}：{given['reason']}", actor=taken.actor, at=taken.at,
        )  # fmt: skip


def kind_of(line: MatterLine) -> Kind:
    """Return the moves under the pack of a follow-up."""
    return kind_for(terms_for(line))


AFTERCARE = Desk(
    kind=kind_for(Terms()), kind_of=kind_of, world=after_world, effects=effects, members=handler,
    choices=by_source(offered), panels=after_panels, own_panels=own_after_panels,
)  # fmt: skip
