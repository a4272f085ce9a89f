import pytest

from biaochi.errors import CODES, Refusal
from biaochi.exchange.doors.opening import open_file
from biaochi.exchange.doors.shapes import MIB, Limits
from biaochi.exchange.forms import EVIDENCE
from biaochi.exchange.tables import sheet_of
from tests.office.exchange.corpus import FILES, GOOD_ROW, HEADER, book, csv, far_cell, lines

SMALL = Limits(memory=512 * MIB, seconds=20)


def taken(data: bytes, name: str, tmp_path, limits=SMALL):
    path = tmp_path / "upload"
    path.write_bytes(data)
    table = open_file(path, name=name, work=tmp_path, limits=limits)
    return list(sheet_of(table, EVIDENCE).lines())


@pytest.mark.parametrize("bad", FILES, ids=lambda b: b.why)
def test_a_hostile_file_is_refused_by_name(bad, tmp_path) -> None:
    with pytest.raises(Refusal) as refused:
        taken(bad.make(), bad.name, tmp_path)
    problems = refused.value.problems
    assert problems[0].code == bad.code, problems
    assert all(p.code in CODES and p.do for p in problems)


def test_there_are_enough_hostile_files() -> None:
    assert len({b.why for b in FILES}) == len(FILES) >= 60


def test_a_workbook_and_both_encodings_say_the_same(tmp_path) -> None:
    wanted = {"name": "杜文清", "item": "N1", "value": 1_000_000}
    for data, name in (
        (book(), "报送.xlsx"), (book(), "报送.et"), (csv(lines(GOOD_ROW))(), "a.csv"),
        (csv(lines(GOOD_ROW), "gb18030")(), "a.csv"),
        (csv(lines(GOOD_ROW), "utf-8-sig")(), "A.CSV"),
    ):  # fmt: skip
        [line] = taken(data, name, tmp_path)
        assert not line.problems
        assert line.number == 2
        assert {k: line.values[k] for k in wanted} == wanted


def test_days_and_numbers_are_read_however_they_were_written(tmp_path) -> None:
    days = ("2026.11.21", "2026/11/21", "2026-11-21", "2026年11月21日", "20261121", 20261121, 46347)
    numbers = ("１", "1", "1.0", "+1", 1, "1.000", "0001")
    rows = [("杜文清", "N1", d, n) for d, n in zip(days, numbers, strict=True)]
    found = taken(book((HEADER, *rows)), "a.xlsx", tmp_path)
    assert {(str(f.values["occurred_on"]), f.values["value"]) for f in found} == {
        ("2026-11-21", 1_000_000)
    }


def test_a_full_width_minus_is_never_lost(tmp_path) -> None:
    rows = [("杜文清", "N1", "2026-11-21", n) for n in ("－5", "−5", "-5", -5, "-５.0")]
    found = taken(book((HEADER, *rows)), "a.xlsx", tmp_path)
    assert {f.values["value"] for f in found} == {-5_000_000}


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (0, True, "CELL-TEXT"), (1, True, "CELL-ID"), (1, 101, "CELL-ID"),
        (2, "2026-02-30", "CELL-DATE"), (2, "26-11-21", "CELL-DATE"),
        (2, "2026年11月", "CELL-DATE"), (2, 46347.5, "CELL-DATE"), (2, "明天", "CELL-DATE"),
        (3, "5²", "CELL-NUMBER"),
        (3, "五", "CELL-NUMBER"), (3, "5%", "CELL-NUMBER"), (3, "(5)", "CELL-NUMBER"),
        (3, "0.0000001", "CELL-NUMBER"), (3, "–5", "CELL-NUMBER"), (3, 1e13, "CELL-NUMBER"),
        (3, "1,23", "CELL-NUMBER"), (1, "", "CELL-MISSING"), (0, "", "CELL-MISSING"),
    ],
)  # fmt: skip
def test_a_cell_that_does_not_say_it_is_told_by_its_place(place, value, code, tmp_path) -> None:
    row = list(GOOD_ROW)
    row[place] = value
    [line] = taken(book((HEADER, tuple(row))), "a.xlsx", tmp_path)
    assert [(p.code, p.line) for p in line.problems] == [(code, 2)]


def test_an_id_typed_as_a_number_is_refused(tmp_path) -> None:
    header = ("人员编号", *HEADER)
    for value in (3.3000019750617e17, 101):
        [line] = taken(book((header, (value, *GOOD_ROW))), "a.xlsx", tmp_path)
        assert [(p.code, p.expected) for p in line.problems] == [("CELL-ID", "必须为文本格式")]
    text = ",".join(header) + "\n3.3E+17," + ",".join(GOOD_ROW)
    [line] = taken(text.encode(), "a.csv", tmp_path)
    assert [p.code for p in line.problems] == ["CELL-ID"]


def test_a_formula_with_a_result_counts_by_its_result(tmp_path) -> None:
    def computed(made, page) -> None:
        page.write_formula(1, 3, "=1+1", None, 2)

    [line] = taken(book(change=computed), "a.xlsx", tmp_path)
    assert line.values["value"] == 2_000_000


def test_rare_characters_are_kept_exactly(tmp_path) -> None:
    [line] = taken(book((HEADER, ("䶮𬭸𠮷·古丽", *GOOD_ROW[1:]))), "a.xlsx", tmp_path)
    assert line.values["name"] == "䶮𬭸𠮷·古丽"


def test_the_reader_may_not_take_more_memory_than_it_is_given(tmp_path) -> None:
    data = far_cell(row=200_000, value="N1")
    with pytest.raises(Refusal, match="FILE-LIMIT"):
        taken(data, "a.xlsx", tmp_path, Limits(memory=200 * MIB, seconds=60))
    assert len(taken(data, "a.xlsx", tmp_path, Limits(memory=1024 * MIB, seconds=60))) == 2
