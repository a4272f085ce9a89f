from datetime import date, datetime
from pathlib import Path

import pytest

from biaochi.facts.read import read_folder
from biaochi.facts.store import facts
from tests.core.facts.making import folder_of, only, parquet, refused, rows_of

NOT_OURS = {"row_no", "event"}
RIGHT = {
    "text": "'1' id, 'x' item, 'A' person, '1.50' AS value, '2' count, '2017-03-01' occurred_on, "
    "'2017-03-01 08:00:00' recorded_at",
    "typed": "1 id, 'x' item, 'A' person, 1.50::DECIMAL(9,2) AS value, 2 count, "
    "DATE '2017-03-01' occurred_on, TIMESTAMP '2017-03-01 08:00:00' recorded_at",
    "odd": "1.0::DECIMAL(9,1) id, 'x ' item, ' A' person, 1.5::DECIMAL(38,10) AS value, "
    "2.00::DECIMAL(9,2) count, '2017-03-01　' occurred_on, "
    "TIMESTAMP_NS '2017-03-01 08:00:00' recorded_at",
    "wide": "1::UBIGINT id, 'x' item, 'A' person, 1.500000::DECIMAL(18,6) AS value, "
    "2::UBIGINT count, DATE '2017-03-01' occurred_on, "
    "TIMESTAMP_S '2017-03-01 08:00:00' recorded_at",
}


@pytest.mark.parametrize("select", RIGHT.values(), ids=RIGHT)
def test_exact_types_read_like_their_text(tmp_path: Path, select: str) -> None:
    parquet(folder_of(tmp_path) / "evidence.parquet", f"SELECT {select}")
    [row] = rows_of(read_folder(tmp_path), "evidence")
    assert {k: v for k, v in row.items() if v is not None and k not in NOT_OURS} == {
        "id": "1", "item": "x", "person": "A", "value": 1_500_000, "count": 2,
        "occurred_on": date(2017, 3, 1), "status": "verified",
        "recorded_at": datetime(2017, 3, 1, 8),
    }  # fmt: skip


def test_whole_numbers_days_and_flags_are_taken_over(tmp_path: Path) -> None:
    folder_of(tmp_path)
    parquet(
        tmp_path / "scores.parquet", "SELECT 'A' person, 'c' component, 2017 period, -7 \"value\""
    )
    parquet(
        tmp_path / "posts.parquet",
        "SELECT 'A' person, 'U1' unit, 'p' post, DATE '2017-01-01' AS \"from\", true AS main, "
        "DATE '2017-01-02' AS recorded_at",
    )
    with read_folder(tmp_path) as store:
        [score], [post] = facts(store).tables["scores"], facts(store).tables["posts"]
    assert (score["value"], score["period"]) == (-7_000_000, "2017")
    assert (post["main"], post["recorded_at"]) == (True, datetime(2017, 1, 2))


def test_wrong_values_of_right_types_are_told(tmp_path: Path) -> None:
    parquet(
        folder_of(tmp_path) / "evidence.parquet",
        "SELECT 'E' || i id, 'x' item, 'A' person, CASE i WHEN 1 THEN -2 ELSE 2 END AS count, "
        "CASE i WHEN 2 THEN DATE '1850-01-01' ELSE DATE '2017-01-01' END occurred_on, "
        "CASE i WHEN 3 THEN 1000000000000 ELSE 1 END AS value, CASE i WHEN 4 THEN 'b' || "
        "chr(0) END note, CASE WHEN i < 5 THEN TIMESTAMP '2018-01-01 00:00:00' "
        "ELSE TIMESTAMP 'infinity' END "
        "recorded_at FROM range(6) t(i)",
    )
    assert sorted((p.line, p.code) for p in refused(tmp_path)) == [
        (3, "FACT-COUNT"), (4, "FACT-DATE"), (5, "FACT-NUMBER"), (6, "FACT-TEXT"), (7, "FACT-DATE"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("1.5::DOUBLE", "DECIMAL"),
        ("1.5::FLOAT", "DECIMAL"),
        ("[1]", "VARCHAR"),
        ("'a'::BLOB", "VARCHAR"),
        ("{'a': 1}", "VARCHAR"),
    ],
)
def test_inexact_types_are_refused(tmp_path: Path, sql: str, hint: str) -> None:
    parquet(
        folder_of(tmp_path) / "evidence.parquet",
        f"SELECT 'E' id, 'x' item, 'A' person, DATE '2017-01-01' occurred_on, {sql} AS value",
    )
    problem = only(refused(tmp_path), "FACT-TYPE")
    assert (problem.column_name, problem.file) == ("value", "evidence.parquet")
    assert hint in problem.do


