"""A room is named for what it is about, and an import says from where it takes what."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, named, parsed, sources

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "constants", "extras", "misc"}
FOLDERS = [ROOT / name for name in ("src", "tests", "tools", "demo", "bench")]


def empty_names(path: Path) -> set[str]:
    return {Path(part).stem.strip("_") for part in path.parts} & EMPTY_NAMES


def blurred_imports(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (
            node.level > 0 or any(alias.name == "*" for alias in node.names)
        ):
            yield node.lineno


def test_no_module_is_named_after_nothing() -> None:
    bad = [named(path) for path in sources(*FOLDERS) if empty_names(path.relative_to(ROOT))]
    assert not bad, "name the module for what it does"


def test_no_import_is_relative_or_wild() -> None:
    bad = [
        f"{named(path)}:{line}"
        for path in sources(*FOLDERS)
        for line in blurred_imports(parsed(path))
    ]
    assert not bad


@pytest.mark.parametrize(
    "path", ["src/biaochi/engine/utils.py", "tests/helpers/a.py", "_common.py"]
)
def test_an_empty_name_is_seen(path: str) -> None:
    assert empty_names(Path(path))


@pytest.mark.parametrize("code", ["from . import plan", "from biaochi.engine import *"])
def test_a_blurred_import_is_seen(code: str) -> None:
    assert list(blurred_imports(ast.parse(code)))


def test_a_plain_import_passes() -> None:
    assert not list(blurred_imports(ast.parse("from biaochi.engine import plan\nimport re")))
