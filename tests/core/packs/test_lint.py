from pathlib import Path

import pytest

from biaochi.packs.checks.bands import interval_name
from biaochi.packs.lint import lint
from biaochi.packs.shapes import Band
from tests.core.packs.packing import RULE, loaded

BASED = "basis: 第一条\n"


def found(
    folder: Path, files: dict[str, str] | None = None, *, head: str = ""
) -> list[tuple[str, str, str]]:
    """Return level, code and what was found, without the approvals every small pack lacks."""
    problems = lint(loaded(folder, files, head=head))
    return [(p.level, p.code, p.found) for p in problems if p.code != "PACK-LIFE"]


def table(rows: str, *, on: str = "formula: '1'", of: str = "") -> dict[str, str]:
    text = f"s: {{label: 总分, {on}}}\ng: {{label: 等次, bands: {{on: s, table: [{rows}]}}{of}}}\n"
    return {"quantities.yaml": text}


def catalogue(text: str, *, items: str = "") -> dict[str, str]:
    return {"catalogues/n.yaml": f"label: {{zh: 甲}}\n{BASED}{text}\nitems: [{items}]\n"}


def test_a_small_sound_pack_has_only_its_approvals_open(tmp_path: Path) -> None:
    problems = lint(loaded(tmp_path))
    assert [(p.level, p.code) for p in problems] == [("question", "PACK-LIFE")] * 2


def test_approvals_close_the_questions_of_life(tmp_path: Path) -> None:
    head = "life: {opinions: [{on: '2014-01-01', by: [甲]}], approved_by: [甲, 乙]}\n"
    assert lint(loaded(tmp_path, head=head)) == ()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("{at_least: 90, at_most: 100, gives: A}, {at_least: 70, at_most: 89, gives: B},"
          "{at_least: 0, below: 70, gives: C}"), "89.5 落在 70–89 与 90–100 之间"),
        ("{at_least: 85%, gives: A}, {below: 70%, gives: C}",
         "77.5% 落在 不足 70% 与 85% 及以上 之间"),
        ("{above: 70, gives: A}, {below: 70, gives: C}", "70 落在 不足 70 与 高于 70 之间"),
        ("{at_least: 60, gives: A}", "30 落在 最低一端 与 60 及以上 之间"),
        ("{at_least: 0, below: 90, gives: A}", "91 落在 0–90 与 最高一端 之间"),
        ("{at_least: 0, below: 90%, gives: A}", "95% 落在 0–90% 与 最高一端 之间"),
        ("{above: 0, gives: A}", "0 落在 最低一端 与 高于 0 之间"),
        ("{at_least: 60, gives: A, when: x}, {below: 60, gives: B}",
         "61 只在附加条件成立时落入 60 及以上"),
        ("{gives: A, when: x}", "0 只在附加条件成立时落入 其余"),
    ],
)  # fmt: skip
def test_a_gap_between_bands_is_a_question_with_a_worked_number(
    tmp_path: Path, rows: str, says: str
) -> None:
    assert ("question", "PACK-GAP", says) in found(tmp_path, table(rows))


def test_an_overlap_of_bands_is_an_error(tmp_path: Path) -> None:
    rows = "{at_least: 70, gives: A}, {at_most: 70, gives: B}"
    says = "70 同时落入 70 及以上 与 70 及以下"
    assert found(tmp_path, table(rows)) == [("error", "PACK-OVERLAP", says)]


def test_an_overlap_is_named_once(tmp_path: Path) -> None:
    rows = "{at_least: 0, below: 80, gives: A}, {at_least: 60, gives: B}, {at_least: 60, gives: C}"
    codes = [code for _, code, _ in found(tmp_path, table(rows))]
    assert codes == ["PACK-OVERLAP", "PACK-OVERLAP"]


