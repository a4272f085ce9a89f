"""The bench runs, on two hundred people: every route gives the same digest."""

import json
from importlib.util import find_spec

import duckdb
import pytest

from bench import hand_plan, incremental, routes
from bench.costs import Cost
from bench.growth import exponent
from bench.people import write_people
from bench.rough import write_rough
from bench.sizes import ENGINE, HAND, Table, lines

PEOPLE, COUNTY = 200, 40
HEAVY = [find_spec(name) is None for name in ("numpy", "pandas", "pyarrow")]


@pytest.fixture(scope="module", params=["dense", "sparse"])
def facts(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    write_people(folder, people=PEOPLE, dense=request.param == "dense", county=COUNTY)
    return folder


@pytest.fixture
def digest(capsys):
    """Runs a route in this process and gives the digest it prints."""

    def said(route, *arguments):
        route(*arguments)
        return json.loads(capsys.readouterr().out)["digest"]

    return said


def test_engine_and_hand_written_plan_agree_on_results_and_evidence(facts, tmp_path, digest):
    engine = digest(routes.by_parts, facts, str(tmp_path / "engine"))
    assert digest(hand_plan.main, facts, tmp_path / "hand") == engine
    assert digest(routes.interpreter, facts) == engine
    sql = "SELECT rule, subject, reference FROM read_parquet(?) ORDER BY ALL"
    places = ("engine/parts/*/*/evidence_person/*.parquet", "hand/evidence-*.parquet")
    by_engine, by_hand = (duckdb.execute(sql, [str(tmp_path / p)]).fetchall() for p in places)
    assert by_engine == by_hand != []


@pytest.mark.skipif(any(HEAVY), reason="numpy, pandas and pyarrow come with make bench")
def test_numpy_and_pandas_agree_with_the_hand_written_plan(facts, tmp_path, digest):
    from bench import numpy_county, pandas_county  # noqa: PLC0415  where they are installed

    plan = digest(hand_plan.main, facts, tmp_path / "hand")
    assert digest(numpy_county.main, facts) == plan
    assert digest(pandas_county.main, facts) == plan


def test_rough_facts_give_the_interpreter_what_they_give_the_engine(tmp_path, digest):
    write_rough(tmp_path / "facts")
    engine = digest(routes.by_parts, tmp_path / "facts", str(tmp_path / "out"))
    assert digest(routes.interpreter, tmp_path / "facts") == engine


@pytest.mark.slow
def test_new_facts_cost_only_their_counties(tmp_path, capsys):
    write_people(tmp_path / "facts", people=PEOPLE, county=COUNTY)
    incremental.main(tmp_path / "facts")
    assert "3 of 5 counties: 3 computed" in capsys.readouterr().out


def test_a_table_says_what_did_not_run_and_what_differs():
    said = {"digest": "a", "bytes_a_second": 10**9, "seconds": 0.5}
    found = Table(1, 10, 20, {ENGINE: cost(said), HAND: cost({**said, "digest": "b"})})
    found.costs["memory bandwidth"] = cost(said)
    found.missing["Spark"] = "no Java"
    text = "\n".join(lines(found))
    assert "!!! Spark WAS NOT RUN: no Java" in text
    assert f"!!! {HAND}: RESULTS DIFFER" in text


def cost(said):
    return Cost(1.0, 1.0, 1.0, said)


def test_costs_that_double_with_the_rows_grow_like_rows():
    assert exponent([10, 20, 40], [1, 2, 4]) == 1


@pytest.mark.skipif(HEAVY[0], reason="numpy comes with make bench")
def test_memory_has_a_bandwidth():
    from bench.memory_limit import bandwidth  # noqa: PLC0415  where numpy is installed

    assert bandwidth(8 * 1024) > 0
