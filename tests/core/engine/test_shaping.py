"""Weights, sheets, bands, tables and readings."""

import pytest

from biaochi.packs.shapes import (
    Attribute,
    Band,
    Bands,
    BySheet,
    Choose,
    Lookup,
    Map,
    Numeric,
    Override,
    Parameter,
    Reading,
    Score,
    Sheet,
    Weighted,
)
from tests.core.engine.building import (
    agreed,
    effect,
    facts,
    formulas,
    pack,
    people,
    ran,
    refused_quantity,
    rule,
)

PARTS = {
    "attributes": {"leading": Attribute(kind="flag"), "band": Attribute()},
    "parameters": {"blank": Parameter(unit="share"), "gate": Parameter(value="90", unit="points")},
    "sheets": {
        "leaders": Sheet(label="领导", applies="leading", weights={"a": "60%", "b": "40%"}),
        "others": Sheet(label="其他", applies="band = '乙'", weights={"b": "1"}),
    },
    "readings": {"how": Reading(asks="怎样合计？", options={"sum": "相加", "best": "取高"})},
}  # fmt: skip
COMPONENTS = {"a": Score(score="甲项"), "b": Score(score="乙项")}


def scored(*rows):
    """People with two components and attributes: ``A 88 92 leading band``."""
    scores = [
        {"person": p, "component": c, "period": "2017", "value": v}
        for p, a, b, *_ in rows for c, v in (("甲项", a), ("乙项", b)) if v is not None
    ]  # fmt: skip
    those = [people(p, leading=leading, band=band)[0] for p, _, _, leading, band in rows]
    return facts(people=those, scores=scores)


def shaped(given, quantities, **asked):
    run = ran(pack(quantities={**COMPONENTS, **quantities}, **PARTS), given, **asked)
    agreed(run, given)
    return run


def test_a_missing_part_blocks_counts_zero_or_shares_out_its_weight():
    weights = {"a": "75%", "b": "25%"}
    quantities = {
        m: Weighted(weighted=weights, missing=m) for m in ("block", "zero", "renormalise")
    }
    run = shaped(scored(("A", "80", None, True, "甲"), ("B", None, None, True, "甲")), quantities)
    assert [run.value("A", m) for m in quantities] == ["undetermined", "60", "80"]
    assert [run.value("B", m) for m in quantities] == ["undetermined", "0", "undetermined"]


def test_an_open_weight_is_not_counted_as_wrong_and_leaves_the_sum_open():
    weights = {"a": "75%", "b": "blank"}
    run = shaped(
        scored(("A", "80", "90", True, "甲")), {"q": Weighted(weighted=weights, missing="block")}
    )
    assert run.needs("A", "q") == ["参数「blank」未填写"]


def test_shares_of_pairs_are_added_exactly():
    quantities = formulas(p="1/3", q="2/3") | {
        "half": Weighted(weighted={"p": "1/2", "q": "1/2"}, missing="renormalise", unit="share")
    }
    run = shaped(scored(("A", None, None, None, None)), quantities)
    top, below = map(int, run.value("A", "half").split("/"))
    assert 2 * top == below


def test_exactly_one_sheet_applies_or_the_total_is_open():
    given = scored(
        ("A", "80", "90", True, "甲"),
        ("B", "80", "90", False, "乙"),
        ("C", "80", "90", True, "乙"),
        ("D", "80", "90", False, "甲"),
        ("F", "80", None, True, "甲"),
    )
    shape = BySheet(by_sheet=("leaders", "others"), missing="block")
    run = shaped(given, {"q": shape, "one": BySheet(by_sheet=("leaders",), missing="block")})
    assert run.values("q") == {
        "A": "84", "B": "90", "C": "undetermined", "D": "undetermined", "F": "undetermined",
    }  # fmt: skip
    assert run.value("C", "one") == "84"


GRADES = (
    Band(at_least="gate", gives="优秀"),
    Band(at_least="70", below="90", when="leading", gives="称职"),
    Band(above="60", below="70", gives="基本称职"),
    Band(at_most="60", gives="不称职"),
)


def test_bands_have_explicit_ends_conditions_and_overrides():
    bands = Bands(
        on="a",
        table=GRADES,
        overrides=(
            Override(when="band = '丙'", gives="不定"),
            Override(when="a = 100", gives="优秀"),
        ),
    )
    given = scored(
        ("A", "90", None, True, "甲"),
        ("B", "89.99", None, True, "甲"),
        ("C", "70", None, False, "甲"),
        ("D", "60.01", None, True, "甲"),
        ("F", "60", None, True, "甲"),
        ("G", "60", None, True, "丙"),
        ("H", None, None, True, "甲"),
    )
    run = shaped(given, {"q": Map(bands=bands)})
    assert list(run.values("q").values()) == [
        "优秀",
        "称职",
        "undetermined",
        "基本称职",
        "不称职",
        "不定",
        "undetermined",
    ]
    assert run.needs("C", "q") == ["「a」的分档没有包含这个数"]


def test_bands_that_all_give_numbers_give_a_number():
    bands = Bands(on="a", table=(Band(at_least="85", gives="100"), Band(below="85", gives="62.5")))
    run = shaped(scored(("A", "85", None, True, ""), ("B", "84", None, True, "")),
                 {"q": Map(bands=bands, unit="points")} | formulas(r="q + 1"))  # fmt: skip
    assert run.values("q") == {"A": "100", "B": "62.5"}
    assert run.value("A", "r") == "101"
    assert run.plan.node("q").typed.unit == "points"