@pytest.mark.parametrize(
    "rows",
    [
        "{at_least: 60, gives: A}, {below: 60, gives: B}",
        "{at_least: 0, at_most: 100, gives: A}",
        "{above: 6, gives: A, when: x}, {above: 6, gives: B, when: not x}, {at_most: 6, gives: C}",
        "{at_least: line, gives: A}, {below: line, gives: B}",
        "{at_least: open_line, gives: A}",
        "{gives: A}",
    ],
)
def test_tables_without_gap_or_with_an_open_end_are_quiet(tmp_path: Path, rows: str) -> None:
    head = """\
parameters:
  line: {values: {"2014-01-01": 50, "2015-01-01": 60}, label: 线, basis: 一}
  open_line: {label: 线, source: open}
"""
    codes = {code for _, code, _ in found(tmp_path, table(rows), head=head)}
    assert codes == {"PACK-PARAMETER"}


@pytest.mark.parametrize(
    "on",
    [
        "count: rows, from: evidence", "votes: valid, from: v", "formula: '1', scale: 0",
        "group: size, within: g", "service: years",
        "rank: x, within: g, order: desc, ties: min",
    ],
)  # fmt: skip
def test_whole_numbers_leave_no_gap_between_neighbours(tmp_path: Path, on: str) -> None:
    rows = "{at_most: 2, gives: A}, {at_least: 3, at_most: 5, gives: B}, {at_least: 7, gives: C}"
    gaps = [says for _, code, says in found(tmp_path, table(rows, on=on)) if code == "PACK-GAP"]
    assert gaps == ["6 落在 3–5 与 7 及以上 之间"]


def test_bands_on_something_else_are_not_whole(tmp_path: Path) -> None:
    rows = "{at_most: 2, gives: A}, {at_least: 3, gives: B}"
    for on in ("sum: value, from: evidence", "group: best, within: g, by: x"):
        assert ("question", "PACK-GAP", "2.5 落在 2 及以下 与 3 及以上 之间") in found(
            tmp_path, table(rows, on=on)
        )


def test_bands_are_named_as_officers_write_them() -> None:
    assert interval_name(Band(gives="x", above="1", at_most="2")) == "1–2"
    assert interval_name(Band(gives="x")) == "其余"


@pytest.mark.parametrize(
    ("text", "items", "expected"),
    [
        ("declared_items: 2", "{code: A, label: 甲}", ("error", "PACK-COUNT", "1 个")),
        ("declared_items: 2\nincomplete: true", "{code: A, label: 甲}",
         ("warning", "PACK-COUNT", "1 个")),
        ("declared_aspects: 3\naspects: [{id: a, label: 甲}, {id: b, label: 乙, within: a}]", "",
         ("error", "PACK-COUNT", "2 个")),
        ("aspects: [{id: a, label: 甲, items: 2}]", "{code: A, label: 甲, aspect: a}",
         ("error", "PACK-COUNT", "1 个")),
        ("", "{code: A, label: 甲, aspect: x}", ("error", "PACK-UNDECLARED", "「x」")),
        ("aspects: [{id: a, label: 甲, within: b}]", "", ("error", "PACK-UNDECLARED", "「b」")),
        ("aspects: [{id: a, label: 甲}, {id: a, label: 乙}]", "",
         ("error", "PACK-DUPLICATE", "「a」写了两次")),
        ("", "{code: A, label: 甲}, {code: A, label: 乙}",
         ("error", "PACK-DUPLICATE", "「A」已在 catalogues/n.yaml 用过")),
        ("negative_only: true", "{code: A, label: 甲, points: 1}",
         ("error", "PACK-SIGN", "A 为 1")),
        ("sensitive: true", "{code: A, label: 甲}", ("error", "PACK-SENSITIVE", "A 计分")),
        ("", "{code: A, label: 甲, sensitive: true}", ("error", "PACK-SENSITIVE", "A 计分")),
        ("", "{code: A, label: 甲, kind: qualitative}",
         ("warning", "PACK-CHECKLIST", "A 都没有")),
        ("", "{code: A, label: 甲, cap: 十}", ("error", "PACK-AMOUNT", "「十」")),
        ("", "{code: A, published: false}, {code: B, published: false}",
         ("warning", "PACK-UNPUBLISHED", "2 项未公布（未分方面 2 项）")),
        ("aspects: [{id: a, published: false}]", "",
         ("warning", "PACK-UNPUBLISHED", "1 个方面未公布（a）")),
        ("aspects: [{id: a}]", "", ("warning", "PACK-LABEL", "「a」没有")),
        ("", "{code: A}", ("warning", "PACK-LABEL", "「A」没有")),
    ],
)  # fmt: skip
def test_catalogues_are_checked(
    tmp_path: Path, text: str, items: str, expected: tuple[str, str, str]
) -> None:
    assert expected in found(tmp_path, catalogue(text, items=items))


