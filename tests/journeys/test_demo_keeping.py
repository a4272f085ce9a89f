"""A second ``make demo`` goes on with what was tried, or says where it put it."""

from datetime import date

import pytest

from demo import keeping

DAY = date(2026, 11, 22)


def settled(home, made_from="a", *, anew=False):
    return list(keeping.settle(home, made_from=made_from, anew=anew, on=DAY))


@pytest.fixture
def tried(tmp_path):
    """A county that was made, and in which somebody tried something since."""
    home = tmp_path / "office"
    home.mkdir()
    (home / "office.sqlite3").write_text("made")
    keeping.keep(home, made_from="a")
    (home / "office.sqlite3").write_text("tried")
    return home


def test_the_same_county_is_gone_on_with(tried) -> None:
    [said] = settled(tried)
    assert "试过的都还在" in said
    assert (tried / "office.sqlite3").read_text() == "tried"


def test_after_a_change_what_was_tried_is_moved_aside_and_told_where(tried) -> None:
    [said] = settled(tried, "b")
    aside = tried.with_name("office-20261122")
    assert "有改动" in said
    assert str(aside) in said
    assert (aside / "office.sqlite3").read_text() == "tried"
    assert not tried.exists()


def test_who_begins_again_gets_the_county_as_it_was_made(tried) -> None:
    [said] = settled(tried, anew=True)
    assert "office-20261122" in said
    assert (tried / "office.sqlite3").read_text() == "made"
    [again] = settled(tried, anew=True)
    assert "office-20261122-2" in again


def test_what_was_never_finished_goes(tmp_path) -> None:
    home = tmp_path / "office"
    home.mkdir()
    (home / "office.sqlite3").write_text("half")
    assert settled(home) == ["上一次没有建完，从头建立。"]
    assert not home.exists()
    assert settled(home) == []


def test_the_stamp_follows_the_facts(tmp_path) -> None:
    (tmp_path / "people.csv").write_text("杜")
    before = keeping.stamp(tmp_path)
    assert keeping.stamp(tmp_path) == before
    (tmp_path / "people.csv").write_text("范")
    assert keeping.stamp(tmp_path) != before
