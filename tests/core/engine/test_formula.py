from fractions import Fraction

import pytest

from biaochi.engine.formula import Call, FormulaError, Name, names, number, parse, tokens


def pieces(text):
    return [t.text for t in tokens(text)]


def shape(node):
    """The tree as nested lists, with numbers and texts as written."""
    if isinstance(node, Call):
        return [node.name, *map(shape, node.args)]
    if isinstance(node, Name):
        return node.name
    return node.text if hasattr(node, "text") else f"'{node.value}'"


def wrong(text):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    return error.expected, error.found, error.at


def test_full_width_signs_count_as_half_width_ones():
    wide = "（积分＋1）×2÷3－4％＞0 且 分≥1 或 非 分≤2，［］"
    assert pieces(wide) == pieces("(积分+1)*2/3-4%>0 and 分>=1 or not 分<=2,[]")
    assert pieces("a ≠ b ＜ c ＝ d　／＊") == ["a", "!=", "b", "<", "c", "=", "d", "/", "*"]


@pytest.mark.parametrize("label", ["'敢作为，予以免责（一）'", '"＞8×2"', "‘甲，乙’", "“丙％”"])
def test_quoted_punctuation_is_kept_as_written(label):
    assert parse(f"outcome = {label}").args[1].value == label[1:-1]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", ["add", "1", ["mul", "2", "3"]]),
        ("1 - 2 - 3", ["sub", ["sub", "1", "2"], "3"]),
        ("-a * --b", ["mul", ["neg", "a"], ["neg", ["neg", "b"]]]),
        ("(1 + 2) * 3", ["mul", ["add", "1", "2"], "3"]),
        ("not not a and b or c", ["or", ["and", ["not", ["not", "a"]], "b"], "c"]),
        ("if a then 1 else if b then 2 else 3", ["if", "a", "1", ["if", "b", "2", "3"]]),
        ("g in ['优秀', 2, x]", ["in", "g", "'优秀'", "2", "x"]),
        ("f()", ["f"]),
        ("max(a, 80%,)", ["max", "a", "80%"]),
        ("真 且 假", ["and", "true", "false"]),
        ("a == b", ["eq", "a", "b"]),
    ],
)
def test_signs_bind_as_in_arithmetic(text, tree):
    assert shape(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "expected", "found", "at"),
    [
        ("", "数、名称或「(」", "「公式末尾」", 0),
        ("points > ", "数、名称或「(」", "「公式末尾」", 9),
        ("points ? 8", "数、名称、引号内的文字或运算符", "「?」", 7),
        ("1 2", "运算符或公式末尾", "「2」", 2),
        ("(1 + 2", "「)」", "「公式末尾」", 6),
        ("max(1 2)", "「,」或「)」", "「2」", 6),
        ("if a 1 else 2", "then", "「1」", 5),
        ("if a then 1", "else", "「公式末尾」", 11),
        ("a in b", "「[」", "「b」", 5),
        ("a in ['x' 'y']", "「,」或「]」", "「'y'」", 10),
        ("1 < a < 3", "用 and 连接的两个比较", "连写的比较", 6),
        ("and", "数、名称或「(」", "「and」", 0),
        ("名 > '优", "数、名称、引号内的文字或运算符", "「'」", 4),
    ],
)
def test_a_wrong_formula_is_refused_at_the_character(text, expected, found, at):
    assert wrong(text) == (expected, found, at)


@pytest.mark.parametrize("opening", ["(", "-", "not ", "f("])
def test_five_thousand_levels_are_refused_before_any_stack_is_exhausted(opening):
    text = (opening * (3900 // len(opening))) + "a"
    assert wrong(text)[0] == "不超过 64 层的公式"
    assert wrong("(" * 5000 + "a")[:2] == ("不超过 4000 字的公式", "5001 字")


def test_64_levels_are_the_most():
    assert shape(parse("(" * 63 + "a" + ")" * 63)) == "a"
    assert wrong("(" * 64 + "a" + ")" * 64) == ("不超过 64 层的公式", "更深的嵌套", 64)


def test_4000_characters_are_the_most():
    assert shape(parse("a" + " " * 3999)) == "a"
    assert wrong("a" + " " * 4000) == ("不超过 4000 字的公式", "4001 字", 0)


@pytest.mark.parametrize("sign", ["+", "*", "and", "or"])
def test_a_chain_has_at_most_64_signs(sign):
    assert isinstance(parse(f" {sign} ".join("a" * 65)), Call)
    expected, found, _ = wrong(f" {sign} ".join("a" * 66))
    assert (expected, found) == ("不超过 64 项的连写", "更长的连写")


@pytest.mark.parametrize(
    ("text", "value"),
    [("8", 8), ("-0.5", Fraction(-1, 2)), ("80%", Fraction(4, 5)), ("２０％", None),
     (" 2/3 ", Fraction(2, 3)), ("－1／4", Fraction(-1, 4)), ("0.5％", Fraction(1, 200))],
)  # fmt: skip
def test_a_number_is_read_exactly(text, value):
    assert number("20%" if value is None else text) == (value or Fraction(1, 5))


@pytest.mark.parametrize("text", ["", "8.", ".5", "1e3", "2/0", "1,000", "80%%", "优", "9" * 16])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        number(text)


def test_names_are_found_in_order_of_writing():
    found = names(parse("if a in [b, 1] then max(c, 'd') else -e + a"))
    assert [n.name for n in found] == ["a", "b", "c", "e", "a"]
