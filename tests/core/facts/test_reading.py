import codecs
from pathlib import Path

import pytest

from biaochi.errors import Refusal
from biaochi.facts.read import read_folder, read_rows
from biaochi.facts.rows import LONGEST_ROW
from biaochi.facts.store import facts, missing_recorded
from tests.core.facts.making import EVIDENCE, PEOPLE, folder_of, only, refused, rows_of

NAMES = ["安", "白", "程", "杜", "范", "耿", "韩", "金"]


@pytest.mark.parametrize(
    "data",
    [
        PEOPLE.encode(),
        codecs.BOM_UTF8 + PEOPLE.encode(),
        PEOPLE.encode("gb18030"),
        PEOPLE.replace("\n", "\r\n").encode(),
        PEOPLE.replace("\n", "\r").encode(),
        PEOPLE.replace(",", '","').replace("\n", '"\n"').removesuffix('"').encode(),
    ],
    ids=["utf-8", "bom", "gb18030", "crlf", "cr", "quoted"],
)
def test_one_file_reads_the_same_however_it_was_saved(tmp_path: Path, data: bytes) -> None:
    if data.count(b'"'):
        data = b'"' + data
    rows = rows_of(read_folder(folder_of(tmp_path, people=data)), "people")
    assert [r["name"] for r in rows] == NAMES
    assert rows[0]["person"] == "A"
    assert [r["row_no"] for r in rows] == list(range(2, 10))


