"""Assess, explain and what-if on a small pack, as an officer would run them."""

import csv
import json
from pathlib import Path

import pytest

from biaochi.cli.tables import width
from tests.journeys.conftest import Run

TOP = [
    "schema", "pack", "digest", "status", "as_of", "known_by", "facts_digest", "results_digest",
    "quantities", "findings", "monitors", "open_questions",
]  # fmt: skip
FINDING = {"subject", "rule", "verdict", "opens", "effects", "basis", "evidence", "missing"}


def document(assess: Run, *more: object) -> dict:
    outcome = assess("--format", "json", *more)
    assert outcome.code == 0, outcome.err
    return json.loads(outcome.out)


def test_the_page_names_pack_period_people_and_questions(assess: Run) -> None:
    outcome = assess()
    assert outcome.code == 0
    for said in ("青石县试行办法　试算", "期间      2024，截至 2024-12-31", "人员 3，证据 5",
                 "符合     1  范成(P2)", "第六条", "打开：核实", "列入名单「待核实名单」",
                 "目录「扣分事项」有 1 条原文未公布", "--person P2 over-the-line"):  # fmt: skip
        assert said in outcome.out
    assert "\x1b[" not in outcome.out
    assert "杜明" not in outcome.out


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_but_a_command_is_wider_than_the_terminal(
    assess: Run, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = assess("--all", "--trace", "--readings", "all").out.splitlines()
    wide = [x for x in lines if width(x) > columns and not x.strip().startswith("biaochi ")]
    assert not wide


def test_the_document_is_as_contracted(assess: Run) -> None:
    found = document(assess)
    assert list(found) == TOP
    assert (found["schema"], found["pack"], found["status"]) == (1, "qingshi-2024", "trial")
    assert (found["as_of"], found["known_by"]) == ("2024-12-31", None)
    [finding] = found["findings"]
    assert set(finding) - {"owner"} == FINDING
    assert finding["effects"] == [{"kind": "list", "what": "to-verify", "certain": True}]
    assert finding["basis"] == {"document": "qingshi-2024", "clause": "第六条"}
    assert finding["evidence"] == ["E2"]
    quantity = {"subject": "P2", "name": "扣分", "period": "2024", "value": "8.50", "unit": "分",
                "reading": "window=calendar_year"}  # fmt: skip
    assert quantity in found["quantities"]


def test_everything_and_traces_come_when_asked_for(assess: Run) -> None:
    findings = document(assess, "--all", "--trace")["findings"]
    assert [f["verdict"] for f in findings] == ["not_met", "met", "not_met"]
    assert all("8.50" in f["trace"]["sentence"] for f in findings if f["subject"] == "P2")


def test_both_executors_give_one_answer(assess: Run) -> None:
    one = document(assess, "--engine", "interpret", "--all", "--trace")
    other = document(assess, "--engine", "duckdb", "--all", "--trace")
    assert one["results_digest"] == other["results_digest"]
    assert one["quantities"] == other["quantities"]


def test_a_day_of_knowledge_counts_to_its_end(assess: Run) -> None:
    assert document(assess, "--known-by", "2024-05-02")["findings"]
    assert not document(assess, "--known-by", "2024-05-01")["findings"]
    assert not document(assess, "--known-by", "2024-05-01T23:59")["findings"]


def test_readings_list_those_for_whom_they_matter(assess: Run) -> None:
    page = assess("--readings", "all", "--as-of", "2024-06-30").out
    assert "试了全部 2 种组合" in page
    assert "耿直(P3)" in page
    assert "符合：window=rolling_12_months（连续十二个月）" in page
    readings = document(assess, "--readings", "all", "--as-of", "2024-06-30")["readings"]
    [found] = readings["disagreements"]
    assert (found["subject"], found["rule"]) == ("P3", "over-the-line")
    assert [a["verdict"] for a in found["answers"]] == ["met", "not_met"]


def test_results_are_written_whole_to_a_new_folder(assess: Run, tmp_path: Path) -> None:
    out = tmp_path / "out" / "results"
    assert assess("--out", out).code == 0
    assert sorted(p.name for p in out.iterdir()) == [
        "findings.csv", "quantities.csv", "results.json",
    ]  # fmt: skip
    assert list(json.loads((out / "results.json").read_text(encoding="utf-8"))) == TOP
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [r["subject"] for r in csv.DictReader(stream)] == ["P2"]
    again = assess("--out", out)
    assert again.code == 1
    assert "[ASK-TARGET]" in again.err
    assert [p.name for p in out.parent.iterdir()] == ["results"]


def test_explain_says_numbers_clause_reading_and_evidence(
    biaochi: Run, pack: Path, facts: Path
) -> None:
    words = ("explain", "--pack", pack, "--facts", facts, "--period", "2024", "--person")
    page = biaochi(*words, "P2").out
    for said in ("范成（P2）", "累计扣分(8.50) > 列入线(8)", "第六条", "E2", "自然年"):
        assert said in page
    assert "E4" in biaochi(*words, "P1", "扣分").out
    assert "over-the-line" in biaochi(*words, "P1", "qingshi-2024/over-the-line").out
    found = json.loads(biaochi(*words, "P2", "--format", "json").out)
    assert [f["verdict"] for f in found["findings"]] == ["met"]
    assert found["quantities"][0]["value"] == "8.50"


UNKNOWN = [
    ("P22", "", "ASK-SUBJECT", "P2"),
    ("范成", "", "ASK-SUBJECT", "P2（范成）"),
    ("P2", "over-the-lin", "ASK-RULE", "over-the-line"),
    ("P2", "扣份", "ASK-RULE", "扣分"),
]


@pytest.mark.parametrize("case", UNKNOWN)
def test_an_unknown_person_or_rule_gets_the_closest(
    biaochi: Run, pack: Path, facts: Path, case: tuple[str, str, str, str]
) -> None:
    who, what, code, near = case
    words = ["explain", "--pack", pack, "--facts", facts, "--period", "2024", "--person", who]
    outcome = biaochi(*words, *([what] if what else []))
    assert outcome.code == 1
    assert f"[{code}]" in outcome.err
    assert near in outcome.err


def test_another_kind_of_subject_must_be_declared(biaochi: Run, pack: Path, facts: Path) -> None:
    words = ["explain", "--pack", pack, "--facts", facts, "--period", "2024", "--subject"]
    assert "[ASK-SUBJECT]" in biaochi(*words, "matter=M1").err
    assert biaochi(*words, "person=P2").code == 0
    assert biaochi(*words, "P2").code == 2


def test_what_if_lists_exactly_those_added_with_reasons(
    biaochi: Run, pack: Path, facts: Path
) -> None:
    words = ("what-if", "--pack", pack, "--facts", facts, "--period", "2024")
    page = biaochi(*words, "--set", "列入线=7").out
    assert "杜明(P1)　不符合 → 符合" in page
    assert "累计扣分(8.00) > 列入线(7)" in page
    assert "范成" not in page
    found = json.loads(biaochi(*words, "--set", "列入线=7", "--format", "json").out)
    assert [(c["subject"], c["before"], c["after"]) for c in found["changes"]] == [
        ("P1", "not_met", "met")
    ]
    assert found["changes"][0]["why"]["evidence"] == ["E1"]
    assert "没有人的结论改变" in biaochi(*words, "--set", "列入线=8.0").out
    assert biaochi(*words).code == 2
    assert "[FORM-NAME]" in biaochi(*words, "--set", "列出线=7").err


def test_what_if_compares_readings_and_packs(biaochi: Run, pack: Path, facts: Path) -> None:
    words = ("what-if", "--pack", pack, "--facts", facts, "--period", "2024")
    page = biaochi(*words, "--reading", "window=rolling_12_months", "--as-of", "2024-06-30").out
    assert "耿直(P3)　不符合 → 符合" in page
    assert "数值的变化" in page
    assert "没有人的结论改变" in biaochi(*words, "--against", pack).out
