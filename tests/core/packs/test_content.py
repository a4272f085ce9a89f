from dataclasses import replace
from pathlib import Path

import pytest

from biaochi.errors import Refusal
from biaochi.packs.amounts import amount, shown
from biaochi.packs.diff import Change, diff
from biaochi.packs.digest import canonical
from biaochi.packs.examples import examples, facts_folder
from biaochi.packs.lint import lint
from biaochi.packs.loader import load
from biaochi.packs.operators import OPERATORS
from biaochi.packs.scaffold import new
from biaochi.packs.schema import json_schema, operator_table
from biaochi.packs.shapes import Pack
from tests.core.packs.packing import RULE, loaded, write

PARAMETERS = (
    "parameters: {line: {value: 8, label: 列入线, basis: 第六条}, b: {value: 1, basis: 一}}\n"
)


def test_the_digest_does_not_depend_on_the_order_of_keys(tmp_path: Path) -> None:
    one = loaded(tmp_path / "a", {"rules/r.yaml": RULE}, head=PARAMETERS)
    head = (
        "parameters: {b: {basis: 一, value: 1}, line: {basis: 第六条, label: 列入线, value: '8'}}\n"
    )
    other = loaded(
        tmp_path / "b", {"rules/r.yaml": "\n".join(reversed(RULE.splitlines()))}, head=head
    )
    assert one.digest == other.digest
    assert one.marks != other.marks


def test_the_digest_depends_on_every_word(tmp_path: Path) -> None:
    one = loaded(tmp_path / "a", head=PARAMETERS)
    for text in (PARAMETERS.replace("8", "8.0"), PARAMETERS.replace("列入线", "线"), ""):
        assert loaded(tmp_path / "b", head=text).digest != one.digest


def test_a_written_default_is_the_same_content(tmp_path: Path) -> None:
    one = loaded(tmp_path / "a", {"rules/r.yaml": RULE})
    other = loaded(tmp_path / "b", {"rules/r.yaml": RULE + "of: person\nunless: []\n"})
    assert one.digest == other.digest
    assert '"marks"' not in canonical(one)


def says(a: Pack, b: Pack) -> list[str]:
    return [change.says for change in diff(a, b)]


def test_equal_packs_do_not_differ(tmp_path: Path) -> None:
    pack = loaded(tmp_path, {"rules/r.yaml": RULE}, head=PARAMETERS)
    assert diff(pack, pack) == []


def test_a_difference_is_a_sentence_with_the_rule_and_the_clause(tmp_path: Path) -> None:
    a = loaded(tmp_path / "a", {"rules/r.yaml": RULE}, head=PARAMETERS)
    b = loaded(
        tmp_path / "b",
        {"rules/r.yaml": RULE.replace("points > 8", "points > line")},
        head=PARAMETERS.replace("value: 8", "value: 10"),
    )
    assert diff(a, b) == [
        Change("parameters.line.value", "changed", "参数「列入线」（line，第六条）：8 → 10"),
        Change(
            "rules.r.when",
            "changed",
            "规则「超过列入线」（r，第六条）的条件由「points > 8」改为「points > line」",
        ),
    ]


