"""Run an emitted plan on DuckDB over the tables of a store."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from biaochi.engine.operations import Scalar
from biaochi.engine.plan import Gather, Plan
from biaochi.engine.sql import Wish, emit
from biaochi.engine.sqlgather import counting_rows, row_columns
from biaochi.engine.sqlpairs import relation_table
from biaochi.engine.sqltext import Known, literal, name
from biaochi.engine.tables import working_days
from biaochi.facts.shapes import Row
from biaochi.facts.store import Store, blanks

if TYPE_CHECKING:
    from biaochi.engine.pairs import Far
    from biaochi.timeline import WorkingDays

_AT_ONCE = 1000
_SUBJECT = "#subject"
Cells = dict[str, dict[str, dict[str, Scalar]]]


def known(store: Store) -> Known:
    """What holds of all rows of the store, so that the script need not ask it of each."""
    filled, empty = blanks(store)
    return Known(filled, empty)


class DuckRun:
    """One run of a plan in DuckDB: cells for everyone, rows on request."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self.plan, self.store = plan, store
        self.script = emit(plan, Wish(known=known(store)))
        self.working: WorkingDays = working_days(
            self._rows(("date", "kind"), "SELECT date, kind FROM calendar")
        )
        self.cells: Cells = {}
        self._made: list[str] = []
        self._focus = False
        self._found: dict[str, dict[str, list[Row]]] = {}
        self._pairs: dict[str, Far] = {}

    def run(self) -> Cells:
        """Execute every statement and read back the columns of every subject."""
        self._clean()
        for step in self.script.steps:
            self.store.con.execute(f"CREATE TEMP {step.kind} {name(step.name)} AS {step.select}")
        for kind, table in self.script.tables.items():
            columns = self.script.columns[kind]
            listed = ", ".join(name(c) for c in columns)
            rows = self.store.con.execute(f"SELECT {listed} FROM {table} ORDER BY id").fetchall()
            self.cells[kind] = {r[0]: dict(zip(columns, r, strict=True)) for r in rows}
        return self.cells

    def _clean(self) -> None:
        """Drop what an earlier run on this connection left."""
        con = self.store.con
        found = con.execute(
            "SELECT table_name, table_type FROM information_schema.tables"
            " WHERE table_type = 'LOCAL TEMPORARY' OR table_name LIKE 'known_%'"
        ).fetchall()
        views = con.execute(
            "SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal"
        ).fetchall()
        for (view,) in views:
            con.execute(f"DROP VIEW IF EXISTS {name(view)}")
        for table, kind in found:
            if kind == "LOCAL TEMPORARY" and (table,) not in views:
                con.execute(f"DROP TABLE IF EXISTS {name(table)}")

    def focus(self, idents: Sequence[str]) -> None:
        """Say whose rows will be asked for, so that they are fetched together."""
        con = self.store.con
        con.execute("CREATE OR REPLACE TEMP TABLE focus (id VARCHAR)")
        for start in range(0, len(idents), _AT_ONCE):
            listed = ", ".join(f"({literal(i)})" for i in idents[start : start + _AT_ONCE])
            con.execute(f"INSERT INTO focus VALUES {listed}")
        self._focus, self._found = True, {}

    def _rows(self, columns: Sequence[str], sql: str) -> list[Row]:
        rows = self.store.con.execute(sql).fetchall()
        return [dict(zip(columns, r, strict=True)) for r in rows]

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

    def pending(self, node: Gather, ident: str) -> Sequence[Row]:
        """Reported rows that would count once verified: left to the interpreter."""
        del node, ident
        return ()

    def served(self, ident: str) -> Sequence[Row]:
        """Posts of a person."""
        columns = [c.name for c in self.store.columns["posts"]]
        listed = ", ".join(name(c) for c in columns)
        sql = f"SELECT {listed} FROM known_posts WHERE person = {literal(ident)}"
        return self._rows(columns, sql)

    def far(self, relation: str, ident: str) -> tuple[str, ...]:
        """Related subjects of one."""
        if relation not in self._pairs:
            table = relation_table(relation)
            rows = self.store.con.execute(f"SELECT near, far FROM {table} ORDER BY far").fetchall()
            found: dict[str, list[str]] = {}
            for near, far in rows:
                found.setdefault(near, []).append(far)
            self._pairs[relation] = {n: tuple(f) for n, f in found.items()}
        return self._pairs[relation].get(ident, ())
