"""One data set, every route side by side in one run, as a table with ratios to the engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.costs import Cost, measured
from bench.opened import bytes_needed, facts_rows
from bench.pythons import DUCKDB_15, SPARK, python_for, why_no_duckdb_15, why_no_spark
from bench.server import server, why_no_postgres
from biaochi.facts.prepared import open_prepared

ENGINE, HAND, LIMIT = "engine (DuckDB, by parts)", "hand-written DuckDB", "memory bandwidth"
OLDER, PYTHON = "engine, DuckDB 1.5", "plain-Python interpreter"
POSTGRES, ON_SPARK = "PostgreSQL", "Spark"
ENGINES = (ENGINE, OLDER, PYTHON, POSTGRES, ON_SPARK)
INTERPRETER_MOST, LONGEST, HAND_LIMIT = 20_000, 300, 1.5
_HEAD = ("wall s", "CPU s", "Mrows/s", "peak MiB", "MB read", "wall x", "CPU x", "digest")
_EVIDENCE = ("parts/*/*/evidence_person/*.parquet", "evidence-*.parquet")


@dataclass
class Table:
    """What the routes cost on one data set, and those that did not run."""

    people: int
    rows: int
    bytes: int
    costs: dict[str, Cost] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    evidence: set[tuple[int, int]] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """The engine's digest."""
        return str(self.costs[ENGINE].said["digest"])

    def wrong(self) -> list[str]:
        """The routes whose results differ from the engine's."""
        digests = {n: c.said["digest"] for n, c in self.costs.items() if "digest" in c.said}
        found = [name for name, digest in digests.items() if digest != self.digest]
        return found + (["evidence under findings"] if len(self.evidence) > 1 else [])

    @property
    def against_hand(self) -> float:
        """The engine's CPU against the plan written by hand."""
        return self.costs[ENGINE].cpu / self.costs[HAND].cpu

    def said(self, name: str) -> str:
        """What an engine answered, in a word."""
        if name not in self.costs:
            return "NOT RUN"
        return "equal" if self.costs[name].said["digest"] == self.digest else "DIFFERS"


def table(folder: Path, *, postgres_seconds: float = 0, by_hand: bool = True) -> Table:
    """Run every route that this size allows; ``postgres_seconds``: how long that may take.

    What is written by hand knows no blanks; ``by_hand`` says that there are none.
    """
    prepared = open_prepared(folder)
    people = sum(p.rows("people") for p in prepared.parts.values())
    found = Table(people, facts_rows(prepared), bytes_needed(prepared))
    with TemporaryDirectory(prefix="biaochi-bench-") as place:
        out, hand = Path(place, "engine"), Path(place, "hand")
        found.costs[ENGINE] = measured("bench.routes", "parts", folder, out)
        if by_hand:
            found.costs[HAND] = measured("bench.hand_plan", folder, hand)
            found.evidence = {_evidence(out, _EVIDENCE[0]), _evidence(hand, _EVIDENCE[1])}
        _duckdb_15(found, folder, Path(place, "older"))
    if by_hand:
        found.costs["numpy by hand"] = measured("bench.numpy_county", folder)
        found.costs["pandas by hand"] = measured("bench.pandas_county", folder)
    if people <= INTERPRETER_MOST:
        found.costs[PYTHON] = measured("bench.routes", "interpreter", folder)
    else:
        found.missing[PYTHON] = f"more than {INTERPRETER_MOST} people"
    _postgres(found, folder, postgres_seconds)
    _spark(found, folder)
    found.costs[LIMIT] = measured("bench.memory_limit", str(found.rows))
    return found


def _duckdb_15(found: Table, folder: Path, out: Path) -> None:
    if why := why_no_duckdb_15():
        found.missing[OLDER] = why
    else:
        python = python_for(DUCKDB_15)
        found.costs[OLDER] = measured("bench.routes", "parts", folder, out, python=str(python))


def _postgres(found: Table, folder: Path, expected: float) -> None:
    why = why_no_postgres()
    if not why and expected > LONGEST:
        why = f"would take about {expected:.0f} s with loading; the limit is {LONGEST} s"
    if why:
        found.missing[POSTGRES] = why
        return
    with server() as url:
        found.costs[POSTGRES] = measured("bench.routes", "postgres", folder, url)


def _spark(found: Table, folder: Path) -> None:
    why = why_no_spark()
    if not why and found.people > 10**6:
        why = "one machine is no place for it at this size"
    if why:
        found.missing[ON_SPARK] = why
    else:
        python = str(python_for(SPARK))
        found.costs[ON_SPARK] = measured("bench.routes", "spark", folder, python=python)


def _evidence(out: Path, pattern: str) -> tuple[int, int]:
    """How many rows lie under findings, and a mark of them that no order changes."""
    files = [str(f) for f in out.glob(pattern)]
    if not files:
        return 0, 0
    sql = "SELECT count(*), coalesce(sum(CAST(hash(rule, subject, reference) AS HUGEINT)), 0)"
    with duckdb.connect() as con:
        [(rows, mark)] = con.execute(f"{sql} FROM read_parquet(?)", [files]).fetchall()
    return rows, int(mark)


def lines(found: Table) -> Iterator[str]:
    """The table as text."""
    yield f"{'route':28}" + "".join(f"{head:>10}" for head in _HEAD)
    engine = found.costs[ENGINE]
    for name, cost in found.costs.items():
        if name == LIMIT:
            continue
        read = cost.said.get("bytes", found.bytes) / 10**6
        yield (
            f"{name:28}{cost.wall:10.2f}{cost.cpu:10.2f}{found.rows / cost.wall / 10**6:10.2f}"
            f"{cost.peak_mib:10.0f}{read:10.1f}{cost.wall / engine.wall:10.2f}"
            f"{cost.cpu / engine.cpu:10.2f}{found.said(name):>10}"
        )
    limit = found.costs[LIMIT].said
    yield (
        f"{LIMIT}: {limit['bytes_a_second'] / 10**9:.1f} GB/s, read only; 12 bytes a row would"
        f" take {limit['seconds']:.4f} s, the engine takes {engine.wall / limit['seconds']:.0f} x"
    )
    if HAND in found.costs:
        yield f"engine against the plan written by hand: CPU {found.against_hand:.2f}"
    yield from (f"!!! {name} WAS NOT RUN: {why}" for name, why in found.missing.items())
    yield from (f"!!! {name}: RESULTS DIFFER" for name in found.wrong())


def postgres_seconds(found: Table) -> float:
    """How long PostgreSQL took here, loading included; 0 if it did not run."""
    cost = found.costs.get(POSTGRES)
    return cost.wall + cost.said["load_wall"] if cost else 0.0
