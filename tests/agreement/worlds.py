"""Many small independent sets of facts in one folder: ids of each begin with its name.

A *world* has at most eight people and four units.  Values repeat (ties), are missing, negative,
zero or as great as the pack allows; evidence is superseded, withdrawn, exempted or only reported;
posts overlap; units are empty or have one person; some things become known late.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

Rows = dict[str, list[dict[str, str]]]
YEAR = 2017
LARGEST = "100"
ITEMS = ["A1", "A2", "A3", "A4", "B1", "B2", "C1"]
OPTIONS = ["优秀", "称职", "基本称职", "不称职"]
GRADES = ["优秀", "称职", "基本称职", "不称职"]
QUARTERS = ["2017Q1", "2017Q2", "2017Q3", "2017Q4"]
_VALUES = [
    "0",
    "1",
    "1",
    "2",
    "2.5",
    "0.01",
    "3.33",
    "10",
    "-1",
    "-2.5",
    LARGEST,
    f"-{LARGEST}",
    "",
]
_SCORES = ["88", "88", "90.5", "0", "", "-3", "60", "60.01", "59.99", "100", LARGEST]


class World:
    """One small set of facts under a prefix."""

    def __init__(self, name: str, random: Random) -> None:
        self.name, self.random = name, random
        self.rows: Rows = {}
        many = random.choice([1, 1, 2, 3, 4, 6, 8])
        self.people = [f"{name}.p{i}" for i in range(many)]
        self.units = [f"{name}.u{i}" for i in range(random.choice([1, 2, 3, 4]))]

    def one(self, *those: str) -> str:
        return self.random.choice(those)

    def often(self, chance: int = 2) -> bool:
        return self.random.randrange(chance) > 0

    def day(self, first: int = YEAR - 1, last: int = YEAR) -> str:
        edges = ["01-01", "03-31", "04-01", "02-28", "06-30", "07-01", "12-31"]
        year = self.random.choice([first, last, YEAR, YEAR])
        if self.often():
            return f"{year}-{self.one(*edges)}"
        return (date(year, 1, 1) + timedelta(self.random.randrange(365))).isoformat()

    def later(self, day: str, most: int = 500) -> str:
        return (date.fromisoformat(day) + timedelta(self.random.randrange(most))).isoformat()

    def add(self, table: str, **row: str) -> None:
        row = {k.rstrip("_"): v for k, v in row.items() if v != ""}
        if table not in {"people", "units"}:
            known = self.one(
                "2017-06-30", "2017-06-30 23:59:59", "2017-07-01", "2016-01-01", "2018-02-03"
            )
            row.setdefault("recorded_at", known)
        self.rows.setdefault(table, []).append(row)

    def fill(self) -> Rows:
        self._units()
        self._people()
        self._posts()
        self._evidence()
        self._scores()
        self._ballots()
        self._results()
        self._rest()
        return self.rows

    def _units(self) -> None:
        for at, unit in enumerate(self.units):
            parent = self.units[self.random.randrange(at)] if at and self.often() else ""
            self.add(
                "units",
                unit=unit,
                parent=parent,
                type=self.one("局", "局", "镇", ""),
                area=self.name,
                kind=self.one("机关", ""),
                size=self.one("0", "3", "12.5", "-4", LARGEST, ""),
            )

    def _people(self) -> None:
        for person in self.people:
            self.add(
                "people",
                person=person,
                name=self.one("安", "白", "杜"),
                sex=self.one("男", "女", ""),
                birth_on=self.one("1960-02-29", "1975-06-30", "1980-01-31", ""),
                world=self.name,
                leading=self.one("是", "否", "是", ""),
                seniority=self.one("0", "-1.25", "7.5", "7.5", ""),
                joined=self.one("2001-08-31", "2016-02-29", ""),
                band=self.one("甲", "乙", "乙", ""),
            )

    def _posts(self) -> None:
        taken: set[tuple[str, str, str]] = set()
        for person in self.people:
            for _ in range(self.random.choice([0, 1, 1, 1, 2, 3])):
                unit, post = self.random.choice(self.units), self.one("局长", "副局长", "科员")
                if (person, unit, post) in taken:
                    continue
                taken.add((person, unit, post))
                first = self.one(
                    "2010-01-31", "2016-02-29", "2017-03-01", "2017-07-01", "2018-01-01"
                )
                last = self.later(first, 900) if not self.often() else ""
                self.add(
                    "posts",
                    person=person,
                    unit=unit,
                    post=post,
                    from_=first,
                    to=last,
                    role=self.one("head", "deputy", "member", ""),
                    tier=self.one("县", "乡", ""),
                    level=self.one("正科", "副科", ""),
                    grade=self.one("一级", ""),
                    line_of=self.one("", "", *self.units),
                    main=self.one("是", "否", "", ""),
                    load=self.one("1", "2.5", "-2.5", ""),
                )

    def _evidence(self) -> None:
        loose: list[str] = []
        for at in range(self.random.choice([0, 1, 3, 6, 10])):
            ident = f"{self.name}.e{at}"
            who = self.random.randrange(5)
            happened = self.day()
            done = self.later(happened, 90) if self.often() else ""
            due = self.later(happened, 60) if self.often() else ""
            self.add(
                "evidence",
                id=ident,
                item=self.random.choice(ITEMS),
                occurred_on=happened,
                person=self.random.choice(self.people) if who else "",
                unit=self.random.choice(self.units) if who < 3 else "",
                value=self.random.choice(_VALUES),
                count=self.one("", "", "0", "1", "3", LARGEST),
                source=self.one("巡察", "信访", ""),
                status=self.one(
                    "", "verified", "verified", "verified", "reported", "withdrawn", "exempted"
                ),
                supersedes=loose.pop() if loose and not self.often(3) else "",
                matter=self.one("", f"{self.name}.m1", f"{self.name}.m2"),
                round=self.one("", str(int(self.name[1:]) % 90 + 1)),
                incident=self.one("", "", f"{self.name}.i1", f"{self.name}.i2"),
                due_on=due,
                done_on=done,
                context=self.one("", "改革"),
            )
            loose.append(ident)

    def _scores(self) -> None:
        for subject, key in [
            *((p, "person") for p in self.people),
            *((u, "unit") for u in self.units),
        ]:
            for component in ("achievement", "daily", "project"):
                for period in ("2017", "2016", "2017Q1", "2017Q2"):
                    if self.often() or (period == "2017" and self.often()):
                        self.add(
                            "scores",
                            component=component,
                            period=period,
                            value=self.random.choice(_SCORES),
                            label=self.one(*GRADES, ""),
                            **{key: subject},
                        )

    def _ballots(self) -> None:
        for subject in self.people:
            for session in range(self.random.choice([0, 1, 1, 2])):
                for rater in self.random.sample(
                    ["领导", "群众", "代表", ""], self.random.choice([1, 2, 3])
                ):
                    self._ballot(subject, f"{self.name}.b{session}", rater)

    def _ballot(self, subject: str, session: str, rater: str) -> None:
        votes = [self.random.choice([0, 0, 1, 2, 3, 5, 12]) for _ in OPTIONS]
        valid = sum(votes) + self.random.choice([0, 0, 1, 4])
        cast = valid + self.random.choice([0, 0, 2])
        when = self.random.choice(
            [{"period": "2017"}, {"period": "2016"}, {"held_on": self.day()}, {}]
        )
        shown = [str(valid), str(cast), str(cast + self.random.choice([0, 3]))]
        shown = [n if self.often(8) else "" for n in shown]
        question = self.one("总体", "总体", "总体", "廉洁", "")
        for option, given in zip(OPTIONS, votes, strict=True):
            if given or self.often():
                self.add(
                    "ballots",
                    session=session,
                    subject=subject,
                    rater_group=rater,
                    question=question,
                    option=option,
                    votes=str(given),
                    valid=shown[0],
                    cast=shown[1],
                    eligible=shown[2],
                    **when,
                )

    def _results(self) -> None:
        for subject, key in [
            *((p, "person") for p in self.people),
            *((u, "unit") for u in self.units),
        ]:
            for back in (1, 2, 3):
                for quantity in ("total", "grade", "is_last", "unit_total"):
                    if self.often(4):
                        value, label = "", self.random.choice(GRADES)
                        if quantity != "grade":
                            label = ""
                            value = (
                                self.one("0", "1")
                                if quantity == "is_last"
                                else self.random.choice(_SCORES)
                            )
                        if not self.often(6):
                            value, label = "", ""
                        self.add(
                            "results",
                            period=str(YEAR - back),
                            quantity=quantity,
                            value=value,
                            label=label,
                            **{key: subject},
                        )

    def _rest(self) -> None:
        everyone = [*self.people, *self.units]
        for at in range(self.random.choice([0, 2, 4])):
            person = self.random.choice(self.people)
            self.add(
                "determinations",
                id=f"{self.name}.d{at}",
                subject=self.random.choice(everyone),
                rule=self.one("over", ""),
                item=self.one("A1", ""),
                outcome=self.one("成立", "不成立"),
                on=self.day(),
                by=self.one("程", ""),
            )
            self.add(
                "measures",
                id=f"{self.name}.t{at}",
                person=person,
                measure=self.one("免职", "诫勉"),
                on=self.day(),
                ends_on=self.one("", "2018-06-30"),
                rank=self.one("", "正科"),
            )
            first = self.day()
            self.add(
                "absences",
                person=person,
                kind=self.one("病假", "借调"),
                from_=first,
                to=self.later(first, 200) if self.often() else "",
            )
            first = self.one("", self.day())
            self.add(
                "links",
                kind=self.one("nominator", "project"),
                from_=self.random.choice(everyone),
                to=self.random.choice(everyone),
                from_on=first,
                to_on=self.later(first) if first and self.often() else "",
            )
        for unit in self.units:
            for period in QUARTERS:
                if self.often():
                    self.add(
                        "events",
                        kind=self.one("return", "report"),
                        subject=unit,
                        period=period,
                        due_on=self.one("", "", self.day()),
                        done_on=self.one("", self.day(), self.day()),
                        nil=self.one("", "是", "否"),
                    )


def calendar(random: Random) -> list[dict[str, str]]:
    """Holidays and worked weekends, the same for every world of a folder."""
    chosen = random.sample(range(800), 60)
    days = [date(YEAR - 1, 1, 1) + timedelta(n) for n in chosen]
    return [{"date": d.isoformat(), "kind": random.choice(["holiday", "workday"])} for d in days]


def folder(random: Random, many: int) -> Rows:
    """The rows of many worlds in one folder."""
    return together([World(f"w{n}", random).fill() for n in range(many)], calendar(random))


def together(worlds: Sequence[Rows], days: list[dict[str, str]]) -> Rows:
    """Lay the rows of several worlds into one folder."""
    found: Rows = {}
    for world in worlds:
        for table, rows in world.items():
            found.setdefault(table, []).extend(rows)
    if days:
        found["calendar"] = days
    return found


def shuffled(rows: Rows, random: Random) -> Rows:
    """The same rows of every table in another order."""
    return {table: random.sample(those, len(those)) for table, those in rows.items()}


def of_world(rows: Rows, world: str) -> Rows:
    """The rows of one world, for showing a case by itself."""
    found: Rows = {}
    for table, those in rows.items():
        kept = [
            r for r in those if any(v == world or v.startswith(f"{world}.") for v in r.values())
        ]
        if kept or table == "calendar":
            found[table] = kept or those
    return found
