import pytest
import yaml

from biaochi.errors import Refusal
from biaochi.packs import yamltext
from biaochi.packs.yamltext import compose, plain


def why(data: bytes | str) -> list[tuple[str, int, int]]:
    raw = data.encode() if isinstance(data, str) else data
    with pytest.raises(Refusal) as refusal:
        compose(raw, file="a.yaml")
    assert all(str(p) for p in refusal.value.problems)
    return [(p.code, p.line, p.column) for p in refusal.value.problems]


def test_every_scalar_is_text() -> None:
    found = plain(compose(b"a: 010\nb: [true, 1.50, null]\nc: {d: 2024-01-01}\ne:\n", file="a"))
    assert found == {"a": "010", "b": ["true", "1.50", "null"], "c": {"d": "2024-01-01"}, "e": ""}


def test_byte_order_mark_is_welcome() -> None:
    assert plain(compose("\ufeffa: 甲".encode(), file="a")) == {"a": "甲"}


def test_nodes_know_their_place() -> None:
    node = compose("甲:\n  - 乙\n".encode(), file="x/a.yaml")
    assert isinstance(node, yamltext.Table)
    inner = node.entries["甲"]
    assert isinstance(inner, yamltext.Listing)
    assert (inner.items[0].mark.file, inner.items[0].mark.line) == ("x/a.yaml", 2)
    assert inner.items[0].mark.column == 5


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: &x 1", "PACK-UNSAFE", (1, 4)),
        ("a: !!python/object:os.system 1", "PACK-UNSAFE", (1, 4)),
        ("a: {<<: {b: 1}}", "PACK-UNSAFE", (1, 5)),
        ("a: 1\n---\nb: 2", "PACK-UNSAFE", (2, 1)),
        ("%YAML 1.1\n---\na: 1", "PACK-UNSAFE", (1, 1)),
        ("%TAG ! tag:x,2000:\n---\na: 1", "PACK-UNSAFE", (1, 1)),
        ("a: 1\na: 2", "PACK-DUPLICATE", (2, 1)),
        ("? [a]\n: 1", "PACK-KEY", (1, 3)),
        ("'': 1", "PACK-KEY", (1, 1)),
        ("", "PACK-SHAPE", (1, 1)),
        ("# nothing", "PACK-SHAPE", (1, 1)),
        ('a: "\\0"', "PACK-CHARACTER", (1, 4)),
        ("a: b\x00", "PACK-CHARACTER", (1, 5)),
        ("甲: \u202e乙", "PACK-CHARACTER", (1, 4)),
        ("a: b: c", "PACK-YAML", (1, 5)),
        ("a: [1", "PACK-YAML", (1, 6)),
        ("a: 'x", "PACK-YAML", (1, 6)),
        ("a:\n\t- b", "PACK-YAML", (2, 1)),
        ("a: *x", "PACK-UNSAFE", (1, 4)),
        ("a: b\n c: [\n", "PACK-YAML", (2, 3)),
    ],
)
def test_strange_yaml_is_refused_at_its_place(text: str, code: str, place: tuple[int, int]) -> None:
    assert (code, *place) in why(text)


def test_half_a_character_is_refused() -> None:
    assert why('a: "\\ud800"')[0][0] in {"PACK-YAML", "PACK-CHARACTER"}


def test_the_parser_without_c_refuses_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamltext, "_PARSER", yaml.Loader)
    assert plain(compose("甲: [1, 'b']".encode(), file="a")) == {"甲": ["1", "b"]}
    for text, code in (
        ("a: &x 1", "PACK-UNSAFE"),
        ("[" * 50, "PACK-SHAPE"),
        ("a: b: c", "PACK-YAML"),
        ("a: *x", "PACK-UNSAFE"),
        ('a: "\\ud800"', "PACK-CHARACTER"),
        ("a: [1", "PACK-YAML"),
    ):
        assert why(text)[0][0] == code


def test_a_bomb_of_aliases_is_refused_without_unfolding_it() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40)]
    assert {code for code, _, _ in why("\n".join(lines))} == {"PACK-UNSAFE"}


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000 + "x"])
def test_deep_nesting_is_refused(text: str) -> None:
    assert [code for code, _, _ in why("a: " + text if text[0] != "-" else text)] == ["PACK-SHAPE"]


def test_too_many_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamltext, "MAX_NODES", 10)
    assert why("[" + "x, " * 20 + "x]")[0][0] == "PACK-SHAPE"


def test_a_huge_file_is_refused() -> None:
    assert why(b"a" * (yamltext.MAX_BYTES + 1)) == [("PACK-SIZE", 1, 1)]


def test_other_encodings_are_refused_at_the_byte() -> None:
    assert why("a: 1\nb: 甲".encode("gb18030")) == [("PACK-ENCODING", 2, 4)]


def test_all_problems_of_a_file_are_named_at_once() -> None:
    found = why("a: &x 1\na: 2\nb: !t 3\n")
    assert [code for code, _, _ in found] == ["PACK-UNSAFE", "PACK-DUPLICATE", "PACK-UNSAFE"]


def test_a_syntax_error_on_an_empty_line_still_reads_well() -> None:
    with pytest.raises(Refusal) as refusal:
        compose(b"a: [\n\n", file="a.yaml")
    assert "PACK-YAML" in str(refusal.value)
