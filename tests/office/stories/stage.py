"""Where the stories play: the facts of a pack's own example, in units of their own."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal

from biaochi.access.scoping import Why
from biaochi.appraisals import services as appraisals
from biaochi.appraisals.models import PackVersion
from biaochi.evidence import services as evidence
from biaochi.evidence.queries import held_about
from biaochi.evidence.shapes import Draft, Edit, Item
from biaochi.findings import queries as findings
from biaochi.findings.services import handle, run_period
from biaochi.packs.loader import builtin, load
from biaochi.registry import names
from biaochi.registry.models import Appointment, Person, Unit
from biaochi.registry.tree import renumber
from tests.office import cast, county
from tests.office.stories.steps import Steps
from tests.packs.builtin import examples_of

KEYS = ("person", "subject", "unit", "parent", "line_of", "id")
BLANK = {
    "units": {"type": "", "kind": "", "parent": ""},
    "people": {"sex": "", "birth_on": "1975-05-01"},
    "posts": {"line_of": "", "main": "是"},
}  # fmt: skip


def noon(on):
    return datetime(on.year, on.month, on.day, 4, tzinfo=UTC)


class Stage(Steps):
    """One county, in which every story has units and people of its own under a mark."""

    def __init__(self, world):
        super().__init__(world)
        self.packs = {}

    def pack(self, name):
        """Take a pack in once; returns its digest."""
        if name not in self.packs:
            self.packs[name] = appraisals.take_in(
                actor=self.world.actor("an"), at=cast.AT, builtin_id=name
            )
        return self.packs[name]

    def taken_in(self, files):
        """Take a pack in from its files; returns its digest."""
        return appraisals.take_in(actor=self.world.actor("an"), at=cast.AT, files=files)

    def pack_key(self, name):
        return PackVersion.objects.unscoped(Why.ABOUT).get(digest=self.pack(name)).pk

    def measure(self, name, ident):
        """What a pack calls a measure."""
        return next(m.label for m in load(builtin(name)).measures if m.id == ident)

    def pieces(self, person):
        """The codes of what is recorded about somebody and stands."""
        return [str(e.code) for e in held_about(person) if e.status == "verified"]

    def example(self, pack, name, mark, *, people=None, known=cast.AT):
        """Put the facts of an example below a unit of its own; returns the period to compute.

        Codes get the mark before them; ``people``: who has an account, and what is changed of him.
        """
        told = examples_of(pack)[name]
        tables = told.facts
        if tables == "folder":
            folder = builtin(pack) / "examples" / name
            tables = {f.stem: list(csv.DictReader(f.read_text(encoding="utf-8").splitlines()))
                      for f in sorted(folder.glob("*.csv"))}  # fmt: skip
        top = Unit.objects.create(
            code=mark, name=f"青石县{mark}片", parent=self.world.units["qs"], type="县直部门"
        )
        tables = {t: [_row(t, r, mark, people or {}) for r in rows] for t, rows in tables.items()}
        tables.setdefault("units", [])
        tables.setdefault("posts", [])
        for row in tables["people"] if not tables["posts"] else ():
            tables["posts"].append({
                "person": row["person"], "unit": mark, "post": "副局长", "role": "deputy",
                "from": "2014-01-01", "main": "是", "tier": "副科", "line_of": "",
            })  # fmt: skip
        _load(tables, top, known)
        for code in people or {}:
            self.official(f"{mark}-{code}")
        return self.period(pack, mark, told.period)

    def settled(self, mark, name, *, role="deputy", post="副局长", tier="副科"):
        """Give one official a unit of his own; returns him and how to compute its appraisal."""
        top = Unit.objects.create(
            code=mark, name=f"青石县{name}所在单位", parent=self.world.units["qs"], type="县直部门"
        )
        renumber()
        top.refresh_from_db()
        self.world.units[mark] = top
        person = Person(code=f"p-{mark}", name=name, home=top, tier=tier, post=post,
                        birth_on=date(1970, 5, 1), extra={"regime": "公务员"})  # fmt: skip
        names.fill(person)
        person.save()
        Appointment.objects.create(
            person=person, unit=top, post=post, role=role, tier=tier, main=True,
            from_on=date(2014, 3, 1), recorded_at=cast.AT,
        )  # fmt: skip
        self.official(person.code)
        return person.code

    def recorded(self, person, item, on, *, value=-3, source="谈话记录"):
        """Report a piece of evidence about somebody and have it verified by another."""
        draft = Draft(person=person, item=item, value=Decimal(value), occurred_on=on, source=source)
        items = {item: Item(code=item, label=item, catalogue="指标", sign="takes")}
        at = noon(on)
        code = evidence.report(draft, items=items, actor=self.world.actor("li"), at=at)
        edit = Edit(code=code, version=1)
        evidence.verify(edit, actor=self.world.actor("bai"), at=at)
        return str(code)

    def official(self, code):
        """Give somebody of an example an account of his own."""
        person = Person.objects.unscoped(Why.SETUP).get(code=code)
        self.world.people[code] = person
        self.world.users[code] = cast._user(code, person.name, person=code)

    def period(self, pack, unit, name):
        return appraisals.open_period(
            unit=unit, pack=self.pack(pack), name=name, actor=self.world.actor("an"), at=cast.AT
        )

    def run(self, period, on):
        """Compute an appraisal as known by a day."""
        actor = self.world.actor("an")
        return run_period({"period": period}, actor, self.known(on), lambda *_: None)["run"]

    def known(self, on):
        """By when what happened until a day is recorded."""
        return noon(on)

    def met(self, run, rule, person):
        """The finding a run has about somebody, or nothing."""
        rows = findings.rows(self.world.actor("an"), run=run)
        return rows.filter(subject=person, rule=rule, verdict="met").first()

    def taken_up(self, finding, on):
        handle(
            finding=finding.pk, act="taken_up", reason="研究", seen=0,
            actor=self.world.actor("an"), at=noon(on),
        )  # fmt: skip
        return str(finding.pk)


def _row(table, row, mark, people):
    row = {k: ("是" if v is True else "否" if v is False else f"{v}") for k, v in row.items()}
    changed = people.get(row.get("person", ""), {}) if table in {"people", "posts"} else {}
    row |= changed.get(table, {})
    for key in KEYS:
        if row.get(key):
            row[key] = f"{mark}-{row[key]}"
    return BLANK.get(table, {}) | row


def _load(tables, top, known):
    for rows in tables["posts"]:
        if not rows.get("unit"):
            rows["unit"] = top.code
    county.load(tables, under=top, at=known)
