from collections.abc import Mapping, Sequence

import pytest

from biaochi.errors import Problem
from biaochi.facts.read import read_rows
from biaochi.facts.relate import circles
from tests.core.facts.making import CAST, only, refused_rows

Rows = Sequence[Mapping[str, str]]


def table(header: str, *lines: str) -> list[dict[str, str]]:
    return [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]


def evidence(*lines: str) -> list[dict[str, str]]:
    return table("id,item,person,unit,occurred_on,supersedes", *lines)


def posts(*lines: str) -> list[dict[str, str]]:
    return table("person,unit,post,from,to", *lines)


def ballots(*lines: str) -> list[dict[str, str]]:
    return table("session,subject,option,votes,valid,cast,eligible", *lines)


def scores(*lines: str) -> list[dict[str, str]]:
    return table("person,unit,component,period,value", *lines)


CASES: list[tuple[str, list[dict[str, str]], list[tuple[str, int]]]] = [
    ("evidence", evidence("1,x,A,,2017-01-01,", "1,x,B,,2017-01-01,"), [("FACT-DUPLICATE", 3)]),
    ("evidence", evidence("1,x,A,U1,2017-01-01,", "2,x,,U1,2017-01-01,"), []),
    ("evidence", evidence("1,x,,,2017-01-01,"), [("FACT-SUBJECT", 2)]),
    ("evidence", evidence("1,x,Z,,2017-01-01,"), [("FACT-REFERENCE", 2)]),
    ("evidence", evidence("1,x,A,U9,2017-01-01,"), [("FACT-REFERENCE", 2)]),
    ("evidence", evidence("1,x,A,,2017-01-01,9"), [("FACT-REFERENCE", 2)]),
    ("evidence", evidence("1,x,A,,2017-01-01,1"), [("FACT-LOOP", 2)]),
    (
        "evidence",
        evidence("1,x,A,,2017-01-01,2", "2,x,A,,2017-01-01,1", "3,x,A,,2017-01-01,"),
        [("FACT-LOOP", 2)],
    ),
    (
        "evidence",
        evidence("1,x,A,,2017-01-01,", "2,x,A,,2017-01-01,1", "3,x,A,,2017-01-01,1"),
        [("FACT-SUPERSEDED", 4)],
    ),
    ("scores", scores("A,,x,2017,1", "A,,x,2018,1", ",U1,x,2017,1"), []),
    ("scores", scores("A,,x,2017,1", "A,,x,2017,2"), [("FACT-DUPLICATE", 3)]),
    ("scores", scores("A,U1,x,2017,1"), [("FACT-SUBJECT", 2)]),
    ("scores", scores(",,x,2017,1"), [("FACT-SUBJECT", 2)]),
    ("posts", posts("A,U1,局长,2015-01-01,2016-12-31", "A,U1,局长,2017-01-01,"), []),
    ("posts", posts("A,U1,局长,2015-01-01,2017-01-01", "A,U1,局长,2017-01-01,"),
     [("FACT-OVERLAP", 3)]),
    ("posts", posts("A,U1,局长,2017-01-01,2018-01-01", "A,U1,局长,2015-01-01,"),
     [("FACT-OVERLAP", 2)]),
    ("posts", posts("A,U1,局长,2015-01-01,2014-01-01"), [("FACT-ORDER", 2)]),
    ("posts", posts("A,U1,局长,2015-01-01,", "A,U1,局长,2015-01-01,"),
     [("FACT-DUPLICATE", 3), ("FACT-OVERLAP", 3)]),
    ("absences", table("person,kind,from,to", "A,病假,2017-02-01,2017-01-01"), [("FACT-ORDER", 2)]),
    ("links", table("kind,from,to,from_on,to_on", "k,A,B,2017-02-01,2017-01-01"),
     [("FACT-ORDER", 2)]),
    ("calendar", table("date,kind", "2017-01-01,holiday", "2017-01-01,workday"),
     [("FACT-DUPLICATE", 3)]),
    ("units", table("unit,parent", "U1,U2", "U2,U1"), [("FACT-LOOP", 2)]),
    ("ballots", ballots("s,A,优秀,3,5,6,7", "s,A,称职,2,5,6,7"), []),
    ("ballots", ballots("s,A,优秀,3,,,", "s,A,称职,2,,,"), []),
    ("ballots", ballots("s,A,优秀,3,4,,", "s,A,称职,2,,,"), [("FACT-VOTES", 2)]),
    ("ballots", ballots("s,A,优秀,3,7,6,7"), [("FACT-VOTES", 2)]),
    ("ballots", ballots("s,A,优秀,3,5,8,7"), [("FACT-VOTES", 2)]),
    ("ballots", ballots("s,A,优秀,3,8,,7"), [("FACT-VOTES", 2)]),
    ("ballots", ballots("s,A,优秀,3,5,6,7", "s,A,称职,2,5,6,8"), [("FACT-VOTES", 2)]),
]  # fmt: skip


