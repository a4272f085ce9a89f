"""An undetermined answer names the facts that would settle it, and about whom."""

import pytest

from biaochi.packs.shapes import (
    Attribute,
    Ballot,
    Band,
    Bands,
    Choose,
    Collect,
    Compute,
    Duty,
    Earlier,
    Group,
    GroupFigure,
    Last,
    Lookup,
    Map,
    Parameter,
    Quota,
    Rank,
    Reading,
    Relation,
    Roll,
    Score,
    Subject,
    Votes,
)
from tests.core.engine.building import (
    NEG,
    effect,
    exception,
    facts,
    formulas,
    pack,
    people,
    posts,
    ran,
    rule,
    units,
)  # fmt: skip

PARTS = {
    "catalogues": {"neg": NEG},
    "attributes": {"band": Attribute(label="类别"), "world": Attribute(), "size": Attribute(
        of="unit", kind="number", from_="units")},
    "parameters": {"blank": Parameter(label="列入线")},
    "readings": {"how": Reading(asks="怎样合计？", options={"a": "相加", "b": "取高"})},
    "groups": {
        "all": Group(label="全体"), "bands": Group(by=("band",)), "heads": Group(
            members="role = 'head'", label="正职"),
    },
    "relations": {"members": Relation(of="unit", to="person", by="members", label="本单位人员"),
                  "pals": Relation(of="person", to="person", by="links", kind="带")},
    "ballots": {"review": Ballot(question="总体", options=("优秀",), label="年度测评")},
    "calendar": (Duty(id="月报", label="月报", of="person", every="year", due="1 days"),),
    "subjects": {"matter": Subject(key="matter")},
}  # fmt: skip
SCORE = {"total": Score(score="总分", label="年度总分")}
LACKS = {
    "a score": (SCORE["total"], ["评分表没有「年度总分」2017 的记录"]),
    "a ballot": (Votes(votes="valid", from_="review"), ["没有「年度测评」的计票"]),
    "a parameter": (Compute(formula="blank + 1"), ["参数「列入线」未填写"]),
    "a human": (Compute(formula="undetermined"), ["规则写明此处须人工认定"]),
    "an attribute": (Compute(formula="band = '甲'"), ["「类别」未登记，或几个现任职务不一致"]),
    "a divisor": (Compute(formula="1 / (total2 - total2)"), ["除数为零或没有对应的档次"]),
    "a reading": (Choose(choose="how", options={"a": "1", "b": "2"}), ["口径未定：怎样合计？"]),
    "an earlier year": (Earlier(earlier="总分"), ["2016 年「总分」没有结果"]),
    "a group": (Rank(rank="total2", within="bands", order="desc", ties="min"),
                ["「类别」未登记，分不了组"]),
    "a place in the group": (Rank(rank="total2", within="heads", order="desc", ties="min",
                                  missing="exclude"), ["「角色」未登记，或几个现任职务不一致"]),
    "the rows of an aggregate": (Collect(op="max", what="value", from_="neg"),
                                 ["证据表没有「q」2017 的记录"]),
    "duties": (Collect(op="first", what="period", from_="duties", where="overdue"),
               ["应办事项表没有「q」2017 的记录"]),
    "a far end": (Roll(roll="total2", from_="pals", take="min"), ["没有「pals」关系中的人或单位"]),
    "one branch": (Compute(formula="if true then blank else total"), ["参数「列入线」未填写"]),
    "the other branch": (Compute(formula="if 1 > 2 then 1 else total"),
                         ["评分表没有「年度总分」2017 的记录"]),
    "a condition": (Compute(formula="if blank > 1 then 1 else 2"), ["参数「列入线」未填写"]),
    "a table": (Lookup(lookup="name", table={"白": "1"}), ["除数为零或没有对应的档次"]),
    "a band": (Map(bands=Bands(on="total2", table=(Band(at_least="60", gives="好"),))),
               ["「total2」的分档没有包含这个数"]),
}  # fmt: skip


@pytest.mark.parametrize("what", LACKS)
def test_what_is_missing_is_named(what):
    shape, needs = LACKS[what]
    quantities = SCORE | formulas(total2="2 + blank - blank + 0", two="2") | {"q": shape}
    quantities["total2"] = Collect(op="count", what="rows", from_="neg")
    run = ran(pack(quantities=quantities, **PARTS), facts(people=people("A")))
    assert run.value("A", "q") == "undetermined"
    assert run.needs("A", "q") == needs


def test_nothing_is_missing_for_what_is_known():
    run = ran(pack(quantities=formulas(q="1"), **PARTS), facts(people=people("A")))
    assert run.needs("A", "q") == []


