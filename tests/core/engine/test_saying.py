"""Open questions of a pack, and formulas in Chinese words."""

import pytest

from biaochi.engine.wording import said, written
from biaochi.packs import shapes
from biaochi.packs.shapes import Catalogue, Item, Label, Parameter, Reading
from tests.core.engine.building import pack, plan_of

ASKS = {"asks": "怎样合计？", "options": {"a": "相加", "b": "取高"}}
READINGS = {
    "open": Reading(**ASKS), "ours": Reading(**ASKS, chosen="a", chosen_by="product"),
    "theirs": Reading(**ASKS, chosen="a", chosen_by="county"),
    "tried": Reading(**ASKS, chosen="a", chosen_by="source"),
}  # fmt: skip
PARAMETERS = {
    "blank": Parameter(label="期限"),
    "later": Parameter(values={"2018-01-01": "3"}),
    "unsure": Parameter(value="3", source="unverified"),
    "filled": Parameter(value="3", source="product"),
    "stated": Parameter(value="3"),
}
SLOTS = Catalogue(
    id="c", label=Label(zh="清单"), items=(Item(code="1"), Item(code="2", published=False))
)


def test_what_a_pack_leaves_open_is_said_in_sentences():
    made = pack(
        readings=READINGS,
        parameters=PARAMETERS,
        catalogues={
            "c": SLOTS,
            "d": Catalogue(id="d", label=Label(zh="全"), items=(Item(code="3"),)),
        },
    )
    plan = plan_of(made, readings={"tried": "b"})
    assert [(q.text, q.reading or q.parameter) for q in plan.questions] == [
        ("口径未定：怎样合计？", "open"), ("口径「相加」由产品按中性口径代选：怎样合计？", "ours"),
        ("口径试用「取高」：怎样合计？", "tried"), ("参数未填写：期限", "blank"),
        ("参数未填写：later", "later"), ("参数未经核对：unsure = 3", "unsure"),
        ("参数由产品代填：filled = 3", "filled"), ("目录「清单」有 1 条原文未公布", ""),
    ]  # fmt: skip
    assert plan.parameters["blank"] == "undetermined"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("points > 8 and not (x in ['甲', 1])", "points! > 8 且 非 (x! 属于 [“甲”，1])"),
        ("if true then max(a, 2) else -b", "如果 是 则 最大值(a!，2) 否则 - b!"),
        ("known(as_of) or a >= 2/3 * c", "已记载(截至日) 或 a! ≥ 2 ÷ 3 × c!"),
        ("a != b", "a! ≠ b!"), ("unknown_function(a)", "unknown_function (a!)"),
        ("不是 ？ 公式", "不是 ？ 公式"),
    ],
)  # fmt: skip
def test_a_formula_is_said_in_words(text, words):
    keep = {"as_of", "true"}
    assert said(text, lambda n: n if n in keep else f"{n}!") == words


WRITTEN = {
    "a": shapes.Compute(formula="1 + 2"),
    "f1": shapes.Choose(choose="how", options={"a": "f1", "b": "f2"}),
    "80% * a + 20% * b": shapes.Weighted(weighted={"a": "80%", "b": "20%"}, missing="block"),
    "200 - 4 * (p - 1)": shapes.RankScore(rank_score="p", first="200", step="4"),
    "x": shapes.Lookup(lookup="x", table={}),
    "t 在本组的名次": shapes.Rank(rank="t", within="g", order="desc", ties="min"),
    "t 在本组后 3 位": shapes.Bottom(bottom="t", within="g", places="3"),
    "100 * t / 本组平均": shapes.Relative(relative="t", to="mean", within="g", times="100"),
    "低于 t 的占本组其他人": shapes.Percentile(percentile="t", within="g"),
    "t 减去以前": shapes.Change(change="t"),
    "told": shapes.Deadline(deadline="told", after="1 days"),
    "on": shapes.Map(bands=shapes.Bands(on="on", table=())),
    "": shapes.Score(score="s"),
}


def test_a_quantity_has_one_line_of_text_where_it_has_a_formula():
    found = [written(shape, {"how": "a"}) for shape in WRITTEN.values()]
    assert found == ["1 + 2", *list(WRITTEN)[1:]]
    assert written(shapes.Choose(choose="how", options={"a": "f1"}), {}) == ""
