"""The worked numbers in the docstrings of the product are true."""

import doctest
import importlib

import pytest

from tests.architecture.tree import PACKAGE, room

# The office has its own in tests/office: its rooms want Django set up.
ROOMS = (
    "batch", "cli", "clock", "engine", "errors", "facts", "packs", "procedure", "timeline",
    "vocabulary",
)  # fmt: skip
DOORS_OF_THE_OFFICE = ("asking", "serving")
NAMES = [
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for name in ROOMS
    for path in room(name)
    if path.stem not in DOORS_OF_THE_OFFICE and ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", [n for n in NAMES if not n.endswith("__main__")])
def test_worked_numbers_in_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_worked_numbers():
    timeline = importlib.import_module("biaochi.timeline")
    assert doctest.testmod(timeline).attempted > 3
