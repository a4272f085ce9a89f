"""Reads of matters: actor first, shapes out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.matters.models import DueClock, Matter, Member, Step, StepFile
from biaochi.matters.shapes import ClockLine, File, MatterCode, MatterLine, StepLine
from biaochi.procedure.remedying import fold
from biaochi.procedure.shapes import Awaited, By, Move, Said
from biaochi.trail.editing import not_found

_JOINED = ("person__home", "parent")


def rows(actor: Actor, *, act: Act = Act.SEE_MATTERS, kinds: Sequence[str] = ()) -> QuerySet[Any]:
    """Return the matters the actor may see, the newest first."""
    found: QuerySet[Any] = Matter.objects.visible_to(actor, act).select_related(*_JOINED)
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.order_by("-opened_on", "-pk")


def every(actor: Actor, acts: Sequence[Act]) -> QuerySet[Any]:
    """Return the matters the actor may see by any of these rights, the newest first."""
    found = rows(actor, act=acts[0])
    for act in acts[1:]:
        found = found | rows(actor, act=act)
    return found.distinct() if len(acts) > 1 else found


def named(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Keep matters about whoever has this in his name or code, or with this code of their own."""
    return found.filter(
        Q(person__name__contains=text) | Q(person__code=text) | Q(code__contains=text)
    )


def stage_labels(found: QuerySet[Any]) -> list[str]:
    """Return the stages there are among matters, to choose from."""
    labels = found.order_by("stage_label").values_list("stage_label", flat=True)
    return list(dict.fromkeys(labels.distinct()))


def having(found: QuerySet[Any], *, move: str, **given: str) -> QuerySet[Any]:
    """Keep matters in which this move was made with these contents."""
    said = {f"given__{name}": value for name, value in given.items()}
    made = Step.objects.unscoped(Why.ABOUT).filter(matter=OuterRef("pk"), move=move, **said)
    return found.filter(Exists(made))


def lines(found: Iterable[Any]) -> list[MatterLine]:
    """Return rows of one page as lines."""
    return [line_of(row) for row in found]


def one(actor: Actor, code: str, *, act: Act = Act.SEE_MATTERS) -> MatterLine:
    """Return one matter; who may not see it is told that there is none."""
    row = rows(actor, act=act).filter(code=code).first()
    if row is None:
        raise not_found("事项")
    return line_of(row)


def about(
    actor: Actor, person: str, *, act: Act = Act.SEE_MATTERS, kinds: Sequence[str] = ()
) -> list[MatterLine]:
    """Return every matter about an official."""
    return lines(rows(actor, act=act, kinds=kinds).filter(person__code=person))


def steps(line: MatterLine, moves: dict[str, Move]) -> list[StepLine]:
    """Return the steps of a matter the actor was already allowed to see."""
    found = Step.objects.unscoped(Why.ABOUT).filter(matter=line.key).order_by("number")
    files: dict[int, list[File]] = {}
    for f in StepFile.objects.unscoped(Why.ABOUT).filter(step__matter=line.key).order_by("pk"):
        files.setdefault(f.step_id, []).append(
            File(ident=f.pk, name=f.name, size=f.size, digest=f.digest)
        )
    return [
        StepLine(
            said=_said(row), at=row.at, files=tuple(files.get(row.pk, ())),
            label=moves[row.move].label if row.move in moves else row.move,
        )
        for row in found
    ]  # fmt: skip


def below(actor: Actor, line: MatterLine, *, act: Act = Act.SEE_MATTERS) -> list[MatterLine]:
    """Return the matters that were opened after this one and because of it."""
    return lines(rows(actor, act=act).filter(parent=line.key).order_by("opened_on", "pk"))


def clocks(
    actor: Actor, *, act: Act = Act.SEE_MATTERS, until: date | None = None
) -> list[ClockLine]:
    """Return what is due and not done in open matters, the soonest first."""
    found = DueClock.objects.visible_to(actor, act).filter(matter__is_open=True, met_on=None)
    if until is not None:
        found = found.filter(due_on__lte=until)
    joined = found.select_related("matter__person__home", "matter__parent")
    return [_clock(row) for row in joined.order_by("due_on", "pk")]


def running_through(year: int) -> list[tuple[str, MatterCode]]:
    """Return (kind, code) of the open matters in which something not done runs into a year."""
    found = DueClock.objects.unscoped(Why.ABOUT).filter(
        matter__is_open=True, met_on=None, start_on__year__lte=year, due_on__year__gte=year
    )
    rows = found.order_by("matter").values_list("matter__kind", "matter__code").distinct()
    return [(kind, MatterCode(code)) for kind, code in rows]


def clocks_of(line: MatterLine) -> list[ClockLine]:
    """Return every clock of a matter the actor was already allowed to see."""
    found = DueClock.objects.unscoped(Why.ABOUT).filter(matter=line.key)
    joined = found.select_related("matter__person__home", "matter__parent")
    return [_clock(row) for row in joined.order_by("due_on", "pk")]


def members_of(line: MatterLine, *, part: str = "") -> list[tuple[int, str, str]]:
    """Return (user, name, part) of who works on a matter, or may not."""
    found = Member.objects.unscoped(Why.ABOUT).filter(matter=line.key)
    if part:
        found = found.filter(part=part)
    return list(found.order_by("pk").values_list("user", "user_name", "part"))


def handled_by(actor: Actor) -> frozenset[int]:
    """Return the keys of the matters this user opened or works on."""
    found = Member.objects.visible_to(actor, Act.SEE_MATTERS).filter(
        user=actor.user, part="handler"
    )
    return frozenset(found.values_list("matter", flat=True))


