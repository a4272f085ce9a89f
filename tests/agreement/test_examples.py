"""Every claim of every example holds, and both executors give the same digest, findings,
monitors and statistics on it."""

import pytest

from biaochi.batch.assess import assess
from biaochi.batch.examples import asked, compared, store_of
from biaochi.errors import Refusal
from biaochi.packs.examples import examples
from biaochi.packs.loader import builtin, builtin_ids, load

EXAMPLES = [(pack, example.id) for pack in builtin_ids() for example in examples(builtin(pack))]


@pytest.fixture(scope="module")
def loaded():
    """Each built-in pack with its examples, read once."""
    return {
        name: (load(builtin(name)), {e.id: e for e in examples(builtin(name))})
        for name in builtin_ids()
    }


@pytest.mark.slow
@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda part: part)
def test_executors_agree(loaded, name, example):
    pack, those = loaded[name]
    expect, question = those[example].expect, asked(those[example])
    try:
        with store_of(pack, builtin(name), those[example]) as store:
            one = assess(pack, store, question, engine="interpret", every=True)
            two = assess(pack, store, question, engine="duckdb", every=True)
    except Refusal as refusal:
        assert expect.refused in {p.code for p in refusal.problems}
        return
    assert not expect.refused
    assert list(compared(those[example], one)) == []
    assert one.cells == two.cells
    assert one.results_digest == two.results_digest
    assert list(one.findings) == list(two.findings)
    assert list(one.monitors) == list(two.monitors)
    assert list(one.statistics) == list(two.statistics)
