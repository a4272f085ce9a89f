"""One writer at a time, in turn; readers go on meanwhile."""

import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from biaochi.project.database import databases, journal_mode
from biaochi.project.env import Env
from biaochi.project.sqlite.base import DatabaseWrapper
from biaochi.project.sqlite.gate import Busy, Gate

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.sqlite3"


def wrapper(path: Path, **options) -> DatabaseWrapper:
    """Another connection of the office to this file."""
    said = {**connections.settings["default"], **databases(Env(home=path.parent))["default"]}
    said["OPTIONS"] = {**said["OPTIONS"], **options}
    return DatabaseWrapper(said, alias="default")


def test_threads_pass_in_the_order_they_came(path) -> None:
    gate = Gate(path, seconds=20)
    gate.enter()
    order, waiting = [], []
    for n in range(6):

        def act(n=n):
            gate.enter()
            order.append(n)
            gate.leave()

        waiting.append(threading.Thread(target=act))
        waiting[-1].start()
        while len(gate._line) <= n:
            time.sleep(0.001)
    gate.leave()
    for thread in waiting:
        thread.join()
    assert order == list(range(6))


def test_a_turn_that_does_not_come_is_given_up(path) -> None:
    gate = Gate(path, seconds=0.05)
    gate.enter()
    with pytest.raises(Busy):
        gate.enter()
    gate.leave()
    gate.enter()
    gate.leave()


OTHER = """
import sys, time
from pathlib import Path
from biaochi.project.sqlite.gate import Gate
gate = Gate(Path(sys.argv[1]), seconds=20)
print("ready", flush=True)
until = time.monotonic() + 1.5
turns = 0
while time.monotonic() < until:
    gate.enter(); time.sleep(0.02); gate.leave(); turns += 1
print(turns, flush=True)
"""


def test_a_process_that_writes_without_pause_lets_the_other_in(path) -> None:
    gate = Gate(path, seconds=20)
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "ready\n"
    waits = []
    for _ in range(10):
        began = time.monotonic()
        gate.enter()
        waits.append(time.monotonic() - began)
        gate.leave()
    turns = int(other.communicate()[0])
    assert turns > 10
    assert max(waits) < 0.5


def test_a_file_is_opened_with_what_was_decided(path) -> None:
    connection = wrapper(path)
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    connection.close()
    assert found == [journal_mode().lower(), 2, 1, 1, 0]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("version", "mode"), [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL")]
)
def test_wal_needs_a_library_without_its_fault(version, mode) -> None:
    assert journal_mode(version) == mode


def table(path: Path) -> DatabaseWrapper:
    connection = wrapper(path)
    with connection.schema_editor() as editor:
        editor.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", params=None)
    return connection


def begin(connection) -> None:
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_who_waits_too_long_is_told_and_nothing_breaks(path) -> None:
    table(path).close()
    holder, other = wrapper(path, timeout=0.1), wrapper(path, timeout=0.1)
    begin(holder)
    with pytest.raises(OperationalError, match="turn to write"), other.cursor() as cursor:
        cursor.execute("INSERT INTO t (a) VALUES ('x')")
    holder.rollback()
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO t (a) VALUES ('y')")
        assert cursor.execute("SELECT a FROM t").fetchall() == [("y",)]
    for connection in (holder, other):
        connection.close()


def test_readers_go_on_while_a_long_transaction_writes(path) -> None:
    """A spilled cache would lock them out long before the commit."""
    table(path).close()
    writer, reader = wrapper(path), wrapper(path)
    begin(writer)
    with writer.cursor() as cursor:
        cursor.execute("PRAGMA cache_size = 20")
        cursor.executemany("INSERT INTO t (a) VALUES (%s)", [("x" * 500,)] * 20_000)
    began = time.monotonic()
    with reader.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM t").fetchone() == (0,)
    assert time.monotonic() - began < 1
    writer.commit()
    with reader.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM t").fetchone() == (20_000,)
    for connection in (writer, reader):
        connection.close()


def test_a_broken_transaction_opens_the_gate_again(path) -> None:
    connection = table(path)
    begin(connection)
    with pytest.raises(sqlite3.Error), connection.connection as raw:
        raw.execute("INSERT INTO nowhere VALUES (1)")
    connection.rollback()
    assert connection._entered is None
    begin(connection)
    connection.close()
    assert connection._entered is None
