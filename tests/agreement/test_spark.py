"""Spark gives what the interpreter gives, on the typed Parquet files of the facts."""

from random import Random
from shutil import which

import pytest

from biaochi.engine.compile import compile_pack
from tests.agreement import engines
from tests.agreement.merged import ALL_ENGINES, EVERY_RUN, merged
from tests.agreement.running import asked as any_question
from tests.agreement.running import opened, planned
from tests.agreement.worlds import folder
from tests.core.engine.test_operations import SHAPES

pytest.importorskip("pyspark", reason="NOT RUN: pyspark is missing, see biaochi[spark]")
if which("java") is None:
    pytest.skip("NOT RUN: Spark needs Java 17", allow_module_level=True)

from biaochi.batch.spark import Spark, SparkRun, export, session

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]
# Spark plans a pack for half a minute or more.
RUNS, WORLDS = 6 if ALL_ENGINES else 1, 60
# A small run spends its time on compiling; what is interpreted, or compiled once, means the same.
QUICK = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}
COMPILED_ONCE = {"spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}


@pytest.fixture(scope="module")
def spark():
    found = session(QUICK | COMPILED_ONCE)
    yield found
    found.stop()


@pytest.fixture
def run_on(spark, tmp_path):
    return lambda plan, store: SparkRun(plan, Spark(spark, export(store, tmp_path)))


@pytest.mark.parametrize("name", EVERY_RUN)
def test_the_question_most_examples_ask(run_on, name):
    pack, question, rows, _ = next(merged(name))
    plan = compile_pack(pack, question)
    with opened(pack, rows) as store:
        engines.same_as_interpreter(plan, store, run_on(plan, store))


@pytest.mark.parametrize("seed", range(RUNS))
def test_generated_packs_on_generated_facts(run_on, seed):
    random = Random(seed)
    made, plan = planned(random, any_question(random))
    with opened(made, folder(random, WORLDS)) as store:
        engines.same_as_interpreter(plan, store, run_on(plan, store))


@pytest.mark.parametrize("operation", SHAPES)
def test_operations(spark, operation):
    engines.assert_operation(Spark(spark, {}), operation)


def test_odd_texts_great_values_ties_blanks_and_deep_trees(run_on):
    engines.assert_odd_world(run_on)


def test_an_overflow_is_refused(spark):
    engines.assert_refuses_overflow(Spark(spark, {}))


def test_a_run_as_on_a_cluster(spark, tmp_path):
    """Whole-stage code, adaptive plans, several partitions, relations kept as Parquet."""

    def run_on(plan, store):
        facts = tmp_path / "facts"
        facts.mkdir()
        return SparkRun(plan, Spark(spark, export(store, facts), str(tmp_path / "work")))

    before = {setting: spark.conf.get(setting) for setting in QUICK}
    for setting in QUICK:
        spark.conf.unset(setting)
    try:
        engines.assert_odd_world(run_on)
    finally:
        for setting, value in before.items():
            spark.conf.set(setting, value)
