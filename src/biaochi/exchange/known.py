"""Whom a row may be about and what may be recorded: the actor's people and units, the pack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.items import items_in
from biaochi.errors import Problem
from biaochi.evidence.shapes import Item
from biaochi.exchange.doors.wording import shown
from biaochi.packs.shapes import Pack
from biaochi.registry.models import Person, Unit
from biaochi.registry.names import plain

_NOBODY = "请核对编号和姓名；不在您报送范围内的人和单位不能填报。"


@dataclass(frozen=True)
class Whom:
    """The official or the unit a row is about, by their keys."""

    person: int | None = None
    unit: int | None = None


@dataclass
class Scope:
    """The people and units somebody may report on; everybody else is not there."""

    people: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    matches: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    unit_names: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def whom(self, values: Mapping[str, object], *, line: int) -> Whom | Problem:
        """Return whom a row is about, or why nobody can tell."""
        code, name, unit = (str(values.get(k) or "") for k in ("person", "name", "unit"))
        if code:
            return self._by_code(code, name, line)
        if name:
            return self._one(self.names.get(plain(name), ()), name, line, "姓名")
        found = self.unit(unit)
        if found is None:
            return _nobody(unit, line, "单位")
        return Whom(unit=found)

    def unit(self, text: str) -> int | None:
        """Return the unit of a code or of a name that only one has."""
        text = text.strip()
        alike = self.unit_names.get(text, ())
        return self.units.get(text) or (alike[0] if len(alike) == 1 else None)

    def _by_code(self, code: str, name: str, line: int) -> Whom | Problem:
        found = self.people.get(code)
        if found is None:
            return _nobody(code, line, "人员编号")
        if name and self.matches[found] != plain(name):
            do = "请核对人员编号和姓名。"
            return Problem("ROW-NAME", "编号和姓名是同一人", shown(name), do, line=line,
                           column_name="姓名")  # fmt: skip
        return Whom(person=found)

    def _one(self, found: tuple[int, ...], name: str, line: int, column: str) -> Whom | Problem:
        if len(found) > 1:
            do = "请填写人员编号。"
            return Problem("ROW-AMBIGUOUS", "只有一人叫这个名字", f"{len(found)} 人叫{shown(name)}",
                           do, line=line, column_name=column)  # fmt: skip
        return Whom(person=found[0]) if found else _nobody(name, line, column)


def _nobody(text: str, line: int, column: str) -> Problem:
    return Problem("ROW-SUBJECT", "您报送范围内的人员或单位", shown(text), _NOBODY, line=line,
                   column_name=column)  # fmt: skip


def scope_of(actor: Actor) -> Scope:
    """Return everybody the actor may report on."""
    people = Person.objects.visible_to(actor, Act.REPORT_EVIDENCE).order_by("pk")
    rows = list(people.values_list("pk", "code", "name"))
    matches = {pk: plain(name) for pk, _, name in rows}
    units = Unit.objects.visible_to(actor, Act.REPORT_EVIDENCE).order_by("pk")
    places = list(units.values_list("pk", "code", "name"))
    return Scope(
        people={code: pk for pk, code, _ in rows}, names=_grouped(matches.items()),
        matches=matches, units={code: pk for pk, code, _ in places},
        unit_names=_grouped((pk, name) for pk, _, name in places),
    )  # fmt: skip


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for key, name in pairs:
        found[name] = (*found.get(name, ()), key)
    return found


def items_of(pack: Pack) -> dict[str, Item]:
    """Return the items of a pack by code, by label where only one has it, and by both together."""
    found: dict[str, Item] = {}
    labels: dict[str, list[Item]] = {}
    for catalogue in pack.catalogues.values():
        for item in items_in(pack, catalogue):
            found[item.code] = item
            labels.setdefault(item.label, []).append(item)
    by_label = {label: alike[0] for label, alike in labels.items() if label and len(alike) == 1}
    choices = {choice_of(i): i for i in found.values()}
    return {**choices, **by_label, **found}


def choice_of(item: Item) -> str:
    """Return an item as the drop-down list offers it."""
    return f"{item.code} {item.label}".strip()
