"""Links between pages lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files

LINK = re.compile(r"\]\(([^)\s]+)\)")
OUTSIDE = ("http:", "https:", "mailto:")
PAGES = [path for path in files(ROOT) if path.suffix == ".md"]


def dead(page: Path) -> Iterator[str]:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        place = (page.parent / target).resolve() if target else page
        if link.startswith(OUTSIDE):
            continue
        if not place.exists() or (anchor and f"# {anchor}" not in place.read_text("utf-8").lower()):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert list(dead(page)) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# One\n[a](a.md) [b](b.md) [c](#one) [d](#two)", encoding="utf-8")
    assert list(dead(page)) == ["b.md", "#two"]
