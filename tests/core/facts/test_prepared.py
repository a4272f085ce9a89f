"""The contract of prepared facts: manifest, parts, files, closed columns."""

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from biaochi.errors import Refusal
from biaochi.facts.prepared import MANIFEST, Part, Piece, is_prepared, open_prepared, save
from biaochi.facts.shapes import TABLES
from tests.core.facts.making import only
from tests.core.facts.preparing import done, hive, put, rows_in

pytestmark = pytest.mark.thorough


def refusal(folder: Path) -> str:
    with pytest.raises(Refusal) as caught:
        open_prepared(folder)
    return only(list(caught.value.problems), "FACT-PREPARED").found


def test_prepared_facts_are_read_back_as_they_were_saved(tmp_path: Path) -> None:
    made = done(hive(tmp_path)).prepared
    assert is_prepared(made.folder)
    assert open_prepared(made.folder) == made
    assert made.names == ("乙", "甲")
    assert made.digest.startswith("sha256:")
    assert made.parts["甲"].rows("evidence") == 2
    assert made.parts["甲"].rows("calendar") == 0
    assert replace(made, parts={}).digest != made.digest


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda s: "", "读不通"),
        (lambda s: "[]", "读不通"),
        (lambda s: s[:-9], "读不通"),
        (lambda s: s.replace('"form": 1', '"other": 1'), "读不通"),
        (lambda s: s.replace('"form": 1', '"form": 99'), "99"),
        (lambda s: s.replace('"rows": ', '"rows": "x'), "读不通"),
        (lambda s: '{"form": 99, "parts": 3}', "99"),
        (lambda s: '{"form": 1, "parts": 3}', "读不通"),
    ],
    ids=["empty", "list", "cut", "no form", "later", "text", "later still", "no parts"],
)
def test_a_broken_manifest_is_refused(tmp_path: Path, spoil, said) -> None:
    out = done(hive(tmp_path)).prepared.folder
    manifest = out / MANIFEST
    manifest.write_text(spoil(manifest.read_text("utf-8")), encoding="utf-8")
    assert said in refusal(out)


def test_a_missing_file_or_folder_is_refused(tmp_path: Path) -> None:
    out = done(hive(tmp_path)).prepared.folder
    file = next((out / "people").rglob("*.parquet"))
    file.unlink()
    assert file.name in refusal(out)
    assert not is_prepared(tmp_path / "none")
    assert "读不通" in refusal(tmp_path / "none")


def test_rows_of_some_parts_come_with_the_shared_ones(tmp_path: Path) -> None:
    made = done(hive(tmp_path)).prepared
    found = rows_in(made, "甲")
    assert [r["person"] for r in found["people"]] == ["A", "B"]
    assert [r["unit"] for r in found["units"]] == ["U0"]
    assert [r["event"] for r in found["evidence"]] == ["1", "2"]
    assert found["ballots"] == []
    assert rows_in(made)["people"] == []
    assert rows_in(made, "丙", "")["units"] == found["units"]


def test_empty_tables_have_every_column(tmp_path: Path) -> None:
    made = done(hive(tmp_path)).prepared
    with duckdb.connect() as con:
        for make in ("TEMP TABLE", "TEMP TABLE", "VIEW"):
            made.open(con, ("甲",), make=make)
        for table in TABLES:
            described = con.execute(f'DESCRIBE "{table}"').fetchall()
            wanted = [c.name for c in made.columns(table)]
            assert [row[0] for row in described][: len(wanted)] == wanted
        assert con.execute('SELECT "#part", row_no FROM posts').fetchall() == [("甲", 2)]


def test_columns_that_all_rows_or_none_fill_are_known(tmp_path: Path) -> None:
    made = done(hive(tmp_path, **{"people/county=乙/a.csv": "person,sex\nD,\nF,女\n"})).prepared
    filled, empty = made.blanks(made.names)
    assert {("people", "person"), ("units", "name")} <= filled
    assert ("people", "sex") not in filled | empty
    assert ("people", "name") not in filled | empty
    assert {("people", "birth_on"), ("posts", "to"), ("ballots", "votes")} <= empty
    assert ("people", "sex") in made.blanks(["甲"])[1]
    assert ("ballots", "votes") in filled


LINK = "kind,from,to\n"


@pytest.mark.parametrize(
    ("files", "closed", "open_"),
    [
        ({}, {"people.sex", "people.person"}, {"posts.unit", "links"}),
        ({"units.csv": "unit\nU0\nU1\n",
          "posts/county=乙/a.csv": "person,unit,post,from\nD,U1,局长,2011-01-01\n"},
         {"posts.unit"}, {"posts.post"}),
        ({"links.csv": ""}, {"links"}, {"posts.unit"}),
        ({"links.csv": "", "links/county=甲/a.csv": LINK + "配偶,A,B\n"}, {"links"}, set()),
        ({"links.csv": "", "links/county=甲/a.csv": LINK + "配偶,A,D\n"}, set(), {"links"}),
        ({"links.csv": "", "links/county=甲/a.csv": LINK + "属于,A,U0\n"}, set(), {"links"}),
        ({"units.csv": "", "posts/county=甲/a.csv": "", "posts/county=乙/a.csv": "",
          "links.csv": "", "links/county=丙/a.csv": LINK + "属于,A,U0\n"},
         set(), {"links"}),
    ],
)  # fmt: skip
def test_a_column_is_closed_when_each_value_lies_in_one_part(
    tmp_path: Path, files, closed, open_
) -> None:
    made = done(hive(tmp_path, **files)).prepared
    assert closed <= made.closed
    assert not open_ & made.closed


def test_saving_removes_only_what_is_its_own(tmp_path: Path) -> None:
    made = done(hive(tmp_path)).prepared
    others = ("other/x.parquet", "people/notes.txt", "x.parquet")
    put(made.folder, dict.fromkeys(others, "x") | {"people/part=x/1.parquet": "x"})
    save(made)
    assert all((made.folder / f).exists() for f in others)
    assert not (made.folder / "people/part=x").exists()
    assert open_prepared(made.folder) == made


def test_a_manifest_is_plain_data(tmp_path: Path) -> None:
    made = done(hive(tmp_path)).prepared
    part = Part("d", {"people": Piece(("f",), 1, ("a",), ("b",))}, ("m",))
    save(replace(made, folder=tmp_path, parts={"x": part}))
    said = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    assert said["parts"] == {"x": {
        "digest": "d", "fits": ["m"],
        "tables": {"people": {"files": ["f"], "rows": 1, "filled": ["a"], "empty": ["b"]}},
    }}  # fmt: skip
