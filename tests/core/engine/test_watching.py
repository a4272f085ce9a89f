"""Monitors, statistics and recurring duties: watched, shown, and never a judgement."""

from fractions import Fraction

import pytest

from biaochi.engine.watched import monitors, share_text, statistics
from biaochi.packs.shapes import (
    Attribute,
    Collect,
    Compute,
    Duty,
    Group,
    Monitor,
    Parameter,
    Pool,
    Relation,
    Roll,
    Score,
    Statistic,
)  # fmt: skip
from tests.core.engine.building import (
    BASIS,
    LABEL,
    agreed,
    facts,
    formulas,
    pack,
    people,
    ran,
    refused,
    row,
    units,
)  # fmt: skip

PARTS = {
    "attributes": {
        "band": Attribute(),
        "leading": Attribute(kind="flag"),
        "count": Attribute(of="unit", kind="number", from_="units"),
    },
    "groups": {
        "bands": Group(by=("band",)),
        "pairs": Group(by=("band", "sex")),
        "all": Group(),
        "leaders": Group(members="leading"),
        "units": Group(of="unit", by=("type",)),
    },
    "parameters": {"blank": Parameter(), "named": Parameter(value="3968")},
}
MADE = {"label": LABEL, "basis": BASIS}


def watched(shape, world, **quantities):
    total = {"total": Score(score="总分")}
    run = ran(pack(quantities=total | quantities, monitors={"m": shape}, **PARTS), world)
    return monitors(run.plan, run.cells)


def crowd(**bands):
    those = [p for band, idents in bands.items() for p in people(*idents, band=band, sex="男")]
    scores = [
        {"person": p["person"], "component": "总分", "period": "2017", "value": str(n % 3)}
        for n, p in enumerate(those)
    ]
    return facts(people=those, scores=scores[:-1])


def test_a_share_of_a_group_is_never_rounded_and_selects_nobody():
    shape = Monitor(**MADE, within="bands", share="1%", actual="total > 1")
    found = watched(shape, crowd(甲="ABC", 乙="DFGH"))
    assert [(f.group, f.base, f.figure, f.actual) for f in found] == [
        ("乙", "4", "0.04", "1"), ("甲", "3", "0.03", "1"),
    ]  # fmt: skip
    assert [(f.actual_share, f.undetermined, f.pool) for f in found] == [
        ("25.00%", 1, ()),
        ("33.33%", 0, ()),
    ]


@pytest.mark.parametrize(
    ("order", "pool"), [("asc", ("A", "D", "B", "F", "C")), ("desc", ("C", "B", "F", "A", "D"))]
)
def test_a_pool_is_ordered_for_study_and_cuts_nobody_off(order, pool):
    shape = Monitor(**MADE, within="all", share="1/3", pool=Pool(by="total", order=order))
    (found,) = watched(shape, crowd(甲="ABC", 乙="DFG"))
    assert (found.group, found.figure, found.actual, found.actual_share) == ("", "2", "", "")
    assert found.pool == pool


def test_a_pool_may_be_narrowed_and_groups_of_several_keys_are_joined():
    pool = Pool(by="total", order="asc", where="name = '安'")
    (found,) = watched(Monitor(**MADE, within="pairs", share="1%", pool=pool), crowd(甲="ABC"))
    assert (found.group, found.pool) == ("甲·男", ("A",))


def test_who_is_in_no_group_or_no_member_is_not_counted():
    world = facts(
        people=[*people("A", leading=True), *people("B", leading=None), *people("C", leading=False)]
    )
    (found,) = watched(Monitor(**MADE, within="leaders", share="1%"), world)
    assert found.base == "1"
    assert watched(Monitor(**MADE, within="bands", share="1%"), world) == []


BASES = {
    "counted": (Compute(of="whole", formula="520"), "520", "5.2"),
    "open": (Compute(of="whole", formula="blank"), "undetermined", "undetermined"),
    "nought": (Compute(of="whole", formula="0"), "0", "0"),
}


