import subprocess
import sys
from pathlib import Path

import pytest

import biaochi.engine

NAMES = [p.stem for p in Path(biaochi.engine.__file__).parent.glob("*.py") if p.stem != "__init__"]
ALONE = """
import importlib, sys
for name in sys.argv[1:]:
    for known in [m for m in sys.modules if m.startswith("biaochi.engine")]:
        del sys.modules[known]
    importlib.import_module(f"biaochi.engine.{name}")
"""


@pytest.mark.slow
def test_every_module_of_the_engine_can_be_the_first_to_be_imported():
    ran = subprocess.run(
        [sys.executable, "-c", ALONE, *NAMES], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
