"""A facts folder becomes an office: checked whole, then every row of every table in one step."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.batch.assess import attribute_columns, bind
from biaochi.clock import BEIJING, local
from biaochi.errors import Problem, Refusal
from biaochi.facts.read import read_folder
from biaochi.facts.shapes import FACT_SCALE, TABLES
from biaochi.facts.store import Store
from biaochi.packs.shapes import Pack
from biaochi.registry import bulk
from biaochi.trail.events import Event
from biaochi.trail.services import About, record

Report = Callable[[int, int, str], None]
_FIRST = ("units", "people", "posts")
_CHUNK = 5_000
_NUMBERED = {"ballots", "events", "determinations"}


@dataclass(frozen=True)
class _Codes:
    """Codes of people and units with their keys, and where people belong."""

    people: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    homes: Mapping[str, int] = field(default_factory=dict)

    def whom(self, code: str) -> dict[str, int | None]:
        """Return the official or the unit of a code; neither for a matter."""
        person = self.people.get(code)
        return {"person_id": person, "unit_id": None if person else self.units.get(code)}

    def place(self, one: str, other: str) -> int | None:
        """Return the unit a relation belongs to: an end that is one, or where an end works."""
        found = (self.units.get(one), self.units.get(other), self.homes.get(other),
                 self.homes.get(one))  # fmt: skip
        return next((key for key in found if key is not None), None)


def folder_in(
    folder: Path, *, pack: Pack | None, actor: Actor, at: datetime, under: str = "",
    report: Report = lambda *_: None,
) -> dict[str, int]:  # fmt: skip
    """Take a facts folder into an office that has no people yet; returns how many rows of what.

    ``recorded_at`` stays as it was written.  Units without parent come ``under`` the unit of that
    code.  All or nothing.
    """
    attributes = attribute_columns(pack) if pack else {}
    with read_folder(folder, attributes=attributes) as store:
        if pack:
            bind(pack, store)
        with transaction.atomic():
            _nobody_yet()
            counts = _taken_in(store, under, actor, at, report)
            about = About(kind="folder", ident=store.digest, content=dict(counts))
            record(Event.BATCH_COMMITTED, actor=actor, at=at, about=about, detail=dict(counts))
    return counts


def _taken_in(
    store: Store, under: str, actor: Actor, at: datetime, report: Report
) -> dict[str, int]:
    on = local(at).date()
    found = _models()
    units = bulk.add_units(_units(store, under))
    people = bulk.add_people(_plain(r) for r in _rows(store, found["people"]))
    codes = _Codes(people, units)
    _insert(found["posts"], store, codes, actor)
    bulk.settle(on)
    homes = found["people"].objects.unscoped(Why.SETUP).values_list("code", "home_id")  # type: ignore[attr-defined]  # Scoped
    codes = _Codes(people, units, {c: h for c, h in homes if h})
    rest = [t for t in TABLES if t not in _FIRST and store.counts[t]]
    if "calendar" in rest:
        bulk.empty_calendar()
    for place, table in enumerate(rest, 1):
        report(place, len(rest), f"写入{TABLES[table].label}")
        _insert(found[table], store, codes, actor)
    return {t: n for t, n in store.counts.items() if n}


def _models() -> dict[str, type[models.Model]]:
    return {m.TABLE: m for m in apps.get_models() if hasattr(m, "TABLE")}


def _nobody_yet() -> None:
    if _models()["people"].objects.unscoped(Why.SETUP).exists():  # type: ignore[attr-defined]  # Scoped
        do = "整个文件夹只在建立之初导入一次；以后请用工作簿导入。"
        raise Refusal((Problem("FOLDER-TAKEN", "还没有人员的系统", "已有人员", do),))


def _units(store: Store, under: str) -> Iterator[dict[str, Any]]:
    for order, row in enumerate(_rows(store, _models()["units"])):
        plain = _plain(row)
        parent = plain.pop("parent__code") or under
        yield {**plain, "parent": parent, "order": order}


def _rows(store: Store, model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """Yield rows by the columns of the model, what the pack declares beside them in ``extra``."""
    table, facts = model.TABLE, model.FACTS  # type: ignore[attr-defined]  # of every fact model
    columns = [c for c in store.columns[table] if c.name not in store.absent.get(table, ())]
    names = [facts.get(c.name, "") for c in columns]
    writes = [_attribute(c.kind) for c in columns]
    listed = ", ".join(f'"{c.name}"' for c in columns)
    if not columns or not store.counts[table]:
        return
    sql = f'SELECT {listed} FROM "{table}" ORDER BY row_no'  # noqa: S608 (names of our own tables)
    blank = dict.fromkeys(facts.values())
    for cells in store.con.execute(sql).fetchall():
        row, extra = dict(blank), {}
        for column, name, value, write in zip(columns, names, cells, writes, strict=True):
            if name:
                row[name] = value
            elif value is not None:
                extra[column.name] = write(value)
        yield {**row, "extra": extra} if _has(model, "extra") else row


def _has(model: type[models.Model], name: str) -> bool:
    return any(f.name == name for f in model._meta.concrete_fields)


def _attribute(kind: str) -> Callable[[Any], object]:
    """Return how an attribute is kept: as it stands in a file."""
    if kind == "number":
        return lambda value: f"{Decimal(value).scaleb(-FACT_SCALE):f}".rstrip("0").rstrip(".")
    if kind in {"date", "moment"}:
        return str
    return lambda value: value


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Blank texts are empty, not missing; days and numbers stay missing."""
    return {k: "" if v is None and k in _TEXTS else v for k, v in row.items()}


_TEXTS = frozenset({"name", "sex", "type", "kind", "parent__code"})


def _insert(model: type[models.Model], store: Store, codes: _Codes, actor: Actor) -> None:
    make = partial(_made, model, codes=codes, actor=actor, blank=_blanks(model))
    for some in _chunks(_rows(store, model)):
        model.objects.bulk_create([make(row) for row in some])  # type: ignore[attr-defined]  # Manager


def _blanks(model: type[models.Model]) -> frozenset[str]:
    return frozenset(f.name for f in model._meta.concrete_fields if not f.null)


def _made(
    model: type[models.Model], row: Mapping[str, Any], *, codes: _Codes, actor: Actor,
    blank: frozenset[str],
) -> models.Model:  # fmt: skip
    given: dict[str, Any] = {}
    for name, value in row.items():
        if name == "person__code":
            given["person_id"] = codes.people.get(value)
        elif name.endswith("__code"):
            given[name.replace("__code", "_id")] = codes.units.get(value)
        elif value is not None:
            given[name] = value.replace(tzinfo=BEIJING) if isinstance(value, datetime) else value
        elif name not in blank:
            given[name] = None
    given |= _beside(model, row, codes, actor)
    return model(**given)


def _beside(
    model: type[models.Model], row: Mapping[str, Any], codes: _Codes, actor: Actor
) -> dict[str, Any]:
    table = model.TABLE  # type: ignore[attr-defined]  # of every fact model
    if table in _NUMBERED:
        return codes.whom(row["subject"])
    if table == "links":
        return {"place_id": codes.place(row["from_code"], row["to_code"])}
    if table == "evidence":
        return {"reported_by": actor.user, "reported_by_name": actor.name}
    return {}


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == _CHUNK:
            yield some
            some = []
    if some:
        yield some
