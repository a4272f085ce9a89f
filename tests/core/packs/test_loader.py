import os
from pathlib import Path

import pytest

from biaochi.errors import CODES, Refusal
from biaochi.packs import folder as folders
from biaochi.packs import loader
from biaochi.packs.hints import suggest
from biaochi.packs.loader import builtin, builtin_ids, load, locate
from biaochi.packs.messages import describe, mark_at
from biaochi.packs.operators import OPERATORS, is_complete, operator_of
from biaochi.packs.shapes import Basis, Collect, Effect, Mark, Quota, RankScore, VoteShare
from biaochi.packs.shorthand import expand
from biaochi.packs.yamltext import Text
from tests.core.packs.packing import HEAD, RULE, loaded, refused, write


def codes(folder: Path, files: dict[str, str] | None = None, *, head: str = "") -> list[str]:
    return [p.code for p in refused(folder, files, head=head)]


def test_the_smallest_pack_loads(tmp_path: Path) -> None:
    pack = loaded(tmp_path)
    assert (pack.id, pack.title, pack.in_force.from_) == ("qingshi", "青石县办法", "2015-01-01")
    assert pack.digest.startswith("sha256:")
    assert pack.marks["in_force.from"] == pack.marks["in_force.from_"] == Mark("pack.yaml", 3, 18)


def test_every_place_is_remembered(tmp_path: Path) -> None:
    pack = loaded(
        tmp_path,
        {
            "rules/over.yaml": RULE,
            "quantities/a.yaml": "points: {sum: value, from: neg, over: {months: 12}}\n",
            "catalogues/neg.yaml": "label: {zh: 负面}\nitems: [{code: A1}, {code: A2}]\n",
        },
    )
    assert pack.marks["rules.over.when"] == Mark("rules/over.yaml", 3, 7)
    assert pack.marks["quantities.points.over.months"].line == 1
    assert pack.marks["catalogues.neg.items.1.code"] == Mark("catalogues/neg.yaml", 2, 28)


def test_short_forms_are_written_out(tmp_path: Path) -> None:
    effects = (
        "effects: [admonition, {bar: promotion, from: decided_on, lasts: 1 years},"
        " {grade_choice: [甲, 乙]}, {suppress: [awards]}, {list: x},"
        " {propose: [removal, {measure: standby, when: leading}]}, {kind: talk, what: 谈}]\n"
    )
    rule = loaded(tmp_path, {"rules/over.yaml": RULE + effects}).rules["over"]
    assert rule.basis == Basis(document="measure", clause="第六条")
    assert rule.effects[0] == Effect(kind="admonition")
    assert rule.effects[1] == Effect(
        kind="bar", what="promotion", from_="decided_on", lasts="1 years"
    )
    assert rule.effects[2].choices == ("甲", "乙")
    assert (rule.effects[3].kind, rule.effects[3].choices) == ("suppress", ("awards",))
    assert [a.measure for a in rule.effects[5].propose] == ["removal", "standby"]
    assert rule.effects[6].what == "谈"


def test_a_basis_without_document_belongs_to_the_first(tmp_path: Path) -> None:
    head = "parameters: {a: {value: 1, basis: {clause: 一}}, b: {value: 1, basis: {document: z}}}\n"
    parameters = loaded(tmp_path, head=head).parameters
    assert parameters["a"].basis == Basis(document="measure", clause="一")
    assert parameters["b"].basis == Basis(document="z")


