"""A private PostgreSQL for the tests: in a folder of its own, ordering texts as in Chinese."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

OFTEN, LONGEST = 0.05, 30
USER = "postgres"
QUICK = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off",
         "-c", "listen_addresses=", "-c", "max_parallel_workers_per_gather=0",
         "-c", "work_mem=64MB", "-c", "max_connections=60"]  # fmt: skip


def binaries() -> Path | None:
    """The folder with initdb and postgres, if this machine has them."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "postgres").is_file()), None)


def as_somebody(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return command
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running server; everything of it is gone afterwards."""
    there = binaries()
    assert there is not None
    folder = Path(mkdtemp(prefix="biaochi-pg-"))
    folder.chmod(0o777)
    data = folder / "data"
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    made = [str(there / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-CN",
            "--no-sync"]  # fmt: skip
    subprocess.run(as_somebody(made), check=True, capture_output=True, env=env, cwd=folder)
    serve = [str(there / "postgres"), "-D", str(data), "-k", str(folder), *QUICK]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            as_somebody(serve), env=env, cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait(folder)
        yield f"postgresql://{USER}@/postgres?host={folder}"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def _wait(folder: Path) -> None:
    """Wait until the server answers; the clock is the machine's, not a test's."""
    import psycopg  # noqa: PLC0415  an extra

    for _ in range(int(LONGEST / OFTEN)):
        try:
            with psycopg.connect(f"postgresql://{USER}@/postgres?host={folder}"):
                return
        except psycopg.OperationalError:
            time.sleep(OFTEN)
    raise TimeoutError((folder / "log").read_text())
