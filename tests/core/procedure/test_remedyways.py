"""Which remedies are open against what, to whom, for how long."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.packs.shapes import (
    Parameter,
)
from biaochi.procedure.remedyways import (
    Against,
    filing_term,
    open_ways,
    standing_of,
    term_of,
    way_place,
    ways_next,
    ways_of,
)
from tests.core.procedure.remedyworld import (
    APPEAL,
    FURTHER,
    OBJECTION,
    ON,
    REQUEST,
    REVIEW,
    SERVED,
    pack,
    small,
)

REMOVED = Against(kind="matter", words=frozenset({"removal"}), lowers=True, known_on=SERVED)
WATCHED, FIRM, INSTITUTION = "watch-review/first", "firm-review/review", "institution-review/review"


def opened(against, regime):
    return {i: g for i, (_, g) in open_ways(ways_of(pack(), on=ON), against, regime=regime).items()}


def against(*words, kind="matter", lowers=False, after=""):
    return Against(kind=kind, words=frozenset(words), lowers=lowers, known_on=SERVED, after=after)


@pytest.mark.parametrize(
    ("of", "regime", "expected"),
    [
        (REMOVED, "公务员", {REVIEW: "given", APPEAL: "given", OBJECTION: "given"}),
        (against("demotion", lowers=True), "公务员",
         {REVIEW: "given", APPEAL: "given", OBJECTION: "given"}),
        (against("transfer"), "公务员", {OBJECTION: "given"}),
        (against("reminder"), "公务员", {OBJECTION: "given"}),
        (against("grade", "grade:不称职", kind="result"), "公务员",
         {REVIEW: "given", APPEAL: "given", OBJECTION: "given"}),
        (against("grade", "grade:基本称职", kind="result"), "公务员", {OBJECTION: "given"}),
        (against("grade", "grade:基本合格", kind="result"), "事业人员",
         {INSTITUTION: "given", OBJECTION: "given"}),
        (against("demerit"), "国企管理人员", {FIRM: "given", OBJECTION: "given"}),
        (against("demerit"), "监察对象", {WATCHED: "given", OBJECTION: "given"}),
        (against("refused-resignation"), "公务员",
         {REVIEW: "given", APPEAL: "given", OBJECTION: "given"}),
        (against("evidence", kind="evidence"), "公务员", {OBJECTION: "given"}),
        (against("severe-handling", lowers=True), "公务员",
         {REVIEW: "unsure", APPEAL: "unsure", OBJECTION: "given"}),
        (against("request", kind="record"), "公务员", {REQUEST: "given"}),
        (replace(REMOVED, after=REVIEW), "公务员", {APPEAL: "given", OBJECTION: "given"}),
        (replace(REMOVED, after=APPEAL), "公务员", {FURTHER: "given", OBJECTION: "given"}),
        (replace(REMOVED, after=FURTHER), "公务员", {OBJECTION: "given"}),
    ],
)  # fmt: skip
def test_ways_follow_regime_measure_and_what_was_answered(of, regime, expected):
    assert opened(of, regime) == expected


def test_who_has_no_regime_on_record_is_shut_out_of_nothing():
    found = opened(REMOVED, "")
    assert found[REVIEW] == "unsure"
    assert found[WATCHED] == found[FIRM] == "unsure"


def test_every_way_says_whether_a_statute_gives_it():
    ways = ways_of(pack(), on=ON)
    assert {w.standing for w in ways.values()} == {"法定", "内部"}
    assert ways[OBJECTION].standing == "内部"
    assert ways[OBJECTION].decide.confidence == "产品选定"
    assert ways[INSTITUTION].file.confidence == "待定"
    assert ways[REVIEW].file.confidence == "据条文"
    assert (ways[REVIEW].file.document, ways[REVIEW].file.clause) == ("servants-2018", "第九十五条")


def test_an_appeal_is_open_longer_without_the_review_before_it():
    appeal = ways_of(pack(), on=ON)[APPEAL]
    assert filing_term(appeal, after=REVIEW).length == "15 days"
    assert filing_term(appeal, after="").length == "30 days"
    assert filing_term(ways_of(pack(), on=ON)[FURTHER], after="").length == ""


def test_nothing_follows_a_way_nobody_knows():
    assert ways_next(ways_of(pack(), on=ON), "nowhere") == ""


def test_a_request_is_about_the_record_whatever_the_regime():
    way = ways_of(pack(), on=ON)[REQUEST]
    assert standing_of(way, against("request", kind="record"), regime="村干部") == "given"
    assert standing_of(way, REMOVED, regime="公务员") == "no"
    assert way.is_request


def test_a_length_may_be_written_out_named_dated_or_missing():
    one = small(asking=Parameter(value="5", values={"2020-01-01": "7"}, unit="days"))
    ask = one.procedures["own"].stages[0]
    assert term_of(one, ask, on=date(2019, 12, 31)).length == "5 days"
    assert term_of(one, ask, on=date(2020, 1, 1)).length == "7 days"
    way = ways_of(one, on=ON)["own/ask"]
    assert (way.decide.length, way.decide.source, way.body) == ("20 days", "stated", "单位")
    assert way.extend is not None
    assert (way.extend.length, way.extend.source) == ("", "open")
    assert list(ways_of(one, on=ON)) == ["own/ask"]


def test_an_unverified_parameter_says_so_and_an_empty_one_starts_no_clock():
    stated = small(asking=Parameter(value="9", unit="days", source="unverified"))
    assert ways_of(stated, on=ON)["own/ask"].file.confidence == "未经核对"
    empty = small(asking=Parameter(unit="days", source="unverified"))
    assert ways_of(empty, on=ON)["own/ask"].file.confidence == "待定"


def test_a_way_has_its_place_among_those_of_its_procedure():
    ways = ways_of(pack(), on=ON)
    assert [way_place(ways, way) for way in (REVIEW, APPEAL, FURTHER, OBJECTION)] == [0, 1, 2, 0]
    assert way_place(ways, "none") == 0
