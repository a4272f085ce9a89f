"""What only all parts together say: wide columns over the short tables the parts left."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from biaochi.batch.duck import told_in_words
from biaochi.batch.partwork import PARQUET, Work, config, make
from biaochi.engine.amounts import digest_head
from biaochi.engine.dialects import DUCKDB
from biaochi.engine.plan import cell_names
from biaochi.engine.sql import Given, Wish, emit
from biaochi.engine.sqldigest import digest_select
from biaochi.engine.sqlfindings import evidence_select, findings_select, relations_read
from biaochi.engine.sqltext import TYPES, Known, literal, name

if TYPE_CHECKING:
    from biaochi.batch.parts import PartRun


def results_view(
    con: duckdb.DuckDBPyConnection, run: "PartRun", kind: str, folders: Mapping[str, Path]
) -> str:
    """Put the parts' columns of a kind of subject before the connection; return the view."""
    found = (f for folder in folders.values() for f in sorted((folder / kind).glob("*.parquet")))
    files = ", ".join(literal(str(f)) for f in found)
    rows = f"SELECT * FROM read_parquet([{files}], hive_partitioning=false)"
    if not files:
        types = {c: TYPES[n.typed.kind] for n in run.plan.of(kind) for c in cell_names(n)}
        listed = "".join(
            f", CAST(NULL AS {types.get(c, 'VARCHAR')}) AS {name(c)}"
            for c in run.phases.local[kind]
        )
        rows = f"SELECT '' AS id{listed} WHERE FALSE"
    view = name(f"given_{kind}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {rows}")
    return view


def run_wide(run: "PartRun", folders: Mapping[str, Path], work: Path) -> Path:
    """Compute wide columns, their findings and digests; return the finished folder."""
    place = work / "wide"
    place.mkdir()
    with told_in_words(), duckdb.connect(":memory:", config=config(run.limits, work)) as con:
        said = _Wide(run, folders, place, con).said()
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    (place / Work.SAID).write_text(text + "\n", encoding="utf-8")
    return place


class _Wide:
    """The phase over all parts under way."""

    def __init__(
        self, run: "PartRun", folders: Mapping[str, Path], place: Path,
        con: duckdb.DuckDBPyConnection,
    ) -> None:  # fmt: skip
        self.run, self.folders, self.place, self.con = run, folders, place, con
        names = run.prepared.names
        run.prepared.open(con, names)
        local = run.phases.local
        self.given = {kind: results_view(con, run, kind, folders) for kind in local}
        filled, empty = run.prepared.blanks(names)
        self.known = Known(filled, empty)
        wish = Wish(
            known=self.known, given=Given(self.given, local), keep=run.phases.wide,
            relations=relations_read(run.plan, run.phases.other_rules), tag="_wide",
        )  # fmt: skip
        self.script = emit(run.plan, wish)
        make(con, self.script)
        self.tables = {kind: self._table(kind) for kind in run.plan.subjects}

    def _table(self, kind: str) -> str:
        """All columns of a kind, those of the parts beside the wide ones."""
        wide = self.run.phases.wide.get(kind)
        if wide is None:
            return self.given[kind]
        if kind not in self.given:
            return self.script.tables[kind]
        listed = "".join(f", w.{name(c)}" for c in self.script.columns[kind][1:])
        view = f"all_{kind}"
        self.con.execute(
            f"CREATE TEMP VIEW {name(view)} AS SELECT g.*{listed} FROM {self.given[kind]} g"
            f" JOIN {self.script.tables[kind]} w ON w.id = g.id"
        )
        return name(view)

    def said(self) -> dict[str, Any]:
        """Write columns, findings and evidence; return digests and counts."""
        digests, counts = {}, {}
        for kind in self.run.phases.wide:
            sql = digest_select(self.run.plan, kind, self.tables[kind])
            [sums] = self.con.execute(DUCKDB.spell(sql)).fetchall()
            digests[digest_head(self.run.plan, kind)] = [int(s or 0) for s in sums]
            counts[kind] = sums[0]
            self._write(kind, f"SELECT * FROM {self.script.tables[kind]}")
        rules = self.run.phases.other_rules
        self.con.execute(
            f"CREATE TEMP TABLE found AS {findings_select(self.run.plan, rules, self.tables)}"
        )
        self._write("findings", "SELECT * FROM found")
        evidence = evidence_select(self.run.plan, rules, self.tables, self.known)
        self._write("evidence", evidence)
        sql = "SELECT rule || ':' || verdict, count(*) FROM found GROUP BY ALL"
        return {
            "digest": digests, "counts": counts, "findings": dict(self.con.execute(sql).fetchall()),
        }  # fmt: skip

    def _write(self, what: str, select: str) -> None:
        folder = self.place / what
        folder.mkdir()
        file = literal(str(folder / "data_0.parquet"))
        self.con.execute(f"COPY ({DUCKDB.spell(select)}) TO {file} ({PARQUET})")
