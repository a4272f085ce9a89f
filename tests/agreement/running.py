"""Run a plan on both executors over the same facts, and say where they differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from biaochi.batch.assess import attribute_columns, bind
from biaochi.batch.duck import DuckRun
from biaochi.engine.amounts import results_digest
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.findings import Finding, findings
from biaochi.engine.interpret import Interpreter
from biaochi.engine.plan import Plan
from biaochi.engine.reasons import Reasons
from biaochi.engine.watched import monitors, statistics
from biaochi.errors import Refusal
from biaochi.facts.read import read_rows
from biaochi.facts.store import Store, facts
from biaochi.packs.shapes import Pack
from tests.agreement.variants import pack, variant
from tests.agreement.worlds import Rows

DAYS = [None, date(2017, 6, 30), date(2017, 12, 31), date(2017, 2, 28), date(2018, 3, 1)]
HORIZONS = [None, None, datetime(2017, 6, 30), datetime(2017, 12, 31, 23, 59, 59)]
MAY_BE_REFUSED = {"PLAN-OVERFLOW", "FORM-UNIT", "FORM-ZERO", "FORM-KIND"}
PERIODS = ["2017", "2017", "2017", "2017Q2", "2017H1", "2017-03"]


def asked(random: Random) -> Asked:
    """A period, a day inside or after it, a horizon of knowledge."""
    return Asked(
        period=random.choice(PERIODS), as_of=random.choice(DAYS), known_by=random.choice(HORIZONS)
    )


def planned(random: Random, question: Asked, *, sound: bool = False) -> tuple[Pack, Plan]:
    """A generated pack that compiles; definitions that the compiler refuses are left out."""
    made = variant(random, sound=sound)
    while True:
        refused = _refused(made, question)
        if isinstance(refused, Plan):
            return made, refused
        made = pack(random, _without(made, refused), sound=sound)


def _refused(made: Pack, question: Asked) -> Plan | Refusal:
    try:
        return compile_pack(made, question)
    except Refusal as refusal:
        return refusal


def _without(made: Pack, refusal: Refusal) -> dict[str, object]:
    """The quantities without those refused; only generated formulas may be."""
    paths = " ".join(p.found for p in refusal.problems)
    wrong = {
        n for n in made.quantities if f"quantities.{n}）" in paths or f"quantities.{n}." in paths
    }
    assert wrong, refusal
    assert {p.code for p in refusal.problems} <= MAY_BE_REFUSED, refusal
    assert all(n[0] in "nfd" and n[1:].isdecimal() for n in wrong), refusal
    return {n: q for n, q in made.quantities.items() if n not in wrong}


def opened(pack_: Pack, rows: Rows) -> Store:
    """The rows as a checked store."""
    store = read_rows(rows, attributes=attribute_columns(pack_))
    bind(pack_, store)
    return store


@dataclass(frozen=True)
class Outcome:
    """What one executor made of the facts."""

    cells: Mapping[str, Mapping[str, Mapping[str, object]]]
    digest: str
    findings: list[Finding]
    watched: list[object]


def outcome(plan: Plan, run: Interpreter | DuckRun) -> Outcome:
    """Cells, digest, findings, monitors and statistics of a run."""
    cells = run.run()
    said = findings(plan, cells, Reasons(plan, cells, run), every=False)
    return Outcome(
        cells, results_digest(plan, cells), said, [*monitors(plan, cells), *statistics(plan, cells)]
    )


def both(plan: Plan, store: Store) -> tuple[Outcome, Outcome]:
    """The interpreter's outcome and DuckDB's."""
    return outcome(plan, Interpreter(plan, facts(store))), outcome(plan, DuckRun(plan, store))


def differences(plan: Plan, a: Outcome, b: Outcome) -> Iterator[str]:
    """Every cell in which two outcomes differ, type included."""
    for kind in plan.subjects:
        assert list(a.cells[kind]) == list(b.cells[kind]), kind
        for ident, row in a.cells[kind].items():
            other = b.cells[kind][ident]
            for column in row.keys() | other.keys():
                x, y = row.get(column, "absent"), other.get(column, "absent")
                if x != y or type(x) is not type(y):
                    yield f"{kind} {ident} {column}: {x!r} / {y!r}"


def outside_bounds(plan: Plan, found: Outcome) -> Iterator[str]:
    """Every number greater than its node was proved to be."""
    for node in plan.nodes:
        typed = node.typed
        if typed.kind not in {"number", "ratio"}:
            continue
        for ident, row in found.cells[node.of].items():
            value, below = row[node.name], row.get(f"{node.name}/")
            if value is not None and abs(value) > typed.most:
                yield f"{ident} {node.name}: {value} > {typed.most}"
            if below is not None and not 0 <= below <= typed.most_below:
                yield f"{ident} {node.name}: base {below} of {typed.most_below}"
