"""The raw facts of one county through the commands: start-up, checks and reading included."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.costs import measured_command
from bench.facts import write
from bench.opened import PACK
from bench.warm import one_person, unit_of_twenty

PEOPLE = 5_000


def commands(folder: Path) -> dict[str, list[str]]:
    """Every route to the same county."""
    py = sys.executable
    assess = [py, "-m", "biaochi.cli.main", "assess", "--pack", str(PACK), "--period", "2017"]
    explain = [py, "-m", "biaochi.cli.main", "explain", "--pack", str(PACK), "--period", "2017"]
    parquet, csv = str(folder / "parquet"), str(folder / "csv")
    return {
        "assess, Parquet, DuckDB": [*assess, "--facts", parquet, "--engine", "duckdb"],
        "assess, CSV, DuckDB": [*assess, "--facts", csv, "--engine", "duckdb"],
        "assess, Parquet, interpreter": [*assess, "--facts", parquet, "--engine", "interpret"],
        "explain, one person": [*explain, "--facts", parquet, "--person", "P0000456"],
        "pandas by hand, no checks": [py, "-m", "bench.pandas_county", parquet],
    }


def lines() -> Iterator[str]:
    """The table of one county's raw facts."""
    with tempfile.TemporaryDirectory(prefix="biaochi-bench-") as place:
        folder = Path(place)
        write(folder / "parquet", people=PEOPLE)
        write(folder / "csv", people=PEOPLE, form="csv")
        yield f"{'command':32}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}{'CPU x':>8}"
        first = 0.0
        for name, command in commands(folder).items():
            cost = measured_command(command)
            first = first or cost.cpu
            line = f"{name:32}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.peak_mib:10.0f}"
            yield f"{line}{cost.cpu / first:8.2f}"
        warm = unit_of_twenty(folder / "parquet")
        yield f"one unit of 20 people with ranks, warm process: {warm * 1000:.2f} ms"
        yield f"one person, all he is compared with, warm process: {one_person(folder / 'parquet')}"
