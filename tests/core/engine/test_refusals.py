"""What a pack may not say: each refusal with its code, place, and what to do."""

import pytest

from biaochi.errors import Refusal
from biaochi.packs.shapes import (
    Attribute,
    Band,
    Bands,
    Collect,
    Compute,
    Deadline,
    Group,
    Map,
    Mark,
    Monitor,
    Numeric,
    Parameter,
    Quota,
    Rank,
    Reading,
    Relation,
    Rule,
    Score,
    Span,
    Weighted,
)
from tests.core.engine.building import (
    BASIS,
    LABEL,
    NEG,
    effect,
    exception,
    formulas,
    pack,
    plan_of,
    refused,
    refused_quantity,
    rule,
)

POINTS = {"points": Collect(op="sum", what="value", from_="neg", unit="points")}
PARTS = {
    "catalogues": {"neg": NEG},
    "parameters": {
        "line": Parameter(value="8", unit="points"),
        "days": Parameter(value="5", unit="days"),
        "blank": Parameter(unit="share"),
    },
    "attributes": {"band": Attribute(), "leading": Attribute(kind="flag")},
    "groups": {"team": Group(by=("unit",)), "types": Group(of="unit", by=("type",))},
}

TEXTS = {
    "(" * 64 + "1" + ")" * 64: ("FORM-SYNTAX", "更深的嵌套", 64),
    "1" + " " * 4000: ("FORM-SYNTAX", "4001 字", 0),
    " + ".join("1" * 66): ("FORM-SYNTAX", "更长的连写", 258),
    "poinst > 8": ("FORM-NAME", "poinst", 0),
    "1 + points > '优秀'": ("FORM-KIND", "文字", 11),
    "'优秀' < band": ("FORM-KIND", "文字", 5),
    "1 + unit_points": ("FORM-SUBJECT", "unit_points 是 unit 的量", 4),
    "points > days": ("FORM-UNIT", "days", 7),
    "points + min(1, days)": ("FORM-UNIT", "days", 7),
    "maximum(1, 2)": ("FORM-FUNCTION", "maximum", 0),
    "abs(1, 2)": ("FORM-ARGUMENTS", "2 个参数", 0),
    "1 + abs()": ("FORM-ARGUMENTS", "0 个参数", 4),
    "points / 0": ("FORM-ZERO", "0", 7),
    "date('2017-02-30') > as_of": ("FORM-DATE", "2017-02-30", 0),
    "date(2017) > as_of": ("FORM-ARGUMENTS", "其他参数", 0),
    "tagged('重')": ("FORM-NAME", "tagged('重')", 0),
    "not points": ("FORM-KIND", "数（points）", 0),
    "leading and 1": ("FORM-KIND", "数", 8),
    "-band": ("FORM-KIND", "文字", 0),
    "if leading then 1 else band": ("FORM-KIND", "文字", 0),
    "if leading then band else 1": ("FORM-KIND", "数", 0),
    "round(1, 10)": ("FORM-ARGUMENTS", "其他参数", 0),
    "round(1, points)": ("FORM-ARGUMENTS", "其他参数", 0),
    "add_days(as_of, 1.5)": ("FORM-ARGUMENTS", "其他参数", 0),
    "add_working_days(as_of, points)": ("FORM-ARGUMENTS", "其他参数", 0),
    "days_between(as_of, 1)": ("FORM-KIND", "数", 0),
    "band in ['甲', 1]": ("FORM-KIND", "数", 5),
    "band in max": ("FORM-SYNTAX", "「max」", 8),
}


@pytest.mark.parametrize("text", TEXTS, ids=[t[:30].strip() for t in TEXTS])
def test_a_formula_that_does_not_fit_is_refused_at_its_words(text):
    code, found, at = TEXTS[text]
    quantities = POINTS | formulas(of="unit", unit_points="1")
    marks = {"quantities.q.formula": Mark("quantities.yaml", 7, 12)}
    problem = refused_quantity(Compute(formula=text), quantities=quantities, marks=marks, **PARTS)
    assert problem.code == code
    assert problem.found == f"{found}（quantities.q.formula）"
    assert (problem.file, problem.line, problem.column) == ("quantities.yaml", 7, 12 + at)


def test_a_name_that_is_not_there_brings_the_nearest_ones():
    problem = refused_quantity(Compute(formula="poinst"), quantities=POINTS, **PARTS)
    assert problem.do == "是不是「points」或「post」？"
    problem = refused_quantity(Compute(formula="zzz"), quantities=POINTS, **PARTS)
    assert problem.do == "请先定义它，或改正名称。"


def test_a_persons_quantity_in_a_units_rule_needs_a_roll():
    made = pack(
        quantities=POINTS, rules=rule("over", "1 < points", of="unit"),
        marks={"rules.over": Mark("rules/over.yaml", 1, 1)}, **PARTS,
    )  # fmt: skip
    (problem,) = refused(made)
    assert (problem.code, problem.do) == ("FORM-SUBJECT", "用 roll 带过来再用。")
    assert (problem.file, problem.line, problem.column) == ("rules/over.yaml", 1, 5)


