from datetime import date, datetime
from pathlib import Path

import pytest

from biaochi.errors import Refusal
from biaochi.facts.read import read_folder, read_rows
from biaochi.facts.shapes import TABLES
from biaochi.facts.wording import MOST_SHOWN, shown
from tests.core.facts.making import folder_of, refused, refused_rows, rows_of

E = {"item": "x", "person": "A", "occurred_on": "2017-03-01"}
WRONG = [
    ("id", "一" * 65, "FACT-TEXT", "编号太长"),
    ("id", "a\x07b", "FACT-TEXT", "看不见"),
    ("id", "a\nb", "FACT-TEXT", "看不见"),
    ("id", "a\u200bb", "FACT-TEXT", "看不见"),
    ("note", "长" * 10_001, "FACT-TEXT", "文字太长"),
    ("note", "乱\ufffd码", "FACT-TEXT", "乱码"),
    ("note", "a\x00b", "FACT-TEXT", "乱码"),
    ("note", "a\ud800b", "FACT-TEXT", "乱码"),
    ("value", "1e3", "FACT-NUMBER", "科学计数法"),
    ("value", "1,234.5", "FACT-NUMBER", "千分位"),
    ("value", "优", "FACT-NUMBER", "label"),
    ("value", "１２", "FACT-NUMBER", "半角"),
    ("value", "NaN", "FACT-NUMBER", "只能填数"),
    ("value", "0.1234567", "FACT-NUMBER", "最多 6 位"),
    ("value", "1234567890123", "FACT-NUMBER", "单位"),
    ("value", "80%", "FACT-NUMBER", "0.8"),
    ("value", ".5", "FACT-NUMBER", "只能填数"),
    ("count", "-1", "FACT-COUNT", "不能为负"),
    ("count", "1.5", "FACT-COUNT", "不能带小数"),
    ("count", "两次", "FACT-COUNT", "只写 0 到 9"),
    ("occurred_on", "2017-02-30", "FACT-DATE", "没有这一天"),
    ("occurred_on", "2017/3/1", "FACT-DATE", "短横线"),
    ("occurred_on", "2017年3月1日", "FACT-DATE", "短横线"),
    ("occurred_on", "20170301", "FACT-DATE", "加上短横线"),
    ("occurred_on", "2017-03-01 08:00", "FACT-DATE", "去掉时间"),
    ("occurred_on", "1899-12-31", "FACT-DATE", "年份"),
    ("occurred_on", "2201-01-01", "FACT-DATE", "年份"),
    ("occurred_on", "昨天", "FACT-DATE", "2017-03-01"),
    ("recorded_at", "2017-03-01T08:00:00Z", "FACT-DATE", "时区"),
    ("recorded_at", "2017-03-01 25:00", "FACT-DATE", "08:30:00"),
    ("status", "verifed", "FACT-CHOICE", "「verified」"),
    ("status", "已核实", "FACT-CHOICE", "其中之一"),
]


def test_every_wrong_cell_is_told_with_its_row_its_column_and_what_to_write() -> None:
    rows = [E | {"id": f"E{i}", column: text} for i, (column, text, _, _) in enumerate(WRONG)]
    told = {(p.line, p.column_name): p for p in refused_rows(evidence=rows)}
    for line, (column, text, code, hint) in enumerate(WRONG, 2):
        problem = told.pop((line, column))
        assert problem.code == code, text
        assert hint in problem.do, text
        assert problem.file == "evidence"
    assert not told


def test_flags_and_periods_are_told_too() -> None:
    events = [
        {"kind": "k", "subject": "A", "period": p, "nil": n}
        for p, n in (("2017Q5", "是"), ("1899", "否"), ("2017-13", "1"), ("2017H2", "也许"))
    ]
    told = [(p.code, p.line) for p in refused_rows(events=events)]
    assert told == [("FACT-PERIOD", 2), ("FACT-PERIOD", 3), ("FACT-PERIOD", 4), ("FACT-FLAG", 5)]


