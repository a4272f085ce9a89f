"""What the office did: posts, leave, letters, adjustments, determinations, relations."""

from collections.abc import Iterator
from datetime import date, timedelta

from demo.chance import Chance
from demo.folk import FIRST_YEAR, LAST_YEAR, Person
from demo.marks import Row
from demo.places import Unit

_RANKS = {"head": "正职", "deputy": "副职", "member": "其他", "staff": "其他"}
_ADJUSTED = {2015: 8, 2016: 9, 2017: 10}
_LETTERS = {"reminder": 34, "inquiry": 13, "admonition": 9}
_OTHER_WAYS = (
    ("age", "retirement"), ("age", "retirement"), ("term", "transfer"), ("health", "transfer"),
    ("voluntary", "resignation"), ("discipline", "removal"),
)  # fmt: skip
_REPLIES = (("inquiry", "inquiry-reply", 12), ("admonition", "rectify-report", 150))
_WAYS = ("transfer", "transfer", "non-leading", "removal", "demotion")
_GROWN = 1985
_LEAVES = (("病假", 25), ("事假", 15), ("产假", 8), ("脱产学习", 6), ("借调", 15))


def post_rows(
    people: tuple[Person, ...], units: tuple[Unit, ...], *, chance: Chance
) -> Iterator[Row]:
    """Yield the present post of everyone and an earlier one of some."""
    below = {unit.parent: unit for unit in units if unit.parent}
    for person in people:
        line = below.get(person.unit.id) if person.role == "deputy" else None
        yield _post(person, unit=person.unit, post=person.post, since=person.since, line=line)
        if (
            person.since > date(2011, 1, 1)
            and person.birth_on.year < _GROWN
            and chance.happens(200, "earlier", person.id)
        ):
            other = chance.pick(units, "earlier unit", person.id)
            until = person.since - timedelta(days=1)
            since = date(2008, 3, 1)
            yield _post(person, unit=other, post="科员", since=since, until=until)


def _post(
    person: Person, *, unit: Unit, post: str, since: date,
    until: date | None = None, line: Unit | None = None,
) -> Row:  # fmt: skip
    ended = until.isoformat() if until else ""
    return {
        "person": person.id, "unit": unit.id, "post": post, "from": since.isoformat(),
        "to": ended, "role": "staff" if until else person.role,
        "tier": "一般干部" if until else person.tier, "level": "科级" if not until else "科员级",
        "line_of": line.id if line else "", "main": "否" if until else "是",
    }  # fmt: skip


