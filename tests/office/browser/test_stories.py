"""The published stories in a real browser, and every paper of them opened by LibreOffice.

All of them take many minutes: ``STORIES=all`` plays every one, as before a release; otherwise the
one that comes to most kinds of page.  All are played in every run by tests/office/stories.
"""

import os
import shutil
import subprocess

import pytest

from tests.office.stories import conduct, others, recovery, removals
from tests.office.stories.browsed import Browsed
from tests.papers.reading import glyphs_of

STORIES = {
    "s0-16": removals.negative, "s0-17": removals.nominated, "s0-18": removals.last,
    "s4-14": removals.slipping, "s3-15": conduct.play, "s3-17": others.again,
    "s2-16": others.tolerated, "s2-03": others.resigned, "s4-17": recovery.back,
    "s2-18": recovery.down, "revoked": recovery.revoked,
}  # fmt: skip
MOST_KINDS = ("revoked",)
PLAYED = STORIES if os.environ.get("STORIES") == "all" else MOST_KINDS


@pytest.mark.long
@pytest.mark.parametrize("story", PLAYED)
def test_a_story_from_the_finding_to_its_end(story, office, visit, picture, tmp_path, settings):
    settings.HOME = tmp_path / "home"
    stage = Browsed(office[1], visit, lambda page, name: picture(page, f"{story}/{name}"))
    STORIES[story](stage)
    for code in stage.codes:
        stage.looked(code, stage.line(code).person)
    papers = stage.papers(tmp_path)
    if shutil.which("soffice"):
        opened(papers, tmp_path)


def text_of(file):
    """Return the characters of a PDF that have a shape, without blanks."""
    return "".join(g.text.strip() for g in glyphs_of(file.read_bytes()) if g.has_shape)


def opened(papers, folder):
    """Open the Word papers with LibreOffice; each is whole."""
    if not papers:
        return
    there = folder / "opened"
    command = [
        "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
        "--convert-to", "pdf", "--outdir", f"{there}", *map(str, papers),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for file, name in papers.items():
        assert name in text_of(there / f"{file.stem}.pdf"), file
