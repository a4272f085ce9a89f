"""Which Python can run a route: this one, the environments of ``make test``, ``BENCH_PYTHONS``."""

import os
import shutil
import subprocess
import sys
from functools import cache

from bench.costs import ROOT, environment

SPARK = "import pyspark"
POSTGRES = "import psycopg"
DUCKDB_15 = "import duckdb; assert duckdb.__version__.startswith('1.5')"


@cache
def python_for(check: str) -> str | None:
    """The first Python that can run this statement."""
    beside = [str(ROOT / f".venv-{name}" / "bin/python") for name in ("spark", "duckdb15")]
    others = os.environ.get("BENCH_PYTHONS", "").split(os.pathsep)
    for python in (sys.executable, *beside, *filter(None, others)):
        if shutil.which(python):
            ran = subprocess.run(
                [python, "-c", check], env=environment(), capture_output=True, check=False
            )
            if not ran.returncode:
                return python
    return None


def why_no_spark() -> str:
    """What is missing for Spark; nothing if it can run."""
    if not shutil.which("java"):
        return "no Java on this machine; apt-get install openjdk-17-jre-headless"
    if python_for(SPARK) is None:
        return "no Python with pyspark; `make test` makes .venv-spark, or name one in BENCH_PYTHONS"
    return ""


def why_no_duckdb_15() -> str:
    """What is missing for the oldest DuckDB that is promised; nothing if it is there."""
    if python_for(DUCKDB_15) is None:
        return "no Python with DuckDB 1.5; `make test` makes .venv-duckdb15"
    return ""
