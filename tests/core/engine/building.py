"""Small packs and plain rows for the tests beside this file, and runs of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from itertools import count
from typing import Any

import duckdb
import pytest

from biaochi.batch.assess import attribute_columns
from biaochi.batch.duck import DuckRun
from biaochi.engine.amounts import text
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.explain import Explainer, Trace
from biaochi.engine.findings import Finding, findings, verdict
from biaochi.engine.interpret import Cells, Interpreter
from biaochi.engine.plan import Plan
from biaochi.engine.reasons import Reasons
from biaochi.errors import Problem, Refusal
from biaochi.facts.load import table_sql
from biaochi.facts.shapes import TABLES, Column, Facts
from biaochi.facts.store import Store
from biaochi.packs.shapes import (
    Basis,
    Catalogue,
    Compute,
    Effect,
    ExceptionRule,
    Item,
    Label,
    Numeric,
    Pack,
    Rule,
    Span,
)

_NUMBERS = count()
CAST = dict(zip("ABCDFGHJ", "安白程杜范耿韩金", strict=True))
BASIS = Basis(document="measure", clause="第六条")
LABEL = Label(zh="超过列入线", en="Over the line")
NUMERIC = Numeric(scale=2, rounding="half_up", largest="10000", rows="1000")
NEG = Catalogue(
    id="neg",
    label=Label(zh="负面清单"),
    sign="takes",
    items=(
        Item(code="N1", label="迟报", aspect="勤", points="2", cap="3", tags=("重",)),
        Item(code="N2", label="漏报", aspect="勤", points="1.5"),
        Item(code="N3", label="误报", aspect="能"),
    ),
)


def pack(**parts: Any) -> Pack:
    """A pack of the parts given, otherwise bare."""
    parts = {"id": "qingshi", "title": "青石县办法", "numeric": NUMERIC, "in_force": Span()} | parts
    return Pack(documents=(), **parts)


def formulas(*, of: str = "person", **texts: str) -> dict[str, Compute]:
    """A computed quantity per name."""
    return {name: Compute(of=of, formula=formula) for name, formula in texts.items()}


def rule(ident: str, when: str, **more: Any) -> dict[str, Rule]:
    """A rule that opens a talk, by its id."""
    parts = {"label": LABEL, "basis": BASIS, "opens": "talk"} | more
    return {ident: Rule(id=ident, when=when, **parts)}


def exception(ident: str, when: str, **more: Any) -> dict[str, ExceptionRule]:
    """A labelled exception, by its id."""
    label = Label(zh=f"例外{ident}")
    return {ident: ExceptionRule(id=ident, label=label, basis=BASIS, when=when, **more)}


def effect(**parts: Any) -> tuple[Effect, ...]:
    """One effect, a listing unless it says otherwise."""
    return (Effect(**({"kind": "list"} | parts)),)


_READ = {
    "number": lambda text: int(Fraction(text) * 10**6),
    "count": int,
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "flag": lambda text: text == "是",
}


def row(table: str, number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """One row with every column of its table; numbers and days given as text."""
    cells: dict[str, Any] = {c.name: None for c in TABLES[table].columns}
    for key, value in given.items():
        column = TABLES[table].column(key.rstrip("_"))
        if column is not None and isinstance(value, str):
            value = _READ.get(column.kind, str)(value)  # noqa: PLW2901
        cells[key.rstrip("_")] = value
    if table == "evidence":
        defaults = {"id": f"E{number}", "status": "verified", "occurred_on": date(2017, 3, 1)}
        cells |= {k: v for k, v in defaults.items() if cells[k] is None}
        cells["event"] = cells["incident"] or cells["id"]
    return cells | {"row_no": number}


def facts(**tables: Any) -> Facts:
    """Facts of the rows given; every person and unit named by a row of its own."""
    found = {name: [] for name in TABLES}
    for table, those in tables.items():
        found[table] = [row(table, at, r) for at, r in enumerate(those, 2)]
    return Facts(tables=found, digest="sha256:facts")


def people(*idents: str, **more: Any) -> list[dict[str, Any]]:
    """Rows of people of the cast, all with the same further columns."""
    return [{"person": i, "name": CAST.get(i, i), **more} for i in idents]


def units(**parents: str | None) -> list[dict[str, Any]]:
    """Rows of units by their parents."""
    return [{"unit": u, "name": u, "parent": p} for u, p in parents.items()]


def posts(*held: str, **more: Any) -> list[dict[str, Any]]:
    """Posts held since 2010, written ``A U1 head``."""
    parts = (h.split() for h in held)
    return [
        {"person": p, "unit": u, "post": "职", "role": r, "from": "2010-01-01", **more}
        for p, u, r in parts
    ]


@dataclass
class Run:
    """A pack run by the interpreter over plain rows."""

    pack: Pack
    plan: Plan
    interpreter: Interpreter
    cells: Cells
    reasons: Reasons

    def kind(self, name: str) -> str:
        return next(n.of for n in self.plan.nodes if n.name == name)

    def value(self, ident: str, name: str) -> str:
        """The exact text of a quantity."""
        node = self.plan.node(name)
        return text(node.typed, self.cells[node.of][ident], name)

    def values(self, name: str) -> dict[str, str]:
        """The quantity of everyone."""
        return {i: self.value(i, name) for i in self.cells[self.kind(name)]}

    def needs(self, ident: str, name: str) -> list[str]:
        """What would settle an undetermined quantity."""
        node = self.plan.node(name)
        return [m.needs for m in self.reasons.missing(node.of, ident, node.typed.expr)]

    def verdicts(self, ident: str) -> dict[str, str]:
        return {r.id: verdict(r, self.cells, ident) for r in self.plan.rules}

    def findings(self, *, every: bool = False) -> list[Finding]:
        return findings(self.plan, self.cells, self.reasons, every=every)

    def trace(self, ident: str, name: str) -> Trace:
        return Explainer(self.reasons).quantity(self.kind(name), ident, name)

    def trace_of_rule(self, ident: str, name: str) -> Trace:
        (found,) = [r for r in self.plan.rules if r.id == name]
        return Explainer(self.reasons).rule(found, ident, verdict(found, self.cells, ident))


def plan_of(made: Pack, *, period: str = "2017", **asked: Any) -> Plan:
    return compile_pack(made, Asked(period=period, **asked))


def ran(made: Pack, given: Facts, **asked: Any) -> Run:
    """Compile for 2017 (unless asked otherwise) and run."""
    plan = plan_of(made, **asked)
    interpreter = Interpreter(plan, given)
    cells = interpreter.run()
    return Run(made, plan, interpreter, cells, Reasons(plan, cells, interpreter))


def refused(made: Pack, **asked: Any) -> list[Problem]:
    """The problems of a pack that must not compile."""
    with pytest.raises(Refusal) as caught:
        plan_of(made, **asked)
    return list(caught.value.problems)


def refused_quantity(shape: Any, **parts: Any) -> Problem:
    """The one problem of a pack whose quantity ``q`` must not compile."""
    quantities = {**parts.pop("quantities", {}), "q": shape}
    problems = refused(pack(quantities=quantities, **parts))
    assert len(problems) == 1, [str(p) for p in problems]
    return problems[0]


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One DuckDB for all tests of a process: starting one costs more than all a test asks of it."""
    return duckdb.connect(":memory:", config={"threads": 1})


