"""Tallied ballots of the last year: the peer ballot of everyone, a reverse ballot of some."""

from collections.abc import Iterator

from demo.chance import Chance
from demo.folk import LAST_YEAR, Person
from demo.marks import Row, marks

_GROUPS = {"领导班子": (6, 3), "干部群众": (14, 9)}
_BEST_MARK, _GOOD_MARK, _FAIR_MARK, _POOR_MARK = 100, 85, 65, 40
_REVERSE_UNITS = 5


def ballot_rows(people: tuple[Person, ...], *, chance: Chance) -> Iterator[Row]:
    """Yield tallies; 韩 was not put to the vote."""
    for person in people:
        if person.cast != "han":
            for group in _GROUPS:
                yield from _review(person, group=group, chance=chance)
    asked = [p for p in people if p.role == "deputy" and p.unit.kind == "乡镇"]
    for i, person in enumerate(asked[: _REVERSE_UNITS * 4]):
        yield from _reverse(person, place=i, chance=chance)


def _review(person: Person, *, group: str, chance: Chance) -> Iterator[Row]:
    least, more = _GROUPS[group]
    voters = least + chance.below(more, group, person.id)
    goal = marks(person, year=LAST_YEAR, chance=chance).review * voters // 10
    votes = _split(goal, voters=voters)
    absent = chance.below(3, "absent", group, person.id)
    spoilt = chance.below(2, "spoilt", group, person.id)
    for option, count in votes.items():
        yield {
            "session": f"{LAST_YEAR}-年终-{person.unit.id}", "subject": person.id,
            "rater_group": group, "question": "年终民主测评", "option": option,
            "votes": str(count), "eligible": str(voters + spoilt + absent),
            "cast": str(voters + spoilt), "valid": str(voters), "period": str(LAST_YEAR),
            "held_on": f"{LAST_YEAR}-12-08", "recorded_at": f"{LAST_YEAR}-12-12",
        }  # fmt: skip


def _split(goal: int, *, voters: int) -> dict[str, int]:
    """Spread the votes so that the mean comes near the goal."""
    votes = {"优秀": 0, "称职": voters, "基本称职": 0, "不称职": 0}
    missing = goal - _GOOD_MARK * voters
    up = max(0, min(voters, round(missing / (_BEST_MARK - _GOOD_MARK))))
    fair = max(0, min(voters, round(-missing / (_GOOD_MARK - _FAIR_MARK))))
    poor = fair // 3
    votes["优秀"] = up
    votes["基本称职"] = fair - poor
    votes["不称职"] = poor
    votes["称职"] -= up + fair
    return votes


def _reverse(person: Person, *, place: int, chance: Chance) -> Iterator[Row]:
    voters = 4 if place == 0 else 9 + chance.below(4, "reverse", person.id)
    against = 5 if place == 1 else chance.below(3, "against", person.id)
    unsure = chance.below(2, "unsure", person.id)
    counts = {"不适宜": against, "不了解": unsure, "适宜": voters - against - unsure}
    for option, count in counts.items():
        yield {
            "session": f"{LAST_YEAR}-反向-{person.unit.id}", "subject": person.id,
            "rater_group": "干部群众", "question": "反向测评", "option": option,
            "votes": str(count), "eligible": str(voters), "cast": str(voters),
            "valid": str(voters), "period": str(LAST_YEAR), "held_on": f"{LAST_YEAR}-07-12",
            "recorded_at": f"{LAST_YEAR}-07-14",
        }  # fmt: skip