def handlers(actor: Actor, *, act: Act = Act.SEE_MATTERS) -> dict[int, frozenset[int]]:
    """Return who handles each open matter the actor may see, by its key."""
    rows = Member.objects.visible_to(actor, act).filter(part="handler", matter__is_open=True)
    found: dict[int, frozenset[int]] = {}
    for matter, user in rows.values_list("matter", "user"):
        found[matter] = found.get(matter, frozenset()) | {user}
    return found


def has_matter(person: str, *, kinds: Sequence[str], until: date, **given: str) -> bool:
    """Tell whether a matter of these kinds was opened about an official, and not withdrawn.

    ``given``: what its first step has to say.
    """
    found = Matter.objects.unscoped(Why.ABOUT).filter(
        person__code=person, kind__in=kinds, opened_on__lte=until
    )
    said = {f"given__{name}": value for name, value in given.items()}
    begun = Step.objects.unscoped(Why.ABOUT).filter(matter=OuterRef("pk"), number=1, **said)
    return bool(found.exclude(outcome="withdrawn").filter(Exists(begun)).exists())


def said_in(key: int) -> tuple[Said, ...]:
    """Return what was said in a matter the actor was already allowed to see."""
    found = Step.objects.unscoped(Why.ABOUT).filter(matter=key).order_by("number")
    return tuple(_said(row) for row in found)


def ancestors(line: MatterLine) -> tuple[MatterLine, ...]:
    """Return what a matter came from, the nearest first, of one the actor may already see."""
    found: list[MatterLine] = []
    code = line.parent
    while code:
        row = Matter.objects.unscoped(Why.ABOUT).select_related(*_JOINED).get(code=code)
        found.append(line_of(row))
        code = found[-1].parent
    return tuple(found)


def is_overturned(key: int) -> bool:
    """Tell whether a remedy against a matter revoked or altered it, and that was served.

    A remedy against what an earlier one answered is one against the same matter.
    """
    rows = Matter.objects.unscoped(Why.ABOUT).filter(parent=key, kind="remedy")
    for below in rows.values_list("pk", flat=True):
        now = fold(said_in(below))
        if (now.corrects and now.served is not None) or is_overturned(below):
            return True
    return False


def with_code(code: str) -> MatterLine | None:
    """Return a matter by its code, for rooms that settle themselves who may see it."""
    row = Matter.objects.unscoped(Why.ABOUT).select_related(*_JOINED).filter(code=code).first()
    return None if row is None else line_of(row)


def all_about(person: str, *, kinds: Sequence[str] = ()) -> list[MatterLine]:
    """Return every matter about an official the actor may already see, the oldest first."""
    found = Matter.objects.unscoped(Why.ABOUT).filter(person__code=person)
    if kinds:
        found = found.filter(kind__in=kinds)
    return lines(found.select_related(*_JOINED).order_by("pk"))


def said_in_all(keys: Iterable[int]) -> dict[int, tuple[Said, ...]]:
    """Return what was said in each of several matters the actor was already allowed to see."""
    found: dict[int, list[Said]] = {}
    rows = Step.objects.unscoped(Why.ABOUT).filter(matter__in=sorted(keys))
    for row in rows.order_by("matter", "number"):
        found.setdefault(row.matter_id, []).append(_said(row))
    return {key: tuple(said) for key, said in found.items()}


def members_in_all(keys: Iterable[int], *, part: str) -> dict[int, tuple[str, ...]]:
    """Return who has this part in each of several matters, by name."""
    found: dict[int, list[str]] = {}
    rows = Member.objects.unscoped(Why.ABOUT).filter(matter__in=sorted(keys), part=part)
    for key, name in rows.order_by("pk").values_list("matter", "user_name"):
        found.setdefault(key, []).append(name)
    return {key: tuple(names) for key, names in found.items()}


def line_of(row: Any) -> MatterLine:  # noqa: ANN401 (a row with its joins)
    """Return a row as a line."""
    person = row.person
    home = person.home
    return MatterLine(
        key=row.pk or 0, code=MatterCode(row.code), kind=row.kind, person=person.code,
        person_key=person.pk, name=person.name, unit=home.name if home else "", tier=person.tier,
        pack=row.pack_id, procedure=row.procedure, parent=row.parent.code if row.parent else "",
        title=row.title, opened_on=row.opened_on, stage=row.stage, stage_label=row.stage_label,
        is_open=row.is_open, outcome=row.outcome, told_on=row.told_on, closed_on=row.closed_on,
        version=row.version, stage_on=row.stage_on, place=home.first if home else 0,
        waits=tuple(
            Awaited(move=w["move"], why=w["why"], apart=frozenset(w["apart"])) for w in row.waits
        ),
    )  # fmt: skip


def _said(row: Any) -> Said:  # noqa: ANN401 (a row)
    roles = frozenset(row.roles.split(",")) - {""}
    by = By(user=row.user, name=row.user_name, person=row.person, roles=roles)
    return Said(number=row.number, move=row.move, on=row.on, by=by, given=row.given)


def _clock(row: Any) -> ClockLine:  # noqa: ANN401 (a row)
    return ClockLine(
        matter=line_of(row.matter), key=row.key, label=row.label, owner=row.owner,
        start_on=row.start_on, due_on=row.due_on, length=row.length, steps=tuple(row.steps),
        then=row.then, provisional=row.provisional, met_on=row.met_on,
    )  # fmt: skip
