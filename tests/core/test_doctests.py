"""The worked numbers in the docstrings of the product are true."""

import doctest
import importlib
import pkgutil

import pytest

import biaochi

NAMES = [m.name for m in pkgutil.walk_packages(biaochi.__path__, "biaochi.")]


@pytest.mark.parametrize("name", [n for n in NAMES if not n.endswith("__main__")])
def test_worked_numbers_in_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_worked_numbers():
    timeline = importlib.import_module("biaochi.timeline")
    assert doctest.testmod(timeline).attempted > 3
