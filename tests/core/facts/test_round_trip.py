"""Whatever stands in facts comes back from both formats, row by row.

A case is one generated row; many rows share a folder, for a folder costs a database.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaochi.facts.read import read_folder, read_rows
from biaochi.facts.shapes import TABLES, Column, Row
from biaochi.facts.store import Store, facts
from biaochi.facts.write import Format, write_folder
from tests.core import drawing

FORMATS: tuple[Format, ...] = ("csv", "parquet")
GENERATED = ("evidence", "scores", "results", "determinations", "measures")
ROWS, FOLDERS = 480, 4  # rows of each table, in so many folders: 2,400 cases
PEOPLE = ("007", "a,b", '安"甲', "- 1")
ATTRIBUTES = {"people": {"ok": "flag"}}
DAYS = {"on", "occurred_on", "done_on", "ends_on"}
KEYS = {"id", "component", "quantity"}

Texts = dict[str, str]
Tables = dict[str, list[Texts]]
ID = st.text(st.sampled_from("0aZ-编,\"' "), min_size=1, max_size=6).map(lambda s: f"0{s}0")
KINDS: dict[str, st.SearchStrategy[str]] = {
    "id": ID,
    "text": st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])
        | st.sampled_from("\n\t,\"'，；"),
        max_size=12,
    ),
    "number": st.decimals(-(10**12) + 1, 10**12 - 1, places=6, allow_nan=False).map(str),
    "count": st.integers(0, 10**12 - 1).map(str),
    "date": st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(str),
    "moment": st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31)).map(str),
}


def cell(column: Column) -> st.SearchStrategy[str]:
    """Any text that may stand in the column; a row corrects nothing."""
    if column.name == "person":
        return st.sampled_from(PEOPLE)
    if column.refers:
        return st.just("")
    if column.form:
        return st.sampled_from(("2017", "2017Q1", "2017H1", "2017-03"))
    if column.choices:
        return st.sampled_from(("", *column.choices))
    if column.required:
        return KINDS["id" if column.kind == "text" else column.kind]
    return KINDS[column.kind] | st.just("")


def generated(table: str) -> list[Texts]:
    """Rows about people that all differ, with a key of their own beside what was drawn."""
    columns = [c for c in TABLES[table].columns if c.name != "unit"]
    found: dict[tuple[str, ...], Texts] = {}

    @drawing.generated(ROWS)
    @given(st.fixed_dictionaries({c.name: cell(c) for c in columns}))
    def draw(row: Texts) -> None:
        found[tuple(row.values())] = row

    draw()
    rows = enumerate(map(learnt_in_time, found.values()))
    return [{k: f"{v}{n}" if k in KEYS else v for k, v in row.items()} for n, row in rows]


def learnt_in_time(row: Texts) -> Texts:
    """The row, learnt of on its last day if it would have been learnt of before."""
    last = max(v for k, v in {"": "", **row}.items() if k in {"", *DAYS})
    return row | {"recorded_at": max(row["recorded_at"], last)} if row["recorded_at"] else row


def folders() -> Iterator[Tables]:
    """The rows spread over folders; each folder leaves out some of the columns it may."""
    made = {table: generated(table) for table in GENERATED}
    for at in range(FOLDERS):
        random = Random(at)
        found = {"people": [{"person": p, "name": p, "ok": random.choice("是否")} for p in PEOPLE]}
        for table, rows in made.items():
            optional = [
                c.name for c in TABLES[table].columns if not c.required and c.name != "person"
            ]
            out = set(random.sample(optional, at % len(optional)))
            kept = [{k: v for k, v in row.items() if k not in out} for row in rows[at::FOLDERS]]
            found[table] = kept
        yield found


def differing(store: Store, first: dict[str, list[Row]]) -> Iterator[tuple[str, Row, Row]]:
    with store:
        again = facts(store).tables
    for table, rows in first.items():
        pairs = zip(rows, again[table], strict=True)
        yield from ((table, was, now) for was, now in pairs if was != now)


@pytest.mark.slow
def test_any_row_survives_both_formats(tmp_path: Path) -> None:
    looked = 0
    for at, tables in enumerate(folders()):
        with read_rows(tables, attributes=ATTRIBUTES) as store:
            first = {table: list(facts(store).tables[table]) for table in tables}
            for form in FORMATS:
                write_folder(store, tmp_path / f"{at}-{form}", format=form)
        for form in FORMATS:
            store = read_folder(tmp_path / f"{at}-{form}", attributes=ATTRIBUTES)
            assert list(differing(store, first)) == []
        looked += sum(len(first[table]) for table in GENERATED)
    assert looked >= 2_000
