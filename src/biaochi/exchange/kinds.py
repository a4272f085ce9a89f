"""How the rows of each form become rows of its table, and when one is there already."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Model

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.clock import local
from biaochi.errors import Problem
from biaochi.evidence.models import Evidence, Score
from biaochi.evidence.shapes import Item
from biaochi.exchange.doors.wording import shown
from biaochi.exchange.known import Scope, Whom, items_of, scope_of
from biaochi.exchange.tables import Line
from biaochi.facts.shapes import FACT_SCALE
from biaochi.packs.shapes import Pack
from biaochi.registry.codes import starts_of

Key = tuple[object, ...]
Values = dict[str, Any]
Checked = tuple[Values, list[Problem]]
_TEXTS = ("source", "matter", "incident", "context", "note")
_CONTENT = (
    "person_id", "unit_id", "item", "occurred_on", "value", "count", "matter", "round", "incident",
    "context", "note",
)  # fmt: skip
_SLICE = 900


class Kind(Protocol):
    """A form against its table."""

    @property
    def model(self) -> type[Model]:
        """The table its rows go to."""

    @property
    def common(self) -> Values:
        """What all rows of a file say."""

    def row(self, line: Line) -> Checked:
        """Return the columns of a row and what is wrong with it."""

    def key(self, row: Values) -> Key:
        """Return what makes a row the same as another."""

    def there(self, rows: Sequence[Values]) -> Collection[Key]:
        """Return the keys, of these rows, that the database has already."""


@dataclass(frozen=True)
class EvidenceKind:
    """Evidence: reported, about somebody within the scope, on an item of the pack."""

    actor: Actor
    at: datetime
    batch: int
    scope: Scope
    items: Mapping[str, Item]
    start: str
    model: type[Model] = Evidence

    @property
    def common(self) -> Values:
        """Reported, by whom, known from when."""
        return {
            "status": "reported", "recorded_at": self.at, "reported_by": self.actor.user,
            "reported_by_name": self.actor.name,
        }  # fmt: skip

    def row(self, line: Line) -> Checked:
        """Return the columns of a row and what is wrong with it."""
        values = dict(line.values)
        problems = list(_days(values, local(self.at).date(), line.number))
        whom = _about(self.scope, values, line.number, problems)
        said = values.get("item")
        item = self.items.get(str(said))
        if item is not None:
            problems += _amounts(values, item, line.number)
        elif said is not None:
            problems.append(_no_item(said, line.number))
        return self._made(values, whom, item, line.number), problems

    def _made(self, values: Values, whom: Whom, item: Item | None, line: int) -> Values:
        code = values.get("id")
        if code and self.start and not code.startswith(self.start):
            code = f"{self.start}{code}"
        return {
            "code": code or f"B{self.batch}-{line}", "item": item.code if item else "",
            "person_id": whom.person, "unit_id": whom.unit, "value": values.get("value"),
            "count": values.get("count"), "occurred_on": values.get("occurred_on"),
            "round": values.get("round"), "due_on": values.get("due_on"),
            "done_on": values.get("done_on"), **{name: values.get(name) or "" for name in _TEXTS},
        }  # fmt: skip

    def key(self, row: Values) -> Key:
        """By its code where it was given one, otherwise by everything it says."""
        if not row["code"].startswith(f"B{self.batch}-"):
            return (row["code"],)
        return tuple(row[name] for name in _CONTENT)

    def there(self, rows: Sequence[Values]) -> Collection[Key]:
        """Codes that are taken, seen or not; the same content, of what is in force."""
        codes = [k[0] for k in map(self.key, rows) if len(k) == 1]
        unique = Evidence.objects.unscoped(Why.UNIQUE)
        found: set[Key] = {
            (code,) for some in _slices(codes)
            for code in unique.filter(code__in=some).values_list("code", flat=True)
        }  # fmt: skip
        bare = [r for r in rows if len(self.key(r)) > 1]
        if bare:
            days = [r["occurred_on"] for r in bare]
            alike = Evidence.objects.visible_to(self.actor, Act.REPORT_EVIDENCE).filter(
                Evidence.counted(), occurred_on__gte=min(days), occurred_on__lte=max(days)
            )
            for field in ("person_id", "unit_id"):
                for some in _slices(sorted({r[field] for r in bare if r[field]})):
                    found |= set(alike.filter(**{f"{field}__in": some}).values_list(*_CONTENT))
        return found


@dataclass(frozen=True)
class ScoreKind:
    """Scores: one value a component, a period and somebody."""

    actor: Actor
    at: datetime
    scope: Scope
    places: int
    largest: int
    model: type[Model] = Score

    @property
    def common(self) -> Values:
        """Known from when."""
        return {"recorded_at": self.at}

    def row(self, line: Line) -> Checked:
        """Return the columns of a row and what is wrong with it."""
        values, problems = dict(line.values), list[Problem]()
        whom = _about(self.scope, values, line.number, problems)
        if values.get("value") is None and not values.get("label") and "value" not in values:
            do = "分值和等次至少填一个。"
            problems.append(Problem("CELL-MISSING", "分值或等次", "都没有填", do,
                                    line=line.number, column_name="分值"))  # fmt: skip
        problems += _bounded(values, self.places, self.largest, line.number)
        row = {
            "person_id": whom.person, "unit_id": whom.unit,
            "component": values.get("component"), "period": values.get("period"),
            "value": values.get("value"), "label": values.get("label") or "",
            "source": values.get("source") or "",
        }  # fmt: skip
        return row, problems

    def key(self, row: Values) -> Key:
        """Return what makes a row the same as another."""
        return (row["person_id"], row["unit_id"], row["component"], row["period"])

    def there(self, rows: Sequence[Values]) -> Collection[Key]:
        """Scores in force of the same component and period."""
        scores = Score.objects.unscoped(Why.UNIQUE).filter(Score.counted())
        found: set[Key] = set()
        for field in ("person_id", "unit_id"):
            for some in _slices(sorted({r[field] for r in rows if r[field]})):
                alike = scores.filter(
                    period__in={r["period"] for r in rows}, **{f"{field}__in": some}
                )
                found |= set(alike.values_list("person_id", "unit_id", "component", "period"))
        return found


def kind_of(form: str, *, pack: Pack, batch: int, actor: Actor, at: datetime) -> Kind:
    """Return how the rows of this form are taken in for this actor."""
    scope = scope_of(actor)
    if form == "scores":
        items = iter(items_of(pack).values())
        bound = next(items, Item(code="", label="", catalogue=""))
        return ScoreKind(actor, at, scope, pack.numeric.scale, bound.largest)
    starts = starts_of(actor, Act.REPORT_EVIDENCE)
    return EvidenceKind(actor, at, batch, scope, items_of(pack), starts[0] if starts else "")


def _about(scope: Scope, values: Values, line: int, problems: list[Problem]) -> Whom:
    """Return whom a row is about; whoever wrote nobody was told so already."""
    if not any(values.get(name) for name in ("person", "name", "unit")):
        return Whom()
    whom = scope.whom(values, line=line)
    if isinstance(whom, Problem):
        problems.append(whom)
        return Whom()
    return whom


def _no_item(text: object, line: int) -> Problem:
    do = "请从模板的下拉表里选，或填写条目编号。"
    return Problem("ROW-ITEM", "规则包目录里的条目", shown(text), do, line=line, column_name="条目")


def _amounts(values: Values, item: Item, line: int) -> Iterator[Problem]:
    value = values.get("value")
    if not item.published and (item.sign == "either" or value is None):
        yield Problem("FACT-SLOT", "原文已公布的条目", shown(item.code),
                      "取得原文后先填入目录。", line=line, column_name="条目")  # fmt: skip
    if value is not None and item.negative_only and value > 0:
        yield Problem("FACT-SIGN", "负分或零", _decimal(value), "这个目录只计负分。", line=line,
                      column_name="分值")  # fmt: skip
    yield from _bounded(values, item.places, item.largest, line)


def _bounded(values: Values, places: int, largest: int, line: int) -> Iterator[Problem]:
    value = values.get("value")
    if value is not None and value % 10 ** max(0, FACT_SCALE - places):
        yield Problem("FACT-PLACES", f"不超过 {places} 位小数", _decimal(value),
                      "按规则包的小数位数填写，不要自行四舍五入。", line=line,
                      column_name="分值")  # fmt: skip
    if value is not None and abs(value) > largest * 10**FACT_SCALE:
        yield Problem("FACT-BOUND", f"绝对值不超过 {largest}", _decimal(value), "请核对。",
                      line=line, column_name="分值")  # fmt: skip
    count = values.get("count")
    if count is not None and count > largest:
        yield Problem("FACT-BOUND", f"不超过 {largest}", str(count), "请核对。", line=line,
                      column_name="次数")  # fmt: skip


def _days(values: Values, today: date, line: int) -> Iterator[Problem]:
    for name, label in (("occurred_on", "发生日期"), ("done_on", "实际办结日期")):
        day = values.get(name)
        if day is not None and day > today:
            yield Problem("CELL-DATE", f"不晚于 {today}", str(day), "不能记录还没有发生的事。",
                          line=line, column_name=label)  # fmt: skip


def _decimal(value: int) -> str:
    return f"{value / 10**FACT_SCALE:.6f}".rstrip("0").rstrip(".")


def _slices(found: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (found[i : i + _SLICE] for i in range(0, len(found), _SLICE))
