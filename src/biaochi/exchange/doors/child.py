"""The child process that reads one foreign file, with little memory and time to do harm.

``python -m biaochi.exchange.doors.child FILE OUT LIMITS``: plain lines to OUT, one JSON object to
standard output: either what was read, or the problems.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from biaochi.errors import Refusal
from biaochi.exchange.doors.cells import Writer
from biaochi.exchange.doors.shapes import Limits


def main(given: list[str]) -> int:
    """Read one file; the exit code is 0 whenever an answer was printed."""
    path, out, said = given
    limits = Limits(**json.loads(said))
    confine(limits)
    try:
        answer = read(Path(path), Path(out), limits=limits)
    except Refusal as refusal:
        answer = {"problems": [asdict(p) for p in refusal.problems]}
    sys.stdout.write(json.dumps(answer))
    return 0


def confine(limits: Limits) -> None:
    """Give up memory, processor time and the right to start or write much, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = 2 * limits.most_inflated
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def read(path: Path, out: Path, *, limits: Limits) -> dict[str, Any]:
    """Read a file of any kind into plain lines."""
    from biaochi.exchange.doors import plaintext, sheets  # noqa: PLC0415 (after the limits are set)

    with out.open("w", encoding="utf-8", newline="\n") as file:
        writer = Writer(file)
        if sheets.is_workbook(path):
            found = sheets.read(path, writer, limits=limits)
        else:
            encoding = plaintext.encoding_of(path)
            writer.take(plaintext.rows_of(path, encoding, limits=limits))
            found = {"encoding": encoding, "sheet": ""}
        writer.finish()
    return {**found, "rows": writer.rows}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
