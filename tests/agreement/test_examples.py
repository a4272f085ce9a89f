"""Both executors give the same answers on every example.

That the claims of each example hold is in tests/packs/test_packs.py, in the interpreter.
"""

import pytest

from biaochi.batch.assess import assessed
from biaochi.batch.examples import asked, store_of
from biaochi.engine.compile import Asked, compile_pack
from biaochi.facts.store import Store
from biaochi.packs.loader import builtin, builtin_ids
from biaochi.packs.shapes import Pack
from tests.agreement.merged import merged
from tests.agreement.running import opened
from tests.packs.builtin import FOLDERS, examples_of, pack_of

pytestmark = pytest.mark.slow


def agree(pack: Pack, store: Store, question: Asked) -> None:
    """Cells, digest, findings met or not, monitors and statistics are the same."""
    plan = compile_pack(pack, question)
    one, two = (
        assessed(plan, store, engine=engine, every=True) for engine in ("interpret", "duckdb")
    )
    assert one.cells == two.cells
    assert one.results_digest == two.results_digest
    assert list(one.findings) == list(two.findings)
    assert list(one.monitors) == list(two.monitors)
    assert list(one.statistics) == list(two.statistics)


@pytest.mark.parametrize("name", builtin_ids())
def test_executors_agree_on_the_examples_of_each_question(name):
    for pack, question, rows, _ in merged(name):
        with opened(pack, rows) as store:
            agree(pack, store, question)


@pytest.mark.parametrize(("name", "example"), FOLDERS, ids=lambda part: part)
def test_executors_agree_on_an_example_with_a_folder_of_facts(name, example):
    pack, shown = pack_of(name), examples_of(name)[example]
    with store_of(pack, builtin(name), shown) as store:
        agree(pack, store, asked(shown))


def test_every_example_is_run_or_refused() -> None:
    """None is lost between those with facts of their own, those with folders, those refused."""
    for name in builtin_ids():
        asks = [e for e in examples_of(name).values() if not e.expect.refused]
        own = sum(many for *_, many in merged(name))
        assert own + sum(n == name for n, _ in FOLDERS) == len(asks)
