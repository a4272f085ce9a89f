"""What never happened has no day: that is an answer, and no fact is missing."""

import pytest

from biaochi.batch.duck import DuckRun
from biaochi.engine.nothing import Nothing
from biaochi.engine.plan import Gather
from biaochi.packs.shapes import Collect, Parameter, Score
from tests.core.engine.building import NEG, facts, formulas, pack, people, ran, stored

LETTER = {"id": "M1", "person": "B", "measure": "letter", "on": "2016-05-01"}
QUANTITIES = {
    "last": Collect(op="latest", what="on", from_="measures", over="all", label="最近一次函询"),
    "worst": Collect(op="max", what="value", from_="neg", label="单次最高扣分"),
    "points": Collect(op="sum", what="value", from_="neg", empty="undetermined"),
    "graded": Score(score="S1", label="平时考核"),
    **formulas(
        since="days_between(last, as_of)", both="worst + graded", open="worst + blank",
        none="if worst > 1 then 1 else 2", known="2",
    ),
}  # fmt: skip


@pytest.fixture
def run():
    return ran(
        pack(catalogues={"neg": NEG}, quantities=QUANTITIES, parameters={"blank": Parameter()}),
        facts(people=people("A", "B"), measures=[LETTER]),
    )


def nothing(run):
    rows = run.interpreter
    return Nothing(run.plan, run.cells, lambda node, ident: ident in rows.having(node))


@pytest.mark.parametrize(("name", "expected"), [
    ("last", True), ("worst", True), ("since", True), ("none", True),
    ("points", False), ("graded", False), ("both", False), ("open", False), ("known", False),
    ("no such quantity", False),
])  # fmt: skip
def test_nothing_is_recorded_of_what_may_happen_and_did_not(run, name, expected):
    assert nothing(run).of("person", "A", name) is expected


def test_whoever_has_rows_has_a_value(run):
    assert not nothing(run).of("person", "B", "last")
    assert not nothing(run).of("person", "B", "since")
    assert not nothing(run).of("unit", "A", "last")


def test_a_row_in_doubt_leaves_it_open():
    row = {"item": "N3", "person": "A"}
    run = ran(
        pack(catalogues={"neg": NEG}, quantities=QUANTITIES, parameters={"blank": Parameter()}),
        facts(people=people("A"), evidence=[row]),
    )
    assert run.value("A", "worst") == "undetermined"
    assert not nothing(run).of("person", "A", "worst")


def test_both_executors_find_rows_of_the_same_subjects(run):
    given = facts(people=people("A", "B"), measures=[LETTER])
    with stored(run.pack, given) as store:
        duck = DuckRun(run.plan, store)
        duck.run()
        nodes = [n for n in run.plan.nodes if isinstance(n, Gather)]
        found = {n.name: duck.having(n) for n in nodes}
        assert found == {n.name: run.interpreter.having(n) for n in nodes}
    assert found["last"] == {"B"}


def test_the_reasoning_says_so_and_asks_for_nothing(run):
    trace = run.trace("A", "since")
    assert trace.nothing
    assert trace.missing == ()
    assert "：没有记录" in trace.sentence
    assert "最近一次函询(没有记录)" in trace.sentence
    due = run.trace("A", "graded")
    assert not due.nothing
    assert due.missing
    assert "：待定" in due.sentence
