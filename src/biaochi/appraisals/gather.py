"""The database as a facts folder: one part of the tree, as it was known at one moment.

Every model that names its ``TABLE`` and ``FACTS`` is written, row by row in the order of entry, to
the same bytes each time; what reads the folder checks it as completely as one from outside.

Rows are read by stretches of keys and never through one long statement: on SQLite without WAL a
statement that is being read keeps whoever writes from ending, and he keeps every other reader out.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

from django.apps import apps
from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from biaochi.access.scoping import Why
from biaochi.access.shapes import Span
from biaochi.clock import local
from biaochi.evidence.models import Evidence, EvidenceState, Measure, Subject
from biaochi.facts.shapes import FACT_SCALE, TABLES
from biaochi.registry.models import Appointment, Fact, Link, Person, Unit
from biaochi.registry.queries import spans

_MILLION = 10**FACT_SCALE
_STRETCH = 20_000
_REPORTED = "reported"
_BY_CODE = frozenset({"subject", "from_code", "to_code"})
Report = Callable[[int, int, str], None]
Write = Callable[[Any], str]


@dataclass(frozen=True)
class Known:
    """A part of the tree at a moment, with the ids that may be named inside it.

    ``bare``: its top only holds the others together, so it is not judged.
    """

    span: Span
    by: datetime
    bare: bool = False
    people: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


def write_facts(
    folder: Path, *, unit: str, known_by: datetime, report: Report = lambda *_: None
) -> dict[str, int]:
    """Write every table that has rows as CSV; return how many rows each has."""
    known = _known(unit, known_by)
    counts: dict[str, int] = {}
    models = _models()
    for at, table in enumerate(TABLES, start=1):
        if table in models:
            report(at, len(TABLES), f"读取{TABLES[table].label}")
            number = _write_table(folder / f"{table}.csv", models[table], known)
            counts |= {table: number} if number else {}
    return counts


def _models() -> dict[str, type[Model]]:
    """Return the model of each table of the facts folder, whichever room it stands in."""
    return {m.TABLE: m for m in apps.get_models() if hasattr(m, "TABLE")}


def _known(unit: str, by: datetime) -> Known:
    known = Known(spans({unit})[unit], by, bare=not _is_named(unit, by))
    people = people_of(known.span, known_by=by).values_list("code", flat=True)
    units = _units(known).values_list("code", flat=True)
    return replace(known, people=frozenset(people), units=frozenset(units))


def _is_named(unit: str, by: datetime) -> bool:
    """Tell whether any fact known at the moment names the unit."""
    facts = [m for m in _models().values() if issubclass(m, Fact)]
    return any(_naming(m, unit, by).exists() for m in facts)


def _naming(model: type[Fact], unit: str, by: datetime) -> QuerySet[Any]:
    named = Q(pk__in=())
    for source in model.FACTS.values():
        field = model._meta.get_field(source.removesuffix("__code"))
        if field.related_model is Unit:
            named |= Q(**{f"{field.name}__code": unit})
        elif field.name in _BY_CODE:
            named |= Q(**{field.name: unit})
    rows: QuerySet[Any] = model.objects.unscoped(Why.RUN)
    return rows.filter(at_moment(by), named)


def _units(known: Known) -> QuerySet[Any]:
    rows: QuerySet[Any] = Unit.objects.unscoped(Why.RUN).filter(_inside("", known.span))
    return rows.exclude(first=known.span.first) if known.bare else rows


def people_of(span: Span, *, known_by: datetime) -> QuerySet[Any]:
    """Return who had a post there as far as was known, and who belongs there without any post."""
    every = Appointment.objects.unscoped(Why.RUN).filter(person=OuterRef("pk"))
    there = every.filter(at_moment(known_by), _inside("unit__", span))
    rows: QuerySet[Any] = Person.objects.unscoped(Why.RUN)
    return rows.filter(Exists(there) | (_inside("home__", span) & ~Exists(every)))


def at_moment(moment: datetime) -> Q:
    """Return the predicate "known, and not yet replaced" of a fact at a moment."""
    committed = Q(batch__isnull=True) | Q(batch__state="committed", batch__committed_at__lte=moment)
    recorded = Q(recorded_at__isnull=True) | Q(recorded_at__lte=moment)
    return committed & recorded & (Q(retired_at__isnull=True) | Q(retired_at__gt=moment))


def _inside(path: str, span: Span) -> Q:
    return Q(**{f"{path}first__gte": span.first, f"{path}first__lte": span.last})


def _rows(model: type[Model], known: Known) -> QuerySet[Any]:
    """Return the rows of a table that belong to the part, at the moment."""
    rows: QuerySet[Any] = model.objects.unscoped(Why.RUN)  # type: ignore[attr-defined]  # Scoped
    if model is Unit:
        return _units(known)
    if model is Person:
        return people_of(known.span, known_by=known.by)
    if not issubclass(model, Fact):
        return rows
    if "person" in _columns(model):
        # Not found by an index: a stretch of keys is read in the order of keys.
        whom = Coalesce(F("person"), Value(0), output_field=BigIntegerField())
        rows = rows.alias(whom=whom)
    return rows.filter(at_moment(known.by), _belonging(model, known))


def _columns(model: type[Model]) -> frozenset[str]:
    return frozenset(f.name for f in model._meta.concrete_fields)


def _belonging(model: type[Fact], known: Known) -> Q:
    if model is Appointment:
        return _inside("unit__", known.span)
    if model is Link:
        ends = Q(from_code__in=known.units) | Q(to_code__in=known.units)
        return _inside("place__", known.span) | (Q(place__isnull=True) & ends)
    people = people_of(known.span, known_by=known.by).values("pk")
    if not issubclass(model, Subject):
        return Q(whom__in=people)
    return Q(whom__in=people) | _inside("unit__", known.span) | _of_matters(model, known)


def _of_matters(model: type[Fact], known: Known) -> Q:
    """A fact about a matter belongs where evidence of the matter does."""
    nowhere = Q(person__isnull=True, unit__isnull=True)
    if (
        "subject" not in _columns(model)
        or not model.objects.unscoped(Why.RUN).filter(nowhere).exists()
    ):
        return Q(pk__in=())
    found = _rows(Evidence, known).exclude(matter="")
    return nowhere & Q(subject__in=found.values("matter"))


def _write_table(path: Path, model: type[Model], known: Known) -> int:
    facts: Mapping[str, str] = model.FACTS  # type: ignore[attr-defined]  # of every fact model
    rows = _rows(model, known).order_by("pk")
    extras = _extras(model, rows)
    fields = [*facts.values(), *(["extra"] if extras else [])]
    pages = filter(None, _stretches(model, rows.values_list("pk", *fields)))
    first = next(pages, None)
    if first is None:
        return 0
    writes = [_writer(model, column, source, known) for column, source in facts.items()]
    number = 0
    with _opened(path) as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow([*facts, *extras])
        for page in chain([first], pages):
            texts = _texts(page, writes=writes, extras=extras)
            out.writerows(_stated(model, texts, known))
            number += len(page)
    return number


def _stretches(model: type[Model], rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield these rows of a model by stretches of its keys, each read to its end at once."""
    every: QuerySet[Any] = model.objects.unscoped(Why.RUN).order_by("pk")  # type: ignore[attr-defined]  # Scoped
    last = 0
    while first := every.filter(pk__gt=last).values_list("pk", flat=True).first():
        last = first + _STRETCH - 1
        yield list(rows.filter(pk__gte=first, pk__lte=last))


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        yield stream