def test_a_ring_of_quantities_is_named_once_and_what_needs_it_stays_silent():
    made = pack(
        quantities=formulas(a="b + 1", b="c", c="a", d="a"), rules=rule("r", "d > 1"),
        marks={"quantities.c.formula": Mark("q.yaml", 3, 4)},
    )  # fmt: skip
    (problem,) = refused(made)
    assert (problem.code, problem.found) == ("PLAN-CYCLE", "a → b → c → a（quantities.c.formula）")
    assert (problem.file, problem.line, problem.column) == ("q.yaml", 3, 4)
    assert problem.do == "断开其中一环。"


def test_every_wrong_place_is_reported_and_a_place_without_a_mark_falls_back_to_the_pack():
    made = pack(quantities=formulas(a="x", b="1 +", c="1"), rules=rule("r", "y"))
    problems = refused(made)
    assert [(p.code, p.file, p.line) for p in problems] == [
        ("FORM-NAME", "qingshi", 0), ("FORM-SYNTAX", "qingshi", 0), ("FORM-NAME", "qingshi", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("weights", "found"),
    [({"a": "80%", "b": "15%"}, "95%"), ({"a": "1/3", "b": "1/3"}, "200/3%"),
     ({"a": "62.5%", "b": "40%"}, "102.5%"), ({"a": "-50%", "b": "-0.5%"}, "-50.5%")],
)  # fmt: skip
def test_weights_that_are_not_100_percent_are_refused(weights, found):
    quantities = formulas(a="1", b="2")
    problem = refused_quantity(Weighted(weighted=weights, missing="block"), quantities=quantities)
    assert (problem.code, problem.found) == ("PLAN-WEIGHTS", f"{found}（quantities.q）")


def test_what_a_missing_part_does_is_one_of_three_words():
    shape = Weighted(weighted={"a": "100%"}, missing="exclude")
    problem = refused_quantity(shape, quantities=formulas(a="1"))
    assert (problem.code, problem.found) == ("PLAN-MISSING", "exclude（quantities.q）")


def test_a_quota_alone_and_a_monitor_are_never_a_ground():
    share = {"share": "1%", "places": "floor", "ties": "ask"}
    quantities = formulas(a="1") | {"top": Quota(quota="a", within="team", **share)}
    monitor = {"one": Monitor(label=LABEL, basis=BASIS, within="team", share="1%")}
    parts = {"quantities": quantities, "monitors": monitor, **PARTS}
    for when, found in (("top", "只以名额「top」为依据"), ("one", "以监测「one」为依据")):
        (problem,) = refused(pack(rules=rule("r", when, effects=effect()), **parts))
        assert (problem.code, problem.found) == ("PLAN-QUOTA", f"{found}（rules.r）")
    plan_of(pack(rules=rule("r", "top and a > 0", effects=effect()), **parts))
    plan_of(pack(rules=rule("r", "top"), **parts))


OF_A_PACK = {
    "a period that is none": ({}, {"period": "17"}, "PLAN-PERIOD", "17"),
    "a reading that is none": ({}, {"readings": {"x": "y"}}, "PLAN-READING", "x"),
    "an option that is none": (
        {"readings": {"x": Reading(asks="口径？", options={"a": "甲"})}},
        {"readings": {"x": "y"}},
        "PLAN-READING",
        "x=y",
    ),
    "a rule of nobody": (
        {"rules": rule("r", "true", of="dog")},
        {},
        "FORM-SUBJECT",
        "dog（rules.r）",
    ),
    "a subject that does not start here": (
        {
            "rules": rule("r", "true", subject="up"),
            "relations": {"up": Relation(of="unit", to="unit", by="parent")},
        },
        {},
        "FORM-SUBJECT",
        "up（rules.r）",
    ),
    "an exception that is none": (
        {
            "rules": rule("r", "true", unless=("pioner",)),
            "exceptions": exception("pioneer", "true"),
        },
        {},
        "FORM-NAME",
        "pioner（rules.r）",
    ),
    "an exception of another kind": (
        {
            "rules": rule("r", "true", unless=("e",)),
            "exceptions": exception("e", "true", of="unit"),
        },
        {},
        "FORM-SUBJECT",
        "e 是 unit 的（rules.r）",
    ),
    "a wrong exception": (
        {"rules": rule("r", "true", unless=("e",)), "exceptions": exception("e", "1")},
        {},
        "FORM-KIND",
        "数（exceptions.e.when）",
    ),
    "a condition that is a number": (
        {"rules": rule("r", "1")},
        {},
        "FORM-KIND",
        "数（rules.r.when）",
    ),
    "a condition that cannot be read": (
        {"rules": rule("r", "1 >")},
        {},
        "FORM-SYNTAX",
        "「公式末尾」（rules.r.when）",
    ),
    "a length that is none": (
        {"rules": rule("r", "true", effects=effect(from_="as_of", lasts="1 week"))},
        {},
        "FORM-DURATION",
        "1 week（rules.r）",
    ),
    "an amount without rounding": (
        {"rules": rule("r", "true", effects=effect(amount="1/3", base="7")), "numeric": Numeric()},
        {},
        "PLAN-ROUNDING",
        "没有（rules.r）",
    ),
    "an amount in words": (
        {"rules": rule("r", "true", effects=effect(amount="'多'"))},
        {},
        "FORM-KIND",
        "文字（rules.r）",
    ),
}


@pytest.mark.parametrize("what", OF_A_PACK)
def test_a_pack_does_not_compile_with(what):
    parts, asked, code, found = OF_A_PACK[what]
    (problem,) = refused(pack(**parts), **asked)
    assert (problem.code, problem.found) == (code, found)


SHAPES = {
    "a quantity of nobody": (Compute(of="dog", formula="1"), "FORM-SUBJECT", "dog"),
    "an amount that is none": (Collect(op="sum", what="value", from_="neg", at_most="many"),
                               "FORM-NUMBER", "many"),
    "a duration that is none": (Deadline(deadline="as_of", after="1 week"), "FORM-DURATION",
                                "1 week"),
    "a parameter that is no duration": (Deadline(deadline="as_of", after="line"), "FORM-DURATION",
                                        "line"),
    "a group that is none": (Rank(rank="1", within="tema", order="desc", ties="min"), "FORM-NAME",
                             "tema"),
    "a group of units for people": (Rank(rank="1", within="types", order="desc", ties="min"),
                                    "FORM-SUBJECT", "types 是 unit 的"),
    "a comparison of labels": (Rank(rank="band", within="team", order="desc", ties="min"),
                               "FORM-KIND", "文字"),
    "a comparison of pairs": (Rank(rank="pair", within="team", order="desc", ties="min"),
                              "FORM-KIND", "比例"),
    "a score of the whole": (Score(of="whole", score="a"), "FORM-SUBJECT", "whole"),
    "a quota without a share": (
        Quota(quota="1", within="team", share="blank", places="floor", ties="ask"),
        "FORM-NUMBER", "blank"),
    "a quota beyond everyone": (
        Quota(quota="1", within="team", share="2", places="floor", ties="ask"),
        "FORM-NUMBER", "2"),
    "bands on a label": (Map(bands=Bands(on="band", table=(Band(gives="1"),))), "FORM-KIND",
                         "文字"),
}  # fmt: skip


@pytest.mark.parametrize("what", SHAPES)
def test_a_quantity_is_refused_that_is(what):
    shape, code, found = SHAPES[what]
    quantities = {"pair": Compute(formula="1 / 3", unit="share")}
    problem = refused_quantity(shape, quantities=quantities, **PARTS)
    assert problem.code == code
    assert problem.found.startswith(f"{found}（quantities.q")


@pytest.mark.parametrize("name", ["line", "role", "as_of", "id"])
def test_a_quantity_may_not_bear_a_name_that_is_taken(name):
    (problem,) = refused(pack(quantities=formulas(**{name: "1"}), **PARTS))
    assert (problem.code, problem.found) == ("PLAN-NAME", f"{name}（quantities.{name}）")


def test_a_quantity_of_an_undeclared_subject_is_refused_before_its_name():
    (problem,) = refused(pack(quantities=formulas(of="dog", name="1")))
    assert problem.code == "FORM-SUBJECT"


def test_a_group_by_a_formula_is_refused():
    made = pack(
        quantities={"q": Rank(rank="1", within="g", order="asc", ties="min")},
        groups={"g": Group(by=("as_of",))},
    )
    (problem,) = refused(made)
    assert (problem.code, problem.found) == ("FORM-NAME", "as_of（quantities.q）")


def test_a_monitor_needs_a_known_share_and_a_group():
    for share, within, code in (("blank", "team", "FORM-NUMBER"), ("1%", "tema", "FORM-NAME")):
        monitor = Monitor(label=LABEL, basis=BASIS, within=within, share=share)
        (problem,) = refused(pack(monitors={"m": monitor}, **PARTS))
        assert problem.code == code


def test_nothing_is_planned_while_one_rule_is_wrong():
    rules = rule("good", "true") | rule("bad", "x")
    with pytest.raises(Refusal, match="FORM-NAME"):
        plan_of(pack(rules=rules))
    plan = plan_of(pack(rules=rule("good", "true"), in_force=Span(from_="2015-01-01")))
    assert [r.id for r in plan.rules] == ["good"]
    assert isinstance(rules["bad"], Rule)
