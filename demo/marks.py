"""Marks of three years; the two earlier years as they were decided."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from demo.chance import Chance
from demo.folk import FIRST_YEAR, LAST_YEAR, Person

Row = dict[str, str]
WEIGHTS = {"单位正职": (70, 10, 20), "单位副职": (75, 10, 15), "一般干部": (80, 10, 10)}
_LINES = ((9000, "优秀"), (7500, "称职"), (6000, "基本称职"), (0, "不称职"))
_NOISE, _BEST, _WORST = 45, 998, 300
_NEAR = 3
_BAD_YEARS = 650
_SEATS = 5


@dataclass(frozen=True)
class Marks:
    """What a year's appraisal starts from, in tenths."""

    achievement: int
    daily: int
    review: int


def marks(person: Person, *, year: int, chance: Chance) -> Marks:
    """Return a person's marks of a year."""
    noise = 3 if person.cast in {"fan", "du"} else _NOISE
    slump = person.slump if chance.happens(_BAD_YEARS, "slump", year, person.id) else 0

    def mark(what: str) -> int:
        return min(
            _BEST, max(_WORST, person.base - slump + chance.bell(noise, what, year, person.id))
        )

    return Marks(mark("achievement"), mark("daily"), mark("review"))


def served(person: Person, *, year: int) -> bool:
    """Tell whether the person was there in that year."""
    return person.since.year <= year or person.role != "staff"


def tenths(value: int) -> str:
    """Write a mark."""
    return f"{Decimal(value) / 10:.1f}"


def score_rows(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield the achievement and daily marks of three years; 韩's daily mark is missing."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for person in people:
            if not served(person, year=year):
                continue
            found = marks(person, year=year, chance=chance)
            yield _score(person, year=year, component="工作实绩", value=found.achievement)
            if (person.cast, year) != ("han", LAST_YEAR):
                yield _score(person, year=year, component="平时考核", value=found.daily)


def _score(person: Person, *, year: int, component: str, value: int) -> Row:
    return {
        "person": person.id, "component": component, "period": str(year),
        "value": tenths(value), "source": "县委组织部", "recorded_at": f"{year}-12-20",
    }  # fmt: skip


def result_rows(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield what was decided for the years before the last."""
    for year in range(FIRST_YEAR, LAST_YEAR):
        teams: dict[str, list[tuple[int, Person]]] = defaultdict(list)
        for person in people:
            if served(person, year=year):
                total = _total(person, year=year, chance=chance)
                teams[person.unit.id].append((total, person))
        for team in teams.values():
            yield from _team(sorted(team, key=lambda t: (t[0], t[1].id)), year=year)


def _total(person: Person, *, year: int, chance: Chance) -> int:
    """Return the decided total in hundredths."""
    found = marks(person, year=year, chance=chance)
    parts = (found.achievement, found.daily, found.review)
    exact = sum(w * p for w, p in zip(WEIGHTS[person.kind], parts, strict=True))
    return int((Decimal(exact) / 10).quantize(Decimal(1), ROUND_HALF_UP))


def _team(team: list[tuple[int, Person]], *, year: int) -> Iterator[Row]:
    seats = len(team) // _SEATS
    for place, (total, person) in enumerate(team):
        grade = next(name for line, name in _LINES if total >= line)
        if grade == "优秀" and len(team) - place > seats:
            grade = "称职"
        for quantity, value, label in (
            ("total", f"{Decimal(total) / 100:.2f}", ""),
            ("grade", "", grade),
            ("is_last", str(int(place == 0)), ""),
            ("near_last", str(int(place < _NEAR)), ""),
        ):
            yield {
                "person": person.id, "period": str(year), "quantity": quantity, "value": value,
                "label": label, "recorded_at": f"{year + 1}-02-10",
            }  # fmt: skip
