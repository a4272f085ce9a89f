"""Names of workers, by which another worker can tell that one is gone for good."""

import os
import socket
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

_NUMBERS = count(1)


def holder() -> str:
    """Return a name no other worker has: machine, process, number within the process."""
    return f"{_machine()}:{os.getpid()}:{next(_NUMBERS)}"


def gone(name: str) -> bool:
    """Tell whether a worker surely is gone: its process was on this machine and is no more."""
    machine, _, rest = name.partition(":")
    process = rest.partition(":")[0]
    if machine != _machine() or not process.isdigit() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:  # somebody else's process
        return False
    return False


@cache
def _machine() -> str:
    """Return a name for "process numbers mean the same here": host and space of processes."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:  # not a Linux
        space = ""
    return sha256(f"{socket.gethostname()} {space}".encode()).hexdigest()[:12]
