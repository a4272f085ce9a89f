"""One batch of closed parts in DuckDB: read, compute, write each part's results."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, ClassVar

import duckdb

from biaochi.batch.duck import told_in_words
from biaochi.engine.amounts import digest_head
from biaochi.engine.bind import mark_of
from biaochi.engine.dialects import DUCKDB
from biaochi.engine.scopes import PERSON
from biaochi.engine.sql import Script, emit
from biaochi.engine.sqldigest import digest_select
from biaochi.engine.sqlfindings import evidence_select, findings_select
from biaochi.engine.sqltext import Known, literal, name
from biaochi.errors import Problem, refuse
from biaochi.facts.prepared import PART

if TYPE_CHECKING:
    from biaochi.batch.parts import PartRun

PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
DEFAULT_MEMORY = 2**30
_AT = "_part_"
_SHOWN = 5
_REGISTER = {PERSON: ("people", "person")}


@dataclass(frozen=True)
class Limits:
    """How much of the machine a run may take: bytes of memory, threads."""

    memory: int
    threads: int


def run_parts(run: "PartRun", batch: Sequence[str], work: Path) -> Mapping[str, Path]:
    """Compute these parts together; return each one's finished folder of results."""
    with duckdb.connect(":memory:", config=config(run.limits, work)) as con:
        return Work(run, batch, work, con).results()


def make(con: duckdb.DuckDBPyConnection, script: Script) -> None:
    """Create every relation of a script."""
    for step in script.steps:
        select = DUCKDB.spell(step.select)
        con.execute(f"CREATE TEMP {step.kind} {name(step.name)} AS {select}")


def config(limits: Limits, work: Path) -> dict[str, Any]:
    """The settings of a connection that keeps to the limits."""
    # The rest is for Python, Parquet buffers and what the engine does not count.
    return {
        "memory_limit": f"{limits.memory * 6 // 10 // 2**20}MiB", "threads": limits.threads,
        "temp_directory": str(work / "spill"), "preserve_insertion_order": False,
    }  # fmt: skip


class Work:
    """The batch under way."""

    SAID: ClassVar[str] = "part.json"

    def __init__(
        self, run: "PartRun", batch: Sequence[str], work: Path, con: duckdb.DuckDBPyConnection
    ) -> None:
        self.run, self.batch, self.con = run, batch, con
        self.place = Path(mkdtemp(prefix="batch-", dir=work))
        filled, empty = run.prepared.blanks(batch)
        self.known = Known(filled, empty)
        self.script: Script = emit(run.plan, run.wish(self.known))
        self.said: dict[str, dict[str, dict[str, Any]]] = {
            part: {"digest": {}, "counts": {}, "findings": {}} for part in batch
        }

    def results(self) -> Mapping[str, Path]:
        """Everything the parts say, each in a folder of its own."""
        with told_in_words():
            self.run.prepared.open(self.con, self.batch)
            self._check()
            make(self.con, self.script)
            listed = ", ".join(f"({literal(p)}, {at})" for at, p in enumerate(self.batch))
            self.con.execute(
                f"CREATE TEMP TABLE batch AS SELECT * FROM (VALUES {listed}) v(part, {name(_AT)})"
            )
            for kind in self.run.phases.local:
                self._kind(kind)
        return dict(self._folders())

    def _check(self) -> None:
        """Refuse facts that do not fit the pack, where nobody has looked yet."""
        mark = mark_of(self.run.checks)
        if all(mark in self.run.prepared.parts[p].fits for p in self.batch):
            return
        for check in self.run.checks:
            rows = self.con.execute(check.sql()).fetchmany(_SHOWN)
            refuse(
                Problem(check.code, check.expected, found, check.do, file=check.table, line=row,
                        column_name=check.column)
                for row, found in rows
            )  # fmt: skip

    def _kind(self, kind: str) -> None:
        table, key = _REGISTER.get(kind, ("units", "unit"))
        home = f"home_{kind}"
        # Shared subjects belong to no part of the batch.
        self.con.execute(
            f"CREATE TEMP TABLE {home} AS SELECT p.{key} AS id, b.{name(_AT)} FROM {table} p"
            f" JOIN batch b ON b.part = p.{name(PART)}"
        )
        cells = self.script.tables[kind]
        whole = f"(SELECT c.*, h.{name(_AT)} FROM {cells} c JOIN {home} h ON h.id = c.id)"
        if kind not in self.run.phases.wide:
            self._digest(kind, whole)
        listed = ", ".join(f"c.{name(c)}" for c in self.script.columns[kind])
        self._write(kind, f"SELECT {listed}, c.{name(_AT)} FROM {whole} c")
        rules = {
            r.id for r in self.run.plan.rules if r.of == kind and r.id in self.run.phases.rules
        }
        found = f"found_{kind}"
        select = findings_select(self.run.plan, rules, self.script.tables)
        self.con.execute(
            f"CREATE TEMP TABLE {found} AS SELECT f.*, h.{name(_AT)} FROM ({select}) f"
            f" JOIN {home} h ON h.id = f.about"
        )
        self._count(found)
        self._write(f"findings_{kind}", f"SELECT * FROM {found}")
        evidence = evidence_select(self.run.plan, rules, self.script.tables, self.known)
        self._write(
            f"evidence_{kind}",
            f"SELECT e.*, h.{name(_AT)} FROM ({evidence}) e JOIN {home} h ON h.id = e.subject",
        )

    def _digest(self, kind: str, whole: str) -> None:
        sql = digest_select(self.run.plan, kind, whole, by=_AT)
        head = digest_head(self.run.plan, kind)
        for at, *sums in self.con.execute(DUCKDB.spell(sql)).fetchall():
            said = self.said[self.batch[at]]
            said["digest"][head] = [int(s) for s in sums]
            said["counts"][kind] = sums[0]

    def _count(self, found: str) -> None:
        sql = f"SELECT {name(_AT)}, rule, verdict, count(*) FROM {found} GROUP BY ALL"
        for at, rule, verdict, count in self.con.execute(sql).fetchall():
            self.said[self.batch[at]]["findings"][f"{rule}:{verdict}"] = count

    def _write(self, what: str, select: str) -> None:
        self.con.execute(
            f"COPY ({DUCKDB.spell(select)}) TO {literal(str(self.place / what))}"
            f" ({PARQUET}, PARTITION_BY ({name(_AT)}))"
        )

    def _folders(self) -> Iterator[tuple[str, Path]]:
        """Put what was written side by side, part by part."""
        for at, part in enumerate(self.batch):
            folder = self.place / f"part-{at}"
            folder.mkdir()
            for what in sorted(self.place.glob(f"*/{_AT}={at}")):
                what.rename(folder / what.parent.name)
            said = json.dumps(self.said[part], ensure_ascii=False, sort_keys=True)
            (folder / self.SAID).write_text(said + "\n", encoding="utf-8")
            yield part, folder
