"""From raw facts to prepared facts: part by part, files first and the manifest last."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection as Database

from biaochi.errors import Problem, Refusal, refuse
from biaochi.facts.columns import Attributes, columns_of
from biaochi.facts.dividing import divide, refuse_column, show_part
from biaochi.facts.folder import Part as File
from biaochi.facts.load import COUNTED, ROW
from biaochi.facts.parquet import digest_of
from biaochi.facts.prepared import (
    FORM,
    MANIFEST,
    PART,
    SHARED,
    Part,
    Prepared,
    closed_columns,
    is_prepared,
    open_prepared,
    save,
    sweep,
    write_part,
)
from biaochi.facts.raw import Raw, look
from biaochi.facts.read import Beside, digest_over, read_files
from biaochi.facts.shapes import TABLES
from biaochi.facts.sqltext import literal, name
from biaochi.facts.store import Store, Tables
from biaochi.facts.wording import MOST_SHOWN, shown

ENOUGH = 200
WORK = ".preparing"
_BEGINS = 64


@dataclass(frozen=True)
class Fit:
    """What a pack asks of facts: a mark of its checks, and the checks, which may refuse."""

    mark: str
    check: Callable[[Store], None]


@dataclass(frozen=True)
class Wanted:
    """The columns beyond the shapes, the column to divide people by, the pack to fit."""

    attributes: Attributes = field(default_factory=dict)
    by: str = ""
    fit: Fit = Fit("", lambda _: None)


@dataclass(frozen=True)
class Going:
    """How far a preparation is: parts and bytes of raw files, done and in all, and rows read."""

    parts: int
    of_parts: int
    size: int
    of_size: int
    rows: int


@dataclass(frozen=True)
class Answer:
    """What was prepared, which parts were read again and which were kept, and what is odd."""

    prepared: Prepared
    read: tuple[str, ...]
    kept: tuple[str, ...]
    warnings: tuple[Problem, ...]


def prepare(
    folder: Path, out: Path, *, wanted: Wanted, progress: Callable[[Going], None] = lambda _: None
) -> Answer:
    """Check a facts folder and write it as prepared facts; what has not changed is kept.

    Refuses with the problems of all parts, the first few hundred; ``out`` is then as before.
    """
    _refuse_places(folder, out)
    raw = look(folder, by=wanted.by)
    _refuse_target(out)
    work = out / WORK
    if work.exists():
        rmtree(work)
    work.mkdir(parents=True)
    old = _old(out)
    try:
        return _Preparing(raw, out, wanted, old, progress).run()
    finally:
        rmtree(work)
        now = _old(out)
        if now is not None or not is_prepared(out):
            sweep(out, now.parts if now else {})
        if not any(out.iterdir()):
            out.rmdir()


def _refuse_places(folder: Path, out: Path) -> None:
    """Raw and prepared facts must not lie one within the other: old files are removed there."""
    raw, made = folder.resolve(), out.resolve()
    if raw == made or raw in made.parents or made in raw.parents:
        do = "请把整理后的事实写到另一个地方。"
        raise Refusal((Problem("FACT-TARGET", "原始事实之外的文件夹", shown(out), do, str(out)),))


def _refuse_target(out: Path) -> None:
    free = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    if not free and not _is_ours(out):
        found = "已有别的内容" if out.is_dir() else "已有同名的文件"
        do = "请换一个文件夹名，或先把里面的文件移走。"
        expected = "新的、空的，或以前整理过的文件夹"
        raise Refusal((Problem("FACT-TARGET", expected, found, do, str(out)),))


def _is_ours(out: Path) -> bool:
    """Tell whether a preparation wrote here, be it cut short or its manifest damaged."""
    if is_prepared(out):
        return b'"form"' in (out / MANIFEST).read_bytes()[:_BEGINS]
    return (out / WORK).is_dir()


def _old(out: Path) -> Prepared | None:
    """Return what was prepared here before; a broken folder counts as nothing."""
    try:
        return open_prepared(out)
    except Refusal:
        return None


def _size(files: Iterable[File]) -> int:
    return sum(f.path.stat().st_size for f in files if f.path.exists())


def _digest_of(files: Iterable[File]) -> str:
    """Return the digest that reading these files will give; blank where one cannot be read."""
    try:
        return digest_over({f.name: digest_of(f) for f in files})
    except OSError:
        return ""


@dataclass
class _Preparing:
    """A preparation under way."""

    raw: Raw
    out: Path
    wanted: Wanted
    old: Prepared | None
    progress: Callable[[Going], None]
    parts: dict[str, Part] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: dict[Problem, None] = field(default_factory=dict)
    shared: Beside | None = None
    size: int = 0
    rows: int = 0

    def run(self) -> Answer:
        """Do all of it: read what changed, look across the parts, write the manifest."""
        self._warn(self.raw.warnings)
        if self.raw.by:
            self._all()
        else:
            for part in sorted(self.raw.groups):
                self._one(part)
        refuse(self.problems)
        prepared = Prepared(self.out, self.attributes, self.parts, frozenset())
        with closing(duckdb.connect(":memory:")) as con:
            con.execute(f"SET temp_directory = {literal(str(self.out / WORK))}")
            refuse(_in_two_parts(con, prepared))
            prepared = replace(prepared, closed=closed_columns(con, prepared))
        save(prepared)
        kept = [p for p in prepared.names if p not in self.read]
        read = tuple(sorted(p for p in self.read if p != SHARED))
        return Answer(prepared, read, tuple(kept), tuple(self.warnings))

    @cached_property
    def attributes(self) -> Attributes:
        """The declared columns; those declared before stay, so that packs can take turns."""
        before: Mapping[str, Mapping[str, str]] = self.old.attributes if self.old else {}
        now = self.wanted.attributes
        tables = sorted(before.keys() | now.keys())
        return {t: {**before.get(t, {}), **now.get(t, {})} for t in tables}

    @cached_property
    def columns(self) -> Mapping[str, Any]:
        """The columns of every table."""
        return {t: columns_of(t, self.attributes) for t in TABLES}

    @cached_property
    def whole(self) -> int:
        """The bytes of all raw files."""
        return _size(self.raw.files)

    def _tell(self, *, more: int = 0, parts: int = 0) -> None:
        self.size += more
        done = Going(len(self.parts), parts or len(self.raw.groups), self.size, self.whole,
                     self.rows)  # fmt: skip
        self.progress(done)

    def _warn(self, warnings: Iterable[Problem]) -> None:
        room = ENOUGH - len(self.warnings)
        self.warnings |= dict.fromkeys([p for p in warnings if p not in self.warnings][:room])

    def _digest(self, part: str, files: str) -> str:
        """Return the digest of a part: its files, and whatever else its rows depend on."""
        columns = {t: [(c.name, c.kind) for c in listed] for t, listed in self.columns.items()}
        shared = self.parts[SHARED].digest if part and SHARED in self.parts else ""
        said = json.dumps([FORM, columns, self.raw.by, part, files, shared])
        return f"sha256:{sha256(said.encode()).hexdigest()}"

    def _one(self, part: str) -> None:
        """Keep a part, or read and write it."""
        files = self.raw.groups[part]
        kept = self._unchanged(part, files)
        if kept is not None:
            self.parts[part] = kept
        else:
            try:
                self._read(part, files)
            except Refusal as refusal:
                self.problems += [p for p in refusal.problems if p.level == "error"]
                if part == SHARED or len(self.problems) >= ENOUGH:
                    raise Refusal(tuple(self.problems)) from refusal
        self._tell(more=_size(files))

    def _unchanged(self, part: str, files: Sequence[File]) -> Part | None:
        if self.old is None or part not in self.old.parts:
            return None
        return self._same(self.old, part, _digest_of(files))

    def _same(self, old: Prepared, part: str, digest: str) -> Part | None:
        """Return the part as it was; nothing if it changed, or must be read to tell a misfit."""
        before, fit = old.parts[part], self.wanted.fit
        if before.digest != self._digest(part, digest):
            return None
        if not fit.mark or fit.mark in before.fits:
            return before
        with closing(duckdb.connect(":memory:")) as con:
            old.open(con, (part,))
            try:
                fit.check(Store(con, self.columns, frozenset(TABLES), before.digest, {}))
            except Refusal:
                return None
        return replace(before, fits=(*before.fits, fit.mark))

    def _read(self, part: str, files: Sequence[File]) -> None:
        beside = self._beside() if part else None
        with read_files(files, attributes=self.attributes, beside=beside) as store:
            self.wanted.fit.check(store)
            self._warn(store.warnings)
            if part == SHARED:
                self.shared = self._standing(store)
            for table, end in beside.ends.items() if beside else ():
                store.con.execute(f"DELETE FROM {name(table)} WHERE {ROW} <= {end}")
            if not self.problems:
                self._write(store.con, part, self._digest(part, store.digest))

    def _write(self, con: Tables, part: str, digest: str) -> None:
        made = write_part(con, self.out, part, digest=digest, columns=self.columns)
        mark = self.wanted.fit.mark
        self.parts[part] = replace(made, fits=(mark,) if mark else ())
        self.rows += sum(p.rows for p in made.tables.values())
        self.read.append(part)

    def _beside(self) -> Beside | None:
        """Return the shared rows for the others to refer to; read again where they were kept."""
        if SHARED not in self.parts:
            return None
        if self.shared is None:
            files = self.raw.groups[SHARED]
            with read_files(files, attributes=self.attributes) as store:
                self.shared = self._standing(store)
        only = Prepared(self.out, self.attributes, self.parts, frozenset())
        rows = {t: only.select(t, ()) for t in self.shared.ends}
        return replace(self.shared, rows=rows)

    def _standing(self, store: Store) -> Beside:
        """Return where the rows of the shared part stand; which SQL reads them is known later."""
        ends = {}
        for table in store.present:
            sql = f"SELECT max({ROW}) FROM {name(table)}"
            [(ends[table],)] = store.con.execute(sql).fetchall()
        return Beside({}, store.sources, {t: end for t, end in ends.items() if end})

    def _all(self) -> None:
        """Keep all parts, or read everything once and divide it."""
        refuse_column(self.raw.by, self.columns["people"])
        if self._all_unchanged():
            self._tell(more=self.whole, parts=len(self.parts))
            return
        self.parts = {}
        database = self.out / WORK / "facts.duckdb"
        files = self._passing(self.raw.files)
        with read_files(files, attributes=self.attributes, database=database) as store:
            self.wanted.fit.check(store)
            self._warn(store.warnings)
            parts = ("", *divide(store, self.raw.by))
            for place, part in enumerate(parts):
                show_part(store.con, place)
                self._write(store.con, part, self._digest(part, store.digest))
                self._tell(parts=len(parts))

    def _all_unchanged(self) -> bool:
        if self.old is None:
            return False
        digest = _digest_of(self.raw.files)
        for part in self.old.parts:
            kept = self._same(self.old, part, digest)
            if kept is None:
                return False
            self.parts[part] = kept
        return bool(self.parts)

    def _passing(self, files: Iterable[File]) -> Iterator[File]:
        for file in files:
            yield file
            self._tell(more=_size([file]))


def _in_two_parts(con: Database, prepared: Prepared) -> Iterator[Problem]:
    """Yield the ids of people and units that lie in more than one part."""
    for table in ("people", "units"):
        rows = prepared.select(table, prepared.names)
        key, part = TABLES[table].unique[0], name(PART)
        sql = (
            f"SELECT {key}, min({part}), max({part}), {COUNTED} FROM ({rows}) GROUP BY 1"
            f" HAVING min({part}) <> max({part}) ORDER BY 1 LIMIT {MOST_SHOWN}"
        )
        for ident, one, other, total in con.execute(sql).fetchall() if rows else ():
            found = f"{shown(ident)}在{shown(one)}和{shown(other)}（这样的共 {total} 个）"
            do = "请核对：同一个编号只登记在一个部分；几个部分共用的单位，放在共用的 units 里。"
            expected = f"一个{TABLES[table].label}编号只在一个部分里"
            yield Problem("FACT-DUPLICATE", expected, found, do, table, column_name=key)
