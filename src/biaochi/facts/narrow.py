"""Narrow copies of the tables for many questions: what a plan reads, words kept once as numbers.

Texts and days that come again and again are most of what a row costs, both to compare and to turn
into values of Python.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, repeat

import duckdb

from biaochi.facts.load import ROW
from biaochi.facts.shapes import Facts, Row, Value, Wanted
from biaochi.facts.sqltext import literal, name, names
from biaochi.facts.store import (
    BEYOND,
    Store,
    Tables,
    asked_columns,
    columns_read,
    concerning,
    registered_about,
    worth_copying,
)

_WORDS = frozenset({"id", "text", "date", "moment"})
_OFTEN = 2
_numbers = count(1)
Words = Mapping[str, Mapping[int, Value]]


@dataclass(frozen=True)
class _Copy:
    """The copy of one table: its name, its columns, those that are blank, and its words."""

    name: str
    written: Sequence[str]
    blank: Sequence[str]
    words: Words
    codes: Mapping[str, Mapping[Value, int]]

    def among(self, idents: Collection[str], column: str) -> str:
        """Those of the ids that are in a column, as SQL; a relation is met faster than a list."""
        codes = self.codes.get(column)
        if codes is None:
            return ", ".join(["NULL", *map(literal, idents)])
        listed = ", ".join(str(codes[i]) for i in idents if i in codes)
        return f"SELECT unnest([{listed}]::INTEGER[])"


@dataclass(frozen=True)
class Narrow:
    """What a plan reads beyond the registry, copied beside the tables of the store."""

    store: Store
    registered: Facts
    copies: Mapping[str, _Copy]

    def about(self, idents: Collection[str]) -> Facts:
        """Return the same as ``facts_about``."""
        tables = registered_about(self.registered, idents)
        tables |= {t: self._rows(t, copy, idents) for t, copy in self.copies.items()}
        return Facts(tables=tables, digest=self.store.digest)

    def _rows(self, table: str, copy: _Copy, idents: Collection[str]) -> list[Row]:
        where = concerning(self.store, table, partial(copy.among, idents))
        sql = f"SELECT {names(copy.written)} FROM {name(copy.name)} r WHERE {where} ORDER BY {ROW}"
        found = self.store.con.execute(sql).fetchall()
        if not found:
            return []
        columns = [
            map(copy.words[c].get, cells) if c in copy.words else cells
            for c, cells in zip(copy.written, zip(*found, strict=True), strict=True)
        ]
        rows = zip(*columns, *repeat(repeat(None), len(copy.blank)))  # noqa: B905 - endless ones
        return list(map(dict, map(zip, repeat((*copy.written, *copy.blank)), rows)))


def narrow(store: Store, registered: Facts, wanted: Mapping[str, Wanted]) -> Narrow | None:
    """Copy what is wanted; None where the facts lie in a database, which has its indexes."""
    if not isinstance(store.con, duckdb.DuckDBPyConnection):
        return None
    there = {t: wanted[t] for t in BEYOND & wanted.keys() if store.counts[t]}
    return Narrow(store, registered, {t: _copied(store, t, w) for t, w in there.items()})


def _copied(store: Store, table: str, wanted: Wanted) -> _Copy:
    written, blank = columns_read(store, table, wanted.columns)
    columns = list(dict.fromkeys([*written, *asked_columns(store, table)]))
    where = f" WHERE {worth_copying(store, table, wanted.where)}" if wanted.where else ""
    con, number = store.con, next(_numbers)
    plain, made = f"plain {number} {table}", f"narrow {number} {table}"
    con.execute(
        f"CREATE TEMP TABLE {name(plain)} AS SELECT {names(columns)} FROM {name(table)} r{where}"
    )
    kinds = {c.name: c.kind for c in store.columns[table]}
    worded = _repeated(con, plain, [c for c in columns if kinds.get(c) in _WORDS])
    listed = {c: _listed(c, plain) for c in worded}
    joins = [f"LEFT JOIN ({w}) {_of(c)} ON r.{name(c)} = {_of(c)}.word" for c, w in listed.items()]
    cells = [f"{_of(c)}.number AS {name(c)}" if c in listed else f"r.{name(c)}" for c in columns]
    con.execute(
        f"CREATE TEMP TABLE {name(made)} AS SELECT {', '.join(cells)}"
        f" FROM {name(plain)} r {' '.join(joins)}"
    )
    words = {c: dict(con.execute(sql).fetchall()) for c, sql in listed.items()}
    con.execute(f"DROP TABLE {name(plain)}")
    codes = {c: {word: n for n, word in those.items()} for c, those in words.items()}
    return _Copy(made, written, blank, words, codes)


def _repeated(con: Tables, table: str, columns: Sequence[str]) -> list[str]:
    """The columns in which a value comes often; roughly is good enough."""
    counts = ", ".join(f"approx_count_distinct({name(c)})" for c in columns)
    [(rows, *different)] = con.execute(f"SELECT count(*), {counts} FROM {name(table)}").fetchall()
    return [c for c, n in zip(columns, different, strict=True) if n * _OFTEN <= rows]


def _listed(column: str, table: str) -> str:
    """Every value of a column with its number."""
    values = f"SELECT DISTINCT {name(column)} AS word FROM {name(table)}"
    number = "CAST(row_number() OVER (ORDER BY word) AS INTEGER) AS number"
    return f"SELECT {number}, word FROM ({values}) WHERE word IS NOT NULL"


def _of(column: str) -> str:
    return name(f"words of {column}")