def test_a_time_with_a_zone_is_refused(tmp_path: Path) -> None:
    parquet(
        folder_of(tmp_path) / "links.parquet",
        "SELECT 'k' kind, 'A' AS \"from\", 'B' AS \"to\", make_timestamptz(0) AS recorded_at",
    )
    assert "北京时间" in only(refused(tmp_path), "FACT-TYPE").do


def test_a_time_in_a_day_column_is_refused_as_in_csv(tmp_path: Path) -> None:
    parquet(
        folder_of(tmp_path) / "calendar.parquet",
        "SELECT TIMESTAMP '2017-01-01 00:00:00' AS \"date\", 'holiday' AS kind",
    )
    assert "去掉时间" in only(refused(tmp_path), "FACT-DATE").do


def test_parts_of_different_types_and_columns_make_one_table(tmp_path: Path) -> None:
    folder_of(tmp_path)
    base = "'x' item, 'A' person, DATE '2017-01-01' occurred_on"
    parquet(tmp_path / "evidence/a[1].parquet", f"SELECT 1 id, {base} FROM range(1)")
    parquet(tmp_path / "evidence/b.parquet", f"SELECT '2' id, {base}, 1.5::DECIMAL(4,1) AS value")
    rows = rows_of(read_folder(tmp_path), "evidence")
    assert [(r["id"], r["value"], r["row_no"]) for r in rows] == [
        ("1", None, 2),
        ("2", 1_500_000, 4),
    ]
    parquet(tmp_path / "evidence/b.parquet", f"SELECT '1' id, {base}")
    problem = only(refused(tmp_path), "FACT-DUPLICATE")
    assert (problem.file, problem.line) == ("evidence/b.parquet", 2)


def test_a_file_that_is_not_parquet_is_refused(tmp_path: Path) -> None:
    folder_of(tmp_path)
    (tmp_path / "links.parquet").write_bytes(b"person,name\n")
    assert only(refused(tmp_path), "FACT-FILE").file == "links.parquet"


def test_a_missing_column_and_wrong_cells_are_told_together(tmp_path: Path) -> None:
    parquet(folder_of(tmp_path) / "calendar.parquet", "SELECT '2017-13-01' AS \"date\"")
    assert [p.code for p in refused(tmp_path)] == ["FACT-MISSING", "FACT-DATE"]


@pytest.mark.parametrize("scale", range(7))
def test_decimals_of_every_fitting_type_are_exact(tmp_path: Path, scale: int) -> None:
    folder_of(tmp_path)
    expected = []
    for digits in range(max(scale, 1), scale + 13):
        most = 10**digits - 1
        written = f"{most:0{scale + 1}}"
        written = f"-{written[: len(written) - scale]}.{written[len(written) - scale :]}"
        parquet(
            tmp_path / f"scores/{digits:02}.parquet",
            f"SELECT 'A' person, 'c{digits}' component, '2017' period,"
            f" '{written}'::DECIMAL({digits},{scale}) AS value",
        )
        expected.append(-most * 10 ** (6 - scale))
    rows = rows_of(read_folder(tmp_path), "scores")
    assert [r["value"] for r in rows] == expected


def test_one_odd_text_among_plain_ones_is_read_like_any_other(tmp_path: Path) -> None:
    parquet(
        folder_of(tmp_path) / "evidence.parquet",
        "SELECT CASE i WHEN 1 THEN '　E1' ELSE 'E' || i END id, 'x' item, 'A' person,"
        " DATE '2017-01-01' occurred_on, CASE i WHEN 2 THEN '甲' || chr(13) || '乙' WHEN 3 THEN ' '"
        " WHEN 4 THEN NULL ELSE '甲' END note, CASE i WHEN 0 THEN ' verified' END status"
        " FROM range(5) t(i)",
    )
    rows = rows_of(read_folder(tmp_path), "evidence")
    assert [r["id"] for r in rows] == ["E0", "E1", "E2", "E3", "E4"]
    assert [r["note"] for r in rows] == ["甲", "甲", "甲\n乙", None, None]
    assert {r["status"] for r in rows} == {"verified"}


def test_a_file_without_texts_is_read(tmp_path: Path) -> None:
    parquet(tmp_path / "people.parquet", "SELECT 7 AS person, 8 AS name")
    [row] = rows_of(read_folder(tmp_path), "people")
    assert (row["person"], row["name"]) == ("7", "8")
