"""青石县 in the database: the generated facts, or the part of a few units, row for row."""

from datetime import date, datetime
from functools import cache

from django.apps import apps

from biaochi.access.scoping import Why
from biaochi.clock import BEIJING
from biaochi.facts.shapes import TABLES
from biaochi.registry.models import Appointment, Person, Unit
from biaochi.registry.tree import renumber
from demo.generate import generate

UNITS = ("T01", "D15")
CAST = {"du", "fan", "geng", "han"}
_WHO = ("person", "subject", "from")
_PLAIN = frozenset(("units", "people"))


@cache
def few(*units: str):
    """The tables of some units and their people only."""
    tables = generate(people=200)
    kept = set(units or UNITS)
    people = {r["person"] for r in tables["posts"] if r["unit"] in kept} | CAST
    held = [r for r in tables["posts"] if r["person"] in people]
    kept |= {r["unit"] for r in held} | {r["line_of"] for r in held if r["line_of"]}
    kept |= {r["parent"] for r in tables["units"] if r["unit"] in kept and r["parent"]}
    those = people | kept
    kept_rows = {t: [r for r in rows if _is_among(t, r, those)] for t, rows in tables.items()}
    return {t: rows for t, rows in kept_rows.items() if rows}


def _is_among(table, row, those) -> bool:
    if table == "calendar":
        return True
    if table == "links":
        return {row["from"], row["to"]} <= those
    if table == "units":
        return row["unit"] in those
    named = [row[c] for c in ("person", "unit", "subject") if row.get(c)]
    return all(n in those for n in named)


def load(tables, *, under: Unit, at: datetime) -> None:
    """Put the tables below a unit, as an import would; people who are there already stay."""
    _units(tables["units"], under)
    units = {u.code: u for u in Unit.objects.unscoped(Why.SETUP)}
    people = _people(tables["people"])
    models = {m.TABLE: m for m in apps.get_models() if hasattr(m, "TABLE")}
    for table, rows in tables.items():
        if table not in _PLAIN:
            made = [_row(models[table], r, people, units) for r in rows]
            for row in made:
                if table != "calendar":
                    row.recorded_at = row.recorded_at or at
                if table == "links":
                    row.place = under
            models[table].objects.bulk_create(made, batch_size=2000)
    _homes(people)


def _units(rows, under: Unit) -> None:
    made = {}
    for row in sorted(rows, key=lambda r: r["parent"] != ""):
        made[row["unit"]] = Unit.objects.create(
            code=row["unit"], name=row["name"], parent=made.get(row["parent"], under),
            type=row["type"], kind=row["kind"], extra=_extra(Unit, row),
        )  # fmt: skip
    renumber()


def _people(rows):
    codes = {r["person"] for r in rows}
    there = {p.code: p for p in Person.objects.unscoped(Why.SETUP).filter(code__in=codes)}
    Appointment.objects.unscoped(Why.SETUP).filter(person__in=there.values()).delete()
    for row in rows:
        if row["person"] in there:
            there[row["person"]].extra = _extra(Person, row)
    Person.objects.unscoped(Why.SETUP).bulk_update(there.values(), ["extra"])
    Person.objects.bulk_create(
        [Person(code=r["person"], name=r["name"], sex=r["sex"], birth_on=_day(r["birth_on"]),
                extra=_extra(Person, r)) for r in rows if r["person"] not in there],
        batch_size=2000,
    )  # fmt: skip
    return {p.code: p for p in Person.objects.unscoped(Why.SETUP).filter(code__in=codes)}


def _homes(people) -> None:
    rows = Appointment.objects.unscoped(Why.SETUP).filter(person__in=people.values())
    for post in rows.select_related("unit").order_by("main", "from_on"):
        person = next(p for p in [people.get(post.person.code)] if p)
        person.home, person.tier, person.post = post.unit, post.tier, post.post
    fields = ["home", "tier", "post"]
    Person.objects.unscoped(Why.SETUP).bulk_update(people.values(), fields, batch_size=500)


def _extra(model, row):
    return {k: v for k, v in row.items() if k not in model.FACTS and v != ""}


def _row(model, row, people, units):
    said = {}
    for column, text in row.items():
        field = model.FACTS.get(column)
        if field is None or text == "":
            continue
        shape = TABLES[model.TABLE].column(column)
        if field.endswith("__code"):
            there = units if shape.refers == "units" else people
            said[field.removesuffix("__code")] = there[text]
        else:
            said[field] = _value(shape.kind, text)
    subject = row.get("subject")
    if subject:
        said |= {"person": people.get(subject), "unit": units.get(subject)}
    return model(**said)


def _value(kind: str, text: str):
    if kind == "number":
        whole, _, part = text.lstrip("-").partition(".")
        value = int(whole) * 10**6 + int(part.ljust(6, "0"))
        return -value if text.startswith("-") else value
    if kind == "count":
        return int(text)
    if kind == "date":
        return _day(text)
    if kind == "moment":
        return datetime.fromisoformat(text).replace(tzinfo=BEIJING)
    return text == "是" if kind == "flag" else text


def _day(text: str) -> date:
    return date.fromisoformat(text)
