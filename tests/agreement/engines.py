"""What every SQL engine must do alike: whole runs, single operations, odd texts, refusals."""

import pytest

from biaochi.batch.sqlrun import Database, SqlRun
from biaochi.engine.closures import function
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.dialects import BYTES
from biaochi.engine.expr import Col, Expr, Lit, Op
from biaochi.engine.interpret import Interpreter
from biaochi.engine.plan import Plan
from biaochi.engine.sqltext import Step, Writer, literal
from biaochi.engine.sqlviews import WORKING_DAYS
from biaochi.errors import Refusal
from biaochi.facts.store import Store, facts
from biaochi.packs.shapes import Collect, Compute, Lookup, Numeric, Pack, Rank, Relation, Roll
from biaochi.packs.shapes import Group as PackGroup
from tests.agreement.running import differences, opened, outcome
from tests.agreement.test_edges import made
from tests.core.engine.test_operations import SHAPES, TYPES, WORKING, drawn

ODD = [
    "it's",
    'a "b"',
    "\\",
    "a\\'b",
    "${x}",
    "%s",
    "--",
    "/*x*/",
    "优秀；称职",
    "𠮷",
    "\\n",
    "A",
    "a",
]
LONG = "一个名字很长很长很长很长很长很长很长很长很长很长的量"
LARGEST, DEPTH = str(10**9), 12


def same_as_interpreter(plan: Plan, store: Store, run: SqlRun) -> None:
    """Cells, findings, monitors, statistics and digest are equal, and so is the database's own."""
    one, two = outcome(plan, Interpreter(plan, facts(store))), outcome(plan, run)
    assert list(differences(plan, one, two)) == []
    assert (one.findings, one.watched, one.digest) == (two.findings, two.watched, two.digest)
    assert run.digest_parts().digest() == one.digest


def assert_operation(database: Database, name: str) -> None:
    """An operation of the closed table gives what it gives in Python, on hundreds of rows."""
    shape = SHAPES[name]
    every = drawn(shape)
    rows = [*every[:300], *every[-100:]]
    args: list[Expr] = [Col(f"a{i}") for i in range(len(shape))]
    if name in {"in", "case"}:  # the language has constants there
        args[1:] = [Lit(value) for value in rows[0][1:]]
    expr = Op(name, tuple(args))
    act = function(expr, WORKING)
    python = [act({f"a{i}": v for i, v in enumerate(row)}, {}) for row in rows]
    values = ", ".join(f"({at}, {', '.join(map(literal, row))})" for at, row in enumerate(rows))
    named = ", ".join(f"c{i}" for i in range(len(shape)))
    kinds = [TYPES.get(kind, "BIGINT") for kind in shape]
    # Texts of facts are stored so that they are ordered by code points.
    order = {"VARCHAR": BYTES}
    typed = ", ".join(f"CAST(c{i} AS {k}){order.get(k, '')} AS a{i}" for i, k in enumerate(kinds))
    spell = database.dialect.spell
    database.clean()
    calendar = [
        *((d, "holiday") for d in WORKING.holidays),
        *((d, "workday") for d in WORKING.workdays),
    ]
    days = ", ".join(f"({literal(d)}, {literal(k)})" for d, k in calendar)
    known = f'SELECT q.d AS "date", q.k AS kind FROM (VALUES {days}) q(d, k)'
    database.make(Step("known_calendar", spell(known)))
    database.make(Step("working_days", spell(WORKING_DAYS)))
    database.make(Step("drawn", spell(f"SELECT n, {typed} FROM (VALUES {values}) q(n, {named})")))
    found = database.rows(spell(f"SELECT s.n, {Writer().text(expr)} FROM drawn s"))
    answers = dict(found)
    different = [
        (rows[at], want, answers[at]) for at, want in enumerate(python)
        if want != answers[at] or type(want) is not type(answers[at])
    ]  # fmt: skip
    assert different == []


def odd_world() -> tuple[Pack, dict[str, list[dict[str, str]]]]:
    """Labels that look like SQL, the greatest and least values, ties, blanks, groups of one."""
    table = {label: str(at + 1) for at, label in enumerate(ODD[:9])}
    quantities = {
        LONG: Collect(op="sum", what="value", from_="mix", over="all"),
        LONG + "二": Compute(formula=f"-{LONG}"),
        "looked": Lookup(lookup="band", table=table, otherwise="0"),
        "labels": Collect(op="distinct", what="source", from_="mix", over="all"),
        "latest": Collect(op="latest", what="source", from_="mix", over="all"),
        "first_flag": Collect(op="first", what="nil", of="unit", from_="events", over="all"),
        "place": Rank(rank=LONG, within="each", order="desc", ties="min", missing="exclude"),
        "under": Roll(of="unit", roll="own", from_="below", take="sum", missing="zero"),
        "own": Collect(of="unit", op="sum", what="value", from_="mix", over="all"),
    }
    pack = made(
        quantities,
        relations={"below": Relation(of="unit", to="unit", by="descendants")},
        groups={"each": PackGroup(by=("band",))},
        numeric=Numeric(scale=2, rounding="half_up", largest=LARGEST, rows="100"),
    )
    people = [{"person": f"P{i}", "world": "x", "band": label} for i, label in enumerate(ODD)]
    people.append({"person": "p0", "world": "x", "band": ODD[0]})
    evidence = [
        {"id": f"E{i}{sign}", "item": "C1", "person": f"P{i % len(ODD)}", "unit": f"U{i % DEPTH}",
         "source": ODD[i % len(ODD)], "occurred_on": f"2017-0{1 + i % 9}-01",
         **({"value": f"{sign}{LARGEST}"} if i % 3 else {})}
        for i in range(60) for sign in ("", "-")
    ]  # fmt: skip
    # A chain of units, and one beside it.
    units = [{"unit": f"U{i}", **({"parent": f"U{i - 1}"} if i else {})} for i in range(DEPTH)]
    return pack, {"people": people, "evidence": evidence, "units": [*units, {"unit": "V"}]}


def assert_odd_world(run_on) -> None:
    """``run_on(plan, store)`` gives what the interpreter gives on the odd world."""
    pack, rows = odd_world()
    plan = compile_pack(pack, Asked(period="2017"))
    with opened(pack, rows) as store:
        same_as_interpreter(plan, store, run_on(plan, store))


def assert_refuses_overflow(database: Database) -> None:
    """A sum, a product and a cast beyond 64 bits are refused in words, never wrapped."""
    largest = "SELECT CAST(9223372036854775807 AS BIGINT) AS v"
    for sql in (
        f"SELECT CAST(sum(q.v) AS BIGINT) FROM ({largest} UNION ALL {largest}) q",
        f"SELECT q.v * 2 FROM ({largest}) q",
        f"SELECT q.v + 1 FROM ({largest}) q",
    ):
        with pytest.raises(Refusal, match="RUN-OVERFLOW"):
            database.rows(database.dialect.spell(sql))