def test_a_sound_catalogue_is_quiet(tmp_path: Path) -> None:
    text = """\
declared_items: 3
declared_aspects: 1
negative_only: true
aspects: [{id: a, label: 甲, items: 3}, {id: b, label: 乙, within: a, items: 2}]
"""
    items = (
        "{code: A, label: 甲, aspect: a, points: -1, cap: line},"
        "{code: B, label: 乙, aspect: b, points: -1, sensitive: true, scored: false},"
        "{code: C, label: 丙, aspect: b, kind: qualitative, precedents: [x], points: unset}"
    )
    head = "parameters: {line: {value: 3, label: 线, basis: 一}, unset: {label: 分}}\n"
    codes = {code for _, code, _ in found(tmp_path, catalogue(text, items=items), head=head)}
    assert codes == {"PACK-PARAMETER"}


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ("{a: 80%, b: 10%}", "80% + 10% = 90%"),
        ("{a: 80, b: 20}", "80 + 20 = 10000%"),
        ("{a: 1/3, b: 1/3}", "1/3 + 1/3 = 200/3%"),
        ("{a: 80%, b: line}", "80% + 30% = 110%"),
    ],
)
def test_weights_must_total_the_whole(tmp_path: Path, weights: str, says: str) -> None:
    files = {
        "quantities.yaml": f"t: {{label: 总分, weighted: {weights}, missing: block}}\n",
        "sheets.yaml": f"s: {{label: 甲, applies: 'true', weights: {weights}}}\n",
    }
    head = "parameters: {line: {value: 30%, label: 线, basis: 一}}\n"
    assert [f for f in found(tmp_path, files, head=head) if f[1] == "PACK-WEIGHTS"] == [
        ("error", "PACK-WEIGHTS", says)
    ] * 2


def test_weights_that_are_no_numbers_are_named_and_open_ones_wait(tmp_path: Path) -> None:
    text = """\
a: {label: 甲, weighted: {x: 很多}, missing: block}
b: {label: 乙, weighted: {x: unset}, missing: block}
c: {label: 丙, option_mean: {好: 1}, from: v, weights: {x: 50%, y: 50%}}
d: {label: 丁, option_mean: {好: 1}, from: v, rounding: floor}
"""
    head = "numeric: {rounding: half_up}\nparameters: {unset: {label: 线}}\n"
    files = {"quantities.yaml": text, "sheets.yaml": "s: {label: 表, applies: 'true'}\n"}
    codes = [(level, code) for level, code, _ in found(tmp_path, files, head=head)]
    assert codes == [("error", "PACK-AMOUNT"), ("question", "PACK-PARAMETER")]


@pytest.mark.parametrize(
    ("quantity", "level"),
    [
        ("mean: value, from: evidence", "error"),
        ("sum: value, from: evidence, each: month, then: mean", "error"),
        ("relative: x, to: best, within: g", "error"),
        ("option_mean: {好: 1}, from: v", "error"),
        ("group: median, within: g, by: x", "error"),
        ("roll: x, from: r, take: mean", "error"),
        ("weighted: {x: 100%}, missing: renormalise", "error"),
        ("by_sheet: [s], missing: renormalise", "error"),
        ("formula: a / b", "warning"),
        ("choose: w, options: {x: a ÷ 3}", "warning"),
        ("formula: a / b > 3", ""),
        ("formula: 2/3 * a", ""),
        ("formula: \"a = 'b/c'\"", ""),
        ("sum: value, from: evidence", ""),
        ("roll: x, from: r", ""),
        ("group: best, within: g, by: x", ""),
        ("by_sheet: [s], missing: block", ""),
        ("mean: value, from: evidence, rounding: floor", ""),
    ],
)
def test_divisions_say_how_they_round(tmp_path: Path, quantity: str, level: str) -> None:
    files = {"quantities.yaml": f"q: {{label: 甲, {quantity}}}\n"}
    levels = [lv for lv, code, _ in found(tmp_path, files) if code == "PACK-ROUNDING"]
    assert levels == ([level] if level else [])