def absence_rows(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield leave of the last year, and the probation of newcomers."""
    for person in people:
        if person.since.year == LAST_YEAR and not person.cast:
            yield {"person": person.id, "kind": "试用", "from": person.since.isoformat(), "to": ""}
        for kind, per_mille in _LEAVES:
            wrong = kind == "产假" and person.sex != "女"
            if person.cast or wrong or not chance.happens(per_mille, kind, person.id):
                continue
            start = chance.day(date(LAST_YEAR, 1, 1), date(LAST_YEAR, 9, 1), kind, person.id)
            longest = 260 if kind == "病假" else 120
            end = start + timedelta(days=20 + chance.below(longest, kind, person.id))
            last = min(end, date(LAST_YEAR, 12, 31))
            yield {
                "person": person.id, "kind": kind, "from": start.isoformat(),
                "to": last.isoformat(), "recorded_at": start.isoformat(),
            }  # fmt: skip


def measure_rows(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield adjustments of three years and the letters of the last."""
    found = [
        *_adjusted(people, chance=chance), *_left(people, chance=chance),
        *_letters(people, chance=chance),
    ]  # fmt: skip
    for i, row in enumerate(found, start=1):
        yield {"id": f"M{i:04d}", **row}


def _chosen(people: tuple[Person, ...], what: str, *, count: int, chance: Chance) -> list[Person]:
    """Return that many people, weaker marks first, nobody of the cast."""
    order = sorted(people, key=lambda p: (p.base - p.slump + chance.below(120, what, p.id), p.id))
    return [p for p in order if not p.cast][:count]


def _adjusted(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    leading = tuple(p for p in people if p.tier == "县管干部")
    done: set[str] = set()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        leading = tuple(p for p in leading if p.id not in done)
        for person in _chosen(leading, f"adjust {year}", count=_ADJUSTED[year], chance=chance):
            done.add(person.id)
            on = chance.day(date(year, 3, 1), date(year, 11, 30), "adjust", year, person.id)
            way = chance.pick(_WAYS, "way", year, person.id)
            yield {
                "person": person.id, "measure": way, "on": on.isoformat(),
                "channel": "accountability" if chance.happens(200, "blame", person.id) else "unfit",
                "rank": _RANKS[person.role], "tier": person.tier,
            }  # fmt: skip


def _left(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield those who left a post by other channels, in December of the last year."""
    oldest = sorted((p for p in people if not p.cast), key=lambda p: (p.birth_on, p.id))
    chosen = [*oldest[:2], *_some(people, "left", count=len(_OTHER_WAYS) - 2, chance=chance)]
    for person, (channel, way) in zip(chosen, _OTHER_WAYS, strict=True):
        on = chance.day(date(LAST_YEAR, 12, 20), date(LAST_YEAR, 12, 29), "left", person.id)
        yield {
            "person": person.id, "measure": way, "on": on.isoformat(), "channel": channel,
            "rank": _RANKS[person.role], "tier": person.tier,
        }  # fmt: skip


def _some(people: tuple[Person, ...], what: str, *, count: int, chance: Chance) -> list[Person]:
    """Return that many deputies, whoever they are, nobody of the cast."""
    those = [p for p in people if p.role == "deputy" and not p.cast and not p.slump]
    return sorted(those, key=lambda p: (chance.below(1000, what, p.id), p.id))[:count]


def _letters(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    for kind, count in _LETTERS.items():
        for person in _chosen(people, kind, count=count, chance=chance):
            sent = letter_day(person, kind=kind, chance=chance)
            yield {
                "person": person.id, "measure": kind, "on": sent,
                "rank": _RANKS[person.role], "tier": person.tier,
            }  # fmt: skip


def letter_day(person: Person, *, kind: str, chance: Chance) -> str:
    """Return the day a letter was sent."""
    first, last = date(LAST_YEAR, 2, 6), date(LAST_YEAR, 11, 20)
    return chance.day(first, last, "letter", kind, person.id).isoformat()


def reply_rows(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield replies to letters: most came, a few did not."""
    for kind, reply, days in _REPLIES:
        count = _LETTERS[kind]
        for person in _chosen(people, kind, count=count, chance=chance):
            if chance.happens(300, reply, person.id):
                continue
            sent = date.fromisoformat(letter_day(person, kind=kind, chance=chance))
            done = sent + timedelta(days=days - chance.below(5, reply, person.id))
            if done.year == LAST_YEAR:
                yield {
                    "kind": reply, "subject": person.id, "period": str(LAST_YEAR),
                    "done_on": done.isoformat(), "recorded_at": done.isoformat(),
                }  # fmt: skip


def determination_rows() -> Iterator[Row]:
    """Yield what named people found: 白 verified, 程 chaired."""
    found = (
        ("geng", "", "容错免责", "2017-10-20", "程立群", "先行先试中的失误，未谋私利，经会议认定"),
        ("fan", "last-confirmed", "确认", "2017-12-28", "白景明", "任务滞后属实，本人已陈述"),
    )
    for i, (subject, rule, outcome, on, by, note) in enumerate(found, start=1):
        yield {
            "id": f"R{i:03d}", "subject": subject, "rule": rule, "outcome": outcome, "on": on,
            "by": by, "note": note, "recorded_at": on,
        }  # fmt: skip


def link_rows(people: tuple[Person, ...]) -> Iterator[Row]:
    """Yield who may nominate whom: 程 the heads of townships."""
    for person in people:
        if person.role == "head" and person.unit.kind == "乡镇":
            yield {
                "kind": "nominator", "from": "cheng", "to": person.id,
                "from_on": f"{FIRST_YEAR}-01-01", "to_on": "",
            }  # fmt: skip
