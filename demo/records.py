"""What was recorded: deductions, listed conduct, delegated matters, incidents, credits."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from demo.chance import Chance
from demo.folk import FIRST_YEAR, LAST_YEAR, Person
from demo.marks import Row
from demo.places import Unit

DEDUCTIONS = (
    "A01", "A02", "A03", "A04", "B01", "B02", "B03", "B04",
    "C01", "C02", "C03", "C04", "E01", "E02", "E03", "E04",
)  # fmt: skip
SOURCES = ("季度报送", "督查", "巡察", "审计", "信访核实", "日常考核")
COMPLAINTS = 9
_TRIES, _USUAL, _OFTEN = 8, 40, 820
_STATUS = (*("verified",) * 44, *("reported",) * 3, "withdrawn", "withdrawn", "exempted")
_STORY = {
    "fan": (
        ("C01", "-2", "04-18", "年度道路养护项目未按期开工"),
        ("C03", "-2", "08-22", "现场检查发现的问题未整改"),
        ("B03", "-1.5", "10-26", "运输户来访多次推诿"),
    ),
    "geng": (
        ("C04", "-6", "03-14", "推行并联审批试点出现差错"),
        ("C01", "-2", "06-20", "试点项目延期"),
        ("C03", "-3", "09-05", "试点流程问题未按时整改"),
    ),
    "han": (("C02", "-0.5", "05-11", "报表数据有误"), ("B01", "-0.5", "07-06", "缺席例会")),
}


def evidence_rows(
    people: tuple[Person, ...], units: tuple[Unit, ...], *, chance: Chance
) -> Iterator[Row]:
    """Yield every recorded thing with its number."""
    found = [
        *_deductions(people, chance=chance),
        *_stories(people),
        *_listed(people, chance=chance),
        *_matters(people, chance=chance),
        *_incidents(units, people, chance=chance),
        *_credits(people, chance=chance),
    ]
    for i, row in enumerate(found, start=1):
        yield {"id": f"E{i:05d}", **row}


def _row(item: str, *, on: date, person: str = "", unit: str = "", **more: str) -> Row:
    recorded = (on + timedelta(days=9)).isoformat()
    return {
        "item": item, "person": person, "unit": unit, "occurred_on": on.isoformat(),
        "recorded_at": recorded, "status": "verified", "source": "日常考核", **more,
    }  # fmt: skip


def _day(year: int, *keys: str | int, chance: Chance) -> date:
    return chance.day(date(year, 1, 8), date(year, 12, 18), "day", year, *keys)


def _deductions(people: Iterable[Person], *, chance: Chance) -> Iterator[Row]:
    for person in people:
        if person.cast:
            continue
        likely = _OFTEN if person.slump else _USUAL
        first = max(FIRST_YEAR, person.since.year)
        for year in range(first, LAST_YEAR + 1):
            for i in range(_TRIES):
                key = (person.id, year, i)
                if chance.happens(likely, "deduct", *key):
                    on = _day(year, *key, chance=chance)
                    if on >= person.since:
                        yield _row(
                            chance.pick(DEDUCTIONS, "item", *key), on=on, person=person.id,
                            status=chance.pick(_STATUS, "status", *key),
                            source=chance.pick(SOURCES, "source", *key),
                        )  # fmt: skip


def _stories(people: Iterable[Person]) -> Iterator[Row]:
    for person in people:
        for item, value, day, note in _STORY.get(person.cast, ()):
            on = date.fromisoformat(f"{LAST_YEAR}-{day}")
            yield _row(item, on=on, person=person.id, value=value, note=note)


def _some(people: Iterable[Person], what: str, *, per_mille: int, chance: Chance) -> list[Person]:
    return [p for p in people if not p.cast and chance.happens(per_mille, what, p.id)]


def _listed(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield hits of the lists in the last year: a few of each."""
    lists = (
        (("N1", "N2", "N3", "N4", "N5", "N6"), 4), (("W1", "W2", "W3", "W4", "W5"), 6),
        (("R1", "R2", "R3", "R4"), 5), (("PR1", "PR2"), COMPLAINTS), (("U1", "U2", "U3", "U5"), 4),
    )  # fmt: skip
    for codes, per_mille in lists:
        for person in _some(people, codes[0], per_mille=per_mille, chance=chance):
            key = (codes[0], person.id)
            unchecked = chance.happens(250, "listed", *key)
            yield _row(
                chance.pick(codes, person.id), on=_day(LAST_YEAR, *key, chance=chance),
                person=person.id, status="reported" if unchecked else "verified",
                source=chance.pick(SOURCES, person.id),
            )  # fmt: skip


def _matters(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield delegated matters: most done in time, some late, a few late twice."""
    chosen = _some(people, "matter", per_mille=40, chance=chance)
    for i, person in enumerate(chosen, start=1):
        given = chance.day(date(LAST_YEAR, 1, 8), date(LAST_YEAR, 8, 31), "matter", person.id)
        late = chance.happens(150, "late", person.id)
        rounds = 2 if late and chance.happens(400, "again", person.id) else 1
        for which in range(1, rounds + 1):
            due = given + timedelta(days=30)
            spare = chance.below(10, "spare", which, person.id) + 1
            done = due + timedelta(days=spare if late else -spare)
            yield _row(
                "D1", on=given, person=person.id, matter=f"交办{LAST_YEAR}-{i:02d}",
                round=str(which), due_on=due.isoformat(), done_on=done.isoformat(), source="督查",
            )  # fmt: skip
            given = done + timedelta(days=3)


def _incidents(
    units: tuple[Unit, ...], people: tuple[Person, ...], *, chance: Chance
) -> Iterator[Row]:
    """Yield incidents of units; one unit has three in the last year."""
    worst = units[3]
    for i, day in enumerate(("03-02", "06-11", "12-14"), start=1):
        on = date.fromisoformat(f"{LAST_YEAR}-{day}")
        staff = [p for p in people if p.unit == worst and p.role == "staff"]
        for person in staff[: 1 + i % 2]:
            yield _row("S1", on=on, unit=worst.id, person=person.id, incident=f"{worst.id}-{i}")
    for unit in units:
        if unit != worst and chance.happens(200, "incident", unit.id):
            on = _day(LAST_YEAR, "incident", unit.id, chance=chance)
            yield _row("S2", on=on, unit=unit.id, incident=f"{unit.id}-1", source="督查")


def _credits(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    for person in _some(people, "credit", per_mille=60, chance=chance):
        on = _day(LAST_YEAR, "credit", person.id, chance=chance)
        yield _row(chance.pick(("G1", "G2", "G3"), "credit", person.id), on=on, person=person.id)
