"""Run the whole suite, in every environment this machine can give it, and say what did not run.

Standard library only: this file also has to work where an environment could not be made.
"""

import os
import resource
import shlex
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
OWN = Path(sys.executable).parent
# Neighbours share what they make, so a worker takes a stretch of tests and helps out at the end.
WORKERS = ("-n", "2", "--dist=worksteal")
# Where bytecode is forbidden, every worker and every command of a test would parse it all anew.
BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}

# Floors 0-3: what these say about a person may decide his post, so every branch is walked.
FULLY_COVERED = ("vocabulary", "timeline", "errors", "clock", "packs", "facts", "engine")
# Planned rooms of the same floors; each joins the gate on the day it exists.
PLANNED = ("procedure", "fairness", "ballotbox")

OTHER_PYTHONS = ("3.12", "3.13")
YARDSTICK = "requirements/yardstick.txt"
DUCKDB_15_IN = (".venv-duckdb15", "requirements/duckdb-1.5.txt")
LIGHT, QUICK = ("tests/core",), "not slow and not thorough"
# What is read and written by DuckDB itself; how folders are divided and kept is Python's.
DUCKDB_15 = (
    "tests/core/facts/test_folder.py",
    "tests/core/facts/test_narrow.py",
    "tests/core/facts/test_opening.py",
    "tests/core/facts/test_parquet.py",
    "tests/core/facts/test_prepared.py",
    "tests/core/facts/test_reading.py",
    "tests/core/facts/test_relations.py",
    "tests/core/facts/test_writing.py",
    "tests/core/engine/test_operations.py",
    "tests/agreement/test_edges.py",
    "tests/agreement/test_examples.py::test_executors_agree_on_the_examples_of_each_question[specimen-operators]",
)


OFFICE = ("tests/office",)
SPARK = ("tests/agreement/test_spark.py",)
# The office asks every page and what leans on locks, triggers, roles, order and plans
# once more on the other database; the rest says nothing about it.
ON_POSTGRES = (
    "tests/office/api/test_matters.py",
    "tests/office/exchange/test_folders.py",
    "tests/office/exchange/test_intake.py",
    "tests/office/journeys/test_evidence_pages.py",
    "tests/office/journeys/test_registry_pages.py",
    "tests/office/permissions",
    "tests/office/races",
    "tests/office/rooms/test_access_accounts.py",
    "tests/office/rooms/test_appraisals.py",
    "tests/office/rooms/test_attachments.py",
    "tests/office/rooms/test_board.py",
    "tests/office/rooms/test_case_counting.py",
    "tests/office/rooms/test_desks.py",
    "tests/office/rooms/test_evidence.py",
    "tests/office/rooms/test_findings.py",
    "tests/office/rooms/test_forgetting.py",
    "tests/office/rooms/test_ledger.py",
    "tests/office/rooms/test_letters.py",
    "tests/office/rooms/test_many_rows.py",
    "tests/office/rooms/test_matters.py",
    "tests/office/rooms/test_names.py",
    "tests/office/rooms/test_postgres_role.py",
    "tests/office/rooms/test_registry.py",
    "tests/office/rooms/test_registry_posts.py",
    "tests/office/rooms/test_scoping.py",
    "tests/office/rooms/test_startup_checks.py",
    "tests/office/rooms/test_tasks.py",
    "tests/office/rooms/test_trail_append_only.py",
    "tests/office/rooms/test_trail_verify.py",
)
POSTGRES_PACKAGE = "postgresql"
FONT_PACKAGES = "fonts-noto-cjk fonts-lxgw-wenkai fonts-liberation2"
FONTS = ("opentype/noto", "truetype/lxgw-wenkai", "truetype/liberation2")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_PACKAGES = "chromium fonts-noto-cjk"
APT = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"


