"""Packs and facts on the command line: check, render, diff, schema, new, list, where."""

import json
from pathlib import Path

import pytest

from biaochi.packs.loader import builtin_ids
from tests.journeys.conftest import Run


def spoil(pack: Path, *, old: str, new: str) -> None:
    path = pack / "examples" / "over-the-line.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_good_pack_passes_with_its_examples(biaochi: Run, pack: Path) -> None:
    outcome = biaochi("pack", "check", pack)
    assert outcome.code == 0
    assert "qingshi-2024：通过" in outcome.out
    assert "样例核对 2 次，全部相符" in outcome.out
    assert "样例" not in biaochi("pack", "check", "--no-examples", pack).out


def test_an_example_that_does_not_hold_fails_on_both_executors(biaochi: Run, pack: Path) -> None:
    spoil(pack, old='value: "8"', new='value: "9"')
    outcome = biaochi("pack", "check", pack)
    assert outcome.code == 1
    assert outcome.out.count("应为 9，实为 8") == 2
    found = json.loads(biaochi("pack", "check", pack, "--format", "json").out)
    assert [d["engine"] for d in found["packs"][0]["differences"]] == ["interpret", "duckdb"]
    assert found["packs"][0]["good"] is False


def test_a_broken_example_or_pack_is_told_with_its_place(biaochi: Run, pack: Path) -> None:
    spoil(pack, old="expect:", new="expcet:")
    outcome = biaochi("pack", "check", pack)
    assert outcome.code == 1
    assert "examples/over-the-line.yaml" in outcome.out
    (pack / "pack.yaml").write_text("id: [", encoding="utf-8")
    outcome = biaochi("pack", "check", pack, "--format", "json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["packs"][0]["pack"] is None


def test_questions_are_counted_and_listed_on_request(biaochi: Run, pack: Path) -> None:
    assert "待答 2" in biaochi("pack", "check", pack).out
    assert "待答 [" in biaochi("pack", "check", "--all", pack).out


def test_a_pack_is_printed_or_written_as_a_document(
    biaochi: Run, pack: Path, tmp_path: Path
) -> None:
    printed = biaochi("pack", "render", pack).out
    assert printed.startswith("# 青石县试行办法")
    target = tmp_path / "办法.md"
    assert biaochi("pack", "render", pack, "--out", target).code == 0
    assert target.read_text(encoding="utf-8") == printed
    assert "[ASK-TARGET]" in biaochi("pack", "render", pack, "--out", tmp_path).err
    assert "[ASK-TARGET]" in biaochi("pack", "render", pack, "--out", tmp_path / "a" / "b").err


def test_two_packs_are_compared(biaochi: Run, pack: Path, tmp_path: Path) -> None:
    assert "没有不同" in biaochi("pack", "diff", pack, pack).out
    biaochi("pack", "new", tmp_path / "other", "--id", "other-2024", "--title", "别的办法")
    found = json.loads(biaochi("pack", "diff", pack, tmp_path / "other", "--format", "json").out)
    assert "title" in {c["path"] for c in found["changes"]}
    assert "共" in biaochi("pack", "diff", pack, tmp_path / "other").out


def test_schemas_are_printed_for_editors(biaochi: Run) -> None:
    assert "rules/*.yaml" in json.loads(biaochi("pack", "schema").out)
    assert "$schema" in json.loads(biaochi("pack", "schema", "pack.yaml").out)
    assert "您是不是想写「pack.yaml」" in biaochi("pack", "schema", "pak.yaml").err


def test_a_new_pack_needs_an_empty_place(biaochi: Run, tmp_path: Path) -> None:
    words = ("pack", "new", tmp_path / "a", "--id", "a-1", "--title", "甲")
    assert biaochi(*words).code == 0
    assert "[PACK-FOLDER]" in biaochi(*words).err
    assert "[PACK-ID]" in biaochi("pack", "new", tmp_path / "b", "--id", "甲", "--title", "甲").err


def test_builtin_packs_are_listed(biaochi: Run) -> None:
    outcome = biaochi("pack", "list")
    assert all(name in outcome.out for name in builtin_ids())
    found = json.loads(biaochi("pack", "list", "--format", "json").out)
    assert [p["pack"] for p in found["packs"]] == list(builtin_ids())


@pytest.mark.parametrize(
    ("name", "file"),
    [("over-the-line", "rules/over-the-line.yaml:"), ("扣分", "quantities.yaml:"),
     ("累计扣分", "quantities.yaml:"), ("window", "pack.yaml:"), ("K1", "deductions.yaml:"),
     ("K3", "deductions.yaml:"), ("列入线", "pack.yaml:")],
)  # fmt: skip
def test_where_gives_file_and_line(biaochi: Run, pack: Path, name: str, file: str) -> None:
    outcome = biaochi("where", name, "--pack", pack)
    assert outcome.code == 0
    assert file in outcome.out
    assert "青石县试行办法" in outcome.out


def test_where_does_not_tell_where_the_pack_is_kept(
    biaochi: Run, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    out = biaochi("where", "over-the-line", "--pack", pack).out
    assert out.startswith(f"{pack.name}/rules/over-the-line.yaml:2\n")


def test_where_looks_through_all_packs_and_helps_with_spelling(biaochi: Run, pack: Path) -> None:
    found = json.loads(biaochi("where", "points-over-ten", "--format", "json").out)["places"]
    assert "changshan-2017" in {p["pack"] for p in found}
    assert {p["file"] for p in found if p["pack"] == "changshan-2017"} == {
        "packs/changshan-2017/rules/points-over-ten.yaml"
    }
    assert biaochi("where", "changshan-2017/points-over-ten").out.count("points-over-ten.yaml") == 1
    assert "over-the-line" in biaochi("where", "over-the-lin", "--pack", pack).err


def test_facts_are_checked_alone_and_against_a_pack(biaochi: Run, pack: Path, facts: Path) -> None:
    page = biaochi("facts", "check", facts).out
    assert "people    人员     3" in page
    assert "没有错误" in page
    found = json.loads(biaochi("facts", "check", facts, "--pack", pack, "--format", "json").out)
    assert found["tables"] == {"people": "3", "evidence": "5"}
    (facts / "evidence.csv").write_text("id,item,person,occurred_on\nE1,Z9,P1,2024-01-01\n")
    assert biaochi("facts", "check", facts).code == 0
    assert "[FACT-ITEM]" in biaochi("facts", "check", facts, "--pack", pack).err


def test_odd_facts_are_noted_on_standard_error(assess: Run, facts: Path) -> None:
    (facts / "memo.txt").write_text("x", encoding="utf-8")
    outcome = assess("--format", "json")
    assert outcome.code == 0
    assert "注意 [FACT-UNKNOWN]" in outcome.err
    json.loads(outcome.out)