def test_two_sheets_with_the_same_content_are_suspicious(tmp_path: Path) -> None:
    text = """\
a: {label: 甲, applies: x, common: [m, n], weights: {p: 100%}}
b: {label: 乙, applies: y, common: [n], feature: [m], weights: {p: 100%}}
c: {label: 丙, applies: z, common: [n]}
"""
    assert [f[:2] for f in found(tmp_path, {"sheets.yaml": text})] == [("warning", "PACK-SHEETS")]


READINGS = """\
readings:
  w: {asks: 怎么算？, options: {a: 甲, b: 乙}, basis: 一%s}
"""
USED = {"quantities.yaml": "q: {label: 甲, choose: w, options: {a: '1', b: '2'}}\n"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("", ("question", "PACK-READING", "“怎么算？”尚未答复。可选：甲；乙")),
        (", chosen: c", ("error", "PACK-UNDECLARED", "「c」")),
        (", chosen: a, chosen_by: product",
         ("question", "PACK-READING", "“怎么算？”暂由产品选为“甲”。可选：甲；乙")),
        (", chosen: a", None),
    ],
)  # fmt: skip
def test_open_readings_are_questions(
    tmp_path: Path, chosen: str, expected: tuple[str, str, str] | None
) -> None:
    problems = found(tmp_path, USED, head=READINGS % chosen)
    assert problems == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("sum: value, from: evidence, over: {reading: v}", ("error", "PACK-UNDECLARED", "「v」")),
        ("choose: w, options: {a: '1'}", ("error", "PACK-UNDECLARED", "a")),
        ("sum: value, from: evidence, over: {reading: w, options: {a: period, c: all}}",
         ("error", "PACK-UNDECLARED", "a、c")),
        ("sum: value, from: evidence, over: {months: 3}",
         ("warning", "PACK-READING", "没有量用到“怎么算？”")),
        ("sum: value, from: evidence, over: {reading: w}", None),
    ],
)  # fmt: skip
def test_readings_and_their_uses_agree(
    tmp_path: Path, quantity: str, expected: tuple[str, str, str] | None
) -> None:
    files = {"quantities.yaml": f"q: {{label: 甲, {quantity}}}\n"}
    problems = found(tmp_path, files, head=READINGS % ", chosen: a")
    assert expected in problems if expected else problems == []


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("{label: 线}", ("question", "PACK-PARAMETER", "“线”待定")),
        ("{label: 线, value: 1, source: product}",
         ("question", "PACK-PARAMETER", "“线”由产品暂定为1")),
        ("{label: 线, value: 1, source: unverified}",
         ("question", "PACK-PARAMETER", "“线”转载为1")),
        ("{label: 线, value: 1}", ("error", "PACK-BASIS", "没有条款")),
        ("{value: 1, basis: 一}", ("warning", "PACK-LABEL", "「p」没有")),
        ("{label: 线, basis: 一, values: {昨天: 1}}", ("error", "PACK-DATE", "「昨天」")),
        ("{label: 线, basis: 一, values: {'2015-01-01': 1, '2014-01-01': 2}}",
         ("error", "PACK-DATE", "2015-01-01、2014-01-01")),
        ("{label: 线, value: 1, basis: {document: 别的, clause: 一}}",
         ("error", "PACK-UNDECLARED", "「别的」")),
    ],
)  # fmt: skip
def test_parameters_are_checked(
    tmp_path: Path, parameter: str, expected: tuple[str, str, str]
) -> None:
    assert expected in found(tmp_path, head=f"parameters: {{p: {parameter}}}\n")


@pytest.mark.parametrize(
    ("span", "says"),
    [
        ("{from: 2015}", "「2015」"),
        ("{from: 2015-02-01, to: 2015-01-01}", "2015-02-01 至 2015-01-01"),
    ],
)
def test_spans_are_checked(tmp_path: Path, span: str, says: str) -> None:
    rule = RULE + f"in_force: {span}\n"
    assert ("error", "PACK-DATE", says) in found(tmp_path, {"rules/a.yaml": rule})


