"""Folders and rows of facts for the tests: the cast, and a valid folder to spoil."""

from functools import cache
from pathlib import Path

import duckdb
import pytest

from biaochi.errors import Problem, Refusal
from biaochi.facts.read import read_folder, read_rows
from biaochi.facts.store import Store, facts

CAST = dict(zip("ABCDFGHJ", "安白程杜范耿韩金", strict=True))
PEOPLE = "person,name,birth_on\n" + "".join(f"{k},{v},1970-01-02\n" for k, v in CAST.items())
UNITS = "unit,name,parent\nU1,甲局,\nU2,乙所,U1\n"
EVIDENCE = "id,item,person,occurred_on\n"


def folder_of(at: Path, **files: str | bytes) -> Path:
    """Write CSV files; people and units are there unless given as empty text."""
    for table, text in ({"people": PEOPLE, "units": UNITS} | files).items():
        if text != "":
            data = text.encode() if isinstance(text, str) else text
            (at / f"{table}.csv").write_bytes(data)
    return at


@cache
def _writer() -> duckdb.DuckDBPyConnection:
    """One DuckDB for all files: starting one costs more than writing many."""
    return duckdb.connect()


def parquet(path: Path, select: str) -> None:
    path.parent.mkdir(exist_ok=True)
    _writer().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")


def rows_of(store: Store, table: str) -> list[dict[str, object]]:
    with store:
        return [dict(r) for r in facts(store).tables[table]]


def refused(at: Path, **attributes: dict[str, str]) -> list[Problem]:
    with pytest.raises(Refusal) as caught:
        read_folder(at, attributes=attributes)
    return list(caught.value.problems)


def refused_rows(**tables: list[dict[str, str]]) -> list[Problem]:
    with pytest.raises(Refusal) as caught:
        read_rows({"people": [{"person": k} for k in CAST], "units": [{"unit": "U1"}]} | tables)
    return list(caught.value.problems)


def only(problems: list[Problem], code: str) -> Problem:
    assert [p.code for p in problems] == [code], [str(p) for p in problems]
    return problems[0]
