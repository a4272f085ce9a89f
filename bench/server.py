"""A private PostgreSQL for the routes that need one."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from tests.agreement.cluster import binaries, cluster

SETTINGS = {"work_mem": "256MB", "max_parallel_workers_per_gather": "2"}


def why_no_postgres() -> str:
    """What is missing for PostgreSQL; nothing if it can run."""
    if binaries() is None:
        return "no initdb on this machine; apt-get install postgresql"
    if find_spec("psycopg") is None:
        return "no psycopg in this environment; make setup"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, allowed more memory and a second worker."""
    import psycopg  # noqa: PLC0415  an extra

    with cluster() as url:
        with psycopg.connect(url, autocommit=True) as con:
            for setting, value in SETTINGS.items():
                con.execute(f"ALTER DATABASE postgres SET {setting} = '{value}'".encode())
        yield url
