"""One unit in a warm process: the plan compiled, the unit's rows at hand."""

import time
from pathlib import Path

from biaochi.batch.assess import open_facts
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.interpret import interpret
from biaochi.facts.shapes import Facts
from biaochi.facts.store import facts
from biaochi.packs.loader import load

UNIT = "U00007"
REPEATS = 20


def unit_of_twenty(folder: Path, pack_folder: Path) -> float:
    """Seconds to assess one unit of twenty people, ranks included; the best of some repeats."""
    pack = load(pack_folder)
    with open_facts(pack, folder) as store:
        everything = facts(store).tables
    those = {r["person"] for r in everything["posts"] if r["unit"] == UNIT}
    tables = {
        name: [r for r in rows if "person" not in r or r["person"] in those]
        for name, rows in everything.items()
    }
    tables["units"] = [r for r in tables["units"] if r["unit"] == UNIT]
    plan = compile_pack(pack, Asked(period="2017"))
    found = Facts(tables=tables)
    spent = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        interpret(plan, found)
        spent.append(time.perf_counter() - start)
    return min(spent)
