"""Returns, sessions, re-checks, holidays, and the marks of units."""

from collections.abc import Iterator
from datetime import date, timedelta

from demo.chance import Chance
from demo.folk import FIRST_YEAR, LAST_YEAR, Person
from demo.marks import Row, tenths
from demo.places import Unit
from demo.records import COMPLAINTS

_PARTS = {
    "经济型": ("共性指标", "产业发展"), "生态型": ("共性指标", "生态环境"),
    "综合型": ("共性指标", "产业发展", "生态环境"),
    "部门": ("共性指标", "部门职能"), "事业单位": ("共性指标", "部门职能"),
}  # fmt: skip
_CLOSED = (
    ("2017-01-02", "holiday"), ("2017-01-22", "workday"), ("2017-01-27", "holiday"),
    ("2017-01-30", "holiday"), ("2017-01-31", "holiday"), ("2017-02-01", "holiday"),
    ("2017-02-02", "holiday"), ("2017-02-04", "workday"), ("2017-04-01", "workday"),
    ("2017-04-03", "holiday"), ("2017-04-04", "holiday"), ("2017-05-01", "holiday"),
    ("2017-05-27", "workday"), ("2017-05-29", "holiday"), ("2017-05-30", "holiday"),
    ("2017-09-30", "workday"), ("2017-10-02", "holiday"), ("2017-10-03", "holiday"),
    ("2017-10-04", "holiday"), ("2017-10-05", "holiday"), ("2017-10-06", "holiday"),
)  # fmt: skip
_SLOW_UNIT = "水利局"


def duty_rows(units: tuple[Unit, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield what came in; 韩's unit did not send the third quarter of the last year."""
    for unit in units:
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for quarter in range(1, 5):
                missing = (unit.name, year, quarter) == (_SLOW_UNIT, LAST_YEAR, 3)
                if not missing:
                    end = _end(year, quarter * 3)
                    yield from _came("quarterly-return", unit, f"{year}Q{quarter}", end, 8, chance)
            for month in range(1, 13):
                yield from _came(
                    "monthly-points", unit, f"{year}-{month:02d}", _end(year, month), 5, chance
                )
            for half in (1, 2):
                yield from _came(
                    "half-year-session", unit, f"{year}H{half}", _end(year, half * 6), 18, chance
                )
            yield from _came("annual-bulletin", unit, str(year), _end(year, 12), 25, chance)


def _end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _came(
    kind: str, unit: Unit, period: str, end: date, within: int, chance: Chance
) -> Iterator[Row]:
    late = 20 if chance.happens(12, kind, unit.id, period) else 0
    done = end + timedelta(days=1 + late + chance.below(within, kind, unit.id, period))
    skipped = kind == "half-year-session" and chance.happens(15, "skip", unit.id, period)
    if done.year <= LAST_YEAR and not skipped:
        yield {
            "kind": kind, "subject": unit.id, "period": period, "done_on": done.isoformat(),
            "nil": "是" if chance.happens(300, "nil", unit.id, period) else "否",
            "recorded_at": done.isoformat(),
        }  # fmt: skip


def recheck_rows(adjusted: list[Row], *, chance: Chance) -> Iterator[Row]:
    """Yield re-checks of people adjusted in earlier years, each person and year once."""
    seen: set[str] = set()
    for row in adjusted:
        on = date.fromisoformat(row["on"])
        if row.get("channel") and on.year < LAST_YEAR and row["person"] not in seen:
            seen.add(row["person"])
            done = on + timedelta(days=200 + chance.below(150, "recheck", row["person"]))
            if done.year <= LAST_YEAR and chance.happens(700, "rechecked", row["person"]):
                yield {
                    "kind": "recheck", "subject": row["person"], "period": str(done.year),
                    "done_on": done.isoformat(), "recorded_at": done.isoformat(),
                }  # fmt: skip


def calendar_rows() -> Iterator[Row]:
    """Yield holidays and worked weekends of the last year."""
    for day, kind in _CLOSED:
        yield {"date": day, "kind": kind, "source": "演示用，未与公布的安排核对"}


def unit_score_rows(units: tuple[Unit, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield the marks of units in three years."""
    for unit in units:
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for part in _PARTS[unit.type]:
                value = 860 + chance.bell(80, part, year, unit.id)
                yield {
                    "unit": unit.id, "component": part, "period": str(year),
                    "value": tenths(value), "source": "县督查考绩办",
                    "recorded_at": f"{year}-12-22",
                }  # fmt: skip


def extra_score_rows(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield commitments of heads and the public's ratings of front-line people."""
    for person in people:
        complained = chance.happens(COMPLAINTS, "PR1", person.id)
        likely = 700 if complained else 150
        asked = complained or person.unit.kind != "部门"
        rated = asked and chance.happens(likely, "rated", person.id)
        if person.role == "head":
            done = 1000 - chance.below(70, "年度承诺", person.id)
            yield _extra(person, component="年度承诺", value=done, source="县督查考绩办")
        if rated:
            usual = 580 if complained else 840
            value = usual + chance.bell(100, "rating", person.id)
            yield _extra(person, component="群众评议", value=value, source="开门评议")


def _extra(person: Person, *, component: str, value: int, source: str) -> Row:
    return {
        "person": person.id, "component": component, "period": str(LAST_YEAR),
        "value": tenths(value), "source": source, "recorded_at": f"{LAST_YEAR}-12-18",
    }  # fmt: skip
