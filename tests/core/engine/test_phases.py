"""What a part says by itself and what only all parts say, put together, is what the whole says."""

from biaochi.engine.amounts import DigestParts, digest_head, results_digest
from biaochi.engine.dialects import DUCKDB
from biaochi.engine.phases import Layout, phases, wanted
from biaochi.engine.sharing import shared
from biaochi.engine.sql import Given, Wish, emit
from biaochi.engine.sqldigest import digest_select
from biaochi.engine.sqlfindings import evidence_select, findings_select, relations_read
from biaochi.engine.sqltext import name
from biaochi.engine.whatif import with_parameters
from biaochi.packs.shapes import (
    Collect,
    Duty,
    Earlier,
    Group,
    Parameter,
    Quota,
    Rank,
    Relation,
    Roll,
    Service,
)  # fmt: skip
from tests.core.engine.building import (
    NEG,
    facts,
    formulas,
    pack,
    people,
    plan_of,
    posts,
    ran,
    rule,
    stored,
    units,
)  # fmt: skip

MADE = pack(
    catalogues={"neg": NEG},
    parameters={"line": Parameter(value="1", unit="points")},
    groups={"team": Group(by=("unit",)), "all": Group(), "posts": Group(by=("post",))},
    relations={
        "staff": Relation(of="unit", to="person", by="members"),
        "above": Relation(of="unit", to="unit", by="parent"),
        "friends": Relation(of="person", to="person", by="links", kind="nominator"),
    },
    calendar=(Duty(id="季报", label="季报", every="quarter", due="1 days"),),
    quantities={
        "points": Collect(op="sum", what="value", from_="neg"),
        "capped": Collect(op="sum", what="value", from_="neg", each="item", cap="catalogue"),
        "heavy": Collect(op="count", what="rows", from_="neg",
                         where="days_between(occurred_on, as_of) > limit"),
        "often": Collect(op="count", what="rows", from_="neg", where="value < points"),
        "any_light": Collect(op="exists", what="rows", from_="neg", where="value < points"),
        "each_row": Collect(op="sum", what="value", from_="neg", each="id"),
        "served": Service(service="days", where="role = 'head'"),
        "held": Service(service="days", where="known(points) and role = 'head'"),
        "before": Earlier(earlier="points"),
        "befriended": Roll(roll="points", from_="friends"),
        "place": Rank(rank="points", within="team", order="desc", ties="min", missing="exclude"),
        "anywhere": Rank(rank="points", within="all", order="desc", ties="min", missing="exclude"),
        "chosen": Quota(quota="points", within="posts", share="50%", places="largest_remainder",
                        ties="all_in", missing="exclude"),
        "overdue": Collect(of="unit", op="count", what="rows", from_="duties", where="overdue"),
        "carried": Roll(of="unit", roll="points", from_="staff", each_event="once"),
        "higher": Roll(of="unit", roll="carried", from_="above"),
        "everyone": Collect(of="whole", op="count", what="rows", from_="neg"),
    } | formulas(limit="100"),
    rules=rule("over", "points > line or heavy > 9 or served > 9 or held > 9")
    | rule("worse", "before < points and befriended > 0")
    | rule("ahead", "anywhere > 1 and chosen")
    | rule("late", "overdue > 0 or carried > 0 or higher > 0", of="unit", subject="staff")
    | rule("any", "everyone > 0", of="whole"),
)  # fmt: skip
GIVEN = facts(
    people=people("A", "B", "C"),
    units=units(U0=None, U1="U0", U2="U0"),
    posts=posts("A U1 head", "B U1 staff", "C U2 staff"),
    links=[{"kind": "nominator", "from": "A", "to": "B"}],
    results=[{"person": "A", "period": "2016", "quantity": "points", "value": "1"}],
    evidence=[
        {"item": "N1", "person": "A"}, {"item": "N1", "person": "A"},
        {"item": "N3", "person": "B"}, {"item": "N2", "person": "C", "value": "4"},
        {"item": "N3", "person": "A", "value": "0"},
    ],
)  # fmt: skip
LAYOUTS = [
    Layout(),
    Layout(("person",)),
    Layout(("person",), ("posts.unit",)),
    Layout(("person", "unit"), ("posts.unit", "posts.post")),
    Layout(("person", "unit"), ("posts.unit", "links")),
]


def table_of(con, sql: str) -> list[tuple]:
    return sorted(con.execute(DUCKDB.spell(sql)).fetchall())


