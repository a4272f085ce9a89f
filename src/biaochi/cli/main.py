"""Entry point of the ``biaochi`` command."""

import sys
from collections.abc import Sequence
from importlib import import_module

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


if __name__ == "__main__":
    sys.exit(main())
