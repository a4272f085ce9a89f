"""One data set, every route side by side in one run, as a table with ratios to the engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.against import ENGINE, HAND, ROUNDS, Turn, broken, in_turn, middle, said
from bench.costs import Cost, measured
from bench.opened import bytes_needed, facts_rows
from bench.pythons import DUCKDB_15, SPARK, python_for, why_no_duckdb_15, why_no_spark
from bench.server import server, why_no_postgres
from biaochi.facts.prepared import open_prepared

LIMIT, OLDER, PYTHON = "memory bandwidth", "engine, DuckDB 1.5", "plain-Python interpreter"
POSTGRES, ON_SPARK = "PostgreSQL", "Spark"
ENGINES = (ENGINE, OLDER, PYTHON, POSTGRES, ON_SPARK)
INTERPRETER_MOST, EVERY_ROUTE, LONGEST = 20_000, 10**6, 600
_HEAD = ("wall s", "CPU s", "Mrows/s", "peak MiB", "spill MiB", "MB read", "wall x", "CPU x")


@dataclass
class Table:
    """What the routes cost on one data set, and those that did not run."""

    people: int
    rows: int
    bytes: int
    costs: dict[str, Cost] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The engine's digest."""
        return str(self.costs[ENGINE].said["digest"])

    def wrong(self) -> list[str]:
        """The routes whose results differ from the engine's."""
        digests = {n: c.said["digest"] for n, c in self.costs.items() if "digest" in c.said}
        found = [name for name, digest in digests.items() if digest != self.digest]
        evidence = any(len(t.evidence) > 1 for t in self.turns)
        return found + (["evidence under findings"] if evidence else [])

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
    if by_hand:
        found.turns = in_turn(folder, ROUNDS if people <= EVERY_ROUTE else 1)
        found.costs[ENGINE] = middle([t.engine for t in found.turns])
        found.costs[HAND] = middle([t.hand for t in found.turns])
    else:
        with TemporaryDirectory(prefix="biaochi-bench-") as place:
            found.costs[ENGINE] = measured("bench.routes", "parts", folder, Path(place, "out"))
    if people <= EVERY_ROUTE:
        _others(found, folder, postgres_seconds, by_hand=by_hand)
    else:
        found.missing["every other route"] = f"more than {EVERY_ROUTE} people"
    found.costs[LIMIT] = measured("bench.memory_limit", str(found.rows))
    return found


def _others(found: Table, folder: Path, postgres_seconds: float, *, by_hand: bool) -> None:
    _duckdb_15(found, folder)
    if by_hand:
        found.costs["numpy by hand"] = measured("bench.numpy_county", folder)
        found.costs["pandas by hand"] = measured("bench.pandas_county", folder)
    if found.people <= INTERPRETER_MOST:
        found.costs[PYTHON] = measured("bench.routes", "interpreter", folder)
    else:
        found.missing[PYTHON] = f"more than {INTERPRETER_MOST} people"
    _postgres(found, folder, postgres_seconds)
    _spark(found, folder)


def _duckdb_15(found: Table, folder: Path) -> None:
    if why := why_no_duckdb_15():
        found.missing[OLDER] = why
        return
    python = str(python_for(DUCKDB_15))
    with TemporaryDirectory(prefix="biaochi-bench-") as place:
        out = Path(place, "out")
        found.costs[OLDER] = measured("bench.routes", "parts", folder, out, python=python)


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
    if why := why_no_spark():
        found.missing[ON_SPARK] = why
    else:
        python = str(python_for(SPARK))
        found.costs[ON_SPARK] = measured("bench.routes", "spark", folder, python=python)


def lines(found: Table) -> Iterator[str]:
    """The table as text."""
    yield f"{'route':28}" + "".join(f"{head:>10}" for head in (*_HEAD, "digest"))
    engine = found.costs[ENGINE]
    for name, cost in found.costs.items():
        if name == LIMIT:
            continue
        read = cost.said.get("bytes", found.bytes) / 10**6
        spill = "-" if cost.spill_mib is None else f"{cost.spill_mib:.1f}"
        yield (
            f"{name:28}{cost.wall:10.2f}{cost.cpu:10.2f}{found.rows / cost.wall / 10**6:10.2f}"
            f"{cost.peak_mib:10.0f}{spill:>10}{read:10.1f}{cost.wall / engine.wall:10.2f}"
            f"{cost.cpu / engine.cpu:10.2f}{found.said(name):>10}"
        )
    limit = found.costs[LIMIT].said
    yield (
        f"{LIMIT}: {limit['bytes_a_second'] / 10**9:.1f} GB/s, read only; 12 bytes a row would"
        f" take {limit['seconds']:.4f} s, the engine takes {engine.wall / limit['seconds']:.0f} x"
    )
    if found.turns:
        yield said(found.turns)
    yield from (f"!!! {name} WAS NOT RUN: {why}" for name, why in found.missing.items())
    yield from (f"!!! {name}: RESULTS DIFFER" for name in found.wrong())


def postgres_seconds(found: Table) -> float:
    """How long PostgreSQL took here, loading included; 0 if it did not run."""
    cost = found.costs.get(POSTGRES)
    return cost.wall + cost.said["load_wall"] if cost else 0.0


def broken_at(found: Table) -> Iterator[str]:
    """What was promised of this size and is not kept; small ones are all start-up."""
    yield from (f"{found.people} people: {name} differs" for name in found.wrong())
    if found.turns and found.people > INTERPRETER_MOST:
        yield from broken(found.turns, found.people)
