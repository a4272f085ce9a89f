from biaochi.facts.read import read_rows
from biaochi.facts.shapes import Wanted
from biaochi.facts.store import facts, facts_about, registry

DAY = {"item": "x", "occurred_on": "2017-03-01"}
ROWS = {
    "people": [{"person": "A"}, {"person": "it's"}],
    "units": [{"unit": "U1"}],
    "evidence": [
        {"id": "1", "person": "A", **DAY},
        {"id": "2", "person": "it's", **DAY},
        {"id": "3", "person": "it's", "supersedes": "1", **DAY},
        {"id": "4", "unit": "U1", **DAY},
    ],
    "links": [{"kind": "k", "from": "A", "to": "U1"}],
}


def test_the_registry_is_people_units_posts_and_links_without_what_happened() -> None:
    with read_rows(ROWS) as store:
        tables = registry(store).tables
    assert {table for table, rows in tables.items() if rows} == {"people", "units", "links"}


def test_facts_about_some_are_their_rows_and_every_correction() -> None:
    with read_rows(ROWS) as store:
        found = {
            who: [row["id"] for row in facts_about(store, {who}).tables["evidence"]]
            for who in ("A", "it's", "U1")
        }
        nobody = facts_about(store, ()).tables
    assert found == {"A": ["1", "3"], "it's": ["2", "3"], "U1": ["3", "4"]}
    assert (nobody["people"], len(nobody["links"])) == ([], 1)


def test_of_wanted_tables_come_the_wanted_columns_and_rows() -> None:
    asked = {"evidence": Wanted(frozenset({"id", "count"}), "r.item <> 'x'")}
    scores = [{"person": "A", "component": "c", "period": "2017"}]
    with read_rows({**ROWS, "scores": scores}) as store:
        tables = facts_about(store, {"A"}, wanted=asked).tables
        every = facts_about(store, {"A"}).tables
    assert tables["evidence"] == [{"row_no": 4, "id": "3", "count": None}]
    assert (tables["scores"], len(every["scores"])) == ([], 1)


def test_columns_that_no_file_has_are_blank_in_every_row() -> None:
    with read_rows(ROWS) as store:
        assert {"count", "matter"} <= store.absent["evidence"]
        assert not {"status", "unit", "supersedes"} & store.absent["evidence"]
        rows = facts(store).tables["evidence"]
    assert {row["count"] for row in rows} == {None}
    assert [row["status"] for row in rows] == ["verified"] * len(rows)
    assert [row["event"] for row in rows] == ["1", "2", "3", "4"]
    without = {**ROWS, "evidence": [{"id": "1", "person": "A", **DAY}]}
    with read_rows(without) as store:
        assert {"unit", "supersedes"} <= store.absent["evidence"]
        assert [r["id"] for r in facts_about(store, {"A"}).tables["evidence"]] == ["1"]