@pytest.mark.parametrize("what", BASES)
def test_a_base_may_be_a_figure_of_the_whole_even_without_members(what):
    shape, base, figure = BASES[what]
    monitor = Monitor(**MADE, within="all", share="1%", base="reported", actual="leading")
    for world in (facts(people=people("A", leading=True)), facts()):
        (found,) = watched(monitor, world, reported=shape)
        assert (found.group, found.base, found.figure) == ("", base, figure)
        assert found.actual == str(len(world.tables["people"]))


def test_a_base_of_the_group_itself_is_read_from_a_member():
    world = facts(units=[{**u, "type": "局", "count": 7_500_000} for u in units(U1=None, U2=None)])
    (found,) = watched(Monitor(**MADE, of="unit", within="units", share="10%", base="count"), world)
    assert (found.group, found.base, found.figure) == ("局", "7.5", "0.75")


def test_a_base_that_is_no_number_is_refused():
    monitor = Monitor(**MADE, within="all", share="1%", base="band")
    (problem,) = refused(pack(monitors={"m": monitor}, **PARTS))
    assert (problem.code, problem.found) == ("FORM-KIND", "文字（monitors.m）")


def counted(shape):
    quantities = {"all": Collect(of="whole", op="count", what="rows", from_="people")} | formulas(
        of="whole", unknown="blank", third="all / 3"
    )
    run = ran(
        pack(quantities=quantities, statistics={"s": shape}, **PARTS), facts(people=people(*"ABC"))
    )
    (found,) = statistics(run.plan, run.cells)
    return found


def statistic(**more):
    return Statistic(**({**MADE, "counts": "persons", "total": "named", "parts": {}} | more))


def test_what_the_parts_leave_is_shown_with_shares():
    found = counted(statistic(parts={"提拔": "119", "交流": "401"}, cross_cuts={"女": "all"}))
    assert found.parts == (("提拔", "119", "3.00%"), ("交流", "401", "10.11%"))
    assert (found.total, found.remainder, found.remainder_share) == ("3968", "3448", "86.90%")
    assert (found.remainder_label, found.cross_cuts, found.refused) == (
        "未细分",
        (("女", "3"),),
        "",
    )


@pytest.mark.parametrize(
    ("parts", "remainder", "says"),
    [({"a": "2968", "b": "1000"}, "0", ""), ({"a": "1"}, "3967", "合计与分项对不上，不予发布"),
     ({"a": "unknown"}, "undetermined", "有分项待定，不予发布")],
)  # fmt: skip
def test_parts_that_must_reconcile_and_do_not_are_refused(parts, remainder, says):
    found = counted(statistic(parts=parts, must_reconcile=True))
    assert (found.remainder, found.refused) == (remainder, says)


def test_an_open_or_zero_total_has_no_shares():
    for total in ("blank", "0"):
        found = counted(statistic(total=total, parts={"a": "1"}))
        assert (found.parts[0][2], found.remainder_share) == ("", "")
    assert counted(statistic(total="third", parts={"a": "unknown"})).remainder == "undetermined"


def test_a_wrong_statistic_is_refused_at_its_part():
    shape = statistic(parts={"a": "'甲'"})
    (problem,) = refused(pack(statistics={"s": shape}, **PARTS))
    assert (problem.code, problem.found) == ("FORM-KIND", "文字（statistics.s）")


def test_a_share_is_shown_with_two_places_half_up():
    assert share_text(Fraction(1, 8), Fraction(1)) == "12.50%"
    assert share_text(Fraction(5), Fraction(100000)) == "0.01%"
    assert share_text(Fraction(1), Fraction(2)) == "50.00%"
    assert share_text(Fraction(1), Fraction(0)) == ""


