from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from biaochi.errors import Refusal
from biaochi.facts.read import read_folder, read_rows
from biaochi.facts.store import facts
from biaochi.facts.write import Format, text_of, write_folder

FORMATS: tuple[Format, ...] = ("csv", "parquet")
ROW = {"id": "007", "item": "x", "person": "A", "occurred_on": date(2017, 3, 1)}
PLAIN = {
    "people": [{"person": "A", "name": "安,\"甲\"\n'乙'", "leading": True, "hobby": "棋"}],
    "evidence": [
        ROW | {"value": Decimal("-0.50"), "recorded_at": datetime(2017, 3, 2, 8, 30)},
        ROW | {"id": "8", "value": 12, "note": "=1+1", "recorded_at": None},
    ],
    "calendar": [],
}
ATTRIBUTES = {"people": {"leading": "flag", "hobby": "text"}}


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_reads_back_the_same(tmp_path: Path, form: Format) -> None:
    write_folder(PLAIN, tmp_path / "new/one", format=form)
    with read_folder(tmp_path / "new/one", attributes=ATTRIBUTES) as store:
        first = facts(store).tables
        write_folder(store, tmp_path / "two", format="csv")
        write_folder(store, tmp_path / "three", format="parquet")
    assert [r["value"] for r in first["evidence"]] == [-500_000, 12_000_000]
    assert first["people"][0]["leading"] is True
    assert first["people"][0]["name"] == "安,\"甲\"\n'乙'"
    for name in ("two", "three"):
        with read_folder(tmp_path / name, attributes=ATTRIBUTES) as store:
            assert facts(store).tables == first
            assert store.present == {"people", "evidence"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "three", "two"]


def test_the_text_of_a_number_is_exact_and_short(tmp_path: Path) -> None:
    write_folder(PLAIN, tmp_path / "f", format="csv")
    lines = (tmp_path / "f/evidence.csv").read_text().splitlines()
    assert lines[0] == "id,item,person,value,occurred_on,recorded_at,status,note"
    assert lines[1] == "007,x,A,-0.5,2017-03-01,2017-03-02 08:30:00,verified,"
    assert lines[2] == "8,x,A,12,2017-03-01,,verified,=1+1"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_folder(PLAIN, tmp_path / "empty", format="csv")
    before = sorted((tmp_path / "empty").iterdir())
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("empty", "file", "link"):
        with pytest.raises(Refusal, match="FACT-TARGET"):
            write_folder(PLAIN, tmp_path / name, format="csv")
    assert sorted((tmp_path / "empty").iterdir()) == before


def test_facts_that_would_be_refused_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="FACT-REQUIRED"):
        write_folder({"people": [{"name": "安", "person": ""}]}, tmp_path / "f", format="csv")
    with pytest.raises(TypeError, match="float"):
        write_folder({"people": [{"person": 0.5}]}, tmp_path / "f", format="csv")
    with read_rows({"people": [{"person": "A"}]}) as store, pytest.raises(TypeError, match="store"):
        write_folder(facts(store).tables, tmp_path / "f", format="csv")
    assert not list(tmp_path.iterdir())


def test_a_failed_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    store = read_rows({"people": [{"person": "A"}]})
    store.con.execute("DROP TABLE people")
    with store, pytest.raises(Exception, match="people"):
        write_folder(store, tmp_path / "f", format="csv")
    assert not list(tmp_path.iterdir())


def test_the_text_of_a_value_has_no_exponent() -> None:
    assert text_of(Decimal("1E+3")) == "1000"
    assert [text_of(v) for v in (False, 3, "x", None)] == ["否", "3", "x", ""]
