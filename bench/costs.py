"""What a command costs: wall, CPU seconds of the whole process tree, peak memory, and its word.

A route prints one line of JSON.  ``digest`` is the results digest; ``server_cpu`` and
``server_mib`` are what a server or a JVM spent for it outside the tree of waited children;
``apart_cpu`` and ``apart_wall`` are what it spent to be checked or to be set up, and are taken off.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]
_OFTEN, _LONG = 0.05, 3600.0


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


def measured(module: str, *arguments: str | Path, python: str = sys.executable) -> Cost:
    """Run a module of the tree to its end and measure the whole process; its failure is ours."""
    command = [python, "-m", module, *map(str, arguments)]
    return measured_command(command)


def measured_command(command: Sequence[str]) -> Cost:
    """Run a command to its end; the last line it prints may be JSON."""
    with _Child(command) as child:
        while not child.ran(_LONG):
            pass
    return child.cost()


def measured_in_slices(those: Sequence[tuple[Sequence[str], float, Watched]]) -> list[Cost]:
    """Run commands side by side, one at a time while the others stand still, turn after turn.

    Each has its turns' length in seconds, and where it puts files aside.  What else the machine
    does meanwhile weighs on all of them alike.
    """
    with ExitStack() as stack:
        children = [stack.enter_context(_Child(command)) for command, _, _ in those]
        most = [stack.enter_context(watched.most()) for _, _, watched in those]
        for child in children[1:]:
            child.stop()
        while not all(child.ended for child in children):
            for child, (_, length, _) in zip(children, those, strict=True):
                if not child.ended:
                    child.go()
                    if not child.ran(length):
                        child.stop()
                    elif child.failed():
                        child.cost()
    return [replace(c.cost(), spill_mib=m[0]) for c, m in zip(children, most, strict=True)]


class _Child:
    """A process under measure; ``wall`` counts while it may run."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command, self.wall, self.ended = command, 0.0, False
        self._kept = ExitStack()

    def __enter__(self) -> Self:
        self._out = self._kept.enter_context(tempfile.TemporaryFile())
        self._problems = self._kept.enter_context(tempfile.TemporaryFile())
        self._since = time.perf_counter()
        self._process = subprocess.Popen(
            self.command, stdout=self._out, stderr=self._problems, env=environment()
        )
        return self

    def __exit__(self, *_: object) -> None:
        if not self.ended:
            self._process.kill()
            self._process.wait()
            self._kept.close()

    def stop(self) -> None:
        """Stand still."""
        os.kill(self._process.pid, signal.SIGSTOP)  # Popen would take its end from us
        self.wall += time.perf_counter() - self._since

    def go(self) -> None:
        """Go on."""
        self._since = time.perf_counter()
        os.kill(self._process.pid, signal.SIGCONT)

    def ran(self, seconds: float) -> bool:
        """Let it run so long; has it come to its end?"""
        until = time.perf_counter() + seconds
        while not self.ended and time.perf_counter() < until:
            pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
            if pid:
                self.wall += time.perf_counter() - self._since
                self.ended, self._used = True, used
                self._process.returncode = os.waitstatus_to_exitcode(status)
            else:
                time.sleep(_OFTEN / 10)
        return self.ended

    def failed(self) -> bool:
        """Did it end badly?"""
        return self.ended and self._process.returncode != 0

    def cost(self) -> Cost:
        """What it took, once it has ended well."""
        with self._kept:
            self._out.seek(0)
            self._problems.seek(0)
            if self.failed():
                raise SystemExit(f"{self.command}: {self._problems.read().decode()}")
            said = _json(self._out.read().decode())
        used = self._used.ru_utime + self._used.ru_stime
        cpu = used + said.get("server_cpu", 0) - said.get("apart_cpu", 0)
        peak = said.get("server_mib") or self._used.ru_maxrss / 1024
        return Cost(self.wall - said.get("apart_wall", 0), cpu, peak, said)


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
