"""From a facts folder into PostgreSQL, and judged there: the same pages as from the folder."""

import json
from pathlib import Path

import pytest

from biaochi.cli.main import main
from tests.agreement.cluster import binaries, cluster

pytest.importorskip("psycopg", reason="NOT RUN: psycopg is missing, see biaochi[postgres]")
if binaries() is None:
    pytest.skip("NOT RUN: no PostgreSQL on this machine", allow_module_level=True)

from biaochi.batch.postgres import Postgres

pytestmark = pytest.mark.slow
PACK = ["--pack", "changshan-2017"]
ASK = [*PACK, "--period", "2017"]
FACTS = {
    "people.csv": "person,name\nA,安\nB,白\n",
    "units.csv": "unit,name\nU1,甲局\n",
    "posts.csv": "person,unit,post,from,role\nA,U1,局长,2015-01-01,head\n",
    "evidence.csv": "id,item,person,unit,occurred_on,recorded_at\n",
}


@pytest.fixture(scope="module")
def server():
    with cluster() as url:
        yield url


@pytest.fixture
def folder(tmp_path):
    for name, text in FACTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path)


@pytest.fixture
def run(capsys):
    def called(*argv):
        code = main(argv)
        return code, *capsys.readouterr()

    return called


def test_facts_are_loaded_and_judged_where_they_lie(server, folder, run):
    code, out, _ = run("facts", "load", "--facts", folder, *PACK, "--to", server)
    assert code == 0
    assert "模式 facts" in out
    pages = [run("assess", *ASK, "--facts", f, "--format", "json")[1] for f in (folder, server)]
    assert pages[0] == pages[1]
    assert json.loads(pages[1])["quantities"]
    told = [run("explain", *ASK, "--person", "A", "--facts", f)[1] for f in (folder, server)]
    assert told[0] == told[1] != ""


def test_a_second_load_replaces_the_first_and_a_refused_one_changes_nothing(server, folder, run):
    where = f"{server}&schema=二"
    load = ("facts", "load", "--facts", folder, *PACK, "--format", "json", "--to", where)
    first = json.loads(run(*load)[1])
    assert (first["into"], first["tables"]["people"]) == ("二", "2")
    assert json.loads(run(*load)[1]) == first
    Path(folder, "people.csv").write_text("person,name\nA,安\nA,安\n", encoding="utf-8")
    assert run(*load)[0] == 1
    _, out, _ = run("assess", *ASK, "--facts", where, "--format", "json")
    assert json.loads(out)["facts_digest"] == first["facts_digest"]


def test_tables_of_somebody_else_are_left_alone(server, folder, run):
    database = Postgres(f"{server}&schema=own")
    database.run("CREATE SCHEMA own")
    database.run("CREATE TABLE people (id integer)")
    load = ("facts", "load", "--facts", folder, *PACK, "--to", f"{server}&schema=own")
    assert "FACT-TARGET" in run(*load)[2]
    assert database.rows("SELECT count(*) FROM people") == [(0,)]
    database.close()


def test_what_cannot_be_judged_there_is_said(server, folder, run):
    where = f"{server}&schema=elsewhere"
    assert "RUN-FACTS" in run("assess", *ASK, "--facts", where)[2]
    run("facts", "load", "--facts", folder, *PACK, "--to", where)
    for engine in ("duckdb", "spark"):
        code, _, said = run("assess", *ASK, "--facts", where, "--engine", engine)
        assert (code, "ASK-ENGINE" in said) == (2, True)
    other = ["--pack", "demo-qingshi", "--period", "2017"]
    assert "RUN-FACTS" in run("assess", *other, "--facts", where)[2]


def test_a_folder_is_not_a_database(folder, server, run):
    assert "ASK-ENGINE" in run("assess", *ASK, "--facts", folder, "--engine", "postgres")[2]
    assert "ASK-ENGINE" in run("facts", "load", "--facts", folder, *PACK, "--to", folder)[2]
    unreachable = "postgresql://an:secret@127.0.0.1:1/x"
    said = run("assess", *ASK, "--facts", unreachable)[2]
    assert "RUN-CONNECT" in said
    assert "secret" not in said
