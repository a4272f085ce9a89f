"""The help pages, approved; ``make snapshots`` writes them again."""

import os
from pathlib import Path

import pytest

from biaochi.cli.main import main
from biaochi.cli.tables import width

APPROVED = Path(__file__).parent / "cli_help"
PAGES = (
    "", "assess", "explain", "what-if", "pack", "pack check", "pack render", "pack diff",
    "pack schema", "pack new", "pack list", "facts", "facts check", "facts load",
    "facts prepare", "where",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_help_page_is_the_approved_one(
    page: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*page.split(), "--help"]) == 0
    said = capsys.readouterr().out
    file = APPROVED / f"{page.replace(' ', '-') or 'biaochi'}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")
    assert not [line for line in said.splitlines() if width(line) > 80]


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("biaochi")
