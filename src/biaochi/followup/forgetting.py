"""Forgetting (不贴标签): what default views leave out once its influence period is over.

Nothing is deleted and the engine goes on seeing facts by its own windows; lists, dossiers and
search leave it out for everybody.  Whoever needs it says why, and that is recorded.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.clock import local
from biaochi.errors import Problem, Refusal, refusal
from biaochi.evidence.measuring import MeasureLine, taken_about
from biaochi.followup.shapes import Hidden, Known
from biaochi.followup.terms import shown_after
from biaochi.followup.timers import known_about
from biaochi.matters.models import Matter
from biaochi.matters.queries import lines
from biaochi.matters.shapes import MatterLine
from biaochi.registry import subjects
from biaochi.timeline import Duration
from biaochi.trail.editing import not_found
from biaochi.trail.events import Event
from biaochi.trail.models import Entry
from biaochi.trail.services import About, record

_LETTERS = frozenset({"letter", "observation"})
_FOLLOWING = frozenset({"remedy", "aftercare"})
_NOTHING = frozenset({"withdrawn", "unsubstantiated"})
_ADJUSTED = "adjusted"
_MILD = frozenset({"reminder"})
_ABOUT = "person"


@dataclass(frozen=True, kw_only=True)
class _Closed:
    """A closed matter, as far as forgetting asks."""

    code: str
    kind: str
    parent: str
    closed_on: date
    outcome: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """What was left out about somebody, for a person who said why he needs it."""

    matters: tuple[MatterLine, ...]
    measures: tuple[MeasureLine, ...]


def hidden(actor: Actor, person: str, *, on: date) -> Hidden:
    """Return the codes default views leave out about an official on a day; the same for all."""
    del actor  # nobody is shown more without saying why
    return hidden_among([person], on=on).get(person, Hidden())


def hidden_among(people: Collection[str], *, on: date) -> Mapping[str, Hidden]:
    """Return what default views leave out about each of these officials."""
    known, closed = known_about(people), _closed_of(people)
    return {
        person: _hidden(known.get(person, Known()), closed.get(person, ()), on=on)
        for person in sorted({*known, *closed})
    }


def leave_out(rows: QuerySet[Any], *, on: date) -> QuerySet[Any]:
    """Keep the matters of a list that default views show; ``rows`` are what the actor sees."""
    people = rows.order_by().filter(is_open=False).values_list("person__code", flat=True)
    found = hidden_among(sorted(set(people)), on=on)
    codes = sorted(code for one in found.values() for code in one.matters)
    return rows.exclude(code__in=codes) if codes else rows


def shown(matters: Iterable[MatterLine], *, on: date) -> list[MatterLine]:
    """Keep the matters default views show, of lines somebody was already allowed to see."""
    kept = list(matters)
    closed = {m.person for m in kept if not m.is_open}
    found = hidden_among(closed, on=on) if closed else {}
    return [m for m in kept if m.code not in found.get(m.person, Hidden()).matters]


def is_hidden(line: MatterLine, *, on: date) -> bool:
    """Tell whether default views leave a matter out."""
    return not line.is_open and line.code in hidden_among([line.person], on=on).get(
        line.person, Hidden()
    ).matters  # fmt: skip


def recall(actor: Actor, person: str, *, reason: str, at: datetime) -> Recalled:
    """Return what is left out about an official (查看已过影响期的记录); who, when, why is kept."""
    act = Act.SEE_MATTERS
    if actor.person == person:
        act = Act.SEE_OWN
    if subjects.person(actor, act, code=person) is None:
        raise not_found("人员")
    if not reason.strip():
        do = "请写明为什么要看；谁、何时、为什么看的，会记入留痕。"
        raise Refusal((Problem("ASK-REASON", "几句话的理由", "空白", do, column_name="reason"),))
    record(
        Event.FORGOTTEN_READ, actor=actor, at=at, reason=reason.strip(),
        about=About(kind=_ABOUT, ident=person),
    )  # fmt: skip
    out = hidden(actor, person, on=local(at).date())
    rows = Matter.objects.visible_to(actor, act).filter(code__in=sorted(out.matters))
    joined = rows.select_related("person__home", "parent").order_by("-opened_on", "-pk")
    measures = [m for m in taken_about(person) if m.code in out.measures]
    return Recalled(matters=tuple(lines(joined)), measures=tuple(measures))


def may_look(actor: Actor, person: str, *, on: date) -> bool:
    """Tell whether this user said today why he looks at what is left out about an official."""
    if actor.person == person:
        return True
    rows = Entry.objects.unscoped(Why.TRAIL).filter(
        event=str(Event.FORGOTTEN_READ), user=actor.user, kind=_ABOUT, ident=person
    )
    moments = rows.order_by("-seq").values_list("at", flat=True)[:1]
    return any(local(at).date() == on for at in moments)


def refuse_forgotten(actor: Actor, line: MatterLine, *, on: date) -> None:
    """Refuse a matter that is left out to who has not said today why he looks at such ones."""
    if is_hidden(line, on=on) and not may_look(actor, line.person, on=on):
        do = f"确有需要的，请到{line.name}的“已过影响期的记录”页写明理由，当天可以查看。"
        found = "影响期已过或已经撤回，默认不显示"
        raise refusal("STEP-FORGOTTEN", expected="写明理由的查看", found=found, do=do)


def _closed_of(people: Collection[str]) -> dict[str, Sequence[_Closed]]:
    found: dict[str, list[_Closed]] = defaultdict(list)
    rows = Matter.objects.unscoped(Why.ABOUT).filter(
        person__code__in=sorted(people), is_open=False, closed_on__isnull=False
    )
    named = ("person__code", "code", "kind", "parent__code", "closed_on", "outcome", "pack__digest")
    for person, code, kind, parent, closed_on, outcome, digest in rows.values_list(*named):
        found[person].append(
            _Closed(
                code=code, kind=kind, parent=parent or "", closed_on=closed_on, outcome=outcome,
                digest=digest or "",
            )
        )  # fmt: skip
    return dict(found)


def _hidden(known: Known, closed: Sequence[_Closed], *, on: date) -> Hidden:
    origins, kinds = dict(known.origins), dict(known.kinds)
    measures = {m.code for m in known.measures if _is_over(known, m.code, on)}
    over = {origins[code] for code in measures if code in origins}
    led = frozenset(origins.values())
    bound = {origins[m.code] for m in known.measures if m.code in origins} - over
    bound = {code for code in bound if _is_bound(known, code, origins)}
    matters = {
        m.code
        for m in closed
        if _is_forgotten(m, over=over, bound=bound, on=on) or _is_undone(m, led)
    }
    last = max((m.on for m in known.measures if m.code in measures), default=date.min)
    matters |= {
        m.code for m in closed
        if m.kind in _LETTERS and m.code not in bound and m.closed_on <= last
    }  # fmt: skip
    matters = _with_what_follows(matters, closed)
    measures |= {code for code, origin in origins.items() if origin in matters}
    measures |= {
        m.code for m in known.measures
        if m.code not in origins and kinds[m.code] in _MILD and not known.timers_of(m.code)
        and _after(m.on, shown_after("")) <= on
    }  # fmt: skip
    return Hidden(matters=frozenset(matters), measures=frozenset(measures))


def _with_what_follows(matters: set[str], closed: Sequence[_Closed]) -> set[str]:
    """Add the closed remedies and follow-ups of what is left out, and their own remedies."""
    found, before = set(matters), -1
    while len(found) != before:
        before = len(found)
        found |= {m.code for m in closed if m.kind in _FOLLOWING and m.parent in found}
    return found


def _is_over(known: Known, code: str, on: date) -> bool:
    timers = known.timers_of(code)
    return bool(timers) and all(t.is_over(on) for t in timers)


def _is_bound(known: Known, matter: str, origins: Mapping[str, str]) -> bool:
    """Tell whether something a matter led to still runs, or nobody knows how long."""
    return any(known.timers_of(code) for code, origin in origins.items() if origin == matter)


def _is_forgotten(
    matter: _Closed, *, over: Collection[str], bound: Collection[str], on: date
) -> bool:  # fmt: skip
    """Tell whether a closed matter is left out by itself, whatever it hangs on."""
    if matter.code in bound or matter.kind not in {*_LETTERS, "case"}:
        return False
    if matter.code in over or matter.outcome in _NOTHING:
        return True
    return _after(matter.closed_on, shown_after(matter.digest)) <= on


def _is_undone(matter: _Closed, led: Collection[str]) -> bool:
    """Tell whether a case ended in a measure that was taken back since: the name is restored."""
    return matter.kind == "case" and matter.outcome == _ADJUSTED and matter.code not in led


def _after(day: date, length: str) -> date:
    return Duration.parse(length).after(day)
