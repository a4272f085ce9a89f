"""What is said about one subject is the same from its closed set as from everyone's facts."""

from functools import cache

import pytest

from biaochi.batch.examples import asked, store_of
from biaochi.engine.closing import closed_set, needs_everyone
from biaochi.engine.compile import compile_pack
from biaochi.engine.interpret import interpret
from biaochi.facts.store import facts, facts_about, registry
from biaochi.packs.loader import builtin
from tests.packs.builtin import EXAMPLES, examples_of, pack_of

FOLDERS = [
    (pack, id_)
    for pack, id_ in EXAMPLES
    if (example := examples_of(pack)[id_]).facts == "folder" and not example.expect.refused
]


@pytest.mark.parametrize(("pack_id", "example_id"), FOLDERS)
def test_closed_set_gives_the_cells_of_the_full_run(pack_id: str, example_id: str) -> None:
    folder = builtin(pack_id)
    pack, example = pack_of(pack_id), examples_of(pack_id)[example_id]
    with store_of(pack, folder, example) as store:
        plan = compile_pack(pack, asked(example))
        full, known = interpret(plan, facts(store)), registry(store)
        alone = cache(lambda those: interpret(plan, facts_about(store, those)))
        for kind in ("person", "unit"):
            if needs_everyone(plan, kind):
                continue
            for ident, cells in full[kind].items():
                closed = closed_set(plan, known, kind, ident)
                if closed is not None:
                    assert alone(frozenset().union(*closed.values()))[kind][ident] == cells
