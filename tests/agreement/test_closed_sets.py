"""What is said about one subject is the same from its closed set as from everyone's facts."""

from functools import cache

import pytest

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
from biaochi.facts.store import facts, facts_about, registry
from biaochi.packs.loader import builtin
from tests.packs.builtin import FOLDERS, examples_of, pack_of

SOME = 5


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