class _Database:
    """A database of its own in that DuckDB, gone when it is closed."""

    def __init__(self) -> None:
        self.con = _engine().cursor()
        self.name = f"facts_{next(_NUMBERS)}"
        self.con.execute(f"ATTACH ':memory:' AS {self.name}; USE {self.name}")

    def execute(self, query: str, /, *values: Any) -> duckdb.DuckDBPyConnection:
        return self.con.execute(query, *values)

    def close(self) -> None:
        self.con.close()
        _engine().execute(f"DETACH {self.name}")


def stored(made: Pack, given: Facts) -> Store:
    """The same rows as tables in memory, with the columns the pack declares."""
    attributes = attribute_columns(made)
    con = _Database()
    columns = {}
    con.execute("BEGIN")
    for table, shape in TABLES.items():
        more = [Column(n, k) for n, k in attributes.get(table, {}).items()]
        columns[table] = (*shape.columns, *more)
        con.execute(table_sql(table, columns[table]))
        rows = [list(r.values()) for r in _ordered(table, given, columns[table])]
        if rows:
            marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in rows)
            con.execute(f"INSERT INTO {table} VALUES {marks}", [v for row in rows for v in row])
    con.execute("COMMIT")
    counts = {t: len(given.tables.get(t, ())) for t in TABLES}
    return Store(con, columns, frozenset(), given.digest, counts)


def _ordered(table: str, given: Facts, columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    keys = [*(c.name for c in columns), "row_no", *(["event"] if table == "evidence" else [])]
    return [{k: r.get(k) for k in keys} for r in given.tables[table]]


def agreed(run: Run, given: Facts) -> Run:
    """Run the same plan in DuckDB, and insist on the same cells; returns that run."""
    with stored(run.pack, given) as store:
        duck = DuckRun(run.plan, store)
        cells = duck.run()
        assert cells == run.cells
    return replace(run, cells=cells)
