"""Load checked facts into PostgreSQL: typed tables in one schema, all of them or none."""

from collections.abc import Iterator, Mapping, Sequence
from json import dumps, loads
from pathlib import Path
from tempfile import TemporaryDirectory

from biaochi.batch.postgres import Postgres, told
from biaochi.engine.dialects import POSTGRES
from biaochi.engine.sqltext import literal, name
from biaochi.errors import Problem, Refusal, refuse
from biaochi.facts.columns import Attributes, columns_of
from biaochi.facts.load import ROW, derived_of
from biaochi.facts.shapes import TABLES, Column, Kind
from biaochi.facts.store import Store

LOADED = "loaded_facts"
_TEXT = 'text COLLATE "C"'
_TYPES: dict[Kind, str] = {
    "id": _TEXT, "text": _TEXT, "number": "bigint", "count": "bigint", "date": "date",
    "moment": "timestamp", "flag": "boolean",
}  # fmt: skip
_KEYS = {
    "people": ("person",), "units": ("unit",), "posts": ("person", "unit"),
    "evidence": ("person", "unit", "supersedes"), "scores": ("person", "unit"),
    "ballots": ("subject",), "results": ("person", "unit"), "determinations": ("subject",),
    "measures": ("person",), "events": ("subject",), "absences": ("person",),
}  # fmt: skip
_CHUNK = 2**20
_quote = POSTGRES.quote


def load_facts(store: Store, database: Postgres) -> None:
    """Replace the facts of the schema by those of the store, in one transaction.

    Tables that are there and were not loaded by us are somebody's own: refused, never replaced.
    """
    _refuse_strangers(database)
    with told(), database.con.transaction(), TemporaryDirectory(prefix="biaochi-load-") as work:
        for statement in _schema(store, database.schema):
            database.run(statement)
        for table in store.columns:
            if store.counts[table]:
                _copy(store, database, table, path=Path(work) / f"{table}.csv")
        for statement in _finish(store):
            database.run(statement)


def _refuse_strangers(database: Postgres) -> None:
    taken = [table for table in TABLES if _exists(database, table)]
    if taken and not _exists(database, LOADED):
        found, do = "、".join(taken), "请在地址后写 ?schema=名称，换一个新的模式。"
        where = f"模式 {database.schema}"
        raise Refusal((Problem("FACT-TARGET", "没有这些表的模式", found, do, file=where),))


def _exists(database: Postgres, table: str) -> bool:
    [(there,)] = database.rows(f"SELECT to_regclass({literal(table)}) IS NOT NULL")
    return bool(there)


def typed_columns(store: Store, table: str) -> Iterator[tuple[str, str]]:
    """The columns of a table with their types in PostgreSQL, ours at the end."""
    for column in store.columns[table]:
        yield column.name, _type(column)
    yield ROW, "bigint"
    for derived in derived_of(table):
        yield derived, _TEXT


def _type(column: Column) -> str:
    return _TYPES[column.kind]


def _schema(store: Store, schema: str) -> Iterator[str]:
    yield f"CREATE SCHEMA IF NOT EXISTS {_quote(schema)}"
    for table in store.columns:
        columns = ", ".join(f"{_quote(c)} {t}" for c, t in typed_columns(store, table))
        yield f"DROP TABLE IF EXISTS {_quote(table)}"
        yield f"CREATE TABLE {_quote(table)} ({columns})"
    yield f"DROP TABLE IF EXISTS {LOADED}"
    yield f"CREATE TABLE {LOADED} (file text, number bigint, columns text, digest text)"


def loaded_facts(url: str, attributes: Attributes) -> Store:
    """Open facts that were loaded before; Refusal where they lack what the pack needs."""
    database = Postgres(url)
    try:
        rows = _recorded(database)
        columns = {table: _columns(listed) for table, _, listed, _ in rows}
        refuse(_lacking(columns, attributes))
    except Refusal:
        database.close()
        raise
    return Store(
        database, columns, present=frozenset(t for t, number, _, _ in rows if number is not None),
        digest=rows[0][3], counts={t: number or 0 for t, number, _, _ in rows},
    )  # fmt: skip


def _recorded(database: Postgres) -> Sequence[tuple[str, int | None, str, str]]:
    where = f"{database.schema}.{LOADED}"
    sql = f"SELECT file, number, columns, digest FROM {LOADED}"
    rows = database.rows(sql) if _exists(database, LOADED) else []
    if {r[0] for r in rows} != TABLES.keys():
        do = "请先执行 biaochi facts load 载入事实，或改正地址里的 ?schema=。"
        raise Refusal((Problem("RUN-FACTS", f"载入过的事实（{where}）", "没有", do),))
    return rows


def _columns(listed: str) -> tuple[Column, ...]:
    """The columns as they were loaded; what the shapes say of a column is still theirs to say."""
    return tuple(Column(name, kind) for name, kind in loads(listed))


def _lacking(columns: Mapping[str, Sequence[Column]], attributes: Attributes) -> Iterator[Problem]:
    for table, there in columns.items():
        kinds = {c.name: c.kind for c in there}
        for column in columns_of(table, attributes):
            if kinds.get(column.name) != column.kind:
                do = "请用这个规则包重新执行 biaochi facts load。"
                found = kinds.get(column.name, "没有这一列")
                yield Problem("RUN-FACTS", column.kind, found, do, table, column_name=column.name)


def _copy(store: Store, database: Postgres, table: str, *, path: Path) -> None:
    """Two bulk operations and a file between them: no row passes through Python."""
    columns = [c for c, _ in typed_columns(store, table)]
    listed = ", ".join(name(c) for c in columns)
    options = "FORMAT csv, HEADER false, NULL ''"
    store.con.execute(
        f"COPY (SELECT {listed} FROM {name(table)}) TO {literal(str(path))} ({options})"
    )
    into = ", ".join(_quote(c) for c in columns)
    sql = f"COPY {_quote(table)} ({into}) FROM STDIN (FORMAT csv, NULL '')"
    with path.open("rb") as file, database.con.cursor() as cursor, cursor.copy(sql) as copy:
        while chunk := file.read(_CHUNK):
            copy.write(chunk)
    path.unlink()


def _finish(store: Store) -> Iterator[str]:
    """Indexes on keys, statistics, and what was loaded."""
    for table, keys in _KEYS.items():
        for key in keys:
            yield f"CREATE INDEX ON {_quote(table)} ({_quote(key)})"
    for table in TABLES:
        yield f"ANALYZE {_quote(table)}"
        listed = dumps([(c.name, c.kind) for c in store.columns[table]], ensure_ascii=False)
        number = str(store.counts[table]) if table in store.present else "NULL"
        row = f"{literal(table)}, {number}, {literal(listed)}, {literal(store.digest)}"
        yield f"INSERT INTO {LOADED} VALUES ({row})"