@dataclass
class Count:
    """How many tests ended how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass
class Suite:
    """What has run so far."""

    scratch: Path
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    tests: Count = field(default_factory=Count)

    def run(self, name: str, command: list[str], **environment: str) -> bool:
        """Run one step with its output in sight and write down how it ended."""
        print(f"\n━━━ {name}", flush=True)
        began = time.monotonic(), used()
        env = {**os.environ, **BYTECODE, **environment}
        code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
        self._ended(name, code, began)
        return code == 0

    def pytest(self, name: str, folder: Path, *options: str, **environment: str) -> bool:
        """Run pytest from an environment and add up its tests."""
        report = self.scratch / f"{len(self.rows)}.xml"
        command = self._tests(folder, report, *WORKERS, *options)
        well = self.run(name, command, **environment)
        self._add(report)
        return well

    @contextmanager
    def beside(self, name: str, folder: Path, *options: str) -> Iterator[None]:
        """Run pytest in one process while other steps run; show it all when it is done."""
        report, began = self.scratch / f"{name}.xml", (time.monotonic(), 0.0)
        print(f"\n━━━ {name} begins, beside what follows", flush=True)
        with (self.scratch / f"{name}.txt").open("w+b") as said:
            command = self._tests(folder, report, "-n", "0", *options)
            env = {**os.environ, **BYTECODE}
            running = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=said, stderr=subprocess.STDOUT
            )
            try:
                yield
            finally:
                before = used()
                code = running.wait()
                began = began[0], before
                said.seek(0)
                print(f"\n━━━ {name}\n{said.read().decode(errors='replace')}", flush=True)
                self._ended(name, code, began)
                self._add(report)

    @staticmethod
    def _tests(folder: Path, report: Path, *options: str) -> list[str]:
        command = [str(folder / "python"), "-m", "pytest", "-q", f"--junitxml={report}"]
        return [*command, *options]

    def _ended(self, name: str, code: int, began: tuple[float, float]) -> None:
        took = f"{time.monotonic() - began[0]:.0f} s ({used() - began[1]:.0f} CPU-s)"
        outcome = ("FAILED", f"exit {code}, {took}") if code else ("passed", took)
        self.rows.append((name, *outcome))

    def cannot(self, name: str, why: str) -> None:
        """Write down a step that this machine cannot run."""
        print(f"\n━━━ {name}\n!!! not run: {why}", flush=True)
        self.rows.append((name, "NOT RUN", why))

    def _add(self, report: Path) -> None:
        if not report.is_file():
            self.tests.failed += 1  # pytest died before it could report
            return
        for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 (we wrote it)
            bad = int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
            skipped = int(suite.get("skipped", "0"))
            self.tests.failed += bad
            self.tests.skipped += skipped
            self.tests.passed += int(suite.get("tests", "0")) - bad - skipped


def used() -> float:
    """Return the CPU seconds of the steps that ended: what a loaded machine does not change."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> int:
    """Run everything; the exit code is 0 only if nothing failed."""
    with TemporaryDirectory(prefix="biaochi-suite-") as scratch:
        suite = Suite(Path(scratch))
        with packages_ahead() as packages, environments_ahead(), spark(suite):
            style(suite)
            tests_of_the_core(suite)
            arrived(suite, packages)
            other_tests(suite)
            office_on_postgres(suite)
            duckdb_15(suite)
            for version in OTHER_PYTHONS:
                other_python(suite, version)
        return summary(suite)


def style(suite: Suite) -> None:
    """Format, lint, types, floors."""
    suite.run("format", [str(OWN / "ruff"), "format", "--check", "--quiet", "."])
    suite.run("lint", [str(OWN / "ruff"), "check", "--quiet", "."])
    suite.run("types", [str(OWN / "mypy")])
    suite.run("floors", [str(OWN / "lint-imports")])


def tests_of_the_core(suite: Suite) -> None:
    """The core on this Python with the newest DuckDB, and the gate on floors 0-3.

    Counting branches slows the engine down by half, so only the quick tests of the core do it.
    """
    core = missing(suite, "tests/core")
    suite.pytest("core", OWN, "-m", "not slow", "--cov", "--cov-report=", *core)
    files = ",".join(covered())
    gate = ["report", f"--include={files}", "--fail-under=100", "--precision=2"]
    suite.run("branches of floors 0-3", [str(OWN / "python"), "-m", "coverage", *gate])
    suite.pytest("core, generated", OWN, "-m", "slow", *core)


