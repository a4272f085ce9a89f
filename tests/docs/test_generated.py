"""Generated pages are fresh, and nothing a pack or a command can say is left out of them."""

import pytest

from biaochi.engine.lower import FUNCTIONS
from biaochi.errors import CODES
from biaochi.facts.shapes import TABLES
from biaochi.packs.operators import OPERATORS
from biaochi.vocabulary.findings import EffectKind, Opens
from tests.architecture.tree import is_generated
from tools import docs
from tools.pages import commands

REFERENCE = docs.ROOT / docs.REFERENCE


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_generated_pages_are_fresh() -> None:
    assert docs.stale() == [], "run `make docs`"


def test_generated_pages_say_so() -> None:
    assert all(is_generated(text) for _, text in docs.pages())


@pytest.mark.parametrize("key", OPERATORS)
def test_an_operator_is_documented_with_an_example(key: str) -> None:
    _, found, after = page("operators.md").partition(f"### `{key}` ")
    assert found
    shown = after.partition("\n### ")[0]
    assert f"{key}:" in shown
    assert "\n> " in shown


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_documented(name: str) -> None:
    assert f"| `{FUNCTIONS[name].shape}` |" in page("functions.md")


def test_every_code_is_documented() -> None:
    text = page("errors.md")
    assert [code for code in CODES if f"| `{code}` |" not in text] == []


def test_every_table_and_column_is_documented() -> None:
    text = page("facts.md")
    missing = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if f"`{column.name}`" not in text.partition(f"\n## {table.name}\n")[2].partition("\n## ")[0]
    ]
    assert missing == []


def test_every_command_is_documented() -> None:
    text = page("commands.md")
    assert [name for name, _ in commands.commands() if f"\n## {name}\n" not in text] == []


def test_every_effect_and_everything_a_finding_opens_is_documented() -> None:
    text = page("effects-and-kinds.md")
    words = [*EffectKind, *Opens]
    assert [w for w in words if f"| `{w.value}` | {w.zh} |" not in text] == []


def test_an_operator_that_is_not_there_would_be_missed() -> None:
    assert "### `magic` " not in page("operators.md")