def test_new_and_dropped_parts_are_named(tmp_path: Path) -> None:
    a = loaded(tmp_path / "a", head="groups: {g: {by: [unit]}}\n")
    b = loaded(tmp_path / "b", {"rules/r.yaml": RULE})
    assert says(a, b) == ["删除比较组「g」", "新增规则「超过列入线」（r，第六条）"]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("rules/r.yaml", RULE, RULE + "owner: 甲\n", "的责任主体：新增「甲」"),
        ("rules/r.yaml", RULE + "unless: [a, b]\n", RULE, "的例外：删去「a、b」"),
        ("rules/r.yaml", RULE + "requires: {legal_review: true}\n", RULE, "前提：删去「是」"),
        ("rules/r.yaml", RULE + "effects: [talk]\n", RULE + "effects: [task]\n",
         "建议的后果的第1项的种类由「talk」改为「task」"),
        ("catalogues/c.yaml", "label: {zh: 甲}\nitems: [{code: A, label: 乙, points: -1}]\n",
         "label: {zh: 甲}\nitems: [{code: A, label: 乙, points: -2}]\n",
         "的条目的「乙」的分值由「-1」改为「-2」"),
        ("catalogues/c.yaml", "label: {zh: 甲}\nitems: [{code: A}, {code: A}]\n",
         "label: {zh: 甲}\nitems: [{code: A}]\n", "的条目的第2项：删去「A」"),
        ("calendar.yaml", "[{id: d, label: 报表, every: month, due: 1 days}]",
         "[{id: d, label: 报表, every: year, due: 1 days}]", "的频次由「month」改为「year」"),
        ("catalogues/c.yaml", "label: {zh: 甲}\naspects: [{id: a}]\n",
         "label: {zh: 甲}\naspects: [{id: a, published: false}]\n", "是否公布：新增「否」"),
    ],
)  # fmt: skip
def test_changes_inside_a_part_say_where(
    tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    a, b = loaded(tmp_path / "a", {file: old}), loaded(tmp_path / "b", {file: new})
    assert [s for s in says(a, b) if expected in s]


def test_changes_of_the_whole_pack_are_named(tmp_path: Path) -> None:
    a = loaded(tmp_path / "a", {"aftercare.yaml": "outcomes: [甲]\n"})
    b = replace(a, title="新办法", authority="县委", aftercare=type(a.aftercare)())
    assert says(a, b) == [
        "规则包的名称由「青石县办法」改为「新办法」",
        "规则包的后续管理：删去「甲」",
        "规则包的制定机关：新增「县委」",
    ]


def test_every_kind_of_file_has_a_schema() -> None:
    schemas = json_schema()
    assert {"pack.yaml", "rules/*.yaml", "quantities.yaml", "measures.yaml"} <= set(schemas)
    text = repr(schemas)
    assert "from_" not in text
    assert "'null'" not in text
    head = schemas["pack.yaml"]
    assert head["required"] == ["id", "title", "in_force", "documents"]
    assert "rules" not in head["properties"]
    assert "id" not in schemas["rules/*.yaml"]["required"]
    collect = schemas["quantities.yaml"]["$defs"]["Collect"]
    assert {"sum", "exists", "from"} <= set(collect["properties"])
    assert "op" not in collect["properties"]


def test_every_operator_is_in_the_reference() -> None:
    table = dict(operator_table())
    assert set(table) == set(OPERATORS)
    assert "from" in table["sum"]


EXAMPLE = """\
title: 甲
period: "2017"
expect: {quantities: [{subject: P1, name: points, value: 10.00}]}
"""


def test_examples_are_read_in_order(tmp_path: Path) -> None:
    write(tmp_path, {
        "examples/b.yaml": EXAMPLE + "facts: {people: [{person: P1, name: 甲}]}\n",
        "examples/a.yaml": "id: a\n" + EXAMPLE + "facts: folder\n",
        "examples/a/people.csv": "person\nP1\n",
    })  # fmt: skip
    first, second = examples(tmp_path)
    assert (first.id, first.facts, first.expect.quantities[0].value) == ("a", "folder", "10.00")
    assert second.facts == {"people": ({"person": "P1", "name": "甲"},)}
    assert facts_folder(tmp_path, example=first) == tmp_path / "examples" / "a"
    assert facts_folder(tmp_path, example=second) is None


def test_a_pack_without_examples_has_none(tmp_path: Path) -> None:
    assert examples(write(tmp_path)) == []


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"examples/a.yaml": EXAMPLE + "facts: folder\n"}, "PACK-FILE"),
        ({"examples/a.yaml": EXAMPLE + "facts: x\n"}, "PACK-VALUE"),
        ({"examples/a.yaml": "id: b\n" + EXAMPLE}, "PACK-ID"),
        ({"examples/a.yaml": "id: b\n" + EXAMPLE + "facts: folder\n"}, "PACK-ID"),
        ({"examples/a.yaml": "- a\n"}, "PACK-VALUE"),
        ({"examples/a.yaml": "a: &x 1\n"}, "PACK-UNSAFE"),
        ({"examples/a/people.csv": ""}, "PACK-FILE"),
        ({"examples/a.yaml": EXAMPLE + "fact: {}\n"}, "PACK-KEY"),
    ],
)
def test_wrong_examples_are_refused(tmp_path: Path, files: dict[str, str], code: str) -> None:
    write(tmp_path, files)
    with pytest.raises(Refusal) as refusal:
        examples(tmp_path)
    assert code in {p.code for p in refusal.value.problems}


@pytest.mark.parametrize("exists", [True, False])
def test_a_new_pack_loads_and_has_an_example(tmp_path: Path, *, exists: bool) -> None:
    folder = tmp_path / "deep" / "mine"
    if exists:
        folder.mkdir(parents=True)
    assert new(folder, id="qingshi-2024", title="青石'{办法}: #1") == folder
    pack = load(folder)
    assert (pack.id, pack.title) == ("qingshi-2024", "青石'{办法}: #1")
    assert not [p for p in lint(pack) if p.level == "error"]
    assert len(examples(folder)) == 1
    assert [p.name for p in folder.parent.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("name", "pack_id", "title", "code"),
    [
        ("full", "x", "甲", "PACK-FOLDER"),
        ("file", "x", "甲", "PACK-FOLDER"),
        ("link", "x", "甲", "PACK-FOLDER"),
        ("file/below", "x", "甲", "PACK-FOLDER"),
        ("x" * 5000, "x", "甲", "PACK-FOLDER"),
        ("new", "X y", "甲", "PACK-ID"),
        ("new", "x", " ", "PACK-VALUE"),
        ("new", "x", "甲\n乙", "PACK-VALUE"),
    ],
)
def test_a_new_pack_never_overwrites(
    tmp_path: Path, name: str, pack_id: str, title: str, code: str
) -> None:
    write(tmp_path / "full")
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refusal) as refusal:
        new(tmp_path / name, id=pack_id, title=title)
    assert [p.code for p in refusal.value.problems] == [code]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "full", "link"]


@pytest.mark.parametrize(
    ("text", "says_"),
    [
        ("85%", "0.85"),
        ("－０.5", "-0.5"),
        ("1/3", "1/3"),
        ("2/4", "0.5"),
        ("120", "120"),
        ("1/8", "0.125"),
    ],
)
def test_numbers_are_exact(text: str, says_: str) -> None:
    number = amount(text)
    assert number is not None
    assert shown(number) == says_


@pytest.mark.parametrize("text", ["", "甲", "1/0", "1e5", "9" * 40, "1/2/3", "0x1"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert amount(text) is None
