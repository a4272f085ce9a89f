"""Raw folders in parts, and prepared facts read back, for the tests."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from biaochi.errors import Problem, Refusal
from biaochi.facts.load import ROW
from biaochi.facts.prepare import Answer, Wanted, prepare
from biaochi.facts.prepared import Prepared, open_prepared
from biaochi.facts.read import read_folder
from biaochi.facts.shapes import TABLES
from biaochi.facts.sqltext import name

COUNTY = Wanted({"people": {"county": "text"}}, by="county")
Rows = dict[str, list[dict[str, object]]]

HIVE = {
    "people/county=甲/a.csv": "person,name\nA,安\nB,白\n",
    "people/county=乙/a.csv": "person,name\nD,杜\nF,范\n",
    "units.csv": "unit,name,parent\nU0,局,\n",
    "units/none": "",
    "posts/county=甲/a.csv": "person,unit,post,from\nA,U0,局长,2010-01-01\n",
    "posts/county=乙/a.csv": "person,unit,post,from\nD,U0,副局长,2011-01-01\n",
    "evidence/county=甲/year=2016/a.csv": "id,item,person,occurred_on\n1,x,A,2016-05-01\n",
    "evidence/county=甲/year=2017/a.csv": "id,item,person,occurred_on\n2,x,A,2017-05-01\n",
    "evidence/county=乙/year=2017/a.csv": "id,item,person,occurred_on\n3,x,D,2017-05-01\n",
    "calendar.csv": "date,kind\n2017-01-02,holiday\n",
    "links.csv": "kind,from,to\n配偶,A,B\n",
}


def put(at: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder; a blank text takes the file away or leaves it out."""
    for file, text in files.items():
        path = at / file
        if text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif path.exists():
            path.unlink()
    return at


def hive(at: Path, **files: str) -> Path:
    return put(at / "raw", HIVE | files)


def done(raw: Path, wanted: Wanted | None = None) -> Answer:
    return prepare(raw, raw.parent / "out", wanted=wanted or Wanted())


def told(raw: Path, wanted: Wanted | None = None) -> list[Problem]:
    with pytest.raises(Refusal) as caught:
        done(raw, wanted)
    return list(caught.value.problems)


def without(row: Mapping[str, object], *keys: str) -> dict[str, object]:
    return {k: v for k, v in row.items() if k not in keys}


def sorted_rows(rows: Rows) -> Rows:
    return {t: sorted(those, key=repr) for t, those in rows.items()}


def raw_rows(folder: Path, wanted: Wanted) -> Rows:
    """Return the rows of a plain facts folder, row numbers included."""
    with read_folder(folder, attributes=wanted.attributes) as store:
        return {t: _rows(store.con, t) for t in TABLES}


def rows_in(prepared: Prepared, *parts: str) -> Rows:
    """Return the rows of parts and of the shared one, without the name of the part."""
    with duckdb.connect() as con:
        prepared.open(con, parts)
        return {t: [without(r, "#part") for r in _rows(con, t)] for t in TABLES}


def prepared_rows(folder: Path) -> Rows:
    prepared = open_prepared(folder)
    return rows_in(prepared, *prepared.names)


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, object]]:
    found = con.execute(f"SELECT * FROM {name(table)} ORDER BY {ROW}")
    keys = [d[0] for d in found.description or ()]
    return [dict(zip(keys, row, strict=True)) for row in found.fetchall()]
