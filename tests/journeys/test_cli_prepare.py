"""Preparing facts on the command line: the first time, again, and refused."""

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import EVIDENCE, PEOPLE, Outcome, Run, written

UNITS = "unit,name\nU1,甲局\nU2,乙局\n"
POSTS = "person,unit,post,from\nP1,U1,局长,2020-01-01\nP2,U2,局长,2020-01-01\n"


@pytest.fixture
def prepare(biaochi: Run, pack: Path, tmp_path: Path) -> Run:
    def run(*more: object) -> Outcome:
        where = {"facts": tmp_path / "facts", "pack": pack, "out": tmp_path / "out"}
        given = [word for name, value in where.items() for word in (f"--{name}", value)]
        return biaochi("facts", "prepare", *given, *more)

    return run


def test_facts_are_prepared_and_told_about(prepare: Run, facts: Path) -> None:
    outcome = prepare()
    assert outcome.code == 0
    assert "1 个部分，3 人" in outcome.out
    assert "整理好了" in outcome.out
    assert "这次读了 0 个，没有变动的 1 个" in prepare().out


def test_facts_are_divided_by_a_column(prepare: Run, facts: Path) -> None:
    people = PEOPLE.replace("birth_on", "birth_on,sex").replace("-01-01", "-01-01,男")
    people = people.replace("-02-03", "-02-03,女").replace("-03-04", "-03-04,男")
    links = "kind,from,to\nsame,P1,P3\n"
    written(facts, people=people, units=UNITS, posts=POSTS, links=links)
    found = json.loads(prepare("--by", "sex", "--format", "json").out)
    assert found["parts"] == [{"part": "女", "people": "1"}, {"part": "男", "people": "2"}]
    assert found["read"] == ["女", "男"]
    assert {"posts.unit", "people.sex"} <= set(found["closed"])
    said = prepare("--by", "sex").out
    assert "人员表的性别 sex；任职表的单位 unit" in said.replace("\n", "")
    assert "关系" in said


def test_what_does_not_fit_is_refused_by_file_and_line(
    prepare: Run, facts: Path, tmp_path: Path
) -> None:
    written(facts, evidence=EVIDENCE + "E9,XX,P1,-1,2024-01-01,2024-01-02,\n")
    outcome = prepare()
    assert outcome.code == 1
    assert "[FACT-ITEM] evidence.csv 第7行" in outcome.err
    assert not (tmp_path / "out").exists()
    assert "[FACT-PART]" in prepare("--by", "county").err
    assert json.loads(prepare("--by", "county", "--format", "json").out)["errors"]


def test_odd_columns_are_told_and_nothing_may_cross(prepare: Run, facts: Path) -> None:
    links = "kind,from,to\nspouse,P1,P2\nspouse,P1,Z\n"
    people = "person,colour,sex\nP1,红,男\nP2,绿,女\nP3,,女\n"
    written(facts, people=people, links=links)
    outcome = prepare("--by", "sex")
    assert "[FACT-COLUMN]" in outcome.err
    assert "关系" not in outcome.out.partition("不跨部分")[2]
