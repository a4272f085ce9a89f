"""The bench runs, on two hundred people: every route gives the same digest."""

import json
import sys
import time
from importlib.util import find_spec

import duckdb
import pytest

from bench import against, hand_plan, incremental, routes
from bench.against import ENGINE, HAND, Turn
from bench.costs import Cost, Watched, measured_in_slices
from bench.growth import exponent
from bench.people import write_people
from bench.rough import write_rough
from bench.sizes import Table, lines

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


def cost(said, cpu=1.0, peak=1.0):
    return Cost(1.0, cpu, peak, said)


def turn(engine, hand, rows=2):
    return Turn(engine, hand, frozenset({(2, 7), (rows, 7)}))


SAME = cost({"digest": "a"})
BROKEN = {
    "nothing": (turn(SAME, SAME), []),
    "digests": (turn(SAME, cost({"digest": "b"})), ["differ"]),
    "evidence": (turn(SAME, SAME, rows=3), ["differ"]),
    "CPU": (turn(cost(SAME.said, cpu=1.6), SAME), ["CPU 1.60 x"]),
    "memory": (turn(cost(SAME.said, peak=1025.0), SAME), ["1025 MiB"]),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_promise_broken_against_the_plan_by_hand_is_said(what):
    given, expected = BROKEN[what]
    found = list(against.broken([given], 10))
    assert len(found) == len(expected)
    assert all(text in line for text, line in zip(expected, found, strict=True))


def test_the_ratio_is_of_all_turns_and_the_middle_run_stands_for_them():
    costs = [cost(SAME.said, cpu=cpu) for cpu in (3.0, 1.0, 2.0)]
    assert against.middle(costs) is costs[2]
    assert against.ratio([turn(c, SAME) for c in costs]) == 2


BUSY = 'import time\nwhile time.process_time() < 0.3: pass\nprint(\'{"digest": "a"}\')'


def test_commands_in_slices_run_to_their_ends_and_are_measured_apart(tmp_path):
    none = Watched(tmp_path, "*")
    commands = [[sys.executable, "-c", BUSY], [sys.executable, "-c", BUSY.replace("0.3", "0.9")]]
    short, long = measured_in_slices([(c, 0.05, none) for c in commands])
    assert short.said == long.said == {"digest": "a"}
    assert 0.3 <= short.cpu < long.cpu
    assert long.cpu >= 0.9


def test_the_failure_of_a_command_in_slices_is_ours(tmp_path):
    commands = [[sys.executable, "-c", "raise SystemExit('wrong')"], ["sleep", "600"]]
    began = time.monotonic()
    with pytest.raises(SystemExit, match="wrong"):
        measured_in_slices([(c, 0.05, Watched(tmp_path, "*")) for c in commands])
    assert time.monotonic() - began < 60


def test_the_most_that_was_put_aside_at_once_is_seen(tmp_path):
    watched = Watched(tmp_path, "spill/*")
    (tmp_path / "spill").mkdir()
    with watched.most() as most:
        for size in (1, 3, 2):
            (tmp_path / "spill" / "part").write_bytes(b"x" * size * 2**20)
            deadline = time.monotonic() + 10
            while most[0] < size and time.monotonic() < deadline:
                time.sleep(0.01)
        (tmp_path / "spill" / "part").unlink()
    assert most[0] == 3


def test_costs_that_double_with_the_rows_grow_like_rows():
    assert exponent([10, 20, 40], [1, 2, 4]) == 1


@pytest.mark.skipif(HEAVY[0], reason="numpy comes with make bench")
def test_memory_has_a_bandwidth():
    from bench.memory_limit import bandwidth  # noqa: PLC0415  where numpy is installed

    assert bandwidth(8 * 1024) > 0
