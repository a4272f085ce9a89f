"""Preparing a folder in parts: what is read, kept, refused, and left behind."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from biaochi.errors import Problem, Refusal
from biaochi.facts import prepare as room
from biaochi.facts.prepare import WORK, Fit, Going, Wanted, prepare
from biaochi.facts.prepared import MANIFEST, open_prepared
from tests.core.facts.making import only, parquet
from tests.core.facts.preparing import done, hive, prepared_rows, put, told

pytestmark = pytest.mark.thorough

PEOPLE = "people/county=甲/a.csv"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_row_comes_back_and_years_lie_apart(tmp_path: Path) -> None:
    answer = done(hive(tmp_path))
    rows = prepared_rows(tmp_path / "out")
    assert {r["person"] for r in rows["people"]} == {"A", "B", "D", "F"}
    assert sorted(r["id"] for r in rows["evidence"]) == ["1", "2", "3"]
    assert len(rows["calendar"]) == len(rows["units"]) == len(rows["links"]) == 1
    years = {f.split("/")[2] for f in answer.prepared.parts["甲"].tables["evidence"].files}
    assert years == {"year=2016", "year=2017"}
    assert (answer.read, answer.kept) == (("乙", "甲"), ())


def test_dated_tables_may_lack_their_day(tmp_path: Path) -> None:
    ballots = "session,subject,votes,period\n1,A,3,\n2,A,4,2017Q1\n"
    answer = done(hive(tmp_path, **{"ballots/county=甲/a.csv": ballots}))
    files = answer.prepared.parts["甲"].tables["ballots"].files
    assert sorted(f.split("/")[2] for f in files) == ["year=0", "year=2017"]
    assert len(prepared_rows(tmp_path / "out")["ballots"]) == 2


def test_parquet_and_a_plain_folder_are_read_too(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", {"units.csv": "unit\nU0\n", "people/x": ""})
    (raw / "people").mkdir()
    parquet(raw / "people/a.parquet", "SELECT 'A' AS person, DATE '1970-01-02' AS birth_on")
    answer = done(raw)
    assert answer.prepared.names == ("全部",)
    assert "links" in answer.prepared.closed
    assert done(raw).kept == ("全部",)


@pytest.mark.parametrize(
    "part", ["北京 市", "a%2Fb", "x=y", "a'b[1]*?", "100%", "长" * 60, "..", "é"]
)
def test_a_part_may_have_any_name_a_folder_can_have(tmp_path: Path, part: str) -> None:
    raw = hive(tmp_path, **{f"people/county={part}/a.csv": "person\nH\n"})
    made = done(raw).prepared
    (name,) = set(made.names) - {"甲", "乙"}
    assert name == part.replace("%2F", "/")
    assert made.parts[name].rows("people") == 1
    assert len(prepared_rows(made.folder)["people"]) == 5


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    raw = hive(tmp_path)
    first = done(raw)
    assert done(raw).prepared == first.prepared
    put(raw, {PEOPLE: "person,name\nA,安\nB,柏\n"})
    answer = done(raw)
    assert (answer.read, answer.kept) == (("甲",), ("乙",))
    assert answer.prepared.parts["乙"] == first.prepared.parts["乙"]
    assert {r["name"] for r in prepared_rows(tmp_path / "out")["people"]} >= {"柏"}
    put(raw, {"units.csv": "unit,name\nU0,院\nU1,所\n"})
    assert done(raw).read == ("乙", "甲")
    assert done(raw, Wanted({"people": {"rank": "text"}})).read == ("乙", "甲")
    assert done(raw).read == ()


def test_parts_come_and_go(tmp_path: Path) -> None:
    raw = hive(tmp_path)
    done(raw)
    put(raw, {"people/county=丙/a.csv": "person\nH\n"})
    assert done(raw).read == ("丙",)
    for table in ("people", "posts", "evidence"):
        shutil.rmtree(raw / table / "county=乙")
    answer = done(raw)
    assert (answer.read, answer.kept) == ((), ("丙", "甲"))
    assert not list((tmp_path / "out").rglob("*%E4%B9%99*"))
    shutil.rmtree(raw / "posts")
    put(raw, {"units.csv": "", "calendar.csv": "", "links.csv": ""})
    assert done(raw).read == ("丙", "甲")
    assert done(raw).prepared.parts.keys() == {"丙", "甲"}


def test_shared_rows_stand_beside_every_part_and_are_written_once(tmp_path: Path) -> None:
    raw = hive(tmp_path, **{
        "units/county=甲/x": "", "units.csv": "", "units/u.csv": "unit,parent\nU0,\n",
        "units/county=甲/a.csv": "unit,parent\nU1,U0\nU2,U1\n",
        "evidence/e.csv": "id,item,unit,occurred_on\n9,x,U0,2017-01-01\n",
    })  # fmt: skip
    made = done(raw).prepared
    assert [made.parts[p].rows("units") for p in ("", "甲", "乙")] == [1, 2, 0]
    assert [made.parts[p].rows("evidence") for p in ("", "甲", "乙")] == [1, 2, 1]
    rows = prepared_rows(made.folder)
    assert sorted(r["row_no"] for r in rows["units"]) == [2, 4, 5]
    put(raw, {"units/county=甲/a.csv": "unit,parent\nU1,U2\nU2,U1\nU0,\n"})
    loop, twice = sorted(told(raw), key=lambda p: p.code)[::-1]
    assert (loop.code, loop.line) == ("FACT-LOOP", 2)
    assert (twice.code, twice.file, twice.line) == ("FACT-DUPLICATE", "units/county=甲/a.csv", 4)
    assert "units/u.csv 第2行" in twice.found


def test_the_problems_of_all_parts_are_told_with_file_and_line(tmp_path: Path) -> None:
    raw = hive(
        tmp_path,
        **{
            PEOPLE: "person,birth_on\nA,1970\nB,\n",
            "posts/county=乙/a.csv": "person,unit,post,from\nZ,U9,x,2010-01-01\n",
        },
    )
    put(raw, {"people/county=申/a.csv": "person\nH\n"})
    assert [(p.code, p.file, p.line) for p in told(raw)] == [
        ("FACT-REFERENCE", "posts/county=乙/a.csv", 2),
        ("FACT-REFERENCE", "posts/county=乙/a.csv", 2),
        ("FACT-DATE", PEOPLE, 2),
    ]
    assert not (tmp_path / "out").exists()


def test_a_wrong_shared_part_or_very_many_problems_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = hive(tmp_path, **{PEOPLE: "person\n,\n", "people/county=乙/a.csv": "x\n1\n"})
    monkeypatch.setattr(room, "ENOUGH", 1)
    assert {p.file for p in told(raw)} == {"people/county=乙/a.csv"}
    put(raw, {"units.csv": "unit\nU0\nU0\n"})
    assert [p.file for p in told(raw)] == ["units.csv"]


def test_a_person_or_unit_in_two_parts_is_refused(tmp_path: Path) -> None:
    raw = hive(tmp_path, **{"people/county=乙/a.csv": "person\nD\nA\n"})
    found = only(told(raw), "FACT-DUPLICATE")
    assert found.found == "「A」在「乙」和「甲」（这样的共 1 个）"
    raw = hive(tmp_path, **{f"units/county={p}/a.csv": "unit\nU1\n" for p in "甲乙"},
               **{"units.csv": "", "units/u.csv": "unit\nU0\n"})  # fmt: skip
    assert only(told(raw), "FACT-DUPLICATE").file == "units"


@pytest.mark.parametrize(
    ("files", "file"),
    [
        ({"people/more.csv": "person\nH\n"}, "people/more.csv"),
        ({"people/county=/a.csv": "person\nH\n"}, "people/county=/a.csv"),
        ({"people/county=%0A/a.csv": "person\nH\n"}, "people/county=%0A/a.csv"),
        ({f"people/county={'x' * 65}/a.csv": "person\nH\n"}, f"people/county={'x' * 65}/a.csv"),
        ({"evidence/city=甲/a.csv": "id\n1\n"}, "evidence/city=甲/a.csv"),
    ],
)
def test_a_file_that_belongs_to_no_part_is_refused(tmp_path: Path, files, file) -> None:
    assert only(told(hive(tmp_path, **files)), "FACT-PART").file == file


def test_a_folder_in_parts_is_not_divided_again(tmp_path: Path) -> None:
    raw = hive(tmp_path)
    assert done(raw, Wanted(by="county")).read == ("乙", "甲")
    assert "county" in only(told(raw, Wanted(by="sex")), "FACT-PART").do


def test_warnings_are_told_once(tmp_path: Path) -> None:
    raw = hive(tmp_path, **{
        "units.csv": "unit,colour\nU0,红\n", PEOPLE: "person,colour\nA,红\nB,绿\n", "x.txt": "x",
    })  # fmt: skip
    answer = done(raw)
    assert [(p.code, p.file) for p in answer.warnings] == [
        ("FACT-UNKNOWN", "x.txt"), ("FACT-COLUMN", "units.csv"), ("FACT-COLUMN", PEOPLE),
    ]  # fmt: skip


def test_raw_and_prepared_facts_lie_apart(tmp_path: Path) -> None:
    raw = hive(tmp_path)
    for out in (raw, raw / "out", tmp_path):
        with pytest.raises(Refusal) as caught:
            prepare(raw, out, wanted=Wanted())
        only(list(caught.value.problems), "FACT-TARGET")
    assert tree(raw)


@pytest.mark.parametrize("there", ["out", "out/people/mine.parquet", "out/manifest.json"])
def test_a_place_with_other_things_is_refused(tmp_path: Path, there: str) -> None:
    raw = hive(tmp_path)
    put(tmp_path, {there: "{}"})
    only(told(raw), "FACT-TARGET")
    assert (tmp_path / there).read_text() == "{}"


def test_a_damaged_folder_is_prepared_anew(tmp_path: Path) -> None:
    raw, out = hive(tmp_path), tmp_path / "out"
    done(raw)
    before = tree(out)
    next((out / "people").rglob("*.parquet")).unlink()
    put(raw, {"units.csv": "unit\n,\n"})
    assert told(raw)
    assert (out / MANIFEST).exists()
    put(raw, {"units.csv": "unit,name,parent\nU0,局,\n"})
    assert done(raw).read == ("乙", "甲")
    assert tree(out).keys() == before.keys()


class Killed(Exception):
    """Stands for the end of the process."""


def test_a_run_cut_short_leaves_what_was_and_the_next_one_cleans_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = hive(tmp_path), tmp_path / "out"
    done(raw)
    before = tree(out)
    put(raw, {"units.csv": "unit,name\nU0,院\n"})

    def kill(going: Going) -> None:
        if going.parts == 2:
            monkeypatch.setattr(room, "rmtree", lambda _: None)
            monkeypatch.setattr(room, "sweep", lambda *_: None)
            raise Killed

    with pytest.raises(Killed):
        prepare(raw, out, wanted=Wanted(), progress=kill)
    monkeypatch.undo()
    after = tree(out)
    assert before.items() < after.items()
    assert open_prepared(out).names == ("乙", "甲")
    assert (out / WORK).exists()
    done(raw)
    assert len(tree(out)) == len(before)
    assert not (out / WORK).exists()


def test_a_first_run_cut_short_does_not_bar_the_next(tmp_path: Path) -> None:
    raw, out = hive(tmp_path), tmp_path / "out"
    put(out, {f"{WORK}/facts.duckdb": "x", "people/part=x/1.parquet": "x"})
    assert done(raw).read == ("乙", "甲")
    assert not (out / "people/part=x").exists()


def test_an_interrupted_run_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(going: Going) -> None:
        raise KeyboardInterrupt

    raw = hive(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        prepare(raw, tmp_path / "out", wanted=Wanted(), progress=stop)
    assert not (tmp_path / "out").exists()


def test_progress_counts_parts_bytes_and_rows(tmp_path: Path) -> None:
    seen: list[Going] = []
    raw = hive(tmp_path)
    prepare(raw, tmp_path / "out", wanted=Wanted(), progress=seen.append)
    assert [g.parts for g in seen] == [1, 2, 3]
    last = seen[-1]
    assert (last.size, last.of_parts, last.rows) == (last.of_size, 3, 12)


def fit(mark: str, *words: str) -> Wanted:
    def check(store) -> None:
        listed = ", ".join(f"'{w}'" for w in words)
        sql = f"SELECT row_no FROM people WHERE name IN ({listed})"
        if found := store.con.execute(sql).fetchall():
            file, line = store.place("people", found[0][0])
            raise Refusal((Problem("FACT-ITEM", "", "", "", file, line=line),))

    return Wanted(fit=Fit(mark, check))


def test_another_pack_is_checked_without_writing(tmp_path: Path) -> None:
    raw, out = hive(tmp_path), tmp_path / "out"
    done(raw, fit("one", "x"))
    before = tree(out)
    answer = done(raw, fit("two", "y"))
    assert answer.kept == ("乙", "甲")
    assert all(p.fits == ("one", "two") for p in answer.prepared.parts.values())
    assert {k: v for k, v in tree(out).items() if k != MANIFEST} == {
        k: v for k, v in before.items() if k != MANIFEST
    }
    misfit = only(told(raw, fit("three", "白")), "FACT-ITEM")
    assert (misfit.file, misfit.line) == (PEOPLE, 3)
    assert done(raw, fit("one", "白")).read == ()
    assert open_prepared(out).parts["甲"].fits == ("one", "two")


def test_columns_declared_before_stay(tmp_path: Path) -> None:
    raw = hive(tmp_path, **{PEOPLE: "person,a,b\nA,1,2\nB,3,4\n"})
    done(raw, Wanted({"people": {"a": "number"}}))
    assert done(raw, Wanted({"people": {"b": "text"}})).read == ("乙", "甲")
    assert done(raw, Wanted({"people": {"a": "number"}})).read == ()
    rows = prepared_rows(tmp_path / "out")["people"]
    assert {(r["a"], r["b"]) for r in rows} == {(None, None), (1_000_000, "2"), (3_000_000, "4")}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    raw = hive(tmp_path)
    done(raw)
    (raw / "people/county=甲/b.csv").symlink_to(tmp_path / "none")
    assert only(told(raw), "FACT-FILE").file == "people/county=甲/b.csv"


def test_a_wanted_has_no_pack_unless_given() -> None:
    assert replace(Wanted(), by="x").fit.mark == ""
