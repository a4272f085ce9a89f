"""The folder of fonts: typed, strict, and said where it is wrong."""

import os

import pytest

from biaochi.documents import fonts
from biaochi.project.env import Misconfigured, read
from tests.papers import typefaces


def test_the_folder_is_read_and_several_are_told_apart(tmp_path) -> None:
    other = tmp_path / "b"
    other.mkdir()
    found = read({"BIAOCHI_FONTS": f"{tmp_path}{os.pathsep}{other}"}).fonts
    assert found == (tmp_path, other)


@pytest.mark.parametrize("text", ["", "/no/such/folder"])
def test_a_folder_that_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(Misconfigured, match="BIAOCHI_FONTS"):
        read({"BIAOCHI_FONTS": text})


def test_without_the_setting_only_folders_that_are_there_are_looked_at() -> None:
    assert all(folder.is_dir() for folder in read({}).fonts)


def test_which_font_stands_for_which_is_declared() -> None:
    found = typefaces.found()
    wanted = {name for name, _ in found.substitutes}
    assert wanted <= {*fonts.FACES.values(), fonts.LATIN, fonts.PAGE_NUMBERS}
    for name, used in found.substitutes:
        assert name in found.declared
        assert used in found.declared
