"""Reasons and findings from rows that stay in the database are those of the interpreter."""

import pytest

from biaochi.batch.duck import DuckRun
from biaochi.engine.amounts import results_digest
from biaochi.engine.closures import function
from biaochi.engine.expr import Col, Lit, Op, all_of, any_of, columns
from biaochi.engine.findings import findings
from biaochi.engine.interpret import interpret
from biaochi.engine.operations import OPERATIONS
from biaochi.engine.reasons import Reasons
from biaochi.engine.sqltext import literal, name
from biaochi.packs.shapes import Collect, Duty, Relation, Roll, Service
from tests.core.engine.building import (
    NEG,
    effect,
    facts,
    formulas,
    pack,
    people,
    posts,
    ran,
    rule,
    stored,
    units,
)  # fmt: skip
from tests.core.engine.specimen import specimen, world

QUANTITIES = {
    "points": Collect(op="sum", what="value", from_="neg"),
    "overdue": Collect(of="unit", op="count", what="rows", from_="duties", where="overdue"),
    "heavy": Collect(
        op="count", what="rows", from_="neg", where="days_between(occurred_on, as_of) > limit"
    ),
    "carried": Roll(of="unit", roll="points", from_="staff", each_event="once"),
    "served": Service(service="days", where="role = 'head'"),
    "everyone": Collect(of="whole", op="count", what="rows", from_="neg"),
} | formulas(limit="100")
MADE = pack(
    quantities=QUANTITIES, catalogues={"neg": NEG},
    relations={"staff": Relation(of="unit", to="person", by="members")},
    calendar=(Duty(id="季报", label="季报", every="quarter", due="1 days"),),
    rules=rule("over", "points > 1 or heavy > 9 or served > 9", effects=effect())
    | rule("late", "overdue > 0 or carried > 0", of="unit", subject="staff")
    | rule("any", "everyone > 0", of="whole"),
)  # fmt: skip
GIVEN = facts(
    people=people("A", "B", "C"),
    units=units(U1=None, U2=None),
    posts=posts("A U1 head", "B U1 staff"),
    evidence=[
        {"item": "N1", "person": "A"},
        {"item": "N3", "person": "B"},
        {"item": "N3", "person": "A", "value": "0"},
    ],
)


@pytest.mark.parametrize("focus", [None, ["A", "B", "U1", "U2", "whole"]])
def test_findings_with_their_evidence_and_needs_are_the_same_in_the_database(focus):
    run = ran(MADE, GIVEN)
    with stored(MADE, GIVEN) as store:
        duck = DuckRun(run.plan, store)
        cells = duck.run()
        if focus is not None:
            duck.focus(focus)
        found = findings(run.plan, cells, Reasons(run.plan, cells, duck), every=False)
    assert found == run.findings()
    assert {f.evidence for f in found if f.rule == "over"} == {
        ("E2", "E4", "posts:A:U1:职:2010-01-01"), ("E3",),
    }  # fmt: skip


def test_the_database_makes_the_digest_of_the_same_rows():
    run = ran(MADE, GIVEN)
    with stored(MADE, GIVEN) as store:
        duck = DuckRun(run.plan, store)
        duck.execute()
        assert duck.digest_parts().digest() == results_digest(run.plan, run.cells)


def test_the_specimen_is_the_same_in_the_database():
    run = world()
    assert run.pack == specimen()
    assert interpret(run.plan, facts()) != run.cells


def test_texts_and_names_are_quoted():
    assert literal("it's") == "'it''s'"
    assert name('a"b') == '"a""b"'
    assert [literal(v) for v in (None, True, False, 2, 3, -1)] == [
        "NULL", "TRUE", "FALSE", "2", "CAST(3 AS BIGINT)", "CAST(-1 AS BIGINT)",
    ]  # fmt: skip


def test_working_days_need_a_calendar():
    with pytest.raises(NotImplementedError):
        OPERATIONS["add_working_days"].python(None, 1)


def test_columns_are_found_in_order_and_conditions_joined_without_what_settles_nothing():
    a, b = Col("a"), Col("b", row=True)
    assert list(columns(Op("and", (a, Op("or", (b, Lit(True), a)))))) == [a, b, a]
    assert all_of() == Lit(True)
    assert any_of() == Lit(False)
    assert all_of(Lit(True), a) == any_of(Lit(False), a) == a
    among = function(Op("in", (a, Lit("x"), b)))
    assert among({"a": "y"}, {"b": "y"}) is True
    assert among({"a": "z"}, {"b": "y"}) is False
