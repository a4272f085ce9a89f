"""Prepared facts: checked rows as typed Parquet in closed parts, with a manifest.

A *part* (a county, say) holds everything about its people; it is the unit of work, of caching and
of recomputation.  Files are named by their content and listed in ``manifest.json``, so a part is
replaced by writing new files and then the manifest, in one step.  Rows have the typed form of a
store: numbers are integers in millionths.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from duckdb import DuckDBPyConnection as Database

from biaochi.errors import Problem, Refusal
from biaochi.facts.cells import SQL_TYPES
from biaochi.facts.columns import Attributes, columns_of
from biaochi.facts.load import ROW, derived_of
from biaochi.facts.shapes import TABLES, Column
from biaochi.facts.sqltext import literal, name
from biaochi.facts.store import Tables
from biaochi.facts.wording import shown

MANIFEST = "manifest.json"
FORM = 1
PART = "#part"
SHARED = ""
KEYED = ("people", "units", "posts")
_IDS = frozenset({"people.person", "units.unit", "posts.person"})
_NAMES = frozenset({"people.name", "units.name"})
_YEARS: Mapping[str, str] = {
    "evidence": "CAST(year(occurred_on) AS VARCHAR)", "scores": "substr(period, 1, 4)",
    "results": "substr(period, 1, 4)", "ballots": "substr(period, 1, 4)",
}  # fmt: skip
_SORTED = {"people": "person", "units": "unit", "posts": "person", "evidence": "person",
           "scores": "person", "results": "person", "ballots": "subject"}  # fmt: skip
_MARK = 16
_LONGEST_PLACE = 200
_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 250000"
Columns = Mapping[str, Sequence[Column]]


@dataclass(frozen=True)
class Piece:
    """The files of one table in one part: rows, and which columns all or none of them fill."""

    files: tuple[str, ...] = ()
    rows: int = 0
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part: the digest of what it was made from, its tables, and the packs it fits.

    What it was made from includes the shared part, so an equal digest means equal rows.
    ``fits``: marks of the checks of facts against a pack that this part has passed.
    """

    digest: str
    tables: Mapping[str, Piece] = field(default_factory=dict)
    fits: tuple[str, ...] = ()

    def rows(self, table: str) -> int:
        """Return how many rows of a table the part has."""
        return self.tables[table].rows if table in self.tables else 0


@dataclass(frozen=True)
class Prepared:
    """A folder of prepared facts.

    ``parts`` by name, the part ``""`` is shared by all of them; ``closed`` lists the columns
    (``posts.unit``) each value of which lies in one part only, and ``links`` if none crosses.
    """

    folder: Path
    attributes: Attributes
    parts: Mapping[str, Part]
    closed: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        """The parts in order, without the shared one."""
        return tuple(sorted(p for p in self.parts if p != SHARED))

    @property
    def digest(self) -> str:
        """One hash for everything the facts were made from."""
        lines = "".join(f"{p}\n{self.parts[p].digest}\n" for p in sorted(self.parts))
        return f"sha256:{sha256(lines.encode()).hexdigest()}"

    def columns(self, table: str) -> tuple[Column, ...]:
        """The columns of a table, with those a pack declared."""
        return columns_of(table, self.attributes)

    def pieces(self, table: str, parts: Iterable[str]) -> list[Piece]:
        """The table's files in these parts and the shared one."""
        asked = dict.fromkeys((SHARED, *parts))
        wanted = (self.parts[p].tables.get(table) for p in asked if p in self.parts)
        return [piece for piece in wanted if piece is not None and piece.rows]

    def blanks(self, parts: Sequence[str]) -> tuple[frozenset[tuple[str, str]], ...]:
        """(table, column) pairs that every row of these parts fills, and those that none does."""
        filled, empty = set(), set()
        for table in TABLES:
            pieces = self.pieces(table, parts)
            every = [frozenset(p.filled) for p in pieces]
            none = [frozenset(p.empty) for p in pieces]
            listed = frozenset(c.name for c in self.columns(table))
            filled |= {(table, c) for c in listed.intersection(*every)}
            empty |= {(table, c) for c in listed.intersection(*none)}
        return frozenset(filled), frozenset(empty)

    def select(self, table: str, parts: Sequence[str]) -> str:
        """Return the SQL that reads the table's rows in these parts and the shared one."""
        files = [f for piece in self.pieces(table, parts) for f in piece.files]
        if not files:
            return ""
        listed = ", ".join(literal(str(self.folder / f)) for f in files)
        return f"SELECT * FROM read_parquet([{listed}], hive_partitioning=false)"

    def open(self, con: Database, parts: Sequence[str], *, make: str = "VIEW") -> None:
        """Put every table of these parts before a connection, under the table's own name."""
        for table in TABLES:
            sql = self.select(table, parts)
            if sql:
                con.execute(f"CREATE OR REPLACE {make} {name(table)} AS {sql}")
            else:
                con.execute(self._empty(table, f"OR REPLACE {make}"))

    def _empty(self, table: str, make: str) -> str:
        typed = [(c.name, SQL_TYPES[c.kind]) for c in self.columns(table)]
        typed += [(ROW, "BIGINT"), *((n, "VARCHAR") for n in derived_of(table))]
        typed += [(PART, "VARCHAR")] if table in KEYED else []
        listed = ", ".join(f"CAST(NULL AS {kind}) AS {name(column)}" for column, kind in typed)
        return f"CREATE {make} {name(table)} AS SELECT {listed} WHERE FALSE"


