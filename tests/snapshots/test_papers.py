"""Approved papers, word by word; UPDATE_SNAPSHOTS=1 writes them anew for reading."""

import os
from pathlib import Path

import pytest

from biaochi.documents.catalogue import SORTS, made
from tests.papers.afterwards import MORE
from tests.papers.reading import text_of
from tests.papers.specimens import SPECIMENS as FIRST

SPECIMENS = {**FIRST, **MORE}
APPROVED = Path(__file__).with_name("papers")


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_paper_is_as_approved(name: str) -> None:
    sort, matter = SPECIMENS[name]
    said = text_of(made(sort, matter))
    path = APPROVED / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


def test_every_approved_paper_is_asked_for_and_every_sort_has_one() -> None:
    assert {p.stem for p in APPROVED.glob("*.txt")} == set(SPECIMENS)
    assert {sort for sort, _ in SPECIMENS.values()} == set(SORTS)