def test_right_cells_become_exact_values() -> None:
    posts = [
        {"person": "A", "unit": "U", "post": f"p{i}", "from": "2017-01-01", "main": flag}
        for i, flag in enumerate(("是", "TRUE", "1", "否", "false", "0", ""))
    ]
    row = E | {
        "id": "　007 ", "value": "-12.500001", "count": "3", "recorded_at": "2017-03-02T08:30:00.5",
        "note": "一\r\n二\t三 ", "incident": "I",
    }  # fmt: skip
    tables = {"people": [{"person": "A"}], "units": [{"unit": "U"}], "posts": posts}
    store = read_rows(tables | {"evidence": [row, E | {"id": "8", "value": "+0.5"}]})
    mains = store.con.execute("SELECT main FROM posts ORDER BY row_no").fetchall()
    assert [m for (m,) in mains] == [True, True, True, False, False, False, None]
    first, second = rows_of(store, "evidence")
    assert first["id"] == "007"
    assert (first["value"], first["count"], second["value"]) == (-12_500_001, 3, 500_000)
    assert (first["occurred_on"], first["recorded_at"]) == (
        date(2017, 3, 1), datetime(2017, 3, 2, 8, 30, 0, 500_000),
    )  # fmt: skip
    assert first["note"] == "一\n二\t三"
    assert (first["event"], second["event"]) == ("I", "8")
    assert (first["status"], first["row_no"], second["row_no"]) == ("verified", 2, 3)


def test_declared_attributes_become_columns_of_their_kind() -> None:
    attributes = {
        "people": {"leading": "flag", "tier": "label", "age": "number", "name": "label", "x": "id"}
    }
    person = {"person": "A", "leading": "是", "tier": "县处级", "age": "40"}
    [row] = rows_of(read_rows({"people": [person]}, attributes=attributes), "people")
    assert (row["leading"], row["tier"], row["age"], row["x"]) == (True, "县处级", 40_000_000, None)
    with pytest.raises(Refusal) as caught:
        read_rows({"people": [person | {"teir": "x", "age": "四十"}]}, attributes=attributes)
    assert {p.code: p.level for p in caught.value.problems} == {
        "FACT-COLUMN": "error", "FACT-NUMBER": "error",
    }  # fmt: skip


def test_blank_required_cells_are_told_and_blank_rows_are_not_rows(tmp_path: Path) -> None:
    folder_of(tmp_path, people="person,name\nA,安\n,\n\n ,  \n,白\n")
    [problem] = refused(tmp_path)
    assert (problem.code, problem.line, problem.column_name) == ("FACT-REQUIRED", 6, "person")


def test_of_many_alike_the_first_twenty_are_listed_and_all_are_counted() -> None:
    rows = [E | {"id": f"E{i}", "value": "x"} for i in range(50)]
    problems = refused_rows(evidence=rows)
    assert len(problems) == MOST_SHOWN + 1
    assert "共 50 处" in problems[-1].found
    assert (problems[0].line, problems[-1].line) == (2, 0)


def test_numbers_keep_every_digit_at_the_edge() -> None:
    values = ("999999999999.999999", "-999999999999.999999", "0", "000.10")
    tables = {
        "people": [{"person": "A"}],
        "evidence": [E | {"id": f"{i}", "value": v} for i, v in enumerate(values)],
    }
    got = [r["value"] for r in rows_of(read_rows(tables), "evidence")]
    assert got == [10**18 - 1, 1 - 10**18, 0, 100_000]


def test_every_table_exists_even_when_no_file_does(tmp_path: Path) -> None:
    with read_folder(folder_of(tmp_path, units="")) as store:
        assert store.present == {"people"}
        assert store.counts["people"] == 8
        for table, shape in TABLES.items():
            names = [row[0] for row in store.con.execute(f'DESCRIBE "{table}"').fetchall()]
            derived = ["event"] if table == "evidence" else []
            assert names == [*(c.name for c in shape.columns), "row_no", *derived]


@pytest.mark.parametrize(("value", "said"), [(None, "空白"), ("", "空白"), ("a\x1b[0m", "\\x1b")])
def test_what_was_found_is_safe_to_print(value: str | None, said: str) -> None:
    assert said in shown(value)
