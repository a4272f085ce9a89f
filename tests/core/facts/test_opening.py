"""One part of prepared facts as a store: what it holds, and where a person or unit is found."""

from pathlib import Path

import pytest
from duckdb import Error

from biaochi.facts.opening import namesakes, open_part, part_of
from biaochi.facts.prepared import open_prepared
from biaochi.facts.store import facts
from tests.core.facts.making import only, refused
from tests.core.facts.preparing import done, hive, put, rows_in, without

pytestmark = pytest.mark.thorough


def test_a_part_is_opened_with_what_all_parts_share(tmp_path: Path) -> None:
    prepared = done(hive(tmp_path)).prepared
    with open_part(prepared, "甲") as store:
        rows = {t: [without(r, "#part") for r in those] for t, those in facts(store).tables.items()}
        assert rows == rows_in(prepared, "甲")
        assert store.counts["evidence"] == 2
        assert store.counts["units"] == store.counts["calendar"] == 1
        assert {"people", "links"} <= store.present
        assert "ballots" not in store.present
        assert "incident" in store.absent["evidence"]
        assert store.digest == prepared.digest


def test_a_person_or_unit_is_found_in_its_part(tmp_path: Path) -> None:
    prepared = done(hive(tmp_path)).prepared
    assert part_of(prepared, "people", "D") == "乙"
    assert part_of(prepared, "units", "U0") == ""
    assert part_of(prepared, "people", "D' OR 1=1 --") is None
    assert namesakes(prepared, "people", "杜") == ("D",)
    assert namesakes(prepared, "people", "金") == ()


def test_nobody_is_found_where_there_are_no_units(tmp_path: Path) -> None:
    files = {"units.csv": "", "posts/county=甲/a.csv": "", "posts/county=乙/a.csv": ""}
    prepared = done(hive(tmp_path, **files)).prepared
    assert part_of(prepared, "units", "U0") is None


def test_a_part_whose_file_is_spoilt_is_not_opened(tmp_path: Path) -> None:
    prepared = done(hive(tmp_path)).prepared
    [file] = prepared.parts["甲"].tables["people"].files
    put(prepared.folder, {file: "not Parquet"})
    with pytest.raises(Error, match=r"(?i)parquet"):
        open_part(open_prepared(prepared.folder), "甲")


def test_prepared_facts_are_not_read_as_a_raw_folder(tmp_path: Path) -> None:
    prepared = done(hive(tmp_path)).prepared
    assert str(prepared.folder) in str(only(refused(prepared.folder), "FACT-RAW"))
