import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import biaochi
from tests.office.exchange.killed_often import ROWS

ROOT = Path(__file__).parents[3]
ROUNDS = 15


@pytest.fixture
def run(tmp_path):
    def run(*words, module="killed"):
        source = str(Path(biaochi.__path__[0]).parent)
        env = {k: v for k, v in os.environ.items() if not k.startswith("BIAOCHI_")}
        env["PYTHONPATH"] = os.pathsep.join((source, str(ROOT)))
        command = [sys.executable, "-m", f"tests.office.exchange.{module}", str(tmp_path), *words]
        return subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.once
@pytest.mark.slow
def test_an_import_killed_half_way_counts_nothing_and_is_continued(run) -> None:
    assert run("start").returncode == -signal.SIGKILL
    left = json.loads(run("look").stdout)
    assert left["counted"] == 0 < left["there"] < 9_000
    assert json.loads(run("again").stdout) == {"there": 9_000, "counted": 9_000}


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.long
def test_kills_at_any_moment_leave_all_or_nothing(run) -> None:
    done = run(f"{ROUNDS}", "20261121", module="killed_often")
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert len(told) == ROUNDS
    for number, one in enumerate(told, start=1):
        assert one["then"]["counted"] in {0, ROWS}, (number, one)
        assert one["then"]["sound"], (number, one)
        assert one["after"] == {"there": ROWS, "counted": ROWS, "sound": 1}, (number, one)
    assert sum(one["hit"] for one in told) > ROUNDS // 3