def problems_of(tables: dict[str, list[dict[str, str]]]) -> list[Problem]:
    base = {"people": [{"person": k} for k in CAST], "units": [{"unit": "U1"}]}
    with read_rows(base | tables) as store:
        return list(store.warnings)


@pytest.mark.parametrize(("name", "rows", "told"), CASES)
def test_rows_that_contradict_each_other_are_refused(
    name: str, rows: list[dict[str, str]], told: list[tuple[str, int]]
) -> None:
    if told:
        found = refused_rows(**{name: rows})
        assert [(p.code, p.line) for p in found] == told
        assert all(p.file == name and p.column_name and "{" not in str(p) for p in found)
    else:
        assert problems_of({name: rows}) == []


def test_evidence_from_before_the_birth_is_refused() -> None:
    people = [{"person": "A", "birth_on": "1980-01-01"}, {"person": "B"}]
    rows = evidence("1,x,A,,1979-12-31,", "2,x,B,,1979-12-31,", "3,x,A,,1980-01-01,")
    assert only(refused_rows(people=people, evidence=rows), "FACT-BIRTH").line == 2


def test_knowing_before_it_happened_is_a_warning() -> None:
    day = {"recorded_at": "2017-01-01 23:59"}
    rows = [r | day for r in evidence("1,x,A,,2017-01-02,", "2,x,A,,2017-01-01,")]
    measure = {"id": "1", "person": "A", "measure": "m", "on": "2017-01-02"} | day
    told = problems_of({"evidence": rows, "measures": [measure]})
    assert [(p.code, p.level, p.file, p.line) for p in told] == [
        ("FACT-EARLY", "warning", "evidence", 2), ("FACT-EARLY", "warning", "measures", 2),
    ]  # fmt: skip


def test_a_missing_table_is_told_once_not_once_a_row() -> None:
    rows = evidence(*(f"{i},x,A,U{i},2017-01-01," for i in range(5)))
    problem = only(refused_rows(units=[], evidence=rows), "FACT-REFERENCE")
    assert "units" in problem.expected
    assert "units.csv" in problem.do
    assert problems_of({"units": [], "evidence": evidence("1,x,A,,2017-01-01,")}) == []


def test_a_table_that_cannot_be_read_causes_no_complaint_elsewhere() -> None:
    rows = evidence("1,x,A,U1,2017-01-01,")
    problem = only(refused_rows(people=[{"name": "安"}], evidence=rows), "FACT-MISSING")
    assert problem.file == "people"


def test_a_row_with_a_wrong_cell_is_told_for_that_cell_alone() -> None:
    rows = evidence("1,x,A,,2017-01-01,", "1,x,Z,,2017-02-30,")
    assert only(refused_rows(evidence=rows), "FACT-DATE").line == 3
    people = [{"person": "A", "birth_on": "x"}]
    found = refused_rows(people=people, evidence=evidence("1,x,A,,2017-01-01,"))
    assert only(found, "FACT-DATE").file == "people"


def test_every_circle_is_found_once() -> None:
    above = {"a": "b", "b": "c", "c": "b", "d": "d", "e": "f", "f": "g"}
    assert circles(above) == [["b", "c"], ["d"]]
    long = {str(i): str(i + 1) for i in range(5000)}
    assert circles(long) == []
    assert len(circles(long | {"5000": "0"})[0]) == 5001
