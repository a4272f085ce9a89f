"""Assess facts under a pack: check, compile, run on the executor that fits, find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from biaochi.batch.executors import AUTO, INTERPRET, Run, chosen, started
from biaochi.batch.loading import loaded_facts
from biaochi.batch.postgres import is_url
from biaochi.engine.amounts import CellTable, results_digest
from biaochi.engine.bind import Check, checks
from biaochi.engine.closing import Closing, needs_everyone
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.findings import Finding, findings
from biaochi.engine.interpret import Interpreter
from biaochi.engine.needing import wanted
from biaochi.engine.plan import Plan
from biaochi.engine.reasons import Reasons
from biaochi.engine.watched import MonitorFigure, StatisticFigure, monitors, statistics
from biaochi.errors import Problem, refuse
from biaochi.facts.columns import Attributes
from biaochi.facts.narrow import Narrow, narrow
from biaochi.facts.read import read_folder
from biaochi.facts.shapes import Facts
from biaochi.facts.store import Store, facts_about, missing_recorded, registry
from biaochi.packs.shapes import Pack

_SHOWN, _AGAIN = 5, 2
_KINDS = {"label": "text"}


@dataclass(frozen=True, kw_only=True)
class Result:
    """One run: every cell, what the rules ask, what is watched, and what it was made from."""

    plan: Plan
    engine: str
    cells: CellTable
    findings: Sequence[Finding]
    monitors: Sequence[MonitorFigure]
    statistics: Sequence[StatisticFigure]
    facts_digest: str
    results_digest: str
    reasons: Reasons
    warnings: tuple[Problem, ...] = ()


def attribute_columns(pack: Pack) -> dict[str, dict[str, str]]:
    """The extra columns a pack declares, by table, for the facts reader."""
    found: dict[str, dict[str, str]] = {}
    for name, attribute in pack.attributes.items():
        kind = _KINDS.get(attribute.kind, attribute.kind)
        found.setdefault(attribute.from_, {})[name] = kind
    return found


def open_facts(pack: Pack, where: Path | str) -> Store:
    """Open a facts folder, or facts loaded into PostgreSQL, and check them against the pack."""
    store = open_with(where, attribute_columns(pack))
    bind(pack, store)
    return store


def open_with(where: Path | str, attributes: Attributes) -> Store:
    """Open facts with these further columns, wherever they are."""
    if is_url(str(where)):
        return loaded_facts(str(where), attributes)
    return read_folder(Path(where), attributes=attributes)


def bind(pack: Pack, store: Store) -> None:
    """Refuse facts that do not fit the pack: unknown items, options, values, bounds."""
    there = [c for c in checks(pack) if store.counts[c.table]]
    refuse(p for c in _suspected(store, there) for p in _failures(store, c))


def _suspected(store: Store, listed: Sequence[Check]) -> Iterator[Check]:
    """The checks that some row fails: those on single rows are asked together, table by table."""
    single = [c for c in listed if "SELECT" not in c.wrong]
    failed: set[Check] = set()
    for table in dict.fromkeys(c.table for c in single):
        those = [c for c in single if c.table == table]
        asked = ", ".join(f"bool_or({c.wrong})" for c in those)
        [answers] = store.con.execute(f"SELECT {asked} FROM {table} r").fetchall()
        failed |= {c for c, answer in zip(those, answers, strict=True) if answer}
    return (c for c in listed if c in failed or c not in single)


def _failures(store: Store, check: Check) -> Iterator[Problem]:
    rows = store.con.execute(check.sql()).fetchall()
    for row_no, found in rows[:_SHOWN]:
        file, line = store.place(check.table, row_no)
        yield Problem(
            check.code, check.expected, found, check.do, file=file, line=line,
            column_name=check.column,
        )  # fmt: skip


def assess(
    pack: Pack, store: Store, asked: Asked, *, engine: str = "auto", every: bool = False
) -> Result:
    """Run the pack on the facts; ``auto`` picks the executor by size, with equal results."""
    return assessed(compile_pack(pack, asked), store, engine=engine, every=every)


def assessed(plan: Plan, store: Store, *, engine: str = "auto", every: bool = False) -> Result:
    """Run a plan that is there; ``every``: also what is not met."""
    if plan.known_by is not None:
        refuse(missing_recorded(store))
    name, run, cells = executed(plan, store, engine=engine)
    if not every:
        run.focus(_concerned(plan, cells))
    reasons = Reasons(plan, cells, run)
    return Result(
        plan=plan, engine=name, cells=cells,
        findings=findings(plan, cells, reasons, every=every),
        monitors=monitors(plan, cells), statistics=statistics(plan, cells),
        facts_digest=store.digest, results_digest=results_digest(plan, cells), reasons=reasons,
        warnings=store.warnings,
    )  # fmt: skip


def executed(plan: Plan, store: Store, *, engine: str = "auto") -> tuple[str, Run, CellTable]:
    """Run the plan: the executor chosen, the run that still holds the rows, and the cells."""
    name = chosen(engine, store)
    run = started(plan, store, name)
    return name, run, run.run()


def executed_about(
    plan: Plan, store: Store, who: tuple[str, str], *, engine: str = "auto"
) -> tuple[Run, CellTable]:
    """Run the plan for one (kind, id): on its closed set alone where that can be told."""
    if engine == AUTO and chosen(engine, store) != INTERPRET:
        found = Ready(plan, store).about(*who)
        if found is not None:
            return found
    return executed(plan, store, engine=engine)[1:]


class Ready:
    """A plan and a store ready to answer about one subject after another."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self.plan, self.store = plan, store
        self.registry = registry(store)
        self.closing = Closing(plan, self.registry)
        self.wanted = wanted(plan)
        self._asked = 0
        self._narrow: Narrow | None = None

    def about(self, kind: str, ident: str) -> tuple[Interpreter, CellTable] | None:
        """Run the plan on the closed set of the subject; None if that needs everyone's facts."""
        if needs_everyone(self.plan, kind) or ident not in self.closing.cells[kind]:
            return None
        closed = self.closing.around(kind, ident)
        if closed is None:
            return None
        idents = frozenset().union(*closed.values())
        run = Interpreter(self.plan, self._facts(idents))
        return run, run.run()

    def _facts(self, idents: frozenset[str]) -> Facts:
        """The rows about them; from the second question on, out of copies made for that."""
        self._asked += 1
        if self._asked == _AGAIN:
            self._narrow = narrow(self.store, self.registry, self.wanted)
        if self._narrow is not None:
            return self._narrow.about(idents)
        return facts_about(self.store, idents, self.registry, self.wanted)


def _concerned(plan: Plan, cells: CellTable) -> list[str]:
    """Subjects with a verdict that is met or undetermined."""
    found: dict[str, None] = {}
    for rule in plan.rules:
        if rule.in_force:
            rows = cells[rule.of].items()
            found |= dict.fromkeys(i for i, row in rows if row[rule.column] is not False)
    return list(found)
