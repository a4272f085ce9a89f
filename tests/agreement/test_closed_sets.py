"""What is said about one subject is the same from its closed set as from everyone's facts."""

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from bench import opened as bench
from bench.rough import write_rough
from biaochi.batch.assess import Ready
from biaochi.batch.examples import asked, store_of
from biaochi.engine.amounts import CellTable
from biaochi.engine.closing import closed_set, needs_everyone
from biaochi.engine.compile import compile_pack
from biaochi.engine.explain import Explainer
from biaochi.engine.findings import findings
from biaochi.engine.interpret import Interpreter, interpret
from biaochi.engine.needing import wanted
from biaochi.engine.reasons import Reasons
from biaochi.facts.opening import open_part
from biaochi.facts.store import Store, facts, facts_about, registry
from biaochi.packs.loader import builtin
from tests.packs.builtin import FOLDERS, examples_of, pack_of

SOME = 5
ORDERS = range(2)


@pytest.mark.parametrize(("pack_id", "example_id"), FOLDERS)
def test_closed_set_gives_the_cells_of_the_full_run(pack_id: str, example_id: str) -> None:
    folder = builtin(pack_id)
    pack, example = pack_of(pack_id), examples_of(pack_id)[example_id]
    with store_of(pack, folder, example) as store:
        plan = compile_pack(pack, asked(example))
        full, known = interpret(plan, facts(store)), registry(store)
        needed = wanted(plan)
        alone = cache(lambda those: interpret(plan, facts_about(store, those, wanted=needed)))
        for kind in ("person", "unit"):
            if needs_everyone(plan, kind):
                continue
            for ident, cells in full[kind].items():
                closed = closed_set(plan, known, kind, ident)
                if closed is not None:
                    assert alone(frozenset().union(*closed.values()))[kind][ident] == cells


def _said(run: Interpreter, cells: CellTable, kind: str, ident: str) -> object:
    """Every finding and quantity of a subject, with all that is cited and lacking."""
    plan, reasons = run.plan, Reasons(run.plan, cells, run)
    his = {k: {i: row for i, row in rows.items() if i == ident} for k, rows in cells.items()}
    explainer = Explainer(reasons)
    traces = [explainer.quantity(kind, ident, n.name) for n in plan.of(kind) if not n.internal]
    return findings(plan, his, reasons, every=True), traces


@pytest.mark.parametrize(("pack_id", "example_id"), FOLDERS)
def test_a_ready_plan_says_about_one_what_the_full_run_says(pack_id: str, example_id: str) -> None:
    pack, example = pack_of(pack_id), examples_of(pack_id)[example_id]
    with store_of(pack, builtin(pack_id), example) as store:
        plan = compile_pack(pack, asked(example))
        full, ready = Interpreter(plan, facts(store)), Ready(plan, store)
        everyone = full.run()
        for kind in ("person", "unit"):
            for ident in list(everyone[kind])[:SOME]:
                found = ready.about(kind, ident)
                if found is not None:
                    assert _said(*found, kind, ident) == _said(full, everyone, kind, ident)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A hundred and twenty people with blanks, ties and values below zero."""
    prepared = write_rough(tmp_path_factory.mktemp("rough"))
    with open_part(prepared, prepared.names[0]) as store:
        yield store


@pytest.fixture(scope="module")
def told(county: Store) -> dict[tuple[str, str], object]:
    """What a run of everyone says about each person and unit."""
    full = Interpreter(bench.plan(), facts(county))
    cells = full.run()
    who = [(kind, ident) for kind in ("person", "unit") for ident in cells[kind]]
    return {one: _said(full, cells, *one) for one in who}


@pytest.mark.parametrize("seed", ORDERS)
def test_everyone_is_told_the_same_whoever_asked_before(
    seed: int, county: Store, told: dict[tuple[str, str], object]
) -> None:
    ready, who = Ready(bench.plan(), county), list(told)
    Random(seed).shuffle(who)
    for one in [*who, who[0]]:
        found = ready.about(*one)
        assert found is not None
        assert _said(*found, *one) == told[one]
