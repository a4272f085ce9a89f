"""From a matter in the office to what a paper is made from."""

from collections.abc import Mapping
from datetime import date, timedelta

from biaochi.access.scoping import Scoped, Why
from biaochi.access.shapes import Actor
from biaochi.appraisals.items import names_in
from biaochi.appraisals.queries import kept_pack
from biaochi.desks.kinds import desk_of
from biaochi.desks.telling import called
from biaochi.documents.models import Letterhead, Template
from biaochi.documents.sorts.material import Cited, Head, Material, Posting, Subject
from biaochi.evidence.queries import held_about
from biaochi.matters.queries import said_in
from biaochi.matters.shapes import Desk, MatterLine
from biaochi.packs.shapes import Pack
from biaochi.procedure.shapes import Said
from biaochi.registry import subjects
from biaochi.registry.queries import held_by, spans


def material(line: MatterLine, *, upto: int, actor: Actor) -> Material:
    """Return a matter the actor was already allowed to see as it stood after a step."""
    desk = desk_of(line.kind)
    kind = desk.kind_for(line)
    every = said_in(line.key)
    said = every[:upto]
    day = _day_of_post(said, later=every[upto:])
    world = desk.world(line, said, said[-1].on)
    standing = kind.fold(said, world)
    pack = kept_pack(line.pack)
    return Material(
        line=line, said=said, moves=kind.moves, standing=standing, subject=_subject(line, day),
        head=_head(line, said), clocks=kind.clocks(standing, world), pack=pack,
        words=_Words(desk, line, said, actor).word, evidence=_evidence(line, pack),
    )  # fmt: skip


class _Words:
    """What keys of choices mean; each source is asked once."""

    def __init__(self, desk: Desk, line: MatterLine, said: tuple[Said, ...], actor: Actor) -> None:
        self._desk, self._line, self._said, self._actor = desk, line, said, actor
        self._kept: dict[tuple[str, int], Mapping[str, str]] = {}

    def word(self, source: str, key: str) -> str:
        """Return what a key is called; what was offered before anything was said offers most."""
        known = called(source, key, pack=self._line.pack)
        if known:
            return known
        for said in ((), self._said):
            at = (source, len(said))
            if at not in self._kept:
                offered = self._desk.choices(self._line, said, self._actor)
                self._kept[at] = dict(offered(source))
            if key in self._kept[at]:
                return self._kept[at][key]
        return key


def _day_of_post(said: tuple[Said, ...], *, later: tuple[Said, ...]) -> date:
    """Return the day whose post a paper names: before anything the matter itself changed later.

    A change may take effect on the day it was decided; the decision still names the post before.
    """
    begun = (s.given.get("effective_on") for s in later)
    before = [date.fromisoformat(str(on)) - timedelta(days=1) for on in begun if on]
    return min((said[-1].on, *before))


def _subject(line: MatterLine, on: date) -> Subject:
    person = subjects.standing(line.person, on=on)
    held = held_by(line.person, on=on)
    main = next((p for p in held if p.ident == person.post), None)
    return Subject(
        name=person.name, sex=person.sex, birth_on=person.birth_on,
        unit=main.unit_name if main else line.unit, post=person.post_name, tier=person.tier,
        grade=person.grade, extra=person.extra,
        postings=tuple(
            Posting(
                unit=p.unit_name, post=p.post, from_on=p.from_on,
                to_on=p.to_on if p.to_on and p.to_on < on else None,
            )
            for p in held if p.from_on <= on
        ),
    )  # fmt: skip


def _head(line: MatterLine, said: tuple[Said, ...]) -> Head:
    row = above(Letterhead.objects.unscoped(Why.ABOUT), line, said).first()
    return Head() if row is None else Head(organ=row.organ, initials=row.initials)


def template_for(line: MatterLine, said: tuple[Said, ...], *, sort: str) -> Template | None:
    """Return the nearest organ's own template of a sort; None: the built-in one is used."""
    rows = Template.objects.unscoped(Why.ABOUT).filter(sort=sort, retired_at=None)
    row: Template | None = above(rows, line, said).first()
    return row


def above(rows: Scoped, line: MatterLine, said: tuple[Said, ...]) -> Scoped:
    """Keep the rows of units above the official's own, the nearest first."""
    unit = subjects.standing(line.person, on=said[-1].on).unit
    span = spans({unit}).get(unit)
    if span is None:
        return rows.filter(pk__in=())
    covering = rows.filter(unit__first__lte=span.first, unit__last__gte=span.first)
    return covering.order_by("-unit__first", "-pk")


def _evidence(line: MatterLine, pack: Pack | None) -> Mapping[str, Cited]:
    names = names_in(pack)
    return {
        str(e.code): Cited(
            code=str(e.code), item=names.get(e.item, e.item), on=e.occurred_on
        )
        for e in held_about(line.person)
    }  # fmt: skip
