"""Wrong usage, unexpected faults and closed pipes end cleanly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from biaochi.cli import assessing
from tests.journeys.conftest import Run

BAD = [
    (["assess"], "缺少 --pack, --facts, --period"),
    (["asess"], "没有"),
    (["assess", "--pak", "x"], "缺少"),
    (["explain", "--pack", "a", "--facts", "b", "--period", "2017"], "要写明其中之一"),
    (["assess", "--pack", "a", "--facts", "b", "--period", "2017", "--top", "0"], "大于零的整数"),
    (["assess", "--pack", "a", "--facts", "b", "--period", "2017", "--engine", "x"], "可以写的有"),
    (["assess", "--pack", "a", "--facts", "b", "--period", "2017", "--reading", "x"], "名称=值"),
    (["assess", "--pack", "a", "--facts", "b", "--period"], "后面缺少内容"),
    (["pack"], "缺少"),
    ([], "缺少"),
]
TIMES = [
    ("--as-of", "2024-13-01", "ASK-TIME"),
    ("--as-of", "昨天", "ASK-TIME"),
    ("--as-of", "0001-01-01", "ASK-TIME"),
    ("--known-by", "2024-01-01T00:00:00+08:00", "ASK-TIME"),
    ("--known-by", "9999", "ASK-TIME"),
    ("--period", "9999", "PLAN-PERIOD"),
    ("--period", "0001", "PLAN-PERIOD"),
    ("--period", "2024Q5", "PLAN-PERIOD"),
    ("--period", "二〇二四", "PLAN-PERIOD"),
]


@pytest.mark.parametrize(("words", "says"), BAD)
def test_wrong_usage_says_what_is_wrong(biaochi: Run, words: list[str], says: str) -> None:
    outcome = biaochi(*words)
    assert outcome.code == 2
    assert outcome.err.startswith("用法不对：")
    assert says in outcome.err
    assert "--help" in outcome.err


@pytest.mark.parametrize(("option", "text", "code"), TIMES)
def test_a_wrong_time_is_wrong_usage(assess: Run, option: str, text: str, code: str) -> None:
    outcome = assess(option, text)
    assert outcome.code == 2
    assert f"[{code}]" in outcome.err


def test_an_unknown_reading_is_refused(assess: Run) -> None:
    assert "[PLAN-READING]" in assess("--reading", "window=forever").err
    assert "[PLAN-READING]" in assess("--reading", "windo=calendar_year").err


def test_an_unexpected_fault_is_one_short_line(
    assess: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("坏\x1b[31m了")

    monkeypatch.setattr(assessing, "assess", fail)
    outcome = assess()
    assert outcome.code == 3
    assert "ZeroDivisionError" in outcome.err
    assert "Traceback" not in outcome.err
    assert "\x1b" not in outcome.err
    monkeypatch.setenv("BIAOCHI_DEBUG", "1")
    assert "Traceback" in assess().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_an_interrupt_ends_quietly(
    assess: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(assessing, "assess", stop)
    outcome = assess()
    assert (outcome.code, outcome.err) == (130, "已中断，没有写下任何结果。\n")


def command(*words: object, **more: str) -> list[str]:
    return [sys.executable, "-m", "biaochi.cli.main", *map(str, words)]


def test_a_closed_pipe_is_no_error(pack: Path, facts: Path) -> None:
    words = ("assess", "--pack", pack, "--facts", facts, "--period", "2024", "--format", "json")
    with subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        process.wait()
    assert process.returncode == 141
    assert said == b""


def test_the_real_command_works_in_any_locale(pack: Path, facts: Path) -> None:
    words = ("assess", "--pack", pack, "--facts", facts, "--period", "2024")
    for setting in ({"LANG": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "gbk"}):
        env = {**os.environ, **setting}
        done = subprocess.run(command(*words), env=env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert b"over-the-line" in done.stdout
        assert b"\x1b[" not in done.stdout


def test_help_starts_without_the_engine() -> None:
    code = "import sys; import biaochi.cli.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"duckdb", "pydantic", "yaml", "biaochi.engine", "biaochi.packs"}
