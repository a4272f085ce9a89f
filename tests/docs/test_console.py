"""Commands shown on pages do what the pages show."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tools.pages import console
from tools.pages.console import Sandbox, Shown

PAGES = {
    page.relative_to(ROOT).as_posix(): [
        c for block in console.blocks(page.read_text("utf-8")) for c in console.shown(block)
    ]
    for page in console.pages(ROOT)
}
SHOWING = [page for page, told in PAGES.items() if told]
PIECE = re.compile(r"```(?:yaml|csv)\n# (\S+)\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return Sandbox(ROOT, tmp_path_factory.mktemp("docs"))


@pytest.mark.slow
@pytest.mark.parametrize("page", SHOWING)
def test_the_commands_of_a_page_print_what_it_shows(page: str, sandbox: Sandbox) -> None:
    """In their order: a later command may stand on what an earlier one wrote."""
    said = {told.command: console.differences(told, sandbox.output(told.command))
            for told in PAGES[page]}  # fmt: skip
    assert {command: found for command, found in said.items() if found} == {}, "run `make docs`"


def test_the_tutorial_and_the_how_tos_show_commands() -> None:
    told = {page for page, commands in PAGES.items() if commands}
    assert {"docs/tutorial/judge-one-county.md", "docs/how-to/write-your-own-pack.md"} <= told


def pieces() -> Iterator[tuple[str, str, str]]:
    for page in console.pages(ROOT):
        for name, text in PIECE.findall(page.read_text("utf-8")):
            yield page.name, name, text


def test_pieces_of_files_shown_on_pages_are_in_those_files() -> None:
    folder = ROOT / console.EXAMPLE_PACK
    gone = [
        f"{page}: {name}: {part.splitlines()[0]}"
        for page, name, text in pieces()
        for part in text.split("# …\n")
        if part not in (folder / name).read_text("utf-8")
    ]
    assert gone == []


def shown(text: str) -> Shown:
    (found,) = console.shown(text)
    return found


def test_lines_left_out_may_be_anything() -> None:
    found = shown("$ biaochi x\na\n…\nc\n")
    assert found.command == "x"
    assert console.differences(found, ["a", "b", "c"]) == []
    assert console.differences(found, ["c", "a"]) == ["not printed: c"]


def test_a_digest_is_not_compared() -> None:
    found = shown("$ biaochi x\n包　指纹 0123456789ab\n")
    assert console.differences(found, ["包　指纹 ba9876543210"]) == []


def test_other_commands_are_not_run() -> None:
    assert list(console.shown("$ make demo\nanything\n")) == []


def test_a_changed_output_is_pasted_again(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    listed = "编号 名称 施行 规则 量 口径\n…\n通读：biaochi render\n"
    page.write_text(f"```console\n$ biaochi pack list\n{listed}```\n", encoding="utf-8")
    assert console.refresh(tmp_path) == ["README.md"]
    assert "通读：biaochi pack render 编号" in page.read_text("utf-8")
    assert console.refresh(tmp_path) == []
