"""``make bench``: the county of 5,000 people, every route side by side in one run.

Wall and CPU seconds of whole processes (start-up, validation and reading included), peak memory,
and each as a ratio to the first line.  ``BENCH_PEOPLE`` and ``BENCH_TIMES`` change size and
repeats; the best of the repeats is shown.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.facts import write
from bench.warm import one_person, unit_of_twenty

PACK = Path(__file__).parent / "pack"


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    wall: float
    cpu: float
    peak_mib: float
    said: str


def measured(command: list[str]) -> Cost:
    """Run a command to its end and measure the whole process."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as problems:
        child = subprocess.Popen(command, stdout=out, stderr=problems)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        problems.seek(0)
        said = out.read().decode()
        if child.returncode:
            raise SystemExit(f"{command}: {problems.read().decode()}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def best(command: list[str], times: int) -> Cost:
    """The quickest of several runs."""
    return min((measured(command) for _ in range(times)), key=lambda c: c.wall)


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
        "pandas script, no checks": [py, "-m", "bench.pandas_county", parquet],
    }


def main() -> None:
    """Print the table."""
    people = int(os.environ.get("BENCH_PEOPLE", "5000"))
    times = int(os.environ.get("BENCH_TIMES", "3"))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder / "parquet", people=people)
        write(folder / "csv", people=people, form="csv")
        print(f"{people} people, 31 indicators x 4 quarters, {people * 124} rows; best of {times}")
        print(f"{'route':32}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}{'ratio':>8}")
        first = 0.0
        for name, command in commands(folder).items():
            cost = best(command, times)
            first = first or cost.wall
            line = f"{name:32}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.peak_mib:10.0f}"
            print(f"{line}{cost.wall / first:8.2f}", flush=True)
        warm = unit_of_twenty(folder / "parquet", PACK)
        print(f"one unit of 20 people with ranks, warm process: {warm * 1000:.2f} ms")
        alone = one_person(folder / "parquet", PACK)
        print(f"one person in a warm process: {alone * 1000:.1f} ms")


if __name__ == "__main__":
    main()
