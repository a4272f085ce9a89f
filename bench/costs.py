"""What a command costs: wall, CPU seconds of the whole process tree, peak memory, and its word.

A route prints one line of JSON.  ``digest`` is the results digest; ``server_cpu`` and
``server_mib`` are what a server or a JVM spent for it outside the tree of waited children;
``apart_cpu`` and ``apart_wall`` are what it spent to be checked or to be set up, and are taken off.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_OFTEN = 0.05


@dataclass(frozen=True)
class Cost:
    """What one process took, and what it printed."""

    wall: float
    cpu: float
    peak_mib: float
    said: Mapping[str, Any]
    spill_mib: float | None = None


@dataclass(frozen=True)
class Watched:
    """Files that a database puts aside while it runs: where, and how they are named."""

    folder: Path
    pattern: str

    def mib(self) -> float:
        """How much lies there now."""
        found = 0
        for file in self.folder.glob(self.pattern):
            with suppress(FileNotFoundError):
                found += file.stat().st_size
        return found / 2**20

    @contextmanager
    def most(self) -> Iterator[list[float]]:
        """Look again and again; what is yielded holds the most that lay there at once."""
        found, over = [0.0], Event()

        def look() -> None:
            while not over.wait(_OFTEN):
                found[0] = max(found[0], self.mib())

        watcher = Thread(target=look, daemon=True)
        watcher.start()
        try:
            yield found
        finally:
            over.set()
            watcher.join()


def measured(
    module: str, *arguments: str | Path, python: str = sys.executable, spill: Watched | None = None
) -> Cost:
    """Run a module of the tree to its end and measure the whole process; its failure is ours."""
    command = [python, "-m", module, *map(str, arguments)]
    if spill is None:
        return measured_command(command)
    with spill.most() as most:
        cost = measured_command(command)
    return replace(cost, spill_mib=most[0])


def measured_command(command: Sequence[str]) -> Cost:
    """Run a command to its end; the last line it prints may be JSON."""
    env = environment()
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as problems:
        child = subprocess.Popen(command, stdout=out, stderr=problems, env=env)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        problems.seek(0)
        if child.returncode:
            raise SystemExit(f"{command}: {problems.read().decode()}")
        said = _json(out.read().decode())
    cpu = used.ru_utime + used.ru_stime + said.get("server_cpu", 0) - said.get("apart_cpu", 0)
    peak = said.get("server_mib") or used.ru_maxrss / 1024
    return Cost(wall - said.get("apart_wall", 0), cpu, peak, said)


def environment() -> Mapping[str, str]:
    """The environment of a route: this tree before whatever else is on the path."""
    path = [str(ROOT / "src"), str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}


def _json(text: str) -> Mapping[str, Any]:
    last = text.strip().splitlines()[-1:]
    found = json.loads(last[0]) if last and last[0].startswith("{") else {}
    return found if isinstance(found, dict) else {}


def say(**what: object) -> None:
    """Print a route's line."""
    print(json.dumps(what), flush=True)


def tree_cpu(pid: int) -> float:
    """CPU seconds of a process and its living and waited-for descendants, as Linux counts them."""
    ticks = os.sysconf("SC_CLK_TCK")
    own = _stat(pid)
    below = sum(tree_cpu(child) for child in children(pid))
    return sum(int(own[at]) for at in (11, 12, 13, 14)) / ticks + below


def peak_mib(pid: int) -> float:
    """Peak resident memory of one process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(w.split()[1]) / 1024 for w in lines if w.startswith("VmHWM")), 0.0)


def parent(pid: int) -> int:
    """The process that started this one."""
    return int(_stat(pid)[1])


def _stat(pid: int) -> Sequence[str]:
    """The fields of /proc/PID/stat after the name, which may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def children(pid: int) -> Sequence[int]:
    """The living processes that this one started."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]
