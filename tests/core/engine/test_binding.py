"""Facts checked against a pack, as SQL conditions that are run where the facts are."""

import pytest

from biaochi.batch.assess import bind
from biaochi.engine.amounts import exact
from biaochi.engine.bind import checks, mark_of
from biaochi.errors import Refusal
from biaochi.packs.shapes import Attribute, Ballot, Catalogue, Item, Label, Measure, Numeric
from tests.core.engine.building import NEG, facts, pack, people, stored

SLOTS = Catalogue(id="slots", label=Label(zh="指标"), items=(Item(code="S1", published=False),))
TAKES = Catalogue(
    id="takes", label=Label(zh="清单"), sign="takes", negative_only=True,
    items=(Item(code="T1"), Item(code="T2", published=False)),
)  # fmt: skip
PARTS = {
    "numeric": Numeric(scale=1, largest="100", rows="2"),
    "catalogues": {"slots": SLOTS, "takes": TAKES, "full": NEG},
    "attributes": {"band": Attribute(values=("甲", "it's")), "free": Attribute(),
                   "size": Attribute(kind="number")},
    "ballots": {"review": Ballot(question="总体", options=("优秀", "称职"))},
    "measures": (Measure(id="removal", label="免职"),),
}  # fmt: skip
E = {"item": "T1", "person": "A"}
VOTES = {"session": "s", "subject": "A", "votes": "1", "question": "总体", "option": "优秀"}
MOVED = {"id": "m", "person": "A", "on": "2017-01-01"}
WRONG = {
    "an item that is none": ({"evidence": [{**E, "item": "X"}]}, "FACT-ITEM", "X"),
    "a bare hit on a slot": ({"evidence": [{**E, "item": "T2"}]}, "FACT-SLOT", "T2"),
    "anything on a slot of a list": (
        {"evidence": [{**E, "item": "S1", "value": "-1"}]}, "FACT-SLOT", "S1"),
    "a positive point": ({"evidence": [{**E, "value": "0.5"}]}, "FACT-SIGN", "0.5"),
    "too many places": ({"evidence": [{**E, "value": "-0.25"}]}, "FACT-PLACES", "-0.25"),
    "a score with too many places": (
        {"scores": [{"person": "A", "component": "c", "period": "2017", "value": "0.01"}]},
        "FACT-PLACES", "0.01"),
    "a value too great": ({"evidence": [{**E, "value": "-100.1"}]}, "FACT-BOUND", "-100.1"),
    "a result too great": (
        {"results": [{"person": "A", "quantity": "c", "period": "2017", "value": "101"}]},
        "FACT-BOUND", "101"),
    "a count too great": ({"evidence": [{**E, "count": "101"}]}, "FACT-BOUND", "101"),
    "too many votes": ({"ballots": [{**VOTES, "votes": "101"}]}, "FACT-BOUND", "101"),
    "too many rows of one": ({"evidence": [E, E, E]}, "FACT-ROWS", "A"),
    "another word": ({"people": people("A", band="乙")}, "FACT-ATTRIBUTE", "乙"),
    "an attribute too great": (
        {"people": people("A", size=100_100_000)}, "FACT-BOUND", "100.1"),
    "an attribute with too many places": (
        {"people": people("A", size=10_000)}, "FACT-PLACES", "0.01"),
    "another option": ({"ballots": [{**VOTES, "option": "良"}]}, "FACT-OPTION", "良"),
    "another measure": ({"measures": [{**MOVED, "measure": "x"}]}, "FACT-MEASURE", "x"),
}  # fmt: skip
RIGHT = {
    "people": people("A", band="it's", size=-100_000_000),
    "evidence": [
        {**E, "value": "-100", "count": "100"},
        {**E, "person": None, "item": "T2", "unit": "U", "value": "-3.1"},
    ],
    "ballots": [{**VOTES, "question": "廉洁", "option": "好"}, {**VOTES, "option": None}],
    "measures": [{**MOVED, "measure": "removal"}],
}


@pytest.mark.parametrize("what", WRONG)
def test_facts_are_refused_for(what):
    tables, code, found = WRONG[what]
    made = pack(**PARTS)
    given = facts(**({"people": people("A")} | tables))
    with stored(made, given) as store, pytest.raises(Refusal) as caught:
        bind(made, store)
    assert {p.code for p in caught.value.problems} == {code}
    problem = caught.value.problems[0]
    assert (problem.line, exact(problem.found)) == (2, exact(found))


def test_checks_of_a_table_that_are_asked_together_are_each_told():
    made = pack(**PARTS)
    evidence = [{**E, "value": "-1"}, {**E, "item": "X", "value": "-100.25"}, {**E, "count": "101"}]
    given = facts(people=people("A", band="乙"), evidence=[e | {"person": None} for e in evidence])
    with stored(made, given) as store, pytest.raises(Refusal) as caught:
        bind(made, store)
    told = sorted((p.code, p.line, p.column_name) for p in caught.value.problems)
    assert told == [
        ("FACT-ATTRIBUTE", 2, "band"), ("FACT-BOUND", 3, "value"), ("FACT-BOUND", 4, "count"),
        ("FACT-ITEM", 3, "item"), ("FACT-PLACES", 3, "value"),
    ]  # fmt: skip


def test_facts_that_fit_are_welcome():
    made = pack(**PARTS)
    with stored(made, facts(**RIGHT)) as store:
        bind(made, store)


def test_a_bare_pack_asks_only_for_places_bounds_and_rows():
    assert {c.code for c in checks(pack())} == {"FACT-PLACES", "FACT-BOUND", "FACT-ROWS"}


def test_facts_that_passed_the_same_checks_need_not_be_asked_again():
    stricter = pack(numeric=Numeric(scale=2, rounding="half_up", largest="10", rows="1000"))
    assert mark_of(checks(pack())) == mark_of(checks(pack(title="别的名称")))
    assert mark_of(checks(pack())) != mark_of(checks(stricter))
