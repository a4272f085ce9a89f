"""Imports go down: the contracts are in pyproject.toml, import-linter reads them."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, ROOT

# One child lints many houses: starting it costs more than a house does.
FLOORS = "Imports go down, floor by floor"
ALONE = "The pure core imports the standard library only"
PACK_SHAPES = "Of packs, the engine sees the shapes only"
FACT_SHAPES = "Of facts, the engine sees the shapes only"

OURS = ("", "")
Found = dict[tuple[str, str], tuple[int, str]]
GOOD = [
    ("engine/plan.py", "from biaochi.packs.shapes import Pack"),
    ("engine/plan.py", "import biaochi.facts.shapes, biaochi.errors, fractions"),
    ("batch/run.py", "import biaochi.engine, duckdb"),
    ("packs/model.py", "import pydantic, biaochi.packs.shapes"),
]
BAD = [
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
]
# One child lints all houses: starting it costs more than a small house does.
LINT = """
import contextlib, importlib, io, json, sys
from importlinter.cli import lint_imports
path = list(sys.path)
for house in sys.argv[2:]:
    sys.path[:] = [house, *path]
    importlib.invalidate_caches()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = lint_imports(config_filename=sys.argv[1], no_cache=True)
    print(json.dumps([code, said.getvalue()]))
"""


def linted(scratch: Path, houses: list[Path]) -> Iterator[tuple[int, str]]:
    """Return the linter's exit code and output for each of these folders."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, str(ROOT / "pyproject.toml"), *map(str, houses)],
        cwd=scratch,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=True,
    )
    return map(tuple, map(json.loads, done.stdout.splitlines()))


@cache
def rooms() -> tuple[str, ...]:
    """Return the rooms that have to be there, as the contract names them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    named = [name.strip() for layer in layers for name in layer.split("|")]
    return tuple(name for name in named if not name.startswith("("))


def small_house(scratch: Path, place: str, code: str) -> Path:
    for room in (*rooms(), "packs/shapes", "facts/shapes"):
        folder = scratch / "biaochi" / room
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    for module in ("__init__", "packs/loader", "facts/read"):
        (scratch / f"biaochi/{module}.py").touch()
    target = scratch / "biaochi" / place
    target.parent.mkdir(exist_ok=True)
    if target.with_suffix("").is_dir():
        shutil.rmtree(target.with_suffix(""))
    target.write_text(code, encoding="utf-8")
    return scratch


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What the linter makes of this house and of small ones with one import each."""
    scratch = tmp_path_factory.mktemp("houses")
    imports = [*GOOD, *(case[:2] for case in BAD)]
    small = [small_house(scratch / str(at), *case) for at, case in enumerate(imports)]
    said = linted(scratch, [PACKAGE.parent, *small])
    return dict(zip([OURS, *imports], said, strict=True))


def test_every_import_of_the_house_goes_down(found: Found) -> None:
    code, said = found[OURS]
    assert not code, said


@pytest.mark.parametrize("case", GOOD)
def test_a_good_import_passes(found: Found, case: tuple[str, str]) -> None:
    code, said = found[case]
    assert not code, said


@pytest.mark.parametrize(("place", "line", "broken"), BAD)
def test_a_bad_import_breaks_its_contract(found: Found, place: str, line: str, broken: str) -> None:
    code, said = found[place, line]
    assert code
    assert f"{broken} BROKEN" in said, said
