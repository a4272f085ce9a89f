"""Copies made for many questions give the rows that the tables themselves give."""

from contextlib import nullcontext
from dataclasses import replace
from itertools import combinations

import pytest

from biaochi.facts.narrow import narrow
from biaochi.facts.read import read_rows
from biaochi.facts.shapes import Wanted
from biaochi.facts.store import facts_about, registry

PEOPLE = ("甲", "乙", "丙'")
DATED = {"status": "verified", "occurred_on": "2017-03-01"}
EVIDENCE = [
    {"id": "a", "person": "甲", "value": "1"},
    {"id": "b", "person": "乙", "value": "0"},
    {"id": "c", "unit": "U1", "value": "2"},
    {"id": "d", "person": "丙'", "value": "0", "supersedes": "a"},
    {"id": "e", "person": "甲", "value": "0"},
    {"id": "f", "person": "甲", "value": "3", "recorded_at": "2017-04-01T08:30"},
]
ROWS = {
    "people": [{"person": p, "name": p} for p in PEOPLE],
    "units": [{"unit": "U1", "name": "一科"}],
    "evidence": [{"item": "N1", **DATED, **row} for row in EVIDENCE],
    "scores": [
        {who: ident, "component": "分", "period": f"2017Q{q}", "value": str(q)}
        for q in (1, 2, 3) for who, ident in (("person", "甲"), ("unit", "U1"), ("person", "乙"))
    ],
    "events": [{"kind": "季报", "subject": "甲", "period": "2017Q1", "nil": "true"}],
}  # fmt: skip
NOT_ZERO = Wanted(frozenset({"id", "value", "occurred_on", "recorded_at"}), "(r.value <> 0)")
WANTED = {
    "all columns": {t: Wanted(frozenset({"person", "unit", "period", "value", "event", "status",
                                         "supersedes", "component", "id", "item", "nil",
                                         "recorded_at"}))
                    for t in ("evidence", "scores", "results", "events", "posts")},
    "no rows of zero, and no column that says whose": {"evidence": NOT_ZERO},
}  # fmt: skip


@pytest.mark.parametrize("what", WANTED)
def test_a_copy_gives_the_rows_of_the_tables(what):
    with read_rows(ROWS) as store:
        known, wanted = registry(store), WANTED[what]
        copied = narrow(store, known, wanted)
        for many in range(4):
            for idents in combinations((*PEOPLE, "U1", "nobody"), many):
                assert copied.about(idents) == facts_about(store, idents, known, wanted)


def test_words_that_come_again_are_kept_once():
    with read_rows(ROWS) as store:
        copied = narrow(store, registry(store), WANTED["all columns"])
        rows = copied.about(PEOPLE).tables["scores"]
        assert rows[0]["component"] is rows[-1]["component"]
        assert len({id(r["person"]) for r in rows}) == 2


def test_facts_in_a_database_with_indexes_are_not_copied() -> None:
    with read_rows(ROWS) as store:
        elsewhere = replace(store, con=nullcontext())
        assert narrow(elsewhere, registry(store), WANTED["all columns"]) is None