def test_the_operator_is_found_among_its_own_fields(tmp_path: Path) -> None:
    text = """\
a: {sum: value, from: evidence}
b: {share: [好], from: vote, base: valid}
c: {quota: a, within: g, share: 20%, places: floor, ties: ask}
d: {rank_score: a, first: 200, step: 4}
"""
    found = loaded(tmp_path, {"quantities.yaml": text}).quantities
    assert [type(q) for q in found.values()] == [Collect, VoteShare, Quota, RankScore]
    assert [operator_of(q) for q in found.values()] == ["sum", "share", "quota", "rank_score"]
    assert is_complete()
    assert len(OPERATORS) > len(set(OPERATORS.values()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {sun: value, from: b}", "您是不是想写「sum」？"),
        ("a: {of: person}", "没有算子"),
        ("a: {sum: value, votes: valid, from: b}", "sum、votes"),
        ("a: text", "键和值"),
    ],
)
def test_a_quantity_names_exactly_one_operator(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in "".join(str(p) for p in refused(tmp_path, {"quantities.yaml": text}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[{baar: x}]", "您是不是想写「bar」？"),
        ("[{from: x}]", "没有后果"),
        ("[{bar: x, list: y}]", "bar、list"),
        ("[{kind: bar, list: y}]", "list"),
        ("[[a]]", "有 1 项的列表"),
        ("[nothing]", "「nothing」"),
    ],
)
def test_an_effect_names_exactly_one_kind(tmp_path: Path, text: str, expected: str) -> None:
    problems = refused(tmp_path, {"rules/over.yaml": RULE + f"effects: {text}\n"})
    assert expected in "".join(str(p) for p in problems)


@pytest.mark.parametrize(
    ("files", "head", "code", "says"),
    [
        ({"rules/a.yaml": RULE.replace("when", "whne")}, "", "PACK-KEY", "「when」"),
        ({"rules/a.yaml": "opens: verification\n"}, "", "PACK-MISSING", "请补上"),
        ({"rules/a.yaml": RULE.replace("verification", "verifcation")}, "", "PACK-VALUE",
         "「verification」"),
        ({"rules/a.yaml": RULE + "unless: x\n"}, "", "PACK-VALUE", "一个列表"),
        ({"rules/a.yaml": RULE + "requires: x\n"}, "", "PACK-VALUE", "键和值"),
        ({"rules/a.yaml": RULE + "note: [a]\n"}, "", "PACK-VALUE", "一段文字"),
        ({"rules/a.yaml": RULE + "requires: {legal_review: 9}\n"}, "", "PACK-VALUE", "true"),
        ({"rules/a.yaml": "id: b\n" + RULE}, "", "PACK-ID", "文件名「a」"),
        ({"rules/A_b.yaml": RULE}, "", "PACK-ID", "文件名「A_b」"),
        ({"rules/a.yaml": "- a\n"}, "", "PACK-SHAPE", "有 1 项的列表"),
        ({"calendar.yaml": "a: b\n"}, "", "PACK-SHAPE", "列表"),
        ({"sheets.yaml": "a: [b]\n"}, "", "PACK-VALUE", "键和值"),
        ({"quantities.yaml": "a: {votes: vaild, from: b}\n"}, "", "PACK-VALUE", "「valid」"),
        ({"quantities.yaml": "a: {sum: value, from_: b}\n"}, "", "PACK-KEY", "「from_」"),
        ({"quantities.yaml": "a: {sum: value, what: b, from: c}\n"}, "", "PACK-KEY", "「what」"),
        ({"quantities.yaml": "9a: {formula: '1'}\n"}, "", "PACK-NAME", "「9a」"),
        ({"aftercare.yaml": "felds: []\n"}, "", "PACK-KEY", "「fields」"),
        ({"measures.yaml": "measure: []\n"}, "", "PACK-KEY", "「measures」"),
        ({"catalogues/n.yaml": "label: {zh: 甲}\ndeclared_items: x\n"}, "", "PACK-VALUE", "整数"),
        ({}, "numeric: {scale: [2]}\n", "PACK-VALUE", "整数"),
        ({}, "rules: {}\n", "PACK-KEY", "有自己的文件"),
        ({}, "parmeters: {}\n", "PACK-KEY", "「parameters」"),
        ({}, "parameters: [a]\n", "PACK-VALUE", "键和值"),
        ({}, "requires_prior_intervention: maybe\n", "PACK-VALUE", "true"),
        ({}, "attributes: {class of: {}}\n", "PACK-NAME", "「class of」"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_in_chinese(
    tmp_path: Path, files: dict[str, str], head: str, code: str, says: str
) -> None:
    problems = refused(tmp_path, files, head=head)
    assert code in {p.code for p in problems}
    assert says in "\n".join(str(p) for p in problems)
    assert all(p.line and p.file for p in problems)


def test_all_files_are_read_before_refusing(tmp_path: Path) -> None:
    files = {"rules/a.yaml": "when: [", "rules/b.yaml": "opens: x\n", "sheets.yaml": "a: &x {}\n"}
    assert {p.file for p in refused(tmp_path, files)} == set(files)


def test_the_head_must_be_complete(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("title: 甲\n", encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        load(tmp_path)
    missing = [p.expected for p in refusal.value.problems]
    assert missing == ["写明「id」", "写明「in_force」", "写明「documents」"]


@pytest.mark.parametrize("documents", ["[]", "甲", "[甲]", "[{title: 甲}]", "[{id: [a]}]"])
def test_documents_must_be_there(tmp_path: Path, documents: str) -> None:
    head = HEAD.replace("[{id: measure, title: 青石县办法}]", documents)
    (tmp_path / "pack.yaml").write_text(head, encoding="utf-8")
    with pytest.raises(Refusal):
        load(tmp_path)


def test_a_head_that_is_a_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("- a\n", encoding="utf-8")
    with pytest.raises(Refusal):
        load(tmp_path)


def test_a_quantity_is_defined_once_in_all_files(tmp_path: Path) -> None:
    one = "a: {formula: '1'}\n"
    files = {"quantities.yaml": one, "quantities/more.yaml": one}
    problem = refused(tmp_path, files)[0]
    assert (problem.code, problem.file) == ("PACK-DUPLICATE", "quantities/more.yaml") or (
        problem.file == "quantities.yaml"
    )


def test_strange_files_are_refused_with_a_suggestion(tmp_path: Path) -> None:
    files = {"quantites.yaml": "", "rules/a.yml": "", "README.md": "", ".hidden": ""}
    problems = refused(tmp_path, files)
    assert [(p.code, p.file) for p in problems] == [
        ("PACK-FILE", "quantites.yaml"),
        ("PACK-FILE", "rules/a.yml"),
    ]
    assert "「quantities.yaml」" in problems[0].do


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("a: 1\n", encoding="utf-8")
    pack = write(tmp_path / "pack")
    (pack / "sheets.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(Refusal, match="PACK-FILE"):
        load(pack)


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "sheets.yaml").mkdir()
    with pytest.raises(Refusal, match="PACK-FILE"):
        load(tmp_path)


def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(Refusal, match="Permission denied"):
        load(tmp_path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 0)
    assert codes(tmp_path) == ["PACK-FOLDER"]


@pytest.mark.parametrize("name", ["nowhere", "x" * 5000, "a\0b"])
def test_a_missing_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal, match="PACK-FOLDER"):
        load(tmp_path / name)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"没有 pack\.yaml"):
        load(tmp_path)


def test_built_in_packs_are_found_by_id_and_others_by_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "packs" / "qingshi")
    monkeypatch.setattr(loader, "_PLACES", (tmp_path / "none", tmp_path / "packs"))
    assert builtin_ids() == ("qingshi",)
    assert builtin("qingshi") == locate("qingshi") == tmp_path / "packs" / "qingshi"
    assert locate(os.fspath(tmp_path)) == tmp_path
    for unknown in ("qingsi", "..", "x" * 5000):
        if unknown != "..":
            with pytest.raises(Refusal, match="PACK-FOLDER"):
                locate(unknown)
    with pytest.raises(Refusal, match="qingshi"):
        builtin("qingsi")


def test_slots_become_unpublished_items(tmp_path: Path) -> None:
    text = """\
label: {zh: 负面}
items: [{code: N-01}]
slots: [{prefix: N-, first: "02", last: "04", aspect: a, points: -1}]
"""
    pack = loaded(tmp_path, {"catalogues/neg.yaml": text})
    items = pack.catalogues["neg"].items
    assert [i.code for i in items] == ["N-01", "N-02", "N-03", "N-04"]
    assert [i.published for i in items] == [True, False, False, False]
    assert (items[3].aspect, items[3].points) == ("a", "-1")
    assert pack.marks["catalogues.neg.items.3"].line == 3


@pytest.mark.parametrize(
    "run", ["first: x, last: '2'", "first: 3, last: 2", "first: 1, last: 999999"]
)
def test_impossible_slots_are_refused(tmp_path: Path, run: str) -> None:
    text = f"label: {{zh: 负面}}\nslots: [{{prefix: N, {run}}}]\n"
    assert codes(tmp_path, {"catalogues/neg.yaml": text}) == ["PACK-SLOTS"]


def test_a_thing_that_is_no_mapping_has_no_long_form() -> None:
    text = Text(Mark("f", 1, 1), "x")
    assert expand(text, Collect) is text


def test_values_are_described_shortly() -> None:
    assert describe("") == "空白"
    assert describe("x" * 50) == "「" + "x" * 40 + "…」"
    assert describe({"a": 1}) == "键和值（a）"


def test_a_path_without_mark_falls_back_to_what_is_around_it() -> None:
    marks = {"a": Mark("f", 1, 1), "": Mark("g", 2, 2)}
    assert mark_at(marks, "a.b.c").file == "f"
    assert mark_at(marks, "x").file == "g"
    assert mark_at({}, "x") == Mark("", 0, 0)


def test_suggestions_name_a_near_word_or_the_choices() -> None:
    assert suggest("pionts", ["points"]) == "您是不是想写「points」？"
    assert suggest("x", [str(i) for i in range(20)]).endswith("等。")
    assert suggest("x", []) == "请先声明它，或删去。"


def test_every_code_has_a_sentence() -> None:
    assert all(code.says for name, code in CODES.items() if name.startswith("PACK-"))
