"""Every requirement is somewhere, and what the packs point at is there."""

from dataclasses import replace

from biaochi.packs.loader import builtin, load
from biaochi.packs.shapes import Coverage
from tools.pages import coverage


def test_there_are_as_many_requirements_as_the_sources_have() -> None:
    ids = coverage.requirement_ids()
    assert len(ids) == len(set(ids)) == 135
    assert (ids[0], ids[-1]) == ("S0-01", "D-20")


def test_every_requirement_is_somewhere() -> None:
    assert coverage.uncovered() == []


def test_every_place_and_example_exists() -> None:
    assert coverage.warnings() == []


def test_a_dead_place_is_seen() -> None:
    pack = load(builtin("demo-qingshi"))
    entry = replace(Coverage(), where=("rules/none", "aftercare"), examples=("none",))
    assert [p.mark is None for p in coverage.places(pack, entry)] == [True, False]
    assert coverage.missing_examples(pack, entry) == ["none"]


def test_a_requirement_nobody_keeps_is_loud_on_the_page() -> None:
    assert "**没有着落**" not in coverage.page()
