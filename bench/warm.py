"""One unit, one person in a warm process: the plan compiled, the rows at hand."""

import time
from pathlib import Path

from biaochi.batch.assess import Ready, open_facts
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.findings import findings
from biaochi.engine.interpret import interpret
from biaochi.engine.reasons import Reasons
from biaochi.facts.shapes import Facts
from biaochi.facts.store import facts
from biaochi.packs.loader import load

UNIT = "U00007"
PERSON = "P0000456"
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


def one_person(folder: Path, pack_folder: Path) -> float:
    """Seconds from asking for a person's closed set to the findings; the best of some repeats."""
    pack = load(pack_folder)
    plan = compile_pack(pack, Asked(period="2017"))
    spent = []
    with open_facts(pack, folder) as store:
        ready = Ready(plan, store)
        for _ in range(REPEATS):
            start = time.perf_counter()
            answered = ready.about("person", PERSON)
            if answered is None:
                raise SystemExit("the closed set of a person cannot be told")
            run, cells = answered
            his = {kind: {i: c for i, c in rows.items() if i == PERSON}
                   for kind, rows in cells.items()}  # fmt: skip
            findings(plan, his, Reasons(plan, cells, run), every=True)
            spent.append(time.perf_counter() - start)
    return min(spent)
