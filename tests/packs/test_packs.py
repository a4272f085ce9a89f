"""Every built-in pack: it lints and its examples hold; bad packs are refused with their code.

That the other executor gives the same cells and findings is in tests/agreement/test_examples.py.
"""

from pathlib import Path

import pytest

from biaochi.batch.examples import run
from biaochi.engine.compile import Asked, compile_pack
from biaochi.errors import Problem, Refusal
from biaochi.packs.lint import lint
from biaochi.packs.loader import builtin, builtin_ids, load
from tests.packs.builtin import EXAMPLES, examples_of, pack_of, plans_of

BAD = Path(__file__).parent / "bad"


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda part: part)
def test_example_holds(name, example):
    shown = examples_of(name)[example]
    assert run(plans_of(name), builtin(name), shown, engine="interpret") == []


@pytest.mark.parametrize("name", builtin_ids())
def test_pack_lints_without_error(name):
    assert [p for p in lint(pack_of(name)) if p.level == "error"] == []


@pytest.mark.parametrize("name", builtin_ids())
def test_pack_has_examples(name):
    assert examples_of(name)


@pytest.mark.parametrize("folder", sorted(BAD.iterdir()), ids=lambda path: path.name)
def test_bad_pack_is_refused_with_its_code(folder):
    expected = (folder / "expect.txt").read_text("utf-8").split()[0]
    assert expected in {p.code for p in _problems(folder / "pack")}


def _problems(folder: Path) -> list[Problem]:
    """What loading, checking and compiling refuse."""
    found: list[Problem] = []
    try:
        pack = load(folder)
        found += lint(pack)
        compile_pack(pack, Asked(period="2017"))
    except Refusal as refusal:
        found += refusal.problems
    return found
