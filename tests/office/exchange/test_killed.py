import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import biaochi

ROOT = Path(__file__).parents[3]


@pytest.mark.once
@pytest.mark.slow
def test_an_import_killed_half_way_counts_nothing_and_is_continued(tmp_path) -> None:
    def run(what):
        source = str(Path(biaochi.__path__[0]).parent)
        env = {k: v for k, v in os.environ.items() if not k.startswith("BIAOCHI_")}
        env["PYTHONPATH"] = os.pathsep.join((source, str(ROOT)))
        command = [sys.executable, "-m", "tests.office.exchange.killed", str(tmp_path), what]
        return subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    assert run("start").returncode == -signal.SIGKILL
    left = json.loads(run("look").stdout)
    assert left["counted"] == 0 < left["there"] < 9_000
    assert json.loads(run("again").stdout) == {"there": 9_000, "counted": 9_000}
