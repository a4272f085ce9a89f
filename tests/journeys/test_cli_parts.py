"""Large facts on the command line: prepared, judged part by part, explained from one part."""

import json
from errno import EACCES, ENOSPC
from pathlib import Path

import duckdb
import pytest

from biaochi.batch import parts as running
from tests.core.facts.preparing import put
from tests.journeys.conftest import Outcome, Run, written

TOP = """
名次:
  {of: person, label: 扣分名次, rank: 扣分, within: 同性别, order: desc, ties: min, basis: 第七条}
"""
RULE = """\
id: worst-of-all
label: {zh: 扣分最多, en: Worst of all}
basis: 第七条
when: 名次 = 1
opens: verification
owner: 组织部门
"""
GROUP = "\ngroups:\n  同性别: {of: person, by: [sex], label: 同性别人员}\n"
COUNTIES = {
    "people/county=甲/a.csv": "person,name,birth_on,sex\nP1,杜明,1970-01-01,男\n"
    "P2,范成,1971-02-03,女\n",
    "people/county=乙/a.csv": "person,name,birth_on,sex\nP3,耿直,1972-03-04,男\n",
    "evidence/county=甲/a.csv": "id,item,person,value,occurred_on\nE1,K1,P1,-8,2024-03-01\n"
    "E2,K2,P2,-8.5,2024-05-01\n",
    "evidence/county=乙/a.csv": "id,item,person,value,occurred_on\nE3,K1,P3,,2024-06-01\n",
}


@pytest.fixture
def ranked(pack: Path) -> Path:
    """The pack with a place among everyone of the same sex, wherever they are."""
    for file, text in (("quantities.yaml", TOP), ("pack.yaml", GROUP)):
        (pack / file).write_text((pack / file).read_text("utf-8") + text, encoding="utf-8")
    (pack / "rules" / "worst-of-all.yaml").write_text(RULE, encoding="utf-8")
    return pack


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return put(tmp_path / "raw", COUNTIES)


