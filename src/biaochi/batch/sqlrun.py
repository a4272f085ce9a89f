"""Run an emitted plan on any SQL engine: what is common to all of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from biaochi.engine.amounts import DigestParts
from biaochi.engine.dialects import Dialect
from biaochi.engine.needing import row_columns
from biaochi.engine.operations import Scalar
from biaochi.engine.plan import Gather, Plan
from biaochi.engine.sqldigest import digest_select, parts_of
from biaochi.engine.sqlgather import counting_rows
from biaochi.engine.sqlpairs import relation_table
from biaochi.engine.sqltext import Step, literal, name
from biaochi.engine.tables import working_days
from biaochi.facts.shapes import Row

if TYPE_CHECKING:
    from biaochi.engine.pairs import Far
    from biaochi.engine.sql import Wish
    from biaochi.timeline import WorkingDays

FOCUS = "focus"
_SUBJECT = "#subject"
Cells = dict[str, dict[str, dict[str, Scalar]]]


class Database(Protocol):
    """What a run needs of an engine; every text it is given is spelled in its dialect."""

    dialect: Dialect
    post_columns: Sequence[str]

    def clean(self) -> None:
        """Drop what an earlier run left on this connection."""

    def make(self, step: Step) -> None:
        """Create one relation of the script."""

    def listed(self, table: str, idents: Sequence[str]) -> None:
        """Create a table of ids, in the column ``id``; an older one of that name is replaced."""

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Return the rows of a query: text, int, bool, date, datetime."""


class SqlRun:
    """One run of a plan in a database: cells for everyone, rows on request."""

    def __init__(self, plan: Plan, database: Database, wish: "Wish | None" = None) -> None:
        from biaochi.engine.sql import EVERYTHING, emit  # noqa: PLC0415  one person needs no script

        self.plan, self.database = plan, database
        self.script = emit(plan, EVERYTHING if wish is None else wish)
        self.working: WorkingDays = working_days(
            self._rows(("date", "kind"), "SELECT date, kind FROM calendar")
        )
        self.cells: Cells = {}
        self._focus = False
        self._found: dict[str, dict[str, list[Row]]] = {}
        self._pairs: dict[str, Far] = {}

    def run(self) -> Cells:
        """Make every relation and read back the columns of every subject, in order of id."""
        self.execute()
        for kind, table in self.script.tables.items():
            columns = self.script.columns[kind]
            listed = ", ".join(name(c) for c in columns)
            rows = self._select(f"SELECT {listed} FROM {table}")
            # Sorted here: what order a database gives to texts is its own affair.
            found = {r[0]: dict(zip(columns, r, strict=True)) for r in rows}
            self.cells[kind] = {ident: found[ident] for ident in sorted(found)}
        return self.cells

    def execute(self) -> None:
        """Make every relation of the script, and leave the results where they are."""
        self.database.clean()
        for step in self.script.steps:
            self._make(step)

    def digest_parts(self) -> DigestParts:
        """The digest's parts, computed in the database after ``execute``."""
        rows = {}
        for kind, table in self.script.tables.items():
            [rows[kind]] = self._select(digest_select(self.plan, kind, table))
        return parts_of(self.plan, rows)

    def focus(self, idents: Sequence[str]) -> None:
        """Say whose rows will be asked for, so that they are fetched together."""
        self.database.listed(FOCUS, idents)
        self._focus, self._found = True, {}

    def counting(self, node: Gather, ident: str) -> Sequence[Row]:
        """Rows that count or might count for the subject; a zero in a sum counts for nothing."""
        if node.name not in self._found:
            table = self.script.tables[node.of]
            sql = counting_rows(node, {node.of: table}, focused=self._focus)
            found: dict[str, list[Row]] = {}
            for row in self._rows([*row_columns(node), _SUBJECT], sql):
                found.setdefault(str(row[_SUBJECT]), []).append(row)
            self._found[node.name] = found
        return self._found[node.name].get(ident, ())

    def having(self, node: Gather) -> frozenset[str]:
        """Subjects with rows that count or might count."""
        sql = counting_rows(node, {node.of: self.script.tables[node.of]}, focused=False)
        found = self._select(f"SELECT DISTINCT {name(_SUBJECT)} FROM ({sql}) q")
        return frozenset(str(ident) for (ident,) in found)

    def pending(self, node: Gather, ident: str) -> Sequence[Row]:
        """Reported rows that would count once verified: left to the interpreter."""
        del node, ident
        return ()

    def served(self, ident: str) -> Sequence[Row]:
        """Posts of a person."""
        columns = self.database.post_columns
        listed = ", ".join(name(c) for c in columns)
        return self._rows(
            columns, f"SELECT {listed} FROM known_posts WHERE person = {literal(ident)}"
        )

    def far(self, relation: str, ident: str) -> tuple[str, ...]:
        """Related subjects of one."""
        if relation not in self._pairs:
            found: dict[str, list[str]] = {}
            table = relation_table(relation)
            for near, far in sorted(self._select(f"SELECT near, far FROM {table}")):
                found.setdefault(near, []).append(far)
            self._pairs[relation] = {n: tuple(f) for n, f in found.items()}
        return self._pairs[relation].get(ident, ())

    def _make(self, step: Step) -> None:
        spelled = self.database.dialect.spell(step.select)
        self.database.make(Step(step.name, spelled, step.kind))

    def _select(self, sql: str) -> Sequence[tuple[Any, ...]]:
        return self.database.rows(self.database.dialect.spell(sql))

    def _rows(self, columns: Sequence[str], sql: str) -> list[Row]:
        return [dict(zip(columns, r, strict=True)) for r in self._select(sql)]