def _texts(
    rows: Iterable[tuple[Any, ...]], *, writes: Sequence[Write], extras: Sequence[str]
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's number and cells; attributes of the pack stand behind the columns."""
    last = 1 + len(writes)
    for row in rows:
        cells = [write(cell) for write, cell in zip(writes, row[1:], strict=False)]
        if extras:
            said = row[last] or {}
            cells += [_text(said.get(name)) for name in extras]
        yield row[0], cells


def _stated(
    model: type[Model], rows: Iterator[tuple[int, list[str]]], known: Known
) -> Iterator[list[str]]:
    """Put what was known at the moment in the place of what is known today.

    That is the status of evidence, and the end of a measure that was filled in afterwards.  What
    changed since is asked after the rows were read, so that no change falls between.
    """
    if model not in _CHANGING:
        yield from map(itemgetter(1), rows)
        return
    column, changed = _CHANGING[model]
    was = changed(known.by)
    at = list(model.FACTS).index(column)  # type: ignore[attr-defined]  # of every fact model
    for ident, cells in rows:
        if ident in was:
            cells[at] = was[ident]
        yield cells


def _statuses(moment: datetime) -> dict[int, str]:
    """Return the status at the moment of evidence whose status was changed since."""
    states = EvidenceState.objects.unscoped(Why.RUN)
    later = states.filter(at__gt=moment)
    was: dict[int, str] = {}
    for ident, before in later.order_by("at", "pk").values_list("evidence", "before"):
        was.setdefault(ident, before or _REPORTED)
    changed = later.values("evidence")
    earlier = states.filter(at__lte=moment, evidence__in=changed).order_by("at", "pk")
    return was | dict(earlier.values_list("evidence", "status"))


def _open_ends(moment: datetime) -> dict[int, str]:
    """Return the measures of whose end nobody had said anything by the moment, as blanks."""
    later = Measure.objects.unscoped(Why.RUN).filter(ends_known_at__gt=moment)
    return dict.fromkeys(later.values_list("pk", flat=True), "")


_CHANGING: Mapping[type[Model], tuple[str, Callable[[datetime], dict[int, str]]]] = {
    Evidence: ("status", _statuses), Measure: ("ends_on", _open_ends),
}  # fmt: skip


def _extras(model: type[Model], rows: QuerySet[Any]) -> list[str]:
    """Return the further columns that some row fills, in order."""
    if "extra" not in _columns(model):
        return []
    said = _stretches(model, rows.exclude(extra={}).values_list("extra", flat=True))
    return sorted({name for page in said for extra in page for name in extra})


def _writer(model: type[Model], column: str, source: str, known: Known) -> Write:
    """Return how a cell of this column is written; an id from outside the part is left blank."""
    shape = TABLES[model.TABLE].column(column)  # type: ignore[attr-defined]  # of every fact model
    if column == "supersedes":
        return _only_but(_foreign(known))
    if source.endswith("__code") and shape is not None:
        here = known.units if shape.refers == "units" else known.people
        return lambda code: code if code in here else ""
    return _WRITES.get("" if shape is None else shape.kind, _text)


def _foreign(known: Known) -> frozenset[str]:
    """Return corrected evidence that does not itself belong to the part."""
    rows = _rows(Evidence, known)
    named = rows.filter(supersedes__gt="").values("supersedes")
    there = rows.filter(code__in=named).values_list("code", flat=True)
    return frozenset(named.values_list("supersedes", flat=True)) - frozenset(there)


def _only_but(foreign: frozenset[str]) -> Write:
    return lambda code: "" if code in foreign else code


def _number(value: int | None) -> str:
    if value is None:
        return ""
    whole, part = divmod(abs(value), _MILLION)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{FACT_SCALE}d}".rstrip("0") if part else f"{sign}{whole}"


def _moment(value: datetime | None) -> str:
    return "" if value is None else local(value).strftime("%Y-%m-%d %H:%M:%S.%f")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)


_WRITES: Mapping[str, Write] = {"number": _number, "moment": _moment}
