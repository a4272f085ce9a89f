"""Imports go down: the contracts are in pyproject.toml, import-linter reads them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, ROOT

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
FLOORS = "Imports go down, floor by floor"
ALONE = "The pure core imports the standard library only"
PACK_SHAPES = "Of packs, the engine sees the shapes only"
FACT_SHAPES = "Of facts, the engine sees the shapes only"


def lint(sources: Path, scratch: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    return subprocess.run(
        command,
        cwd=scratch,
        env={**os.environ, "PYTHONPATH": str(sources), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def small_house(scratch: Path, place: str, code: str) -> Path:
    for room in ("cli", "batch", "engine", "packs", "packs/shapes", "facts", "facts/shapes"):
        folder = scratch / "biaochi" / room
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    for module in ("__init__", "errors", "timeline", "vocabulary", "packs/loader", "facts/read"):
        (scratch / f"biaochi/{module}.py").touch()
    target = scratch / "biaochi" / place
    target.parent.mkdir(exist_ok=True)
    target.write_text(code, encoding="utf-8")
    return scratch


def test_every_import_of_the_house_goes_down(tmp_path: Path) -> None:
    done = lint(PACKAGE.parent, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("engine/plan.py", "from biaochi.packs.shapes import Pack"),
        ("engine/plan.py", "import biaochi.facts.shapes, biaochi.errors, fractions"),
        ("batch/run.py", "import biaochi.engine, duckdb"),
        ("packs/model.py", "import pydantic, biaochi.packs.shapes"),
    ],
)
def test_a_good_import_passes(tmp_path: Path, place: str, code: str) -> None:
    done = lint(small_house(tmp_path, place, code), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("place", "code", "broken"),
    [
        ("engine/plan.py", "import biaochi.cli", FLOORS),
        ("engine/plan.py", "import biaochi.batch", FLOORS),
        ("packs/loader.py", "import biaochi.facts", FLOORS),
        ("timeline.py", "import biaochi.vocabulary", FLOORS),
        ("extras.py", "", FLOORS),  # a room that has no floor
        ("engine/plan.py", "import duckdb", ALONE),
        ("errors.py", "import pydantic", ALONE),
        ("packs/shapes/base.py", "import yaml", ALONE),
        ("engine/plan.py", "from biaochi.packs import loader", PACK_SHAPES),
        ("engine/plan.py", "from biaochi.facts.read import rows", FACT_SHAPES),
    ],
)
def test_a_bad_import_breaks_its_contract(
    tmp_path: Path, place: str, code: str, broken: str
) -> None:
    done = lint(small_house(tmp_path, place, code), tmp_path)
    assert done.returncode != 0
    assert f"{broken} BROKEN" in done.stdout, done.stdout