def test_a_table_gives_numbers_or_labels_and_says_what_else_gives():
    quantities = {
        "n": Lookup(lookup="band", table={"甲": "1", "乙": "2.5"}, unit="points"),
        "o": Lookup(lookup="band", table={"甲": "1"}, otherwise="0"),
        "e": Lookup(lookup="band", table={}, otherwise="1"),
        "t": Lookup(lookup="band", table={"甲": "高", "乙": "2"}, otherwise="低"),
    } | formulas(hit="n = 1")
    given = scored(
        *((p, None, None, True, b) for p, b in (("A", "甲"), ("B", "乙"), ("C", "丙"), ("D", None)))
    )
    run = shaped(given, quantities)
    assert list(run.values("n").values()) == ["1", "2.5", "undetermined", "undetermined"]
    assert list(run.values("o").values()) == ["1", "0", "0", "undetermined"]
    assert list(run.values("t").values()) == ["高", "2", "低", "undetermined"]
    assert list(run.values("e").values()) == ["1", "1", "1", "undetermined"]
    assert run.needs("C", "n") == ["除数为零或没有对应的档次"]
    assert run.needs("D", "n") == ["「band」未登记，或几个现任职务不一致"]


def test_a_label_from_a_table_is_compared_by_its_keys():
    quantities = {
        "hit": Lookup(lookup="band", table={"甲": "高", "乙": "低"}),
        "all": Lookup(lookup="band", table={"甲": "高"}, otherwise="低"),
    } | formulas(high="hit = '高'", none="hit = '无'", low="all = '低'", not_high="hit != '高'")
    given = scored(("A", None, None, True, "甲"), ("B", None, None, True, "丙"))
    run = shaped(given, quantities)
    names = ("high", "none", "low", "not_high")
    assert [run.value("A", n) for n in names] == ["true", "false", "false", "false"]
    assert run.value("B", "low") == "true"


CHOOSE = Choose(choose="how", options={"sum": "a + b", "best": "max(a, b)"})


@pytest.mark.parametrize(("option", "value"), [("sum", "170"), ("best", "90")])
def test_a_reading_chooses_the_formula(option, value):
    run = shaped(scored(("A", "80", "90", True, "")), {"q": CHOOSE}, readings={"how": option})
    assert run.value("A", "q") == value
    assert run.plan.reading_labels == {"how": {"sum": "相加", "best": "取高"}[option]}


def test_without_an_answer_only_what_all_options_agree_on_stands():
    given = scored(("A", "80", "90", True, ""), ("B", "80", "0", True, ""))
    run = shaped(given, {"q": CHOOSE} | formulas(high="q > 50"))
    assert run.values("q") == {"A": "undetermined", "B": "80"}
    assert run.needs("A", "q") == ["口径未定：怎样合计？"]
    assert run.value("B", "high") == "true"


def test_an_unanswered_reading_is_named_by_every_finding_that_needs_it():
    made = pack(
        quantities={**COMPONENTS, "q": CHOOSE}, rules=rule("over", "q > 100", effects=effect()),
        **PARTS,
    )  # fmt: skip
    (found,) = ran(made, scored(("A", "80", "90", True, ""))).findings()
    assert (found.verdict, found.effects) == ("undetermined", ())
    assert [m.needs for m in found.missing] == ["口径未定：怎样合计？"]


WRONG = {
    "no such reading": (Choose(choose="why", options={"sum": "1"}), "PLAN-READING", "why"),
    "an option left out": (Choose(choose="how", options={"sum": "1"}), "PLAN-READING", "how"),
    "options of two kinds": (
        Choose(choose="how", options={"sum": "1", "best": "'高'"}), "FORM-KIND", "文字"),
    "no such sheet": (BySheet(by_sheet=("x",), missing="block"), "FORM-NAME", "x"),
    "no sheet at all": (BySheet(by_sheet=(), missing="block"), "FORM-NAME", "没有"),
    "a band of none": (Map(bands=Bands(on="a", table=())), "FORM-ARGUMENTS", "没有"),
    "a table of none": (Lookup(lookup="band", table={}), "FORM-ARGUMENTS", "没有"),
    "a table of thirds": (Lookup(lookup="band", table={"甲": "1/3"}), "FORM-NUMBER", "1/3"),
    "a table of numbers": (Lookup(lookup="1", table={"1": "1"}), "FORM-KIND", "数"),
    "a weight of labels": (
        Weighted(weighted={"band": "100%"}, missing="block"), "FORM-KIND", "文字"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_shape_is_refused_with(what):
    shape, code, found = WRONG[what]
    problem = refused_quantity(shape, quantities=COMPONENTS, **PARTS)
    assert (problem.code, problem.found) == (code, f"{found}（quantities.q）")


def test_a_division_in_a_total_needs_a_written_rounding():
    shape = Weighted(weighted={"a": "100%"}, missing="renormalise")
    problem = refused_quantity(shape, quantities=COMPONENTS, **PARTS, numeric=Numeric())
    assert problem.code == "PLAN-ROUNDING"