def is_prepared(folder: Path) -> bool:
    """Tell whether the folder holds prepared facts."""
    return (folder / MANIFEST).is_file()


def open_prepared(folder: Path) -> Prepared:
    """Read the manifest; Refusal where it is broken or files it names are missing."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        form = said["form"]
        found = _from_plain(folder, said) if form == FORM else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(folder, "清单读不通") from error
    if found is None:
        raise _broken(folder, f"清单版本 {shown(form)}，这里认的是 {FORM}")
    for file in _files(found.parts):
        if not (folder / file).is_file():
            raise _broken(folder, f"缺少文件 {file}")
    return found


def _files(parts: Mapping[str, Part]) -> list[str]:
    return [f for part in parts.values() for piece in part.tables.values() for f in piece.files]


def _broken(folder: Path, found: str) -> Refusal:
    do = "请用 biaochi facts prepare 重新整理一次。"
    return Refusal(
        (Problem("FACT-PREPARED", "完整的整理后事实文件夹", found, do, file=str(folder)),)
    )


def _from_plain(folder: Path, said: Mapping[str, Any]) -> Prepared:
    parts = {
        part: Part(
            of["digest"],
            {
                table: Piece(
                    tuple(p["files"]), int(p["rows"]), tuple(p["filled"]), tuple(p["empty"])
                )
                for table, p in of["tables"].items()
            },
            tuple(of["fits"]),
        )
        for part, of in said["parts"].items()
    }
    return Prepared(folder, said["attributes"], parts, frozenset(said["closed"]))


def save(prepared: Prepared) -> None:
    """Write the manifest in one step, then remove files that no part names any more."""
    said = {
        "form": FORM, "digest": prepared.digest, "attributes": prepared.attributes,
        "closed": sorted(prepared.closed),
        "parts": {p: asdict(prepared.parts[p]) for p in sorted(prepared.parts)},
    }  # fmt: skip
    draft = prepared.folder / f".{MANIFEST}"
    draft.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(prepared.folder / MANIFEST)
    sweep(prepared.folder, prepared.parts)


def sweep(folder: Path, parts: Mapping[str, Part]) -> None:
    """Remove files of tables that none of the parts names, and folders left empty."""
    named = {folder / f for f in _files(parts)}
    for table in TABLES:
        for at, _, files in os.walk(folder / table, topdown=False):
            for path in (Path(at, f) for f in files):
                if path.suffix == ".parquet" and path not in named:
                    path.unlink()
            with suppress(OSError):
                Path(at).rmdir()


def write_part(con: Tables, folder: Path, part: str, *, digest: str, columns: Columns) -> Part:
    """Write the tables before the connection as one part; the manifest does not know it yet.

    Tables have the columns of a store (``row_no`` and ``event`` included).  Files carry the first
    digits of ``digest``, so an older version of the part stays readable until ``save``.
    """
    pieces = {}
    for table in TABLES:
        rows, *counts = _counted(con, table, columns[table])
        if rows:
            pieces[table] = Piece(
                tuple(_written(con, folder, (table, part, digest))), rows,
                tuple(c.name for c, n in zip(columns[table], counts, strict=True) if n == rows),
                tuple(c.name for c, n in zip(columns[table], counts, strict=True) if not n),
            )  # fmt: skip
    return Part(digest, pieces)


def _counted(con: Tables, table: str, columns: Sequence[Column]) -> tuple[int, ...]:
    counts = ", ".join(f"count({name(c.name)})" for c in columns)
    [found] = con.execute(f"SELECT count(*), {counts} FROM {name(table)}").fetchall()
    return tuple(found)


def _written(con: Tables, folder: Path, which: tuple[str, str, str]) -> Iterable[str]:
    """Write one table's files, a year a file where rows are dated; yield their names."""
    table, part, digest = which
    place = f"{table}/{_place(part)}"
    mark = digest.rsplit(":", 1)[-1][:_MARK]
    year = _YEARS.get(table)
    within = {f"{place}/{mark}.parquet": ""}
    if year is not None:
        sql = f"SELECT DISTINCT {year} FROM {name(table)} ORDER BY 1"
        within = {
            f"{place}/year={one or 0}/{mark}.parquet": f" WHERE {year} IS NOT DISTINCT FROM "
            + ("NULL" if one is None else literal(one))
            for (one,) in con.execute(sql).fetchall()
        }
    for file, where in within.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        own = f", {literal(part)} AS {name(PART)}" if table in KEYED else ""
        order = f" ORDER BY {_SORTED[table]}, {ROW}" if table in _SORTED else ""
        con.execute(
            f"COPY (SELECT *{own} FROM {name(table)}{where}{order})"
            f" TO {literal(str(folder / file))} ({_PARQUET})"
        )
        yield file


