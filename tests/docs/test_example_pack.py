"""The pack that the how-to builds works, and it is what one gets by copying the page."""

from biaochi.batch.checking import check
from tests.architecture.tree import ROOT, files
from tests.docs.test_console import PIECE
from tools.pages.console import EXAMPLE_PACK

PAGE = ROOT / "docs" / "how-to" / "write-your-own-pack.md"
COPIED_WHOLE = "examples/two-units"  # by a command of the page


def lines(text: str) -> list[str]:
    """Return the lines that say something; blank lines only part."""
    return [line for line in text.splitlines() if line.strip()]


def test_the_pack_of_the_how_to_is_good() -> None:
    found = check(ROOT / EXAMPLE_PACK, with_examples=True)
    assert found.failures == ()
    assert {p.code for p in found.problems} <= {"PACK-LIFE"}
    assert found.runs == 4


def test_the_pieces_of_the_how_to_joined_are_the_pack() -> None:
    copied: dict[str, list[str]] = {}
    for name, text in PIECE.findall(PAGE.read_text("utf-8")):
        copied.setdefault(name, []).extend(lines(text))
    there = {
        name: lines(path.read_text("utf-8"))
        for path in files(ROOT / EXAMPLE_PACK)
        if not (name := path.relative_to(ROOT / EXAMPLE_PACK).as_posix()).startswith(COPIED_WHOLE)
    }
    assert copied == there
