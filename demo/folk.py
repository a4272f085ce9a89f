"""Who works where: 1,500 invented people and the fixed cast."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from demo.chance import Chance
from demo.names import name_of
from demo.places import ENFORCING, Unit

FIRST_YEAR, LAST_YEAR = 2015, 2017
_HEAD, _DEPUTY, _STAFF = "单位正职", "单位副职", "一般干部"
_PLAN = {"乡镇": (2, 4, 6), "部门": (1, 3, 5), "事业单位": (1, 2, 4)}
_TYPICAL, _SPREAD = 862, 50
_SLUMPS = (140, 140, 140, 270)
_FAN_UNIT = "交通运输局"
_YOUNG, _GRADUATED = 1984, 22


@dataclass(frozen=True)
class Person:
    """One official; ``base`` is a typical mark in tenths, ``slump`` what a bad year takes."""

    id: str
    name: str
    sex: str
    birth_on: date
    unit: Unit
    post: str
    role: str
    tier: str
    kind: str
    since: date
    base: int
    pay: int
    slump: int = 0
    enforcement: bool = False
    protected: bool = False
    cast: str = ""

    def row(self) -> dict[str, str]:
        """Return the line of the people table."""
        institution = self.unit.kind == "事业单位"
        return {
            "person": self.id, "name": self.name, "sex": self.sex,
            "birth_on": self.birth_on.isoformat(), "class": self.kind,
            "regime": "事业人员" if institution else "公务员",
            "enforcement": "是" if self.enforcement else "否",
            "protected": "是" if self.protected else "否",
            "performance_pay": str(self.pay),
        }  # fmt: skip


_CAST = {
    # id: (name, sex, unit, role, mark in tenths, years in the post)
    "cheng": ("程立群", "男", "县委组织部", "head", 900, 3),
    "an": ("安静仪", "女", "县委组织部", "deputy", 895, 4),
    "bai": ("白以诚", "男", "县委组织部", "member", 890, 5),
    "du": ("杜文清", "女", "统计局", "deputy", 975, 4),
    "fan": ("范学军", "男", _FAN_UNIT, "deputy", 690, 6),
    "geng": ("耿建新", "男", "住房和城乡建设局", "deputy", 880, 3),
    "han": ("韩立新", "男", "水利局", "staff", 850, 2),
}


def folk(units: tuple[Unit, ...], *, chance: Chance) -> tuple[Person, ...]:
    """Return everyone, unit by unit."""
    waiting = dict(_CAST)
    found: list[Person] = []
    for unit in units:
        for person in _of_unit(unit, first=len(found), chance=chance):
            role = next((k for k, v in waiting.items() if v[2:4] == (unit.name, person.role)), "")
            found.append(_cast(person, role=role) if role else person)
            waiting.pop(role, None)
    return tuple(found)


def _of_unit(unit: Unit, *, first: int, chance: Chance) -> Iterator[Person]:
    heads, deputies, members = _PLAN[unit.kind]
    for i in range(unit.size):
        if i < heads + deputies:
            role = "head" if i < heads else "deputy"
            kind, tier = (_HEAD if i < heads else _DEPUTY), "县管干部"
        else:
            role = "member" if i < heads + deputies + members else "staff"
            kind, tier = _STAFF, "中层干部" if role == "member" else "一般干部"
        yield _person(
            f"P{first + i + 1:04d}", unit=unit, place=i, job=(role, kind, tier), chance=chance
        )


def _person(
    key: str, *, unit: Unit, place: int, job: tuple[str, str, str], chance: Chance
) -> Person:
    role, kind, tier = job
    sex = "男" if chance.happens(580, "sex", key) else "女"
    oldest, youngest = (1959, 1982) if tier == "县管干部" else (1960, 1992)
    born = chance.day(date(oldest, 1, 1), date(youngest, 12, 31), "born", key)
    weak = unit.name != _FAN_UNIT and chance.happens(24, "weak", key)
    return Person(
        id=key,
        name=name_of(chance, key=key, sex=sex),
        sex=sex,
        birth_on=born,
        unit=unit,
        post=_post(unit, role=role, place=place),
        role=role,
        tier=tier,
        kind=kind,
        since=_since(key, role=role, born=born, chance=chance),
        base=_TYPICAL + chance.bell(_SPREAD, "base", key),
        slump=chance.pick(_SLUMPS, "slump", key) if weak else 0,
        pay=12000 + 600 * chance.below(36, "pay", key),
        enforcement=unit.name in ENFORCING and role in {"member", "staff"} and place % 2 == 0,
        protected=sex == "女" and born.year > _YOUNG and chance.happens(40, "protected", key),
    )


def _since(key: str, *, role: str, born: date, chance: Chance) -> date:
    newcomer = role == "staff" and chance.happens(30, "new", key)
    if newcomer:
        return date(chance.pick((2016, 2017), "new year", key), 8, 1)
    earliest = 2007 if role == "head" else 2008
    first = date(max(earliest, born.year + _GRADUATED), 1, 1)
    return chance.day(first, date(2014, 12, 31), "since", key)


def _post(unit: Unit, *, role: str, place: int) -> str:
    if role == "head" and unit.kind == "乡镇":
        leader = {"镇": "镇长", "乡": "乡长"}.get(unit.name[-1], "主任")
        return "党委书记" if place == 0 else leader
    titles = {"head": "主要负责人", "deputy": "副职", "member": "中层正职", "staff": "科员"}
    return titles[role]


def _cast(person: Person, *, role: str) -> Person:
    name, sex, _, _, base, years = _CAST[role]
    return replace(
        person,
        id=role, cast=role, name=name, sex=sex, base=base, protected=False, enforcement=False,
        slump=0, since=date(LAST_YEAR - years, 3, 1),
    )  # fmt: skip
