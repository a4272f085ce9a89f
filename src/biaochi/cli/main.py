"""Entry point of the ``biaochi`` command."""

import atexit
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from biaochi.cli.arguments import parser
from biaochi.cli.guard import guarded
from biaochi.cli.screen import prepare


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 refused, 2 wrong usage, 3 broken."""
    prepare()
    try:
        asked = parser().parse_args(argv)
    except SystemExit as done:  # help, version, wrong usage
        return int(done.code or 0)
    command = getattr(asked, "act", "") or asked.command
    return guarded(
        lambda: int(import_module(asked.module).run(command, asked)),
        as_json=lambda: getattr(asked, "format", "") == "json",
    )


def run() -> NoReturn:
    """Run the command and end the process with its code.

    What the system takes back anyway is not taken apart first: a tenth of a second each time.
    """
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads on, or the disk is full: Python has its own way to say so
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001  folders made for a while are removed
    os._exit(code)


if __name__ == "__main__":
    run()