def test_influence_periods_left_open_are_questions(tmp_path: Path) -> None:
    files = {
        "measures.yaml": "measures: [{id: m, label: 免职, basis: 一}]\n",
        "aftercare.yaml": """\
influence:
  - {measure: m, bars: promotion}
  - {measure: m, bars: promotion, lasts: 1 years, source: unverified}
  - {measure: m, bars: promotion, lasts: 1 years}
""",
    }
    assert [says for _, _, says in found(tmp_path, files)] == [
        "“免职”的影响期没有写明",
        "“免职”的影响期有待填写或核对",
    ]


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        ("unless: [x]\n", "PACK-UNDECLARED", "「x」"),
        ("channel: x\n", "PACK-UNDECLARED", "「x」"),
        ("effects: [{list: x}]\n", "PACK-UNDECLARED", "「x」"),
        ("effects: [list]\n", "PACK-UNDECLARED", "空白"),
        ("effects: [{propose: [x]}]\n", "PACK-UNDECLARED", "「x」"),
        ("effects: [{dismissal_procedure: a, blocked_by: [x]}]\n", "PACK-UNDECLARED", "「x」"),
        ("requires: {legal_review: true}\n", "PACK-LEGAL", "「超过列入线」须经法律审核"),
    ],
)
def test_rules_are_checked(tmp_path: Path, more: str, code: str, says: str) -> None:
    assert (code, says) in [f[1:] for f in found(tmp_path, {"rules/a.yaml": RULE + more})]


def test_a_rule_without_clause_is_an_error(tmp_path: Path) -> None:
    rule = RULE.replace("第六条", "{document: measure}")
    assert found(tmp_path, {"rules/a.yaml": rule}) == [("error", "PACK-BASIS", "没有条款")]


def test_lists_and_measures_without_basis_are_warnings(tmp_path: Path) -> None:
    files = {"measures.yaml": "measures: [{id: m, label: 免职}]\n"}
    problems = found(tmp_path, files, head="lists: {l: {label: 名单}}\n")
    assert problems == [("warning", "PACK-BASIS", "没有条款")] * 2


EXCEPTION = "label: {zh: 甲}\nbasis: 一\nwhen: %s\n"


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("a and b", "a  and　b", True),
        ("a > 1", "a > 2", True),
        ("a > 2", "a < 3", True),
        ("a >= 2", "a ≤ 2", True),
        ("a > 2", "a < 2", False),
        ("a = 1", "a = 2", False),
        ("a > line", "a < 9", True),
        ("a > unset", "a < 9", False),
        ("a > 1", "b > 1", False),
        ("a", "b", False),
        ("a > 1", "a > 1 and b", False),
    ],
)
def test_exceptions_that_provably_overlap_are_an_error_naming_both_files(
    tmp_path: Path, one: str, other: str, *, overlap: bool
) -> None:
    files = {
        "rules/a.yaml": RULE + "unless: [one, other]\n",
        "exceptions/one.yaml": EXCEPTION % one,
        "exceptions/other.yaml": EXCEPTION % other,
    }
    head = "parameters: {line: {value: 3, label: 线, basis: 一}, unset: {label: 线}}\n"
    says = [f[2] for f in found(tmp_path, files, head=head) if f[1] == "PACK-EXCEPTIONS"]
    assert bool(says) is overlap
    assert all("exceptions/one.yaml" in s and "exceptions/other.yaml" in s for s in says)


def test_exceptions_about_different_subjects_do_not_meet(tmp_path: Path) -> None:
    files = {
        "rules/a.yaml": RULE + "unless: [one, other]\n",
        "exceptions/one.yaml": EXCEPTION % "a",
        "exceptions/other.yaml": EXCEPTION % "a" + "of: unit\n",
    }
    assert found(tmp_path, files) == []


