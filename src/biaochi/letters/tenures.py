"""What runs out for whom: terms, ages, years at a level, long illness.  A list, never an act."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from biaochi.access.shapes import Act, Actor, Span
from biaochi.appraisals.queries import packs_over
from biaochi.errors import Problem
from biaochi.evidence.measuring import taken_about
from biaochi.matters import queries
from biaochi.packs.shapes import Pack
from biaochi.procedure.given import day_in
from biaochi.procedure.tenure import (
    AGE,
    Due,
    Life,
    Limits,
    Served,
    dues,
    limits_of,
    refused,
    term_start,
)
from biaochi.registry.appointing import Check
from biaochi.registry.lives import Lived, life, lives
from biaochi.registry.shapes import PostRow, PostSaid
from biaochi.timeline import Duration

SOON = "6 months"
"""How far ahead is looked where neither the pack nor the reader says (product default)."""
SPECIAL_MOVE = "special-move"
"""What packs call an early move for special need among the measures."""
_LISTED, _RETIRES, _ILL = "tenure_listed", "retire_on", "病"


@dataclass(frozen=True, kw_only=True)
class Expiring:
    """Something that runs out for an official; ``matter`` is the code of what was opened on it.

    ``soon``: within the time the pack wants people to look ahead.
    """

    person: str
    name: str
    unit: str
    tier: str
    pack: int
    due: Due
    overdue: bool
    soon: bool = False
    matter: str = ""


@dataclass(frozen=True, kw_only=True)
class DueList:
    """What runs out, the soonest first; and what the pack limits and nobody can work out."""

    known: tuple[Expiring, ...] = ()
    unknown: tuple[Expiring, ...] = ()


def expiring(
    actor: Actor, *, on: date, months: int | None = None, act: Act = Act.SEE_MATTERS
) -> DueList:
    """Return what runs out within so many months, or ran out and nobody dealt with.

    Without ``months`` the pack's own notice counts.  What cannot be worked out is not guessed: it
    is listed with what is missing.
    """
    known, unknown = [], []
    for one, limits, pack in _each(actor, act, on=on):
        notice = Duration.parse(limits.notice or SOON).after(on)
        horizon = Duration.parse(f"{months} months").after(on) if months else notice
        for due in dues(_served(one), _life(one), limits, on=on):
            line = _line(one, due, pack, on=on)
            if due.on is not None and due.on <= horizon:
                known.append(replace(line, soon=due.on <= notice))
            elif due.asks and (due.ground != AGE or limits.ages):
                unknown.append(line)
    begun = _begun(actor, act)
    told = [replace(e, matter=begun.get((e.person, e.due.ground), "")) for e in known]
    told.sort(key=lambda e: (e.due.on or on, e.unit, e.person, e.due.ground))
    return DueList(known=tuple(told), unknown=tuple(unknown))


def appointment_check(person: str, *, on: date) -> Check:
    """Return what the pack in force over an official has to say about appointing him (任期届数)."""
    one = life(person, on=on)
    pack = _pack_of(one, packs_over()) if one else None
    limits = limits_of(pack[1] if pack else None, on=on)

    def check(said: PostSaid, held: Sequence[PostRow]) -> Iterable[Problem]:
        wanted = Served(
            ident=0, unit=said.unit, post=said.post, from_on=said.from_on, role=said.role,
            level=said.level,
        )  # fmt: skip
        for problem in refused(wanted, [served_of(p) for p in held], limits):
            yield replace(problem, column_name="职务")

    return check


def dues_of(person: str, pack: Pack | None, *, on: date) -> tuple[Due, ...]:
    """Return all that runs out for an official the actor was already allowed to see."""
    one = life(person, on=on)
    return dues(_served(one), _life(one), limits_of(pack, on=on), on=on) if one else ()


def posts_of(person: str, *, on: date) -> tuple[PostRow, ...]:
    """Return the posts an official holds on a day; the actor was already allowed to see him."""
    one = life(person, on=on)
    return tuple(p for p in one.posts if p.current) if one else ()


def moves_in_term(person: str, pack: Pack | None, *, on: date) -> Mapping[int, int]:
    """Return how often an official was moved early for special need in the term of each post."""
    one = life(person, on=on)
    if one is None:
        return {}
    limits, posts = limits_of(pack, on=on), _served(one)
    days = [m.on for m in taken_about(person, kinds=(SPECIAL_MOVE,))]
    return {
        p.ident: sum(term_start(p, posts, limits) <= day <= on for day in days)
        for p in posts
    }  # fmt: skip


def served_of(row: PostRow) -> Served:
    """Return a post as the arithmetic of terms takes it."""
    return Served(
        ident=row.ident, unit=row.unit, post=row.post, from_on=row.from_on, to_on=row.to_on,
        role=row.role, level=row.level,
    )  # fmt: skip


def _each(actor: Actor, act: Act, *, on: date) -> Iterator[tuple[Lived, Limits, int]]:
    packs = packs_over()
    limits = {ident: limits_of(pack, on=on) for _, ident, pack in packs}
    for one in lives(actor, act, on=on):
        covering = _pack_of(one, packs)
        if covering is not None:
            yield one, limits[covering[0]], covering[0]


def _pack_of(one: Lived, packs: Sequence[tuple[Span, int, Pack]]) -> tuple[int, Pack] | None:
    for span, ident, pack in packs:
        if span.first <= one.place <= span.last:
            return ident, pack
    return None


def _begun(actor: Actor, act: Act) -> Mapping[tuple[str, str], str]:
    """Return the open matters by official and ground."""
    found = {}
    for row in queries.rows(actor, act=act, kinds=("expiry",)).filter(is_open=True):
        line = queries.line_of(row)
        about = str(queries.said_in(line.key)[0].given["about"])
        found[line.person, about.partition(":")[0]] = str(line.code)
    return found


def _line(one: Lived, due: Due, pack: int, *, on: date) -> Expiring:
    return Expiring(
        person=one.code, name=one.name, unit=one.unit, tier=one.tier, pack=pack, due=due,
        overdue=due.on is not None and due.on < on,
    )  # fmt: skip


def _served(one: Lived) -> list[Served]:
    return [served_of(p) for p in one.posts]


def _life(one: Lived) -> Life:
    """Leave of which the kind names an illness counts; whether somebody can work is asked."""
    ill = [a.from_on for a in one.away if _ILL in a.kind]
    listed = one.extra.get(_LISTED, "")
    retires = one.extra.get(_RETIRES, "")
    return Life(
        sex=one.sex, birth_on=one.birth_on, unwell_since=min(ill, default=None),
        listed=_flag(listed), retire_on=day_in({_RETIRES: retires}, _RETIRES),
    )  # fmt: skip


def _flag(said: str) -> bool | None:
    return {"true": True, "是": True, "false": False, "否": False}.get(said)