def other_tests(suite: Suite) -> None:
    """All other tests on this Python with the newest DuckDB."""
    others = ("--ignore=tests/core", "--ignore=tests/office", "--durations=10", "tests")
    suite.pytest("all others", OWN, *others)
    suite.pytest("office", OWN, "--durations=10", *missing(suite, *OFFICE))


def office_on_postgres(suite: Suite) -> None:
    """The office once more: the other database it promises, with other locks and other triggers."""
    if has_postgres():
        there = missing(suite, *ON_POSTGRES)
        suite.pytest("office on PostgreSQL", OWN, *there, OFFICE_DB="postgres")


def covered() -> Iterator[str]:
    """The files the gate looks at."""
    for room in (*FULLY_COVERED, *PLANNED):
        yield f"src/biaochi/{room}.py"
        yield f"src/biaochi/{room}/*"


def missing(suite: Suite, *folders: str) -> list[str]:
    """Return the files and folders that are there; one promised and missing is a failure."""
    there = {folder: (ROOT / folder.partition("::")[0]).exists() for folder in folders}
    for folder in (name for name, found in there.items() if not found):
        suite.rows.append((folder, "FAILED", "promised and missing"))
    return [name for name, found in there.items() if found]


def duckdb_15(suite: Suite) -> None:
    """The oldest DuckDB line we promise gives the same answers."""
    if environment(suite, *DUCKDB_15_IN, sys.executable):
        there = missing(suite, *DUCKDB_15)
        suite.pytest("DuckDB 1.5", ROOT / ".venv-duckdb15/bin", *there)


@contextmanager
def packages_ahead() -> Iterator[subprocess.Popen[bytes] | None]:
    """As root, install what the tests need while those run that need nothing of it."""
    lacking = [*lacking_packages()]
    if not lacking or os.geteuid() != 0 or not shutil.which("apt-get"):
        yield None
        return
    line = "; ".join(["apt-get update -qq", *(f"{APT} {names}" for names in lacking)])
    no = subprocess.DEVNULL
    print(f"\n━━━ installing, beside what follows: {' '.join(lacking)}", flush=True)
    with subprocess.Popen(["/bin/sh", "-c", line], cwd=ROOT, stdin=no, stdout=no) as running:
        yield running


def lacking_packages() -> Iterator[str]:
    """Name what Debian calls the server, the browser and the fonts that are not there."""
    if not has_postgres():
        yield POSTGRES_PACKAGE
    if not has_chromium():
        yield CHROMIUM_PACKAGES
    if lacking_fonts():
        yield FONT_PACKAGES


def arrived(suite: Suite, packages: "subprocess.Popen[bytes] | None") -> None:
    """Wait for what is being installed, and say what is still not there."""
    if packages is not None:
        packages.wait()
    if not has_postgres():
        suite.cannot("PostgreSQL", f"no initdb on this machine; apt-get install {POSTGRES_PACKAGE}")
    if not has_chromium():
        why = f"no Chromium on this machine; apt-get install {CHROMIUM_PACKAGES}"
        suite.cannot("browser tests", why)
    if lacking := lacking_fonts():
        why = f"no {', '.join(lacking)} on this machine; apt-get install {FONT_PACKAGES}"
        suite.cannot("papers in every substitute font", why)
    if not shutil.which("soffice"):
        why = "no LibreOffice on this machine; apt-get install libreoffice-writer-nogui"
        suite.cannot("papers opened in LibreOffice", why)


def lacking_fonts() -> list[str]:
    """Name the folders of fonts that are not there."""
    return [name for name in FONTS if not (Path("/usr/share/fonts") / name).is_dir()]


def has_chromium() -> bool:
    """Say whether there is the browser of the browser tests."""
    return any(map(shutil.which, CHROMIUM))


def has_postgres() -> bool:
    """Say whether there is a server that can be started (the tests look in the same places)."""
    return bool(shutil.which("initdb") or [*Path("/usr/lib/postgresql").glob("*/bin/initdb")])