def _place(part: str) -> str:
    """Return the folder of a part: its name where a file system can hold it, else a hash of it."""
    if not part:
        return "shared"
    said = quote(part, safe="")
    return f"part={said if len(said) <= _LONGEST_PLACE else sha256(part.encode()).hexdigest()}"


def closed_columns(con: Database, prepared: Prepared) -> frozenset[str]:
    """Return the text columns of people, units and posts whose values lie in one part each.

    Ids of people and units are taken to lie in one part, as ``prepare`` refuses others.
    """
    found = set(_IDS) | ({"links"} if not any(links_that_cross(con, prepared)) else set())
    blank = prepared.blanks(prepared.names)[1]
    prepared.open(con, prepared.names)
    for table in KEYED:
        for column in prepared.columns(table):
            its, part = name(column.name), name(PART)
            if column.kind in {"id", "text"} and f"{table}.{column.name}" not in _IDS | _NAMES:
                sql = (
                    f"SELECT count(*) FROM (SELECT {its} FROM {name(table)} WHERE {its} IS NOT NULL"
                    f" GROUP BY {its} HAVING min({part}) <> max({part}))"
                )
                if (table, column.name) in blank or con.execute(sql).fetchall() == [(0,)]:
                    found.add(f"{table}.{column.name}")
    return frozenset(found)


def links_that_cross(con: Database, prepared: Prepared) -> Iterable[int]:
    """Yield, part by part, how many links do not have both ends among its people and units."""
    yield sum(p.rows for p in prepared.pieces("links", ()))
    for part in prepared.names:
        if prepared.parts[part].rows("links"):
            rows = {t: prepared.select(t, (part,)) for t in ("people", "units", "links")}
            own = f"WHERE {name(PART)} = {literal(part)}"
            here = " UNION ALL ".join(
                f"SELECT {TABLES[t].unique[0]} FROM ({rows[t]}) {own}"
                for t in ("people", "units")
                if rows[t]
            )
            ends = f"SELECT count(*) FROM ({rows['links']})"
            if here:
                ends += f" WHERE {name('from')} NOT IN ({here}) OR {name('to')} NOT IN ({here})"
            yield con.execute(ends).fetchall()[0][0]
