"""The worked numbers in the docstrings of the office are true."""

import doctest
import importlib

import pytest

from tests.architecture.tree import PACKAGE, sources

WORKED = [
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for room in ("access", "accounts", "appraisals", "cases", "desks", "documents", "evidence",
                 "exchange", "findings", "followup", "letters", "matters", "remedies",
                 "registry", "tasks", "trail", "web")
    for path in sources(PACKAGE / room)
    if ">>> " in path.read_text(encoding="utf-8")
]  # fmt: skip


@pytest.mark.parametrize("name", WORKED)
def test_worked_numbers_in_docstrings_are_true(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted
    assert found.failed == 0