DUTY = Duty(id="季报", label="季报", every="quarter", due="10 days", where="type = '局'")
DUTIES = {
    n: Collect(of="unit", op="count", what="rows", from_="duties", where=where)
    for n, where in {
        "owed": None,
        "overdue": "overdue",
        "late": "late",
        "done": "done",
        "nil": "known(nil) and nil",
    }.items()
}
EVENTS = [
    {"period": "2017Q1", "done_on": "2017-04-10"},
    {"period": "2017Q2", "done_on": "2017-07-11", "nil": True},
    {"period": "2017Q3", "due_on": "2017-12-01"},
    {"period": "2017Q4", "done_on": "2017-12-31"},
]


def owed(duty, events, **asked):
    there = [{**units(U1=None)[0], "type": "局"}, {**units(U2=None)[0], "type": "镇"}]
    world = facts(units=there, events=[{"kind": "季报", "subject": "U1", **e} for e in events])
    run = ran(pack(quantities=DUTIES, calendar=(duty,), **PARTS), world, **asked)
    agreed(run, world)
    assert {run.value("U2", n) for n in DUTIES} == {"0"}
    return {n: run.value("U1", n) for n in DUTIES}


def test_duties_are_done_late_overdue_or_reported_as_nil():
    from datetime import date  # noqa: PLC0415

    assert owed(DUTY, EVENTS) == {"owed": "4", "overdue": "1", "late": "1", "done": "3", "nil": "1"}
    found = owed(DUTY, EVENTS, as_of=date(2017, 7, 10))
    assert found == {"owed": "4", "overdue": "0", "late": "0", "done": "1", "nil": "1"}


def test_what_came_in_a_matter_of_its_own_answers_no_duty():
    ones = [{"period": "2017Q3", "done_on": "2017-10-02", "matter": m} for m in ("S1", "S2")]
    assert owed(DUTY, [*ones, *EVENTS]) == owed(DUTY, EVENTS)
    assert owed(DUTY, [*EVENTS, *ones]) == owed(DUTY, EVENTS)


def test_a_due_day_left_open_leaves_only_done_or_not():
    duty = Duty(id="季报", label="季报", every="quarter", due="blank_days", where="type = '局'")
    parts = {**PARTS, "parameters": {"blank_days": Parameter(unit="days")}}
    there = [{**units(U1=None)[0], "type": "局"}]
    world = facts(units=there, events=[{"kind": "季报", "subject": "U1", **e} for e in EVENTS[:1]])
    run = ran(pack(quantities=DUTIES, calendar=(duty,), **parts), world)
    agreed(run, world)
    assert {n: run.value("U1", n) for n in DUTIES} == {
        "owed": "4", "overdue": "undetermined", "late": "undetermined", "done": "1", "nil": "0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("every", "period", "names"),
    [("month", "2017Q1", ["2017-01", "2017-02", "2017-03"]), ("half", "2017", ["2017H1", "2017H2"]),
     ("year", "2017", ["2017"]), ("quarter", "2017-04", [])],
)  # fmt: skip
def test_only_intervals_that_end_inside_the_period_are_owed(every, period, names):
    duty = Duty(id="d", label="d", every=every, due="5 working_days")
    run = ran(pack(calendar=(duty,)), facts(), period=period)
    assert [d.period for d in run.plan.duties] == names


def test_a_duty_goes_by_attributes_alone():
    duty = Duty(id="d", label="d", every="year", due="1 days", where="total > 1")
    (problem,) = refused(pack(quantities=formulas(of="unit", total="1"), calendar=(duty,)))
    assert (problem.code, problem.found) == ("FORM-NAME", "total（calendar.0）")


def test_a_rolled_duty_is_cited_by_kind_subject_and_period():
    relation = {"members": Relation(of="unit", to="person", by="members")}
    duty = Duty(id="月报", label="月报", of="person", every="year", due="1 days")
    quantities = {"own": Collect(op="count", what="rows", from_="duties"),
                  "q": Roll(of="unit", roll="own", from_="members")}  # fmt: skip
    run = ran(
        pack(quantities=quantities, calendar=(duty,), relations=relation), facts(people=people("A"))
    )
    assert run.trace("A", "own").evidence == ("duties:月报:A:2017",)
    assert row("events", 1, {"kind": "x"})["row_no"] == 1
