"""One unit, one person in a warm process: the plan compiled, the rows at hand."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.opened import PACK, plan
from biaochi.batch.assess import Ready, open_facts
from biaochi.engine.findings import findings
from biaochi.engine.interpret import interpret
from biaochi.engine.reasons import Reasons
from biaochi.facts.opening import open_part
from biaochi.facts.prepared import is_prepared, open_prepared
from biaochi.facts.shapes import Facts
from biaochi.facts.store import facts
from biaochi.packs.loader import load

UNIT = "U00007"
REPEATS = 40


def unit_of_twenty(folder: Path) -> float:
    """Seconds to assess one unit of twenty people, ranks included; the best of some repeats."""
    with open_facts(load(PACK), folder) as store:
        everything = facts(store).tables
    those = {r["person"] for r in everything["posts"] if r["unit"] == UNIT}
    tables = {
        name: [r for r in rows if "person" not in r or r["person"] in those]
        for name, rows in everything.items()
    }
    tables["units"] = [r for r in tables["units"] if r["unit"] == UNIT]
    compiled = plan()
    found = Facts(tables=tables)
    spent = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        interpret(compiled, found)
        spent.append(time.perf_counter() - start)
    return min(spent)


@dataclass(frozen=True)
class Warm:
    """Seconds from asking about a person to the findings: first questions, then medians."""

    first: float
    second: float
    later: float
    later_cpu: float

    def __str__(self) -> str:
        """The figures in milliseconds, on a line."""
        return (
            f"{self.later * 1000:.1f} ms, CPU {self.later_cpu * 1000:.1f} ms; the first question"
            f" {self.first * 1000:.1f} ms, the second {self.second * 1000:.1f} ms"
        )


def one_person(folder: Path) -> Warm:
    """Ask about one person after another, with everyone each is compared with.

    Of prepared facts, people of one part in the middle are asked about, as one office would.
    """
    compiled, prepared = plan(), open_prepared(folder) if is_prepared(folder) else None
    if prepared is None:
        store = open_facts(load(PACK), folder)
    else:
        store = open_part(prepared, prepared.names[len(prepared.names) // 2])
    with store:
        ready = Ready(compiled, store)
        people = [str(r["person"]) for r in ready.registry.tables["people"]]
        spent = [_asked(ready, ident) for ident in people[:: len(people) // (REPEATS + 2)]]
    (first, _), (second, _), *later = spent
    wall, cpu = (median(those) for those in zip(*later, strict=True))
    return Warm(first, second, wall, cpu)


def _asked(ready: Ready, ident: str) -> tuple[float, float]:
    """Wall and CPU seconds of one question."""
    wall, cpu = time.perf_counter(), time.process_time()
    answered = ready.about("person", ident)
    if answered is None:
        raise SystemExit("the closed set of a person cannot be told")
    run, cells = answered
    his = {kind: {i: c for i, c in rows.items() if i == ident} for kind, rows in cells.items()}
    findings(ready.plan, his, Reasons(ready.plan, cells, run), every=True)
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    print(one_person(Path(sys.argv[1])))
