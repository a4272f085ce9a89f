from biaochi.facts.read import read_rows
from biaochi.facts.store import facts_about, registry

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
