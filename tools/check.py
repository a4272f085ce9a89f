"""What stands before each commit: format, lint, types, floors and the quick tests, side by side.

Standard library only.  The tools run while the tests do; what one of them says is shown whole.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parents[1]
OWN = Path(sys.executable).parent
TOOLS = (
    [str(OWN / "ruff"), "format", "--check", "--quiet", "."],
    [str(OWN / "ruff"), "check", "--quiet", "."],
    [str(OWN / "lint-imports")],
    [str(OWN / "mypy")],
)
# "thorough" tests work on folders of files: tools/suite.py runs them and counts their branches.
# What reads the whole tree comes first, so that one worker takes it and the other never parses it.
TESTS = [
    sys.executable, "-m", "pytest", "-q", "-x", "-p", "xdist.plugin", "-n", "2", "--dist=worksteal",
    "-m", "not slow and not thorough", "tests/architecture", "tests/core",
]  # fmt: skip
# These tests use no plugin; to load those of the office takes each process most of a second.
PLAIN = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def main() -> int:
    """Run everything; the exit code is 0 only if nothing was found."""
    with TemporaryFile() as said:
        tools = subprocess.Popen(
            [sys.executable, __file__, "tools"], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT
        )
        env = {**os.environ, **PLAIN}
        found = [subprocess.run(TESTS, cwd=ROOT, env=env, check=False).returncode, tools.wait()]
        said.seek(0)
        sys.stdout.write(said.read().decode())
    return int(any(found))


def tools() -> int:
    """Run one tool after another: together they take as long as the tests."""
    codes = [subprocess.run(tool, cwd=ROOT, check=False).returncode for tool in TOOLS]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(tools() if sys.argv[1:] == ["tools"] else main())
