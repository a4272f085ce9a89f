"""Every claim of every example holds, and both executors give the same answers on it."""

from pathlib import Path

import pytest

from biaochi.batch.assess import Result, assess
from biaochi.batch.examples import asked, compared, store_of
from biaochi.errors import Refusal
from biaochi.packs.loader import builtin
from biaochi.packs.shapes import Pack
from biaochi.packs.shapes.examples import Example
from tests.packs.builtin import EXAMPLES, examples_of, pack_of


def ran(pack: Pack, folder: Path, example: Example) -> list[Result] | set[str]:
    """What the executors make of the example, or the codes with which it is refused."""
    try:
        with store_of(pack, folder, example) as store:
            return [
                assess(pack, store, asked(example), engine=engine, every=True)
                for engine in ("interpret", "duckdb")
            ]
    except Refusal as refusal:
        return {p.code for p in refusal.problems}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda part: part)
def test_executors_agree(name, example):
    pack, those = pack_of(name), examples_of(name)
    found = ran(pack, builtin(name), those[example])
    if those[example].expect.refused:
        assert those[example].expect.refused in found
        return
    one, two = found
    assert list(compared(those[example], one)) == []
    assert one.cells == two.cells
    assert one.results_digest == two.results_digest
    assert list(one.findings) == list(two.findings)
    assert list(one.monitors) == list(two.monitors)
    assert list(one.statistics) == list(two.statistics)
