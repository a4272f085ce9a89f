"""The first run on PostgreSQL: the owner makes the tables, the application may not rewrite them."""

import json
import os
import subprocess
import sys

import pytest

from tests.agreement.cluster import binaries, cluster
from tests.office.journeys.test_first_run import ANSWERS

psycopg = pytest.importorskip("psycopg")
pytestmark = [
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.skipif(binaries() is None, reason="no PostgreSQL on this machine"),
]
OWNER, APPLICATION = "biaochi_owner", "biaochi"


@pytest.fixture(scope="module")
def server():
    """A server with an empty database, its owner, and a role for the application."""
    with cluster() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN")
            connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")
            connection.execute(f"CREATE DATABASE office OWNER {OWNER}")
        yield url.partition("host=")[2]


@pytest.fixture(scope="module")
def ran(server, tmp_path_factory):
    home = tmp_path_factory.mktemp("office") / "home"
    answers = home.with_name("answers.json")
    answers.write_text(json.dumps(ANSWERS), encoding="utf-8")

    def address(role):
        return f"postgresql://{role}@/office?host={server}"

    def run(*asked, role=APPLICATION):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BIAOCHI_")}
        env = {**kept, "BIAOCHI_HOME": str(home), "BIAOCHI_HTTPS": "0",
               "BIAOCHI_SECOND_FACTOR": "off", "BIAOCHI_DATABASE": address(role),
               "BIAOCHI_OWNER_DATABASE": address(OWNER)}  # fmt: skip
        command = [sys.executable, "-m", "biaochi.cli.main", *asked]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    made = run("init", "--answers", str(answers))
    assert "已建立：青石县委组织部" in made.stdout, made.stderr
    return run


def test_the_application_can_do_its_work_and_no_more(ran) -> None:
    verified = ran("trail", "verify")
    assert verified.returncode == 0, verified.stderr
    refused = ran("serve").stderr
    # The server of the tests forgets what it acknowledged, to be quick; nothing else is wrong.
    assert "fsync=on" in refused
    assert "账号" not in refused


@pytest.mark.parametrize(("role", "why"), [(OWNER, "能改写"), ("postgres", "超级用户")])
def test_a_role_that_could_rewrite_the_record_is_refused(ran, role, why) -> None:
    refused = ran("serve", role=role)
    assert refused.returncode == 1
    assert why in refused.stderr
