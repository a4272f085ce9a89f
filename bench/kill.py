"""Kill a run half-way and run it again: the same digest, only the rest computed, nothing left.

``python -m bench.kill PREPARED [MIB]``: less memory makes more batches.  Of one batch, the kill
comes while it writes, before any part is in place.
"""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.costs import environment, measured
from bench.hand_plan import batches
from bench.opened import MEMORY_MIB
from biaochi.facts.prepared import open_prepared

_OFTEN = 0.01
_WRITING = ".work-*/batch-*/person"


def batches_of(folder: Path, memory_mib: int) -> int:
    """How many batches a run with that much memory makes of the facts."""
    return len(list(batches(open_prepared(folder), memory_mib * 2**20)))


def done(out: Path) -> int:
    """How many parts have their results in place."""
    return len(list(out.glob("parts/*/*/part.json")))


def killed(folder: Path, out: Path, memory_mib: int, *, at: int) -> int:
    """Start a run, kill it when that many parts are done; return how many were.

    With ``at`` 0: kill it in its first batch, when that begins to write.
    """
    command = [sys.executable, "-m", "bench.routes", "parts", str(folder), str(out)]
    child = subprocess.Popen([*command, str(memory_mib)], env=environment())
    while child.poll() is None and not (done(out) >= at if at else [*out.glob(_WRITING)]):
        time.sleep(_OFTEN)
    child.send_signal(signal.SIGKILL)
    child.wait()
    return done(out)


def main(folder: Path, memory_mib: int) -> None:
    """Say what was done before and after, and fail if anything differs."""
    every = len(open_prepared(folder).names)
    with tempfile.TemporaryDirectory() as place:
        out, fresh = Path(place, "killed"), Path(place, "fresh")
        several = batches_of(folder, memory_mib) > 1
        before = killed(folder, out, memory_mib, at=every // 2 if several else 0)
        half = not (out / "summary.json").exists()
        left = len(list(out.glob(".work-*")))
        again = measured("bench.routes", "parts", folder, out, str(memory_mib))
        whole = measured("bench.routes", "parts", folder, fresh, str(memory_mib))
        equal = again.said["digest"] == whole.said["digest"]
        clean = not list(out.glob(".work-*"))
    print(f"killed with {before} of {every} parts done ({left} work folder left by the kill)")
    print(f"run again: {again.said['computed']} parts computed, CPU {again.cpu:.2f} s")
    print(f"undisturbed: CPU {whole.cpu:.2f} s; digest equal: {_yes(equal)}; clean: {_yes(clean)}")
    if not (half and equal and clean and again.said["computed"] == every - before):
        raise SystemExit("!!! a killed run did not go on as promised, or was not killed half-way")


def _yes(met: bool) -> str:  # noqa: FBT001  it is only said
    return "yes" if met else "NO"


if __name__ == "__main__":
    given = Path(sys.argv[1])
    main(given, int(sys.argv[2]) if sys.argv[2:] else MEMORY_MIB)