def spark(suite: Suite) -> AbstractContextManager[None]:
    """The answers of Spark, in an environment of its own, beside the rest.

    It is one process that mostly waits for one thread of Java: alone it leaves a core idle.
    """
    if not answer(["java", "-version"], {}, errors=True):
        suite.cannot("Spark", "no Java on this machine; apt-get install openjdk-17-jre-headless")
        return nullcontext()
    if not environment(suite, ".venv-spark", "requirements/spark.txt", sys.executable):
        return nullcontext()
    return suite.beside("Spark", ROOT / ".venv-spark/bin", *missing(suite, *SPARK))


@contextmanager
def environments_ahead() -> Iterator[None]:
    """Make the environments of later steps where a core would idle.

    Nothing is said of them here: a step that finds its own unmade makes it, and says what is wrong.
    """
    found = {v: find_python(v) for v in OTHER_PYTHONS}
    wanted = [_environment(*DUCKDB_15_IN, sys.executable)]
    wanted += [_environment(_folder(v), YARDSTICK, at) for v, at in found.items() if at]
    line = "; ".join(map(shlex.join, wanted))
    no = subprocess.DEVNULL
    with subprocess.Popen(["/bin/sh", "-c", line], cwd=ROOT, stdout=no, stderr=no):
        yield


def other_python(suite: Suite, version: str) -> None:
    """The core on another Python."""
    name = f"Python {version}"
    interpreter = find_python(version)
    if interpreter is None:
        suite.cannot(name, f"no working Python {version} (with venv) on this machine")
        return
    folder = _folder(version)
    if environment(suite, folder, YARDSTICK, interpreter):
        suite.pytest(name, ROOT / folder / "bin", "-m", QUICK, *missing(suite, *LIGHT))


def environment(suite: Suite, folder: str, lock: str, interpreter: str) -> bool:
    """Make or refresh an environment from its lock, with the pip of our own."""
    return suite.run(f"environment {folder}", _environment(folder, lock, interpreter))


def _environment(folder: str, lock: str, interpreter: str) -> list[str]:
    return [str(ROOT / "tools/environment.sh"), folder, lock, interpreter, str(OWN / "python")]


def _folder(version: str) -> str:
    return f".venv-py{version.replace('.', '')}"


def find_python(version: str) -> str | None:
    """Return an interpreter of this version that really starts and can make environments."""
    command = f"python{version}"
    tries = [dict[str, str](), *({"PYENV_VERSION": known} for known in pyenv_versions(version))]
    for extra in tries:
        found = answer([command, "-c", "import ensurepip, sys; print(sys.executable)"], extra)
        if found:
            return found
    return None


def pyenv_versions(version: str) -> list[str]:
    """Versions pyenv has, newest first; a shim alone may lead nowhere until one is named."""
    listed = answer(["pyenv", "versions", "--bare"], {}).split()
    matching = [one for one in listed if one.startswith(f"{version}.")]
    return sorted(matching, key=lambda one: [int(p) for p in one.split(".") if p.isdigit()])[::-1]


def answer(command: list[str], extra: dict[str, str], *, errors: bool = False) -> str:
    """Return what a command prints (on standard error), or nothing if it cannot run."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **extra},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    said = done.stderr if errors else done.stdout
    return said.strip() if done.returncode == 0 else ""


def summary(suite: Suite) -> int:
    """Print what ran, what did not, and the closing line."""
    width = max(len(name) for name, _, _ in suite.rows)
    print("\n━━━ summary")
    for name, outcome, detail in suite.rows:
        print(f"  {name:<{width}}  {outcome:<8}  {detail}")
    for name, outcome, detail in suite.rows:
        if outcome == "NOT RUN":
            print(f"\n!!! {name} WAS NOT RUN: {detail}")
    failed = [name for name, outcome, _ in suite.rows if outcome == "FAILED"]
    if failed:
        print(f"\n!!! FAILED: {', '.join(failed)}")
    total = suite.tests
    # A failed step that is not a test (format, types …) must not close as "0 failed".
    bad = max(total.failed, len(failed))
    print(f"\n{total.passed} passed, {bad} failed, {total.skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
