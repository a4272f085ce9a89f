"""The tree behind a figure: sentences, rows, parts; approved texts are in tests/snapshots."""

import pytest

from biaochi.engine.explain import Explainer, lines, shown
from biaochi.packs.shapes import (
    Attribute,
    Band,
    Bands,
    Basis,
    Collect,
    Compute,
    Duty,
    Group,
    GroupFigure,
    Last,
    Map,
    Override,
    Parameter,
    Quota,
    Relation,
    Requires,
    Roll,
    Score,
    Terms,
)  # fmt: skip
from tests.core.engine.building import (
    LABEL,
    NEG,
    facts,
    formulas,
    pack,
    people,
    posts,
    ran,
    rule,
    units,
)  # fmt: skip
from tests.core.engine.specimen import world as cast

PARTS = {
    "catalogues": {"neg": NEG}, "groups": {"all": Group(label="全体"), "plain": Group()},
    "attributes": {"leading": Attribute(kind="flag", label="班子认定")},
    "parameters": {"line": Parameter(value="8", label="列入线"), "blank": Parameter()},
    "relations": {"staff": Relation(of="unit", to="person", by="members")},
    "calendar": (Duty(id="月报", label="月报", of="person", every="year", due="1 days"),),
}  # fmt: skip


def told(name, shape, world, **more):
    return ran(pack(quantities={name: shape, **more}, **PARTS), world).trace("A", name)


@pytest.mark.parametrize(
    ("value", "text"),
    [("true", "是"), ("false", "否"), ("undetermined", "待定"), ("20/60", "20/60（33.33%）"),
     ("1/0", "1/0"), ("-1/4", "-1/4（-25.00%）"), ("甲/2", "甲/2"), ("正科/副科", "正科/副科"),
     ("88.10", "88.10"), ("2/3", "2/3（66.67%）")],
)  # fmt: skip
def test_a_value_is_shown_as_officers_read_it(value, text):
    assert shown(value) == text


def test_more_than_eight_rows_are_counted_and_not_all_listed():
    points = Collect(op="sum", what="value", from_="neg")
    for many, ending in ((8, "、E8、E9"), (9, "、E8、E9 等 9 条")):
        rows = [{"item": "N1", "person": "A"}] * many
        trace = told("q", points, facts(people=people("A"), evidence=rows))
        assert trace.sentence.endswith(ending)
        assert len(trace.evidence) == many


def test_a_zero_is_no_evidence_of_a_sum_and_a_clause_is_cited():
    rows = [{"item": "N3", "person": "A", "value": "0"}, {"item": "N1", "person": "A"}]
    world = facts(people=people("A"), evidence=rows)
    shape = Collect(op="sum", what="value", from_="neg", label="扣分", basis=Basis(clause="第九条"))
    assert told("q", shape, world).sentence == "扣分：2.00（第九条）。依据（证据）：E3"
    count = Collect(op="count", what="rows", from_="neg", basis=Basis(document="d"))
    assert told("q", count, world).evidence == ("E2", "E3")


def test_rows_not_verified_yet_are_told_with_what_they_would_make():
    rows = [{"item": "N1", "person": "A"}, {"item": "N2", "person": "A", "status": "reported"},
            {"item": "N3", "person": "A", "status": "reported", "source": "信访"},
            {"item": "N2", "person": "A", "status": "withdrawn"}]  # fmt: skip
    world = facts(people=people("A"), evidence=rows)
    shapes = {
        "sum": (Collect(op="sum", what="value", from_="neg"), "E3、E4（未核实，若属实则为 待定）"),
        "n": (Collect(op="count", what="rows", from_="neg"), "E3、E4（未核实，若属实则为 3）"),
        "any": (
            Collect(op="exists", what="rows", from_="neg", where="item = 'N2'"),
            "E3（未核实，若属实则为 是）",
        ),
        "cap": (
            Collect(
                op="sum", what="value", from_="neg", each="item", cap="1", where="item != 'N3'"
            ),
            "E3（未核实，若属实则为 2.00）",
        ),
        "known": (
            Collect(op="count", what="rows", from_="neg", where="known(source)"),
            "E4（未核实，若属实则为 1）",
        ),
    }
    run = ran(pack(quantities={n: s for n, (s, _) in shapes.items()}, **PARTS), world)
    for name, (_, says) in shapes.items():
        trace = run.trace("A", name)
        assert trace.sentence.split("。未列：")[1] == says
        assert trace.pending == tuple(says.split("（")[0].split("、"))


def test_groups_places_terms_and_duties_each_have_their_sentence():
    quantities = {
        "score": Score(score="分"), "size": GroupFigure(group="size", within="all"),
        "top": Quota(quota="score", within="plain", share="1", places="floor", ties="ask"),
        "last": Last(last="score", within="all", joint="counts"),
        "terms": Terms(terms="5 years", partial="not"),
        "owed": Collect(op="count", what="rows", from_="duties"),
        "best": GroupFigure(group="best", by="score", within="all"),
    }  # fmt: skip
    world = facts(
        people=people("A"), posts=posts("A U1 head"),
        scores=[{"person": "A", "component": "分", "period": "2017", "value": "7"}],
    )  # fmt: skip
    run = ran(pack(quantities=quantities, **PARTS), world)
    assert [run.trace("A", n).sentence for n in quantities] == [
        "score：7.00。依据（评分）：scores:A:分:2017", "size：1", "top：是，在「plain」中比较",
        "last：否 = score(7.00) = 本组末位", "terms：1。依据（任职）：posts:A:U1:职:2010-01-01",
        "owed：1。依据（应办事项）：duties:月报:A:2017", "best：7.00",
    ]  # fmt: skip
    assert [p.name for p in run.trace("A", "last").parts] == ["score"]


