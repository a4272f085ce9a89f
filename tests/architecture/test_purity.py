"""The core is handed everything: no clock, no chance, no files, no environment, no floats."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import imported, named, parsed, room

BELOW = ("biaochi.errors", "biaochi.timeline", "biaochi.vocabulary")
SHAPES = ("biaochi.packs.shapes", "biaochi.facts.shapes")
# Each pure place, and what of the house it may import beside the standard library.
PURE = {
    "engine": ("biaochi.engine", *SHAPES, *BELOW),
    "procedure": ("biaochi.procedure", *SHAPES, *BELOW),
    "packs/shapes": ("biaochi.packs.shapes", *BELOW),
    "facts/shapes": ("biaochi.facts.shapes", *BELOW),
    "errors": ("biaochi.errors", "biaochi.timeline", "biaochi.vocabulary"),
    "timeline": ("biaochi.timeline",),
    "vocabulary": ("biaochi.vocabulary",),
}
EXACT = ("engine", "procedure")

FORBIDDEN_CALLS = {"open", "input", "print", "eval", "exec", "__import__"}
FORBIDDEN_METHODS = {
    "now", "utcnow", "today", "localtime", "gmtime", "monotonic", "perf_counter",
    "getenv", "read_text", "read_bytes", "write_text", "write_bytes", "urandom",
}  # fmt: skip
FORBIDDEN_MODULES = {
    "asyncio", "glob", "importlib", "io", "locale", "logging", "multiprocessing", "os", "pathlib",
    "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading",
    "time", "urllib", "uuid",
}  # fmt: skip


def impurities(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for line, name in imported(tree):
        if name.split(".")[0] in FORBIDDEN_MODULES:
            yield line, f"import {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
                yield node.lineno, f"{node.func.id}()"
            if isinstance(node.func, ast.Attribute) and node.func.attr in FORBIDDEN_METHODS:
                yield node.lineno, f".{node.func.attr}()"


def floats(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "float":
            yield node.lineno


def strangers(tree: ast.Module, allowed: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    for line, name in imported(tree):
        own = any(f"{name}.".startswith(f"{prefix}.") for prefix in allowed)
        if not own and name.split(".")[0] not in sys.stdlib_module_names:
            yield line, name


def after_importing(name: str) -> set[str]:
    code = f"""
import sys
before = set(sys.modules)
import importlib, pkgutil
room = importlib.import_module("{name}")
for found in pkgutil.walk_packages(getattr(room, "__path__", ()), "{name}."):
    importlib.import_module(found.name)
print(*sorted(set(sys.modules) - before))
"""
    # Coverage starts itself in child processes when it finds its variables.
    env = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def third_party(modules: set[str]) -> set[str]:
    roots = {name.split(".")[0] for name in modules}
    return {root for root in roots if root not in sys.stdlib_module_names} - {"biaochi"}


@pytest.mark.parametrize("place", PURE)
def test_a_pure_room_reaches_for_nothing(place: str) -> None:
    bad = [
        f"{named(path)}:{line}: {what}"
        for path in room(place)
        for line, what in impurities(parsed(path))
    ]
    assert not bad


@pytest.mark.parametrize("place", PURE)
def test_a_pure_room_imports_the_standard_library_and_floors_below(place: str) -> None:
    bad = [
        f"{named(path)}:{line}: {name}"
        for path in room(place)
        for line, name in strangers(parsed(path), PURE[place])
    ]
    assert not bad


@pytest.mark.parametrize("place", EXACT)
def test_points_and_days_are_never_floats(place: str) -> None:
    assert not [f"{named(path)}:{line}" for path in room(place) for line in floats(parsed(path))]


@pytest.mark.parametrize("place", PURE)
def test_importing_a_pure_room_loads_nothing_else(place: str) -> None:
    if not room(place):
        pytest.skip("planned, not built")
    loaded = after_importing(f"biaochi.{place.replace('/', '.')}")
    # Python itself loads the packages above a module; those are empty doors.
    doors = {"biaochi", "biaochi.packs", "biaochi.facts"}
    ours = {name for name in loaded if name.split(".")[0] == "biaochi"} - doors
    assert not third_party(loaded)
    assert not {n for n in ours if not any(f"{n}.".startswith(f"{p}.") for p in PURE[place])}


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as d\nx = d.date.today()",
        "import time",
        "from random import choice",
        "x = open('a.csv')",
        "import os\nx = os.environ['A']",
        "from pathlib import Path",
    ],
)
def test_an_impurity_is_seen(code: str) -> None:
    assert list(impurities(ast.parse(code)))


@pytest.mark.parametrize("code", ["x = 0.5", "x = float('1')", "y = f(1e3)"])
def test_a_float_is_seen(code: str) -> None:
    assert list(floats(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "import duckdb",
        "def f():\n    import numpy as np",
        "from biaochi.packs import loader",
        "from biaochi.packs.shapes_of_old import a",
        "from . import plan",
    ],
)
def test_a_stranger_is_seen(code: str) -> None:
    assert list(strangers(ast.parse(code), PURE["engine"]))


def test_an_import_from_below_passes() -> None:
    code = "import re\nfrom biaochi.packs import shapes\nfrom biaochi.errors import Problem"
    assert not list(strangers(ast.parse(code), PURE["engine"]))


def test_a_third_party_module_is_seen() -> None:
    assert "yaml" in third_party(after_importing("yaml"))


def test_a_room_that_does_not_exist_is_empty() -> None:
    assert room("no-such-room") == []
    assert all(isinstance(path, Path) for path in room("errors"))
