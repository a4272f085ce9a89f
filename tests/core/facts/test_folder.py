from pathlib import Path

import pytest

from biaochi.facts.read import read_folder
from biaochi.facts.wording import likely
from tests.core.facts.making import EVIDENCE, PEOPLE, folder_of, only, parquet, refused


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ([], "people"),
        (["readme.md.d/x"], "people"),
        ([".people.csv", "~$people.csv"], "people"),
        (["pack.yaml"], "--pack"),
    ],
)
def test_a_folder_without_facts_is_refused(tmp_path: Path, names: list[str], hint: str) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert hint in only([p for p in refused(tmp_path) if p.level == "error"], "FACT-FOLDER").do


def test_a_path_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    assert "没有" in only(refused(tmp_path / "none"), "FACT-FOLDER").found
    (tmp_path / "file").touch()
    assert "文件" in only(refused(tmp_path / "file"), "FACT-FOLDER").found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("evidnce.csv", "FACT-UNKNOWN"),
        ("People.csv", "FACT-UNKNOWN"),
        ("linsk.parquet", "FACT-UNKNOWN"),
        ("evidence.xlsx", "FACT-FORMAT"),
        ("posts.csv.gz", "FACT-FORMAT"),
    ],
)
def test_a_file_that_nearly_is_a_table_is_refused(tmp_path: Path, name: str, code: str) -> None:
    folder_of(tmp_path)
    (tmp_path / name).touch()
    assert only(refused(tmp_path), code).file == name


def test_other_files_are_named_in_warnings(tmp_path: Path) -> None:
    folder_of(tmp_path)
    for name in ("weather.csv", "notes.txt", "README.md"):
        (tmp_path / name).touch()
    (tmp_path / "pictures").mkdir()
    with read_folder(tmp_path) as store:
        assert [p.file for p in store.warnings] == [
            "README.md", "notes.txt", "pictures", "weather.csv",
        ]  # fmt: skip


def test_two_versions_of_a_table_are_refused(tmp_path: Path) -> None:
    folder_of(tmp_path, evidence=EVIDENCE + "1,x,A,2017-01-01\n")
    parquet(tmp_path / "people.parquet", "SELECT 'A' AS person")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/a.csv").write_text(EVIDENCE)
    assert [(p.code, p.file) for p in refused(tmp_path)] == [
        ("FACT-TWICE", "evidence"), ("FACT-TWICE", "people"),
    ]  # fmt: skip


def test_a_table_folder_without_files_is_refused(tmp_path: Path) -> None:
    folder_of(tmp_path)
    (tmp_path / "evidence").mkdir()
    assert only(refused(tmp_path), "FACT-FILE").file == "evidence"


def test_symbolic_links_are_followed_and_broken_ones_told(tmp_path: Path) -> None:
    (tmp_path / "real.csv.txt").write_text(PEOPLE)
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "people.csv").symlink_to(tmp_path / "real.csv.txt")
    with read_folder(facts) as store:
        assert store.counts["people"] == 8
    (facts / "units.csv").symlink_to(tmp_path / "none")
    (facts / "posts.parquet").symlink_to(tmp_path / "none")
    assert [(p.code, p.file) for p in refused(facts)] == [
        ("FACT-FILE", "units.csv"), ("FACT-FILE", "posts.parquet"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("itme", "item"),
        ("preson", "person"),
        ("prsn", "person"),
        ("code", ""),
        ("no", ""),
        ("", ""),
    ],
)
def test_a_likely_spelling_is_at_most_two_edits_away(word: str, meant: str) -> None:
    assert likely(word, ["person", "item", "note", "on"]) == meant