def test_commas_quotes_and_line_breaks_inside_cells_are_kept(tmp_path: Path) -> None:
    text = 'person,name\nA,"a, ""b""\r\n""c"",""d""\n# e\'"\n"N\x1bULL",x\n'.replace("\x1b", "")
    rows = rows_of(read_folder(folder_of(tmp_path, people=text)), "people")
    assert [(r["person"], r["name"], r["row_no"]) for r in rows] == [
        ("A", 'a, "b"\n"c","d"\n# e\'', 2), ("NULL", "x", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code", "hint"),
    [
        ("person,name\nA,安".encode("utf-16"), "FACT-ENCODING", "CSV UTF-8"),
        (b"PK\x03\x04\x00\x00", "FACT-ENCODING", "CSV UTF-8"),
        (b"person,name\nA,\x00\n", "FACT-ENCODING", "CSV UTF-8"),
        (b"person,name\nA,\xff\xff\n", "FACT-ENCODING", "CSV UTF-8"),
        (codecs.BOM_UTF8 + "person\n安".encode("gb18030"), "FACT-ENCODING", "CSV UTF-8"),
        (b'person,name\nA,"x\n', "FACT-CSV", "双引号"),
        (b'person,name\nA,"x"y\n', "FACT-CSV", "双引号"),
        (b"person,name\nA\n", "FACT-WIDTH", "逗号"),
        (b"person,name\nA,b,c\n", "FACT-WIDTH", "逗号"),
        (b"name\nA\n", "FACT-MISSING", "person"),
        (b"person;name\nA;b\n", "FACT-MISSING", "半角逗号"),
        (b"", "FACT-MISSING", "第一行"),
        (b"person,name,name\nA,b,c\n", "FACT-COLUMN-TWICE", "多余"),
        (b"person,nmae\nA,b\n", "FACT-COLUMN", "「name」"),
        (b"person,name,Person\nA,b,c\n", "FACT-COLUMN", "「person」"),
        (b"person" + b"," * 400 + b"\n", "FACT-WIDTH", "多余"),
        (b'person,name\nA,"' + b"x\n" * LONGEST_ROW + b'"\n', "FACT-CSV", "双引号"),
        (b"person\n" + b'"a\n",' * LONGEST_ROW, "FACT-SIZE", "双引号"),
    ],
)
def test_a_spoilt_file_is_refused_with_advice(
    tmp_path: Path, data: bytes, code: str, hint: str
) -> None:
    problems = [p for p in refused(folder_of(tmp_path, people=data)) if p.level == "error"]
    assert {p.code for p in problems} <= {code, "FACT-MISSING"}
    assert any(p.code == code and hint in p.do for p in problems)
    assert {p.file for p in problems} == {"people.csv"}


def test_of_many_uneven_rows_twenty_are_listed(tmp_path: Path) -> None:
    problems = refused(folder_of(tmp_path, people=PEOPLE + "Z\n" * 30))
    assert [p.line for p in problems] == [*range(10, 30), 0]
    assert "共 30 处" in problems[-1].found


def test_a_line_without_an_end_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("wb") as file:
        for _ in range(3):
            file.write(b"x" * 2**20)
    assert only(refused(tmp_path), "FACT-SIZE").line == 1


def test_an_undeclared_column_is_a_warning_and_is_not_read(tmp_path: Path) -> None:
    folder_of(
        tmp_path, people="person,hobby,\nA,x,\n", calendar="date,kind,zzz\n2017-01-01,holiday,\n"
    )
    with read_folder(tmp_path) as store:
        assert [(p.code, p.level) for p in store.warnings] == [("FACT-COLUMN", "warning")] * 2
        assert "attributes" in store.warnings[0].do
        assert "attributes" not in store.warnings[1].do
        assert "hobby" not in facts(store).tables["people"][0]


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    folder_of(
        tmp_path, people=b"\x00", units="unit,name\nU1\n",
        evidence=EVIDENCE + "1,x,A,2017-13-01\n", scores="person,component\nA,x\n",
    )  # fmt: skip
    assert [(p.file, p.code) for p in refused(tmp_path)] == [
        ("people.csv", "FACT-ENCODING"), ("units.csv", "FACT-WIDTH"),
        ("evidence.csv", "FACT-DATE"), ("scores.csv", "FACT-MISSING"),
    ]  # fmt: skip


def test_a_table_may_come_in_parts(tmp_path: Path) -> None:
    folder_of(tmp_path)
    for name, text in {"b/c": "2,x,A,2017-01-01\n", "a": "\n1,x,A,2017-01-01\n"}.items():
        path = tmp_path / "evidence" / f"{name}.csv"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(EVIDENCE + text)
    (tmp_path / "evidence" / "_SUCCESS").touch()
    (tmp_path / "evidence" / ".x").mkdir()
    (tmp_path / "evidence" / "notes.md").touch()
    with read_folder(tmp_path) as store:
        assert [p.file for p in store.warnings] == ["evidence/notes.md"]
        rows = facts(store).tables["evidence"]
        assert [(r["id"], r["row_no"]) for r in rows] == [("1", 3), ("2", 5)]
    (tmp_path / "evidence/b/c.csv").write_text(EVIDENCE + "1,x,A,2017-01-01\n3,x,A,2017\n")
    errors = [p for p in refused(tmp_path) if p.level == "error"]
    assert [(p.file, p.line, p.code) for p in errors] == [
        ("evidence/b/c.csv", 3, "FACT-DATE"), ("evidence/b/c.csv", 2, "FACT-DUPLICATE"),
    ]  # fmt: skip
    assert "evidence/a.csv 第3行" in errors[1].found


def test_a_first_part_without_any_known_column_does_not_hide_the_second(tmp_path: Path) -> None:
    folder_of(tmp_path, people="")
    (tmp_path / "people").mkdir()
    (tmp_path / "people/a.csv").write_text("x\n1\n")
    (tmp_path / "people/b.csv").write_text("person,birth_on\nA,1\n")
    errors = [(p.file, p.code) for p in refused(tmp_path) if p.level == "error"]
    assert errors == [("people/a.csv", "FACT-MISSING"), ("people/b.csv", "FACT-DATE")]


def test_the_digest_is_of_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    digests = []
    for name, more in (("a", {}), ("b", {}), ("b", {"links": "kind,from,to"})):
        with read_folder(folder_of(tmp_path / name, **more)) as store:
            digests.append((store.digest, facts(store).digest))
    assert digests[0] == digests[1] != digests[2]
    assert digests[0][0] == digests[0][1]
    assert digests[0][0].startswith("sha256:")


def test_rows_in_an_example_read_like_a_file() -> None:
    with read_rows(
        {"people": [{"person": "A"}, {"name": "白", "person": "B"}], "units": []}
    ) as store:
        assert store.present == {"people"}
        assert [r["name"] for r in facts(store).tables["people"]] == [None, "白"]
    with read_rows({"weather": [{"a": "b"}]}) as store:
        assert [p.code for p in store.warnings] == ["FACT-UNKNOWN"]
    with pytest.raises(Refusal, match="您是不是想写「people」"):
        read_rows({"poeple": []})


def test_rows_without_recorded_at_are_listed_for_known_by(tmp_path: Path) -> None:
    scores = "person,component,period,recorded_at\nA,x,2017,2017-02-01\nB,x,2017,\n"
    absences = "person,kind,from,recorded_at\nA,x,2017-01-01,2017-01-01\n"
    folder_of(tmp_path, evidence=EVIDENCE + "1,x,A,2017-01-01\n", scores=scores, absences=absences)
    with read_folder(tmp_path) as store:
        found = missing_recorded(store)
    assert [(p.file, p.line, p.code) for p in found] == [
        ("evidence", 2, "FACT-RECORDED"), ("scores", 3, "FACT-RECORDED"),
    ]  # fmt: skip