class InPhases:
    """The plan run as by parts would, all facts in one part, under a layout."""

    def __init__(self, con, plan, layout: Layout) -> None:
        self.con, self.plan, self.phases = con, plan, phases(plan, layout)
        first = Wish(keep=self.phases.local, relations=relations_read(plan, self.phases.rules))
        self.local = self.make(emit(plan, first))
        given = {k: f"given_{k}" for k in self.phases.local}
        for kind, table in given.items():
            con.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM {self.local[kind]}")
        self.clean()
        others = Wish(
            given=Given(given, self.phases.local), keep=self.phases.wide, tag="_wide",
            relations=relations_read(plan, self.phases.other_rules),
        )  # fmt: skip
        self.tables = given | {k: f"all_{k}" for k in self.phases.wide}
        wide = self.make(emit(plan, others))
        for kind in self.phases.wide:
            both = f"SELECT * FROM {wide[kind]}"
            if kind in given:
                new = "".join(f", w.{name(c)}" for c in self.phases.wide[kind])
                both = f"SELECT g.*{new} FROM given_{kind} g JOIN {wide[kind]} w ON w.id = g.id"
            con.execute(f"CREATE TEMP VIEW all_{kind} AS {both}")

    def make(self, script) -> dict[str, str]:
        for step in script.steps:
            select = DUCKDB.spell(step.select)
            self.con.execute(f"CREATE TEMP {step.kind} {name(step.name)} AS {select}")
        self.rules_of_parts = getattr(self, "rules_of_parts", None) or self.told(script.tables)
        return script.tables

    def told(self, tables) -> tuple[list, list]:
        rules = self.phases.rules
        return (table_of(self.con, findings_select(self.plan, rules, tables)),
                table_of(self.con, evidence_select(self.plan, rules, tables)))  # fmt: skip

    def clean(self) -> None:
        views = self.con.execute("SELECT view_name FROM duckdb_views() WHERE temporary"
                                 " AND NOT internal").fetchall()  # fmt: skip
        tables = self.con.execute("SELECT table_name FROM duckdb_tables() WHERE temporary"
                                  " AND table_name NOT LIKE 'given%'").fetchall()  # fmt: skip
        for kind, those in (("VIEW", views), ("TABLE", tables)):
            for (one,) in those:
                self.con.execute(f"DROP {kind} IF EXISTS {name(one)}")

    def findings(self) -> tuple[list, list]:
        rules = self.phases.other_rules
        found, under = self.rules_of_parts
        return (
            sorted(found + table_of(self.con, findings_select(self.plan, rules, self.tables))),
            sorted(under + table_of(self.con, evidence_select(self.plan, rules, self.tables))),
        )

    def digest(self) -> str:
        found = DigestParts({})
        for kind in self.plan.subjects:
            [sums] = self.con.execute(
                DUCKDB.spell(digest_select(self.plan, kind, self.tables[kind]))
            ).fetchall()
            found = found.add(DigestParts({digest_head(self.plan, kind): tuple(map(int, sums))}))
        return found.digest()


def test_every_layout_gives_the_same_figures_findings_and_evidence():
    run = ran(MADE, GIVEN)
    said = run.findings()
    rows = sorted((f.rule, f.subject, f.about or f.subject, f.verdict) for f in said)
    under = sorted({(f.rule, f.about or f.subject, e) for f in said for e in f.evidence})
    for layout in LAYOUTS:
        with stored(MADE, GIVEN) as store:
            made = InPhases(store.con, run.plan, layout)
            assert made.digest() == results_digest(run.plan, run.cells), layout
            assert made.findings() == (rows, under), layout


def test_the_closer_the_layout_the_more_a_part_says_by_itself():
    plan = plan_of(MADE)
    wide = [frozenset(c for those in phases(plan, at).wide.values() for c in those)
            for at in LAYOUTS]  # fmt: skip
    everything = frozenset(c for those in wanted(plan).values() for c in those)
    assert wide[0] == everything
    assert "points" not in wide[1]
    assert "place" in wide[1]
    assert "place" not in wide[2]
    assert {"carried", "higher"} <= wide[2]
    assert not {"carried", "higher"} & wide[3]
    assert {"anywhere", "chosen", "everyone"} <= wide[3]
    assert "befriended" in wide[3]
    assert "befriended" not in wide[4]


def test_rules_whose_people_lie_elsewhere_are_left_to_all_parts():
    plan = plan_of(MADE)
    assert phases(plan, LAYOUTS[1]).rules == {"over"}
    assert phases(plan, LAYOUTS[4]).rules == {"over", "worse", "late"}
    assert phases(plan, LAYOUTS[4]).other_rules == {"ahead", "any"}


def test_a_rule_about_units_that_lie_in_no_part_is_left_to_all_parts():
    made = pack(
        catalogues={"neg": NEG}, quantities={"points": MADE.quantities["points"]},
        relations={"home": Relation(of="person", to="unit", by="posts_held")},
        rules=rule("shown", "points > 1", subject="home"),
    )  # fmt: skip
    assert phases(plan_of(made), Layout(("person",))).other_rules == {"shown"}
    assert phases(plan_of(made), Layout(("person", "unit"))).rules == {"shown"}


def test_nothing_is_said_of_rules_nobody_asked_for():
    plan = plan_of(MADE)
    with stored(MADE, GIVEN) as store:
        for sql in (findings_select(plan, (), {}), evidence_select(plan, (), {})):
            assert table_of(store.con, sql) == []


def test_plans_share_what_a_changed_parameter_cannot_touch():
    plan, other = plan_of(MADE), plan_of(with_parameters(MADE, {"line": "3"}))
    common = shared(plan, other)
    assert {"points", "place", "served", "befriended"} <= common["person"]
    assert "rule:over" not in common["person"]
    assert common["unit"] >= {"carried", "higher", "rule:late"}


def test_plans_of_different_days_share_nothing():
    assert shared(plan_of(MADE), plan_of(MADE, period="2018")) == {}


def test_a_relation_told_otherwise_is_not_shared():
    other = {**MADE.relations, "staff": Relation(of="unit", to="person", by="members",
                                                 where="role = 'head'")}  # fmt: skip
    changed = pack(**{k: v for k, v in vars(MADE).items() if k != "documents"} | {
        "relations": other})  # fmt: skip
    common = shared(plan_of(MADE), plan_of(changed))
    assert "carried" not in common["unit"]
    assert "overdue" in common["unit"]
