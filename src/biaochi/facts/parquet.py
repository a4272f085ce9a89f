"""A Parquet file as a source: exact column types are taken over, inexact ones are refused."""

from collections.abc import Sequence
from hashlib import file_digest

from duckdb import DuckDBPyConnection as Database

from biaochi.errors import Problem
from biaochi.facts.cells import PLAIN, is_plain, is_readable
from biaochi.facts.columns import matched
from biaochi.facts.folder import Part
from biaochi.facts.load import Source
from biaochi.facts.shapes import TABLES, Column
from biaochi.facts.sqltext import literal, name
from biaochi.facts.wording import Tally

_FLOATS = ("FLOAT", "DOUBLE")


def digest_of(part: Part) -> str:
    """Return the hash of a file's bytes."""
    with part.path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def rows_in(con: Database, part: Part) -> int:
    """Return how many rows the file's own description promises."""
    path = literal(str(part.path))
    return int(con.execute(f"SELECT num_rows FROM parquet_file_metadata({path})").fetchall()[0][0])


def parquet_source(
    con: Database, *, part: Part, columns: Sequence[Column], before: int, tally: Tally
) -> Source:
    """Return the file as a source; columns that cannot be used are told and left out."""
    relation = f"read_parquet([{literal(str(part.path))}], hive_partitioning=false"
    described = con.execute(f"DESCRIBE SELECT * FROM {relation})").fetchall()
    types = {row[0]: row[1] for row in described}
    header = list(types)
    places = matched(header, table=part.table, columns=columns, file=part.name, tally=tally)
    unfit = [n for n in places if not is_readable(types[n])]
    for column in unfit:
        tally.add(_unfit(part.name, column, types[column]))
    texts = [c for c in columns if c.name in places and types[c.name] == "VARCHAR"]
    plain = _plain(con, f"{relation})", part.table, texts)
    cells = {n: (name(n), PLAIN if n in plain else types[n]) for n in places if n not in unfit}
    relation += ", file_row_number=true)"
    return Source(part.table, part.name, relation, "file_row_number + 2", cells, before)


def _plain(con: Database, relation: str, table: str, texts: Sequence[Column]) -> frozenset[str]:
    """Return the columns of which every text is its own value.

    Texts repeat, so a look at each different one is a fraction of looking at all; a key does not.
    """
    if not texts:
        return frozenset()
    asked = []
    for column in texts:
        once = "" if TABLES[table].unique == (column.name,) else "DISTINCT "
        every = f"SELECT {once}{name(column.name)} AS t FROM {relation}"
        asked.append(f"(SELECT bool_and({is_plain('t', column)}) FROM ({every}))")
    [answers] = con.execute(f"SELECT {', '.join(asked)}").fetchall()
    return frozenset(c.name for c, plain in zip(texts, answers, strict=True) if plain is not False)


def _unfit(file: str, column: str, type_name: str) -> Problem:
    if type_name in _FLOATS:
        do = "浮点数存不准小数（0.1 会变），请改存为 DECIMAL(18, 6) 或文字；整数请存为 BIGINT。"
    elif type_name.endswith("WITH TIME ZONE"):
        do = "请改存为不带时区的北京时间（TIMESTAMP）。"
    else:
        do = "请改存为文字（VARCHAR）。"
    expected = "文字、整数、DECIMAL、日期、时间或是否型的列"
    return Problem("FACT-TYPE", expected, type_name, do, file, column_name=column)