PROCEDURE = "label: {zh: 程序}\nbasis: 一\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stages: [{id: a, label: 甲}]", ("error", "PACK-OWNER", "步骤「甲」没有责任主体")),
        ("stages: [{id: a, label: 甲, published: false}]",
         ("warning", "PACK-OWNER", "步骤「甲」没有责任主体")),
        ("declared_stages: 2\nstages: [{id: a, label: 甲, owner: 乙}]",
         ("error", "PACK-COUNT", "1 个")),
        ("stages: [{id: a, label: 甲, owner: 乙}, {id: a, label: 丙, owner: 乙}]",
         ("error", "PACK-DUPLICATE", "「a」写了两次")),
        ("stages: [{id: a, label: 甲, owner: 乙, next: [b]}]",
         ("error", "PACK-UNDECLARED", "「b」")),
        ("gates: [motoin]\nstages: []", ("error", "PACK-UNDECLARED", "「motoin」")),
        ("gates: [hearing]\nstages: []", ("error", "PACK-STAGE", "没有")),
        ("channels: [x]\nstages: []", ("error", "PACK-UNDECLARED", "「x」")),
        ("covers: [y]\nstages: []", ("error", "PACK-UNDECLARED", "「y」")),
        ("regimes: [z]\nstages: []", ("error", "PACK-UNDECLARED", "「z」")),
        ("stages: [{id: a, label: 甲, owner: 乙, gate: motion}]",
         ("error", "PACK-STAGE", "没有")),
        (("stages: [{id: a, label: 甲, owner: 乙, gate: decision},"
          "{id: b, label: 甲, owner: 乙, gate: motion},"
          "{id: c, label: 甲, owner: 乙, gate: verification, next: [a]}]"),
         ("error", "PACK-STAGE", "「decision」在「motion」之前")),
        *((f"quorum: {said}\nstages: []", ("error", "PACK-AMOUNT", f"「{said}」"))
          for said in ("3/2", "150%", "5.5", "0", "0%", "-3", "there")),
    ],
)  # fmt: skip
def test_procedures_are_checked(tmp_path: Path, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in found(tmp_path, {"procedures/p.yaml": PROCEDURE + text + "\n"})


def test_a_sound_procedure_is_quiet(tmp_path: Path) -> None:
    text = """\
declared_stages: 1
channels: [c]
covers: [m, anything, "grade:不称职"]
gates: [hearing]
stages: [{id: a, label: 甲, owner: 乙, gate: hearing}]
"""
    files = {
        "procedures/p.yaml": PROCEDURE + text,
        "measures.yaml": """\
channels: [{id: c, label: 渠道}]
measures: [{id: m, label: 措施, basis: 一}]
""",
    }
    assert found(tmp_path, files) == []


@pytest.mark.parametrize("said", ["2/3", "60%", "100%", "0.6", "5", "1", "there", "open"])
def test_a_quorum_is_a_share_or_a_number_of_persons(tmp_path: Path, said: str) -> None:
    head = """\
parameters:
  there: {values: {"2014-01-01": 2/3, "2015-01-01": "5"}, label: 到会数, basis: 一}
  open: {label: 到会数, source: open}
"""
    files = {"procedures/p.yaml": f"{PROCEDURE}quorum: {said}\nstages: []\n"}
    assert {code for _, code, _ in found(tmp_path, files, head=head)} == {"PACK-PARAMETER"}


def test_each_dated_value_of_a_quorum_is_read(tmp_path: Path) -> None:
    values = "{'2014-01-01': 5, '2015-01-01': 7/2}"
    head = f"parameters: {{there: {{values: {values}, label: 到会数, basis: 一}}}}\n"
    files = {"procedures/p.yaml": f"{PROCEDURE}quorum: there\nstages: []\n"}
    assert found(tmp_path, files, head=head) == [("error", "PACK-AMOUNT", "「7/2」")]


def test_a_duty_has_an_owner(tmp_path: Path) -> None:
    text = """\
- {id: a, label: 报表, every: month, due: 5 days, basis: 一}
- {id: b, label: 报表, every: month, due: 5 days, basis: 一, owner: 乙}
"""
    assert found(tmp_path, {"calendar.yaml": text}) == [
        ("warning", "PACK-OWNER", "「报表」没有责任主体")
    ]


def test_latin_values_need_a_chinese_name(tmp_path: Path) -> None:
    text = """\
a: {label: 甲, count: rows, from: events, where: "kind = 'strange-thing'"}
b: {label: 乙, count: rows, from: events, where: "kind = 'inquiry-reply' and x = '好'"}
中文名: {count: rows, from: events}
"""
    assert found(tmp_path, {"quantities.yaml": text}) == [
        ("warning", "PACK-LABEL", "「strange-thing」没有中文名称")
    ]
