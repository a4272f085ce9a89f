"""A number from a regulation stands in a pack, never in the engine or the procedure."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import named, parsed, room

SMALL = {0, 1, 2}


def is_harmless(value: complex) -> bool:
    if value in SMALL:
        return True
    return isinstance(value, int) and str(value).rstrip("0") == "1"


def exponents_of_ten(tree: ast.Module) -> set[ast.expr]:
    """Return the n of each 10**n: that, too, is a power of ten."""
    powers = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow)]
    return {power.right for power in powers if ast.unparse(power.left) == "10"}


def widths_of_boxes(tree: ast.Module) -> set[ast.expr]:
    """Return the n of each ``longest=n``: how much a box of a form holds is nobody's policy."""
    words = (n for n in ast.walk(tree) if isinstance(n, ast.keyword))
    return {word.value for word in words if word.arg == "longest"}


def numbers(tree: ast.Module) -> Iterator[tuple[int, complex]]:
    exempt = exponents_of_ten(tree) | widths_of_boxes(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool) or node in exempt:
            continue
        if isinstance(node.value, int | float | complex) and not is_harmless(node.value):
            yield node.lineno, node.value


def test_engine_and_procedure_hold_no_number_of_a_policy() -> None:
    bad = [
        f"{named(path)}:{line}: {value}"
        for path in (*room("engine"), *room("procedure"))
        for line, value in numbers(parsed(path))
    ]
    assert not bad, "a number of a policy goes into a pack, a limit into vocabulary/limits.py"


@pytest.mark.parametrize(
    "code", ["x = 8", "f(share=0.2)", "days = -30", "x = 1_5", "x = 200", "x = 9**4"]
)
def test_a_number_of_a_policy_is_seen(code: str) -> None:
    assert list(numbers(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["Field(longest=60)", "x = 0", "x[-1]", "x // 2", "10**18", "1_000_000", "a = True"]
)
def test_a_number_of_the_language_passes(code: str) -> None:
    assert not list(numbers(ast.parse(code)))
