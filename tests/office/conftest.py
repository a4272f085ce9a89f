"""The office under test: a fresh database, the cast, one county and its neighbour.

``OFFICE_DB=postgres`` runs the same tests on a PostgreSQL of their own.
"""

import atexit
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest

# Stories say what they expect beside the tests that play them, in the browser or without.
pytest.register_assert_rewrite(
    *(f"tests.office.stories.{name}" for name in ("removals", "others", "conduct", "recovery"))
)
HOME = tempfile.mkdtemp(prefix="biaochi-office-")
# Workers inherit the environment of the run; each has a home of its own, or one prunes another's.
if os.environ.get("PYTEST_XDIST_WORKER") or "BIAOCHI_HOME" not in os.environ:
    os.environ["BIAOCHI_HOME"] = HOME
os.environ.setdefault("BIAOCHI_HTTPS", "0")
os.environ.setdefault("BIAOCHI_SECOND_FACTOR", "off")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaochi.project.settings")

django = pytest.importorskip("django")

if os.environ.get("OFFICE_DB") == "postgres" and not os.environ.get("BIAOCHI_DATABASE"):
    # Workers of the same run inherit the address and share the server.
    from tests.agreement.cluster import cluster

    _STACK = ExitStack()
    os.environ["BIAOCHI_DATABASE"] = _STACK.enter_context(cluster())

    @atexit.register
    def _stop() -> None:
        django.db.connections.close_all()  # a server that is asked to stop waits for its clients
        _STACK.close()


django.setup()
# Refusals are what most requests of these tests are after; pytest has the log of a failure anyway.
logging.getLogger("django.request").setLevel(logging.ERROR)

from django.conf import settings  # noqa: E402 (Django has to be set up first)
from django.db import connection  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from biaochi.trail import append_only  # noqa: E402
from biaochi.trail.verify import verify  # noqa: E402
from tests.office import cast  # noqa: E402

_empty = TransactionTestCase._fixture_teardown


def _emptied(case: TransactionTestCase) -> None:
    """Empty the tables after a test that committed: what is append-only has to let go first."""
    _each(append_only.undoing)
    connection.migrating = getattr(connection, "migrating", 0) + 1  # SQLite's guard
    _empty(case)
    connection.migrating -= 1
    _each(append_only.statements)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO trail_head (id, seq, hash) VALUES (1, 0, '')")


def _each(of) -> None:
    with connection.schema_editor() as editor:
        for table in append_only.TABLES:
            for statement in of(table, vendor=connection.vendor):
                editor.execute(statement, params=None)


TransactionTestCase._fixture_teardown = _emptied


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what has nothing to do with the database."""
    if os.environ.get("OFFICE_DB") == "postgres":
        for item in items:
            if item.get_closest_marker("once"):
                item.add_marker(pytest.mark.skip(reason="the same on every database"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Give each worker its own database; SQLite's is in memory and already its own."""
    if not os.environ.get("BIAOCHI_DATABASE"):
        return
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    test = settings.DATABASES["default"].setdefault("TEST", {})
    test["NAME"] = f"test_biaochi_{worker or 'alone'}"


@pytest.fixture
def at() -> datetime:
    return cast.AT


@pytest.fixture
def world(db: None, request: pytest.FixtureRequest) -> Iterator[cast.World]:
    """The cast; afterwards the trail has to tell of everything that was done to recorded rows."""
    yield cast.world()
    if not request.node.get_closest_marker("tampers"):
        assert verify().faults == ()


@pytest.fixture
def told(capfd: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Say a measured figure on the terminal whatever is captured."""

    def say(text: str) -> None:
        with capfd.disabled():
            sys.stdout.write(f"\n{text}\n")

    return say
