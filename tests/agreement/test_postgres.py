"""PostgreSQL gives what the interpreter gives, in a database that orders texts as in Chinese."""

from random import Random

import pytest

from biaochi.batch.examples import asked, store_of
from biaochi.engine.compile import compile_pack
from biaochi.packs.loader import builtin
from tests.agreement import engines
from tests.agreement.cluster import binaries, cluster
from tests.agreement.merged import ALL_ENGINES, EVERY_RUN, merged
from tests.agreement.running import asked as any_question
from tests.agreement.running import opened, planned
from tests.agreement.worlds import folder
from tests.core.engine.test_operations import SHAPES
from tests.packs.builtin import FOLDERS, examples_of, pack_of

pytest.importorskip("psycopg", reason="NOT RUN: psycopg is missing, see biaochi[postgres]")
if binaries() is None:
    pytest.skip("NOT RUN: no PostgreSQL on this machine", allow_module_level=True)

from biaochi.batch.loading import load_facts
from biaochi.batch.postgres import Postgres, PostgresRun

pytestmark = pytest.mark.slow
RUNS, WORLDS = 6, 60
SHOWN = FOLDERS if ALL_ENGINES else FOLDERS[::10]


@pytest.fixture(scope="module")
def server():
    with cluster() as url:
        yield url


@pytest.fixture
def database(server):
    found = Postgres(server)
    yield found
    found.close()


@pytest.fixture
def run_on(database):
    def loaded(plan, store):
        database.clean()  # views of the run before stand on the facts of before
        load_facts(store, database)
        return PostgresRun(plan, database)

    return loaded


@pytest.mark.parametrize("name", EVERY_RUN)
def test_the_examples_of_each_question(run_on, name):
    for pack, question, rows, _ in merged(name):
        plan = compile_pack(pack, question)
        with opened(pack, rows) as store:
            engines.same_as_interpreter(plan, store, run_on(plan, store))


@pytest.mark.parametrize(("name", "example"), SHOWN, ids=lambda part: part)
def test_an_example_with_a_folder_of_facts(run_on, name, example):
    pack, shown = pack_of(name), examples_of(name)[example]
    with store_of(pack, builtin(name), shown) as store:
        plan = compile_pack(pack, asked(shown))
        engines.same_as_interpreter(plan, store, run_on(plan, store))


@pytest.mark.parametrize("seed", range(RUNS))
def test_generated_packs_on_generated_facts(run_on, seed):
    random = Random(seed)
    made, plan = planned(random, any_question(random))
    with opened(made, folder(random, WORLDS)) as store:
        engines.same_as_interpreter(plan, store, run_on(plan, store))


@pytest.mark.parametrize("operation", SHAPES)
def test_operations(database, operation):
    engines.assert_operation(database, operation)


def test_odd_texts_great_values_ties_blanks_and_deep_trees(run_on):
    engines.assert_odd_world(run_on)


def test_an_overflow_is_refused(database):
    engines.assert_refuses_overflow(database)


def test_the_database_does_not_order_as_we_do(database):
    """Otherwise the tests here would prove nothing about collations."""
    rows = database.rows("SELECT x FROM (VALUES ('a'), ('B'), ('中'), ('啊')) q(x) ORDER BY x")
    assert [x for (x,) in rows] != sorted(x for (x,) in rows)
