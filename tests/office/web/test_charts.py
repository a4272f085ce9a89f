from decimal import Decimal
from xml.etree import ElementTree as ET

from biaochi.web import charts

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart):
    root = ET.fromstring(chart.svg)  # noqa: S314 (our own picture)
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert "style" not in {a for e in root.iter() for a in e.attrib}
    return root


def test_bars_are_in_proportion_and_a_missing_value_has_no_bar() -> None:
    chart = charts.bars("分", labels=["甲", "乙", "丙"], values=[Decimal(50), Decimal(100), None])
    widths = [float(e.get("width")) for e in drawn(chart).iter(f"{SVG}rect")]
    assert len(widths) == 2
    assert abs(widths[1] - 2 * widths[0]) < 0.2
    assert chart.rows[2] == ("丙", "尚不能定")


def test_negative_bars_start_at_zero() -> None:
    chart = charts.bars("扣分", labels=["甲", "乙"], values=[Decimal(-3), Decimal(0)])
    first = next(drawn(chart).iter(f"{SVG}rect"))
    assert float(first.get("width")) > 100


def test_lines_break_where_nothing_is_known() -> None:
    values = [Decimal(1), Decimal(2), None, Decimal(4), Decimal(5)]
    chart = charts.lines("走势", labels=list("abcde"), series=[charts.Series("甲", values)])
    root = drawn(chart)
    assert len(list(root.iter(f"{SVG}path"))) == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 4


def test_a_cut_axis_says_where_it_starts_and_a_whole_one_nothing() -> None:
    values = [Decimal("97.68"), Decimal("97.54")]
    chart = charts.lines("走势", labels=["一", "二"], series=[charts.Series("甲", values)])
    assert chart.cut == "纵轴从 97.5 起，不是从 0 起"
    assert chart.cut in drawn(chart).findtext(f"{SVG}desc")
    below = [charts.Series("甲", [Decimal(-9), Decimal(-5)])]
    assert charts.lines("走势", labels=["一", "二"], series=below).cut.startswith("纵轴到 -5 止")
    for whole in ([Decimal(0), Decimal(80)], [Decimal(-3), Decimal(5)]):
        other = charts.lines("走势", labels=["一", "二"], series=[charts.Series("甲", whole)])
        assert (other.cut, "纵轴" in other.svg) == ("", False)


def test_a_histogram_counts_every_value_once() -> None:
    values = [Decimal(n) / 3 for n in range(100)]
    chart = charts.histogram("分布", values=values, here=Decimal(10))
    assert sum(int(row[1]) for row in chart.rows) == 100
    assert drawn(chart).find(f"{SVG}line[@class='mark']") is not None


def test_stacks_add_up_and_dots_show_every_member() -> None:
    parts = [charts.Series("甲", [1, 2]), charts.Series("乙", [3, None])]
    chart = charts.stacked("构成", labels=["一", "二"], series=parts)
    assert [row[-1] for row in chart.rows] == ["4", "2"]
    groups = [("一队", [("甲", 1), ("乙", 5)]), ("二队", [])]
    assert len(list(drawn(charts.dots("班子", groups=groups)).iter(f"{SVG}circle"))) == 2


def test_strips_have_dots_for_few_and_the_middle_half_for_many() -> None:
    many = [(f"{n}", Decimal(n)) for n in range(100)]
    chart = charts.strips(
        "各单位", groups=[("小", [("甲", 3), ("乙", 8)]), ("大", many)], unit="分"
    )
    assert chart.rows == (("小", "2", "3", "5.5", "8"), ("大", "100", "0", "49.5", "99"))
    root = drawn(chart)
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert [e.get("class") for e in root.iter(f"{SVG}rect")] == ["s0 half"]
    drawn(charts.strips("空", groups=[]))


def test_empty_and_equal_values_still_make_a_picture() -> None:
    drawn(charts.bars("空", labels=[], values=[]))
    drawn(charts.histogram("空", values=[]))
    drawn(charts.histogram("一样", values=[5, 5, 5]))
    drawn(charts.lines("一样", labels=["a"], series=[charts.Series("甲", [7])]))
    drawn(charts.bars("零", labels=["甲"], values=[0]))


def test_names_are_escaped() -> None:
    chart = charts.bars("<b>", labels=["<script>"], values=[1])
    assert "<script>" not in chart.svg
