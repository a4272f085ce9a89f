"""``make bench``: every route side by side in one run, then growth, a killed run, and new facts.

5,000 people always; ``BENCH=large`` adds 400,000, ``BENCH=full`` also 10,000,000.
``BENCH=office``: a million rows of evidence imported into the office, and nothing else.
``BENCH_KEEP=FOLDER`` keeps the generated facts there, and uses those that it finds.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench import county, incremental, kill
from bench.against import ENGINE
from bench.costs import measured
from bench.growth import exponent
from bench.opened import MEMORY_MIB
from bench.rough import write_rough
from bench.sizes import ENGINES, Table, broken_at, lines, postgres_seconds, table
from biaochi.facts.prepared import is_prepared, open_prepared

SMALL, MIDDLE, LARGE, FULL = 5_000, 50_000, 400_000, 10_000_000
IMPORTS = ((1_000_000, "csv"), (200_000, "xlsx"))
SIZES = {"": [SMALL], "large": [SMALL, LARGE], "full": [SMALL, LARGE, FULL]}
FORMS = {SMALL: ("dense", "sparse"), LARGE: ("dense", "sparse"), FULL: ("dense",)}
Tables = dict[tuple[int, str], Table]


def main() -> int:
    """Print everything; the exit code is 1 if any result differs."""
    asked = os.environ.get("BENCH", "")
    if asked == "office":
        return _office()
    if asked not in SIZES:
        raise SystemExit(f"BENCH={asked}: nothing, office, large or full")
    with _kept() as place:
        say_machine()
        found: Tables = {}
        for people in SIZES[asked]:
            for form in FORMS[people]:
                found[people, form] = _size(place, people, form, found)
        agreed = agreement(place, found)
        growth(place, found)
        last = place_of(place, max(MIDDLE, *SIZES[asked]), "dense")
        title("killed half-way")
        kill.main(last, MEMORY_MIB)
        title("a hundred new facts")
        incremental.main(place_of(place, min(LARGE, max(MIDDLE, *SIZES[asked])), "dense"))
        title(f"raw facts of one county, {county.PEOPLE} people, through the commands")
        for line in county.lines():
            print(line, flush=True)
    return verdict(found, agreed=agreed)


@contextmanager
def _kept() -> Iterator[Path]:
    keep = os.environ.get("BENCH_KEEP", "")
    if keep:
        Path(keep).mkdir(parents=True, exist_ok=True)
        yield Path(keep)
    else:
        with TemporaryDirectory(prefix="biaochi-bench-") as place:
            yield Path(place)


def _office() -> int:
    for rows, form in IMPORTS:
        title(f"{rows:,} rows of {form} into the office")
        command = [sys.executable, "-m", "bench.office_import", str(rows), form]
        if subprocess.run(command, check=False).returncode:
            return 1
    return 0


def place_of(place: Path, people: int, form: str) -> Path:
    """The prepared facts of that size, generated unless they are there."""
    folder = place / f"{people}-{form}"
    if not is_prepared(folder):
        measured("bench.people", folder, str(people), form)
    return folder


def say_machine() -> None:
    """What the figures below were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB;"
        f" Python {platform.python_version()}, DuckDB {duckdb.__version__};"
        f" load {os.getloadavg()[0]:.1f}"
    )
    print("CPU s: the whole process tree, start-up included; x: against the engine")
    print("engine and hand-written DuckDB: the middle of several runs in turn; the others: one run")


def title(text: str) -> None:
    """Begin a table."""
    print(f"\n━━━ {text}", flush=True)


def _size(place: Path, people: int, form: str, before: Mapping[tuple[int, str], Table]) -> Table:
    folder = place_of(place, people, form)
    small = before.get((SMALL, form))
    expected = postgres_seconds(small) * people / SMALL if small else 0.0
    found = table(folder, postgres_seconds=expected)
    title(f"{people} people, 31 indicators x 4 quarters, {form}: {found.rows} rows")
    for line in lines(found):
        print(line, flush=True)
    return found


def agreement(place: Path, found: Tables) -> bool:
    """Print which engines give equal digests, on dense, sparse and rough facts."""
    rough = place / "rough"
    if not is_prepared(rough):
        write_rough(rough)
    sets = {form: found[SMALL, form] for form in FORMS[SMALL]}
    sets["rough"] = table(rough, by_hand=False)
    title("results digests: " + ", ".join(f"{n} {t.digest[7:19]}" for n, t in sets.items()))
    for name in ENGINES:
        print(f"{name:28}" + "".join(f"{n} {t.said(name):10}" for n, t in sets.items()))
    return not sets["rough"].wrong()


def growth(place: Path, found: Tables) -> None:
    """Print what CPU grows like over the sizes at hand."""
    title("what costs grow like")
    points = {
        t.people: (t.rows, t.costs[ENGINE].cpu) for (_, f), t in found.items() if f != "sparse"
    }
    folder = place_of(place, MIDDLE, "dense")
    with TemporaryDirectory(prefix="biaochi-bench-") as out:
        cost = measured("bench.routes", "parts", folder, Path(out, "out"))
    prepared = open_prepared(folder)
    rows = sum(p.rows("scores") + p.rows("evidence") for p in prepared.parts.values())
    points[MIDDLE] = (rows, cost.cpu)
    for people, (number, cpu) in sorted(points.items()):
        print(f"{people:>10} people {number:>12} rows {cpu:>8.2f} CPU s")
    counted, cpus = zip(*(points[people] for people in sorted(points)), strict=True)
    print(
        f"CPU grows like rows to the power of {exponent(counted, cpus):.2f}, start-up included;"
        f" between the two largest {exponent(counted[-2:], cpus[-2:]):.2f}"
    )


def verdict(found: Tables, *, agreed: bool) -> int:
    """Say what was promised and is not kept."""
    broken = [f"{form}: {line}" for (_, form), t in found.items() for line in broken_at(t)]
    broken += [] if agreed else ["rough facts: digests differ"]
    print("\n" + "\n".join(f"!!! {line}" for line in broken) if broken else "\nall as promised")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
