"""A plain folder divided by a column of people: where rows go, and that none is lost."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biaochi.facts.prepare import Going, Wanted, prepare
from biaochi.facts.prepared import open_prepared
from biaochi.facts.write import write_folder
from tests.core.facts.making import only
from tests.core.facts.preparing import (
    COUNTY,
    done,
    prepared_rows,
    put,
    raw_rows,
    rows_in,
    sorted_rows,
    told,
)

pytestmark = pytest.mark.thorough

PLAIN = {
    "people.csv": "person,county\nA,甲\nB,甲\nD,乙\nF,乙\n",
    "units.csv": "unit,parent\nP,\nJ,P\nJ1,J\nJ2,J1\nY,P\nX,P\nL,P\nE,P\n",
    "posts.csv": "person,unit,post,from,line_of\n"
    "A,J1,x,2010-01-01,\nB,X,x,2010-01-01,\nD,Y,x,2010-01-01,L\nF,X,x,2010-01-01,\n",
    "evidence.csv": "id,item,person,unit,occurred_on\n1,x,A,E,2016-01-01\n2,x,D,,2017-01-01\n"
    "3,x,,J2,2017-01-01\n4,x,,X,2017-01-01\n5,x,,L,2017-01-01\n6,x,D,E,2017-02-01\n",
    "results.csv": "person,unit,period,quantity,value\nA,,2016,q,1\nZ,,2016,q,2\n,Y,2016,q,3\n",
    "ballots.csv": "session,subject,votes\n1,D,3\n2,J2,4\n3,别的,5\n4,X,6\n",
    "links.csv": "kind,from,to\na,A,B\nb,A,J\nc,A,D\nd,A,X\ne,别的,别的\nf,P,P\n",
    "absences.csv": "person,kind,from\nF,病,2017-01-01\n",
    "calendar.csv": "date,kind\n2017-01-02,holiday\n",
}
WHERE = {
    "units": ({"J", "J1", "J2"}, {"Y", "L"}, {"P", "X", "E"}, "unit"),
    "posts": ({"A", "B"}, {"D", "F"}, set(), "person"),
    "evidence": ({"1", "3"}, {"2", "5", "6"}, {"4"}, "id"),
    "results": ({1_000_000}, {3_000_000}, {2_000_000}, "value"),
    "ballots": ({"2"}, {"1"}, {"3", "4"}, "session"),
    "links": ({"a", "b"}, set(), {"c", "d", "e", "f"}, "kind"),
    "absences": (set(), {"F"}, set(), "person"),
    "calendar": (set(), set(), {"workday", "holiday"} - {"workday"}, "kind"),
}


def plain(at: Path, **files: str) -> Path:
    return put(at / "raw", PLAIN | files)


def test_rows_go_with_their_people_and_units_to_one_part_or_are_shared(tmp_path: Path) -> None:
    raw = plain(tmp_path)
    made = done(raw, COUNTY).prepared
    shared = rows_in(made)
    for table, (one, other, common, key) in WHERE.items():
        assert {r[key] for r in shared[table]} == common, table
        for part, wanted in (("甲", one), ("乙", other)):
            rows = rows_in(made, part)[table]
            assert {r[key] for r in rows} - common == wanted - common, (table, part)
    assert sorted_rows(prepared_rows(made.folder)) == sorted_rows(raw_rows(raw, COUNTY))
    assert {"people.county", "posts.line_of"} <= made.closed
    assert not {"posts.unit", "links"} & made.closed


def test_without_a_column_everything_is_one_part(tmp_path: Path) -> None:
    raw = plain(tmp_path)
    made = done(raw, Wanted(COUNTY.attributes)).prepared
    assert made.names == ("全部",)
    assert sorted_rows(prepared_rows(made.folder)) == sorted_rows(raw_rows(raw, COUNTY))
    assert done(raw, COUNTY).read == ("乙", "甲")


def test_a_divided_folder_is_read_again_when_a_file_changes(tmp_path: Path) -> None:
    raw = plain(tmp_path)
    assert done(raw, COUNTY).read == ("乙", "甲")
    seen: list[Going] = []
    again = prepare(raw, tmp_path / "out", wanted=COUNTY, progress=seen.append)
    assert (again.read, again.kept, len(seen)) == ((), ("乙", "甲"), 1)
    put(raw, {"absences.csv": "person,kind,from\nA,病,2017-01-01\n"})
    assert done(raw, COUNTY).read == ("乙", "甲")
    assert rows_in(open_prepared(tmp_path / "out"), "甲")["absences"][0]["person"] == "A"


@pytest.mark.parametrize(
    ("files", "by", "place"),
    [
        ({}, "country", ("people", 0)),
        ({}, "birth_on", ("people", 0)),
        ({"people.csv": "person,county\nA,甲\nB,\nD,乙\nF,\n"}, "county", ("people.csv", 3)),
        ({"people.csv": f"person,county\nA,{'甲' * 65}\nB,甲\nD,乙\nF,乙\n"}, "county",
         ("people.csv", 2)),
        ({"evidence.csv": "id,item,person,occurred_on,supersedes\n1,x,A,2016-01-01,\n"
          "2,x,A,2016-01-01,1\n3,x,D,2016-01-01,2\n"}, "county", ("evidence.csv", 4)),
    ],
)  # fmt: skip
def test_what_cannot_be_divided_is_refused(tmp_path: Path, files, by, place) -> None:
    found = told(plain(tmp_path, **files), Wanted(COUNTY.attributes, by))
    assert {p.code for p in found} == {"FACT-PART"}
    assert (found[0].file, found[0].line) == place
    assert not (tmp_path / "out").exists()


def test_wrong_rows_are_told_with_file_and_line(tmp_path: Path) -> None:
    raw = plain(tmp_path, **{"absences.csv": "person,kind,from\nF,病,2017-01-01\nZ,病,x\n"})
    assert only(told(raw, COUNTY), "FACT-DATE").line == 3


PEOPLE, UNITS = "ABCDFGHJ", ("U0", "U1", "U2", "U3", "U4", "U5")
COUNTIES = ("甲", "乙 县", "丙/1", "丁'%")
persons, units = st.sampled_from(PEOPLE), st.sampled_from(UNITS)
maybe_unit = st.none() | units


@st.composite
def worlds(draw):
    """Draw a small valid world; ids tell the rows apart."""
    several = lambda one: st.lists(one, max_size=6)  # noqa: E731
    day = "2017-03-01"
    evidence = draw(several(st.tuples(st.none() | persons, maybe_unit)))
    subjects = st.sampled_from([*PEOPLE, *UNITS, "别的"])
    ends = draw(several(st.tuples(subjects, subjects)))
    return {
        "people": [{"person": p, "county": draw(st.sampled_from(COUNTIES))} for p in PEOPLE],
        "units": [
            {"unit": u, "parent": draw(st.none() | st.sampled_from(UNITS[:i])) if i else None}
            for i, u in enumerate(UNITS)
        ],
        "posts": [
            {"person": p, "unit": u, "post": f"x{i}", "from": day, "line_of": draw(maybe_unit)}
            for i, (p, u) in enumerate(draw(several(st.tuples(persons, units))))
        ],
        "evidence": [
            {"id": f"E{i}", "item": "x", "person": p or (None if u else "A"), "unit": u,
             "occurred_on": f"201{i}-01-01"}
            for i, (p, u) in enumerate(evidence)
        ],
        "events": [
            {"kind": f"k{i}", "subject": s, "period": "2017"}
            for i, s in enumerate(draw(several(subjects)))
        ],
        "links": [{"kind": f"k{i}", "from": a, "to": b} for i, (a, b) in enumerate(ends)],
    }  # fmt: skip


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(worlds())
def test_a_divided_world_has_the_same_rows(tmp_path_factory: pytest.TempPathFactory, world) -> None:
    raw = tmp_path_factory.mktemp("world") / "raw"
    write_folder(world, raw, format="csv")
    made = done(raw, COUNTY).prepared
    assert sorted_rows(prepared_rows(made.folder)) == sorted_rows(raw_rows(raw, COUNTY))
    assert set(made.names) == {p["county"] for p in world["people"]}
    shared = {t: {r["row_no"] for r in rows} for t, rows in rows_in(made).items()}
    assert not shared["people"] | shared["posts"]
    for part in made.names:
        rows = rows_in(made, part)
        there = {r["unit"] for r in rows["units"]}
        assert {r["county"] for r in rows["people"]} == {part}
        assert {r[c] for r in rows["posts"] for c in ("unit", "line_of")} <= there | {None}
        assert {r["unit"] for r in rows["evidence"]} <= there | {None}
        assert {r["parent"] for r in rows["units"]} <= there | {None}
