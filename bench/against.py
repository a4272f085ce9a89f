"""The engine against the plan written by hand, in one run: CPU, wall, memory, spill.

``python -m bench.against PREPARED [ROUNDS]``.  Both are processes of their own with the same limits
of memory and threads, the same files before them, and the same files to write.  They take turns of
about a second, so that whatever else the machine does weighs on both.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from tempfile import TemporaryDirectory

import duckdb

from bench.costs import Cost, Watched, measured_in_slices
from bench.opened import MEMORY_MIB, THREADS, facts_rows
from biaochi.facts.prepared import open_prepared

ENGINE, HAND = "engine (DuckDB, by parts)", "hand-written DuckDB"
HAND_LIMIT, ROUNDS = 1.5, 3
_EVIDENCE = ("parts/*/*/evidence_person/*.parquet", "evidence-*.parquet")
_SPILL = (".work-*/spill/*", "spill/*")


@dataclass(frozen=True)
class Turn:
    """One run of each, and a mark of what each wrote as evidence."""

    engine: Cost
    hand: Cost
    evidence: frozenset[tuple[int, int]]


def in_turn(folder: Path, rounds: int) -> list[Turn]:
    """Run the engine and the plan written by hand to their ends, turn about, so many times."""
    return [_turn(folder) for _ in range(rounds)]


def _turn(folder: Path) -> Turn:
    with TemporaryDirectory(prefix="biaochi-bench-") as place:
        out, hand = Path(place, "engine"), Path(place, "hand")
        run = [sys.executable, "-m"]
        engine, by_hand = measured_in_slices([
            ([*run, "bench.routes", "parts", str(folder), str(out)], 1.4, Watched(out, _SPILL[0])),
            ([*run, "bench.hand_plan", str(folder), str(hand)], 1.0, Watched(hand, _SPILL[1])),
        ])  # fmt: skip
        marks = frozenset({_evidence(out, _EVIDENCE[0]), _evidence(hand, _EVIDENCE[1])})
    return Turn(engine, by_hand, marks)


def _evidence(out: Path, pattern: str) -> tuple[int, int]:
    """How many rows lie under findings, and a mark of them that no order changes."""
    files = [str(f) for f in out.glob(pattern)]
    if not files:
        return 0, 0
    sql = "SELECT count(*), coalesce(sum(CAST(hash(rule, subject, reference) AS HUGEINT)), 0)"
    with duckdb.connect() as con:
        [(rows, mark)] = con.execute(f"{sql} FROM read_parquet(?)", [files]).fetchall()
    return rows, int(mark)


def middle(costs: Sequence[Cost]) -> Cost:
    """The run of middle CPU."""
    middling = median_low(c.cpu for c in costs)
    return next(c for c in costs if c.cpu == middling)


def ratio(turns: Sequence[Turn]) -> float:
    """The engine's CPU against the plan's, over all turns."""
    return sum(t.engine.cpu for t in turns) / sum(t.hand.cpu for t in turns)


def said(turns: Sequence[Turn]) -> str:
    """The ratio, and how far single turns lie from it."""
    each = sorted(t.engine.cpu / t.hand.cpu for t in turns)
    wall = sum(t.engine.wall for t in turns) / sum(t.hand.wall for t in turns)
    return (
        f"engine against the plan written by hand, {len(turns)} in turn: CPU {ratio(turns):.2f}"
        f" ({each[0]:.2f} to {each[-1]:.2f}; promised {HAND_LIMIT}), wall {wall:.2f}"
    )


def broken(turns: Sequence[Turn], people: int) -> Iterator[str]:
    """What was promised and is not kept."""
    digests = {c.said["digest"] for t in turns for c in (t.engine, t.hand)}
    if len(digests) > 1 or any(len(t.evidence) > 1 for t in turns):
        yield f"{people} people: results of {ENGINE} and {HAND} differ"
    if ratio(turns) > HAND_LIMIT:
        yield f"{people} people: CPU {ratio(turns):.2f} x {HAND}, promised {HAND_LIMIT}"
    peak = max(t.engine.peak_mib for t in turns)
    if peak > MEMORY_MIB:
        yield f"{people} people: {peak:.0f} MiB of memory, promised {MEMORY_MIB}"


def main(folder: Path, rounds: int) -> int:
    """Print every run, then the ratio; the exit code is 1 if a promise is broken."""
    prepared = open_prepared(folder)
    people = sum(p.rows("people") for p in prepared.parts.values())
    print(
        f"{people} people, {len(prepared.names)} parts, {facts_rows(prepared)} rows;"
        f" limits {MEMORY_MIB} MiB, {THREADS} threads"
    )
    print(f"{'run':28}{'wall s':>10}{'CPU s':>10}{'peak MiB':>10}{'spill MiB':>11}  digest")
    turns = []
    for _ in range(rounds):
        turns += in_turn(folder, 1)
        for name, cost in ((ENGINE, turns[-1].engine), (HAND, turns[-1].hand)):
            figures = (
                f"{cost.wall:10.2f}{cost.cpu:10.2f}{cost.peak_mib:10.0f}{cost.spill_mib:11.1f}"
            )
            print(f"{name:28}{figures}  {cost.said['digest'][7:19]}", flush=True)
    print(said(turns))
    wrong = list(broken(turns, people))
    print("\n".join(f"!!! {line}" for line in wrong) if wrong else "all as promised")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else ROUNDS))