@pytest.fixture
def prepared(biaochi: Run, ranked: Path, raw: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "prepared"
    assert biaochi("facts", "prepare", "--facts", raw, "--pack", ranked, "--out", folder).code == 0
    return folder


@pytest.fixture
def ask(biaochi: Run, ranked: Path, prepared: Path) -> Run:
    def run(act: str, *more: object) -> Outcome:
        where = ("--pack", ranked, "--facts", prepared, "--period", "2024")
        return biaochi(act, *where, *more)

    return run


@pytest.fixture
def judge(ask: Run, tmp_path: Path) -> Run:
    return lambda *more: ask("assess", "--out", tmp_path / "out", *more)


def test_parts_are_judged_told_and_kept(judge: Run, tmp_path: Path) -> None:
    first = judge("--threads", "1", "--memory", "768MB")
    assert first.code == 0
    assert "这次算了 2 个部分，沿用算过的 0 个" in first.out
    assert "扣分超过列入线  over-the-line  第六条     1     0" in first.out
    assert f"duckdb -c \"FROM '{tmp_path}/out/parts/" in first.out.replace("\n", "")
    again = judge()
    assert "这次算了 0 个部分，沿用算过的 2 个" in again.out
    assert again.out.partition("【结论】")[2] == first.out.partition("【结论】")[2]


def test_the_command_shown_counts_findings_by_part(judge: Run, tmp_path: Path) -> None:
    said = judge().out.partition('duckdb -c "')[2].partition('"')[0]
    with duckdb.connect() as con:
        assert con.execute(said).fetchall() == [("甲", "over-the-line", "met", 1)]


def test_the_digest_is_that_of_the_same_facts_in_one_folder(
    judge: Run, biaochi: Run, ranked: Path, tmp_path: Path
) -> None:
    summary = json.loads(judge("--format", "json").out)
    assert summary == json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["findings"] == {"over-the-line:met": 1, "worst-of-all:met": 2}
    whole = whole_facts(tmp_path)
    where = ("--pack", ranked, "--facts", whole, "--period", "2024", "--format", "json")
    assert json.loads(biaochi("assess", *where).out)["results_digest"] == summary["results_digest"]


def whole_facts(tmp_path: Path) -> Path:
    tables: dict[str, str] = {}
    for file, text in COUNTIES.items():
        table = file.partition("/")[0]
        rows = text if table not in tables else text.partition("\n")[2]
        tables[table] = tables.get(table, "") + rows
    return written(tmp_path / "whole", **tables)


def test_a_part_with_new_facts_is_judged_again(
    judge: Run, biaochi: Run, ranked: Path, raw: Path, prepared: Path
) -> None:
    judge()
    more = COUNTIES["evidence/county=乙/a.csv"] + "E4,K1,P3,-9,2024-07-01\n"
    put(raw, {"evidence/county=乙/a.csv": more})
    biaochi("facts", "prepare", "--facts", raw, "--pack", ranked, "--out", prepared)
    outcome = judge()
    assert "这次算了 1 个部分，沿用算过的 1 个" in outcome.out
    assert "over-the-line  第六条     2     0" in outcome.out


def test_a_run_that_was_killed_leaves_nothing_behind(judge: Run, tmp_path: Path) -> None:
    left = put(tmp_path / "out" / ".work-killed", {"batch-1/half.parquet": "PAR1"})
    assert judge().code == 0
    assert not left.exists()
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["parts", "summary.json", "wide"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_an_interrupted_run_says_how_to_go_on(
    judge: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stopped(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(running, "run_wide", stopped)
        outcome = judge()
        assert outcome.code == 130
        assert "算完的部分都留着" in outcome.err
    assert not list((tmp_path / "out").glob(".work-*"))
    assert "这次算了 0 个部分，沿用算过的 2 个" in judge().out


@pytest.mark.parametrize(
    "words",
    [("--readings", "all"), ("--trace",), ("--all",), ("--top", "3"), ("--engine", "interpret")],
)
def test_options_that_do_not_apply_are_refused(judge: Run, words: tuple[str, ...]) -> None:
    outcome = judge(*words)
    assert outcome.code == 2
    assert (
        f"[ASK-OPTION] 选项用得不对。应为：分部分计算用得上的选项；实为：{words[0]}" in outcome.err
    )


def test_a_place_for_results_is_needed_and_must_be_free(
    ask: Run, judge: Run, tmp_path: Path
) -> None:
    outcome = ask("assess")
    assert (outcome.code, "--out" in outcome.err) == (2, True)
    put(tmp_path / "out", {"other.txt": "x"})
    assert "[ASK-TARGET]" in judge().err


@pytest.mark.parametrize(
    "error",
    [duckdb.OutOfMemoryException("Out of Memory Error: 614 MiB used"),
     duckdb.IOException("IO Error: write: No space left on device"), OSError(ENOSPC, "full")],
)  # fmt: skip
def test_memory_or_disk_that_is_used_up_is_told(
    judge: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(running, "run_wide", fails)
    outcome = judge()
    assert outcome.code == 1
    assert "[RUN-MEMORY]" in outcome.err
    assert "--memory" in outcome.err


def test_other_failures_of_the_disk_are_told_by_name(
    judge: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr(running, "run_wide", fails)
    assert "[ASK-TARGET]" in judge().err


@pytest.mark.parametrize("size", ["1", "512MB", "0.5GB", "GB", "2TB", "²GB"])
def test_a_size_of_memory_is_understood_or_refused(biaochi: Run, size: str) -> None:
    outcome = biaochi("assess", "--pack", "p", "--facts", "f", "--period", "1", "--memory", size)
    assert outcome.code == 2
    assert f"至少 768MB，实为「{size}」" in outcome.err


def test_limits_are_for_parts_only(assess: Run) -> None:
    assert "[ASK-OPTION]" in assess("--memory", "1GB").err
    assert "[ASK-OPTION]" in assess("--threads", "2").err


def test_facts_in_county_folders_have_to_be_prepared(biaochi: Run, pack: Path, raw: Path) -> None:
    where = ("--pack", pack, "--facts", raw, "--period", "2024")
    for command in (("assess",), ("explain", "--person", "P1"), ("what-if", "--set", "列入线=7")):
        outcome = biaochi(*command, *where)
        assert outcome.code == 1
        prepare = f"biaochi facts prepare --facts {raw} --pack {pack} --out {raw}-prepared"
        assert prepare in outcome.err


def test_prepared_facts_are_not_read_as_raw_ones(biaochi: Run, prepared: Path) -> None:
    assert "[FACT-RAW]" in biaochi("facts", "check", prepared).err


def test_facts_prepared_for_another_pack_lack_its_columns(
    judge: Run, ask: Run, ranked: Path
) -> None:
    more = "\nattributes:\n  grade: {of: person, kind: label, label: 级别, values: [甲]}\n"
    file = ranked / "pack.yaml"
    file.write_text(file.read_text("utf-8") + more, encoding="utf-8")
    assert "[FACT-PREPARED]" in judge().err
    assert "「grade」列" in ask("explain", "--person", "P1").err


def test_one_person_is_explained_as_from_all_facts(
    ask: Run, biaochi: Run, ranked: Path, tmp_path: Path
) -> None:
    whole = whole_facts(tmp_path)
    where = ("--pack", ranked, "--facts", whole, "--period", "2024", "--format", "json")
    for person in ("P1", "P2", "P3"):
        found = json.loads(ask("explain", "--person", person, "--format", "json").out)
        assert found["beyond"] == {"rules": ["worst-of-all"], "quantities": ["名次"]}
        other = json.loads(biaochi("explain", *where, "--person", person).out)
        assert found["findings"] == [f for f in other["findings"] if f["rule"] == "over-the-line"]
        assert found["quantities"] == [q for q in other["quantities"] if q["name"] != "名次"]


def test_what_reaches_beyond_the_part_is_named_never_guessed(ask: Run) -> None:
    page = ask("explain", "--person", "P3").out
    assert "规则 1 项：扣分最多（worst-of-all）" in page
    assert "量 1 项：扣分名次（名次）" in page
    for what in ("名次", "worst-of-all"):
        outcome = ask("explain", "--person", "P3", what)
        assert outcome.code == 1
        assert "[ASK-WIDE]" in outcome.err
    assert "这里没有说明的" not in ask("explain", "--person", "P3", "扣分").out


def test_someone_who_is_in_no_part_is_refused(ask: Run) -> None:
    assert "您是不是要找：P3（耿直）？" in ask("explain", "--person", "耿直").err
    assert "请核对编号" in ask("explain", "--person", "P9").err
    assert "请核对编号" in ask("explain", "--unit", "U1").err
    assert "[ASK-WIDE]" in ask("explain", "--subject", "matter=M1").err


def test_facts_that_do_not_fit_the_pack_are_refused_when_explained(
    ask: Run, biaochi: Run, ranked: Path
) -> None:
    file = ranked / "catalogues" / "deductions.yaml"
    text = file.read_text("utf-8").replace("code: K2", "code: K9")
    file.write_text(text, encoding="utf-8")
    assert "[FACT-ITEM]" in ask("explain", "--person", "P1").err
    assert ask("explain", "--person", "P3").code == 0