def test_a_blank_value_and_an_unclear_condition_name_their_row():
    rows = [{"id": "E9", "item": "N3", "person": "A"}, {"id": "E7", "item": "N1", "person": "A"},
            {"id": "E8", "item": "N1", "person": "B", "value": "-1"}]  # fmt: skip
    quantities = {
        "q": Collect(op="sum", what="value", from_="neg"),
        "c": Collect(op="sum", what="value", from_="neg", where="source = '巡察'"),
        "s": Collect(
            op="count", what="rows", from_="neg", where="days_between(occurred_on, as_of) > x"
        ),
        "x": Compute(formula="blank"),
    }
    run = ran(pack(quantities=quantities, **PARTS), facts(people=people("A", "B"), evidence=rows))
    assert run.needs("A", "q") == ["E9 没有填写分值"]
    assert run.needs("B", "c") == ["E8 的条件缺少内容，无法判断是否计入"]
    assert run.needs("B", "s") == ["E8 的条件缺少内容，无法判断是否计入", "参数「列入线」未填写"]


def scores(**values):
    return [
        {"person": p, "component": "总分", "period": "2017", "value": v} for p, v in values.items()
    ]


def test_a_peer_without_a_score_is_named_and_never_more_than_two():
    quantities = SCORE | {
        "q": Rank(rank="total", within="all", order="desc", ties="min", label="名次")
    }
    world = facts(people=people("A", "B", "C", "D"), scores=scores(A="1"))
    run = ran(pack(quantities=quantities, **PARTS), world)
    assert run.needs("A", "q") == [f"同组 {p} 的「名次」所需的量待定" for p in "BC"]
    assert run.needs("B", "q") == ["评分表没有「年度总分」2017 的记录"]


def test_who_is_not_compared_is_told_so():
    quantities = SCORE | {
        "q": Rank(rank="total", within="heads", order="desc", ties="min"),
        "n": GroupFigure(group="size", within="heads"),
    }
    held = posts("A U1 head", "B U1 staff", "C U1 head")
    world = facts(people=people("A", "B", "C", "D"), posts=held, scores=scores(A="1", B="2", C="3"))
    run = ran(pack(quantities=quantities, **PARTS), world)
    assert run.needs("B", "q") == ["不属于「正职」的比较范围"]
    assert run.needs("A", "q") == ["同组 D 的「q」所需的量待定"]
    assert run.needs("B", "n") == ["不属于「正职」的比较范围"]


def test_a_doubtful_candidate_of_a_quota_is_named():
    quantities = SCORE | {
        "q": Quota(
            quota="total",
            within="all",
            share="1/2",
            places="floor",
            ties="ask",
            only="band = '甲'",
            label="优秀名额",
        ),
        "last": Last(last="total", within="all", joint="counts"),
    }
    those = [*people("A", "B", band="甲"), *people("C", band="乙"), *people("D")]
    world = facts(people=those, scores=scores(A="5", B="4", C="3", D="2"))
    run = ran(pack(quantities=quantities, **PARTS), world)
    assert run.needs("A", "q") == ["同组 D 的「优秀名额」所需的量待定"]
    assert run.needs("A", "last") == []


def test_a_far_member_without_a_score_is_named_with_his_own_needs():
    quantities = SCORE | {"q": Roll(of="unit", roll="total", from_="members")}
    world = facts(
        people=people("A", "B"),
        units=units(U1=None),
        posts=posts("A U1 head", "B U1 head", "X U1 head"),
        scores=scores(A="1"),
    )
    run = ran(pack(quantities=quantities, **PARTS), world)
    (lack,) = run.reasons.missing("unit", "U1", run.plan.node("q").typed.expr)
    assert (lack.subject, lack.needs) == ("B", "评分表没有「年度总分」2017 的记录")


def test_every_missing_fact_of_a_rule_and_its_exceptions_is_listed_once_in_order():
    rules = rule("r", "total > 8 and total > blank", unless=("e",), effects=effect())
    made = pack(quantities=SCORE, rules=rules, exceptions=exception("e", "band = '甲'"), **PARTS)
    (found,) = ran(made, facts(people=people("A"))).findings()
    assert [m.needs for m in found.missing] == [
        "参数「列入线」未填写", "评分表没有「年度总分」2017 的记录",
        "「类别」未登记，或几个现任职务不一致",
    ]  # fmt: skip


def test_evidence_under_ranks_earlier_years_and_attributes():
    quantities = SCORE | {
        "q": Rank(rank="total", within="all", order="desc", ties="min"),
        "past": Earlier(earlier="总分"),
        "none": Earlier(earlier="总分", years="2"),
        "own": Collect(
            op="count", what="rows", from_="neg", where="days_between(occurred_on, as_of) > total"
        ),
    }
    world = facts(
        people=people("A", band="甲"),
        scores=scores(A="1"),
        evidence=[{"item": "N1", "person": "A"}],
        results=[{"person": "A", "period": "2016", "quantity": "总分", "value": "3"}],
    )
    run = ran(pack(quantities=quantities | formulas(b="band = '甲' or none > 1"), **PARTS), world)
    found = {n: run.reasons.evidence("person", "A", run.plan.node(n).typed.expr)
             for n in ("q", "past", "none", "b", "own")}  # fmt: skip
    assert found == {
        "q": ("scores:A:总分:2017",), "past": ("results:A:2016:总分",), "none": (), "b": (),
        "own": ("E2", "scores:A:总分:2017"),
    }  # fmt: skip
    assert run.reasons.evidence("person", "nobody", run.plan.node("q").typed.expr) == ()
