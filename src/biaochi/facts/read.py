"""Read a facts folder, or facts written inside an example, whole or not at all."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from duckdb import DuckDBPyConnection as Database

from biaochi.errors import Problem, refuse
from biaochi.facts.columns import Attributes, columns_of, matched
from biaochi.facts.folder import Part, parts_of, unknown_table, unreadable
from biaochi.facts.load import BAD_ROW, ROW, Source, absent_of, derived_of, fill, table_sql
from biaochi.facts.parquet import digest_of, parquet_source, rows_in
from biaochi.facts.prepared import is_prepared
from biaochi.facts.relate import Loaded, relate
from biaochi.facts.rows import FIRST_ROW, CsvText, inline, plain_relation, scan, write_plain
from biaochi.facts.shapes import TABLES, Column
from biaochi.facts.sqltext import name, names
from biaochi.facts.store import Store
from biaochi.facts.wording import Tally

Numbered = Iterable[tuple[int, Sequence[str]]]
InlineTables = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class Beside:
    """Checked rows that files being read may refer to: the SQL of each table, and its files."""

    rows: Mapping[str, str]
    sources: Mapping[str, Sequence[Source]]
    ends: Mapping[str, int]


def read_folder(folder: Path, *, attributes: Attributes | None = None) -> Store:
    """Read and check a facts folder; refuses with every problem found.

    ``attributes`` declares further columns per table, as ``{"people": {"leading": "flag"}}``.
    """
    if is_prepared(folder):
        do = "请指向整理之前的那个文件夹；整理后的用 biaochi assess --out 和 biaochi explain。"
        found = "这是 facts prepare 写出的文件夹"
        refuse([Problem("FACT-RAW", "放原始事实文件的文件夹", found, do, file=str(folder))])
    with _reading(attributes or {}) as reading:
        for part in parts_of(folder, tally=reading.tally):
            reading.read_part(part)
        return reading.finish()


def read_files(
    files: Iterable[Part], *, attributes: Attributes, beside: Beside | None = None,
    database: Path | None = None,
) -> Store:  # fmt: skip
    """Read and check some files of a folder, beside rows that were checked before.

    With ``database`` the rows are kept in that file instead of in memory.
    """
    with _reading(attributes, database=database) as reading:
        if beside is not None:
            reading.put(beside)
        for file in files:
            reading.read_part(file)
        return reading.finish()


def read_rows(tables: InlineTables, *, attributes: Attributes | None = None) -> Store:
    """Read and check facts given as rows of texts, with the meaning they would have in a CSV."""
    with _reading(attributes or {}) as reading:
        for table, rows in tables.items():
            reading.read_inline(table, rows)
        return reading.finish()


@dataclass
class _Reading:
    """A reading under way: everything found so far, and the database it goes to."""

    con: Database
    columns: Mapping[str, tuple[Column, ...]]
    work: Path
    tally: Tally = field(default_factory=Tally)
    sources: dict[str, list[Source]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    seen: dict[str, str] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)

    def put(self, beside: Beside) -> None:
        """Begin with rows that were checked before."""
        self.known = beside.ends
        for table, rows in beside.rows.items():
            columns = [*(c.name for c in self.columns[table]), ROW, *derived_of(table)]
            self.con.execute(
                f"CREATE TABLE {name(table)} AS"
                f" SELECT {names(columns)}, false AS {BAD_ROW} FROM ({rows})"
            )
            self.sources[table] = list(beside.sources[table])
            self.ends[table] = beside.ends[table]

    def read_part(self, part: Part) -> None:
        """Read one file of a folder."""
        read = self._read_parquet if part.path.suffix.lower() == ".parquet" else self._read_csv
        try:
            read(part)
        except duckdb.Error as error:
            self._break(part.table, unreadable(part.name, str(error).splitlines()[0]))
        except OSError as error:
            self._break(part.table, unreadable(part.name, error.strerror))

    def _break(self, table: str, problem: Problem) -> None:
        self.broken.add(table)
        self.tally.add(problem)

    def _read_parquet(self, part: Part) -> None:
        self.seen[part.name] = digest_of(part)
        columns, before = self.columns[part.table], self.ends.get(part.table, 0)
        source = parquet_source(
            self.con, part=part, columns=columns, before=before, tally=self.tally
        )
        self._take(source, last=rows_in(self.con, part) + 1)

    def _read_csv(self, part: Part) -> None:
        scanned = scan(part.path, name=part.name)
        if isinstance(scanned, Problem):
            self._break(part.table, scanned)
            return
        self.seen[part.name] = scanned.digest
        with part.path.open(encoding=scanned.encoding, newline="") as text:
            found = CsvText.begin(text, name=part.name, tally=self.tally)
            source = self._plain(part.table, part.name, found.header, found.rows())
        if not found.whole:
            self.broken.add(part.table)
        self._take(source, last=found.last)

    def read_inline(self, table: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Read rows given as texts."""
        if table not in TABLES:
            self.tally.add(unknown_table(table, file=table))
            return
        header, cells = inline(rows)
        said = json.dumps([header, cells], ensure_ascii=True)
        self.seen[table] = sha256(said.encode()).hexdigest()
        if rows:
            source = self._plain(table, table, header, enumerate(cells, FIRST_ROW))
            self._take(source, last=len(rows) + 1)

    def _plain(self, table: str, file: str, header: tuple[str, ...], rows: Numbered) -> Source:
        """Bring rows of texts to the plain form that the database reads."""
        columns = self.columns[table]
        places = matched(header, table=table, columns=columns, file=file, tally=self.tally)
        path = self.work / f"{len(self.seen)}.txt"
        write_plain(rows, path=path)
        relation = plain_relation(path, width=len(header))
        cells = {n: (f"c{place}", "VARCHAR") for n, place in places.items()}
        return Source(table, file, relation, "n", cells, self.ends.get(table, 0))

    def _take(self, source: Source, *, last: int) -> None:
        """Fill the table from a source whose last row is the ``last``."""
        table, columns = source.table, self.columns[source.table]
        if any(c.required and c.name not in source.cells for c in columns):
            self.broken.add(table)
        if source.cells:
            fill(self.con, source=source, columns=columns, tally=self.tally)
            self.sources.setdefault(table, []).append(source)
            self.ends[table] = source.before + last

    def finish(self) -> Store:
        """Check what holds between rows; hand over the store, or refuse."""
        whole = {t: s for t, s in self.sources.items() if t not in self.broken}
        for table in TABLES.keys() - self.sources:
            self.con.execute(table_sql(table, self.columns[table]))
        relate(Loaded(self.con, whole, frozenset(self.broken), self.known), tally=self.tally)
        problems = self.tally.problems()
        refuse(problems)
        counts = dict.fromkeys(TABLES, 0)
        for table in self.sources:
            self.con.execute(f"ALTER TABLE {name(table)} DROP COLUMN {BAD_ROW}")
            [(counts[table],)] = self.con.execute(f"SELECT count(*) FROM {name(table)}").fetchall()
        return Store(
            self.con, self.columns, present=frozenset(self.sources), digest=digest_over(self.seen),
            counts=counts, warnings=problems, sources=self.sources,
            absent={t: absent_of(self.columns[t], s) for t, s in self.sources.items()},
        )  # fmt: skip


@contextmanager
def _reading(attributes: Attributes, *, database: Path | None = None) -> Iterator[_Reading]:
    """Open a database with all tables; it stays open only if the reading ends well."""
    beside = None if database is None else database.parent
    with ExitStack() as until_done:
        con = until_done.enter_context(closing(duckdb.connect(database or ":memory:")))
        columns = {t: columns_of(t, attributes) for t in TABLES}
        with TemporaryDirectory(prefix="biaochi-facts-", dir=beside) as work:
            yield _Reading(con, columns, Path(work))
        until_done.pop_all()


def digest_over(seen: Mapping[str, str]) -> str:
    """Return ``sha256:…`` for files, from the hash of each under its name."""
    listed = "".join(f"{n}\n{seen[n]}\n" for n in sorted(seen))
    return "sha256:" + sha256(listed.encode()).hexdigest()
