"""Prepared facts as the routes take them: the pack's plan, and a store over the files."""

from pathlib import Path

import duckdb

from biaochi.batch.parts import PartRun, part_run
from biaochi.batch.partwork import Limits
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.plan import Plan
from biaochi.facts.prepared import Prepared, open_prepared
from biaochi.facts.shapes import TABLES
from biaochi.facts.store import Store
from biaochi.packs.loader import load

PACK = Path(__file__).parent / "pack"
ASKED = Asked(period="2017")
MEMORY_MIB, THREADS = 1024, 2


def plan() -> Plan:
    """The bench pack compiled for the year that is appraised."""
    return compile_pack(load(PACK), ASKED)


def parts(folder: Path, out: Path, *, memory_mib: int = MEMORY_MIB) -> PartRun:
    """A run by parts over prepared facts."""
    limits = Limits(memory_mib * 2**20, THREADS)
    return part_run(load(PACK), open_prepared(folder), ASKED, out=out, limits=limits)


def store(prepared: Prepared) -> Store:
    """All prepared rows behind one connection, as the executors of whole facts read them."""
    con = duckdb.connect(config={"threads": THREADS})
    prepared.open(con, prepared.names)
    return Store(
        con, {t: prepared.columns(t) for t in TABLES}, present=frozenset(TABLES),
        digest=prepared.digest, counts=counts(prepared),
    )  # fmt: skip


def counts(prepared: Prepared) -> dict[str, int]:
    """Rows of every table in all parts."""
    return {t: sum(p.rows(t) for p in prepared.parts.values()) for t in TABLES}


def facts_rows(prepared: Prepared) -> int:
    """Rows of scores and evidence: what "rows a second" counts."""
    found = counts(prepared)
    return found["scores"] + found["evidence"]


NEEDED = {
    "people": ("person", "county"), "units": ("unit",),
    "posts": ("person", "unit", "post", "from", "to"),
    "scores": ("person", "component", "period", "value"),
    "evidence": ("id", "person", "item", "value", "occurred_on", "status"),
    "results": ("person", "period", "quantity", "value", "label"),
}  # fmt: skip


def bytes_needed(prepared: Prepared) -> int:
    """Compressed bytes of the columns that the measures need, from the files' own footers."""
    found = 0
    with duckdb.connect() as con:
        for table, columns in NEEDED.items():
            pieces = prepared.pieces(table, prepared.names)
            files = [str(prepared.folder / f) for piece in pieces for f in piece.files]
            if files:
                sql = (
                    "SELECT sum(total_compressed_size) FROM parquet_metadata(?)"
                    " WHERE list_contains(?, path_in_schema)"
                )
                [(size,)] = con.execute(sql, [files, list(columns)]).fetchall()
                found += int(size)
    return found