def test_what_travels_is_told_of_the_first_eight_registered_people():
    idents = [f"P{n}" for n in range(10)]
    quantities = {
        "points": Collect(op="sum", what="value", from_="neg"),
        "carried": Roll(of="unit", roll="points", from_="staff"),
    }
    world = facts(
        people=people(*idents[1:]),
        units=units(U1=None),
        posts=posts(*(f"{i} U1 staff" for i in idents)),
        evidence=[{"item": "N1", "person": i} for i in idents],
    )
    run = ran(pack(quantities=quantities, **PARTS), world)
    (part,) = run.trace("U1", "carried").parts
    assert part.sentence == "carried：18.00，由「staff」10 个对象带入"
    assert [p.subject for p in part.parts] == idents[1:8]


def test_a_rule_of_labels_and_attributes_is_said_with_values_put_in():
    rules = rule(
        "r", "leading and role = 'head' and n > line or n in [1, 6] and (blank >= 0)",
        requires=Requires(prior_intervention="known(as_of)"),
    )  # fmt: skip
    made = pack(
        quantities=formulas(n="2 * 3", 数="n") | formulas(of="unit", u="1"), rules=rules, **PARTS
    )
    world = facts(people=people("A", leading=True), posts=posts("A U1 head"))
    trace = ran(made, world).trace_of_rule("A", "r")
    assert trace.sentence == (
        f"{LABEL.zh}：待定。班子认定(是) 且 角色(head) = “head” 且 n(6) > 列入线(8)"
        " 或 n(6) 属于 [1，6] 且 (blank(待定) ≥ 0)；已记载(截至日)（第六条）。"
    )
    assert trace.missing[0].needs == "参数「blank」未填写"


def test_a_rule_without_clause_and_a_tree_without_end_stop_somewhere():
    quantities = {f"q{n}": Compute(formula=f"q{n - 1} + 1" if n else "1") for n in range(20)}
    rules = rule("r", "q19 > 1", basis=Basis(document="d"))
    run = ran(pack(quantities=quantities, rules=rules), facts(people=people("A")))
    trace = run.trace_of_rule("A", "r")
    assert trace.sentence == f"{LABEL.zh}：成立。q19(20) > 1。"
    said = list(lines(trace))
    assert len(said) == 13
    assert said[-1].strip() == "q8：9 = q7(8) + 1"


def test_an_unknown_column_is_no_sentence():
    run = ran(pack(quantities=formulas(q="1")), facts(people=people("A")))
    with pytest.raises(KeyError, match="x"):
        Explainer(run.reasons).quantity("person", "A", "x")


def test_exceptions_earlier_years_and_tallies_are_told():
    run = cast()
    exempt, low, total = (
        run.trace_of_rule("F", "over"),
        run.trace_of_rule("F", "low"),
        run.trace("F", "total"),
    )
    assert "。例外「例外pioneer」：否" in exempt.sentence
    assert exempt.readings == ("how", "window")
    assert "总分：79.50，2016 年已定结果" in [line.strip() for line in lines(low)]
    assert any(line.endswith("依据：计票 3 行") for line in lines(total))
    assert run.trace_of_rule("H", "over").missing[0].needs == "E-140 没有填写分值"


@pytest.mark.parametrize(
    ("value", "said"),
    [("95", "q：优秀，b(95)，落在“90 以上”一档"),
     ("75", "q：称职，b(75)，落在“70 以上、不足 90”一档"),
     ("50", "q：不称职，b(50)，优先适用：b(50) < 60"),
     ("65", "q：待定，b(65)")],
)  # fmt: skip
def test_a_banded_figure_says_which_band_or_condition_decided(value, said):
    table = (Band(at_least="90", gives="优秀"), Band(at_least="70", below="90", gives="称职"))
    overrides = (Override(when="b < 60", gives="不称职"),)
    shape = Map(bands=Bands(on="b", table=table, overrides=overrides))
    made = pack(quantities={**formulas(b=value), "q": shape})
    assert ran(made, facts(people=people("A"))).trace("A", "q").sentence == said


def test_a_band_names_its_parameters_by_label_and_value():
    shape = Map(bands=Bands(on="b", table=(Band(at_least="line", gives="优秀"),)))
    made = pack(quantities={**formulas(b="9"), "q": shape}, **PARTS)
    assert (
        ran(made, facts(people=people("A")))
        .trace("A", "q")
        .sentence.endswith("落在“列入线(8) 以上”一档")
    )


def test_what_is_missing_stands_under_what_it_leaves_open() -> None:
    said = [line.strip() for line in lines(cast().trace_of_rule("H", "low"))]
    assert any(line.startswith("待补：") for line in said)
