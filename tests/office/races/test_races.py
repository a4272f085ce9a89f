"""What happens at the same moment, and what is left when a process is killed."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from secrets import token_hex

import pytest

from tests.office.races.work import AT_ONCE, ROWS

psycopg = pytest.importorskip("psycopg")
WAIT = 90


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office of its own: files in a folder, or a database beside the others."""
    home = tmp_path_factory.mktemp("races")
    (home / "static").mkdir()
    env = {**os.environ, "BIAOCHI_HOME": str(home)}
    if os.environ.get("BIAOCHI_DATABASE"):
        env["BIAOCHI_DATABASE"] = _database(os.environ["BIAOCHI_DATABASE"])
    run(env, "setup")
    return env


def _database(address: str) -> str:
    name = f"race_{token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture
def start(office):
    """Start workers; whatever still runs at the end is stopped."""
    running = []

    def started():
        command = [sys.executable, "-m", "tests.office.races.work", "worker"]
        running.append(subprocess.Popen(command, env=office, stderr=subprocess.DEVNULL))
        return running[-1]

    yield started
    for worker in running:
        worker.kill()
        worker.wait()


def run(env, *words: str):
    command = [sys.executable, "-m", "tests.office.races.work", *words]
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=WAIT, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def look(env, mark: str):
    """Tasks with this mark, and how many rows each left; read past the program."""
    if env.get("BIAOCHI_DATABASE"):
        there = psycopg.connect(env["BIAOCHI_DATABASE"])
    else:
        there = sqlite3.connect(f"file:{env['BIAOCHI_HOME']}/office.sqlite3?mode=ro", uri=True)
    with closing(there):
        tasks = there.execute("SELECT state, attempts, asked FROM tasks_task ORDER BY id")
        seen = [(state, n) for state, n, asked in tasks.fetchall() if f'"{mark}' in _text(asked)]
        rows = there.execute("SELECT note FROM evidence_evidence").fetchall()
    return seen, Counter(note for (note,) in rows if note.startswith(mark))


def _text(asked) -> str:
    return asked if isinstance(asked, str) else json.dumps(asked)


def until(env, mark: str, states: set[str]):
    """Wait until every task with this mark is in one of these states."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        seen, rows = look(env, mark)
        if seen and {state for state, _ in seen} <= states:
            return seen, rows
        time.sleep(0.05)
    raise AssertionError(seen)


OVER = {"done", "failed", "refused"}


@pytest.mark.slow
def test_of_many_who_verify_at_once_one_does_and_the_others_are_told(office) -> None:
    for happened in run(office, "verify"):
        assert Counter(happened["told"]) == {"done": 1, "EDIT-CONFLICT": AT_ONCE - 1}
        assert happened["states"] == 2


@pytest.mark.slow
def test_the_same_key_sent_many_times_at_once_leaves_one_row(office) -> None:
    happened = run(office, "send")
    assert len(set(happened["told"])) == 1
    assert not happened["told"][0].startswith("BROKEN")
    assert happened["rows"] == 1


@pytest.mark.slow
def test_a_killed_worker_leaves_all_or_nothing_and_the_next_goes_on(office, start) -> None:
    chance = random.Random(8)
    run(office, "ask", "slow", "kill", "1")
    for attempt in (1, 2):
        worker = start()
        while look(office, "kill")[0] != [("running", attempt)]:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.1, 0.5))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert look(office, "kill") == ([("running", attempt)], Counter())
    start()
    assert until(office, "kill", OVER) == ([("done", 3)], Counter(kill0=ROWS))


@pytest.mark.slow
def test_what_cannot_be_done_twice_is_said_to_have_failed(office, start) -> None:
    run(office, "ask", "once", "once", "1")
    worker = start()
    until(office, "once", {"running"})
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    start()
    assert until(office, "once", OVER) == ([("failed", 1)], Counter())


@pytest.mark.slow
def test_three_workers_do_each_task_once(office, start) -> None:
    run(office, "ask", "mark", "each", "12")
    for _ in range(3):
        start()
    seen, rows = until(office, "each", OVER)
    assert set(seen) == {("done", 1)}
    assert rows == Counter(f"each{n}" for n in range(12))


@pytest.mark.slow
def test_a_worker_told_to_stop_ends_its_task_first(office, start) -> None:
    run(office, "ask", "slow", "stop", "2")
    worker = start()
    until(office, "stop", {"running", "waiting"})
    while "running" not in {state for state, _ in look(office, "stop")[0]}:
        time.sleep(0.05)
    worker.terminate()
    worker.wait(WAIT)
    assert look(office, "stop") == ([("done", 1), ("waiting", 0)], Counter(stop0=ROWS))
