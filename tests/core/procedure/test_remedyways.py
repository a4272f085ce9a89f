"""Which remedies are open against what, to whom, for how long; what is lighter than what."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.packs.shapes import (
    Aftercare,
    Basis,
    Document,
    Influence,
    Label,
    Measure,
    Pack,
    Parameter,
    Procedure,
    Span,
    Stage,
)
from biaochi.procedure.remedyways import (
    Against,
    Weighed,
    filing_term,
    heavier,
    open_ways,
    standing_of,
    term_of,
    ways_next,
    ways_of,
    weighed,
)
from biaochi.timeline import Duration
from tests.core.procedure.remedyworld import (
    APPEAL,
    FURTHER,
    OBJECTION,
    ON,
    REQUEST,
    REVIEW,
    SERVED,
    pack,
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


def small(**parameters):
    stages = (
        Stage(id="ask", label="提出", owner="本人", gate="appeal", deadline="asking"),
        Stage(id="ask-decision", label="答复", owner="单位", deadline="20 days"),
        Stage(id="ask-extension", label="延长", owner="单位", deadline="soon"),
    )
    remedy = Procedure(
        id="own", label=Label(zh="本地办法"), basis=Basis(), stages=stages, covers=("anything",)
    )
    plain = replace(remedy, id="case", covers=())
    return Pack(
        id="small", title="小", in_force=Span(from_="2017-01-01"),
        documents=(Document(id="d", title="件"),),
        parameters=parameters, procedures={"own": remedy, "case": plain},
        measures=(
            Measure(id="removal", label="免职"), Measure(id="odd", label="别的"),
            Measure(id="admonition", label="诫勉", kind="reminder"),
        ),
        aftercare=Aftercare(influence=(
            Influence(measure="removal", bars="提拔", lasts="12 months"),
            Influence(measure="odd", bars="提拔"),
        )),
    )  # fmt: skip


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


def test_a_weight_a_pack_leaves_out_is_that_of_the_next_packs_twin():
    found = weighed(small(), pack(), on=ON)
    assert (found["removal"].weight, found["removal"].lowers) == (3, True)
    assert (found["odd"].weight, found["odd"].lowers) == (None, None)
    assert found["removal"].bars == Duration(12, "months")
    assert found["odd"].bars is None


def test_an_influence_period_named_by_a_parameter_weighs_like_one_written_out():
    one = small(span=Parameter(value="1", values={"2030-01-01": "2"}, unit="years"))
    named = (Influence(measure="odd", bars="提拔", lasts="span"),)
    one = replace(one, aftercare=Aftercare(influence=named))
    assert weighed(one, on=ON)["odd"].bars == Duration(1, "years")
    assert weighed(one, on=date(2030, 1, 1))["odd"].bars == Duration(2, "years")


def measure(of, *, kind="adjustment", lowers=True, weight=None, bars=""):
    span = Duration.parse(bars) if bars else None
    return Weighed(id=of, label=of, kind=kind, lowers=lowers, weight=weight, bars=span)


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (measure("a"), measure("a"), True),
        (measure("a", weight=2), measure("b", weight=2), True),
        (measure("a", weight=2), measure("b", weight=1), True),
        (measure("a", weight=1), measure("b", weight=2), False),
        (measure("a", weight=1), measure("b"), False),
        (measure("a"), measure("b", weight=1), False),
        (measure("a", weight=1), measure("b", lowers=False, weight=2), True),
        (measure("a", lowers=False, weight=2), measure("b", weight=1), False),
        (measure("a", lowers=False, weight=2), measure("b", lowers=None, weight=1), False),
        (measure("a"), measure("b", kind="reminder", lowers=False), True),
        (measure("a"), measure("b", kind="handling", lowers=False), False),
        (measure("a", kind="reminder", lowers=False), measure("b", lowers=False), False),
        (measure("a", kind="assignment", lowers=False),
         measure("b", kind="reminder", lowers=False), False),
        (measure("a", weight=2, bars="12 months"), measure("b", weight=1, bars="2 years"), False),
        (measure("a", weight=2, bars="2 years"), measure("b", weight=1, bars="24 months"), True),
        (measure("a", weight=2), measure("b", weight=1, bars="2 years"), True),
    ],
)  # fmt: skip
def test_the_order_of_weight(before, after, may):
    assert (heavier(before, after) == "") is may


def test_the_order_of_the_national_pack_is_that_of_its_articles():
    found = weighed(pack(), on=ON)
    names = ("demotion", "removal", "grade-post", "transfer", "admonition")
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            assert heavier(found[one], found[other]) == ""
            assert heavier(found[other], found[one])
